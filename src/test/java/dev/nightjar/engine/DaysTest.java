package dev.nightjar.engine;

import static dev.nightjar.engine.TestGraph.leg;
import static dev.nightjar.engine.TestGraph.limit;
import static dev.nightjar.engine.TestGraph.overnight;
import static dev.nightjar.engine.TestGraph.points;
import static dev.nightjar.engine.TestGraph.stopLoss;
import static dev.nightjar.engine.TestGraph.trailing;
import static dev.nightjar.market.TestDay.option;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.OptionType;
import dev.nightjar.market.Side;
import dev.nightjar.market.TestDay;
import dev.nightjar.market.Timeframe;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.FeeScheduleReader;
import dev.nightjar.run.FillModel;
import dev.nightjar.run.Instance;
import dev.nightjar.run.Slippage;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.strategy.Condition;
import dev.nightjar.strategy.ContractChoice;
import dev.nightjar.strategy.ExpiryChoice;
import dev.nightjar.strategy.IndicatorKind;
import dev.nightjar.strategy.IndicatorSpec;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Operand;
import dev.nightjar.strategy.OrderTerms;
import dev.nightjar.strategy.PriceField;
import dev.nightjar.strategy.Protections;
import dev.nightjar.strategy.Role;
import dev.nightjar.strategy.TimeframeConfig;
import java.lang.ref.WeakReference;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Positional strategies on two or three days in a row. */
class DaysTest {

    private static final String C = option(24250, OptionType.CE);
    private static final String P = option(24250, OptionType.PE);

    private static TestDay day(int number, String... ticks) {
        return new TestDay(TestDay.DATE.plusDays(number))
                .withOption(24250, OptionType.CE)
                .withOption(24250, OptionType.PE)
                .withTicks(ticks);
    }

    private static TestGraph selling() {
        return new TestGraph(overnight(leg(Side.SELL))).positional();
    }

    @Test
    void aPositionIsKeptOvernight() {
        assertThat(selling()
                        .exitAt("10:00:00", null)
                        .run(
                                day(0, "09:15:00 NIFTY 24250", "09:15:00 " + C + " 100", "09:30:00 " + C + " 90"),
                                day(1, "09:15:00 NIFTY 24300", "09:20:00 " + C + " 80", "10:00:01 NIFTY 24350")))
                .containsExactly(
                        "2<1 09:15 node_completed n2 re0 opened l0#1 SELL 75@10000 under 2425000",
                        "mark 15 750000000",
                        "carried l0#1 75@9000 750000000",
                        "day 2024-10-30",
                        "mark 5 1500000000",
                        "3<2 10:00:01 node_completed n3 [0 true]",
                        "4<3 10:00:01 node_completed n4 closed l0#1 @8000 profit 1500000000",
                        "5< 10:00:01 strategy_terminated");
    }

    @Test
    void aGapOvernightHitsAStopAtTheFirstPrice() {
        assertThat(new TestGraph(overnight(leg(Side.SELL, stopLoss(points("5")))))
                        .positional()
                        .exitAt("15:00:00", null)
                        .run(
                                day(0, "09:15:00 NIFTY 24250", "09:15:00 " + C + " 100", "09:30:00 " + C + " 90"),
                                day(1, "09:15:00 " + C + " 120", "09:16:00 NIFTY 24300")))
                .containsExactly(
                        "2<1 09:15 node_completed n2 re0 opened l0#1 SELL 75@10000 under 2425000 armed l0 stop_loss 10500",
                        "mark 15 750000000",
                        "carried l0#1 75@9000 750000000",
                        "day 2024-10-30",
                        "3<2 09:15 protection_hit n2 hit l0 stop_loss 10500 closed l0#1 @12000 profit -1500000000",
                        "mark 0 -1500000000");
    }

    @Test
    void aTrailingStopGoesOnFromWhereTheDayBeforeLeftIt() {
        assertThat(new TestGraph(overnight(leg(Side.BUY, trailing(points("5"), "0"))))
                        .positional()
                        .exitAt("15:00:00", null)
                        .run(
                                day(0, "09:15:00 NIFTY 24250", "09:15:00 " + C + " 100", "10:00:00 " + C + " 110"),
                                day(1, "09:15:00 NIFTY 24250", "09:16:00 " + C + " 105")))
                .contains("3<2 09:16 protection_hit n2 hit l0 trailing_stop 10500 closed l0#1 @10500 profit 375000000");
    }

