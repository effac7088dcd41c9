package dev.nightjar.data;

import dev.nightjar.market.Bars;
import dev.nightjar.market.Session;
import dev.nightjar.market.Timeframe;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * How much of a session the candles of a day cover. Where nothing was traded there is none, so holes are told and stop nobody; those
 * of up to {@link DayCoverage#TOLERATED_SECONDS} are not told.
 */
final class BarCoverage {

    private final Timeframe width;
    private final Session session;
    private final List<String> holes = new ArrayList<>();

    private BarCoverage(Timeframe width, Session session) {
        this.width = width;
        this.session = session;
    }

    /** {@return what is missing of some symbols, one sentence each; those the day does not know do not count} */
    static List<String> holes(BarDay day, Collection<String> symbols) {
        BarCoverage coverage = new BarCoverage(day.barWidth(), day.session());
        symbols.stream()
                .filter(symbol -> day.instrument(symbol) != null)
                .sorted()
                .forEach(symbol -> coverage.look(symbol, day.bars(symbol)));
        return coverage.holes;
    }

    private void look(String symbol, Bars bars) {
        if (bars.count() == 0) {
            holes.add(session.date() + ": " + symbol + " has no " + width.label() + " candle");
            return;
        }
        if (width.minutes() == Timeframe.DAY) {
            return;
        }
        long covered = session.open();
        for (int bar = 0; bar < bars.count(); bar++) {
            addHole(symbol, covered, bars.start(bar));
            covered = bars.start(bar) + 60L * width.minutes();
        }
        addHole(symbol, covered, session.close());
    }

    private void addHole(String symbol, long from, long to) {
        if (to - from > DayCoverage.TOLERATED_SECONDS) {
            holes.add(session.date() + ": " + symbol + " has no " + width.label() + " candle between " + time(from)
                    + " and " + time(to));
        }
    }

    private LocalTime time(long epochSecond) {
        return Instant.ofEpochSecond(epochSecond).atZone(session.zone()).toLocalTime();
    }
}
