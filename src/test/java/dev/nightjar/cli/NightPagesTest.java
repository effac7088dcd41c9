package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nightjar.batch.NightJob;
import dev.nightjar.data.SampleData;
import dev.nightjar.report.Browser;
import dev.nightjar.run.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Two nights of one queue that changes between them, and what their pages tell. */
final class NightPagesTest {

    private static final Path SAMPLES = Path.of("src/main/resources/samples");
    private static final String HOSTILE =
            "</script><script>document.title='run'</script><img src=x onerror=\"document.title='run'\"> "
                    + "\u202Eright to left \uD83D\uDE80 ' & " + "x".repeat(200);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern SCRIPT = Pattern.compile("(?s)<script.*?</script>|<style.*?</style>");
    private static final Pattern FIGURE = Pattern.compile("(?m)^  (\\w+): \\['[^']+', '");

    @TempDir
    private static Path temp;

    private static Path results;
    private static JsonNode first;
    private static JsonNode second;

    private static final ByteArrayOutputStream OUT = new ByteArrayOutputStream();
    private static final ByteArrayOutputStream ERR = new ByteArrayOutputStream();

    private static int run(String... arguments) {
        OUT.reset();
        ERR.reset();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--nightjar.home=" + temp.resolve("home"));
        return new CommandLineApp(
                        NightJob::run,
                        new PrintStream(OUT, true, StandardCharsets.UTF_8),
                        new PrintStream(ERR, true, StandardCharsets.UTF_8))
                .run(all.toArray(String[]::new));
    }

    private static String said() {
        return OUT.toString(StandardCharsets.UTF_8) + ERR.toString(StandardCharsets.UTF_8);
    }

    private static void done(String... arguments) {
        assertThat(run(arguments)).as(said()).isEqualTo(ExitCode.DONE.number());
    }

    private static Path sample(String name) {
        return SAMPLES.resolve(name);
    }

    /** {@return a sample strategy that says something else of itself} */
    private static Path changed(String sample, String member, String value) throws IOException {
        ObjectNode strategy = (ObjectNode) JSON.readTree(Files.readString(sample("strategies/" + sample)));
        return Files.writeString(
                temp.resolve(sample), strategy.put(member, value).toString());
    }

    @BeforeAll
    static void runsTwoNights() throws IOException {
        SampleData.copyTo(temp.resolve("data"));
        String data = "data=" + temp.resolve("data");
        Path sweep = temp.resolve("sma-cross.json");
        try (InputStream in = NightPagesTest.class.getResourceAsStream("/bench/sma-cross.json")) {
            Files.copy(Objects.requireNonNull(in), sweep);
        }
        results = temp.resolve("home").resolve("backtest_data");
        done("queue", "add", sample("strategies/ema-trend-5m.json").toString(), "--queue", "q", "--broker", "b");
        done("queue", "add", sample("strategies/short-straddle.json").toString(), "--queue", "q", "--broker", "b");
        done(
                "queue",
                "add",
                sweep.toString(),
                "--queue",
                "q",
                "--broker",
                "b",
                "--sweep",
                "fast=5..6",
                "--sweep",
                "slow=20..25:5");
        done("queue=q", data, "capital=500000");
        first = page("q");

        done("queue", "remove", "short-straddle-0930", "--queue", "q");
        done("queue", "remove", "ema-trend-5m", "--queue", "q");
        done("queue", "add", changed("ema-trend-5m.json", "name", HOSTILE).toString(), "--queue", "q", "--broker", "b");
        done("queue", "add", sample("simulations/ma-crossover.json").toString(), "--queue", "q", "--broker", "b");
        done("queue=q", data, "capital=500000");
        second = page("q");
    }

    private static Path night(String queue) {
        return results.resolve("nights").resolve(queue).resolve("2024-10-29").resolve("night.html");
    }

