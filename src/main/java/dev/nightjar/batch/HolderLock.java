package dev.nightjar.batch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Says that this process works on something, and who else does.
 *
 * <p>The file's text tells people and other processes who the holder is. What is locked is one byte far behind it, so that the
 * text can be read everywhere. The operating system frees the lock when the process dies, however it dies; the text stays.
 */
final class HolderLock implements AutoCloseable {

    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;
    private static final int TEXT_LENGTH = 1024;

    /** Somebody who only {@linkplain #held looks} has the lock for a moment. */
    private static final int LOOKS = 10;

    private static final long LOOK_MILLIS = 100;

    private final FileChannel channel;
    private final String queue;
    private final Instant since;

    private HolderLock(FileChannel channel, String queue, Instant since) {
        this.channel = channel;
        this.queue = queue;
        this.since = since;
    }

    /**
     * {@return the lock, or null if somebody holds it for longer than a look takes}
     *
     * @param queue for which it is held; empty if it is for none
     */
    static @Nullable HolderLock tryLock(Path file, String queue, Instant now) throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try {
            FileLock lock = lock(channel);
            for (int look = 0; lock == null && look < LOOKS; look++) {
                pause();
                lock = lock(channel);
            }
            if (lock == null) {
                channel.close();
                return null;
            }
            HolderLock held = new HolderLock(channel, queue, now.truncatedTo(ChronoUnit.SECONDS));
            held.write("");
            return held;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** {@return whether somebody holds it} */
    static boolean held(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return lock(channel) == null;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException e) {
            // Held by this very process.
            return null;
        }
    }

    /** {@return who holds it, such as {@code pid 4711 on host alpha, queue q, run 3, since 2024-10-29T21:00:00Z}} */
    static String holder(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "another process" : text;
    }

    /** Tells which run is being worked on. */
    void working(long run) throws IOException {
        write(", run " + run);
    }

    private void write(String run) throws IOException {
        String text = "pid " + ProcessHandle.current().pid() + " on host " + host()
                + (queue.isEmpty() ? "" : ", queue " + queue) + run + ", since " + since;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer padded = ByteBuffer.allocate(Math.max(TEXT_LENGTH, bytes.length));
        padded.put(bytes);
        while (padded.hasRemaining()) {
            padded.put((byte) (padded.remaining() == 1 ? '\n' : ' '));
        }
        padded.flip();
        long position = 0;
        while (padded.hasRemaining()) {
            position += channel.write(padded, position);
        }
    }

    /** {@return what this machine is called} */
    static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
