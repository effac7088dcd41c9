package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.data.DataException;
import dev.nightjar.run.InvalidSettingsException;
import dev.nightjar.run.SettingProblem;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CommandLineAppTest {

    private static final Path DEFAULT_HOME = Path.of("nightjar-home").toAbsolutePath();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> started = new ArrayList<>();

    @Test
    void keysAndValuesRunTheQueue() {
        int exitCode = run("queue=admin_tester", "speed=0", "date=2024-10-29", "trigger=scheduled");

        assertThat(exitCode).isZero();
        assertThat(started)
                .containsExactly(DEFAULT_HOME + " admin_tester {date=2024-10-29, speed=0, trigger=scheduled}");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void homeAndDatabaseAreOptions() {
        run("--nightjar.home=/srv/night", "queue=q", "--spring.datasource.url=jdbc:postgresql://db/nightjar");

        assertThat(started).containsExactly("/srv/night q {spring.datasource.url=jdbc:postgresql://db/nightjar}");
    }

    @Test
    void valueMayHoldAnEqualsSign() {
        run("queue=q", "data=/srv/a=b");

        assertThat(started).containsExactly(DEFAULT_HOME + " q {data=/srv/a=b}");
    }

    static Stream<Arguments> wrongUsage() {
        return Stream.of(
                usage("which queue? give queue=NAME, such as queue=admin_tester, or a command: backtest"),
                usage("which queue?", "speed=5"),
                usage("speed is given twice", "queue=q", "speed=5", "speed=6"),
                usage("queue is given twice", "queue=q", "queue=r"),
                usage("'backtset' is neither a command nor key=value; did you mean 'backtest'?", "backtset"),
                usage("'=5' is neither a command nor key=value", "queue=q", "=5"),
                usage("queue: must be 1 to 64 letters, digits", "queue=../../etc"),
                usage("queue: must be 1 to 64 letters, digits", "queue="),
                usage("Unknown option: '--nightjar.hom=x'", "queue=q", "--nightjar.hom=x"),
                usage(
                        "option '--nightjar.home' (<folder>) should be specified only once",
                        "queue=q",
                        "--nightjar.home=a",
                        "--nightjar.home=b"),
                usage("what stands before 'version' would be ignored", "queue=q", "version"),
                usage("Missing required options", "backtest"),
                usage("--date: must be a date such as 2024-10-29, was 'yesterday'", backtest("--date", "yesterday")),
                usage("--date: must be a date such as 2024-10-29, was 'latest'", backtest("--date", "latest")),
                usage(
                        "--to: must not be before --date, which is 2024-10-29, was '2024-10-28'",
                        backtest("--date", "2024-10-29", "--to", "2024-10-28")),
                usage(
                        "--scale: must be a number above 0 with at most 6 fraction digits, was '0'",
                        backtest("--date", "2024-10-29", "--scale", "0")),
                usage("--scale: must be a number above 0", backtest("--date", "2024-10-29", "--scale", "1e3")),
                usage("--capital: must be a number above 0", backtest("--date", "2024-10-29", "--capital", "-1")),
                usage(
                        "--threads: must be a whole number from 1 to 256, was '0'",
                        backtest("--date", "2024-10-29", "--threads", "0")),
                usage(
                        "--partitions: must be a whole number from 1 to 10000, was '10001'",
                        backtest("--date", "2024-10-29", "--partitions", "10001")));
    }

    @ParameterizedTest
    @MethodSource("wrongUsage")
    void wrongUsageIsOneMessageAndExitCodeTwo(String message, String[] args) {
        int exitCode = run(args);

        assertThat(exitCode).isEqualTo(2);
        assertThat(started).isEmpty();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(message).contains("Try 'job.jar help");
    }

    @Test
    void helpListsCommandsAndExitCodes() {
        assertThat(run("help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("queue=NAME", "--nightjar.home", "backtest", "version", "8 queue held by another process");
    }

    @Test
    void versionNamesProgramEngineAndJava() {
        assertThat(run("version")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).matches("nightjar \\S+, engine \\S+, Java \\S+\\R");
    }

    static Stream<Arguments> problems() {
        return Stream.of(
                Arguments.of(
                        new InvalidSettingsException(
                                List.of(new SettingProblem("command line", "speed", "x", "must be a number"))),
                        2,
                        "command line: speed: must be a number, was 'x'"),
                Arguments.of(new DataException("/data", List.of("is empty")), 4, "/data: is empty"),
                Arguments.of(
                        new UncheckedIOException(new AccessDeniedException("/home/x")),
                        5,
                        "/home/x: permission denied"));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void expectedProblemsGiveTheirExitCodeAndNoStackTrace(RuntimeException problem, int exitCode, String message) {
        assertThat(failing(problem)).isEqualTo(exitCode);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo(message + System.lineSeparator());
    }

    @Test
    void defectIsReportedWithItsPlace() {
        assertThat(failing(new IllegalStateException("a bug"))).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("internal error", "a bug", "at dev.nightjar");
    }

    private static Arguments usage(String message, String... args) {
        return Arguments.of(message, args);
    }

    private static String[] backtest(String... more) {
        return Stream.concat(
                        Stream.of("backtest", "--strategy", "s.json", "--data", "data", "--out", "out"),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private int run(String... args) {
        return app((home, queue, overrides, toOut, toErr) -> {
                    started.add(home + " " + queue + " " + new TreeMap<>(overrides));
                    return 0;
                })
                .run(args);
    }

    private int failing(RuntimeException problem) {
        return app((Path home, String queue, Map<String, String> overrides, PrintStream toOut, PrintStream toErr) -> {
                    throw problem;
                })
                .run("queue=q");
    }

    private CommandLineApp app(Job job) {
        return new CommandLineApp(
                job,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
