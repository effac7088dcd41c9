package dev.nightjar.outcome;

import static dev.nightjar.engine.DayJournal.NONE;
import static dev.nightjar.outcome.TellingFixture.ENTRY;
import static dev.nightjar.outcome.TellingFixture.EXIT;
import static dev.nightjar.outcome.TellingFixture.SQUARE_OFF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.nightjar.engine.DayJournal.EventKind;
import dev.nightjar.engine.DayJournal.ExitReason;
import dev.nightjar.run.Instance;
import dev.nightjar.strategy.Evaluation;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Strategy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Results of a strategy whose days follow from each other, told by hand. */
class OvernightResultTest {

    /** The strategy of the fixture with its first leg kept overnight. */
    private static Instance instance() {
        Instance daily = TellingFixture.instance("NSE");
        Strategy of = daily.strategy();
        List<Node> nodes = of.nodes().stream()
                .map(node -> node instanceof Node.Entry entry
                        ? new Node.Entry(
                                entry.id(),
                                entry.label(),
                                List.of(
                                        overnight(entry.legs().get(0)),
                                        entry.legs().get(1)))
                        : node)
                .toList();
        return new Instance(
                daily.key(),
                new Strategy(
                        of.strategyId(),
                        of.name(),
                        true,
                        Evaluation.SECOND,
                        of.exchange(),
                        of.trading(),
                        of.supporting(),
                        nodes,
                        of.children()));
    }

    private static Node.Leg overnight(Node.Leg leg) {
        return new Node.Leg(
                leg.vpi(),
                leg.priority(),
                leg.lots(),
                leg.multiplier(),
                leg.side(),
                leg.contract(),
                leg.maxEntries(),
                leg.order(),
                true,
                leg.protections());
    }

    /** 75 sold at 181.60 for fees of 10, worth 180.60 at the day's end. */
    private static TellingFixture sold() {
        TellingFixture told = new TellingFixture();
        told.begin(EventKind.NODE_COMPLETED, "09:19:00", ENTRY, NONE)
                .opened(0, 1, "09:19:00", 18160, 10_000_000)
                .end();
        told.journal().mark(4, -10_000_000);
        told.journal().mark(60, 365_000_000);
        told.journal().mark(300, 65_000_000);
        return told;
    }

    private static TellingFixture kept() {
        TellingFixture told = sold();
        told.journal().carried(0, 1, 75, 18060, 65_000_000);
        return told;
    }

    private static TellingFixture keptUntil(int firstEvent) {
        TellingFixture told = kept().nextDay();
        told.journal().continues(firstEvent);
        return told;
    }

    /** Bought back at 179.60 on the second day. */
    private static TellingFixture closed() {
        TellingFixture told = keptUntil(1);
        told.begin(EventKind.NODE_COMPLETED, "10:00:00", EXIT, 0)
                .closed(0, 1, "10:00:00", 17960, 140_000_000, ExitReason.EXIT_CONDITION_MET)
                .end();
        told.journal().mark(45, 140_000_000);
        return told;
    }

    private static StrategyResult result(TellingFixture told) {
        return StrategyResult.of(instance(), 1_000_000_000L, told.days());
    }

    private static void refused(TellingFixture told, String why) {
        assertThatThrownBy(() -> result(told))
                .isInstanceOf(InconsistentResultException.class)
                .hasMessageEndingWith(why);
    }

    @Test
    void aTradeBelongsToTheDayOfItsExitAndTheEquityToEach() {
        StrategyResult result = result(closed());

        assertThat(result.positions()).singleElement().satisfies(position -> {
            assertThat(position.day()).isZero();
            assertThat(position.profit()).isEqualTo(140_000_000);
        });
        Metrics metrics = result.metrics();
        assertThat(metrics.total().trades()).isEqualTo(1);
        assertThat(metrics.days()).extracting(day -> day.tally().trades()).containsExactly(0, 1);
        assertThat(metrics.days()).extracting(day -> day.tally().fees()).containsExactly(0L, 10_000_000L);
        assertThat(metrics.maxDrawdown()).isZero();
        assertThat(metrics.maxDrawdownMarked()).isEqualTo(300_000_000);
        assertThat(metrics.days()).extracting(Metrics.Day::maxDrawdownMarked).containsExactly(300_000_000L, 0L);
        // 65 and 75 of 1000: the mean 0.07 over the sample deviation 0.01 / sqrt(2), times sqrt(252)
        assertThat(Objects.requireNonNull(metrics.onCapital()).sharpe()).isEqualByComparingTo("157.149610");
    }

    @Test
    void theTotalsOfADayAreThoseOfWhatClosedOnIt() {
        TellingFixture told = closed();
        assertThat(told.totals())
                .extracting(InstanceDayTotals::trades, InstanceDayTotals::pnl, InstanceDayTotals::fees)
                .containsExactly(tuple(0, 0L, 0L), tuple(1, 140_000_000L, 10_000_000L));
    }

    @Test
    void eventsHaveParentsOnEarlierDays() {
        String events = new String(ResultFiles.of(result(closed())).get(ResultFiles.EVENTS), StandardCharsets.UTF_8);
        String[] lines = events.split("\n");
        String entry = lines[0].replaceAll("^\\{\"event_id\":\"([^\"]*)\".*", "$1");
        assertThat(lines[1]).contains("\"parent_event_id\":\"" + entry + "\"", "\"side\":\"BUY\"");
        String trades = new String(ResultFiles.of(result(closed())).get(ResultFiles.TRADES), StandardCharsets.UTF_8);
        assertThat(trades.substring(trades.indexOf("exit_flow_ids"))).contains(entry);
    }

