package dev.nightjar.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How a worker ended that gave a result.
 *
 * @param symbols that it looked at
 * @param returnCode what the process exited with
 * @param stdoutData the document it wrote
 * @param stderrData the end of what it said on its error stream
 * @param resultData the document's members
 * @param executionTimeMillis from the start of the process to its end
 * @param payload what came out, verified
 * @param folder in which the worker could leave files
 */
public record WorkerResult(
        List<String> symbols,
        int returnCode,
        String stdoutData,
        List<String> stderrData,
        Map<String, Object> resultData,
        long executionTimeMillis,
        WorkerPayload payload,
        Path folder)
        implements AutoCloseable {

    /** {@return what the process used of processors, start included, in milliseconds; empty where the system does not tell} */
    public OptionalLong cpuTimeMillis() {
        return whole("cpu_time_ms");
    }

    /** {@return the most memory the process had, in bytes; empty where the system does not tell} */
    public OptionalLong peakMemoryBytes() {
        return whole("peak_memory_bytes");
    }

    private OptionalLong whole(String name) {
        return resultData.get(name) instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
    }

    /** Deletes what the worker left. */
    @Override
    public void close() {
        delete(folder);
    }

    static void delete(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(tree + " cannot be deleted: " + e.getMessage(), e);
        }
    }
}
