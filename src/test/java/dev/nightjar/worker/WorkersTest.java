package dev.nightjar.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.engine.StopSignal;
import dev.nightjar.run.ExitCode;
import dev.nightjar.worker.HostileWorker.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that do what no worker may. */
class WorkersTest {

    /** So short that a test of what never ends ends, and so long that a Java machine can start on a busy one. */
    private static final Duration SHORT = Duration.ofSeconds(15);

    private static final int SMALL = 1000;
    private static final int LARGE = 3 << 20;

    @TempDir
    private Path folder;

    private Path attempts;
    private final List<WorkerFailure> again = Collections.synchronizedList(new ArrayList<>());
    private final List<String> progress = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void newFolder() throws IOException {
        attempts = Files.createDirectories(folder.resolve("attempts"));
    }

    @Test
    void aSmallResultComesWithTheAnswerAndALargeOneInAFileNamedByItsHash() {
        try (WorkerResult small = run(Way.NONE, 0, SMALL, 1)) {
            assertThat(small.returnCode()).isZero();
            assertThat(small.symbols()).containsExactly("NIFTY");
            assertThat(small.payload()).isInstanceOf(WorkerPayload.Inline.class);
            assertThat(small.payload().size()).isEqualTo(SMALL);
            assertThat(small.resultData()).containsEntry("engine_version", "7").containsKey("java_version");
            assertThat(small.stdoutData()).startsWith("{\"schema_version\":1").endsWith("}\n");
            assertThat(small.cpuTimeMillis()).isPresent();
        }
        try (WorkerResult large = run(Way.NONE, 0, LARGE, 1)) {
            assertThat(large.payload()).isInstanceOfSatisfying(WorkerPayload.InFile.class, lying -> {
                assertThat(lying.file())
                        .hasFileName("hostile-" + lying.sha256() + ".result")
                        .hasSize(LARGE);
                assertThat(lying.file().resolveSibling("." + pids().get(1) + ".tmp"))
                        .doesNotExist();
            });
        }
        assertThat(progress).containsExactly("1/4", "4/4", "1/4", "4/4");
        assertNothingIsLeft();
    }

    /** Each way to give no result, with the words a person reads. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "KILLED | KILLED | ended by signal 9 (SIGKILL)",
                "GARBAGE | NOT_A_DOCUMENT | it begins with 'loading ...",
                "GARBAGE_WITHOUT_END | NOT_A_DOCUMENT | at most 4194304 are read; they begin with 'xxx",
                "SILENT | NO_DOCUMENT | ended with exit code 0 and without an answer",
                "LEAVES | EXITED | ended with exit code 77 and did not say why",
                "OTHER_SCHEMA | OTHER_SCHEMA | must be of schema_version 1, was 2",
                "OTHER_REQUEST | OTHER_REQUEST | answers hostile of yesterday, asked was hostile LES-1",
                "WRONG_HASH | WRONG_HASH | the result in the worker's answer has 3 bytes and SHA-256",
                "WRONG_HASH_IN_FILE | WRONG_HASH | has 3 bytes and SHA-256",
                "FILE_ELSEWHERE | WRONG_HASH | must be named hostile-",
                "STACK_OVERFLOW | INTERNAL | java.lang.StackOverflowError",
                "NO_DISK | INFRASTRUCTURE | No space left on device"
            })
    void whatGivesNoResultIsNamedAndTriedAgainAndThenGivesTheRightOne(Way way, String code, String words) {
        try (WorkerResult result = run(way, 1, SMALL, WorkerLimits.ATTEMPTS)) {
            assertThat(result.payload().size()).isEqualTo(SMALL);
        }

        assertThat(again).singleElement().satisfies(failure -> {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.told()).contains(words);
        });
        assertThat(pids()).hasSize(2);
        assertNothingIsLeft();
    }

    @Test
    void whatIsFrozenIsKilledWhenItsTimeIsUpAndTriedAgain() {
        try (WorkerResult result = run(Way.FROZEN, 1, SMALL, WorkerLimits.ATTEMPTS)) {
            assertThat(result.payload().size()).isEqualTo(SMALL);
        }

        assertThat(again)
                .singleElement()
                .satisfies(failure -> assertThat(failure.told())
                        .startsWith("TIMED_OUT: the worker was killed after 15 s without an answer"));
        assertThat(pids()).hasSize(2).noneMatch(WorkersTest::isAlive);
    }

    @Test
    void afterThreeAttemptsTheLastWordsAreTold() {
        WorkerFailedException failed = catchThrowableOfType(
                WorkerFailedException.class, () -> run(Way.LEAVES, 9, SMALL, WorkerLimits.ATTEMPTS));

        assertThat(failed.failures())
                .hasSize(3)
                .allSatisfy(failure -> assertThat(failure.exitCode()).isEqualTo(77));
        assertThat(failed)
                .hasMessageContaining("LES-1 failed in its worker, tried 3 times, the last time: EXITED")
                .hasMessageContaining("the last it said:\n    first\n    second\n    the disk is on fire");
        assertThat(pids()).hasSize(3);
        assertNothingIsLeft();
    }

    /** The same heap would not be enough another time: whoever asked divides the work. */
    @Test
    void whatNeedsTooMuchMemoryIsNotTriedAgain() {
        WorkerFailedException failed = catchThrowableOfType(
                WorkerFailedException.class, () -> run(Way.OUT_OF_MEMORY, 9, SMALL, WorkerLimits.ATTEMPTS));

        assertThat(failed.failures()).hasSize(1);
        assertThat(failed.last().code()).isEqualTo(WorkerFailure.OUT_OF_MEMORY);
        assertThat(failed.last().exitCode()).isEqualTo(ExitCode.MEMORY.number());
        assertThat(failed).hasMessageContaining("the Java heap of");
    }