    @Test
    void whatIsOpenAtTheEndHasAnUnrealisedProfit() {
        String positions =
                new String(ResultFiles.of(result(kept())).get(ResultFiles.POSITIONS), StandardCharsets.UTF_8);
        assertThat(positions)
                .contains("\"status\" : \"open\"", "\"realized_pnl\" : 0.00", "\"unrealized_pnl\" : 65.00");
        assertThat(result(kept()).metrics().onCapital()).isNotNull();
    }

    @Test
    void whatIsKeptMustBeWhatIsOpen() {
        refused(sold(), "pos1-20241029-r0 is still open at the day's end");
        TellingFixture other = sold();
        other.journal().carried(0, 1, 50, 18060, 65_000_000);
        refused(other, "50 of leg 0 number 1 are kept overnight, but 75 of pos1-20241029-r0 are open");
        TellingFixture dear = sold();
        dear.journal().carried(0, 1, 75, 18061, 65_000_000);
        refused(
                dear,
                "pos1-20241029-r0 is kept overnight with an unrealised profit of 65.000000, but its price makes 64.250000");
        TellingFixture twice = kept();
        twice.journal().carried(1, 1, 75, 18060, 0);
        refused(twice, "2 positions are kept overnight, but 1 are open");
        TellingFixture unmarked = kept();
        unmarked.journal().mark(301, 0);
        refused(
                unmarked,
                "the trades' profits sum to 0.000000 and the open positions make 65.000000, but the day's last mark is 0.000000");
    }

    @Test
    void aLegOfTheDayIsNotKept() {
        TellingFixture told = new TellingFixture();
        told.begin(EventKind.NODE_COMPLETED, "09:19:00", ENTRY, NONE)
                .opened(1, 1, "09:19:00", 18160, 0)
                .end();
        told.journal().carried(1, 1, 75, 18160, 0);
        refused(
                told,
                "75 of leg 1 number 1 are kept overnight, but 75 of pos2-20241029-r0 are open, which is closed at the"
                        + " day's end");
        TellingFixture early = kept();
        early.nextDay().journal().continues(1);
        early.begin(EventKind.SESSION_END, "15:30:00", NONE, NONE)
                .closed(0, 1, "15:30:00", 17960, 140_000_000, ExitReason.SESSION_END)
                .end();
        refused(early, "event 1 closes pos1, which is kept overnight");
    }

    @Test
    void nothingComesAfterTheEnd() {
        TellingFixture told = keptUntil(1);
        told.begin(EventKind.NODE_COMPLETED, "10:00:00", SQUARE_OFF, 0)
                .closed(0, 1, "10:00:00", 17960, 140_000_000, ExitReason.SQUARE_OFF)
                .end();
        told.journal().mark(45, 140_000_000);
        assertThat(result(told).metrics().total().trades()).isEqualTo(1);
        told.nextDay().journal().continues(2);
        assertThat(result(told).days()).hasSize(3);
        told.begin(EventKind.NODE_COMPLETED, "10:00:00", ENTRY, NONE)
                .opened(0, 2, "10:00:00", 18160, 0)
                .end();
        refused(told, "the instance goes on after it has ended");
    }

    @Test
    void nothingComesAfterAFailure() {
        TellingFixture told = kept();
        told.journal().failed("it could not");
        told.nextDay().journal().failed("it failed on 2024-10-29");
        assertThat(result(told).metrics().days()).hasSize(2);
        told.nextDay();
        refused(told, "the instance goes on after it failed on 2024-10-30");
    }

    @Test
    void eventsAreNumberedThroughTheDays() {
        assertThatThrownBy(() -> keptUntil(2)).hasMessageContaining("goes on with event 2 after 1 events");
        TellingFixture told = kept().nextDay();
        told.begin(EventKind.NODE_COMPLETED, "10:00:00", EXIT, NONE)
                .closed(0, 1, "10:00:00", 17960, 140_000_000, ExitReason.EXIT_CONDITION_MET)
                .end();
        refused(told, "its first event is 0, after 1 on the days before");
    }

    @Test
    void settlementHasNoSlippageAndItsOwnReason() {
        TellingFixture told = keptUntil(1);
        told.begin(EventKind.EXPIRED, "15:30:00", NONE, NONE)
                .closed(0, 1, "15:30:00", 17960, 140_000_000, ExitReason.EXPIRED)
                .end();
        told.journal().mark(375, 140_000_000);
        String events = new String(ResultFiles.of(result(told)).get(ResultFiles.EVENTS), StandardCharsets.UTF_8);
        assertThat(events).contains("\"order_type\":\"settlement\"", "\"reason\":\"expired\"");

        TellingFixture other = keptUntil(1);
        other.begin(EventKind.EXPIRED, "15:30:00", NONE, NONE)
                .closed(0, 1, "15:30:00", 17960, 140_000_000, ExitReason.SESSION_END)
                .end();
        refused(other, "event 1 closes pos1 for session_end, but its order is for expired");
    }
}
