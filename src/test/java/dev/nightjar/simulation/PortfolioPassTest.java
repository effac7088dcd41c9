package dev.nightjar.simulation;

import static dev.nightjar.simulation.TestSimulations.MONDAY;
import static dev.nightjar.simulation.TestSimulations.ZONE;
import static dev.nightjar.simulation.TestSimulations.closes;
import static dev.nightjar.simulation.TestSimulations.config;
import static dev.nightjar.simulation.TestSimulations.fills;
import static dev.nightjar.simulation.TestSimulations.history;
import static dev.nightjar.simulation.TestSimulations.money;
import static dev.nightjar.simulation.TestSimulations.skips;
import static dev.nightjar.simulation.TestSimulations.trade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.engine.StopSignal;
import dev.nightjar.market.BarsBuilder;
import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Side;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.TradingPeriods;
import dev.nightjar.run.FeeRow;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.FeeSchedules;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the pass, by small examples. The first days are Monday the 1st to Friday the 5th of January 2024. */
class PortfolioPassTest {

    private static final LocalDate FIRST = MONDAY;
    private static final LocalDate SECOND = MONDAY.plusDays(1);
    private static final LocalDate THIRD = MONDAY.plusDays(2);
    private static final LocalDate FOURTH = MONDAY.plusDays(3);
    private static final LocalDate FIFTH = MONDAY.plusDays(4);

    /** Twenty for every order. */
    private static final FeeSchedule TWENTY = FeeSchedule.of(
            "twenty",
            List.of(new FeeRow(
                    "brokerage",
                    new TreeSet<>(),
                    new TreeSet<>(),
                    null,
                    false,
                    FeeRow.Basis.ORDER,
                    BigDecimal.valueOf(20),
                    List.of(),
                    null,
                    null,
                    null,
                    FeeRow.Rounding.EXACT,
                    null,
                    null)));

    private static final FeeSchedules FEES = name -> TWENTY;

    private static Signal buy(LocalDate date) {
        return new Signal(end(date), Side.BUY, 0.0, 0);
    }

    private static Signal sell(LocalDate date) {
        return new Signal(end(date), Side.SELL, 0.0, 0);
    }

    private static long end(LocalDate date) {
        return date.plusDays(1).atStartOfDay(ZONE).toEpochSecond() - 1;
    }

    private static List<String> equity(Ledger ledger) {
        return ledger.equity().stream().map(point -> money(point.equity())).toList();
    }

    private static List<String> cash(Ledger ledger) {
        return ledger.equity().stream().map(point -> money(point.cash())).toList();
    }

    /**
     * With 10 000, every policy buys a share that costs more than 100, and sells all of it again. By hand: 10 000 / 125 = 80; 25 % of
     * that 20; 1 000 / 125 = 8; 3; ranges of 2 each, so 1 % of 10 000 is lost by a move of 2 * 2 with 25 shares; a deviation of 0.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'policy': 'percent_of_equity'}                                                     | 80",
                "{'policy': 'percent_of_equity', 'percent': 25}                                      | 20",
                "{'policy': 'fixed_amount', 'amount': 1000}                                          | 8",
                "{'policy': 'fixed_quantity', 'quantity': 3}                                         | 3",
                "{'policy': 'risk_atr', 'risk_percent': 1, 'atr_period': 2, 'atr_multiple': 2}       | 25",
                "{'policy': 'volatility_target', 'annual_percent': 500, 'lookback': 2}               | 80",
            })
    void everyPolicyBuysAndSellsOutWithACapitalOfTenThousand(String sizing, long shares) {
        List<TestSimulations.Day> days = new ArrayList<>();
        double[] prices = {125, 126, 125, 125, 125, 125, 125};
        for (TestSimulations.Day day : closes(FIRST, prices)) {
            days.add(new TestSimulations.Day(day.date(), day.close(), day.close() + 1, day.close() - 1, day.close()));
        }
        List<TestSimulations.Day> calm = days.stream()
                .map(day ->
                        new TestSimulations.Day(day.date(), 125, 126, 124, sizing.contains("atr") ? 125 : day.close()))
                .toList();

        Ledger ledger = trade(config("sizing: " + sizing), history("A", calm), buy(THIRD), sell(FOURTH));

        assertThat(fills(ledger))
                .containsExactly(
                        "2024-01-04 A BUY " + shares + " @ 125.00", "2024-01-05 A SELL " + shares + " @ 125.00");
        assertThat(ledger.skips()).isEmpty();
        assertThat(ledger.open()).isEmpty();
        assertThat(cash(ledger)).last().isEqualTo("10000.00");
    }

    /** Three shares, of which 30 % is less than one, are sold all the same. */
    @Test
    void aPositionOfThreeSharesIsSoldWhole() {
        Ledger ledger = trade(
                config("sizing: {'policy': 'fixed_amount', 'amount': 3100}"),
                history("A", closes(FIRST, 1000, 1000, 1000)),
                buy(FIRST),
                sell(SECOND));

        assertThat(ledger.fills()).extracting(Ledger.Fill::quantity).containsExactly(3L, 3L);
        assertThat(ledger.fills().get(1).positionAfter()).isZero();
    }

