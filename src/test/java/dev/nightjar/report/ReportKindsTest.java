package dev.nightjar.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of runs that are unlike an Indian day: other currencies, other digits, whole days, a single moment. */
final class ReportKindsTest {

    private static final StrategyReport REPORT = new StrategyReport("1.2.3");
    private static final String TRADE = "{\"trade_id\":\"t\",\"side\":\"BUY\",\"quantity\":75,"
            + "\"entry_time\":\"2024-10-29T09:20:00+05:30\",\"exit_time\":\"2024-10-29T10:00:00+05:30\","
            + "\"re_entry_num\":0,\"fees\":0.5,\"pnl_percent\":0.5,\"duration_seconds\":60,\"entry_flow_ids\":[],\"exit_flow_ids\":[],";

    private static final String EVEN = "\"entry_price\":1,\"exit_price\":1,\"pnl\":0";
    private static final String PLAIN = "\"symbol\":\"A\",\"exit_reason\":\"square_off\",";

    @TempDir
    private static Path temp;

    private static @Nullable DevTools devTools;

    @BeforeAll
    static void startsABrowser() throws Exception {
        devTools =
                DevTools.start(Files.createDirectories(temp.resolve("browser"))).orElse(null);
    }

    @AfterAll
    static void closesTheBrowser() throws Exception {
        if (devTools != null) {
            devTools.close();
        }
    }

    private static DevTools opened() throws Exception {
        return opened("INR", EVEN, "{}");
    }

