package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.Bars;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.WarmUp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What it means that a stored day is what it was imported from. */
final class DayAssert {

    private DayAssert() {}

    static void equal(DataDay actual, DataDay expected) {
        assertThat(actual.session()).isEqualTo(expected.session());
        assertThat(actual.instruments()).containsExactlyElementsOf(expected.instruments());
        assertThat(actual.optionExpiries("NIFTY")).isEqualTo(expected.optionExpiries("NIFTY"));
        assertThat(actual.underlying("NIFTY")).isEqualTo(expected.underlying("NIFTY"));
        assertThat(inOrder(actual)).isEqualTo(inOrder(expected));
        for (Instrument instrument : expected.instruments()) {
            String symbol = instrument.symbol();
            assertThat(withoutSequence(actual.ticks(symbol))).isEqualTo(withoutSequence(expected.ticks(symbol)));
            for (int minutes : new int[] {1, 3, 5, 7, 60, 1440}) {
                WarmUp was = expected.warmUp(symbol, new Timeframe(minutes));
                WarmUp is = actual.warmUp(symbol, new Timeframe(minutes));
                assertThat(is.source()).isEqualTo(was.source());
                assertThat(is.hash()).isEqualTo(was.hash());
                assertThat(bars(is.bars())).isEqualTo(bars(was.bars()));
                assertThat(is.bars().priceScale()).isEqualTo(was.bars().priceScale());
            }
        }
    }

    private record Place(long time, long sequence, String symbol, int tick) {}

    /** The store counts the ticks of the day, its source may number them as it likes. */
    private static List<String> inOrder(DataDay day) {
        List<Place> places = new ArrayList<>();
        for (Instrument instrument : day.instruments()) {
            TickSeries ticks = day.ticks(instrument.symbol());
            for (int tick = 0; tick < ticks.count(); tick++) {
                places.add(new Place(ticks.time(tick), ticks.sequence(tick), instrument.symbol(), tick));
            }
        }
        return places.stream()
                .sorted(Comparator.comparingLong(Place::time).thenComparingLong(Place::sequence))
                .map(place -> place.symbol() + " " + place.tick())
                .toList();
    }

    static List<List<Long>> ticks(TickSeries ticks) {
        List<List<Long>> rows = new ArrayList<>();
        for (int tick = 0; tick < ticks.count(); tick++) {
            rows.add(List.of(
                    ticks.time(tick),
                    ticks.sequence(tick),
                    ticks.price(tick),
                    ticks.quantity(tick),
                    ticks.openInterest(tick)));
        }
        return rows;
    }

    private static List<List<Long>> withoutSequence(TickSeries ticks) {
        return ticks(ticks).stream()
                .map(row -> List.of(row.get(0), row.get(2), row.get(3), row.get(4)))
                .toList();
    }

    static List<List<Long>> bars(Bars bars) {
        List<List<Long>> rows = new ArrayList<>();
        for (int bar = 0; bar < bars.count(); bar++) {
            rows.add(List.of(
                    bars.start(bar), bars.open(bar), bars.high(bar), bars.low(bar), bars.close(bar), bars.volume(bar)));
        }
        return rows;
    }
}