    /**
     * Returns of 1/100 and -1/101 deviate by 0.0099505, which is 15.7959 % a year; half of it takes half of the equity: 4 999.99 or 5 000
     * at 100.
     */
    @Test
    void volatilityTargetTakesThePartOfTheEquityThatSwingsAsWanted() {
        SimulationConfig config =
                config("sizing: {'policy': 'volatility_target', 'annual_percent': 7.9, 'lookback': 2}");

        Ledger ledger = trade(config, history("A", closes(FIRST, 100, 101, 100, 100, 100)), buy(THIRD));

        assertThat(fills(ledger)).containsExactly("2024-01-04 A BUY 50 @ 100.00");
    }

    /** A size that depends on earlier bars cannot be told without them. */
    @Test
    void tooFewBarsForASizeAreASkip() {
        SimulationConfig config = config("sizing: {'policy': 'risk_atr', 'risk_percent': 1}");

        Ledger ledger = trade(config, history("A", closes(FIRST, 100, 101, 102)), buy(FIRST));

        assertThat(skips(ledger)).containsExactly("2024-01-02 A BUY no_size");
        assertThat(ledger.fills()).isEmpty();
    }

    @Test
    void ordersFillAtTheNextOpenOrAtTheClose() {
        List<TestSimulations.Day> days =
                List.of(new TestSimulations.Day(FIRST, 10, 12, 9, 11), new TestSimulations.Day(SECOND, 20, 22, 19, 21));

        assertThat(fills(trade(config(), history("A", days), buy(FIRST))))
                .containsExactly("2024-01-02 A BUY 500 @ 20.00");
        Ledger atClose = trade(config("fill: 'close'"), history("A", days), buy(FIRST));
        assertThat(fills(atClose)).containsExactly("2024-01-01 A BUY 909 @ 11.00");
        assertThat(atClose.fills().get(0).time())
                .isEqualTo(end(FIRST))
                .isEqualTo(atClose.fills().get(0).slice());
        assertThat(equity(atClose)).containsExactly("10000.00", "19090.00");
    }

    /** 100 shares would cost 10 000 and 20 fees; 99 cost 9 900 and 20. Selling them leaves another 20 less. */
    @Test
    void neverMoreIsBoughtThanCashPaysForWithItsFees() {
        SimulationConfig config = config(FEES, "fees: 'twenty'");

        Ledger ledger = trade(config, history("A", closes(FIRST, 100, 100, 100)), buy(FIRST), sell(SECOND));

        assertThat(fills(ledger)).containsExactly("2024-01-02 A BUY 99 @ 100.00", "2024-01-03 A SELL 99 @ 100.00");
        assertThat(cash(ledger)).containsExactly("10000.00", "80.00", "9960.00");
        assertThat(ledger.fills()).extracting(fill -> money(fill.fees())).containsExactly("20.00", "20.00");
    }

