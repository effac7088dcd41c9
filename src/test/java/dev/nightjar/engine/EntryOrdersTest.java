package dev.nightjar.engine;

import static dev.nightjar.engine.TestGraph.CALL;
import static dev.nightjar.engine.TestGraph.PUT;
import static dev.nightjar.engine.TestGraph.leg;
import static dev.nightjar.engine.TestGraph.limit;
import static dev.nightjar.engine.TestGraph.percent;
import static dev.nightjar.engine.TestGraph.points;
import static dev.nightjar.engine.TestGraph.stop;
import static dev.nightjar.engine.TestGraph.stopLimit;
import static dev.nightjar.market.TestDay.option;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.OptionType;
import dev.nightjar.market.Side;
import dev.nightjar.market.TestDay;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.FillModel;
import dev.nightjar.run.Slippage;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.strategy.OrderTerms;
import dev.nightjar.strategy.OrderType;
import dev.nightjar.strategy.Protections;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** When entry orders fill, and at what price. */
class EntryOrdersTest {

    private static final String C = option(24250, OptionType.CE);
    private static final String P = option(24250, OptionType.PE);

    /** A day with a call and a put; the underlying ticks in every one of the first ten seconds. */
    private static TestDay day(String... rows) {
        return dayWithTickSize(0, rows);
    }

    private static TestDay dayWithTickSize(long tickSize, String... rows) {
        TestDay day = new TestDay().withOption(24250, OptionType.CE).withOption(24250, OptionType.PE);
        for (String symbol : List.of(C, P)) {
            Instrument known = Objects.requireNonNull(day.instrument(symbol));
            day.with(new Instrument(
                    symbol,
                    InstrumentKind.OPTION,
                    "NFO",
                    "NIFTY",
                    known.expiry(),
                    known.strike(),
                    known.optionType(),
                    25,
                    tickSize,
                    2));
        }
        return day.withTicks(rows);
    }

    private static TradingTerms terms(FillModel fill, long latencyMillis, long maxAgeMillis) {
        return new TradingTerms(
                fill, latencyMillis * 1_000_000, maxAgeMillis * 1_000_000, Slippage.NONE, FeeSchedule.NONE);
    }

    private static TradingTerms slippage(Slippage.Unit unit, String value) {
        return new TradingTerms(
                FillModel.LAST, 0, Long.MAX_VALUE, new Slippage(unit, new BigDecimal(value)), FeeSchedule.NONE);
    }

    private static String entered(TestDay day, TradingTerms terms, OrderTerms order, Side side) {
        List<String> lines = new TestGraph(leg(side, order))
                .squareOffAt("15:00:00")
                .on(terms)
                .run(day);
        return String.join(
                " | ",
                lines.stream()
                        .filter(line -> !line.contains("session_end") && !line.contains("mark"))
                        .toList());
    }

    private static String entered(OrderTerms order, Side side, String... rows) {
        return entered(day(rows), TradingTerms.DEFAULT, order, side);
    }

    // limit, stop, stop-limit

    @Test
    void aBuyLimitFillsAtItsPriceOrBelowAtTheTicksPrice() {
        assertThat(entered(
                        limit("99.5"),
                        Side.BUY,
                        "09:15:00 NIFTY 24250",
                        "09:15:00 " + C + " 100",
                        "09:15:01 " + C + " 99.55",
                        "09:15:02 " + C + " 99.4",
                        "09:15:03 " + C + " 99"))
                .isEqualTo("2<1 09:15 entry_pending n2 re0 rests l0 limit limit 9950"
                        + " | 3<2 09:15:02 order_filled n2 opened l0#1 BUY 75@9940 under 2425000");
        assertThat(entered(limit("99.5"), Side.BUY, "09:15:00 NIFTY 24250", "09:15:00 " + C + " 99.5"))
                .as("touched at once")
                .isEqualTo("2<1 09:15 node_completed n2 re0 opened l0#1 BUY 75@9950 under 2425000");
    }