    /** {@return a report of one trade, opened} */
    private static DevTools opened(@Nullable String currency, String trade, String open) throws Exception {
        assumeTrue(devTools != null, "no Chromium is installed: pages are not looked at");
        DevTools browser = Objects.requireNonNull(devTools);
        Map<String, byte[]> files = StrategyReportTest.files("Kind", 1);
        files.put("trades.json", bytes("[" + TRADE + (trade.contains("symbol") ? "" : PLAIN) + trade + "}]"));
        files.put("positions.json", bytes(open));
        Path page = Files.write(temp.resolve("report.html"), REPORT.of(files, currency, List.of(), null));
        browser.open(page.toUri().toString());
        assertThat(browser.complaints()).isEmpty();
        return browser;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String said(DevTools browser, String script) throws Exception {
        return browser.ask(script).toString().replace("\"", "");
    }

    private static String row(DevTools browser) throws Exception {
        return said(
                browser,
                "[...document.querySelector('#trades tbody tr').children].map(cell => cell.textContent).join(' ')");
    }

    @Test
    void pricesHaveTheDigitsOfTheFinest() throws Exception {
        assertThat(row(opened("JPY", "\"entry_price\":12616,\"exit_price\":13134,\"pnl\":-1234567.5", "{}")))
                .contains(" 12,616 ", " 13,134 ", " \u22121,234,568 ");
        assertThat(row(opened(null, "\"entry_price\":0.00001234,\"exit_price\":0.000011,\"pnl\":0.00012", "{}")))
                .contains(" 0.00001234 ", " 0.00001100 ", " 0.00012 ");
        assertThat(row(opened("INR", "\"entry_price\":181.6,\"exit_price\":182,\"pnl\":131622.61", "{}")))
                .contains(" 181.60 ", " 182.00 ", " 1,31,622.61 ");
    }

    @Test
    void amountsAreGroupedAsTheirCurrencyIs() throws Exception {
        DevTools browser = opened();

        for (String told : List.of(
                "INR -10000000.5 \u22121,00,00,000.50",
                "USD 1234567.891234 1,234,567.89",
                "USD 0.0035 0.0035",
                "JPY 1234567 1,234,567",
                "KWD 1234.5 1,234.500",
                "XBT 0.000001 0.000001")) {
            String[] parts = told.split(" ");
            assertThat(said(browser, "new Format('" + parts[0] + "').money(" + parts[1] + ")"))
                    .as(told)
                    .isEqualTo(parts[2]);
        }
        assertThat(said(browser, "new Format(null).money(1234.567891)")).isEqualTo("1,234.567891");
    }

    /** What is opened inside the closing second is closed before it was opened; what is rounded to 0 has no sign. */
    @Test
    void signsStandBeforeWholeDurationsAndNotBeforeZero() throws Exception {
        DevTools browser = opened();

        for (String told : List.of(
                "duration(-1) \u221200:00:01",
                "duration(-0.25) \u221200:00:00.25",
                "duration(0.25) 00:00:00.25",
                "duration(59.999999999) 00:00:59.999999999",
                "duration(0) 00:00:00",
                "duration(5340) 01:29:00",
                "duration(90061.5) 1\u00a0d\u00a001:01:01",
                "percent(-0.003) 0.00\u00a0%",
                "percent(-0.006) \u22120.01\u00a0%",
                "ratio(-12.5) \u221212.50",
                "number(-0.0000001) 0")) {
            String[] parts = told.split(" ");
            assertThat(said(browser, "new Format('INR')." + parts[0]).replace(' ', '\u00a0'))
                    .as(told)
                    .isEqualTo(parts[1]);
        }
    }

    /** A simulation of hundreds of symbols names them in its configuration. */
    @Test
    void longListsAreCut() throws Exception {
        DevTools browser = opened();
        String list = "facts({ symbols: Array.from({ length: %d }, (none, place) => 'S' + place) }).textContent";

        assertThat(said(browser, list.formatted(3))).isEqualTo("symbolsS0, S1, S2");
        assertThat(said(browser, list.formatted(500)))
                .startsWith("symbolsS0, S1, ")
                .endsWith(", S49 and 450 more");
        assertThat(said(browser, "facts({ a: [], b: [{}] }).textContent")).isEqualTo("a[]b[{}]");
    }

    /** A quarter of a hundredth, as currencies trade in. */
    @Test
    void slippageOfAFillIsAPrice() throws Exception {
        DevTools browser = opened();
        String why = "(() => { const trade = { number: 1, side: 'BUY', quantity: 1, symbol: 'USDINR', pnl: 0, fees: 0,"
                + " entry_time: '2024-10-29T09:20:00+05:30', exit_time: '2024-10-29T09:21:00+05:30',"
                + " exit_reason: 'square_off', entry_price: 83.1225, exit_price: 83.1225, entry_flow_ids: ['e'] };"
                + " const event = { event_id: 'e', event_type: 'node_completed', timestamp: trade.entry_time,"
                + " opened: [{ symbol: 'USDINR', quantity: 1, price: 83.1225, slippage: 0.0025, fees: 0 }] };"
                + " const format = new Format('INR'); format.like([83.1225]);"
                + " const dialog = whyDialog(new Map([['e', event]]), format, { prices: [] }, false, [trade], () => true);"
                + " document.body.append(dialog.element); dialog.open(trade);"
                + " return [...dialog.element.querySelectorAll('td.number')].map(cell => cell.textContent).join(' '); })()";

        assertThat(said(browser, why)).startsWith("1 83.1225 0.0025 0.00 ");
    }

    /** Of a day before the first trade that is listed nobody may say that nothing was done. */
    @Test
    void aDayWhoseTradesAreNotListedIsNotOneWithout() throws Exception {
        DevTools browser = opened();
        String told =
                "(first => { const line = date => ({ date, symbol: 'A', underlying: true, times: [100], values: [1] });"
                        + " const trade = { number: first + 1, symbol: 'A', side: 'BUY', pnl: 1, re_entry_num: 0, exit_reason: '',"
                        + " entry_time: '2024-10-29T09:20:00+05:30', exit_time: '2024-10-29T09:21:00+05:30', entry_price: 1, exit_price: 1 };"
                        + " const one = prices({ prices: ['2024-10-28', '2024-10-29', '2024-10-30'].map(line), trades: { first } }, [trade],"
                        + " new Format('INR'), () => {});"
                        + " return ['2024-10-28', '2024-10-29', '2024-10-30'].map(day => { one.show(day);"
                        + " return one.element.querySelector('p.under').textContent.slice(0, 95); }).join(' / '); })";

        assertThat(said(browser, told + "(2)"))
                .isEqualTo(
                        "Trades before number 3 are not listed in this page, and not marked here; trades.json beside it "
                                + " / Trades before number 3 are not listed in this page, and not marked here; trades.json beside it "
                                + " / Nothing was entered or left on this day.");
        assertThat(said(browser, told + "(0)"))
                .startsWith("Nothing was entered or left on this day. / Triangles: entries")
                .endsWith(" / Nothing was entered or left on this day.");
    }

    /** What the page has no room for is said, at the chart and where somebody asks why. */
    @Test
    void pricesOfContractsThatAreLeftOutAreSaid() throws Exception {
        DevTools browser = opened();

        assertThat(said(browser, "String(document.getElementById('contracts-left-out'))"))
                .isEqualTo("null");
        browser.ask("location.hash = '#trade-1', new Promise(done => setTimeout(done, 100))");
        assertThat(said(browser, "document.querySelector('dialog').textContent"))
                .contains("The price of A at that time is not in this page.");
        Path page = temp.resolve("report.html");
        String more = new String(
                Packed.of(bytes("{\"contracts_from\":\"2024-10-30\"}")).base64(), StandardCharsets.UTF_8);
        Files.writeString(page, Files.readString(page).replace("id=\"data\">", "id=\"data\">" + more));
        browser.open(page.toUri().toString());
        assertThat(said(browser, "document.querySelector('#prices #contracts-left-out').textContent"))
                .endsWith("those before 2024-10-30, and perhaps some of that day, are not drawn.");
    }

    @Test
    void noSymbolOrReasonIsMarkup() throws Exception {
        String hostile = "<img src=x onerror='document.title=1'>\u202Eb\uD83D\uDE80" + "x".repeat(200);

        DevTools browser = opened(
                "INR",
                "\"symbol\":\"" + hostile + "\",\"exit_reason\":\"" + hostile
                        + "\",\"entry_price\":1,\"exit_price\":1,\"pnl\":0",
                "{\"p\" : {\"symbol\" : \"" + hostile + "\", \"side\" : \"SELL\", \"quantity\" : 1,"
                        + " \"entry_time\" : \"2024-10-29T09:31:00+05:30\", \"entry_price\" : 1, \"re_entry_num\" : 0,"
                        + " \"status\" : \"open\", \"unrealized_pnl\" : null}}");

        assertThat(browser.ask("document.querySelectorAll('img').length").asInt())
                .isZero();
        assertThat(said(browser, "document.title")).isEqualTo("Kind");
        assertThat(row(browser)).contains(hostile);
        assertThat(said(browser, "document.getElementById('open').textContent")).contains(hostile);
        assertThat(browser.requests()).hasSize(1);
    }

    /** What was entered is marked, although no trade tells of it. */
    @Test
    void whatIsStillOpenIsMarked() throws Exception {
        String open =
                "{\"p\" : {\"symbol\" : \"B\", \"side\" : \"SELL\", \"quantity\" : 75, \"entry_time\" : \"2024-10-29T09:31:00+05:30\","
                        + " \"entry_price\" : 7.5, \"re_entry_num\" : 0, \"status\" : \"open\", \"unrealized_pnl\" : -3.25}}";

        DevTools browser = opened("INR", EVEN, open);

        assertThat(said(browser, "[...document.querySelectorAll('#prices li')].map(one => one.textContent).join(', ')"))
                .isEqualTo("entry of trade 1 at 2024-10-29 09:20:00, exit of trade 1 at 2024-10-29 10:00:00,"
                        + " entry of what is still open at 2024-10-29 09:31:00");
        assertThat(said(browser, "document.getElementById('open').textContent")).contains("7.50", "\u22123.25");
    }

    /** A bar of a whole day ends a second before the next one, and is not shown there. */
    @Test
    void barsOfDaysStandAtTheirDates() throws Exception {
        DevTools browser = opened();
        String curve =
                "(times => { const one = curve({ 'equity.csv': 'time,equity\\n' + times.map(time => time + ',7\\n').join('') },"
                        + " [], { starting_capital: 7 }, true); return one.x.map(x => stamp(x, one.seconds)).join(', '); })";

        assertThat(said(browser, curve + "(['2024-10-01T23:59:59-04:00', '2024-10-02T23:59:59-04:00'])"))
                .isEqualTo("2024-10-01, 2024-10-02");
        assertThat(said(browser, curve + "(['2024-10-01T09:20:00+05:30', '2024-10-01T09:25:00+05:30'])"))
                .isEqualTo("2024-10-01 09:20:00, 2024-10-01 09:25:00");
    }

    @Test
    void aSingleMomentIsDrawnAmongWhatWasDone() throws Exception {
        DevTools browser = opened();

        assertThat(
                        said(
                                browser,
                                "priceChart({ times: [100], values: [1], symbol: 'A' }, false, [{ time: 40, kind: 'entry',"
                                        + " trade: { number: 1, pnl: 0 } }], new Format('INR'), () => {}).options.scales.x.range.join(' ')"))
                .isEqualTo("10 130");
        assertThat(said(browser, "STEPS.every((step, place) => step >= 1 && (place === 0 || step > STEPS[place - 1]))"))
                .isEqualTo("true");
    }
}