    /** Two ticks of 0.05: 100.10 for who buys, 99.90 for who sells. 10 000 / 100.10 = 99. */
    @Test
    void slippageIsAgainstTheTraderAndRecorded() {
        SimulationConfig config = config("slippage: 'ticks:2'");

        Ledger ledger = trade(config, history("A", closes(FIRST, 100, 100, 100)), buy(FIRST), sell(SECOND));

        assertThat(fills(ledger)).containsExactly("2024-01-02 A BUY 99 @ 100.10", "2024-01-03 A SELL 99 @ 99.90");
        assertThat(ledger.fills()).extracting(fill -> money(fill.slippage())).containsExactly("9.90", "9.90");
        assertThat(ledger.fills()).extracting(Ledger.Fill::marketPrice).containsExactly(10_000L, 10_000L);
    }

    @Test
    void whatCannotBeBoughtIsASkipWithTheNumbers() {
        Ledger none = trade(config(), history("A", closes(FIRST, 20_000, 20_000)), buy(FIRST));
        Ledger poor = trade(
                config("sizing: {'policy': 'fixed_quantity', 'quantity': 2}"),
                history("A", closes(FIRST, 20_000, 20_000)),
                buy(FIRST));

        assertThat(none.skips()).singleElement().satisfies(skip -> {
            assertThat(skip.reason()).isEqualTo(SkipReason.NO_SHARE);
            assertThat(money(skip.wanted())).isEqualTo("10000.00");
            assertThat(skip.price()).isEqualTo(2_000_000);
        });
        assertThat(poor.skips()).singleElement().satisfies(skip -> {
            assertThat(skip.reason()).isEqualTo(SkipReason.NO_CASH);
            assertThat(money(skip.wanted())).isEqualTo("40000.00");
            assertThat(money(skip.available())).isEqualTo("10000.00");
        });
    }

    @Test
    void aFixedQuantityThatCashDoesNotPayForIsBoughtAsFarAsItDoes() {
        Ledger ledger = trade(
                config("sizing: {'policy': 'fixed_quantity', 'quantity': 100}"),
                history("A", closes(FIRST, 125, 125)),
                buy(FIRST));

        assertThat(fills(ledger)).containsExactly("2024-01-02 A BUY 80 @ 125.00");
    }

    @Test
    void nothingIsBoughtTwiceOrSoldThatIsNotThere() {
        Ledger ledger = trade(
                config(),
                history("A", closes(FIRST, 10, 10, 10, 10, 10)),
                sell(FIRST),
                buy(SECOND),
                buy(THIRD),
                sell(FIFTH));

        assertThat(fills(ledger)).containsExactly("2024-01-03 A BUY 1000 @ 10.00");
        assertThat(skips(ledger))
                .containsExactly(
                        "2024-01-02 A SELL nothing_held",
                        "2024-01-04 A BUY already_held",
                        "2024-01-05 A SELL last_bar");
    }

    /** Sized by what the account is worth when it buys: 10 000, doubled, is 20 000. */
    @Test
    void gainsAreReinvested() {
        Ledger ledger =
                trade(config(), history("A", closes(FIRST, 10, 10, 20, 10, 10)), buy(FIRST), sell(SECOND), buy(THIRD));

        assertThat(fills(ledger))
                .containsExactly(
                        "2024-01-02 A BUY 1000 @ 10.00",
                        "2024-01-03 A SELL 1000 @ 20.00",
                        "2024-01-04 A BUY 2000 @ 10.00");
    }

    @Test
    void everyBarHasOnePointAndTheLastOneIsTheEnd() {
        Ledger ledger = trade(config(), history("A", closes(FIRST, 10, 10, 12, 11)), buy(FIRST));

        assertThat(ledger.equity())
                .extracting(Ledger.Point::time)
                .containsExactly(end(FIRST), end(SECOND), end(THIRD), end(FOURTH));
        assertThat(equity(ledger)).containsExactly("10000.00", "10000.00", "12000.00", "11000.00");
        assertThat(ledger.equity()).extracting(Ledger.Point::held).containsExactly(0, 1, 1, 1);
        assertThat(ledger.open()).singleElement().satisfies(open -> {
            assertThat(open.quantity()).isEqualTo(1000);
            assertThat(money(open.value())).isEqualTo("11000.00");
            assertThat(open.time()).isEqualTo(end(FOURTH));
        });
    }