    @Test
    void aSellLimitFillsAtItsPriceOrAbove() {
        assertThat(entered(
                        limit("100.5"),
                        Side.SELL,
                        "09:15:00 NIFTY 24250",
                        "09:15:00 " + C + " 100",
                        "09:15:01 " + C + " 100.45",
                        "09:15:02 " + C + " 101"))
                .endsWith("order_filled n2 opened l0#1 SELL 75@10100 under 2425000");
    }

    @Test
    void aStopFillsAtTheTickThatGapsThroughIt() {
        assertThat(entered(
                        stop("101"),
                        Side.BUY,
                        "09:15:00 NIFTY 24250",
                        "09:15:00 " + C + " 100",
                        "09:15:01 " + C + " 100.95",
                        "09:15:02 " + C + " 104",
                        "09:15:03 " + C + " 101"))
                .isEqualTo("2<1 09:15 entry_pending n2 re0 rests l0 stop stop 10100"
                        + " | 3<2 09:15:02 order_filled n2 opened l0#1 BUY 75@10400 under 2425000");
        assertThat(entered(stop("99"), Side.SELL, "09:15:00 NIFTY 24250", "09:15:00 " + C + " 99"))
                .as("touched at once")
                .endsWith("node_completed n2 re0 opened l0#1 SELL 75@9900 under 2425000");
    }

    @Test
    void aStopLimitIsALimitFromTheTickThatTriggersIt() {
        String resting = "2<1 09:15 entry_pending n2 re0 rests l0 stop_limit limit 10200 stop 10100 | ";
        String[] gap = {
            "09:15:00 NIFTY 24250",
            "09:15:00 " + C + " 100",
            "09:15:01 " + C + " 103",
            "09:15:02 " + C + " 102.05",
            "09:15:03 " + C + " 90"
        };
        assertThat(entered(stopLimit("101", "102"), Side.BUY, gap))
                .isEqualTo(resting + "3<2 09:15:03 order_filled n2 opened l0#1 BUY 75@9000 under 2425000");
        assertThat(entered(
                        stopLimit("101", "102"),
                        Side.BUY,
                        "09:15:00 NIFTY 24250",
                        "09:15:00 " + C + " 100",
                        "09:15:01 " + C + " 101.5"))
                .as("the triggering tick fills it")
                .isEqualTo(resting + "3<2 09:15:01 order_filled n2 opened l0#1 BUY 75@10150 under 2425000");
    }

    @Test
    void aTriggerAtOnceIsRememberedWhileTheLimitRests() {
        assertThat(entered(
                        stopLimit("101", "102"),
                        Side.BUY,
                        "09:15:00 NIFTY 24250",
                        "09:15:00 " + C + " 103",
                        "09:15:01 " + C + " 100"))
                .endsWith("09:15:01 order_filled n2 opened l0#1 BUY 75@10000 under 2425000");
    }

    @Test
    void offsetsAreFromTheLastPriceOrTheStop() {
        String[] rows = {"09:15:00 NIFTY 24250", "09:15:00 " + C + " 100"};
        assertThat(entered(limit(percent("2.5")), Side.BUY, rows)).contains("limit limit 9750");
        assertThat(entered(limit(points("1.25")), Side.SELL, rows)).contains("limit limit 10125");
        assertThat(entered(limit(points("0")), Side.BUY, rows)).contains("opened l0#1 BUY 75@10000");
        OrderTerms buy = new OrderTerms(OrderType.STOP_LIMIT, null, percent("1"), new BigDecimal("110"), false);
        assertThat(entered(buy, Side.BUY, rows)).contains("limit 11110 stop 11000");
        OrderTerms sell = new OrderTerms(OrderType.STOP_LIMIT, null, points("1"), new BigDecimal("90"), false);
        assertThat(entered(sell, Side.SELL, rows)).contains("limit 8900 stop 9000");
    }

    @Test
    void anOffsetWithoutAPriceIsFromTheFirstTickAndTheNextOnesFill() {
        assertThat(entered(
                        limit(points("0")),
                        Side.BUY,
                        "09:15:00 NIFTY 24250",
                        "09:15:01 " + C + " 100",
                        "09:15:02 " + C + " 100.5",
                        "09:15:03 " + C + " 100"))
                .isEqualTo("2<1 09:15 entry_pending n2 re0 rests l0 limit"
                        + " | 3<2 09:15:03 order_filled n2 opened l0#1 BUY 75@10000 under 2425000");
    }

