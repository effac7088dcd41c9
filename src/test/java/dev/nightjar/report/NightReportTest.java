package dev.nightjar.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The page of a night that has everything that is hard to show at once, beside two thousand plain strategies. */
final class NightReportTest {

    private static final int PLAIN = 2_000;
    private static final int MOST_BYTES = 5_000_000;

    @TempDir
    private static Path temp;

    private static byte[] page;
    private static Map<String, String> told = Map.of();

    private static final List<Map<String, @Nullable Object>> STRATEGIES = new ArrayList<>();

    private static final String ASKED = """
            const texts = (root, inside) => [...document.querySelectorAll(root)].map(one => inside ? [...one.children].map(cell => cell.textContent).join('|') : one.textContent);
            const heat = () => texts('#heat tr', true).join(' / ');
            const pick = (id, place) => { const select = document.getElementById(id); select.selectedIndex = place; select.dispatchEvent(new Event('change')); };
            tell('cards', [...document.querySelectorAll('.card')].map(card => card.querySelector('dt dfn').firstChild.textContent + ' ' + card.querySelector('dd').textContent).join(' / '));
            tell('notices', texts('.notice').join(' / '));
            tell('links', [...document.querySelectorAll('#ranking a')].slice(0, 2).map(link => link.getAttribute('href') + link.parentElement.textContent).join(' / '));
            tell('sweeps', texts('#sweep option').join(' / '));
            tell('one', heat());
            tell('one has', String(document.getElementById('down')));
            pick('figure', 1);
            tell('factors', heat());
            pick('figure', 0);
            pick('sweep', 1);
            tell('three', heat());
            tell('three told', document.querySelector('#sweeps .under').textContent);
            tell('titles', [...document.querySelectorAll('#heat td')].map(cell => cell.title).join(' / '));
            pick('across', 2);
            tell('number by flag', heat());
            pick('down', 2);
            tell('a parameter with itself', heat());
            pick('sweep', 2);
            tell('mixed', heat());
            tell('variants', texts('#sweeps tbody tr', true).slice(-5).join(' / '));
            pick('sweep', 4);
            tell('of another', heat());
            pick('sweep', 5);
            pick('down', 0);
            tell('several currencies', heat());
            pick('figure', 1);
            tell('some factors', heat());
            tell('some factors have', [...document.querySelectorAll('#heat td')].map(cell => cell.title).join(' / ') + ' / ' + document.querySelector('#sweeps .under').textContent);
            pick('figure', 0);
            const sort = (table, column) => [...document.querySelectorAll('#' + table + ' thead button')].find(button => button.textContent === column).click();
            sort('ranking', 'P&L');
            tell('least', document.querySelector('#ranking tbody tr').children[3].textContent);
            tell('count', document.querySelector('#ranking [role=status]').textContent);
            const search = document.getElementById('filter-text');
            search.value = 'plain 77';
            search.dispatchEvent(new Event('input'));
            tell('found', document.querySelector('#ranking [role=status]').textContent);
            tell('bars', [...document.querySelectorAll('#time-line rect')].map(bar => [bar.dataset.partition, Math.round(bar.getAttribute('x')), Math.round(bar.getAttribute('width')), bar.getAttribute('y')].join(' ')).join(' / '));
            tell('line', texts('#time-line text').join(' / '));
            tell('partitions', [...document.querySelectorAll('#plan table')[0].querySelectorAll('tbody tr')].map(row => [...row.children].map(cell => cell.textContent).join('|')).join(' / '));
            tell('way', [...document.querySelectorAll('#plan table')[1].querySelectorAll('tbody tr')].map(row => row.textContent).join(' / '));
            tell('plan', texts('#plan > .under').join(' / '));
            tell('reasons', document.querySelectorAll('#lost li').length + ' and ' + document.querySelector('#lost summary').textContent);
            document.querySelector('#lost details').open = true;
            await new Promise(later => setTimeout(later, 100));
            tell('all reasons', String(document.querySelectorAll('#lost li').length));
            tell('title', document.title);
            const flaws = async rules => (await axe.run(rules)).violations.filter(one => ['serious', 'critical'].includes(one.impact))
              .map(flaw => flaw.id + ' ' + flaw.nodes.slice(0, 3).map(node => node.target.join(' ') + ' ' + node.failureSummary).join('; ')).join(' / ');
            tell('flaws', await flaws({}));
            document.querySelector('header button').click();
            tell('flaws in other colours', await flaws({ runOnly: ['color-contrast'] }));
            tell('markup', String(document.querySelectorAll('main img, main b').length));
            """;

