package dev.nightjar.engine;

import static dev.nightjar.engine.TestGraph.leg;
import static dev.nightjar.engine.TestGraph.overnight;
import static dev.nightjar.engine.TestGraph.points;
import static dev.nightjar.engine.TestGraph.stopLoss;
import static dev.nightjar.engine.TestGraph.trailing;
import static dev.nightjar.market.TestDay.option;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.OptionType;
import dev.nightjar.market.Side;
import dev.nightjar.market.TestDay;
import dev.nightjar.run.Instance;
import dev.nightjar.strategy.Operand;
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