    @Test
    void buyAndHoldBuysAtTheFirstOpen() {
        List<TestSimulations.Day> days =
                List.of(new TestSimulations.Day(FIRST, 10, 12, 9, 11), new TestSimulations.Day(SECOND, 20, 22, 19, 21));

        assertThat(fills(TestSimulations.run(config(), history("A", days))))
                .containsExactly("2024-01-01 A BUY 1000 @ 10.00");
        assertThat(fills(TestSimulations.run(config("fill: 'close'"), history("A", days))))
                .containsExactly("2024-01-01 A BUY 909 @ 11.00");
    }

    @Test
    void anOrderWaitsWhileTheSymbolIsSuspended() {
        SymbolHistory history =
                TestSimulations.suspended(history("A", closes(FIRST, 10, 11, 12, 13, 14)), SECOND, THIRD);

        assertThat(fills(trade(config(), history, buy(FIRST)))).containsExactly("2024-01-04 A BUY 769 @ 13.00");
        Ledger changed = trade(config(), history, buy(FIRST), sell(SECOND));
        assertThat(changed.fills()).isEmpty();
        assertThat(skips(changed)).containsExactly("2024-01-02 A BUY superseded", "2024-01-04 A SELL nothing_held");
        Ledger never = trade(config(), TestSimulations.suspended(history, SECOND, FIFTH), buy(FIRST));
        assertThat(skips(never)).containsExactly("2024-01-05 A BUY not_tradable");
    }

    @Test
    void aDelistedPositionIsClosedInARecordedTrade() {
        SymbolHistory history = TestSimulations.delisted(history("A", closes(FIRST, 10, 10, 8, 7, 6)), THIRD);

        Ledger whole = trade(config(), history, buy(FIRST));
        Ledger part = trade(config("delisting_recovery_percent: 25"), history, buy(FIRST));
        Ledger none = trade(config("delisting_recovery_percent: 0"), history, buy(FIRST));

        assertThat(fills(whole)).containsExactly("2024-01-02 A BUY 1000 @ 10.00", "2024-01-03 A SELL 1000 @ 8.00");
        assertThat(whole.fills().get(1).reason()).isEqualTo(FillReason.DELISTED);
        assertThat(equity(whole)).containsExactly("10000.00", "10000.00", "8000.00");
        assertThat(fills(part)).last().isEqualTo("2024-01-03 A SELL 1000 @ 2.00");
        assertThat(equity(none)).last().isEqualTo("0.00");
        assertThat(whole.open()).isEmpty();
        assertThat(whole.warnings().get("A"))
                .containsExactly("2 bars before its listing or after its delisting are not traded");
    }

    /** Closed because it was delisted, at what is recovered, and not at the open because its bars end. */
    @Test
    void aDelistingComesBeforeTheEnd() {
        SymbolHistory history = TestSimulations.delisted(history("A", closes(FIRST, 10, 10, 8)), THIRD);

        Ledger ledger =
                trade(config("at_end: 'close_at_last_open'", "delisting_recovery_percent: 0"), history, buy(FIRST));

        assertThat(fills(ledger)).last().isEqualTo("2024-01-03 A SELL 1000 @ 0.00");
        assertThat(ledger.fills().get(1).reason()).isEqualTo(FillReason.DELISTED);
        assertThat(equity(ledger)).last().isEqualTo("0.00");
    }

    /** An order that waited through a suspension is not filled at the close after which nothing of the share is left. */
    @Test
    void nothingIsBoughtAtTheCloseOfTheLastDayBeforeADelisting() {
        SymbolHistory history = TestSimulations.traded(
                history("A", closes(FIRST, 10, 10, 8)),
                new TradingPeriods(null, THIRD, List.of(new TradingPeriods.Suspension(SECOND, SECOND, "test"))));

        Ledger ledger = trade(config("fill: 'close'", "delisting_recovery_percent: 0"), history, buy(SECOND));

        assertThat(ledger.fills()).isEmpty();
        assertThat(ledger.skips()).extracting(Ledger.Skip::reason).contains(SkipReason.LAST_BAR);
        assertThat(equity(ledger)).last().isEqualTo("10000.00");
    }

