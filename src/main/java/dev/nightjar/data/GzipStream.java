package dev.nightjar.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Unpacks gzip, of one member or several, and refuses bytes behind the last one. {@link GZIPInputStream} ends there without
 * a word, so a member whose header is damaged would be missing with all its rows.
 */
final class GzipStream extends GZIPInputStream {

    private static final int TRAILER = 8;

    private final LongSupplier read;
    private long readByFill;

    /**
     * Begins with a stream.
     *
     * @param read how many bytes were read from it so far
     */
    GzipStream(InputStream in, int size, LongSupplier read) throws IOException {
        super(in, size);
        this.read = read;
        readByFill = read.getAsLong();
    }

    @Override
    protected void fill() throws IOException {
        super.fill();
        readByFill = read.getAsLong();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        if (count < 0) {
            // of what the inflater left over and what was read past it, the last trailer is all there may be
            long behind = inf.getRemaining() + (read.getAsLong() - readByFill);
            if (behind > TRAILER || in.read() >= 0) {
                throw new ZipException("what follows its end is not gzip");
            }
        }
        return count;
    }
}
