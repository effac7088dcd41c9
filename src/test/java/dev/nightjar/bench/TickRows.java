package dev.nightjar.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * A data folder with one day of made ticks, written as fast as a disk takes them. Every field is a function of the tick's
 * number, so that rows can be written in any order.
 */
final class TickRows {

    static final String DATE = "2024-10-29";

    private static final int SYMBOLS = 300;
    private static final int OPEN = 9 * 3600 + 15 * 60;
    private static final int SECONDS = 375 * 60;

    /** A step through all numbers in no order, for any count it does not divide. */
    private static final long STRIDE = 1_000_000_007L;

    private final byte[] bytes = new byte[1 << 16];
    private int used;

    private TickRows() {}

    /**
     * Writes the folder.
     *
     * @param ordered whether rows ascend by time
     * @param options whether symbols are long, like those of options, or short
     */
    static void write(Path folder, long count, boolean ordered, boolean options, boolean gzip) throws IOException {
        Files.createDirectories(folder.resolve("ticks"));
        StringBuilder instruments = new StringBuilder(
                "symbol,kind,exchange,underlying,expiry,strike,option_type,lot_size,tick_size,price_scale\n");
        byte[][] symbols = new byte[SYMBOLS][];
        for (int symbol = 0; symbol < SYMBOLS; symbol++) {
            String name = options ? "NIFTY:2024-11-07:OPT:" + (20_000 + 50 * symbol) + ":CE" : "S" + (100 + symbol);
            symbols[symbol] = name.getBytes(StandardCharsets.US_ASCII);
            instruments
                    .append(name)
                    .append(
                            options
                                    ? ",OPTION,NFO,NIFTY,2024-11-07," + (20_000 + 50 * symbol) + ",CE,25,0.05,2\n"
                                    : ",STOCK,NSE,,,,,,0.05,2\n");
        }
        Files.writeString(folder.resolve("instruments.csv"), instruments);
        Path file = folder.resolve("ticks/" + DATE + (gzip ? ".csv.gz" : ".csv"));
        try (OutputStream plain = Files.newOutputStream(file);
                OutputStream out = gzip ? new GZIPOutputStream(plain, 1 << 16) : plain) {
            out.write("timestamp,sequence,symbol,ltp,ltq,oi\n".getBytes(StandardCharsets.US_ASCII));
            TickRows rows = new TickRows();
            for (long row = 0; row < count; row++) {
                rows.row(ordered ? row : row * STRIDE % count, count, symbols);
                if (rows.used > rows.bytes.length - 128) {
                    out.write(rows.bytes, 0, rows.used);
                    rows.used = 0;
                }
            }
            out.write(rows.bytes, 0, rows.used);
        }
    }

    private void row(long tick, long count, byte[][] symbols) {
        long random = (tick + 1) * 0x9E3779B97F4A7C15L;
        random ^= random >>> 29;
        random *= 0xBF58476D1CE4E5B9L;
        random ^= random >>> 32;
        long second = tick * SECONDS / count;
        long first = (second * count + SECONDS - 1) / SECONDS;
        int symbol = (int) ((random >>> 33) % SYMBOLS);
        long price = 100_000 + 700L * symbol + 5 * ((random >>> 8 & 31) + second / 60 % 50);
        text(DATE);
        bytes[used++] = ' ';
        int time = (int) (OPEN + second);
        two(time / 3600);
        bytes[used++] = ':';
        two(time / 60 % 60);
        bytes[used++] = ':';
        two(time % 60);
        bytes[used++] = ',';
        number(tick - first);
        bytes[used++] = ',';
        System.arraycopy(symbols[symbol], 0, bytes, used, symbols[symbol].length);
        used += symbols[symbol].length;
        bytes[used++] = ',';
        number(price / 100);
        bytes[used++] = '.';
        two((int) (price % 100));
        bytes[used++] = ',';
        number(25 * (1 + (random & 7)));
        bytes[used++] = ',';
        bytes[used++] = '0';
        bytes[used++] = '\n';
    }

    private void text(String text) {
        for (int at = 0; at < text.length(); at++) {
            bytes[used++] = (byte) text.charAt(at);
        }
    }

    private void two(int number) {
        bytes[used++] = (byte) ('0' + number / 10);
        bytes[used++] = (byte) ('0' + number % 10);
    }

    private void number(long number) {
        int digits = 1;
        for (long left = number; left >= 10; left /= 10) {
            digits++;
        }
        int at = used + digits;
        used = at;
        for (long left = number; digits > 0; digits--) {
            bytes[--at] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }
}