    /** What was delisted later than the simulation ends was as good as any other share then. */
    @Test
    void aDelistingAfterTheLastDayIsNotKnown() {
        SymbolHistory history = history("A", closes(FIRST, 10, 10, 8));
        Ledger open = trade(config("end_date: '2024-01-03'"), TestSimulations.delisted(history, FOURTH), buy(FIRST));

        assertThat(fills(open)).containsExactly("2024-01-02 A BUY 1000 @ 10.00");
        assertThat(open.open()).hasSize(1);
    }

    /** Twice as many at half the price. */
    @Test
    void aSplitKeepsTheValue() {
        SymbolHistory history =
                history("A", closes(FIRST, 100, 100, 50, 50, 50), new CorporateAction.Split(THIRD, 2, 1));

        Ledger ledger = trade(config(), history, buy(FIRST), sell(FOURTH));

        assertThat(equity(ledger)).containsOnly("10000.00");
        assertThat(fills(ledger)).containsExactly("2024-01-02 A BUY 100 @ 100.00", "2024-01-05 A SELL 200 @ 50.00");
        assertThat(ledger.flows()).singleElement().satisfies(flow -> {
            assertThat(flow.quantityBefore()).isEqualTo(100);
            assertThat(flow.quantityAfter()).isEqualTo(200);
            assertThat(flow.amount()).isZero();
        });
    }

    /** 15 shares become 22 and a half; the half is paid at the open of 60: 30. */
    @Test
    void fractionsOfASplitArePaid() {
        SymbolHistory history = history("A", closes(FIRST, 90, 90, 60), new CorporateAction.Split(THIRD, 3, 2));

        Ledger ledger = trade(config("sizing: {'policy': 'fixed_quantity', 'quantity': 15}"), history, buy(FIRST));

        assertThat(ledger.flows()).singleElement().satisfies(flow -> {
            assertThat(flow.quantityAfter()).isEqualTo(22);
            assertThat(money(flow.amount())).isEqualTo("30.00");
        });
        assertThat(equity(ledger)).containsOnly("10000.00");
    }

    /** Who holds at the close of the day before is paid, who buys at the open is not. */
    @Test
    void dividendsArePaidInCash() {
        CorporateAction dividend = new CorporateAction.Dividend(THIRD, new BigDecimal("1.5"));
        SymbolHistory history = history("A", closes(FIRST, 100, 100, 98.5, 98.5), dividend);

        Ledger before = trade(config(), history, buy(FIRST));
        Ledger late = trade(config(), history, buy(SECOND));

        assertThat(before.flows()).singleElement().satisfies(flow -> {
            assertThat(flow.kind()).isEqualTo(Ledger.Flow.Kind.DIVIDEND);
            assertThat(money(flow.amount())).isEqualTo("150.00");
        });
        assertThat(equity(before)).containsOnly("10000.00");
        assertThat(late.flows()).isEmpty();
    }

    /** The dividend is for shares as they are counted on its day: 200 times 1. */
    @Test
    void ofASplitAndADividendOfOneDayTheSplitIsFirst() {
        SymbolHistory history = history(
                "A",
                closes(FIRST, 100, 100, 49),
                new CorporateAction.Dividend(THIRD, BigDecimal.ONE),
                new CorporateAction.Split(THIRD, 2, 1));

        Ledger ledger = trade(config(), history, buy(FIRST));

        assertThat(ledger.flows()).extracting(flow -> flow.kind().label()).containsExactly("split", "dividend");
        assertThat(equity(ledger)).containsOnly("10000.00");
    }

    @Test
    void actionsOfDaysWithoutABarHappenOnTheNextOne() {
        List<TestSimulations.Day> days = new ArrayList<>(closes(FIRST, 100, 100, 50, 50));
        days.remove(2);
        SymbolHistory history = history("A", days, new CorporateAction.Split(THIRD, 2, 1));

        Ledger ledger = trade(config(), history, buy(FIRST));

        assertThat(equity(ledger)).containsOnly("10000.00");
        assertThat(ledger.open().get(0).quantity()).isEqualTo(200);
    }

