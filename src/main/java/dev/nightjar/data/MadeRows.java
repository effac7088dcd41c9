package dev.nightjar.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the rows of a tick file. */
final class MadeRows {

    private static final int LONGEST_ROW = 256;
    private static final int TIME = "yyyy-MM-dd HH:mm:ss".length();

    private final OutputStream out;
    private final boolean milliseconds;
    private final boolean quotes;
    private final byte[] buffer = new byte[1 << 16];
    private final byte[] digits = new byte[20];
    private byte[] time = new byte[TIME];
    private int end;

    MadeRows(OutputStream out, boolean milliseconds, boolean quotes) throws IOException {
        this.out = out;
        this.milliseconds = milliseconds;
        this.quotes = quotes;
        append(("timestamp,sequence,symbol,ltp,ltq,oi" + (quotes ? ",bid,ask\n" : "\n"))
                .getBytes(StandardCharsets.US_ASCII));
    }

    /** The rows that follow are of this second, {@code yyyy-MM-dd HH:mm:ss}. */
    void second(String text) {
        time = text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Begins a row. */
    void tick(int millisecond, long sequence, byte[] symbolField) throws IOException {
        if (end > buffer.length - LONGEST_ROW) {
            flush();
        }
        append(time);
        if (milliseconds) {
            buffer[end++] = '.';
            buffer[end++] = (byte) ('0' + millisecond / 100);
            buffer[end++] = (byte) ('0' + millisecond / 10 % 10);
            buffer[end++] = (byte) ('0' + millisecond % 10);
        }
        buffer[end++] = ',';
        number(sequence);
        append(symbolField);
    }

    /**
     * Ends a row.
     *
     * @param price in paise; 0 for none
     * @param bid in paise; 0 for none
     * @param ask in paise; 0 for none
     */
    void values(long price, long quantity, long openInterest, long bid, long ask) {
        price(price);
        buffer[end++] = ',';
        number(quantity);
        buffer[end++] = ',';
        number(openInterest);
        if (quotes) {
            buffer[end++] = ',';
            price(bid);
            buffer[end++] = ',';
            price(ask);
        }
        buffer[end++] = '\n';
    }

    private void price(long paise) {
        if (paise > 0) {
            number(paise / 100);
            buffer[end++] = '.';
            buffer[end++] = (byte) ('0' + paise / 10 % 10);
            buffer[end++] = (byte) ('0' + paise % 10);
        }
    }

    private void number(long value) {
        int count = 0;
        long left = value;
        do {
            digits[count++] = (byte) ('0' + left % 10);
            left /= 10;
        } while (left > 0);
        while (count > 0) {
            buffer[end++] = digits[--count];
        }
    }

    private void append(byte[] bytes) {
        System.arraycopy(bytes, 0, buffer, end, bytes.length);
        end += bytes.length;
    }

    void flush() throws IOException {
        out.write(buffer, 0, end);
        end = 0;
    }
}
