package dev.nightjar.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a worker says beside its answer: one JSON object a line, of type log, progress or error. */
final class WorkerVoice {

    private static final int LONGEST_LOG = 2_000;

    private final OutputStream err;

    WorkerVoice(OutputStream err) {
        this.err = err;
    }

    void log(String level, String message) {
        Map<String, Object> line = line("log");
        line.put("level", level);
        line.put("message", message.length() <= LONGEST_LOG ? message : message.substring(0, LONGEST_LOG) + " ...");
        say(line);
    }

    void progress(long done, long total) {
        Map<String, Object> line = line("progress");
        line.put("done", done);
        line.put("total", total);
        say(line);
    }

    void error(WorkerException problem) {
        Map<String, Object> line = line("error");
        line.put("code", problem.code());
        line.put("category", problem.category().category());
        line.put("message", String.valueOf(problem.getMessage()));
        line.put("details", problem.details());
        line.put("retryable", problem.retryable());
        say(line);
    }

    private static Map<String, Object> line(String type) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", type);
        return line;
    }

    private void say(Map<String, Object> line) {
        say(JsonDocument.bytes(line));
    }

    /** Says what was made ready before, for when nothing can be made any more. */
    synchronized void say(byte[] line) {
        try {
            err.write(line);
            err.write('\n');
            err.flush();
        } catch (IOException e) {
            // Nobody listens; what the process exits with still tells.
        }
    }

    /** {@return a stream for what libraries print, which becomes log lines} */
    OutputStream asLog() {
        return new OutputStream() {

            private final byte[] line = new byte[LONGEST_LOG];
            private int length;

            @Override
            public synchronized void write(int letter) {
                if (letter == '\n' || length == line.length) {
                    log("info", new String(line, 0, length, StandardCharsets.UTF_8));
                    length = 0;
                }
                if (letter != '\n' && letter != '\r') {
                    line[length++] = (byte) letter;
                }
            }
        };
    }
}
