package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.batch.NightJob;
import dev.nightjar.run.ExitCode;
import dev.nightjar.store.Database;
import dev.nightjar.store.DatabaseAccess;
import dev.nightjar.store.QueueStore;
import dev.nightjar.store.RunStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {

    private static final Path SAMPLES = Path.of("src/main/resources/samples");
    private static final String DATA = "data=" + SAMPLES.resolve("data").toAbsolutePath();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path home;

    @Test
    void thePlanIsThatOfTheRunAndLeavesNothingBehind() {
        assertThat(run("queue", "add", SAMPLES.resolve("strategies").toString(), "--queue", "q"))
                .isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        List<?> items = look(database -> new QueueStore(database).list("q"));

        assertThat(run("plan", "queue=q", DATA, "threads=2"))
                .as(said(err))
                .isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        String plan = said(out);
        assertThat(plan)
                .contains(
                        "queue q: mode=backtest",
                        "7 strategies accepted, 1 rejected",
                        "rejected: sample-user/invalid-on-purpose/default/1",
                        "unknown operator",
                        "day 2024-10-29",
                        "\np0001",
                        "MiB of the disk")
                .doesNotContain("path");
        assertThat(this.<List<?>>look(database -> new RunStore(database).newest(null, 5)))
                .isEmpty();
        assertThat(this.<List<?>>look(database -> new QueueStore(database).list("q")))
                .isEqualTo(items);

        ByteArrayOutputStream told = new ByteArrayOutputStream();
        NightJob.run(
                home,
                "q",
                Map.of("data", DATA.substring("data=".length()), "threads", "2"),
                new PrintStream(told, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        List<String> reasons = told.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("plan: "))
                .toList();
        assertThat(reasons).hasSizeGreaterThan(2);
        assertThat(plan.lines()).containsAll(reasons);
    }

    @Test
    void explainTellsWhatWorkCosts() {
        run("queue", "add", SAMPLES.resolve("strategies/ema-trend-5m.json").toString(), "--queue", "q");

        assertThat(run("plan", "queue=q", DATA, "--explain")).as(said(err)).isZero();
        assertThat(said(out))
                .contains(
                        "costs, in a processor's time, from shipped figures, as no run on this host has been measured:")
                .containsPattern("\n  a strategy's day: \\d")
                .containsPattern("\n  2 workers get 1\\.\\d+ times as much done as one");
        assertThat(run("plan", "queue=q", DATA)).isZero();
        assertThat(said(out)).doesNotContain("a strategy's day: ");
    }

    @Test
    void thePlanOfASimulationTellsItsGroupsAndWhy() throws IOException {
        Path config = home.resolve("simulation.json");
        Files.writeString(config, simulation("sleeves"));

        assertThat(run("plan", "--config", config.toString(), "--data", SAMPLES + "/data", "--threads", "4"))
                .as(said(err))
                .isZero();
        assertThat(said(out))
                .contains("simulation three: ma_crossover on 3 symbols, 1d bars from 2023-01-02 to 2023-12-29")
                .contains("plan: 3 symbols: ")
                .containsPattern("plan: (Sequential|Parallel): ")
                .contains("; from shipped figures, as no run")
                .containsPattern("(?m)^p0001 ");
        Files.writeString(config, simulation("shared"));
        assertThat(run("plan", "--config", config.toString(), "--data", SAMPLES + "/data"))
                .as(said(err))
                .isZero();
        assertThat(said(out))
                .contains("plan: One group: all symbols trade with one account")
                .doesNotContain("p0002");
        Files.writeString(config, simulation("sleeves").replace("ma_crossover", "ma_crosover"));
        assertThat(run("plan", "--config", config.toString(), "--data", SAMPLES + "/data"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("/strategy", "ma_crossover");
        assertThat(run("plan", "--config", config.toString())).isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("--config needs --data");
        assertThat(run("plan", "queue=q", "--config", config.toString())).isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("not of both");
        assertThat(run("plan", "queue=q", "--threads", "2")).isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("--data and --threads belong to --config");
    }

    private static String simulation(String mode) {
        return """
                {"kind": "simulation", "simulation_id": "three", "symbols": ["ALDER", "BIRCH", "CEDAR"],
                 "start_date": "2023-01-02", "end_date": "2023-12-29", "starting_capital": 100000,
                 "strategy": "ma_crossover", "capital_mode": "%s"}
                """.formatted(mode);
    }

    @Test
    void explainTellsAlikeStrategiesOnceAndWhatTheyShare() {
        String strategy = SAMPLES.resolve("strategies/ema-trend-5m.json").toString();
        String other = SAMPLES.resolve("strategies/rsi-mean-reversion.json").toString();
        run("queue", "add", strategy, other, "--queue", "q", "--user", "one");
        run("queue", "add", strategy, "--queue", "q", "--user", "two");

        assertThat(run("plan", "queue=q", DATA, "--explain")).as(said(err)).isZero();
        assertThat(said(out))
                .containsOnlyOnce(
                        "Previous[TI.5m.ema(9,close)] < Previous[TI.5m.ema(21,close)]: sleeps until a candle of 5m of TI completes\n"
                                + "        Previous[TI.5m.Close] < Previous[TI.5m.ema(9,close)]: sleeps until a candle of 5m of TI completes\n"
                                + "    exitSignalNode trend-down-ends")
                .contains(
                        "2 strategies: one/ema-trend-5m/default/1, two/ema-trend-5m/default/1\n  cell path: sleeps",
                        "one/rsi-mean-reversion/default/1\n  cell path: sleeps",
                        "candles: 2 different, 1 of them looked at by more than one strategy",
                        "indicator: 3 different, 2 of them looked at by more than one strategy",
                        "  2 strategies: ema(9,close) of 5m of NIFTY")
                .doesNotContain("tick path for all");
        assertThat(run("plan", "queue=q", DATA, "--explain", "speed=500")).isZero();
        assertThat(said(out)).contains("tick path for all: a live simulation is paced");
    }

    @Test
    void queuesThatCannotRunAreRefusedAsByALaunch() {
        assertThat(run("plan", "queue=admin_tester")).isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("its first launch in a new home fills it with samples");
        assertThat(run("plan", "queue=nowhere")).isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("there is no queue nowhere");
        assertThat(run("plan", "queue=admin_tester", "dat=latest")).isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("did you mean 'data'");
        assertThat(run("plan", "admin_tester")).isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("'admin_tester' is not key=value");
        assertThat(run("plan", "--explain")).isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("which queue?");
        run("queue", "add", SAMPLES.resolve("strategies/ema-trend-5m.json").toString(), "--queue", "q");
        assertThat(run("plan", "queue=q", DATA, "date=2024-10-30")).isEqualTo(ExitCode.DATA.number());
        assertThat(said(err)).contains("2024-10-30");
    }

    private <T> T look(Function<Database, T> question) {
        try (Database database = Database.visit(home, DatabaseAccess.EMBEDDED)) {
            return question.apply(database);
        }
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--nightjar.home=" + home;
        return new CommandLineApp(
                        NightJob::run,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(all);
    }

    private static String said(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
