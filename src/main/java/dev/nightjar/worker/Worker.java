package dev.nightjar.worker;

import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.engine.StopSignal;
import dev.nightjar.market.UnreadableMarketException;
import dev.nightjar.run.DaysNotAvailableException;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.InvalidSettingsException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * A worker's whole life: it takes one request, does it, and answers with one JSON document on its standard output, on which nothing
 * else is ever written. What else there is to say goes to the error stream, one JSON object a line. What it exits with is one of
 * {@link ExitCode}.
 */
public final class Worker {

    private static final int STACK_LINES = 30;
    private static final int NANOS_PER_MILLI = 1_000_000;

    /** Made while there is memory. */
    private static final byte[] OUT_OF_MEMORY = outOfMemory();

    private final List<WorkerKind> kinds;
    private final Map<String, String> versions;
    private final InputStream in;
    private final OutputStream out;
    private final WorkerVoice voice;
    private final StopSignal stop;

    private Worker(
            List<WorkerKind> kinds,
            Map<String, String> versions,
            InputStream in,
            OutputStream out,
            WorkerVoice voice,
            StopSignal stop) {
        this.kinds = kinds;
        this.versions = versions;
        this.in = in;
        this.out = out;
        this.voice = voice;
        this.stop = stop;
    }

    /**
     * Lives as this process, which is to exit with what is returned. A signal stops the work first.
     *
     * @param versions of the program and its parts; those that a request names must be these
     */
    public static int live(List<WorkerKind> kinds, Map<String, String> versions, String... arguments) {
        WorkerVoice voice = new WorkerVoice(new BufferedOutputStream(new FileOutputStream(FileDescriptor.err)));
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        // Whatever a library prints must not come between a manager and the answer.
        System.setOut(new PrintStream(voice.asLog(), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(voice.asLog(), true, StandardCharsets.UTF_8));
        SignalStop stop = new SignalStop();
        Runtime.getRuntime().addShutdownHook(new Thread(stop::signalled, "stop first"));
        int code = new Worker(
                        kinds,
                        versions,
                        new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
                        out,
                        voice,
                        stop)
                .run(arguments);
        if (stop.ended()) {
            // The process is ending by a signal; left to itself it would not exit with our code.
            Runtime.getRuntime().halt(code);
        }
        return code;
    }

    /** {@return what a process would exit with, having answered to {@code out} and told the rest to {@code err}} */
    public static int run(
            List<WorkerKind> kinds,
            Map<String, String> versions,
            InputStream in,
            OutputStream out,
            OutputStream err,
            String... arguments) {
        return new Worker(kinds, versions, in, out, new WorkerVoice(err), () -> false).run(arguments);
    }

    private int run(String... arguments) {
        try {
            answer(arguments);
            return ExitCode.DONE.number();
        } catch (OutOfMemoryError e) {
            voice.say(OUT_OF_MEMORY);
            return ExitCode.MEMORY.number();
        } catch (IOException | RuntimeException | StackOverflowError | LinkageError e) {
            WorkerException problem = problem(e);
            voice.error(problem);
            return problem.category().number();
        }
    }

    private void answer(String... arguments) throws IOException {
        long begun = System.nanoTime();
        WorkerArguments given = WorkerArguments.of(arguments);
        byte[] json = given.request(in);
        if (given.supervised()) {
            watchManager();
        }
        Members request = request(json);
        WorkerKind kind = kind(request);
        String name = request.text("request");
        Path results = Path.of(request.textIfAny("results").orElse(""));
        for (Map.Entry<String, String> version : versions.entrySet()) {
            request.textIfAny(version.getKey()).ifPresent(wanted -> checkVersion(version, wanted));
        }
        WorkerAnswer answer = kind.work(request, voice::progress, stop);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema_version", Protocol.VERSION);
        document.put("kind", kind.name());
        document.put("request", name);
        document.put("symbols", answer.symbols());
        document.put("result", result(kind, results, answer.result()));
        document.putAll(versions);
        document.put("java_version", Runtime.version().toString());
        cpuTime().ifPresent(time -> document.put("cpu_time_ms", time.toMillis()));
        peakMemory().ifPresent(bytes -> document.put("peak_memory_bytes", bytes));
        document.put("execution_time_ms", (System.nanoTime() - begun) / NANOS_PER_MILLI);
        out.write(JsonDocument.bytes(document));
        out.write('\n');
        out.flush();
    }

    private static Members request(byte[] json) {
        try {
            Members request = Members.of(JsonDocument.read(json));
            long version = request.whole("schema_version");
            if (version != Protocol.VERSION) {
                throw new WorkerException(
                        "REQUEST_VERSION",
                        ExitCode.USAGE,
                        "the request must be of schema_version " + Protocol.VERSION
                                + (request.has("schema_version") ? ", was " + version : ", which is missing"),
                        List.of(),
                        false);
            }
            return request;
        } catch (JsonDocument.NotJsonException e) {
            throw WorkerException.request(List.of("the request " + e.getMessage()));
        }
    }

    private WorkerKind kind(Members request) {
        String wanted = request.text("kind");
        return kinds.stream()
                .filter(kind -> kind.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> WorkerException.request(List.of("/kind must be one of "
                        + kinds.stream().map(WorkerKind::name).collect(Collectors.joining(", ")) + ", was '" + wanted
                        + "'")));
    }

    private static void checkVersion(Map.Entry<String, String> own, String wanted) {
        if (!own.getValue().equals(wanted)) {
            throw new WorkerException(
                    "OTHER_VERSION",
                    ExitCode.USAGE,
                    "the request is for " + own.getKey() + " " + wanted + ", this worker has " + own.getValue(),
                    List.of(),
                    false);
        }
    }

    private Map<String, Object> result(WorkerKind kind, Path folder, List<ByteBuffer> parts) throws IOException {
        MessageDigest digest = dev.nightjar.market.Sha256.digest();
        parts.forEach(part -> digest.update(part.duplicate()));
        String sha256 = HexFormat.of().formatHex(digest.digest());
        long size = parts.stream().mapToLong(ByteBuffer::remaining).sum();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("bytes", size);
        result.put("sha256", sha256);
        if (size <= Protocol.LARGEST_INLINE) {
            ByteBuffer whole = ByteBuffer.allocate((int) size);
            parts.forEach(part -> whole.put(part.duplicate()));
            result.put("base64", Base64.getEncoder().encodeToString(whole.array()));
        } else {
            String file = Protocol.resultFile(kind.name(), sha256);
            write(folder.resolve(file), parts);
            result.put("file", file);
        }
        return result;
    }

    /** Nobody ever finds half of it under its name. */
    private static void write(Path file, List<ByteBuffer> parts) throws IOException {
        Path written = file.resolveSibling("." + ProcessHandle.current().pid() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                written, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (ByteBuffer part : parts) {
                ByteBuffer rest = part.duplicate();
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            }
            channel.force(true);
        }
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** {@return what the whole process has used of processors, if the system tells} */
    private static Optional<Duration> cpuTime() {
        return ProcessHandle.current().info().totalCpuDuration();
    }

    /** {@return the most memory the process had, if the system tells} */
    private static Optional<Long> peakMemory() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst();
        } catch (IOException | UncheckedIOException elsewhere) {
            return Optional.empty();
        }
    }

