package dev.nightjar.outcome;

import dev.nightjar.market.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * A journal that was written.
 *
 * @param name of the file, without its folder
 * @param size in bytes
 * @param sha256 of its bytes, in hexadecimal
 */
public record JournalFile(String name, long size, String sha256) {

    /** Writes the bytes of a journal to a file that is on the disk, whole, when this returns. */
    public static JournalFile write(Path file, List<ByteBuffer> parts) throws IOException {
        MessageDigest digest = Sha256.digest();
        parts.forEach(part -> digest.update(part.duplicate()));
        long size = parts.stream().mapToLong(ByteBuffer::remaining).sum();
        DurableFiles.replace(file, parts);
        return new JournalFile(
                String.valueOf(file.getFileName()), size, HexFormat.of().formatHex(digest.digest()));
    }

    /**
     * Puts a journal that is on the disk already where it belongs, which is there after a power cut when this returns.
     *
     * @param sha256 that it was found to have
     */
    public static JournalFile move(Path written, Path file, long size, String sha256) throws IOException {
        DurableFiles.move(written, file);
        CrashPoint.AFTER_RENAME.pass();
        DurableFiles.syncFolder(DurableFiles.folderOf(file));
        return new JournalFile(String.valueOf(file.getFileName()), size, sha256);
    }
}
