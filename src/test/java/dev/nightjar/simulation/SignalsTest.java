package dev.nightjar.simulation;

import static dev.nightjar.simulation.TestSimulations.MONDAY;
import static dev.nightjar.simulation.TestSimulations.ZONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.market.Bars;
import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Side;
import dev.nightjar.market.TradingPeriods;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalsTest {

    private static final String CROSS = "strategy: 'ma_crossover'";
    private static final String TWO_AND_FOUR = "strategy_parameters: {'short_ma': 2, 'long_ma': 4}";
    private static final double[] CLOSES = {10, 10, 10, 10, 10, 9, 9, 12, 13, 14, 12, 9, 8};

    @Test
    void signalsAreKnownAtTheEndOfTheirBarWithItsRawClose() {
        SimulationConfig config = TestSimulations.config(CROSS, TWO_AND_FOUR);
        SymbolHistory history = TestSimulations.history("A", TestSimulations.closes(MONDAY, CLOSES));

        Signals signals = Signals.of(config, history);

        assertThat(signals.list())
                .extracting(signal -> TestSimulations.date(signal.time()) + " " + signal.side() + " " + signal.price())
                .containsExactly("2024-01-08 SELL 900", "2024-01-10 BUY 1200", "2024-01-16 SELL 900");
        assertThat(signals.list().get(0).time())
                .isEqualTo(LocalDate.of(2024, 1, 9).atStartOfDay(ZONE).toEpochSecond() - 1);
    }

    @Test
    void barsBeforeTheFirstDayWarmUpAndGiveNoSignal() {
        SimulationConfig config = TestSimulations.config(CROSS, TWO_AND_FOUR, "start_date: '2024-01-09'");
        SymbolHistory history = TestSimulations.history("A", TestSimulations.closes(MONDAY, CLOSES));

        Signals signals = Signals.of(config, history);

        assertThat(signals.list()).extracting(Signal::side).containsExactly(Side.BUY, Side.SELL);
        assertThat(signals.warnings()).isEmpty();
    }

    @Test
    void tooShortAWarmUpIsTold() {
        Signals signals = Signals.of(
                TestSimulations.config(CROSS, TWO_AND_FOUR),
                TestSimulations.history("A", TestSimulations.closes(MONDAY, CLOSES)));

        assertThat(signals.warnings())
                .containsExactly("there can be no signal before 2024-01-05: there are 0 bars before the first day, and"
                        + " ma_crossover needs 5 for its first signal");
    }

    @Test
    void barsAfterTheLastDayGiveNoSignal() {
        SimulationConfig config = TestSimulations.config(CROSS, TWO_AND_FOUR, "end_date: '2024-01-10'");

        assertThat(Signals.of(config, TestSimulations.history("A", TestSimulations.closes(MONDAY, CLOSES)))
                        .list())
                .extracting(Signal::side)
                .containsExactly(Side.SELL, Side.BUY);
    }

    @Test
    void buyAndHoldIsKnownBeforeTheFirstBarOnWhichTheSymbolIsListed() {
        SymbolHistory history = TestSimulations.traded(
                TestSimulations.history("A", TestSimulations.closes(MONDAY, CLOSES)),
                new TradingPeriods(LocalDate.of(2024, 1, 4), null, List.of()));

        assertThat(Signals.of(TestSimulations.config(), history).list())
                .containsExactly(
                        new Signal(LocalDate.of(2024, 1, 4).atStartOfDay(ZONE).toEpochSecond(), Side.BUY, 0.0, 1000));
    }

    /** Raw prices halve at a split of 2 for 1. Nothing has crossed. */
    @Test
    void splitIsNoCross() {
        SimulationConfig config = TestSimulations.config(CROSS, TWO_AND_FOUR);
        List<TestSimulations.Day> halved = TestSimulations.closes(MONDAY, 10, 11, 12, 13, 14, 15, 8, 8.5, 9, 9.5);
        CorporateAction split = new CorporateAction.Split(halved.get(6).date(), 2, 1);

        assertThat(Signals.of(config, TestSimulations.history("A", halved, split))
                        .list())
                .isEmpty();
        assertThat(Signals.of(config, TestSimulations.history("A", halved)).list())
                .extracting(Signal::side)
                .containsExactly(Side.SELL, Side.BUY);
    }

    /** A fall by nothing but the dividend is none: (20 - 10) / 20 of what was before is what is after. */
    @Test
    void dividendIsNoCross() {
        SimulationConfig config = TestSimulations.config(CROSS, TWO_AND_FOUR);
        List<TestSimulations.Day> days = TestSimulations.closes(MONDAY, 10, 12, 14, 16, 18, 20, 11, 12, 13);
        CorporateAction dividend = new CorporateAction.Dividend(days.get(6).date(), BigDecimal.TEN);

        assertThat(Signals.of(config, TestSimulations.history("A", days, dividend))
                        .list())
                .isEmpty();
        assertThat(Signals.of(config, TestSimulations.history("A", days)).list())
                .isNotEmpty();
    }

    @Test
    void dividendThatCannotBeIsRefusedWithTheSymbol() {
        List<TestSimulations.Day> days = TestSimulations.closes(MONDAY, 10, 12, 14);
        CorporateAction dividend = new CorporateAction.Dividend(days.get(2).date(), BigDecimal.valueOf(12));

        assertThatThrownBy(() -> Signals.of(TestSimulations.config(), TestSimulations.history("A", days, dividend)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A: the dividend of 2024-01-03, 12, is not below the close");
    }

    /** What happens later, split or dividend or price, changes no signal of before. */
    @ParameterizedTest
    @ValueSource(strings = {"ma_crossover", "rsi", "bollinger_bands"})
    void signalsDoNotLookAhead(String strategy) {
        List<TestSimulations.Day> days = TestSimulations.walk(11, LocalDate.of(2023, 1, 2), 600);
        CorporateAction[] actions = {
            new CorporateAction.Split(days.get(200).date(), 3, 2),
            new CorporateAction.Dividend(days.get(300).date(), new BigDecimal("0.5")),
            new CorporateAction.Split(days.get(450).date(), 1, 2)
        };
        SimulationConfig config = TestSimulations.config(
                "strategy: '" + strategy + "'", "start_date: '2023-01-01'", "end_date: '2026-12-31'");
        List<Signal> all =
                Signals.of(config, TestSimulations.history("A", days, actions)).list();

        assertThat(all).hasSizeGreaterThan(5);
        for (int cut = 100; cut < days.size(); cut += 83) {
            LocalDate last = days.get(cut - 1).date();
            Bars bars = TestSimulations.bars(days.subList(0, cut));
            CorporateAction[] until = java.util.Arrays.stream(actions)
                    .filter(action -> !action.exDate().isAfter(last))
                    .toArray(CorporateAction[]::new);
            assertThat(Signals.of(config, TestSimulations.history("A", bars, until))
                            .list())
                    .isEqualTo(all.stream()
                            .filter(signal ->
                                    !TestSimulations.date(signal.time()).isAfter(last))
                            .toList());
        }
    }
}