    /** Without its manager nobody takes the answer, and the work is begun again elsewhere. */
    private void watchManager() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (in.read() >= 0) {
                            // A manager has nothing more to say.
                        }
                    } catch (IOException e) {
                        // Nor can it.
                    }
                    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
                    Runtime.getRuntime().halt(ExitCode.STOPPED.number());
                },
                "manager watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static WorkerException problem(Throwable problem) {
        if (problem instanceof WorkerException known) {
            return known;
        }
        String message = String.valueOf(problem.getMessage());
        if (problem instanceof UnreadableMarketException || problem instanceof DaysNotAvailableException) {
            return new WorkerException("DATA_UNAVAILABLE", ExitCode.DATA, message, List.of(), false);
        }
        if (problem instanceof InvalidSettingsException) {
            return new WorkerException("REQUEST_INVALID", ExitCode.USAGE, message, List.of(), false);
        }
        if (problem instanceof IOException || problem instanceof UncheckedIOException) {
            return new WorkerException("INFRASTRUCTURE", ExitCode.INFRASTRUCTURE, problem.toString(), List.of(), true);
        }
        if (problem instanceof RunStoppedException) {
            return new WorkerException("STOPPED", ExitCode.STOPPED, "the worker was asked to stop", List.of(), true);
        }
        List<String> stack = Arrays.stream(problem.getStackTrace())
                .limit(STACK_LINES)
                .map(String::valueOf)
                .toList();
        return new WorkerException("INTERNAL", ExitCode.INTERNAL, problem.toString(), stack, true);
    }

    private static byte[] outOfMemory() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", "error");
        line.put("code", WorkerFailure.OUT_OF_MEMORY);
        line.put("category", ExitCode.MEMORY.category());
        line.put("message", "the Java heap of " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB was not enough");
        line.put("details", List.of());
        line.put("retryable", false);
        return JsonDocument.bytes(line);
    }

    /** Stops when the process is asked to end, which then waits for the work's end. */
    private static final class SignalStop implements StopSignal {

        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile boolean requested;

        void signalled() {
            requested = ended.getCount() > 0;
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** {@return whether a signal came before this} */
        boolean ended() {
            ended.countDown();
            return requested;
        }

        @Override
        public boolean stopRequested() {
            return requested;
        }
    }
}