    @Test
    void whatCannotSucceedIsNotTriedAgain() {
        WorkerFailedException failed = catchThrowableOfType(
                WorkerFailedException.class, () -> run(Way.REFUSES, 9, SMALL, WorkerLimits.ATTEMPTS));

        assertThat(failed.failures()).hasSize(1);
        assertThat(failed.last().category()).isEqualTo(ExitCode.DATA.category());
        assertThat(failed.last().exitCode()).isEqualTo(ExitCode.DATA.number());
        assertThat(failed).hasMessage("LES-1 failed in its worker: DATA_CHANGED: day 2024-10-29 has changed");
    }

    /** Both streams are drained, however much comes, and what libraries print does not come between. */
    @ParameterizedTest
    @EnumSource(names = {"NOISE", "PRINTS"})
    void noiseHidesNoResult(Way way) {
        try (WorkerResult result = run(way, 9, SMALL, 1)) {
            assertThat(result.payload().size()).isEqualTo(SMALL);
            assertThat(result.stderrData())
                    .hasSizeBetween(1, 20)
                    .last()
                    .isEqualTo(way == Way.NOISE ? "{[ noise" : "what a library prints");
        }
    }

    @Test
    void aStopKillsTheProcessAndAllItStarted() throws Exception {
        AtomicBoolean stopped = new AtomicBoolean();
        Path child = folder.resolve("child");

        assertThatThrownBy(() -> workers(() -> stopped.get() || isWritten(child), SHORT, 1)
                        .run(request(Way.HANGS_WITH_A_CHILD, 9, SMALL), heard()))
                .isInstanceOf(RunStoppedException.class);

        assertEnds(Long.parseLong(Files.readString(child)));
        assertThat(pids()).hasSize(1).noneMatch(WorkersTest::isAlive);
        stopped.set(true);
        assertThatThrownBy(() -> workers(stopped::get, SHORT, 1).run(request(Way.NONE, 0, SMALL), heard()))
                .isInstanceOf(RunStoppedException.class);
        assertThat(pids()).hasSize(1);
    }

    @Test
    void itsTimeBeingUpKillsTheProcessAndAllItStarted() throws Exception {
        WorkerFailedException failed =
                catchThrowableOfType(WorkerFailedException.class, () -> run(Way.HANGS_WITH_A_CHILD, 9, SMALL, 1));

        assertThat(failed.last().code()).isEqualTo("TIMED_OUT");
        assertEnds(Long.parseLong(Files.readString(folder.resolve("child"))));
        assertThat(pids()).hasSize(1).noneMatch(WorkersTest::isAlive);
    }

