package dev.nightjar.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The right to write into a store; one import has it at a time. The system takes it back when a process dies; the file stays.
 */
final class StoreLock implements Closeable {

    private static final String FILE = ".lock";

    /** A lock on a file does not tell the threads of one process apart. */
    private static final Map<Path, ReentrantLock> WITHIN_PROCESS = new ConcurrentHashMap<>();

    private final ReentrantLock within;
    private final FileChannel channel;

    private StoreLock(ReentrantLock within, FileChannel channel) {
        this.within = within;
        this.channel = channel;
    }

    /**
     * {@return the lock, once nobody else has it}
     *
     * @param waiting run once if somebody else has it
     */
    static StoreLock take(Path folder, Runnable waiting) {
        Path file = folder.resolve(FILE);
        ReentrantLock within =
                WITHIN_PROCESS.computeIfAbsent(folder.toAbsolutePath().normalize(), path -> new ReentrantLock());
        boolean waited = !within.tryLock();
        if (waited) {
            waiting.run();
            within.lock();
        }
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                lock(channel, waited ? () -> {} : waiting);
            } catch (IOException | RuntimeException failed) {
                channel.close();
                throw failed;
            }
            return new StoreLock(within, channel);
        } catch (IOException failed) {
            within.unlock();
            throw new UncheckedIOException(file + " cannot be locked: " + failed.getMessage(), failed);
        } catch (RuntimeException failed) {
            within.unlock();
            throw failed;
        }
    }

    /** The lock is held as long as the channel is open. */
    private static void lock(FileChannel channel, Runnable waiting) throws IOException {
        FileLock held = channel.tryLock();
        if (held == null) {
            waiting.run();
            held = channel.lock();
        }
        if (!held.isValid()) {
            throw new IOException("the lock was lost");
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("the lock of a store cannot be given back: " + failed.getMessage(), failed);
        } finally {
            within.unlock();
        }
    }
}
