package dev.nightjar.batch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** Lets one process at a time write to a home's results; queues run side by side on PostgreSQL. */
final class PublishLock implements AutoCloseable {

    private final FileChannel channel;

    private PublishLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits until nobody else publishes. */
    static PublishLock take(Home home) throws IOException {
        Files.createDirectories(home.locks());
        FileChannel channel = FileChannel.open(
                home.locks().resolve(".publish.lock"), StandardOpenOption.WRITE, StandardOpenOption.CREATE);
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
