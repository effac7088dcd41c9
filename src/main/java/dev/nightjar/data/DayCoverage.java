package dev.nightjar.data;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickSeries;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of a session the ticks of a day's indices and stocks cover.
 *
 * @param session the day's
 * @param instruments the indices and stocks that ticked, by symbol
 * @param silent the symbols of those that did not
 * @param droppedTicks how many ticks lay outside the session
 */
public record DayCoverage(Session session, List<Covered> instruments, List<String> silent, long droppedTicks) {

    /** A day is incomplete when something starts so much after the open or stops so much before the close. */
    public static final int TOLERATED_SECONDS = 30 * 60;

    private static final long NANOS = 1_000_000_000L;

    public DayCoverage {
        instruments = List.copyOf(instruments);
        silent = List.copyOf(silent);
    }

    /**
     * The ticks of one index or stock.
     *
     * @param symbol whose
     * @param ticks how many
     * @param firstSecond of the first one, epoch seconds
     * @param lastSecond of the last one, epoch seconds
     * @param emptySeconds how many seconds of the session, from the open up to the close, have none
     * @param longestGap the most seconds between two neighbouring ticks
     */
    public record Covered(
            String symbol, int ticks, long firstSecond, long lastSecond, long emptySeconds, long longestGap) {}

    /** {@return what the day's ticks cover; reads all ticks of indices and stocks} */
    public static DayCoverage of(DataDay day) {
        List<Covered> covered = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        for (Instrument instrument : day.instruments()) {
            if (instrument.kind() != InstrumentKind.INDEX && instrument.kind() != InstrumentKind.STOCK) {
                continue;
            }
            TickSeries ticks = day.ticks(instrument.symbol());
            if (ticks.count() == 0) {
                silent.add(instrument.symbol());
            } else {
                covered.add(covered(instrument.symbol(), ticks, day.session()));
            }
        }
        return new DayCoverage(day.session(), covered, silent, day.droppedTicks());
    }

    private static Covered covered(String symbol, TickSeries ticks, Session session) {
        long first = Math.floorDiv(ticks.time(0), NANOS);
        long last = first;
        long ticked = first < session.close() ? 1 : 0;
        long longestGap = 0;
        for (int tick = 1; tick < ticks.count(); tick++) {
            long second = Math.floorDiv(ticks.time(tick), NANOS);
            if (second != last) {
                longestGap = Math.max(longestGap, second - last);
                ticked += second < session.close() ? 1 : 0;
                last = second;
            }
        }
        long empty = session.close() - session.open() - ticked;
        return new Covered(symbol, ticks.count(), first, last, empty, longestGap);
    }

    /** {@return why the day is incomplete, one sentence each; empty if it is complete enough} */
    public List<String> shortcomings() {
        List<String> shortcomings = new ArrayList<>();
        if (instruments.isEmpty()) {
            shortcomings.add(session.date() + ": no index or stock has a tick");
        }
        for (Covered covered : instruments) {
            if (covered.firstSecond() > session.open() + TOLERATED_SECONDS) {
                shortcomings.add(session.date() + ": the first tick of " + covered.symbol() + " is at "
                        + time(covered.firstSecond()) + ", the session opens at " + time(session.open()));
            }
            if (covered.lastSecond() < session.close() - TOLERATED_SECONDS) {
                shortcomings.add(session.date() + ": the last tick of " + covered.symbol() + " is at "
                        + time(covered.lastSecond()) + ", the session closes at " + time(session.close()));
            }
        }
        return shortcomings;
    }

    /** {@return whether the day is complete enough to be run} */
    public boolean isComplete() {
        return shortcomings().isEmpty();
    }

    private LocalTime time(long epochSecond) {
        return Instant.ofEpochSecond(epochSecond).atZone(session.zone()).toLocalTime();
    }
}
