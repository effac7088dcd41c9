package dev.nightjar.data;

import dev.nightjar.market.Decimals;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes lines of a CSV file without making objects; the file gets its name when it is whole. Texts are written as they
 * are: none that needs quotes may be among them.
 */
final class CsvOutput implements Closeable {

    private static final int BUFFER = 1 << 16;

    /** No field that is written number by number is longer. */
    private static final int LONGEST = 64;

    private final Path target;
    private final DurableFile.Unfinished file;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int length;

    private CsvOutput(Path target, DurableFile.Unfinished file, OutputStream out) {
        this.target = target;
        this.file = file;
        this.out = out;
    }

    /** {@return an output that becomes that file, compressed if its name ends in {@code .gz}} */
    static CsvOutput of(Path target) throws IOException {
        String name = String.valueOf(target.getFileName());
        DurableFile.Unfinished file =
                DurableFile.begin(Objects.requireNonNull(target.toAbsolutePath().getParent()), name);
        OutputStream plain = Channels.newOutputStream(file.channel());
        return new CsvOutput(target, file, name.endsWith(".gz") ? new Compressed(plain) : plain);
    }

    /** Compresses with little effort: several times faster for a fifth more bytes. */
    private static final class Compressed extends GZIPOutputStream {
        Compressed(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    void text(String text) throws IOException {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    void line(String line) throws IOException {
        text(line);
        character('\n');
    }

    void bytes(byte[] bytes) throws IOException {
        bytes(bytes, bytes.length);
    }

    void bytes(byte[] bytes, int count) throws IOException {
        if (count > BUFFER - length) {
            drain();
        }
        if (count > BUFFER) {
            out.write(bytes, 0, count);
            return;
        }
        System.arraycopy(bytes, 0, buffer, length, count);
        length += count;
    }

    void character(char ascii) throws IOException {
        if (length == BUFFER) {
            drain();
        }
        buffer[length++] = (byte) ascii;
    }

    /** Writes a whole number, 0 or more. */
    void number(long value) throws IOException {
        decimal(value, 0);
    }

    /** Writes units of 10<sup>-scale</sup>, 0 or more, with exactly so many fraction digits. */
    void decimal(long units, int scale) throws IOException {
        if (BUFFER - length < LONGEST) {
            drain();
        }
        int digits = Math.max(digits(units), scale + 1);
        int end = length + digits + (scale > 0 ? 1 : 0);
        int at = end;
        long rest = units;
        for (int place = 0; place < digits; place++) {
            if (place == scale && scale > 0) {
                buffer[--at] = '.';
            }
            long tenth = rest / 10;
            buffer[--at] = (byte) ('0' + (rest - 10 * tenth));
            rest = tenth;
        }
        length = end;
    }

    private static int digits(long value) {
        int digits = 1;
        while (digits < 19 && value >= Decimals.powerOfTen(digits)) {
            digits++;
        }
        return digits;
    }

    /** Writes a fraction of a second with a point and 3, 6 or 9 digits, as many as it needs; of none nothing. */
    void fraction(long nanos) throws IOException {
        if (nanos == 0) {
            return;
        }
        int count = nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
        if (BUFFER - length < LONGEST) {
            drain();
        }
        buffer[length] = '.';
        long rest = nanos / Decimals.powerOfTen(9 - count);
        for (int place = count; place > 0; place--) {
            buffer[length + place] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count + 1;
    }

    private void drain() throws IOException {
        out.write(buffer, 0, length);
        length = 0;
    }

    /** Writes the rest and gives the file its name. */
    void finish() throws IOException {
        drain();
        if (out instanceof GZIPOutputStream compressed) {
            compressed.finish();
        }
        out.flush();
        file.finish(target);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
