package dev.nightjar.outcome;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The form of a journal file: head (magic, version), the days of the instances one after the other, a directory of them, trailer
 * (offset, length and checksum of the directory, length of the file, end mark). Numbers of head and trailer are eight bytes,
 * lowest first.
 */
final class JournalFormat {

    static final byte[] MAGIC = "NJOURNAL".getBytes(StandardCharsets.US_ASCII);
    static final byte[] END_MARK = "NJRNLEND".getBytes(StandardCharsets.US_ASCII);

    /** Changes with the form of the file and with the order of any enum written in it. */
    static final long VERSION = 3;

    static final int HEAD_LENGTH = 16;
    static final int TRAILER_LENGTH = 40;

    private JournalFormat() {}

    static long checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(ByteBuffer.wrap(bytes, 0, length));
        return checksum.getValue();
    }
}
