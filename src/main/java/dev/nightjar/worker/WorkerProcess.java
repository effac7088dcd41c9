package dev.nightjar.worker;

import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.engine.StopSignal;
import dev.nightjar.run.ExitCode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;

/** One attempt at a request in a child process, from its start to the end of all that it started. */
final class WorkerProcess {

    private static final long LOOK_MILLIS = 50;

    /** After its end, what a process wrote is there at once, unless something it started still holds its streams. */
    private static final long PATIENCE_MILLIS = 5_000;

    private static final int SIGNALS = 128;
    private static final Map<Integer, String> SIGNAL_NAMES = Map.of(
            1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 9, "SIGKILL", 11, "SIGSEGV",
            15, "SIGTERM");
    private static final int SHOWN = 200;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final WorkerRequest request;
    private final Path folder;
    private final Process process;
    private final Answer answer;
    private final ErrorLines errors;
    private final List<Thread> readers = new ArrayList<>();
    private final long begun = System.nanoTime();

    private WorkerProcess(WorkerRequest request, Path folder, Process process, WorkerKind.Reached reached) {
        this.request = request;
        this.folder = folder;
        this.process = process;
        answer = new Answer(process.getInputStream());
        errors = new ErrorLines(process.getErrorStream(), reached);
    }

    /** An attempt gave no result. */
    static final class FailedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient WorkerFailure failure;

        FailedException(WorkerFailure failure) {
            super(failure.message());
            this.failure = failure;
        }

