package dev.nightjar.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Places and sizes in a day file, version 3.
 *
 * <p>Everything is little-endian; offsets count from the beginning of the file, in words of 8 bytes. The file is a preamble
 * of {@link #PREAMBLE} bytes, the payload (minute by minute, in each the cells by symbol), the index (symbol by symbol) and
 * the header.
 */
final class DayFormat {

    /** The longest range that is mapped at once; no cell and no index block crosses a multiple of it. */
    static final long SEGMENT = 1L << 30;

    static final long MAGIC = ByteBuffer.wrap("NIGHTJAR".getBytes(StandardCharsets.US_ASCII))
            .order(ByteOrder.LITTLE_ENDIAN)
            .getLong();
    static final int VERSION = 3;
    static final int KIND = 0;

    static final int PREAMBLE = 64;
    static final int VERSION_AT = 8;
    static final int KIND_AT = 12;
    static final int INDEX_AT = 16;
    static final int HEADER_AT = 20;
    static final int HEADER_LENGTH_AT = 24;
    /** CRC-32C over index, header and preamble, its own place taken as 0. */
    static final int CRC_AT = 28;
    /** SHA-256 over payload, index and header. */
    static final int HASH_AT = 32;

    static final int HASH_LENGTH = 32;

    static final int SECONDS = 60;

    /** What an index block holds: prices in 64 bits, open interest, quotes, ticks without a traded price. */
    static final int WIDE = 1;

    static final int OPEN_INTEREST = 2;
    static final int QUOTES = 4;
    static final int UNTRADED = 8;

    private DayFormat() {}

    /** {@return the place of a number of 8 bytes at the end of a column} */
    static int aligned(int length) {
        return length + 7 & -8;
    }

    static DataException refused(Path path, String reason) {
        return new DataException(path.toString(), List.of(reason));
    }

    /** {@return what to throw when a file of the store holds something else than was written} */
    static DataException damaged(Path path, String reason) {
        return refused(path, "is damaged: " + reason + "; delete it and import the data again");
    }
}