    @Test
    void aWorkerWhoseManagerIsKilledDoesNotGoOn() throws Exception {
        Process manager = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Manager.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(manager.inputReader().readLine()).isEqualTo("1/4");
            long child = pidOnceWritten();
            assertThat(isAlive(child)).isTrue();

            manager.destroyForcibly().waitFor();

            assertEnds(child);
        } finally {
            manager.destroyForcibly();
        }
    }

    /** The progress came before the file; the directory has it soon. */
    private long pidOnceWritten() {
        while (pids().isEmpty()) {
            Thread.onSpinWait();
        }
        return pids().get(0);
    }

    /** Asks for what never ends. */
    static final class Manager {

        private Manager() {}

        /** Runs until it is killed. */
        public static void main(String[] arguments) {
            Path folder = Path.of(arguments[0]);
            new Workers(
                            WorkerProgram.of(HostileWorker.class, folder.resolve("programs"), null),
                            new WorkerLimits(64, Duration.ofHours(1), 1),
                            folder.resolve("workers"),
                            () -> false)
                    .run(request(folder.resolve("attempts"), Way.HANGS, 9, SMALL), new Workers.Listener() {
                        @Override
                        public void again(WorkerFailure failure) {
                            System.out.println(failure);
                        }

                        @Override
                        public void reached(long done, long total) {
                            System.out.println(done + "/" + total);
                        }
                    });
        }
    }

    @Test
    void leftoversOfDeadProcessesAreDeleted() throws IOException {
        Path left = Files.createDirectories(folder.resolve("workers/7"));
        Files.writeString(left.resolve(".123.tmp"), "half a result");

        workers(() -> false, SHORT, 1);

        assertThat(folder.resolve("workers")).doesNotExist();
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        String java = System.getProperty("java.home");
        System.setProperty("java.home", folder.toString());
        try {
            assertThatThrownBy(() -> run(Way.NONE, 0, SMALL, 2))
                    .isInstanceOf(WorkerFailedException.class)
                    .hasMessageContaining("NOT_STARTED: the worker's process cannot be started")
                    .hasMessageContaining(folder.resolve("bin/java").toString());
        } finally {
            System.setProperty("java.home", java);
        }
    }

    private WorkerResult run(Way way, int bad, int size, int tries) {
        return workers(() -> false, SHORT, tries).run(request(way, bad, size), heard());
    }

    private Workers workers(StopSignal stop, Duration timeout, int tries) {
        return new Workers(
                WorkerProgram.of(HostileWorker.class, folder.resolve("programs"), null),
                new WorkerLimits(64, timeout, tries),
                folder.resolve("workers"),
                stop);
    }

    private WorkerRequest request(Way way, int bad, int size) {
        return request(attempts, way, bad, size);
    }

    private static WorkerRequest request(Path attempts, Way way, int bad, int size) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("engine_version", "7");
        members.put("way", way.name());
        members.put("attempts", attempts.toString());
        members.put("bad", bad);
        members.put("size", size);
        return new WorkerRequest("LES-1", HostileWorker.KIND, true, members);
    }

    private Workers.Listener heard() {
        return new Workers.Listener() {
            @Override
            public void again(WorkerFailure failure) {
                again.add(failure);
            }

            @Override
            public void reached(long done, long total) {
                progress.add(done + "/" + total);
            }
        };
    }

    /** {@return the processes that were started} */
    private List<Long> pids() {
        String[] names = attempts.toFile().list();
        return names == null
                ? List.of()
                : Arrays.stream(names).map(Long::valueOf).toList();
    }

    /** It was sent a signal nobody survives, and is gone as soon as the system has seen to it. */
    private static void assertEnds(long pid) throws Exception {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isPresent()) {
            process.get().onExit().get(1, TimeUnit.MINUTES);
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static boolean isWritten(Path file) {
        return file.toFile().length() > 0;
    }

    private void assertNothingIsLeft() {
        try (Stream<Path> left = Files.list(folder.resolve("workers"))) {
            assertThat(left).isEmpty();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertThat(pids()).noneMatch(WorkersTest::isAlive);
    }
}