    @Test
    void legsOfTheDayAreClosedAtItsEnd() {
        assertThat(new TestGraph(
                                overnight(leg(Side.SELL)),
                                leg("put", Side.BUY, TestGraph.PUT, OrderTerms.MARKET, Protections.NONE))
                        .positional()
                        .exitAt("15:00:00", null)
                        .run(
                                day(
                                        0,
                                        "09:15:00 NIFTY 24250",
                                        "09:15:00 " + C + " 100",
                                        "09:15:00 " + P + " 50",
                                        "10:15:00 " + P + " 60"),
                                day(1, "09:15:00 NIFTY 24300", "15:00:00 NIFTY 24300")))
                .containsExactly(
                        "2<1 09:15 node_completed n2 re0 opened l0#1 SELL 75@10000 under 2425000 opened l1#1 BUY 75@5000 under 2425000",
                        "mark 60 750000000",
                        "3< 15:30 session_end closed l1#1 @6000 profit 750000000",
                        "carried l0#1 75@10000 0",
                        "day 2024-10-30",
                        "4<2 15:00 node_completed n3 [0 true]",
                        "5<4 15:00 node_completed n4 closed l0#1 @10000 profit 0",
                        "6< 15:00 strategy_terminated");
    }

    @Test
    void positionNumbersGoOnAndMaxEntriesCountsTheDay() {
        Node.Leg base = overnight(leg(Side.SELL));
        Node.Leg once = new Node.Leg(
                base.vpi(),
                1,
                base.lots(),
                base.multiplier(),
                base.side(),
                base.contract(),
                OptionalInt.of(1),
                base.order(),
                true,
                base.protections());
        assertThat(new TestGraph(once)
                        .positional()
                        .exitAt("09:16:00", null)
                        .again()
                        .run(
                                day(0, "09:15:00 NIFTY 24250", "09:15:00 " + C + " 100", "09:16:00 NIFTY 24250"),
                                day(1, "09:15:00 NIFTY 24250")))
                .containsExactly(
                        "2<1 09:15 node_completed n2 re0 opened l0#1 SELL 75@10000 under 2425000",
                        "3<2 09:16 node_completed n3 [0 true]",
                        "4<3 09:16 node_completed n4 closed l0#1 @10000 profit 0",
                        "day 2024-10-30",
                        "6<5 09:15 node_completed n2 re0 opened l0#2 SELL 75@10000 under 2425000",
                        "carried l0#2 75@10000 0");
    }

    @Test
    void candlesAndIndicatorsReachOverNights() {
        TimeframeConfig minute =
                new TimeframeConfig("1m", new Timeframe(1), Map.of("ema", IndicatorSpec.of(IndicatorKind.EMA, "2")));
        Operand last = new Operand.CandleValue(Role.TI, "1m", PriceField.CLOSE, -1);
        Operand lastButTwo = new Operand.CandleValue(Role.TI, "1m", PriceField.CLOSE, -3);
        Operand ema = new Operand.IndicatorValue(Role.TI, "1m", "ema", -1);
        assertThat(selling()
                        .watching(minute)
                        .valueAt("10:00:00", last)
                        .valueAt("10:00:00", lastButTwo)
                        .valueAt("10:00:00", ema)
                        .run(
                                day(0, "09:15:00 NIFTY 24260", "09:15:00 " + C + " 100", "09:16:00 NIFTY 24270")
                                        .withWarmUp("NIFTY", 24250, 24250),
                                day(1, "10:00:00 NIFTY 24290").withWarmUp("NIFTY", 7, 7, 7)))
                .containsExactly(
                        "2<1 09:15 node_completed n2 re0 opened l0#1 SELL 75@10000 under 2426000",
                        "carried l0#1 75@10000 0",
                        "day 2024-10-30",
                        "3<0 10:00 node_completed n3 [0 true] v0=24270.0",
                        "4<0 10:00 node_completed n4 [0 true] v0=24250.0",
                        "5<0 10:00 node_completed n5 [0 true] v0=24265.555555555555",
                        "6< 10:00 strategy_terminated closed l0#1 @10000 profit 0");
    }

