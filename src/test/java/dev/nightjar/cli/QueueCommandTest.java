package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private Path strategies;

    @BeforeEach
    void someStrategies() throws IOException {
        strategies = Files.createDirectories(folder.resolve("strategies"));
        for (String name : new String[] {"nine-positions", "short-straddle", "invalid-on-purpose"}) {
            try (InputStream in = getClass().getResourceAsStream("/samples/strategies/" + name + ".json")) {
                Files.copy(in, strategies.resolve(name + ".json"));
            }
        }
    }

    @Test
    void aFolderIsAddedListedAndTakenOut() {
        assertThat(run("queue", "add", strategies.toString(), "--queue", "q", "--user", "u", "--scale", "2"))
                .as(said(err))
                .isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        assertThat(said(out)).contains("added u/short-straddle-0930/default/2", "added u/invalid-on-purpose/default/2");
        assertThat(said(err)).contains("invalid-on-purpose.json: will be rejected: /");

        assertThat(run("queue", "list", "--queue", "q")).isZero();
        assertThat(said(out)).contains("q: 3 items", "never run");
        assertThat(run("queue", "remove", "--queue", "q", "short-straddle-0930"))
                .isZero();
        assertThat(run("queue", "remove", "--queue", "q", "short-straddle-0930"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("has no item short-straddle-0930");
        assertThat(run("queue", "list")).isZero();
        assertThat(said(out)).contains("q: 2 items", "admin_tester: 0 items");
    }

    @Test
    void brokerConnectionsAreDefinedAndListed() {
        assertThat(run("queue", "broker", "zerodha-1", "--name", "Zerodha", "--speed", "500", "--date", "latest"))
                .as(said(err))
                .isZero();
        assertThat(run("queue", "brokers")).isZero();
        assertThat(said(out)).contains("zerodha-1  Zerodha  date=latest  speed=500");
        assertThat(run("queue", "broker", "zerodha-1", "--speed", "fast")).isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("broker connection: ");
    }

    @Test
    void aBrokerConnectionHasTermsOfItsOwn() {
        assertThat(run("queue", "broker", "b", "--fees", "india_intraday", "--slippage", "ticks:2", "--fill", "quote"))
                .as(said(err))
                .isZero();
        assertThat(said(out)).contains("b  b  fill=quote  slippage=ticks:2  fees=india_intraday");
        assertThat(run("queue", "broker", "b", "--fees", "zerodha")).isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err))
                .contains("broker connection b: fees: must be one of india_delivery, india_intraday, none,");
    }

    @Test
    void twoFilesWithOneIdDoNotReplaceEachOther() throws IOException {
        Files.copy(strategies.resolve("nine-positions.json"), strategies.resolve("nine-positions-2.json"));

        assertThat(run("queue", "add", strategies.toString(), "--queue", "q"))
                .isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        assertThat(said(err)).contains("nine-positions.json: not added: it is the same strategy_id as");
        run("queue", "list", "--queue", "q");
        assertThat(said(out)).contains("q: 3 items");
    }

    @Test
    void idsThatWouldLeaveTheResultsAreNotAdded() {
        String file = strategies.resolve("nine-positions.json").toString();

        assertThat(run("queue", "add", file, "--queue", "q", "--user", "../../etc"))
                .isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        assertThat(said(err)).contains("nine-positions.json: not added: user_id", "../../etc");
        run("queue", "list", "--queue", "admin_tester");
        assertThat(said(out)).contains("admin_tester: 0 items");
    }

    @Test
    void filesWithIdsThatCannotBeFolderNamesAreNotAdded() throws IOException {
        String json = Files.readString(strategies.resolve("nine-positions.json"));
        Path strategyId = strategies.resolve("bad-strategy-id.json");
        Path userId = strategies.resolve("bad-user-id.json");
        Files.writeString(
                strategyId, json.replaceFirst("\"strategy_id\"\\s*:\\s*\"[^\"]*\"", "\"strategy_id\": \"../x\""));
        Files.writeString(userId, json.replaceFirst("\"user_id\"\\s*:\\s*\"[^\"]*\"", "\"user_id\": \"a/b\""));

        assertThat(run("queue", "add", strategyId.toString(), userId.toString(), "--queue", "q"))
                .isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        assertThat(said(out)).isEmpty();
        assertThat(said(err))
                .contains("bad-strategy-id.json: not added: /strategy_id: ", "bad-user-id.json: not added: /user_id: ");
    }

    @Test
    void aPlaceWithoutAFileIsAUsageErrorAndMakesNoHome() {
        assertThat(run("queue", "add", folder.resolve("nowhere").toString(), "--queue", "q"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("nowhere: does not exist");
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    void anUnknownQueueNamesTheNearest() {
        assertThat(run("queue", "list", "--queue", "admin-tester")).isEqualTo(ExitCode.USAGE.number());
        assertThat(said(err)).contains("did you mean admin_tester?");
    }

    @Test
    void runsOfAHomeWithoutAnySaySo() {
        assertThat(run("runs", "list")).isZero();
        assertThat(said(out)).contains("nothing ever ran in");
        assertThat(run("runs", "show", "1")).isEqualTo(ExitCode.USAGE.number());
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--nightjar.home=" + folder.resolve("home");
        return new CommandLineApp(
                        (home, queue, overrides, toOut, toErr) -> 0,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(all);
    }

    private static String said(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