    @Test
    void orderPricesAreRoundedToTheTickSizeAgainstTheTrader() {
        String[] rows = {"09:15:00 NIFTY 24250", "09:15:00 " + C + " 100"};
        assertThat(entered(dayWithTickSize(5, rows), TradingTerms.DEFAULT, limit("99.99"), Side.BUY))
                .contains("limit 9995");
        assertThat(entered(dayWithTickSize(5, rows), TradingTerms.DEFAULT, limit("100.01"), Side.SELL))
                .contains("limit 10005");
        assertThat(entered(dayWithTickSize(5, rows), TradingTerms.DEFAULT, stop("100.01"), Side.BUY))
                .contains("stop 10005");
        assertThat(entered(dayWithTickSize(5, rows), TradingTerms.DEFAULT, stop("99.99"), Side.SELL))
                .contains("stop 9995");
        assertThat(entered(limit("99.999"), Side.BUY, rows))
                .as("the price grid")
                .contains("limit 9999");
    }

    // fill models

    @Test
    void nextTickFillsInALaterSecondAndBehindTheLatency() {
        String[] rows = {
            "09:15:00 NIFTY 24250",
            "09:15:00.9 " + C + " 100",
            "09:15:01.499 " + C + " 101",
            "09:15:01.5 " + C + " 102",
            "09:15:01.501 " + C + " 103"
        };
        String filled = "2<1 09:15 entry_pending n2 re0 rests l0 | 3<2 ";
        assertThat(entered(day(rows), terms(FillModel.NEXT_TICK, 0, 0), OrderTerms.MARKET, Side.BUY))
                .isEqualTo(filled + "09:15:01.499 order_filled n2 opened l0#1 BUY 75@10100 under 2425000");
        assertThat(entered(day(rows), terms(FillModel.NEXT_TICK, 1_500, 0), OrderTerms.MARKET, Side.BUY))
                .as("a tick at the latency is too early")
                .isEqualTo(filled + "09:15:01.501 order_filled n2 opened l0#1 BUY 75@10300 under 2425000");
    }

    @Test
    void nextTickLimitsLookAtTicksBehindTheLatencyOnly() {
        assertThat(entered(
                        day(
                                "09:15:00 NIFTY 24250",
                                "09:15:00.5 " + C + " 100",
                                "09:15:01 " + C + " 90",
                                "09:15:03 " + C + " 98"),
                        terms(FillModel.NEXT_TICK, 2_000, 0),
                        limit(points("1")),
                        Side.BUY))
                .isEqualTo("2<1 09:15 entry_pending n2 re0 rests l0 limit limit 9900"
                        + " | 3<2 09:15:03 order_filled n2 opened l0#1 BUY 75@9800 under 2425000");
    }

    @Test
    void anOldPriceFillsNothing() {
        String[] rows = {"09:15:00.5 " + C + " 100", "09:15:10 NIFTY 24250", "09:15:11 " + C + " 101"};
        assertThat(entered(day(rows), terms(FillModel.LAST, 0, 9_500), OrderTerms.MARKET, Side.BUY))
                .as("just young enough")
                .endsWith("2<1 09:15:10 node_completed n2 re0 opened l0#1 BUY 75@10000 under 2425000");
        assertThat(entered(day(rows), terms(FillModel.LAST, 0, 9_499), OrderTerms.MARKET, Side.BUY))
                .endsWith("rests l0 | 3<2 09:15:11 order_filled n2 opened l0#1 BUY 75@10100 under 2425000");
        assertThat(entered(day(rows), terms(FillModel.LAST, 0, 9_499), limit("102"), Side.BUY))
                .endsWith("limit 10200 | 3<2 09:15:11 order_filled n2 opened l0#1 BUY 75@10100 under 2425000");
    }