    @Test
    void aSquareOffEndsAllDays() {
        assertThat(selling()
                        .squareOffAt("09:20:00")
                        .run(
                                day(0, "09:15:00 NIFTY 24250", "09:15:00 " + C + " 100", "09:20:00 NIFTY 24250"),
                                day(1, "09:15:00 NIFTY 24250", "09:20:00 NIFTY 24250")))
                .containsExactly(
                        "2<1 09:15 node_completed n2 re0 opened l0#1 SELL 75@10000 under 2425000",
                        "3<0 09:20 node_completed n3 time closed l0#1 @10000 profit 0",
                        "day 2024-10-30");
    }

    @Test
    void anInstanceThatFailedFailsOnTheDaysThatFollow() {
        assertThat(selling()
                        .exitAt("15:00:00", null)
                        .run(
                                day(0, "09:15:00 NIFTY 24250", "09:15:00 " + C + " 100"),
                                day(1, "09:15:00 " + C + " 100"),
                                day(2, "09:15:00 NIFTY 24250")))
                .containsExactly(
                        "2<1 09:15 node_completed n2 re0 opened l0#1 SELL 75@10000 under 2425000",
                        "carried l0#1 75@10000 0",
                        "day 2024-10-30",
                        "failed NIFTY has no tick on 2024-10-30",
                        "failed it failed on 2024-10-30");
    }

    @Test
    void closingOrdersAreCancelledAtTheEndOfTheDayAndTheirExitActsAgain() {
        assertThat(selling()
                        .on(new TradingTerms(FillModel.NEXT_TICK, 0, Long.MAX_VALUE, Slippage.NONE, FeeSchedule.NONE))
                        .exitAt("15:00:00", null)
                        .run(
                                day(0, "09:15:00 NIFTY 24250", "09:15:01 " + C + " 100", "15:00:00 NIFTY 24250"),
                                day(
                                        1,
                                        "09:15:00 NIFTY 24250",
                                        "15:00:00 NIFTY 24250",
                                        "15:00:01 " + C + " 90",
                                        "15:00:02 NIFTY 24250")))
                .containsExactly(
                        "2<1 09:15 entry_pending n2 re0 rests l0",
                        "3<2 09:15:01 order_filled n2 opened l0#1 SELL 75@10000 under 2425000",
                        "4<2 15:00 node_completed n2 re0",
                        "5<4 15:00 node_completed n3 [0 true]",
                        "6<5 15:00 exit_pending n4 rests l0 closing 75",
                        "7< 15:30 session_end cancelled l0 closing",
                        "carried l0#1 75@10000 0",
                        "day 2024-10-30",
                        "8<5 09:15 exit_pending n4 rests l0 closing 75",
                        "9<8 15:00:01 order_filled n4 closed l0#1 @9000 profit 750000000 for exit_condition_met",
                        "10<8 15:00:02 node_completed n4",
                        "11< 15:00:02 strategy_terminated",
                        "mark 345 750000000");
    }

    /** One lot of each leg is to be closed: of the call it was on the first day, so the second has only the put's left. */
    @Test
    void whatAnExitHadClosedBeforeTheDayEndedIsNotClosedTwice() {
        assertThat(new TestGraph(
                                overnight(leg(Side.SELL)),
                                overnight(leg("put", Side.BUY, TestGraph.PUT, OrderTerms.MARKET, Protections.NONE)))
                        .positional()
                        .on(new TradingTerms(FillModel.NEXT_TICK, 0, Long.MAX_VALUE, Slippage.NONE, FeeSchedule.NONE))
                        .exitAt("15:00:00", null, "1", Protections.NONE)
                        .exitAt("15:20:00", null)
                        .run(
                                day(
                                        0,
                                        "09:15:00 NIFTY 24250",
                                        "09:15:01 " + C + " 100",
                                        "09:15:01 " + P + " 50",
                                        "15:00:00 NIFTY 24250",
                                        "15:00:01 " + C + " 90"),
                                day(
                                        1,
                                        "09:15:00 NIFTY 24250",
                                        "09:15:01 " + C + " 80",
                                        "09:15:01 " + P + " 40",
                                        "09:15:02 NIFTY 24250",
                                        "09:15:03 " + C + " 70")))
                .filteredOn(line -> line.contains(" n4") || line.contains("carried") || line.contains("session_end"))
                .containsExactly(
                        "7<6 15:00 exit_pending n4 rests l0 closing 25 rests l1 closing 25",
                        "8<7 15:00:01 order_filled n4 closed l0#1 25@9000 profit 250000000 for exit_condition_met",
                        "9< 15:30 session_end cancelled l1 closing",
                        "carried l0#1 50@9000 500000000",
                        "carried l1#1 75@5000 0",
                        "10<6 09:15 exit_pending n4 rests l1 closing 25",
                        "11<10 09:15:01 order_filled n4 closed l1#1 25@4000 profit -250000000 for exit_condition_met",
                        "12<10 09:15:02 node_completed n4",
                        "carried l0#1 50@7000 1500000000",
                        "carried l1#1 50@4000 -500000000");
    }