    /** Short 100 at 100, bought back at 80: 2 000 won. Then all in: 12 000 / 80 = 150. */
    @Test
    void aSellSignalMaySellShort() {
        Ledger ledger = trade(
                config("direction: 'long_short'"),
                history("A", closes(FIRST, 100, 100, 80, 80)),
                sell(FIRST),
                buy(SECOND));

        assertThat(fills(ledger))
                .containsExactly(
                        "2024-01-02 A SELL 100 @ 100.00",
                        "2024-01-03 A BUY 100 @ 80.00",
                        "2024-01-03 A BUY 150 @ 80.00");
        assertThat(equity(ledger)).containsExactly("10000.00", "10000.00", "12000.00", "12000.00");
        assertThat(ledger.equity().get(1).positions()).isEqualTo(-10_000_000_000L);
        assertThat(ledger.equity().get(1).exposure()).isEqualTo(10_000_000_000L);
    }

    @Test
    void whoIsShortPaysTheDividend() {
        SymbolHistory history =
                history("A", closes(FIRST, 100, 100, 100), new CorporateAction.Dividend(THIRD, BigDecimal.ONE));

        Ledger ledger = trade(config("direction: 'long_short'"), history, sell(FIRST));

        assertThat(money(ledger.flows().get(0).amount())).isEqualTo("-100.00");
    }

    @ParameterizedTest
    @CsvSource({"hold, 0, 0", "close_at_last_close, 13.00, 2024-01-03", "close_at_last_open, 12.00, 2024-01-03"})
    void whatIsOpenAtTheEnd(String atEnd, String price, String date) {
        List<TestSimulations.Day> days = List.of(
                new TestSimulations.Day(FIRST, 10, 10, 10, 10),
                new TestSimulations.Day(SECOND, 10, 10, 10, 10),
                new TestSimulations.Day(THIRD, 12, 13, 12, 13));

        Ledger ledger = trade(config("at_end: '" + atEnd + "'"), history("A", days), buy(FIRST));

        if (atEnd.equals("hold")) {
            assertThat(ledger.fills()).hasSize(1);
            assertThat(ledger.open()).hasSize(1);
        } else {
            assertThat(fills(ledger)).last().isEqualTo(date + " A SELL 1000 @ " + price);
            assertThat(ledger.fills().get(1).reason()).isEqualTo(FillReason.AT_END);
            assertThat(ledger.open()).isEmpty();
            assertThat(ledger.equity().get(2).positions()).isZero();
        }
    }

    private static Ledger shared(List<String> members, Map<String, Signal> signals, SymbolHistory... histories) {
        List<String> all = new ArrayList<>(List.of("symbols: ['A', 'B', 'C']", "capital_mode: 'shared'"));
        all.addAll(members);
        SimulationConfig config = config(all.toArray(new String[0]));
        TreeMap<String, PortfolioPass.Input> inputs = new TreeMap<>();
        for (SymbolHistory history : histories) {
            Signal signal = signals.get(history.symbol());
            inputs.put(
                    history.symbol(),
                    new PortfolioPass.Input(
                            history, new Signals(signal == null ? List.of() : List.of(signal), List.of())));
        }
        return PortfolioPass.run(config, inputs, config.capital(), StopSignal.NEVER);
    }

    private static SymbolHistory flat(String symbol, double price) {
        return history(symbol, closes(FIRST, price, price, price));
    }

    @Test
    void anEqualPartOfTheEquityIsForEverySymbol() {
        Ledger ledger = shared(
                List.of(), Map.of("A", buy(FIRST), "C", buy(FIRST)), flat("A", 100), flat("B", 100), flat("C", 100));

        assertThat(fills(ledger)).containsExactly("2024-01-02 A BUY 33 @ 100.00", "2024-01-02 C BUY 33 @ 100.00");
    }