    @Test
    void quotesFillBuysAtTheAskAndSellsAtTheBid() {
        String[] rows = {
            "09:15:00 " + C + " 100 1 99.5 100.5",
            "09:15:00.1 " + C + " 100 1 - 0",
            "09:15:00.2 " + C + " 103 1 - -",
            "09:15:00.3 NIFTY 24250"
        };
        TradingTerms quote = terms(FillModel.QUOTE, 0, Long.MAX_VALUE / 1_000_000);
        assertThat(entered(day(rows), quote, OrderTerms.MARKET, Side.BUY))
                .endsWith("opened l0#1 BUY 75@10050 under 2425000");
        assertThat(entered(day(rows), quote, OrderTerms.MARKET, Side.SELL))
                .endsWith("opened l0#1 SELL 75@9950 under 2425000");
        assertThat(entered(
                        day(
                                "09:15:00 NIFTY 24250",
                                "09:15:00 " + C + " 100 1 99 -",
                                "09:15:01 " + C + " 100 1 99 0",
                                "09:15:02 " + C + " - 0 - 101"),
                        quote,
                        OrderTerms.MARKET,
                        Side.BUY))
                .as("waits for its side")
                .isEqualTo("2<1 09:15 entry_pending n2 re0 rests l0"
                        + " | 3<2 09:15:02 order_filled n2 opened l0#1 BUY 75@10100 under 2425000");
    }

    @Test
    void whileTheClosingSideHasNoQuoteAPositionIsMarkedAtTheTradedPrice() {
        TestDay day = day(
                "09:15:00 NIFTY 24250",
                "09:15:00 " + C + " 100 1 - 100.5",
                "09:15:30 " + C + " 102 1 - -",
                "09:16:30 " + C + " - 0 101 -",
                "09:17:00 NIFTY 24250");
        assertThat(new TestGraph(leg(Side.BUY))
                        .squareOffAt("15:00:00")
                        .on(terms(FillModel.QUOTE, 0, Long.MAX_VALUE / 1_000_000))
                        .run(day))
                .containsExactly(
                        "2<1 09:15 node_completed n2 re0 opened l0#1 BUY 75@10050 under 2425000",
                        // (102 - 100.50) * 75, then (101 - 100.50) * 75
                        "mark 0 112500000",
                        "mark 1 37500000",
                        "3< 15:30 session_end closed l0#1 @10100 profit 37500000");
    }

    @Test
    void ticksWithoutATradedPriceArePassedOver() {
        assertThat(entered(
                        day(
                                "09:15:00 NIFTY 24250",
                                "09:15:00 " + C + " 100 1 99 101",
                                "09:15:00.5 " + C + " - 0 90 91",
                                "09:15:01 NIFTY - 0 24240 24250"),
                        TradingTerms.DEFAULT,
                        OrderTerms.MARKET,
                        Side.BUY))
                .isEqualTo("2<1 09:15 node_completed n2 re0 opened l0#1 BUY 75@10000 under 2425000");
    }

    // slippage and fees

    @Test
    void slippageMakesFillsWorseAndLimitsNot() {
        String[] rows = {"09:15:00 NIFTY 24250", "09:15:00 " + C + " 100.03"};
        TradingTerms ticks = slippage(Slippage.Unit.TICKS, "2");
        assertThat(entered(dayWithTickSize(5, rows), ticks, OrderTerms.MARKET, Side.BUY))
                // 100.03 + 0.10, up to the tick size
                .contains("75@10015 under 2425000 slip 12");
        assertThat(entered(dayWithTickSize(5, rows), ticks, OrderTerms.MARKET, Side.SELL))
                .contains("75@9990 under 2425000 slip 13");
        assertThat(entered(dayWithTickSize(5, rows), ticks, stop("100"), Side.BUY))
                .contains("75@10015");
        assertThat(entered(dayWithTickSize(5, rows), ticks, limit("101"), Side.BUY))
                .endsWith("75@10003 under 2425000");
        assertThat(entered(dayWithTickSize(5, rows), ticks, stopLimit("100", "101"), Side.BUY))
                .endsWith("75@10003 under 2425000");
        // 10 basis points of 100.03 are 0.10003
        TradingTerms points = slippage(Slippage.Unit.BASIS_POINTS, "10");
        assertThat(entered(day(rows), points, OrderTerms.MARKET, Side.BUY)).contains("75@10014 under 2425000 slip 11");
        assertThat(entered(day(rows), points, OrderTerms.MARKET, Side.SELL)).contains("75@9992 under 2425000 slip 11");
    }

