package dev.nightjar.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes what a worker says on its error stream, however much: progress is passed on, and the end of the rest is kept. */
final class ErrorLines implements Runnable {

    private static final int LINES_KEPT = 20;
    private static final int LONGEST_LINE = 1 << 14;
    private static final int LONGEST_KEPT = 300;

    /** How the Java machine begins to tell of it, where nobody else does. */
    private static final byte[] NO_MEMORY =
            "Terminating due to java.lang.OutOfMemoryError".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final WorkerKind.Reached reached;
    private final Deque<byte[]> last = new ArrayDeque<>();
    private @Nullable Members error;
    private boolean outOfMemory;

    ErrorLines(InputStream in, WorkerKind.Reached reached) {
        this.in = in;
        this.reached = reached;
    }

    @Override
    public void run() {
        byte[] chunk = new byte[1 << 16];
        byte[] line = new byte[LONGEST_LINE];
        int length = 0;
        try {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                for (int place = 0; place < read; place++) {
                    if (chunk[place] == '\n') {
                        said(line, length);
                        length = 0;
                    } else if (length < LONGEST_LINE) {
                        line[length++] = chunk[place];
                    }
                }
            }
        } catch (IOException e) {
            // The process is gone.
        }
        said(line, length);
    }

    private void said(byte[] line, int length) {
        // What is not our own is not looked into: there may be much of it.
        if (length > 1 && line[0] == '{' && line[1] == '"') {
            try {
                if (heard(JsonDocument.read(Arrays.copyOf(line, length)))) {
                    return;
                }
            } catch (JsonDocument.NotJsonException e) {
                // Kept as it is.
            }
        }
        if (length > 0) {
            keep(Arrays.copyOf(line, length));
        }
    }

    /** {@return whether nothing is to be kept of it} */
    private boolean heard(Map<String, Object> members) {
        Object type = members.get("type");
        if ("progress".equals(type)
                && members.get("done") instanceof Long done
                && members.get("total") instanceof Long total) {
            reached.reached(done, total);
            return true;
        }
        if ("error".equals(type)) {
            synchronized (this) {
                error = Members.of(members);
            }
            return true;
        }
        if ("log".equals(type) && members.get("message") instanceof String message) {
            keep(message.getBytes(StandardCharsets.UTF_8));
            return true;
        }
        return false;
    }

    private synchronized void keep(byte[] line) {
        outOfMemory |=
                Arrays.mismatch(line, 0, Math.min(line.length, NO_MEMORY.length), NO_MEMORY, 0, NO_MEMORY.length) < 0;
        if (last.size() == LINES_KEPT) {
            last.removeFirst();
        }
        last.addLast(line);
    }

    private static String shown(byte[] line) {
        StringBuilder shown = new StringBuilder();
        new String(line, StandardCharsets.UTF_8)
                .codePoints()
                .limit(LONGEST_KEPT)
                .forEach(letter -> shown.appendCodePoint(Character.isISOControl(letter) ? ' ' : letter));
        return shown.toString().strip();
    }

    /** {@return the error document, if there was one} */
    synchronized @Nullable Members error() {
        return error;
    }

    /** {@return whether the Java machine said that it has no memory} */
    synchronized boolean outOfMemory() {
        return outOfMemory;
    }

    synchronized List<String> last() {
        return last.stream()
                .map(ErrorLines::shown)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