    @Test
    void ordersOfTheDayAreCancelledAtItsEnd() {
        assertThat(new TestGraph(overnight(leg(Side.BUY, limit("90"))))
                        .positional()
                        .exitAt("15:00:00", null)
                        .run(
                                day(0, "09:15:00 NIFTY 24250", "09:15:00 " + C + " 100"),
                                day(1, "09:15:00 NIFTY 24250", "09:15:00 " + C + " 80")))
                .containsExactly(
                        "2<1 09:15 entry_pending n2 re0 rests l0 limit limit 9000",
                        "3< 15:30 session_end cancelled l0",
                        "day 2024-10-30",
                        "4< 09:15 strategy_terminated");
    }

    @Test
    void aRestingLimitOfAProtectionIsCancelledAndTheProtectionIsArmedAgain() {
        assertThat(new TestGraph(overnight(leg(
                                Side.BUY,
                                stopLoss(points("10"), new Protections.LimitClose(new BigDecimal("1"), 0, true)))))
                        .positional()
                        .exitAt("15:29:00", null)
                        .run(
                                day(0, "09:15:00 NIFTY 24250", "09:15:00 " + C + " 100", "10:00:00 " + C + " 80"),
                                day(
                                        1,
                                        "09:15:00 NIFTY 24250",
                                        "09:15:00 " + C + " 95",
                                        "09:16:00 " + C + " 89.5",
                                        "09:17:00 NIFTY 24250")))
                .containsExactly(
                        "2<1 09:15 node_completed n2 re0 opened l0#1 BUY 75@10000 under 2425000 armed l0 stop_loss 9000",
                        "3<2 10:00 protection_hit n2 hit l0 stop_loss 9000 rests l0 closing 75 limit limit 8900",
                        "mark 45 -1500000000",
                        "4< 15:30 session_end cancelled l0 closing",
                        "carried l0#1 75@8000 -1500000000",
                        "day 2024-10-30",
                        "mark 0 -375000000",
                        "5<2 09:16 protection_hit n2 hit l0 stop_loss 9000 closed l0#1 @8950 limit profit -787500000",
                        "mark 1 -787500000");
    }

    @Test
    void theLastPriceOfTheDayBeforeFillsAnOrder() {
        assertThat(selling()
                        .exitAt("09:20:00", null)
                        .run(day(0, "09:15:00 NIFTY 24250", "09:15:00 " + C + " 100"), day(1, "09:20:00 NIFTY 24250")))
                .containsExactly(
                        "2<1 09:15 node_completed n2 re0 opened l0#1 SELL 75@10000 under 2425000",
                        "carried l0#1 75@10000 0",
                        "day 2024-10-30",
                        "3<2 09:20 node_completed n3 [0 true]",
                        "4<3 09:20 node_completed n4 closed l0#1 @10000 profit 0",
                        "5< 09:20 strategy_terminated");
    }

    private static OrderTerms goodTillCancelled(OrderTerms order) {
        return new OrderTerms(order.type(), order.limitPrice(), order.limitOffset(), order.stopPrice(), true);
    }