        WorkerFailure failure() {
            return failure;
        }
    }

    /**
     * Runs a request in a process and sees it end, whatever happens.
     *
     * @param folder of its own, in which it may leave files
     * @throws FailedException if there is no result
     * @throws RunStoppedException if the stop signal asked for it
     */
    static WorkerResult run(
            List<String> command,
            WorkerRequest request,
            Path folder,
            Duration timeout,
            WorkerKind.Reached reached,
            StopSignal stop)
            throws FailedException {
        Process process;
        try {
            process = begin(new ProcessBuilder(command));
        } catch (IOException e) {
            throw new FailedException(new WorkerFailure(
                    "NOT_STARTED",
                    ExitCode.INFRASTRUCTURE.category(),
                    "the worker's process cannot be started: " + e.getMessage(),
                    List.of(),
                    true,
                    null,
                    List.of()));
        }
        WorkerProcess worker = new WorkerProcess(request, folder, process, reached);
        try {
            return worker.result(timeout, stop);
        } finally {
            worker.end();
        }
    }

    /** {@return a process that is told nothing that is meant for this one} */
    static Process begin(ProcessBuilder builder) throws IOException {
        // A worker has no database, and so no need of its password; and options meant for the manager may contradict
        // the worker's own, and Java prints them.
        builder.environment().keySet().removeIf(WorkerProcess::isOfTheManager);
        return builder.start();
    }

    private WorkerResult result(Duration timeout, StopSignal stop) throws FailedException {
        read(answer, "answer");
        read(errors, "errors");
        read(this::ask, "request");
        try {
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (stop.stopRequested()) {
                    throw new RunStoppedException();
                }
                if (System.nanoTime() - begun > timeout.toNanos()) {
                    kill();
                    throw failed("TIMED_OUT", "the worker was killed after " + seconds(timeout) + " without an answer");
                }
            }
            for (Thread reader : readers) {
                reader.join(PATIENCE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunStoppedException();
        }
        if (stop.stopRequested() && process.exitValue() != 0) {
            // The signal that stops the manager may have reached the worker first.
            throw new RunStoppedException();
        }
        return process.exitValue() == 0 ? answered() : refuse();
    }

    private static String seconds(Duration timeout) {
        return timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
    }

    private void read(Runnable work, String name) {
        Thread thread = new Thread(work, "worker " + process.pid() + " " + name);
        thread.setDaemon(true);
        readers.add(thread);
        thread.start();
    }

    /** The stream stays open: its end tells a worker that its manager is gone. */
    private void ask() {
        OutputStream in = new BufferedOutputStream(process.getOutputStream(), 1 << 16);
        try {
            JsonDocument.write(request.document(folder), in);
            in.write('\n');
            in.flush();
        } catch (IOException | tools.jackson.core.JacksonException e) {
            // The process is gone, and what became of it is told elsewhere.
        }
    }

    private WorkerResult refuse() throws FailedException {
        int code = process.exitValue();
        Members error = errors.error();
        if (error != null) {
            String category = error.text("category");
            throw new FailedException(new WorkerFailure(
                    error.text("code"),
                    category,
                    error.text("message"),
                    error.texts("details"),
                    error.flag("retryable"),
                    code,
                    errors.last()));
        }
        if (code == ExitCode.MEMORY.number() || errors.outOfMemory()) {
            throw new FailedException(new WorkerFailure(
                    WorkerFailure.OUT_OF_MEMORY,
                    "",
                    "the worker had not enough memory and ended with exit code " + code,
                    List.of(),
                    false,
                    code,
                    errors.last()));
        }
        if (code > SIGNALS && code < 2 * SIGNALS) {
            int signal = code - SIGNALS;
            throw failed(
                    "KILLED",
                    "the worker was ended by signal " + signal
                            + (SIGNAL_NAMES.containsKey(signal) ? " (" + SIGNAL_NAMES.get(signal) + ")" : ""));
        }
        throw failed("EXITED", "the worker ended with exit code " + code + " and did not say why");
    }

    private WorkerResult answered() throws FailedException {
        byte[] bytes = answer.bytes();
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.isBlank()) {
            throw failed("NO_DOCUMENT", "the worker ended with exit code 0 and without an answer");
        }
        if (answer.length() > Answer.LARGEST) {
            throw failed(
                    "NOT_A_DOCUMENT",
                    "the worker wrote " + answer.length() + " bytes to its standard output, at most " + Answer.LARGEST
                            + " are read; they begin with " + shown(text));
        }
        Map<String, Object> document;
        try {
            document = JsonDocument.read(bytes);
        } catch (JsonDocument.NotJsonException e) {
            throw failed("NOT_A_DOCUMENT", "the worker's answer " + e.getMessage() + "; it begins with " + shown(text));
        }
        if (!Long.valueOf(Protocol.VERSION).equals(document.get("schema_version"))) {
            throw failed(
                    "OTHER_SCHEMA",
                    "the worker's answer must be of schema_version " + Protocol.VERSION + ", was "
                            + document.getOrDefault("schema_version", "none"));
        }
        if (!request.name().equals(document.get("request")) || !request.kind().equals(document.get("kind"))) {
            throw failed(
                    "OTHER_REQUEST",
                    "the worker answers " + document.getOrDefault("kind", "none") + " "
                            + document.getOrDefault("request", "none") + ", asked was " + request.kind() + " "
                            + request.name());
        }
        Members members = Members.of(document);
        Members result = members.object("result");
        List<String> symbols = members.texts("symbols");
        WorkerPayload payload = result.has("file") ? inFile(result) : inline(result);
        return new WorkerResult(
                symbols,
                0,
                text,
                errors.last(),
                document,
                (System.nanoTime() - begun) / NANOS_PER_MILLI,
                payload,
                folder);
    }

    private WorkerPayload inline(Members result) throws FailedException {
        long size = result.whole("bytes");
        String sha256 = result.text("sha256");
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(result.text("base64"));
        } catch (IllegalArgumentException e) {
            throw failed("NOT_A_DOCUMENT", "the result in the worker's answer is not base64: " + e.getMessage());
        }
        verify("the result in the worker's answer", bytes.length, size, dev.nightjar.market.Sha256.hex(bytes), sha256);
        return new WorkerPayload.Inline(ByteBuffer.wrap(bytes), size, sha256);
    }

    private WorkerPayload inFile(Members result) throws FailedException {
        String name = result.text("file");
        String sha256 = result.text("sha256");
        long size = result.whole("bytes");
        Matcher form = Protocol.RESULT_FILE.matcher(name);
        if (!form.matches() || !form.group(1).equals(sha256)) {
            throw failed(
                    "WRONG_HASH",
                    "the worker's result file must be named " + Protocol.resultFile(request.kind(), sha256) + ", was "
                            + shown(name));
        }
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw failed("WRONG_HASH", "the worker's result file " + file + " is not there");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MessageDigest digest = dev.nightjar.market.Sha256.digest();
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            while (channel.read(buffer) >= 0) {
                digest.update(buffer.flip());
                buffer.clear();
            }
            verify(
                    "the worker's result file " + file,
                    channel.size(),
                    size,
                    HexFormat.of().formatHex(digest.digest()),
                    sha256);
        } catch (IOException e) {
            throw failed("WRONG_HASH", "the worker's result file " + file + " cannot be read: " + e.getMessage());
        }
        return new WorkerPayload.InFile(file, size, sha256);
    }

    private void verify(String what, long length, long size, String found, String sha256) throws FailedException {
        if (length != size || !found.equals(sha256)) {
            throw failed(
                    "WRONG_HASH",
                    what + " has " + length + " bytes and SHA-256 " + found + ", told were " + size + " and "
                            + shown(sha256));
        }
    }

    private FailedException failed(String code, String message) {
        return new FailedException(new WorkerFailure(
                code, "", message, List.of(), true, process.isAlive() ? null : process.exitValue(), errors.last()));
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder("'");
        text.codePoints()
                .limit(SHOWN)
                .forEach(letter -> shown.appendCodePoint(Character.isISOControl(letter) ? ' ' : letter));
        return shown.append(text.length() > SHOWN ? "...'" : "'").toString();
    }

    /** Ends the process and all it started. */
    private void kill() {
        // From the leaves, so that nobody finds the time to start another.
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        boolean interrupted = Thread.interrupted();
        try {
            process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        if (process.isAlive()) {
            kill();
        }
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It did not take all of its request.
        }
    }

    private static boolean isOfTheManager(String variable) {
        String name = variable.toUpperCase(Locale.ROOT);
        return name.startsWith("SPRING")
                || name.startsWith("NIGHTJAR_CLICKHOUSE")
                || List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
                        .contains(name);
    }
}