    /** {@return the documents that a night's page holds} */
    private static JsonNode page(String queue) throws IOException {
        Matcher data = Pattern.compile("id=\"data\">([^<]*)<").matcher(Files.readString(night(queue)));
        assertThat(data.find()).isTrue();
        byte[] packed = Base64.getDecoder().decode(data.group(1).strip());
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return JSON.readTree(unpacked);
        }
    }

    private static String shown(Path page, String fragment) throws IOException, InterruptedException {
        Browser browser =
                Browser.find(Files.createDirectories(temp.resolve("browser"))).orElse(null);
        assumeTrue(browser != null, "no Chromium is installed: pages are not looked at");
        Browser.Shown shown = Objects.requireNonNull(browser).show(page.toUri() + fragment);
        assertThat(shown.console()).isEmpty();
        return SCRIPT.matcher(shown.dom()).replaceAll("");
    }

    @Test
    void aNightKnowsTheOneBeforeIt() {
        assertThat(first.path("previous").isNull()).isTrue();
        JsonNode before = second.path("previous");
        assertThat(before.path("run").asInt()).isEqualTo(1);
        assertThat(before.path("total_pnl").decimalValue())
                .isEqualByComparingTo(first.path("night.json")
                        .path("totals")
                        .path("total_pnl")
                        .decimalValue());
        assertThat(before.path("days")).isEqualTo(first.path("days"));
        assertThat(before.path("strategies")
                        .valueStream()
                        .map(row -> row.path("strategy_id").asString()))
                .contains("ema-trend-5m", "short-straddle-0930");
        assertThat(second.path("partitions"))
                .isNotEmpty()
                .allSatisfy(
                        part -> assertThat(part.path("predicted").asDouble()).isPositive());
    }

    @Test
    void whatChangedIsShownAndNoNameIsMarkup() throws IOException, InterruptedException {
        String text = shown(night("q"), "");

        assertThat(text)
                .contains("Against run 1", "the same days")
                .contains(">new<", ">gone<", ">equal, its definition changed<")
                .contains("Sweeps", "4 variants of sma-cross", "Plan and what happened")
                .doesNotContain("<img", "<title>run");
        assertThat(text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))
                .contains(HOSTILE);
        for (MatchResult link :
                Pattern.compile("href=\"([^\"]+)\"").matcher(text).results().toList()) {
            assertThat(night("q").resolveSibling(link.group(1)).normalize()).isRegularFile();
        }
    }

    @Test
    void theReportOfAHostileNameShowsIt() throws IOException, InterruptedException {
        String text = shown(results.resolve("sample-user/ema-trend-5m_b/report.html"), "#trade-1");

        assertThat(text).contains("Why trade 1", "Annual return").doesNotContain("<img", "<title>run");
        assertThat(text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))
                .contains(HOSTILE);
    }

    @Test
    void aSimulationShowsWhatEachTradeCameFrom() throws IOException, InterruptedException {
        Path folder = results.resolve("local/ma-crossover_b");
        String text = shown(folder.resolve("report.html"), "#trade-1");
        JsonNode trade =
                JSON.readTree(Files.readString(folder.resolve("trades.json"))).get(0);

        assertThat(text)
                .contains("Why trade 1", "data-event=\"fill\"", "signal of ", "bought ", "sold ")
                .contains(trade.path("symbol").asString());
    }

    /** Both kinds of metrics.json; what is an object has its own members. */
    @Test
    void everyFigureHasItsDefinition() throws IOException {
        String script;
        try (InputStream in = NightPagesTest.class.getResourceAsStream("/report/strategy.js")) {
            script = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
        int simulated = script.indexOf("const SIMULATED");
        TreeSet<String> strategies = defined(script.substring(0, simulated));
        TreeSet<String> simulations = defined(script);
        JsonNode strategy = JSON.readTree(Files.readString(results.resolve("sample-user/ema-trend-5m_b/metrics.json")));
        JsonNode simulation = JSON.readTree(Files.readString(results.resolve("local/ma-crossover_b/metrics.json")));

        assertThat(strategy.has("sharpe")).isTrue();
        assertThat(strategies).containsExactlyInAnyOrderElementsOf(figures(strategy));
        assertThat(simulations).containsAll(figures(simulation)).containsAll(figures(simulation.path("benchmark")));
    }

    private static TreeSet<String> defined(String script) {
        TreeSet<String> names = new TreeSet<>();
        FIGURE.matcher(script).results().forEach(figure -> names.add(figure.group(1)));
        return names;
    }

    private static List<String> figures(JsonNode metrics) {
        return metrics.propertyStream()
                .filter(member -> !member.getValue().isContainer())
                .map(member -> member.getKey())
                .filter(name ->
                        !List.of("simulation_id", "strategy", "from", "to").contains(name))
                .toList();
    }

    @Test
    void whichPagesAreMadeIsSaid() throws IOException {
        String data = "data=" + temp.resolve("data");
        String strategy = sample("strategies/opening-range-breakout.json").toString();
        done("queue", "add", strategy, "--queue", "pages", "--user", "someone", "--broker", "b");

        assertThat(run("queue=pages", data, "html=some")).isEqualTo(ExitCode.USAGE.number());
        assertThat(said()).contains("html", "none, night, all", "some");
        assertThat(run("queue=pages", data, "html=all", "--no-html")).isEqualTo(ExitCode.USAGE.number());
        assertThat(said()).contains("--no-html and html=… say the same thing; give one of them");

        done("queue=pages", data, "--no-html");
        assertThat(pages("someone")).isEmpty();
        assertThat(night("pages")).doesNotExist();
        assertThat(run("runs", "open", "1", "--queue", "pages")).isEqualTo(ExitCode.USAGE.number());
        assertThat(said()).contains("it was run without pages, or somebody deleted it");

        done("queue=pages", data, "html=night");
        assertThat(pages("someone")).isEmpty();
        assertThat(page("pages").path("reports").asBoolean()).isFalse();

        done("queue=pages", data);
        assertThat(pages("someone")).containsExactly("report.html");
        assertThat(page("pages").path("reports").asBoolean()).isTrue();
        assertThat(run("runs", "open", "2", "--queue", "pages")).isEqualTo(ExitCode.USAGE.number());
        assertThat(said()).contains("the page of 2024-10-29 is that of run 3");
        done("runs", "open", "3", "--queue", "pages");
        assertThat(OUT.toString(StandardCharsets.UTF_8).strip())
                .isEqualTo(night("pages").toAbsolutePath().toString());
        assertThat(run("runs", "open", "4", "--queue", "pages")).isEqualTo(ExitCode.USAGE.number());
    }

    private static List<String> pages(String user) throws IOException {
        try (Stream<Path> files = Files.walk(results.resolve(user))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".html"))
                    .toList();
        }
    }
}