    /** Each wants 6 000 of 10 000. By strength C is whole and B has the rest; by symbol A is whole; in parts each has a third. */
    @ParameterizedTest
    @CsvSource({
        "signal_strength, A BUY 0; B BUY 40; C BUY 60",
        "symbol, A BUY 60; B BUY 40; C BUY 0",
        "pro_rata, A BUY 33; B BUY 33; C BUY 33",
    })
    void whoeverComesFirstIsPaidFirst(String contention, String expected) {
        Map<String, Signal> signals = Map.of(
                "A", new Signal(end(FIRST), Side.BUY, 0.1, 0),
                "B", new Signal(end(FIRST), Side.BUY, 0.2, 0),
                "C", new Signal(end(FIRST), Side.BUY, 0.3, 0));

        Ledger ledger = shared(
                List.of("contention: '" + contention + "'", "sizing: {'policy': 'percent_of_equity', 'percent': 60}"),
                signals,
                flat("A", 100),
                flat("B", 100),
                flat("C", 100));

        List<String> got = new ArrayList<>();
        for (String symbol : List.of("A", "B", "C")) {
            long quantity = ledger.fills().stream()
                    .filter(fill -> fill.symbol().equals(symbol))
                    .mapToLong(Ledger.Fill::quantity)
                    .sum();
            got.add(symbol + " BUY " + quantity);
        }
        assertThat(String.join("; ", got)).isEqualTo(expected);
        assertThat(ledger.skips()).hasSize(contention.equals("pro_rata") ? 0 : 1);
        assertThat(ledger.equity()).allMatch(point -> point.cash() >= 0);
    }

    /** What A brings pays for B at the same open. */
    @Test
    void salesComeBeforePurchases() {
        SimulationConfig config = config(
                "symbols: ['A', 'B']",
                "capital_mode: 'shared'",
                "sizing: {'policy': 'percent_of_equity', 'percent': 100}");
        TreeMap<String, PortfolioPass.Input> inputs = new TreeMap<>(Map.of(
                "A",
                new PortfolioPass.Input(flat("A", 100), new Signals(List.of(buy(SECOND)), List.of())),
                "B",
                new PortfolioPass.Input(
                        flat("B", 50),
                        new Signals(
                                List.of(
                                        new Signal(FIRST.atStartOfDay(ZONE).toEpochSecond(), Side.BUY, 0, 0),
                                        sell(SECOND)),
                                List.of()))));

        Ledger ledger = PortfolioPass.run(config, inputs, config.capital(), StopSignal.NEVER);

        assertThat(ledger.fills().stream()
                        .sorted(java.util.Comparator.comparingInt(Ledger.Fill::sequence))
                        .map(fill -> fill.symbol() + " " + fill.side() + " " + fill.quantity()))
                .containsExactly("B BUY 200", "B SELL 200", "A BUY 100");
    }

    /** A has no bar on the second day: its last close stands, and its order waits for the third. */
    @Test
    void aSymbolWithoutABarKeepsItsLastClose() {
        List<TestSimulations.Day> gap = new ArrayList<>(closes(FIRST, 100, 7, 110));
        gap.remove(1);

        Ledger ledger = shared(
                List.of(), Map.of("A", buy(FIRST), "B", buy(FIRST)), history("A", gap), flat("B", 100), flat("C", 100));

        assertThat(ledger.equity()).hasSize(3);
        assertThat(fills(ledger)).containsExactly("2024-01-02 B BUY 33 @ 100.00", "2024-01-03 A BUY 30 @ 110.00");
    }