    private static Map<String, @Nullable Object> strategy(
            String id, String status, @Nullable Object pnl, Map<String, Object> parameters) {
        Map<String, @Nullable Object> strategy = new LinkedHashMap<>();
        boolean done = status.equals("completed");
        strategy.put("user_id", "u");
        strategy.put("strategy_id", id);
        strategy.put("strategy_name", id);
        strategy.put("broker_connection_id", "b");
        strategy.put("scale", 1);
        strategy.put("sweep_of", null);
        strategy.put("parameters", parameters);
        strategy.put("status", status);
        strategy.put("rank", done ? STRATEGIES.size() + 1 : null);
        strategy.put("folder", done ? "u/" + id : null);
        strategy.put("exchange", done ? "NSE" : null);
        strategy.put("currency", done ? "INR" : null);
        strategy.put("total_trades", done ? 3 : null);
        strategy.put("total_pnl", pnl);
        strategy.put("win_rate", null);
        strategy.put("profit_factor", pnl);
        strategy.put("max_drawdown", done ? 1.5 : null);
        strategy.put(
                "reasons",
                done ? List.of() : List.of("<b>because</b> of <img src=x onerror=\"document.title='run'\">"));
        STRATEGIES.add(strategy);
        return strategy;
    }

    private static Map<String, @Nullable Object> swept(
            String of, String status, @Nullable Object pnl, Map<String, Object> parameters) {
        Map<String, @Nullable Object> strategy = strategy(of + STRATEGIES.size(), status, pnl, parameters);
        strategy.put("sweep_of", of);
        return strategy;
    }

