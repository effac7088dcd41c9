package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nightjar.report.DevTools;
import dev.nightjar.run.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
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

    @TempDir
    private static Path temp;

    private static Path results;

    private static @Nullable DevTools devTools;

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
    void reportShowsNinePositions() throws Exception {
        String text = shown(results.resolve(NINE).resolve("report.html"), "");

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
    void anAddressOpensWhyATradeHappened() throws Exception {
        String text = shown(results.resolve(NINE).resolve("report.html"), "#trade-3");

        assertThat(text)
                .contains("<dialog", "open=\"\"", "Why trade 3")
                .contains("Previous[TI.1m.Close] > re-entry-signal-4.SignalHigh", "24293.75 > 24285.90");
    }

    @Test
    void nightShowsRanksAndReasons() throws Exception {
        String text = shown(results.resolve(NIGHT), "");

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
    void pagesHaveNoSeriousFlawForThoseWhoCannotSeeThem() throws Exception {
        for (Path page : List.of(results.resolve(NINE).resolve("report.html"), results.resolve(NIGHT))) {
            DevTools browser = browser();
            browser.open(page.toUri().toString());
            browser.ask(DevTools.axe());

            Map<String, String> flaws = browser.told(CHECK);

            assertThat(flaws.keySet())
                    .containsExactlyElementsOf(
                            page.endsWith("report.html")
                                    ? List.of("first", "other-theme", "dialog", "dialog-first-theme")
                                    : List.of("first", "other-theme"));
            assertThat(flaws.values()).allMatch(String::isEmpty);
        }
    }

    private static final String CHECK = """
            const look = async state => tell(state, (await axe.run()).violations.filter(one => ['serious', 'critical'].includes(one.impact))
              .map(flaw => flaw.id + ' ' + flaw.nodes.slice(0, 3).map(node => node.target.join(' ') + ' ' + node.failureSummary).join('; ')).join(' / '));
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
            """;

    /** Sorting, searching, the calendar, a chart and why a trade happened, without a mouse. */
    @Test
    void aReportIsUsedByKeysAlone() throws Exception {
        DevTools browser = browser();
        browser.open(results.resolve(NINE).resolve("report.html").toUri().toString());

        browser.press("Tab");
        assertThat(focused(browser)).contains("colours");
        focus(browser, "#trades th:nth-child(5) button");
        browser.press("Enter");
        assertThat(said(browser, "document.querySelector('#trades th:nth-child(5)').ariaSort"))
                .isEqualTo("ascending");
        assertThat(said(browser, FIRST_TRADE)).isEqualTo("1");
        browser.press("Enter");
        assertThat(said(browser, FIRST_TRADE)).isEqualTo("9");

        focus(browser, "#filter-text");
        browser.send("Input.insertText", Map.of("text", "24400:ce"));
        assertThat(browser.ask("document.querySelectorAll('#trades tbody tr').length")
                        .asInt())
                .isEqualTo(2);

        focus(browser, "#days td button");
        browser.press("Enter");
        assertThat(said(browser, "document.activeElement.value")).isEqualTo("2024-10-29");
        assertThat(browser.ask("document.querySelectorAll('#trades tbody tr').length")
                        .asInt())
                .isEqualTo(9);

        focus(browser, "#prices .chart");
        browser.press("ArrowDown");
        assertThat(said(browser, "document.activeElement.querySelector('[aria-live]').textContent"))
                .isEqualTo("entry of trade 1 at 09:19:00, which made \u22125,883.75; Enter tells why");
        browser.press("ArrowRight");
        assertThat(said(browser, "document.activeElement.querySelector('[aria-live]').textContent"))
                .startsWith("09:20:00, NIFTY 24,2");
        browser.press("ArrowDown");
        browser.press("Enter");
        assertThat(said(browser, WHY)).startsWith("Why trade 1:");
        browser.press("Escape");
        assertThat(said(browser, WHY)).isEmpty();
        assertThat(focused(browser)).startsWith("NIFTY on 2024-10-29 with 18 entries and exits");

        focus(browser, "[aria-label='Why trade 3']");
        browser.press("Enter");
        assertThat(said(browser, WHY)).startsWith("Why trade 3:");
        browser.press("Escape");
        assertThat(focused(browser)).isEqualTo("Why trade 3");

        focus(browser, "#figures dfn");
        assertThat(said(browser, TIP)).isEqualTo("block");
        browser.press("Escape");
        assertThat(said(browser, TIP)).isEqualTo("none");
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests()).singleElement().asString().endsWith("/report.html");
    }

    private static final String FIRST_TRADE = "document.querySelector('#trades tbody button').textContent";
    private static final String WHY =
            "document.querySelector('dialog').open ? document.querySelector('#why-title').textContent : ''";
    private static final String TIP = "getComputedStyle(document.activeElement.querySelector('.tip')).display";

    private static String said(DevTools browser, String script) throws Exception {
        return browser.ask(script).asString();
    }

    private static void focus(DevTools browser, String place) throws Exception {
        assertThat(browser.ask("document.querySelector(\"" + place
                                + "\").focus(), document.activeElement === document.querySelector(\"" + place + "\")")
                        .asBoolean())
                .as(place)
                .isTrue();
    }

    private static String focused(DevTools browser) throws Exception {
        return said(browser, "document.activeElement.ariaLabel || document.activeElement.textContent");
    }

    @Test
    void aReportTakesTwoPagesOfPaper() throws Exception {
        DevTools browser = browser();
        for (String strategy : List.of(NINE.toString(), "admin_tester/ema-trend-5m_sample")) {
            browser.open(
                    results.resolve(strategy).resolve("report.html").toUri().toString());

            assertThat(browser.pagesOnPaper()).as(strategy).isEqualTo(2);
        }
    }

    private static DevTools browser() throws Exception {
        if (devTools == null) {
            devTools = DevTools.start(Files.createDirectories(temp.resolve("devtools")))
                    .orElse(null);
        }
        assumeTrue(devTools != null, "no Chromium is installed: pages are not looked at");
        return Objects.requireNonNull(devTools);
    }

    @AfterAll
    static void closesTheBrowser() throws Exception {
        if (devTools != null) {
            devTools.close();
        }
    }

    /** {@return what people see} */
    private static String shown(Path page, String fragment) throws Exception {
        DevTools browser = browser();
        browser.open(page.toUri() + fragment);
        assertThat(browser.complaints()).isEmpty();
        return browser.text();
    }
}