    /** 33 of A and B at 100; in February A stands at 200. A third of 13 300 is 4 433.33: 22 of A, 44 of B. */
    @Test
    void positionsAreBroughtBackToTheirSizeWhenAMonthBegins() {
        LocalDate january = LocalDate.of(2024, 1, 30);
        SymbolHistory a = history("A", closes(january, 100, 200, 200, 200, 200));
        SymbolHistory b = history("B", closes(january, 100, 100, 100, 100, 100));
        Signal first = new Signal(january.atStartOfDay(ZONE).toEpochSecond(), Side.BUY, 0, 0);

        Ledger often = shared(List.of("rebalance: {'every': 'month'}"), Map.of("A", first, "B", first), a, b);
        Ledger seldom = shared(
                List.of("rebalance: {'every': 'month', 'drift_percent': 20}"), Map.of("A", first, "B", first), a, b);

        assertThat(fills(often))
                .containsExactly(
                        "2024-01-30 A BUY 33 @ 100.00",
                        "2024-01-30 B BUY 33 @ 100.00",
                        "2024-02-02 A SELL 11 @ 200.00",
                        "2024-02-02 B BUY 11 @ 100.00");
        assertThat(often.fills())
                .extracting(Ledger.Fill::reason)
                .containsExactly(FillReason.SIGNAL, FillReason.SIGNAL, FillReason.REBALANCE, FillReason.REBALANCE);
        assertThat(seldom.fills()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "DAY, 2024-01-02, 2024-01-03, true",
        "WEEK, 2024-01-05, 2024-01-08, true",
        "WEEK, 2024-01-08, 2024-01-12, false",
        "WEEK, 2024-12-30, 2025-01-03, false",
        "MONTH, 2024-01-31, 2024-02-01, true",
        "MONTH, 2023-01-31, 2024-01-31, true",
        "QUARTER, 2024-02-28, 2024-03-01, false",
        "QUARTER, 2024-03-28, 2024-04-01, true",
    })
    void periodsBegin(Rebalance.Every every, LocalDate earlier, LocalDate date, boolean isNew) {
        assertThat(every.isNew(earlier, date)).isEqualTo(isNew);
    }

    /** Bars of 15 minutes from 09:15: what is known at 09:30 fills at the open of the bar that begins then. */
    @Test
    void barsOfMinutesFillAtTheOpenOfTheNextOne() {
        long open = FIRST.atTime(9, 15).atZone(ZONE).toEpochSecond();
        BarsBuilder bars = new BarsBuilder(2);
        for (int bar = 0; bar < 4; bar++) {
            bars.add(open + bar * 900, 10_000 + bar, 10_000 + bar, 10_000 + bar, 10_000 + bar, 1);
        }
        SymbolHistory history = new SymbolHistory(
                TestSimulations.stock("A"), ZONE, new Timeframe(15), bars.bars(), List.of(), null, null, List.of());

        Ledger ledger = trade(
                config("timeframe: '15m'"),
                history,
                new Signal(open + 900, Side.BUY, 0, 0),
                new Signal(open + 2700, Side.SELL, 0, 0));

        assertThat(ledger.fills())
                .extracting(fill ->
                        fill.time() - open + " " + (fill.slice() - open) + " " + fill.side() + " " + fill.price())
                .containsExactly("900 1800 BUY 10001", "2700 3600 SELL 10003");
        assertThat(ledger.equity()).extracting(point -> point.time() - open).containsExactly(900L, 1800L, 2700L, 3600L);
        assertThat(ledger.equity()).extracting(Ledger.Point::held).containsExactly(0, 1, 1, 0);
    }

    @Test
    void aRunStopsWhenItIsAsked() {
        SimulationConfig config = config();
        TreeMap<String, PortfolioPass.Input> inputs =
                new TreeMap<>(Map.of("A", new PortfolioPass.Input(flat("A", 100), new Signals(List.of(), List.of()))));

        assertThatThrownBy(() -> PortfolioPass.run(config, inputs, config.capital(), () -> true))
                .isInstanceOf(RunStoppedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-02-15", "2024-01-09"})
    void aSymbolThatFallsSilentIsToldOf(LocalDate end) {
        Ledger ledger = trade(config("end_date: '" + end + "'"), flat("A", 100), buy(FIRST));

        if (end.isAfter(LocalDate.of(2024, 2, 1))) {
            assertThat(ledger.warnings().get("A"))
                    .containsExactly(
                            "its last bar is of 2024-01-03 and no delisting is known; until 2024-02-15 it is valued at"
                                    + " that close");
        } else {
            assertThat(ledger.warnings()).isEmpty();
        }
    }
}
