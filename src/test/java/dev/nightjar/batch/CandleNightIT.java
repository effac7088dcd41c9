package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that die while they replay candles: an intraday strategy, whose days are dealt out, and a positional one. */
class CandleNightIT {

    @TempDir
    private Path folder;

    private Path data;
    private Path strategies;

    @BeforeEach
    void twoStrategies() throws IOException {
        data = CandleNightTest.candles(folder);
        strategies = Files.createDirectories(folder.resolve("strategies"));
        String intraday = CandleNightTest.STRATEGY.formatted("intraday");
        Files.writeString(strategies.resolve("intraday.json"), intraday);
        Files.writeString(
                strategies.resolve("positional.json"),
                CandleNightTest.STRATEGY
                        .formatted("positional")
                        .replace("\"strategyType\": \"intraday\"", "\"strategyType\": \"positional\""));
    }

    private Path filled(String name) throws InterruptedException {
        Path home = folder.resolve(name);
        JobProcess.Ended added = JobProcess.run(home, "", "queue", "add", strategies.toString(), "--queue", "q");
        assertThat(added.code()).as(added.said()).isZero();
        return home;
    }

    private JobProcess.Ended run(Path home, String property) throws InterruptedException {
        return JobProcess.run(
                home,
                property,
                "queue=q",
                "data=" + data,
                "replay=1m",
                "from=2024-10-28",
                "to=2024-10-29",
                "partitions=3",
                "threads=2");
    }

    @Test
    void whereverAProcessDiesTheSameCommandFinishesTheReplay() throws InterruptedException {
        JobProcess.Ended undisturbed = run(filled("undisturbed"), "");
        assertThat(undisturbed.code()).as(undisturbed.said()).isEqualTo(ExitCode.DONE.number());
        SortedMap<String, String> expected = JobHome.results(folder.resolve("undisturbed/backtest_data"));
        assertThat(expected).hasSize(2 * 4 + 2);
        assertThat(expected.get("u/positional_default/trades.json")).contains("\"exit_reason\"");

        for (String point : List.of("after-journal:1", "after-partition:1", "after-swap:1")) {
            Path home = filled(point.replace(':', '-'));
            JobProcess.Ended crashed = run(home, "nightjar.crash=" + point);
            assertThat(crashed.code()).as(point + ": " + crashed.said()).isEqualTo(86);

            JobProcess.Ended ended = run(home, "");

            assertThat(ended.code()).as(point + ": " + ended.said()).isEqualTo(ExitCode.DONE.number());
            assertThat(ended.said()).contains("taking it up again");
            assertThat(JobHome.results(home.resolve("backtest_data"))).as(point).isEqualTo(expected);
        }
    }
}
