package dev.nightjar.engine;

import static dev.nightjar.engine.TestGraph.all;
import static dev.nightjar.engine.TestGraph.leg;
import static dev.nightjar.engine.TestGraph.limit;
import static dev.nightjar.engine.TestGraph.overnight;
import static dev.nightjar.engine.TestGraph.percent;
import static dev.nightjar.engine.TestGraph.points;
import static dev.nightjar.engine.TestGraph.stopLimit;
import static dev.nightjar.engine.TestGraph.stopLoss;
import static dev.nightjar.engine.TestGraph.takeProfit;
import static dev.nightjar.engine.TestGraph.trailing;
import static dev.nightjar.market.TestDay.option;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.OptionType;
import dev.nightjar.market.Side;
import dev.nightjar.market.TestDay;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.FillModel;
import dev.nightjar.run.Instance;
import dev.nightjar.run.Slippage;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Operand;
import dev.nightjar.strategy.OrderTerms;
import dev.nightjar.strategy.OrderType;
import dev.nightjar.strategy.Protections;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an instance does is the same alone and behind others, however many look at the same. */
class ManyInstancesTest {

    private static final String C = option(24250, OptionType.CE);

    /** More than it takes until what they ask for is worked out for all. */
    private static final int MANY = 40;

    private static TestDay day(int number, String... ticks) {
        return new TestDay(TestDay.DATE.plusDays(number))
                .withOption(24250, OptionType.CE)
                .withTicks(ticks);
    }

    /** A stop whose limit rests, beside a trailing stop that is suspended then. */
    private static Protections both() {
        Protections stop = stopLoss(points("10"), new Protections.LimitClose(BigDecimal.ZERO, 0, true));
        return new Protections(
                stop.stopLoss(), null, trailing(points("25"), "0").trailingStop());
    }

    private static List<String> last(List<Instance> instances, MarketDay... days) {
        TextJournal journal = new TextJournal();
        Engine.run(List.of(days), instances, journal, Pace.UNBOUNDED, StopSignal.NEVER);
        String prefix = (instances.size() - 1) + ": ";
        return instances.size() == 1
                ? journal.lines()
                : journal.lines().stream()
                        .filter(line -> line.startsWith(prefix))
                        .map(line -> line.substring(prefix.length()))
                        .toList();
    }

    private static List<String> alone(TestGraph graph, MarketDay... days) {
        List<String> alone = last(List.of(graph.instance()), days);
        assertThat(last(Collections.nCopies(MANY, graph.instance()), days)).isEqualTo(alone);
        return alone;
    }

    @Test
    void aTrailingStopThatIsSuspendedRemembersThePricesBefore() {
        Operand price = new Operand.PositionValue("call", Operand.PositionField.TRAILING_POSITION_PRICE);
        TestDay day = day(
                0,
                "09:15:00 NIFTY 24250",
                "09:15:00 " + C + " 100",
                "09:15:03 " + C + " 112",
                "09:15:05 " + C + " 110",
                "09:15:05 NIFTY 24250",
                "09:15:07 " + C + " 88",
                "09:15:09 NIFTY 24250",
                "09:15:10 NIFTY 24250");
        for (TestGraph graph : List.of(
                new TestGraph(leg(Side.BUY, both())),
                new TestGraph(leg(Side.BUY, both())).exitAt("09:15:05", "call", "1", Protections.NONE),
                new TestGraph(leg(Side.BUY, both())).valueAt("09:15:05", price))) {
            assertThat(alone(graph.valueAt("09:15:09", price).squareOffAt("15:00:00"), day))
                    .anyMatch(line -> line.contains("09:15:09") && line.endsWith("v0=87.0"));
        }
    }

    @Test
    void aTrailingStopThatWasSuspendedGoesOnFromThePricesBeforeOnTheNextDay() {
        MarketDay[] days = {
            day(
                    0,
                    "09:15:00 NIFTY 24250",
                    "09:15:00 " + C + " 100",
                    "09:15:03 " + C + " 112",
                    "09:15:05 " + C + " 110",
                    "09:15:05 NIFTY 24250",
                    "09:15:07 " + C + " 88",
                    "09:15:09 NIFTY 24250"),
            day(
                    1,
                    "09:15:00 NIFTY 24250",
                    "09:15:00 " + C + " 95",
                    "15:00:00 NIFTY 24250",
                    "15:01:00 " + C + " 86",
                    "15:02:00 " + C + " 74",
                    "15:03:00 NIFTY 24250")
        };
        assertThat(alone(
                        new TestGraph(overnight(leg(Side.BUY, both())))
                                .positional()
                                .exitAt("09:15:05", "call", "1", Protections.NONE)
                                .exitAt("15:00:00", "call", "1", stopLoss(points("40"))),
                        days))
                .anyMatch(line -> line.contains("hit l0 trailing_stop 8700"))
                .anyMatch(line -> line.contains("@8600"));
    }

    @Test
    void aContractThatSomebodyCarriedIsForTheOthersWhatItIsToday() {
        Instance held = new TestGraph(overnight(leg(Side.BUY)))
                .positional()
                .exitAt("15:29:00", null)
                .instance();
        Instance intraday = new TestGraph(leg(Side.BUY, stopLoss(points("5"))))
                .squareOffAt("10:00:00")
                .instance();
        MarketDay[] days = {
            scaled(0, 2, "09:15:00 NIFTY 24250", "09:15:00 " + C + " 100", "10:00:00 NIFTY 24250"),
            scaled(
                    1,
                    3,
                    "09:15:00 NIFTY 24250",
                    "09:15:00 " + C + " 100",
                    "09:59:00 " + C + " 101",
                    "10:00:00 NIFTY 24250")
        };
        List<String> alone = last(List.of(intraday), days);
        assertThat(alone).anyMatch(line -> line.endsWith("armed l0 stop_loss 5000"));
        List<Instance> behind = new ArrayList<>(List.of(held, intraday));
        assertThat(last(behind, days)).isEqualTo(alone);
    }

