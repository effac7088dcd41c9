package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nightjar.batch.NightJob;
import dev.nightjar.data.SampleData;
import dev.nightjar.report.DevTools;
import dev.nightjar.report.PageData;
import dev.nightjar.run.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Two nights, of which the second is full of names that mean something to browsers, and what their pages tell. */
final class NightPagesTest {

    private static final Path SAMPLES = Path.of("src/main/resources/samples");
    private static final String HOSTILE =
            "</script><script>document.title='run'</script><img src=x onerror=\"document.title='run'\"> "
                    + "\u202Eright to left \uD83D\uDE80 ' & " + "x".repeat(200);
    private static final JsonMapper JSON = JsonMapper.shared();
    /** Whatever folders may be named on every system. */
    private static final String USER = "us#er %41&amp;'";

    private static final String ID = "a#b%2F'c&d;e";
    private static final String BROKER = "b+r=~`{$}";
    private static final Pattern FIGURE = Pattern.compile("(?m)^  (\\w+): \\['[^']+', '");

    @TempDir
    private static Path temp;

    private static Path results;
    private static @Nullable DevTools devTools;
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

    /** {@return a sample strategy whose names are hostile: its own, its user's and those of its nodes} */
    private static Path hostile() throws IOException {
        ObjectNode strategy = (ObjectNode) JSON.readTree(Files.readString(sample("strategies/ema-trend-5m.json")));
        strategy.put("name", HOSTILE).put("strategy_id", ID);
        strategy.findParents("type").stream()
                .filter(node -> node.path("type").asString().endsWith("Node"))
                .forEach(node -> ((ObjectNode) node.path("data")).put("label", HOSTILE));
        return Files.writeString(temp.resolve("hostile.json"), strategy.toString());
    }

    /** {@return one whose mistakes are quoted in its reasons} */
    private static Path rejected() throws IOException {
        return Files.writeString(
                temp.resolve("rejected.json"),
                Files.readString(sample("strategies/ema-trend-5m.json"))
                        .replace("ema-trend-5m", "rejected")
                        .replace(
                                "\"strategyType\": \"intraday\"",
                                "\"strategyType\": \"<img src=x onerror=document.title=1>\""));
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
        done("queue", "add", hostile().toString(), "--queue", "q", "--user", USER, "--broker", BROKER);
        assertThat(run("queue", "add", rejected().toString(), "--queue", "q", "--broker", "b"))
                .isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        done("queue", "add", sample("simulations/ma-crossover.json").toString(), "--queue", "q", "--broker", "b");
        assertThat(run("queue=q", data, "capital=500000")).as(said()).isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        second = page("q");
    }

    private static Path night(String queue) {
        return results.resolve("nights").resolve(queue).resolve("2024-10-29").resolve("night.html");
    }

    private static JsonNode page(String queue) {
        return PageData.of(night(queue));
    }

