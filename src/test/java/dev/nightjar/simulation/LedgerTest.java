package dev.nightjar.simulation;

import static dev.nightjar.simulation.TestSimulations.MONDAY;
import static dev.nightjar.simulation.TestSimulations.closes;
import static dev.nightjar.simulation.TestSimulations.config;
import static dev.nightjar.simulation.TestSimulations.history;
import static dev.nightjar.simulation.TestSimulations.money;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {

    private static Ledger curve(String symbol, long... equity) {
        List<Ledger.Point> points = new ArrayList<>();
        for (int day = 0; day < equity.length; day++) {
            points.add(new Ledger.Point(day, 0, equity[day] * 1_000_000, equity[day] * 1_000_000, 1));
        }
        return new Ledger(
                ZoneOffset.UTC,
                new TreeSet<>(List.of(symbol)),
                equity[0] * 1_000_000,
                List.of(),
                List.of(),
                List.of(),
                points,
                List.of(),
                new TreeMap<>(),
                new TreeMap<>());
    }

    /** Two sleeves of 5 000: the portfolio is their sum, not one of them, and its capital is theirs, not twice theirs. */
    @Test
    void aPortfolioIsTheSumOfItsSleeves() {
        Ledger merged = Ledger.merge(List.of(curve("A", 5000, 5050, 5025, 5100), curve("B", 5000, 4950, 5050, 5000)));

        assertThat(money(merged.capital())).isEqualTo("10000.00");
        assertThat(merged.equity())
                .extracting(point -> money(point.equity()))
                .containsExactly("10000.00", "10000.00", "10075.00", "10100.00");
        assertThat(merged.symbols()).containsExactly("A", "B");
        assertThat(merged.equity()).extracting(Ledger.Point::held).containsOnly(2);
    }

    /** Before its first bar a sleeve is its capital, after its last one what it was then. */
    @Test
    void whoHasNoBarStaysAsItWas() {
        SimulationConfig config = config("symbols: ['A', 'B']", "capital_mode: 'sleeves'");
        SymbolHistory early = history("A", closes(MONDAY, 100, 110));
        SymbolHistory late = history("B", closes(MONDAY.plusDays(2), 50, 60));

        Ledger merged = Ledger.merge(TestSimulations.sleeves(config, early, late));

        assertThat(merged.equity())
                .extracting(point -> money(point.equity()))
                .containsExactly("10000.00", "10500.00", "10500.00", "11500.00");
    }

    @Test
    void symbolsWithoutBarsKeepTheirCapitalAndTheirReason() {
        Ledger merged = Ledger.merge(
                List.of(Ledger.dropped(ZoneOffset.UTC, "C", 7_000_000, "has no candles"), curve("A", 5000, 5050)));

        assertThat(money(merged.capital())).isEqualTo("5007.00");
        assertThat(merged.equity()).extracting(point -> money(point.equity())).containsExactly("5007.00", "5057.00");
        assertThat(merged.dropped()).containsExactly(Map.entry("C", "has no candles"));
        assertThat(merged.symbols()).containsExactly("A", "C");
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused() {
        assertThatThrownBy(() -> Ledger.merge(List.of(curve("A", 1), curve("A", 1))))
                .hasMessage("two ledgers have A");
        assertThatThrownBy(() ->
                        Ledger.merge(List.of(curve("A", 1), Ledger.dropped(TestSimulations.ZONE, "B", 1_000_000, "x"))))
                .hasMessageContaining("are of one zone");
        assertThatThrownBy(() -> Ledger.merge(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textOfASmallLedger() {
        SimulationConfig config = config("slippage: 'ticks:1'");
        Ledger ledger = TestSimulations.run(config, history("A", closes(MONDAY, 100, 101)));

        assertThat(LedgerText.write(ledger))
                .isEqualTo(("{'format':'ledger/1','zone':'Asia/Kolkata','symbols':['A'],'capital':10000000000,'fills':["
                                + "{'time':1704047400,'slice':1704133799,'symbol':'A','sequence':0,'side':'BUY','quantity':99,"
                                + "'price':10005,'market_price':10000,'price_scale':2,'notional':9904950000,"
                                + "'slippage':4950000,'fees':0,'reason':'signal','signal_time':1704047400,"
                                + "'position_after':99}],'flows':[],'skips':[],'equity':["
                                + "[1704133799,95050000,9900000000,9900000000,1],"
                                + "[1704220199,95050000,9999000000,9999000000,1]],"
                                + "'open':[{'symbol':'A','quantity':99,'price':10100,'price_scale':2,"
                                + "'time':1704220199,'value':9999000000}],'warnings':[{'symbol':'A','sentences':["
                                + "'its last bar is of 2024-01-02 and no delisting is known; until 2024-12-31 it is valued at"
                                + " that close']}],'dropped':[]}")
                        .replace('\'', '"'));
    }

    @Test
    void textKeepsWarningsAndReasonsWhateverTheySay() {
        Ledger ledger = Ledger.dropped(ZoneOffset.UTC, "A", 1, "a \"quote\", a \\ and\na line, ü and \uD83D\uDE00");

        assertThat(LedgerText.read(LedgerText.write(ledger))).isEqualTo(ledger);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"format\":\"ledger/2\"}",
                "{\"format\":\"ledger/1\",\"zone\":\"UTC\",\"symbols\":[1]}",
                "{\"format\":\"ledger/1\",\"zone\":\"UTC\",\"symbols\":[",
            })
    void whatIsNoLedgerIsRefused(String text) {
        assertThatThrownBy(() -> LedgerText.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("is no ledger: ");
    }

    @Test
    void aTextThatGoesOnIsRefused() {
        String text = LedgerText.write(curve("A", 1, 2));

        assertThatThrownBy(() -> LedgerText.read(text + "{}")).hasMessageContaining("expected the end");
        assertThatThrownBy(() -> LedgerText.read(text.substring(0, text.length() - 1)))
                .hasMessageStartingWith("is no ledger: ");
        assertThatThrownBy(() -> LedgerText.read(text.replace("\"capital\":1000000", "\"capital\":1000000.5")))
                .hasMessageContaining("expected VALUE_NUMBER_INT");
    }
}
