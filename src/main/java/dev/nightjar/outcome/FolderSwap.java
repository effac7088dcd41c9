package dev.nightjar.outcome;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Replaces a folder as a whole: readers see the old one, the new one or for an instant none, never a mixture.
 *
 * <p>The new one is made beside it, as {@code <folder>.staging-<run>}. Then the old one is renamed to {@code <folder>.old-<run>},
 * the new one takes its name, and the old one is deleted. A crash between any two of these is put right by {@link #recover}; what
 * somebody put into the place of the folder meanwhile becomes {@code <folder>.found-1}.
 */
public final class FolderSwap {

    private final Path folder;
    private final Path staging;
    private final Path old;

    /** What {@link #recover} found. */
    public enum Recovered {
        /** No swap was under way. */
        NOTHING,
        /** The new folder is in place. */
        FINISHED,
        /** The new folder was not complete and is gone; the old one, if there was one, is in place. */
        UNDONE
    }

    private FolderSwap(Path folder, long run) {
        this.folder = folder;
        staging = folder.resolveSibling(folder.getFileName() + ResultFolders.STAGING + run);
        old = folder.resolveSibling(folder.getFileName() + ResultFolders.OLD + run);
    }

    /**
     * Puts right what an earlier attempt of the run left, and makes an empty folder to fill.
     *
     * @param run names the run among all that may write this folder: its id in the database
     */
    public static FolderSwap begin(Path folder, long run) throws IOException {
        recover(folder, run);
        FolderSwap swap = new FolderSwap(folder, run);
        DurableFiles.createFolders(DurableFiles.folderOf(folder));
        // its name reaches the disk with the rename that needs it there
        Files.createDirectory(swap.staging);
        return swap;
    }

    /** Replaces a folder by one with these files. */
    public static void replace(Path folder, long run, Map<String, byte[]> files) throws IOException {
        FolderSwap swap = begin(folder, run);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            swap.put(file.getKey(), file.getValue());
            CrashPoint.DURING_STAGING.pass();
        }
        swap.commit();
    }

    /**
     * Writes files to a new folder and removes it again.
     *
     * @throws IOException if they cannot be written
     */
    public static void tryOut(Path folder, Map<String, byte[]> files) throws IOException {
        FolderSwap swap = new FolderSwap(folder, 0);
        try {
            DurableFiles.createFolders(swap.staging);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                swap.put(file.getKey(), file.getValue());
            }
            swap.makeDurable();
        } finally {
            DurableFiles.deleteTree(swap.staging);
        }
    }

    /**
     * Finishes or undoes a swap that a crash interrupted. Doing it again changes nothing.
     *
     * @return what was found
     */
    public static Recovered recover(Path folder, long run) throws IOException {
        FolderSwap swap = new FolderSwap(folder, run);
        boolean hasOld = exists(swap.old);
        boolean hasStaging = exists(swap.staging);
        if (exists(folder)) {
            if (!hasOld && !hasStaging) {
                return Recovered.NOTHING;
            }
            if (hasOld && hasStaging && !isResults(folder)) {
                // The old one had gone out of the way, and somebody put something else into its place meanwhile.
                swap.moveAside();
                return recover(folder, run);
            }
            // what is staged while the folder is there may be half written: the swap had not begun
            swap.delete(swap.staging);
            swap.delete(swap.old);
            return hasOld && !hasStaging ? Recovered.FINISHED : Recovered.UNDONE;
        }
        if (!hasOld) {
            swap.delete(swap.staging);
            return hasStaging ? Recovered.UNDONE : Recovered.NOTHING;
        }
        if (hasStaging) {
            swap.moveNewIn();
            swap.delete(swap.old);
            return Recovered.FINISHED;
        }
        DurableFiles.move(swap.old, folder);
        DurableFiles.syncFolder(DurableFiles.folderOf(folder));
        return Recovered.UNDONE;
    }

    /** {@return the folder to fill before {@link #commit}} */
    public Path staging() {
        return staging;
    }

    /** Writes a file into the new folder; {@link #commit} brings it to the disk. */
    public void put(String name, byte[] bytes) throws IOException {
        Path file = staging.resolve(name);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            DurableFiles.write(channel, ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            throw DurableFiles.named(file, e);
        }
    }

    /** {@return what writes a file into the new folder bit by bit; {@link #commit} brings it to the disk} */
    public OutputStream open(String name) throws IOException {
        Path file = staging.resolve(name);
        return new FilterOutputStream(Files.newOutputStream(file)) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    out.write(bytes, offset, length);
                } catch (IOException e) {
                    throw DurableFiles.named(file, e);
                }
            }
        };
    }

    /** Brings everything in the new folder to the disk, and puts it in place. */
    public void commit() throws IOException {
        makeDurable();
        CrashPoint.AFTER_STAGING.pass();
        moveOldAway();
        moveNewIn();
        if (exists(old)) {
            CrashPoint.BEFORE_OLD_GOES.pass();
        }
        delete(old);
    }

    void makeDurable() throws IOException {
        try (Stream<Path> paths = Files.walk(staging)) {
            for (Path path : paths.toList()) {
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    DurableFiles.syncFolder(path);
                } else {
                    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                        // all that is needed to read it again, its length too
                        channel.force(false);
                    } catch (IOException e) {
                        throw DurableFiles.named(path, e);
                    }
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    void moveOldAway() throws IOException {
        if (exists(folder)) {
            // what is staged must be on the disk before the old one goes, and the two renames in this order
            DurableFiles.syncFolder(DurableFiles.folderOf(folder));
            DurableFiles.move(folder, old);
            CrashPoint.BETWEEN_RENAMES.pass();
            DurableFiles.syncFolder(DurableFiles.folderOf(folder));
        }
    }

    void moveNewIn() throws IOException {
        DurableFiles.move(staging, folder);
        DurableFiles.syncFolder(DurableFiles.folderOf(folder));
    }

    /** {@return whether a folder was published: a later run may have done it} */
    private static boolean isResults(Path folder) {
        return exists(folder.resolve(RunFile.NAME)) || exists(folder.resolve(NightFiles.NIGHT));
    }

    /** What somebody else made is nobody's to delete. */
    private void moveAside() throws IOException {
        int number = 1;
        Path aside = found(number);
        while (exists(aside)) {
            aside = found(++number);
        }
        DurableFiles.move(folder, aside);
        DurableFiles.syncFolder(DurableFiles.folderOf(folder));
    }

    private Path found(int number) {
        return folder.resolveSibling(folder.getFileName() + ResultFolders.FOUND + number);
    }

    private void delete(Path tree) throws IOException {
        if (exists(tree)) {
            DurableFiles.deleteTree(tree);
            DurableFiles.syncFolder(DurableFiles.folderOf(folder));
        }
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