    /** {@return what people see; as text, so that markup in it is a name that was shown as it is} */
    private static String shown(URI address) throws Exception {
        if (devTools == null) {
            devTools = DevTools.start(Files.createDirectories(temp.resolve("browser")))
                    .orElse(null);
        }
        assumeTrue(devTools != null, "no Chromium is installed: pages are not looked at");
        DevTools browser = Objects.requireNonNull(devTools);
        browser.open(address.toString());
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests()).hasSize(1);
        assertThat(browser.ask("document.title + document.querySelectorAll('img').length")
                        .asString())
                .doesNotMatch("run.*|1.?")
                .endsWith("0");
        return browser.text();
    }

    @AfterAll
    static void closesTheBrowser() throws Exception {
        if (devTools != null) {
            devTools.close();
        }
    }

    @Test
    void aNightTellsHowItsPartitionsWent() {
        assertThat(first.path("facts").path("previous").isNull()).isTrue();
        assertThat(second.path("facts").path("previous").path("run").asInt()).isEqualTo(1);
        assertThat(second.path("facts")
                        .path("course")
                        .path("expected")
                        .path("workers")
                        .asInt())
                .isPositive();
        assertThat(second.path("facts").path("course").path("partitions"))
                .isNotEmpty()
                .allSatisfy(part -> {
                    assertThat(part.path("predicted").asDouble()).isPositive();
                    assertThat(part.path("attempts").asInt()).isEqualTo(1);
                })
                .anySatisfy(part -> assertThat(part.path("symbols").asInt()).isPositive())
                .anySatisfy(part -> assertThat(part.path("days").asInt()).isEqualTo(1));
    }

    /** A browser takes addresses apart as RFC 3986 says, and so does {@link URI}. */
    @Test
    void linksReachFoldersWhateverTheyAreCalled() throws Exception {
        String text = shown(night("q").toUri());

        assertThat(text)
                .contains(HOSTILE, ID, USER, "<img src=x onerror=document.title=1>")
                .contains("Sweeps", "4 variants of sma-cross", "Plan and what happened");
        List<Path> linked = Pattern.compile("href=\"([^\"]+)\"")
                .matcher(text)
                .results()
                .map(link -> Path.of(night("q").toUri().resolve(link.group(1))))
                .toList();
        Path folder = results.resolve(USER).resolve(ID + "_" + BROKER);
        assertThat(linked).contains(folder.resolve("report.html")).allMatch(Files::isRegularFile);
        String link = Pattern.compile("href=\"([^\"]+us%23er[^\"]+)\"")
                .matcher(text)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        assertThat(shown(night("q").toUri().resolve(link + "#trade-1")))
                .contains("Why trade 1", "Annual return", HOSTILE, ID, USER, BROKER, "<span class=\"name\">" + HOSTILE);
    }

    @Test
    void aSimulationShowsWhatEachTradeCameFrom() throws Exception {
        Path folder = results.resolve("local/ma-crossover_b");
        String text = shown(folder.resolve("report.html").toUri().resolve("#trade-1"));
        JsonNode trade =
                JSON.readTree(Files.readString(folder.resolve("trades.json"))).get(0);

        assertThat(text)
                .contains("Why trade 1", "data-event=\"fill\"", "signal of ", "bought ", "sold ")
                .contains(trade.path("symbol").asString());
    }

    /** One was delisted while it was held, of one there are no bars at all. */
    @Test
    void symbolsThatWereLeftOutOrDelistedAreTold() throws Exception {
        ObjectNode config = (ObjectNode) JSON.readTree(Files.readString(sample("simulations/ma-crossover.json")));
        config.put("simulation_id", "left-out").put("strategy", "buy_and_hold").put("missing_symbols", "skip");
        config.remove("strategy_parameters");
        config.withArray("symbols").add("NOBODY");
        Path file = Files.writeString(temp.resolve("left-out.json"), config.toString());
        String data = "data=" + temp.resolve("data");
        done("queue", "add", file.toString(), "--queue", "left", "--broker", "b");
        done("queue=left", data);

        String text = shown(results.resolve("local/left-out_b/report.html").toUri());

        JsonNode symbols = JSON.readTree(Files.readString(results.resolve("local/left-out_b/symbols.json")));
        String reason = symbols.valueStream()
                .filter(symbol -> symbol.path("symbol").asString().equals("NOBODY"))
                .map(symbol -> symbol.path("reason").asString())
                .findFirst()
                .orElseThrow();
        assertThat(reason).isNotEmpty();
        assertThat(text)
                .contains("Symbols left out", "NOBODY was left out: " + reason, ">dropped: " + reason + "<")
                .contains(">delisted<");
        assertThat(shown(night("left")
                        .resolveSibling("../2024-10-28/night.html")
                        .normalize()
                        .toUri()))
                .contains("1 of 1", "Moving averages, a sleeve each");
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
        assertThat(page("pages").path("facts").path("reports").asBoolean()).isFalse();

        done("queue=pages", data);
        assertThat(pages("someone")).containsExactly("report.html");
        assertThat(page("pages").path("facts").path("reports").asBoolean()).isTrue();
        assertThat(page("pages").path("facts").path("without_report")).isEmpty();
        assertThat(run("runs", "open", "2", "--queue", "pages")).isEqualTo(ExitCode.USAGE.number());
        assertThat(said()).contains("the page of 2024-10-29 is that of run 3");
        done("runs", "open", "3", "--queue", "pages");
        assertThat(OUT.toString(StandardCharsets.UTF_8).strip())
                .isEqualTo(night("pages").toAbsolutePath().toString());
        // of a run that is known no more
        Path json = night("pages").resolveSibling("night.json");
        Files.writeString(json, Files.readString(json).replace("\"run\" : 3,", "\"run\" : 9,"));
        assertThat(run("runs", "open", "3", "--queue", "pages")).isEqualTo(ExitCode.USAGE.number());
        assertThat(said()).contains("the page of 2024-10-29 is that of run 9 of queue pages, not of run 3");
        assertThat(run("runs", "open", "4", "--queue", "pages")).isEqualTo(ExitCode.USAGE.number());
    }

    /** A run that could not write its results is finished with the pages that are asked for then. */
    @Test
    void aRunIsResumedWithOtherPages() throws IOException {
        String data = "data=" + temp.resolve("data");
        String strategy = sample("strategies/opening-range-breakout.json").toString();
        done("queue", "add", strategy, "--queue", "resumed", "--user", "nobody", "--broker", "b");
        Path folder = results.resolve("nobody");
        for (String[] html : new String[][] {{"--no-html"}, {"--html", "night"}, {}}) {
            long run = html.length == 1 ? 1 : html.length == 2 ? 2 : 3;
            if (Files.exists(folder)) {
                Files.move(folder, temp.resolve("results of run " + (run - 1)));
            }
            Path nights = results.resolve("nights/resumed");
            if (Files.exists(nights)) {
                Files.move(nights, temp.resolve("night of run " + (run - 1)));
            }
            Files.writeString(nights, "a file where a folder should be");
            assertThat(run("queue=resumed", data)).as(said()).isEqualTo(ExitCode.INFRASTRUCTURE.number());
            Files.delete(nights);
            String number = String.valueOf(run);

            assertThat(run("runs", "resume", number, "--queue", "resumed", "--html", "some"))
                    .isEqualTo(ExitCode.USAGE.number());
            assertThat(said()).contains("html", "none, night, all", "some");
            assertThat(run("runs", "resume", number, "--queue", "resumed", "--html", "all", "--no-html"))
                    .isEqualTo(ExitCode.USAGE.number());
            assertThat(said()).contains("--no-html and --html say the same thing; give one of them");

            done(Stream.concat(Stream.of("runs", "resume", number, "--queue", "resumed"), Stream.of(html))
                    .toArray(String[]::new));

            assertThat(pages("nobody")).isEqualTo(run == 3 ? List.of("report.html") : List.of());
            assertThat(Files.exists(night("resumed"))).isEqualTo(run > 1);
            done("runs", "verify", number, "--queue", "resumed");
        }
    }

    private static List<String> pages(String user) throws IOException {
        try (Stream<Path> files = Files.walk(results.resolve(user))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".html"))
                    .toList();
        }
    }
}
