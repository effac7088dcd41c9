package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Results that do not fit the memory, in processes that have little of it: a strategy that trades every second of the sample day makes
 * files of 121 MB, which costs itself and nobody else.
 */
class LargeResultsIT {

    private static final Path SAMPLES = Path.of("src/main/resources/samples").toAbsolutePath();
    private static final String NINE_POSITIONS =
            SAMPLES.resolve("strategies/nine-positions.json").toString();
    private static final String SMALL_HEAP = "140m";
    private static final String ALWAYS =
            "\"conditions\": [{\"lhs\": {\"type\": \"live_data\", \"field\": \"ltp\"}, \"operator\": \">\","
                    + " \"rhs\": {\"type\": \"constant\", \"value\": 0}}]";

    @TempDir
    private Path folder;

    private Path frenzy;

    @BeforeEach
    void writeStrategy() throws IOException {
        frenzy = Files.writeString(folder.resolve("frenzy.json"), """
                {"strategy_id": "frenzy", "user_id": "me", "name": "Frenzy", "nodes": [
                  {"id": "start", "type": "startNode", "data": {"exchange": "NSE", "tradingInstrument": {"type": "options"},
                    "tradingInstrumentConfig": {"symbol": "NIFTY", "timeframes": []}}},
                  {"id": "in", "type": "entrySignalNode", "data": {%1$s}},
                  {"id": "entry", "type": "entryNode", "data": {"positions": [
                    {"vpi": "leg", "quantity": 1, "multiplier": 75, "positionType": "sell",
                     "optionDetails": {"optionType": "CE", "strikeType": "ATM", "expiry": "W1"}}]}},
                  {"id": "out", "type": "exitSignalNode", "data": {%1$s}},
                  {"id": "exit", "type": "exitNode", "data": {"exitNodeData": {"orderConfig": {"targetPositionVpi": "leg"}}}},
                  {"id": "again", "type": "reEntrySignalNode", "data": {%1$s, "retryConfig": {"maxReEntries": 100000}}}],
                 "edges": [{"source": "start", "target": "in"}, {"source": "in", "target": "entry"},
                  {"source": "entry", "target": "out"}, {"source": "out", "target": "exit"},
                  {"source": "exit", "target": "again"}, {"source": "again", "target": "entry"}]}
                """.formatted(ALWAYS));
    }

    /** The heap is not enough for one of them in a thread of the job itself. */
    @Test
    void whoNeedsMoreThanTheHeapIsFoundInAThreadAndTheOthersGoOn() throws IOException, InterruptedException {
        Path greedy = Files.writeString(folder.resolve("greedy.json"), PoisonNightTest.greedy());
        assertThat(run("queue", "add", greedy.toString(), NINE_POSITIONS, "--queue", "q")
                        .code())
                .isZero();

        JobProcess.Ended ended = run("queue=q", "data=" + SAMPLES.resolve("data"), "partitions=2", "threads=2");

        assertThat(ended.code()).as(ended.said()).isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        assertThat(ended.said())
                .contains("is tried again alone: the Java heap of", "failed: Greedy (me/greedy/default/1)")
                .contains("2024-10-29: it needs more memory than there is, alone: the Java heap of")
                .containsPattern("Nine positions +9 +-12630.00");
    }

    @Test
    void costTheOneOffRunOnlyTheirStrategy() throws InterruptedException {
        Path out = folder.resolve("out");
        JobProcess.Ended ended = run(
                "backtest",
                "--strategy",
                frenzy.toString(),
                "--strategy",
                NINE_POSITIONS,
                "--data",
                SAMPLES.resolve("data").toString(),
                "--date",
                "2024-10-29",
                "--out",
                out.toString());

        assertThat(ended.code()).as(ended.said()).isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        assertThat(ended.said())
                .contains("failed: " + frenzy, "its results are too large for the memory of this process")
                .containsPattern("Nine positions +9 +-12630.00");
        assertThat(out.resolve("5708424d-5962_direct/events.jsonl")).isNotEmptyFile();
        assertThat(out.resolve("frenzy_direct")).doesNotExist();
    }

    @Test
    void costTheJobOnlyTheirStrategy() throws IOException, InterruptedException {
        run("queue", "add", frenzy.toString(), NINE_POSITIONS, "--queue", "q");
        JobProcess.Ended ended = run("queue=q", "data=" + SAMPLES.resolve("data"), "date=2024-10-29", "threads=1");

        assertThat(ended.code()).as(ended.said()).isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        assertThat(ended.said())
                .contains("failed: Frenzy", "its results are too large for the memory of this process")
                .contains("1 completed, 0 rejected, 1 failed, 9 trades, P&L -12630.00");
        Path results = folder.resolve("home/backtest_data");
        assertThat(results.resolve("sample-user/5708424d-5962_default/events.jsonl"))
                .isNotEmptyFile();
        assertThat(results.resolve("me/frenzy_default")).doesNotExist();
        assertThat(Files.readString(results.resolve("nights/q/2024-10-29/night.json")))
                .contains("its results are too large for the memory of this process");
        assertThat(Files.readString(results.resolve("nights/q/2024-10-29/trades.csv")))
                .contains("5708424d")
                .doesNotContain("frenzy");
    }

    private JobProcess.Ended run(String... arguments) throws InterruptedException {
        return JobProcess.runIn(SMALL_HEAP, folder.resolve("home"), arguments);
    }
}
