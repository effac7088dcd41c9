package dev.nightjar.outcome;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files that are there after a power cut, and renames that are. */
final class DurableFiles {

    /** What is written from the heap is copied to memory outside of it, which each thread keeps, and there may be many. */
    private static final int MOST_AT_ONCE = 1 << 17;

    private DurableFiles() {}

    /**
     * Writes a new or overwritten file and brings it to the disk; its folder's entry is not.
     *
     * @throws FileSystemException that names the file, if the disk is full
     */
    static void write(Path file, List<ByteBuffer> parts) throws IOException {
        long half = parts.stream().mapToLong(ByteBuffer::remaining).sum() / 2;
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            long written = 0;
            for (ByteBuffer part : parts) {
                if (written <= half && half < written + part.remaining()) {
                    ByteBuffer first = part.slice(part.position(), (int) (half - written));
                    part.position(part.position() + first.remaining());
                    written += write(channel, first);
                    CrashPoint.DURING_WRITE.pass();
                }
                written += write(channel, part);
            }
            channel.force(true);
        } catch (IOException e) {
            throw named(file, e);
        }
    }

    /** {@return how many bytes it wrote, which are all} */
    static long write(FileChannel channel, ByteBuffer part) throws IOException {
        long length = part.remaining();
        int end = part.limit();
        while (part.position() < end) {
            part.limit(Math.min(end, part.position() + MOST_AT_ONCE));
            channel.write(part);
        }
        return length;
    }

    /** {@return the same problem, naming the file; that of a full disk names none} */
    static IOException named(Path file, IOException problem) {
        if (problem instanceof FileSystemException) {
            return problem;
        }
        FileSystemException named = new FileSystemException(file.toString(), null, problem.getMessage());
        named.initCause(problem);
        return named;
    }

    /** Puts a file in place as a whole: whoever reads it sees the old one or the new one, also after a power cut. */
    static void replace(Path file, List<ByteBuffer> parts) throws IOException {
        Path written = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            write(written, parts);
        } catch (IOException e) {
            deleteAfter(written, e);
            throw e;
        }
        CrashPoint.BEFORE_RENAME.pass();
        move(written, file);
        CrashPoint.AFTER_RENAME.pass();
        syncFolder(folderOf(file));
    }

    /** What could not be written whole goes, as far as it can: the disk may need the room. */
    private static void deleteAfter(Path file, IOException problem) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            problem.addSuppressed(e);
        }
    }

    /** Renames within a folder, in one step that no reader sees half done. */
    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Brings the names in a folder to the disk, on systems that let a folder be opened. */
    static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (AccessDeniedException e) {
            if (!System.getProperty("os.name", "").startsWith("Windows")) {
                throw e;
            }
        }
    }

    /** Makes a folder and those above it, and brings their names to the disk. */
    static void createFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folderOf(folder);
        createFolders(parent);
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
        syncFolder(parent);
    }

    /** {@return the folder a path stands in} */
    static Path folderOf(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException(path + " stands in no folder");
        }
        return parent;
    }

    /** Deletes a file or a folder with all that is in it; links are removed, not followed. */
    static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
