package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nightjar.report.Browser;
import dev.nightjar.run.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a night's pages show, in a browser where one is installed. */
final class ReportPagesTest {

    private static final Path NINE = Path.of("admin_tester", "5708424d-5962_sample");
    private static final Path NIGHT = Path.of("nights", "admin_tester", "2024-10-29", "night.html");
    private static final Pattern MARKER = Pattern.compile("<li data-time=\"([0-9.]+)\" data-kind=\"([a-z_]+)\">");
    private static final Pattern SCRIPT = Pattern.compile("(?s)<script.*?</script>|<style.*?</style>");

    @TempDir
    private static Path temp;

    private static Path results;

    @BeforeAll
    static void runsANight() {
        JobHome home = new JobHome(temp.resolve("home"));
        assertThat(home.run("admin_tester", "speed=0")).isEqualTo(ExitCode.DONE_WITH_REJECTS.number());
        results = home.root().resolve("backtest_data");
    }

    @Test
    void everyStrategyAndTheNightHaveAPage() throws IOException {
        try (Stream<Path> folders = Files.list(results.resolve("admin_tester"))) {
            assertThat(folders).isNotEmpty().allMatch(folder -> Files.isRegularFile(folder.resolve("report.html")));
        }
        assertThat(results.resolve(NIGHT)).isNotEmptyFile();
    }

    @Test
    void reportShowsNinePositions() throws IOException, InterruptedException {
        Browser.Shown page = shown(results.resolve(NINE).resolve("report.html"), "");
        String text = SCRIPT.matcher(page.dom()).replaceAll("");

        assertThat(page.console()).isEmpty();
        assertThat(text).contains("Nine positions", "\u221212,630.00", "11.11");
        assertThat(Pattern.compile("aria-label=\"Why trade [0-9]+\"")
                        .matcher(text)
                        .results())
                .hasSize(9);
        assertThat(MARKER.matcher(text).results().map(marker -> (long) Double.parseDouble(marker.group(1))))
                .containsExactlyInAnyOrderElementsOf(times());
    }

    /** {@return when each of the nine trades began and ended, on the exchange's clock} */
    private static List<Long> times() throws IOException {
        JsonNode trades = JsonMapper.shared()
                .readTree(Files.readAllBytes(results.resolve(NINE).resolve("trades.json")));
        return trades.valueStream()
                .flatMap(trade -> Stream.of("entry_time", "exit_time")
                        .map(name -> trade.path(name).asString().substring(0, 19)))
                .map(time -> LocalDateTime.parse(time).toEpochSecond(ZoneOffset.UTC))
                .toList();
    }

    @Test
    void anAddressOpensWhyATradeHappened() throws IOException, InterruptedException {
        Browser.Shown page = shown(results.resolve(NINE).resolve("report.html"), "#trade-3");
        String text = SCRIPT.matcher(page.dom()).replaceAll("");

        assertThat(page.console()).isEmpty();
        assertThat(text)
                .contains("<dialog", "open=\"\"", "Why trade 3")
                .contains("Previous[TI.1m.Close] &gt; re-entry-signal-4.SignalHigh", "24293.75 &gt; 24285.90");
    }

    @Test
    void nightShowsRanksAndReasons() throws IOException, InterruptedException {
        Browser.Shown page = shown(results.resolve(NIGHT), "");
        String text = SCRIPT.matcher(page.dom()).replaceAll("");

        assertThat(page.console()).isEmpty();
        assertThat(text)
                .contains("\u221216,192.50", "7 of 8", "EMA trend follower, 5 minutes", "did you mean crosses_above")
                .contains("href=\"../../../admin_tester/5708424d-5962_sample/report.html\"");
        for (MatchResult link :
                Pattern.compile("href=\"([^\"]+)\"").matcher(text).results().toList()) {
            assertThat(results.resolve(NIGHT).resolveSibling(link.group(1)).normalize())
                    .isRegularFile();
        }
    }

    @Test
    void pagesHaveNoSeriousFlawForThoseWhoCannotSeeThem() throws IOException, InterruptedException {
        for (Path page : List.of(results.resolve(NINE).resolve("report.html"), results.resolve(NIGHT))) {
            Path checked = Files.createTempFile(temp, "checked", ".html");
            Files.writeString(
                    checked,
                    Files.readString(page)
                            .replaceFirst("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "")
                            .replace("</body>", "<script>" + axe() + "</script><script>" + CHECK + "</script></body>"));

            String dom = shown(checked, "").dom();

            assertThat(dom).contains("id=\"axe\"", "first other-theme ");
            assertThat(dom.contains("other-theme dialog dialog-first-theme ")).isEqualTo(page.endsWith("report.html"));
            TreeSet<String> flaws = new TreeSet<>();
            Pattern.compile("data-flaw=\"([^\"]*)\"").matcher(dom).results().forEach(flaw -> flaws.add(flaw.group(1)));
            assertThat(flaws).isEmpty();
        }
    }

    private static final String CHECK = """
            (async () => {
              while (!document.documentElement.dataset.shown) await new Promise(later => setTimeout(later, 50));
              const list = document.createElement('ul');
              list.id = 'axe';
              const look = async state => {
                const found = await axe.run();
                for (const flaw of found.violations.filter(one => ['serious', 'critical'].includes(one.impact))) {
                  const item = document.createElement('li');
                  item.dataset.flaw = state + ' ' + flaw.id + ' ' + flaw.nodes.slice(0, 3).map(node => node.target.join(' ') + ' ' + node.failureSummary).join('; ');
                  list.append(item);
                }
                list.dataset.states = (list.dataset.states || '') + state + ' ';
              };
              const theme = document.querySelector('header button');
              const dialog = document.querySelector('dialog');
              await look('first');
              theme.click();
              await look('other-theme');
              if (dialog) {
                location.hash = '#trade-3';
                while (!dialog.open) await new Promise(later => setTimeout(later, 50));
                await look('dialog');
                theme.click();
                await look('dialog-first-theme');
              }
              document.body.append(list);
            })();
            """;

    private static String axe() throws IOException {
        String name = "META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
        try (InputStream script = ReportPagesTest.class.getClassLoader().getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Browser.Shown shown(Path page, String fragment) throws IOException, InterruptedException {
        Path scratch = Files.createDirectories(temp.resolve("browser"));
        Browser browser = Browser.find(scratch).orElse(null);
        assumeTrue(browser != null, "no Chromium is installed: pages are not looked at");
        return Objects.requireNonNull(browser).show(page.toUri() + fragment);
    }
}
