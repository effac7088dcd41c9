package dev.nightjar.batch;

import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.engine.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets one process at a time write to a folder of results; queues run side by side on PostgreSQL, one-offs anywhere. */
public final class PublishLock implements AutoCloseable {

    private final HolderLock lock;

    private PublishLock(HolderLock lock) {
        this.lock = lock;
    }

    /**
     * Waits until nobody else publishes.
     *
     * @param queue whose results are published, which is told to those who wait for it
     * @param told hears once whom it waits for
     * @throws RunStoppedException if it is asked to stop while it waits
     */
    static PublishLock take(Home home, String queue, StopSignal stop, Consumer<String> told) throws IOException {
        Files.createDirectories(home.locks());
        return take(home.locks().resolve(".publish.lock"), queue, stop, told);
    }

    /**
     * Waits until nobody else holds the lock of that file.
     *
     * @param file is made if it is not there, and stays
     * @param told hears once whom it waits for
     * @throws RunStoppedException if it is asked to stop while it waits
     */
    public static PublishLock take(Path file, StopSignal stop, Consumer<String> told) throws IOException {
        return take(file, "", stop, told);
    }

    private static PublishLock take(Path file, String queue, StopSignal stop, Consumer<String> told)
            throws IOException {
        boolean waits = false;
        while (true) {
            @Nullable HolderLock lock = HolderLock.tryLock(file, queue, Instant.now());
            if (lock != null) {
                return new PublishLock(lock);
            }
            if (!waits) {
                told.accept("results are being written by " + HolderLock.holder(file) + "; waiting for it");
                waits = true;
            }
            if (stop.stopRequested() || Thread.currentThread().isInterrupted()) {
                throw new RunStoppedException();
            }
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
