package dev.nightjar.data;

import java.io.Closeable;
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
        try (Unfinished file = begin(folder(target), String.valueOf(target.getFileName()))) {
            content.writeTo(file.channel());
            file.finish(target);
        } catch (IOException failed) {
            throw new UncheckedIOException(target + " cannot be written: " + failed.getMessage(), failed);
        }
    }

    private static Path folder(Path target) {
        return Objects.requireNonNull(target.toAbsolutePath().getParent());
    }

    /** {@return a file that is written bit by bit and has no name yet; its folder is made if need be} */
    static Unfinished begin(Path folder, String label) throws IOException {
        Files.createDirectories(folder);
        return new Unfinished(folder.resolve("." + label + "-" + UUID.randomUUID() + TEMPORARY));
    }

    /** A temporary file, locked while it is written; closed without being finished it is gone. */
    static final class Unfinished implements Closeable {

        private final Path temporary;
        private final FileChannel channel;

        private Unfinished(Path temporary) throws IOException {
            this.temporary = temporary;
            // not Files.createTempFile, which lets nobody but the owner read
            channel = FileChannel.open(
                    temporary, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
            try {
                // released with the channel
                channel.lock();
            } catch (IOException | RuntimeException failed) {
                close();
                throw failed;
            }
        }

        FileChannel channel() {
            return channel;
        }

        /** Forces the content to the disk and gives the file its name; one of that name is replaced. */
        void finish(Path target) throws IOException {
            channel.force(true);
            // renamed while locked, so that nobody takes it for a leftover
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            channel.close();
            force(folder(target));
        }

        @Override
        public void close() throws IOException {
            try (channel) {
                Files.deleteIfExists(temporary);
            }
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