    @Test
    void optionsAreSettledAtTheirIntrinsicValueWhenTheyExpire() {
        assertThat(new TestGraph(
                                overnight(leg(Side.SELL)),
                                overnight(leg("put", Side.BUY, TestGraph.PUT, OrderTerms.MARKET, Protections.NONE)))
                        .positional()
                        .exitAt("15:30:00", null)
                        .run(
                                day(1, "09:15:00 NIFTY 24250", "09:15:00 " + C + " 100", "09:15:00 " + P + " 40"),
                                day(2, "09:15:00 NIFTY 24250", "15:29:00 " + C + " 60", "15:29:59 NIFTY 24300.50"),
                                new TestDay(TestDay.EXPIRY.plusDays(1)).withTicks("09:15:00 NIFTY 24250")))
                .containsExactly(
                        "2<1 09:15 node_completed n2 re0 opened l0#1 SELL 75@10000 under 2425000"
                                + " opened l1#1 BUY 75@4000 under 2425000",
                        "carried l0#1 75@10000 0",
                        "carried l1#1 75@4000 0",
                        "day 2024-10-31",
                        "mark 374 3000000000",
                        "3< 15:30 expired closed l0#1 @5050 profit 3712500000 closed l1#1 @0 profit -3000000000",
                        "mark 375 712500000",
                        "day 2024-11-01");
    }

    /** By hand: 75 calls that are worth 50.50 pay 0.125 % of 3,787.50; (50.50 - 100) x 75 = -3,712.50, less 4.734375. */
    @Test
    void anOptionThatIsExercisedPaysForIt() {
        FeeSchedule fees = FeeScheduleReader.read(
                "exercise",
                "exercise.csv",
                "component,side,settlement,basis,rate\nstt,SELL,,percent,0\nstt,SELL,yes,percent,0.125\n",
                false);
        assertThat(new TestGraph(overnight(leg(Side.BUY)))
                        .positional()
                        .on(new TradingTerms(FillModel.LAST, 0, Long.MAX_VALUE, Slippage.NONE, fees))
                        .exitAt("15:30:00", null)
                        .run(
                                day(1, "09:15:00 NIFTY 24250", "09:15:00 " + C + " 100"),
                                day(2, "09:15:00 NIFTY 24250", "15:29:59 NIFTY 24300.50")))
                .contains("3< 15:30 expired closed l0#1 @5050 profit -3717234375 fees 4734375", "mark 375 -3717234375");
    }

    @Test
    void anExpiryBetweenTheDaysOfARunFails() {
        assertThat(selling()
                        .exitAt("15:00:00", null)
                        .run(
                                day(0, "09:15:00 NIFTY 24250", "09:15:00 " + C + " 100"),
                                new TestDay(TestDay.EXPIRY.plusDays(1)).withTicks("09:15:00 NIFTY 24250")))
                .endsWith("failed " + C + " expired on 2024-10-31, which is not a day of this run");
    }

    @Test
    void anExpiryCancelsTheOrdersInItsContracts() {
        Node.Leg resting =
                overnight(leg("put", Side.BUY, TestGraph.PUT, goodTillCancelled(limit("1")), Protections.NONE));
        assertThat(new TestGraph(overnight(leg(Side.SELL)), resting)
                        .positional()
                        .exitAt("15:30:00", null)
                        .run(day(2, "09:15:00 NIFTY 24250", "09:15:00 " + C + " 100", "09:15:00 " + P + " 40")))
                .containsExactly(
                        "2<1 09:15 entry_pending n2 re0 opened l0#1 SELL 75@10000 under 2425000 rests l1 limit limit 100",
                        "3< 15:30 expired cancelled l1 closed l0#1 @0 profit 7500000000",
                        "mark 375 7500000000");
    }

    @Test
    void anOrderGoodTillCancelledRestsOvernight() {
        assertThat(new TestGraph(overnight(leg(Side.BUY, goodTillCancelled(limit("90")))))
                        .positional()
                        .exitAt("15:00:00", null)
                        .run(
                                day(0, "09:15:00 NIFTY 24250", "09:15:00 " + C + " 100"),
                                day(
                                        1,
                                        "09:16:00 " + C + " 91",
                                        "09:17:00 " + C + " 85",
                                        "09:18:00 NIFTY 24250",
                                        "15:00:00 NIFTY 24250")))
                .containsExactly(
                        "2<1 09:15 entry_pending n2 re0 rests l0 limit limit 9000",
                        "day 2024-10-30",
                        "3<2 09:17 order_filled n2 opened l0#1 BUY 75@8500 under 2425000",
                        "4<2 09:18 node_completed n2 re0",
                        "5<4 15:00 node_completed n3 [0 true]",
                        "6<5 15:00 node_completed n4 closed l0#1 @8500 profit 0",
                        "7< 15:00 strategy_terminated");
    }

