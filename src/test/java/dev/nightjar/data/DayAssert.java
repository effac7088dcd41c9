package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.Bars;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.WarmUp;
import java.util.ArrayList;
import java.util.List;

/** What it means that a stored day is what it was imported from. */
final class DayAssert {

    private DayAssert() {}

    static void equal(DataDay actual, DataDay expected) {
        assertThat(actual.session()).isEqualTo(expected.session());
        assertThat(actual.hash()).isEqualTo(expected.hash());
        assertThat(actual.instruments()).containsExactlyElementsOf(expected.instruments());
        assertThat(actual.optionExpiries("NIFTY")).isEqualTo(expected.optionExpiries("NIFTY"));
        assertThat(actual.futureExpiries("NIFTY")).isEqualTo(expected.futureExpiries("NIFTY"));
        assertThat(actual.underlying("NIFTY")).isEqualTo(expected.underlying("NIFTY"));
        for (Instrument instrument : expected.instruments()) {
            String symbol = instrument.symbol();
            assertThat(ticks(actual.ticks(symbol))).isEqualTo(ticks(expected.ticks(symbol)));
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

    /** {@return the ticks one by one; taken all at once they are the same} */
    static List<List<Long>> ticks(TickSeries ticks) {
        List<List<Long>> rows = new ArrayList<>();
        long[] times = new long[ticks.count()];
        long[] prices = new long[ticks.count()];
        ticks.unpack(0, ticks.count(), times, prices);
        for (int tick = 0; tick < ticks.count(); tick++) {
            assertThat(times[tick]).isEqualTo(ticks.time(tick));
            assertThat(prices[tick]).isEqualTo(ticks.price(tick));
            rows.add(List.of(
                    ticks.time(tick),
                    ticks.sequence(tick),
                    ticks.price(tick),
                    ticks.quantity(tick),
                    ticks.openInterest(tick)));
        }
        return rows;
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
