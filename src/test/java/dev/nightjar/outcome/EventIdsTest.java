package dev.nightjar.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.engine.DayJournal;
import dev.nightjar.engine.DayJournal.EventKind;
import dev.nightjar.market.Timeframe;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.strategy.InstrumentConfig;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Strategy;
import dev.nightjar.strategy.TimeframeConfig;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventIdsTest {

    private static final StubDay DAY = StubDay.of(LocalDate.of(2024, 10, 28));
    private static final Instance INSTANCE = new Instance(
            new InstanceKey("user", "strategy", "broker", BigDecimal.ONE),
            new Strategy(
                    "strategy",
                    "strategy",
                    "NSE",
                    new InstrumentConfig("NIFTY", List.of(new TimeframeConfig("1m", new Timeframe(1), Map.of()))),
                    null,
                    List.of(new Node.Start("start", "Start")),
                    List.of(List.of())));

    /** {@return the ids of a chain of that many events, each the parent of the next} */
    private static EventIds chain(int length) {
        PartitionJournal journal = new PartitionJournal(0);
        DayJournal told = journal.open(0, DAY);
        for (int event = 0; event < length; event++) {
            told.begin(
                    EventKind.NODE_COMPLETED,
                    (DAY.session().open() + event) * 1_000_000_000L,
                    0,
                    event == 0 ? DayJournal.NONE : event - 1);
            told.end();
        }
        return new EventIds(INSTANCE, List.of(journal.soFar(0, DAY.date())));
    }

    @Test
    void aFlowBeginsAtTheRoot() {
        EventIds ids = chain(100);

        assertThat(ids.flow(2)).containsExactly(ids.of(0), ids.of(1), ids.of(2));
        assertThat(ids.flow(99)).hasSize(100).startsWith(ids.of(0));
    }

    @Test
    void aLongFlowIsItsLastHundredEvents() {
        EventIds ids = chain(150);

        assertThat(ids.flow(149))
                .isEqualTo(IntStream.range(50, 150).mapToObj(ids::of).toList());
    }
}