    @Test
    void aSellPriceIsNeverBelowZero() {
        assertThat(entered(
                        dayWithTickSize(5, "09:15:00 NIFTY 24250", "09:15:00 " + C + " 0.10"),
                        slippage(Slippage.Unit.TICKS, "4"),
                        OrderTerms.MARKET,
                        Side.SELL))
                .contains("75@0 under 2425000 slip 10");
    }

    /** As when a run is taken up again and its fee schedule is another one meanwhile: no number is better than a wrong one. */
    @Test
    void feesThatHaveChangedSinceTheyWereSettledOnAreNotNothing() {
        TradingTerms lost =
                TradingTerms.ofValues(Map.of("fees", "none", "fees-hash", "another"), name -> FeeSchedule.NONE);

        assertThat(entered(day("09:15:00 NIFTY 24250", "09:15:00 " + C + " 100"), lost, OrderTerms.MARKET, Side.BUY))
                .endsWith("failed at 09:15: fee schedule none has changed since it was settled on");
    }

    @Test
    void slippageInTicksNeedsTheTickSizeOfWhatIsEntered() {
        TestDay day = day("09:15:00 NIFTY 24250", "09:15:00 " + C + " 100");
        TradingTerms ticks = slippage(Slippage.Unit.TICKS, "1");
        assertThat(entered(day, ticks, OrderTerms.MARKET, Side.BUY))
                .isEqualTo("failed at 09:15: slippage in ticks needs the tick size of " + C);
        assertThat(entered(day, slippage(Slippage.Unit.TICKS, "0"), OrderTerms.MARKET, Side.BUY))
                .contains("opened");
    }

    // one order among several

    @Test
    void restingOrdersFillInTheOrderOfTheTicksOfAllContracts() {
        TestGraph graph = new TestGraph(
                        leg("call", Side.BUY, CALL, limit("99"), Protections.NONE),
                        leg("put", Side.BUY, PUT, limit("49"), Protections.NONE))
                .squareOffAt("15:00:00");
        TestDay day = day(
                "09:15:00 NIFTY 24250",
                "09:15:00 " + C + " 100",
                "09:15:00 " + P + " 50",
                "09:15:01.1 " + P + " 48",
                "09:15:01.1 " + C + " 98",
                "09:15:05 NIFTY 24255");
        assertThat(graph.run(day))
                .containsExactly(
                        "2<1 09:15 entry_pending n2 re0 rests l0 limit limit 9900 rests l1 limit limit 4900",
                        "3<2 09:15:01.100 order_filled n2 opened l1#1 BUY 75@4800 under 2425000",
                        "4<2 09:15:01.100 order_filled n2 opened l0#1 BUY 75@9800 under 2425000",
                        "5<2 09:15:05 node_completed n2 re0",
                        "6< 15:30 session_end closed l1#1 @4800 profit 0 closed l0#1 @9800 profit 0");
    }

    @Test
    void ordersFilledByOneTickFillInTheOrderOfPlacing() {
        TestGraph graph = new TestGraph(
                        leg("two", Side.BUY, CALL, limit("98"), Protections.NONE),
                        leg("one", Side.BUY, CALL, limit("99"), Protections.NONE))
                .squareOffAt("15:00:00");
        assertThat(graph.run(day("09:15:00 NIFTY 24250", "09:15:00 " + C + " 100", "09:15:01 " + C + " 90")))
                .containsSequence(
                        "3<2 09:15:01 order_filled n2 opened l0#1 BUY 75@9000 under 2425000",
                        "4<2 09:15:01 order_filled n2 opened l1#1 BUY 75@9000 under 2425000");
    }
}
