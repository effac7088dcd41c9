package dev.nightjar.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads comma-separated records (RFC 4180) without making objects: after {@link #next} the fields are ranges of {@link
 * #bytes}, valid until the following call.
 *
 * <p>A byte order mark, CRLF line ends, a missing last line end and empty lines are accepted. A record may have at most
 * {@link #MAX_LINE} bytes.
 */
final class CsvReader {

    static final int MAX_LINE = 1 << 16;

    /** How many bytes of {@link #bytes} are no content, behind the content. */
    static final int PADDING = 512;

    private final InputStream in;
    private final byte[] buffer;
    private final int size;
    private int position;
    private int limit;
    private boolean ended;
    private @Nullable IOException failure;
    private long line;
    private long nextLine = 1;
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private int count;
    private boolean quotes;
    private boolean doubledQuotes;
    private @Nullable String defect;

    /**
     * Begins with a stream, which is not closed.
     *
     * @param size how much is read at once, at least twice {@link #MAX_LINE}
     */
    CsvReader(InputStream in, int size) throws IOException {
        this.in = in;
        this.size = size;
        buffer = new byte[size + PADDING];
        fill();
        if (limit >= 3 && buffer[0] == (byte) 0xEF && buffer[1] == (byte) 0xBB && buffer[2] == (byte) 0xBF) {
            position = 3;
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

    /** {@return where the next record begins in {@link #bytes}; what is buffered of it is followed by a byte 0} */
    int position() {
        return position;
    }

    /** {@return where what is buffered ends in {@link #bytes}} */
    int limit() {
        return limit;
    }

    /**
     * Goes past the next record, of one line, without looking at it.
     *
     * @param end behind its line end
     */
    void skipTo(int end) {
        position = end;
        line = nextLine++;
    }

    /** {@return the number of the line the next record begins in} */
    long nextLine() {
        return nextLine;
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

    /**
     * Reads more behind what is left; {@return false if there is nothing more}
     *
     * @throws IOException what kept an earlier call from reading more than it did
     */
    private boolean fill() throws IOException {
        if (failure != null) {
            throw failure;
        }
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        boolean read = false;
        while (limit < size && !ended && failure == null) {
            try {
                int bytes = in.read(buffer, limit, size - limit);
                if (bytes < 0) {
                    ended = true;
                } else {
                    limit += bytes;
                    read |= bytes > 0;
                }
            } catch (EOFException | ZipException damaged) {
                // what could be read is given out first, so that the place of the damage is known
                failure = damaged;
            }
        }
        if (!read && failure != null) {
            throw failure;
        }
        buffer[limit] = 0;
        return read;
    }
}
