package dev.nightjar.batch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Lets one process at a time write to a folder of results; queues run side by side on PostgreSQL, one-offs anywhere. */
public final class PublishLock implements AutoCloseable {

    private final FileChannel channel;

    private PublishLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits until nobody else publishes. */
    static PublishLock take(Home home) throws IOException {
        Files.createDirectories(home.locks());
        return take(home.locks().resolve(".publish.lock"));
    }

    /**
     * Waits until nobody else holds the lock of that file.
     *
     * @param file is made if it is not there, and stays
     */
    public static PublishLock take(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try {
            channel.lock();
            return new PublishLock(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
