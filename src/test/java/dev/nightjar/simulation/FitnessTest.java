package dev.nightjar.simulation;

import static dev.nightjar.simulation.TestSimulations.MONDAY;
import static dev.nightjar.simulation.TestSimulations.closes;
import static dev.nightjar.simulation.TestSimulations.config;
import static dev.nightjar.simulation.TestSimulations.history;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.run.FeeRow;
import dev.nightjar.run.FeeSchedule;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FitnessTest {

    private static final SymbolHistory SHARE = history("A", closes(MONDAY, 100, 101, 102));

    @Test
    void aShareWithEnoughBarsIsFit() {
        assertThat(Fitness.problems(config(), SHARE)).isEmpty();
    }

    /** Too few bars must not end as a strategy that never trades and says nothing. */
    @Test
    void tooFewBarsForASignalAreTold() {
        assertThat(Fitness.problems(config("strategy: 'rsi'"), SHARE))
                .containsExactly(
                        "there are 3 bars until its last day, those of the warm-up included, and rsi needs 16 for a"
                                + " signal");
    }

    @Test
    void whatWasDelistedBeforeIsTold() {
        assertThat(Fitness.problems(config(), TestSimulations.delisted(SHARE, LocalDate.of(2023, 12, 1))))
                .containsExactly("no bar from 2024-01-01 to 2024-12-31 is of a day on which it was listed");
    }

    @Test
    void dividendsThatCannotBeAreTold() {
        SymbolHistory history = history(
                "A",
                closes(MONDAY, 100, 101, 2),
                new CorporateAction.Dividend(MONDAY.plusDays(2), BigDecimal.valueOf(101)));

        assertThat(Fitness.problems(config(), history))
                .containsExactly("A: the dividend of 2024-01-03, 101, is not below the close of 2024-01-02, 101.00");
    }

    @Test
    void everythingIsToldAtOnce() {
        Instrument future =
                new Instrument("A", InstrumentKind.FUTURE, "NFO", "X", LocalDate.of(2024, 1, 25), null, null, 1, 0, 2);
        SymbolHistory history = new SymbolHistory(
                future, SHARE.zone(), SHARE.timeframe(), SHARE.bars(), List.of(), null, null, List.of());
        FeeSchedule elsewhere = FeeSchedule.of(
                "elsewhere",
                List.of(new FeeRow(
                        "brokerage",
                        new TreeSet<>(Set.of("NSE")),
                        new TreeSet<>(),
                        null,
                        false,
                        FeeRow.Basis.ORDER,
                        BigDecimal.ONE,
                        List.of(),
                        null,
                        null,
                        null,
                        FeeRow.Rounding.EXACT,
                        null,
                        null)));

        assertThat(Fitness.problems(config(name -> elsewhere, "fees: 'elsewhere'", "slippage: 'ticks:1'"), history))
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith("it is of kind FUTURE"),
                        problem -> assertThat(problem).startsWith("slippage ticks:1 needs its tick size"),
                        problem ->
                                assertThat(problem).startsWith("fee schedule elsewhere has no brokerage for a fill"));
    }
}