    private static Map<String, Object> parameters(Object... namesAndValues) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        for (int place = 0; place < namesAndValues.length; place += 2) {
            parameters.put((String) namesAndValues[place], namesAndValues[place + 1]);
        }
        return parameters;
    }

    private static Map<String, @Nullable Object> sum(
            @Nullable String currency, @Nullable String exchange, double pnl, double fees) {
        Map<String, @Nullable Object> sum = new LinkedHashMap<>();
        sum.put("currency", currency);
        sum.put("exchange", exchange);
        sum.put("strategies", 2);
        sum.put("total_pnl", pnl);
        sum.put("fees", fees);
        return sum;
    }

    @BeforeAll
    static void aHardNight() throws Exception {
        String done = "completed";
        swept("one", done, 200.0, parameters("fast", 10));
        swept("one", done, -50.0, parameters("fast", 9));
        swept("one", "failed", null, parameters("fast", 0.5));
        // texts, flags and numbers; a, true, 2 is missing, b, false, 1 has failed
        swept("three", done, 10.0, parameters("text", "a", "flag", true, "number", 1));
        swept("three", done, 30.0, parameters("text", "a", "flag", false, "number", 1));
        swept("three", done, 50.0, parameters("text", "a", "flag", false, "number", 2));
        swept("three", done, -10.0, parameters("text", "b", "flag", true, "number", 1));
        swept("three", done, -20.0, parameters("text", "b", "flag", true, "number", 2));
        swept("three", "failed", null, parameters("text", "b", "flag", false, "number", 1));
        swept("three", "rejected", null, parameters("text", "<b>c</b>", "flag", false, "number", 1));
        strategy("long", "failed", null, Map.of()).put("reasons", Collections.nCopies(2_500, "2014-11-03: it failed"));
        swept("mixed", done, 1.0, parameters("any", 1));
        swept("mixed", done, 2.0, parameters("any", "1"));
        swept("mixed", done, 3.0, parameters("any", true));
        swept("mixed", done, 4.0, parameters("any", "09:15"));
        swept("mixed", done, 5.0, parameters("other", 7));
        swept("shared", done, 6.0, parameters("fast", 1));
        swept("shared", done, 7.0, parameters("fast", 1)).put("user_id", "\u202Eother");
        swept("part", done, 2.0, parameters("fast", 1, "slow", 1));
        swept("part", done, 4.0, parameters("fast", 1, "slow", 2)).put("profit_factor", null);
        swept("part", done, 6.0, parameters("fast", 2, "slow", 1))
                .putAll(Map.of("currency", "USD", "exchange", "XNYS"));
        swept("part", done, 8.0, parameters("fast", 2, "slow", 2));
        strategy("yen", done, 1_234_567.0, Map.of()).putAll(Map.of("currency", "JPY", "exchange", "XTKS"));
        strategy("coin", done, 0.00012, Map.of()).put("exchange", "COINX");
        STRATEGIES.get(STRATEGIES.size() - 1).put("currency", null);
        for (int number = 0; number < PLAIN; number++) {
            strategy("plain " + number, done, number * 7919 % 100_003 - 50_000.25, Map.of());
        }
        Map<String, @Nullable Object> night = new LinkedHashMap<>(Map.of(
                "run",
                7,
                "queue",
                "q",
                "trigger",
                "manual",
                "mode",
                "live_simulation",
                "speed",
                500,
                "sample_data",
                false,
                "from",
                "2024-10-28",
                "to",
                "2024-10-29"));
        night.put("started_at", "2024-10-30T02:30:00.5Z");
        night.put("finished_at", "2024-10-30T03:31:02Z");
        Map<String, Object> totals = new LinkedHashMap<>(Map.of(
                "instances",
                STRATEGIES.size(),
                "completed",
                PLAIN,
                "rejected",
                1,
                "failed",
                2,
                "total_trades",
                123_456));
        totals.put(
                "currencies",
                List.of(
                        sum("INR", null, -1_234_567.5, 0),
                        sum("JPY", null, 1_234_567, 0.5),
                        sum(null, "COINX", 0.00012, 0)));
        night.put("totals", totals);
        night.put("strategies", STRATEGIES);
        page = NightReport.of(
                "q 7 <i>",
                "1.2",
                JsonMapper.shared().writeValueAsBytes(night),
                new NightReport.Facts(true, List.of(1), null, course()));
        DevTools browser =
                DevTools.start(Files.createDirectories(temp.resolve("browser"))).orElse(null);
        if (browser != null) {
            try (browser) {
                browser.open(
                        Files.write(temp.resolve("night.html"), page).toUri().toString());
                browser.ask(DevTools.axe());
                told = browser.told(ASKED);
                assertThat(browser.complaints()).noneMatch(complaint -> !complaint.contains("willReadFrequently"));
            }
        }
    }

    /** Two beside each other, one five times as long; seven hours later a third process went on. */
    private static NightReport.Course course() {
        double later = 1_000 + 7 * 3_600;
        return new NightReport.Course(
                1,
                new NightReport.Expected(2, 12, 6, "3 earlier runs"),
                List.of(
                        part("p0001", 1.0, 2.0, 1_002.0, 1, false),
                        part("p0002", 1.0, 2.0, 1_002.0, 1, false),
                        part("p0003", 1.0, 10.0, 1_012.0, 1, false),
                        part("p0004", 4.0, 2.0, later + 2, 3, true),
                        new NightReport.Part("s0005-1", 1, 0, 4, 1.0, null, null, null, 0, false)),
                List.of(
                        new NightReport.Event(
                                1_001, "memory", "p0003", "partition p0003 is run in halves: <b>too little</b>"),
                        new NightReport.Event(1_012.5, "stopped", null, "asked to"),
                        new NightReport.Event(later, "worker", "p9999", "partition p9999 is tried again: KILLED"),
                        new NightReport.Event(later, "warning", null, "<b>2024-10-30</b> has no candles")));
    }

    private static NightReport.Part part(
            String name, double predicted, double wall, double finished, long attempts, boolean ownProcess) {
        return new NightReport.Part(name, 3, 2, 0, predicted, wall, wall, finished, attempts, ownProcess);
    }

    private static String told(String name) {
        assumeTrue(!told.isEmpty(), "no Chromium is installed: pages are not looked at");
        return Objects.requireNonNull(told.get(name), name);
    }

    @Test
    void thousandsOfStrategiesAreASmallPage() {
        assertThat(page).hasSizeLessThan(MOST_BYTES);
        assertThat(new String(page, StandardCharsets.UTF_8)).contains("<title>q 7 &lt;i&gt;</title>");
        assertThat(PageData.of(page).path("night.json").path("strategies")).hasSize(STRATEGIES.size());
    }

    @Test
    void moneyIsGroupedAsItsCurrencyIsAndNeverAddedUp() {
        assertThat(told("cards"))
                .contains(
                        "Profit and loss, INR \u221212,34,567.50 / Profit and loss, JPY 1,234,567 / Profit and loss, money of COINX 0.00012 / ")
                .contains("Fees, INR 0.00 / Fees, JPY 0.5 / Fees, money of COINX 0.00");
    }

    /** A report that could not be made is not linked; the numbers are. */
    @Test
    void whatIsNotThereIsNotLinked() {
        assertThat(told("links"))
                .isEqualTo("../../../u/one0/report.htmlone0 / ../../../u/one1/metrics.jsonone1 (no report)");
    }

    @Test
    void aSweepOfOneParameterIsARow() {
        assertThat(told("sweeps"))
                .isEqualTo("one of u / three of u / mixed of u / shared of u / shared of \u202Eother / part of u");
        assertThat(told("one")).isEqualTo("fast \u2192|0.5|9|10 / P&L|failed|\u221250.00|200.00");
        assertThat(told("one has")).isEqualTo("null");
        assertThat(told("factors")).isEqualTo("fast \u2192|0.5|9|10 / profit factor|failed|\u221250.00|200.00");
    }

    /** What varies beside them is averaged; what is missing, rejected or failed is no zero. */
    @Test
    void twoOfThreeParametersAreAMap() {
        assertThat(told("three"))
                .isEqualTo(
                        "flag \u2193  text \u2192|<b>c</b>|a|b / false|rejected|40.00|failed / true|\u2013|10.00|\u221215.00");
        assertThat(told("three told")).contains("7 variants of three of u", "a cell shows the average");
        assertThat(told("titles"))
                .isEqualTo(
                        "1 variant, 1 without a result / 2 variants, their average / 1 variant, 1 without a result / no variant / 1 variant"
                                + " / 2 variants, their average");
        assertThat(told("number by flag"))
                .isEqualTo("flag \u2193  number \u2192|1|2 / false|30.00*|50.00 / true|0.00|\u221220.00");
        assertThat(told("a parameter with itself")).isEqualTo("number \u2192|1|2 / P&L|10.00*|15.00");
    }

    @Test
    void valuesOfAllKindsStandApart() {
        assertThat(told("mixed"))
                .isEqualTo("other \u2193  any \u2192|true|1|09:15|\"1\"|none / 7|\u2013|\u2013|\u2013|\u2013|5.00"
                        + " / none|3.00|1.00|4.00|2.00|\u2013");
        assertThat(told("variants")).contains("|mixed12|1|\u2013|completed|2.00|INR|3|");
    }

    @Test
    void whatTwoUsersSweptIsNotMixed() {
        assertThat(told("of another")).isEqualTo("fast \u2192|1 / P&L|7.00");
    }

    /** What is in no average is counted, and amounts of several currencies have none. */
    @Test
    void whatHasNoAverageIsSaid() {
        assertThat(told("several currencies")).isEqualTo("fast \u2192|1|2 / P&L|3.00 INR|several currencies");
        assertThat(told("some factors")).isEqualTo("fast \u2192|1|2 / profit factor|2.00*|7.00");
        assertThat(told("some factors have"))
                .startsWith("2 variants, their average, 1 without a profit factor / 2 variants, their average / ")
                .endsWith(
                        "Of cells with a star some variants have no result, or no profit factor, and are in no average.");
    }

    @Test
    void allCanBeSortedAndSearched() {
        assertThat(told("least")).isEqualTo("\u221250,000.25");
        assertThat(told("count")).isEqualTo("1 to 25 of 2020");
        assertThat(told("found")).isEqualTo("1 to 11 of 11 that match, of 2020");
    }

    /** The seven hours in which nothing ran are cut out; the straggler, the one taken up again and the simulation are told. */
    @Test
    void theTimeLineShowsWhatHappened() {
        assertThat(told("bars")).isEqualTo("p0001 0 136 2 / p0002 0 136 20 / p0003 136 680 2 / p0004 864 136 2");
        assertThat(told("line")).isEqualTo("nothing ran for 6 h 59 min 48 s / 0 s / 7 h 2 s");
        assertThat(told("partitions").split(" / "))
                .containsExactly(
                        "p0001|3 strategies, 2 days|1.00 s|2.00 s|200 %|2.00 s|0 ms|",
                        "p0002|3 strategies, 2 days|1.00 s|2.00 s|200 %|2.00 s|0 ms|",
                        "p0003|3 strategies, 2 days|1.00 s|10.0 s|1000 %|10.0 s|2.00 s|straggler: more than twice the median"
                                + "partition p0003 is run in halves: <b>too little</b>",
                        "p0004|3 strategies, 2 days|4.00 s|2.00 s|50 %|2.00 s|7 h|taken up 3 timesin a process of its own",
                        "s0005-1|a simulation, 4 symbols|1.00 s|\u2013|\u2013|\u2013|\u2013|");
        assertThat(told("way"))
                .isEqualTo("1970-01-01 00:16:52asked to / 1970-01-01 07:16:40partition p9999 is tried again: KILLED / "
                        + "1970-01-01 07:16:40<b>2024-10-30</b> has no candles");
        assertThat(told("notices")).contains("1 warning: <b>2024-10-30</b> has no candles");
        assertThat(told("plan"))
                .contains("4 of them were measured", "with 2 workers, from 3 earlier runs", "taken up again once");
    }

    /** Of each that failed, those of ten years are there once somebody asks for them. */
    @Test
    void reasonsOfManyDaysAreFolded() {
        assertThat(told("reasons")).isEqualTo("23 and and 2480 more");
        assertThat(told("all reasons")).isEqualTo("2503");
    }

    @Test
    void thoseWhoCannotSeeItMissNothing() {
        assertThat(told("flaws")).isEmpty();
        assertThat(told("flaws in other colours")).isEmpty();
    }

    @Test
    void noTextIsMarkup() {
        assertThat(told("title")).isEqualTo("q 7 <i>");
        assertThat(told("markup")).isEqualTo("0");
    }
}
