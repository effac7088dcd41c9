package dev.nightjar.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which folders of unpacked programs are used: each has a file that is locked, shared, by every process that starts workers from it. The
 * system takes a lock back when its process ends, however it ends.
 */
final class ProgramUse {

    private static final String FILE = ".used";
    private static final String SWEPT = ".swept-";

    private static final Duration LEFT_FOR = Duration.ofDays(7);

    /** What a process uses it uses until it ends. */
    private static final Map<Path, FileChannel> USED = new ConcurrentHashMap<>();

    private ProgramUse() {}

    /** This process uses a folder from now on, unless it is not there any more. Where nobody may write, nobody may delete. */
    static void begin(Path program) {
        USED.compute(program, (folder, held) -> {
            if (held != null && Files.exists(folder.resolve(FILE))) {
                return held;
            }
            try {
                FileChannel channel = open(folder);
                FileLock unused = channel.lock(0, Long.MAX_VALUE, true);
                return channel;
            } catch (IOException e) {
                return null;
            }
        });
    }

    private static FileChannel open(Path program) throws IOException {
        return FileChannel.open(
                program.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /**
     * Deletes the folders of other programs that are older than one and that no process uses, and what earlier processes have not
     * deleted to its end.
     *
     * @param file that each of them has
     */
    static void sweep(Path programs, Path own, String file) throws IOException {
        long begun = Files.getLastModifiedTime(own.resolve(file)).toMillis();
        List<Path> others;
        try (Stream<Path> folders = Files.list(programs)) {
            others = folders.filter(Files::isDirectory)
                    .filter(folder -> !folder.toAbsolutePath().equals(own))
                    .toList();
        }
        for (Path other : others) {
            try {
                String name = String.valueOf(other.getFileName());
                if (name.startsWith(SWEPT) || (name.startsWith(WorkerProgram.UNPACKING) && isLeft(other))) {
                    WorkerResult.delete(other);
                } else if (!name.startsWith(".")
                        && (Files.exists(other.resolve(FILE)) || isLeft(other))
                        && !USED.containsKey(other.toAbsolutePath())
                        && Files.isRegularFile(other.resolve(file))
                        && Files.getLastModifiedTime(other.resolve(file)).toMillis() < begun) {
                    sweep(other);
                }
            } catch (IOException | UncheckedIOException e) {
                // Another process deletes it, or nobody may.
            }
        }
    }

    /** {@return whether nobody can be working at it any more; programs of earlier versions say nothing of their use, either} */
    private static boolean isLeft(Path folder) throws IOException {
        return Files.getLastModifiedTime(folder)
                .toInstant()
                .isBefore(Instant.now().minus(LEFT_FOR));
    }

    private static void sweep(Path program) throws IOException {
        try (FileChannel channel = open(program)) {
            @Nullable FileLock alone = channel.tryLock();
            if (alone != null) {
                // Nobody starts from it any more as soon as it has another name.
                Path swept = program.resolveSibling(SWEPT + program.getFileName());
                Files.move(program, swept, StandardCopyOption.ATOMIC_MOVE);
                WorkerResult.delete(swept);
            }
        } catch (OverlappingFileLockException e) {
            // It is used by this very process.
        }
    }
}