    @Test
    void anEntryOfWhichAPartFilledCompletesOnTheNextDay() {
        Node.Leg resting = overnight(leg("put", Side.BUY, TestGraph.PUT, limit("1"), Protections.NONE));
        assertThat(new TestGraph(overnight(leg(Side.SELL)), resting)
                        .positional()
                        .exitAt("15:00:00", null)
                        .run(
                                day(0, "09:15:00 NIFTY 24250", "09:15:00 " + C + " 100", "09:15:00 " + P + " 40"),
                                day(1, "09:15:00 NIFTY 24250", "09:15:00 " + P + " 0.5")))
                .containsExactly(
                        "2<1 09:15 entry_pending n2 re0 opened l0#1 SELL 75@10000 under 2425000 rests l1 limit limit 100",
                        "3< 15:30 session_end cancelled l1",
                        "carried l0#1 75@10000 0",
                        "day 2024-10-30",
                        "4<2 09:15 node_completed n2 re0",
                        "carried l0#1 75@10000 0");
    }

    @Test
    void crossesRememberTheDayBefore() {
        Condition above = new Condition.Leaf(
                Condition.Comparison.CROSSES_ABOVE,
                new Operand.LiveValue(Role.TI, Operand.LiveField.PRICE),
                new Operand.Constant(24300, "24300"),
                null);
        TextJournal journal = new TextJournal();
        Engine.run(
                List.of(day(0, "09:15:00 NIFTY 24299"), day(1, "09:15:00 NIFTY 24301", "09:15:01 NIFTY 24302")),
                List.of(selling().entryWhen(above).instance()),
                journal,
                Pace.UNBOUNDED,
                StopSignal.NEVER);
        assertThat(journal.lines())
                .startsWith(
                        "0< 09:15 node_completed n0",
                        "day 2024-10-30",
                        "1<0 09:15 node_completed n1 [0 true] before 24299.0,24300.0");
    }

    /** An intraday and a positional instance share candles and indicators, and do not see each other. */
    @Test
    void intradayInstancesAreWhatTheyAreAlone() {
        TimeframeConfig minute =
                new TimeframeConfig("1m", new Timeframe(1), Map.of("ema", IndicatorSpec.of(IndicatorKind.EMA, "2")));
        Operand ema = new Operand.IndicatorValue(Role.TI, "1m", "ema", -1);
        MarketDay[] days = {
            day(0, "09:15:00 NIFTY 24260", "09:15:00 " + C + " 100", "10:00:00 NIFTY 24270")
                    .withWarmUp("NIFTY", 1, 2, 3),
            day(1, "09:15:00 NIFTY 24260", "09:15:00 " + C + " 100", "10:00:00 NIFTY 24290")
                    .withWarmUp("NIFTY", 4, 5)
        };
        Instance intraday = new TestGraph(leg(Side.SELL))
                .watching(minute)
                .valueAt("10:00:00", ema)
                .instance();
        Instance positional = selling()
                .watching(minute)
                .valueAt("10:00:00", ema)
                .exitAt("15:00:00", null)
                .instance();

        List<String> together = lines(days, positional, intraday, positional);
        assertThat(of(1, together)).isEqualTo(lines(days, intraday));
        assertThat(of(2, together)).isEqualTo(lines(days, positional)).anyMatch(line -> line.startsWith("carried"));
    }

