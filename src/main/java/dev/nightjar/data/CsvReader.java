package dev.nightjar.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads comma-separated records (RFC 4180) without making objects: after {@link #next} the fields are ranges of {@link
 * #bytes}, valid until the following call.
 *
 * <p>A byte order mark, CRLF line ends, a missing last line end and empty lines are accepted. A record may have at most
 * {@link #MAX_LINE} bytes.
 */
final class CsvReader implements Closeable {

    static final int MAX_LINE = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[4 * MAX_LINE];
    private int position;
    private int limit;
    private boolean ended;
    private long line;
    private long nextLine = 1;
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private int count;
    private boolean quotes;
    private boolean doubledQuotes;
    private @Nullable String defect;

    private CsvReader(InputStream in) throws IOException {
        this.in = in;
        fill();
        if (limit >= 3 && buffer[0] == (byte) 0xEF && buffer[1] == (byte) 0xBB && buffer[2] == (byte) 0xBF) {
            position = 3;
        }
    }

    /** Takes over the stream, which is closed with the reader. */
    static CsvReader of(InputStream in, boolean gzip) throws IOException {
        try {
            return new CsvReader(gzip ? new GZIPInputStream(in, MAX_LINE) : in);
        } catch (IOException unreadable) {
            in.close();
            throw unreadable;
        }
    }

    /** Goes to the next record; {@return false at the end} */
    boolean next() throws IOException {
        do {
            if (position == limit && !fill()) {
                return false;
            }
            scan();
        } while (count == 1 && starts[0] == ends[0] && !quotes && defect == null);
        return true;
    }

    /** {@return why the record cannot be read as fields, or null if it can} */
    @Nullable String defect() {
        return defect;
    }

    /** {@return the number of the record's first line, from 1} */
    long line() {
        return line;
    }

    int count() {
        return count;
    }

    byte[] bytes() {
        return buffer;
    }

    int start(int field) {
        return starts[field];
    }

    int end(int field) {
        return ends[field];
    }

    String text(int field) {
        return new String(buffer, starts[field], ends[field] - starts[field], StandardCharsets.UTF_8);
    }

    private void scan() throws IOException {
        line = nextLine;
        while (!scanBuffered()) {
            if (ended) {
                // an open quote: the rest of the file is one broken record
                defect = "a quoted field is not closed";
                position = limit;
                return;
            }
            if (limit - position > MAX_LINE) {
                skipLine();
                return;
            }
            fill();
        }
        if (defect == null && doubledQuotes) {
            for (int field = 0; field < count; field++) {
                ends[field] = undouble(starts[field], ends[field]);
            }
        }
    }

    /** {@return false if the record goes on behind what is buffered} */
    private boolean scanBuffered() {
        defect = null;
        quotes = false;
        doubledQuotes = false;
        count = 0;
        int at = position;
        long lines = 1;
        while (true) {
            int start = at;
            int end;
            if (at < limit && buffer[at] == '"') {
                quotes = true;
                start = ++at;
                while (true) {
                    if (at >= limit) {
                        return false;
                    }
                    if (buffer[at] == '"') {
                        if (at + 1 == limit && !ended) {
                            return false;
                        }
                        if (at + 1 == limit || buffer[at + 1] != '"') {
                            break;
                        }
                        doubledQuotes = true;
                        at++;
                    } else if (buffer[at] == '\n') {
                        lines++;
                    }
                    at++;
                }
                end = at++;
                int behind = at;
                at = endOfField(at);
                if (behind != withoutReturn(behind, at)) {
                    defect = "there is text behind the closing quote of field " + (count + 1);
                }
            } else {
                at = endOfField(at);
                end = at < limit && buffer[at] == ',' ? at : withoutReturn(start, at);
            }
            if (at == limit && !ended) {
                return false;
            }
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, 2 * count);
                ends = Arrays.copyOf(ends, 2 * count);
            }
            starts[count] = start;
            ends[count++] = end;
            if (at == limit || buffer[at] == '\n') {
                if (at - position > MAX_LINE) {
                    defect = tooLong();
                }
                position = Math.min(at + 1, limit);
                nextLine += lines;
                return true;
            }
            at++;
        }
    }

    private int endOfField(int from) {
        int at = from;
        while (at < limit && buffer[at] != ',' && buffer[at] != '\n') {
            at++;
        }
        return at;
    }

    private int withoutReturn(int start, int end) {
        return end > start && buffer[end - 1] == '\r' ? end - 1 : end;
    }

    private int undouble(int start, int end) {
        int to = start;
        for (int from = start; from < end; from++) {
            buffer[to++] = buffer[from];
            if (buffer[from] == '"') {
                from++;
            }
        }
        return to;
    }

    private void skipLine() throws IOException {
        defect = tooLong();
        count = 0;
        nextLine++;
        while (true) {
            while (position < limit) {
                if (buffer[position++] == '\n') {
                    return;
                }
            }
            if (!fill()) {
                return;
            }
        }
    }

    private static String tooLong() {
        return "the line is longer than " + MAX_LINE + " bytes";
    }

    /** Reads more behind what is left; {@return false if there is nothing more} */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        boolean read = false;
        while (limit < buffer.length && !ended) {
            int bytes = in.read(buffer, limit, buffer.length - limit);
            if (bytes < 0) {
                ended = true;
            } else {
                limit += bytes;
                read |= bytes > 0;
            }
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
