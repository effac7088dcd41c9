package dev.nightjar.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes files that are there whole or not at all: into a temporary one beside, forced to the disk, then renamed.
 *
 * <p>A temporary file is locked while it is written, so what a killed process left behind can be told from what another
 * one is writing.
 */
final class DurableFile {

    /** How the names of temporary files end; they begin with a point. */
    static final String TEMPORARY = ".tmp";

    private DurableFile() {}

    /** Writes the content. */
    interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    /** Writes or replaces a file; its folder is made if need be. */
    static void write(Path target, Content content) {
        Path folder = Objects.requireNonNull(target.toAbsolutePath().getParent());
        try {
            Files.createDirectories(folder);
            Path temporary = folder.resolve("." + target.getFileName() + "-" + UUID.randomUUID() + TEMPORARY);
            try {
                // not Files.createTempFile, which lets nobody but the owner read
                try (FileChannel channel = FileChannel.open(
                                temporary,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.CREATE_NEW);
                        FileLock held = channel.lock()) {
                    content.writeTo(channel);
                    channel.force(true);
                    // renamed while locked, so that nobody takes it for a leftover
                    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
                }
            } finally {
                Files.deleteIfExists(temporary);
            }
            force(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(target + " cannot be written: " + failed.getMessage(), failed);
        }
    }

    static void write(Path target, byte[] content) {
        write(target, channel -> {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        });
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (AccessDeniedException refused) {
            // Windows does not let a folder be opened.
            if (!System.getProperty("os.name", "").startsWith("Windows")) {
                throw refused;
            }
        }
    }

    /** Deletes what killed writers left in a folder and below. */
    static void deleteLeftovers(Path folder) {
        try (Stream<Path> entries = Files.walk(folder)) {
            List<Path> leftovers = entries.filter(
                            entry -> entry.getFileName().toString().startsWith(".")
                                    && entry.toString().endsWith(TEMPORARY))
                    .toList();
            for (Path leftover : leftovers) {
                if (isAbandoned(leftover)) {
                    Files.deleteIfExists(leftover);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(folder + " cannot be tidied: " + failed.getMessage(), failed);
        }
    }

    private static boolean isAbandoned(Path temporary) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (OverlappingFileLockException | NoSuchFileException inUse) {
            return false;
        }
    }
}