    private static List<String> of(int instance, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(instance + ": "))
                .map(line -> line.substring(3))
                .toList();
    }

    private static List<String> lines(MarketDay[] days, Instance... instances) {
        TextJournal journal = new TextJournal();
        Engine.run(List.of(days), List.of(instances), journal, Pace.UNBOUNDED, StopSignal.NEVER);
        return journal.lines();
    }

    private static final LocalDate SECOND_DAY = TestDay.DATE.plusDays(1);

    private static TestDay shares(int number, CorporateAction action, String... ticks) {
        return new TestDay(TestDay.DATE.plusDays(number))
                .with(new Instrument("ACME", InstrumentKind.STOCK, "NSE", null, null, null, null, 0, 0, 2))
                .withAction("ACME", action)
                .withTicks(ticks);
    }

    private static List<String> held(CorporateAction action) {
        return new TestGraph(overnight(
                        leg("share", Side.BUY, new ContractChoice.Stock(), OrderTerms.MARKET, Protections.NONE)))
                .positional()
                .trading("ACME")
                .exitAt("15:00:00", null)
                .run(
                        shares(0, action, "09:15:00 ACME 100"),
                        shares(1, action, "09:15:00 ACME 50"),
                        shares(2, action, "09:15:00 ACME 50"));
    }

    @Test
    void aShareThatIsHeldWhenItIsSplitOrPaysADividendFails() {
        assertThat(held(new CorporateAction.Split(SECOND_DAY, 2, 1)))
                .endsWith(
                        "day 2024-10-30",
                        "failed ACME has a split on 2024-10-30, and it is held;"
                                + " positions and orders are not adjusted for that",
                        "failed it failed on 2024-10-30");
        assertThat(held(new CorporateAction.Dividend(SECOND_DAY, BigDecimal.ONE)))
                .contains("failed ACME has a dividend on 2024-10-30, and it is held;"
                        + " positions and orders are not adjusted for that");
        assertThat(held(new CorporateAction.Split(TestDay.DATE, 2, 1)))
                .endsWith("day 2024-10-31", "carried l0#1 75@5000 -3750000000");
    }

    /** The share is held, and watched by candles, for 60 days; when the last comes, at most the one before it is still there. */
    @Test
    void daysThatAreOverAreNotKept() {
        Instance holding = new TestGraph(overnight(
                        leg("share", Side.BUY, new ContractChoice.Stock(), limit("90"), stopLoss(points("50")))))
                .positional()
                .trading("ACME")
                .watching(new TimeframeConfig("1m", new Timeframe(1), Map.of()))
                .instance();
        CorporateAction longAgo = new CorporateAction.Dividend(TestDay.DATE.minusYears(1), BigDecimal.ONE);
        List<WeakReference<MarketDay>> made = new ArrayList<>();
        List<Long> alive = new ArrayList<>();
        Iterable<MarketDay> days = () -> IntStream.range(0, 60)
                .mapToObj(number -> {
                    MarketDay day = shares(number, longAgo, "09:15:00 ACME 100", "09:20:00 ACME 89");
                    System.gc();
                    alive.add(made.stream().filter(one -> one.get() != null).count());
                    made.add(new WeakReference<>(day));
                    return day;
                })
                .iterator();
        TextJournal journal = new TextJournal();
        Engine.run(days, List.of(holding), journal, Pace.UNBOUNDED, StopSignal.NEVER);

        assertThat(journal.lines()).hasSizeGreaterThan(100).noneMatch(line -> line.contains("failed"));
        assertThat(alive).hasSize(60).allMatch(count -> count <= 2);
    }

    /** Twenty instances end on days of their own. */
    @Test
    void daysOnWhichAnInstanceEndedAreNotKept() {
        List<Instance> instances = IntStream.range(0, 20)
                .mapToObj(number -> new TestGraph(overnight(leg(
                                "share", Side.BUY, new ContractChoice.Stock(), OrderTerms.MARKET, Protections.NONE)))
                        .positional()
                        .trading("ACME")
                        .entryWhen(new Condition.Leaf(
                                Condition.Comparison.GREATER_OR_EQUAL,
                                new Operand.LiveValue(Role.TI, Operand.LiveField.PRICE),
                                new Operand.Constant(100 + number, Integer.toString(100 + number)),
                                null))
                        .exitAt("09:20:00", null)
                        .instance())
                .toList();
        CorporateAction longAgo = new CorporateAction.Dividend(TestDay.DATE.minusYears(1), BigDecimal.ONE);
        List<WeakReference<MarketDay>> made = new ArrayList<>();
        List<Long> alive = new ArrayList<>();
        Iterable<MarketDay> days = () -> IntStream.range(0, 30)
                .mapToObj(number -> {
                    String price = Integer.toString(100 + number);
                    MarketDay day = shares(number, longAgo, "09:15:00 ACME " + price, "09:20:00 ACME " + price);
                    System.gc();
                    alive.add(made.stream().filter(one -> one.get() != null).count());
                    made.add(new WeakReference<>(day));
                    return day;
                })
                .iterator();
        TextJournal journal = new TextJournal();
        Engine.run(days, instances, journal, Pace.UNBOUNDED, StopSignal.NEVER);

        assertThat(journal.lines().stream().filter(line -> line.contains("terminated")))
                .hasSize(20);
        assertThat(alive).hasSize(30).allMatch(count -> count <= 2);
    }

    @Test
    void candlesBeforeASplitAreWarnedOf() {
        CorporateAction split = new CorporateAction.Split(SECOND_DAY, 2, 1);
        assertThat(new TestGraph(overnight(leg(
                                "share", Side.BUY, new ContractChoice.Stock(), OrderTerms.MARKET, Protections.NONE)))
                        .positional()
                        .trading("ACME")
                        .watching(new TimeframeConfig("1m", new Timeframe(1), Map.of()))
                        .entryWhen(new Condition.Leaf(
                                Condition.Comparison.LESS,
                                new Operand.LiveValue(Role.TI, Operand.LiveField.PRICE),
                                new Operand.Constant(1, "1"),
                                null))
                        .run(
                                shares(0, split, "09:15:00 ACME 100"),
                                shares(1, split, "09:15:00 ACME 50"),
                                shares(2, split, "09:15:00 ACME 50")))
                .containsExactly(
                        "day 2024-10-30",
                        "warning candles of ACME 1m before 2024-10-30 are not adjusted for the split of 2:1",
                        "day 2024-10-31");
    }

    @Test
    void futuresAreSettledAtThePriceOfTheTradingInstrument() {
        String symbol = Instrument.futureSymbol("NIFTY", TestDay.EXPIRY);
        Instrument future =
                new Instrument(symbol, InstrumentKind.FUTURE, "NFO", "NIFTY", TestDay.EXPIRY, null, null, 0, 0, 2);
        assertThat(new TestGraph(overnight(leg(
                                "future",
                                Side.BUY,
                                new ContractChoice.Future(new ExpiryChoice('M', 0)),
                                OrderTerms.MARKET,
                                Protections.NONE)))
                        .positional()
                        .exitAt("15:30:00", null)
                        .run(
                                day(1, "09:15:00 NIFTY 24250", "09:15:00 " + symbol + " 24260")
                                        .with(future),
                                day(2, "15:29:59 NIFTY 24300.50", "15:29:59 " + symbol + " 24299")
                                        .with(future)))
                .endsWith(
                        "day 2024-10-31",
                        "mark 374 2925000000",
                        "3< 15:30 expired closed l0#1 @2430050 profit 3037500000",
                        "mark 375 3037500000");
    }

    /** What it can be sold at is what it was bid for last, be it the day before. */
    @Test
    void theQuoteOfTheDayBeforeCounts() {
        assertThat(new TestGraph(overnight(leg(Side.BUY)))
                        .positional()
                        .on(new TradingTerms(FillModel.QUOTE, 0, Long.MAX_VALUE, Slippage.NONE, FeeSchedule.NONE))
                        .exitAt("10:00:00", null)
                        .run(
                                day(0, "09:15:00 NIFTY 24250", "09:15:00 " + C + " 100 0 99 101"),
                                day(
                                        1,
                                        "09:15:00 NIFTY 24250",
                                        "09:20:00 " + C + " 100 0 - 90",
                                        "10:00:00 NIFTY 24250")))
                .containsExactly(
                        "2<1 09:15 node_completed n2 re0 opened l0#1 BUY 75@10100 under 2425000",
                        "mark 0 -150000000",
                        "carried l0#1 75@9900 -150000000",
                        "day 2024-10-30",
                        "3<2 10:00 node_completed n3 [0 true]",
                        "4<3 10:00 node_completed n4 closed l0#1 @9900 profit -150000000",
                        "5< 10:00 strategy_terminated");
    }

    /** A leg of the day in an expiring contract is closed as on any day; the other one is settled. */
    @Test
    void onlyWhatIsKeptOvernightIsSettled() {
        assertThat(new TestGraph(
                                overnight(leg(Side.SELL)),
                                leg("daily", Side.SELL, TestGraph.CALL, OrderTerms.MARKET, Protections.NONE))
                        .positional()
                        .exitAt("15:30:00", null)
                        .run(day(2, "09:15:00 NIFTY 24250", "09:15:00 " + C + " 100")))
                .endsWith(
                        "3< 15:30 expired closed l0#1 @0 profit 7500000000",
                        "4< 15:30 session_end closed l1#1 @10000 profit 0",
                        "mark 375 7500000000");
    }
}