    private static TestGraph again(Node.Leg leg, String lots, Protections afterwards) {
        Operand price = new Operand.PositionValue("call", Operand.PositionField.TRAILING_POSITION_PRICE);
        return new TestGraph(leg)
                .exitAt("09:15:08", "call", lots, afterwards)
                .again()
                .valueAt("09:15:06", price);
    }

    private static TradingTerms terms(FillModel fill, long latencyNanos) {
        return new TradingTerms(fill, latencyNanos, Long.MAX_VALUE, Slippage.parse("bps:10"), FeeSchedule.NONE);
    }

    private static Node.Leg lots(String lots) {
        Node.Leg leg = leg(Side.SELL, stopLoss(percent("3")));
        return new Node.Leg(
                leg.vpi(),
                leg.priority(),
                new BigDecimal(lots),
                leg.multiplier(),
                leg.side(),
                leg.contract(),
                leg.maxEntries(),
                leg.order(),
                false,
                leg.protections());
    }

    /** Instances of one graph that end in every way there is: nothing of one may be left for the next that begins where it ended. */
    private static List<Instance> everyEnd() {
        OrderTerms kept = new OrderTerms(OrderType.LIMIT, new BigDecimal("83"), null, null, true);
        Instance open = again(
                        leg(
                                Side.SELL,
                                all(stopLoss(percent("30")), takeProfit(points("60")), trailing(points("9"), "2"))),
                        "1",
                        both())
                .instance();
        return List.of(
                open,
                new Instance(open.key(), open.strategy(), open.terms(), 40),
                again(leg(Side.BUY, both()), "3", Protections.NONE).instance(),
                again(leg(Side.BUY, limit("80")), "1", Protections.NONE).instance(),
                again(leg(Side.BUY, stopLimit("105", "101")), "1", Protections.NONE)
                        .instance(),
                again(leg(Side.BUY, limit(points("4"))), "2", stopLoss(points("1")))
                        .instance(),
                again(lots("40000000000"), "1", Protections.NONE).instance(),
                again(lots("2.5"), "0.4", takeProfit(points("3")))
                        .on(terms(FillModel.QUOTE, 0))
                        .instance(),
                again(leg(Side.BUY, trailing(percent("5"), "0")), "1", Protections.NONE)
                        .on(terms(FillModel.NEXT_TICK, 2_000_000_000L))
                        .instance(),
                again(overnight(leg(Side.BUY, both())), "1", stopLoss(points("40")))
                        .positional()
                        .instance(),
                again(overnight(leg("call", Side.BUY, TestGraph.CALL, kept, both())), "1", Protections.NONE)
                        .positional()
                        .instance());
    }

    @Test
    void whatBeginsWhereAnotherOneEndedKnowsNothingOfIt() {
        MarketDay[] days = {quoted(0), quoted(1)};
        List<Instance> every = new ArrayList<>(everyEnd());
        // and in the middle of anything, with orders that rest
        for (Instance one : everyEnd()) {
            for (int budget = 20; budget <= 80; budget += 20) {
                every.add(new Instance(one.key(), one.strategy(), one.terms(), budget));
            }
        }
        List<List<String>> alone =
                every.stream().map(instance -> last(List.of(instance), days)).toList();
        assertThat(alone.stream().flatMap(List::stream))
                .anyMatch(line -> line.startsWith("failed at 09:15:0") && line.contains("step budget"))
                .anyMatch(line -> line.startsWith("failed at") && line.contains("too large"))
                .anyMatch(line -> line.startsWith("carried"))
                .anyMatch(line -> line.contains("armed l0 trailing_stop"))
                .noneMatch(line -> line.contains("tick size"));
        for (Instance before : every) {
            for (int instance = 0; instance < every.size(); instance++) {
                assertThat(last(List.of(before, every.get(instance)), days))
                        .as("instance " + instance + " behind instance " + every.indexOf(before))
                        .isEqualTo(alone.get(instance));
            }
        }
    }

    private static TestDay quoted(int number) {
        List<String> rows = new ArrayList<>();
        int[] prices = {100, 104, 108, 97, 95, 101, 110, 112, 96, 88, 90, 105, 86, 84, 99, 100};
        for (int second = 0; second < prices.length; second++) {
            String time = "09:15:%02d ".formatted(second);
            int price = prices[second] - number;
            rows.add(time + C + " " + price + " 1 " + (price - 1) + " " + (price + 1));
            rows.add(time + "NIFTY 24250");
        }
        return day(number, rows.toArray(String[]::new));
    }

    private static TestDay scaled(int number, int scale, String... ticks) {
        return new TestDay(TestDay.DATE.plusDays(number))
                .with(new Instrument(
                        C,
                        InstrumentKind.OPTION,
                        "NFO",
                        "NIFTY",
                        TestDay.EXPIRY,
                        new BigDecimal(24250),
                        OptionType.CE,
                        0,
                        0,
                        scale))
                .withTicks(ticks);
    }
}
