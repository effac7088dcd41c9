package dev.nightjar.data;

import dev.nightjar.market.Cells;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.Session;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How much of a session the ticks of a day's instruments cover, futures and options aside.
 *
 * <p>A day is judged by the symbols somebody looks at; how others cover it is told and stops nobody.
 *
 * @param session the day's
 * @param instruments those that ticked, by symbol
 * @param silent the symbols of those that did not
 * @param judged the symbols whose ticks have to cover the session
 */
public record DayCoverage(Session session, List<Covered> instruments, List<String> silent, Set<String> judged) {

    /** For longer than this nothing may be without a tick: after the open, before the close, or between. */
    public static final int TOLERATED_SECONDS = 30 * 60;

    public DayCoverage {
        instruments = List.copyOf(instruments);
        silent = List.copyOf(silent);
        judged = Set.copyOf(judged);
    }

    /**
     * The ticks of one instrument.
     *
     * @param symbol whose
     * @param ticks how many
     * @param firstSecond of the first one, epoch seconds
     * @param lastSecond of the last one, epoch seconds
     * @param emptySeconds how many seconds of the session, from the open up to the close, have none
     * @param longestGap the most seconds between two neighbouring ticks
     * @param gapSecond the second of the tick before the first such gap, or of the first tick if there is no gap
     */
    public record Covered(
            String symbol,
            int ticks,
            long firstSecond,
            long lastSecond,
            long emptySeconds,
            long longestGap,
            long gapSecond) {}

    /**
     * {@return what the day's ticks cover, from the cells' summaries; futures and options are left out}
     *
     * @param judged the symbols to judge the day by; those it does not know do not count
     */
    public static DayCoverage of(DataDay day, Set<String> judged) {
        List<Covered> covered = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        for (Instrument instrument : day.instruments()) {
            if (instrument.kind().isDerivative()) {
                continue;
            }
            Cells cells = day.cells(instrument.symbol());
            if (cells.count() == 0) {
                silent.add(instrument.symbol());
            } else {
                covered.add(covered(instrument.symbol(), cells, day.session()));
            }
        }
        return new DayCoverage(day.session(), covered, silent, judged);
    }

    private static Covered covered(String symbol, Cells cells, Session session) {
        long first = session.open() + 60L * cells.minute(0) + Long.numberOfTrailingZeros(cells.seconds(0));
        long last = first;
        long ticked = 0;
        long longestGap = 0;
        long gapSecond = first;
        for (int cell = 0; cell < cells.count(); cell++) {
            long minute = session.open() + 60L * cells.minute(cell);
            for (long left = cells.seconds(cell); left != 0; left &= left - 1) {
                long second = minute + Long.numberOfTrailingZeros(left);
                if (second - last > longestGap) {
                    longestGap = second - last;
                    gapSecond = last;
                }
                ticked += second < session.close() ? 1 : 0;
                last = second;
            }
        }
        long empty = session.close() - session.open() - ticked;
        return new Covered(symbol, cells.tickEnd(cells.count() - 1), first, last, empty, longestGap, gapSecond);
    }

    /** {@return why the day is incomplete, one sentence each; empty if it is complete enough} */
    public List<String> shortcomings() {
        List<String> shortcomings = new ArrayList<>();
        if (instruments.isEmpty()) {
            shortcomings.add(session.date() + ": nothing but futures and options has a tick");
            return shortcomings;
        }
        silent.stream()
                .filter(judged::contains)
                .forEach(symbol -> shortcomings.add(session.date() + ": " + symbol + " has no tick"));
        instruments.stream()
                .filter(covered -> judged.contains(covered.symbol()))
                .forEach(covered -> addHoles(covered, shortcomings));
        return shortcomings;
    }

    /** {@return what would make the day incomplete if it were judged by all of them that ticked} */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        instruments.stream()
                .filter(covered -> !judged.contains(covered.symbol()))
                .forEach(covered -> addHoles(covered, remarks));
        return remarks;
    }

    private void addHoles(Covered covered, List<String> holes) {
        if (covered.firstSecond() > session.open() + TOLERATED_SECONDS) {
            holes.add(session.date() + ": the first tick of " + covered.symbol() + " is at "
                    + time(covered.firstSecond()) + ", the session opens at " + time(session.open()));
        }
        if (covered.longestGap() > TOLERATED_SECONDS) {
            holes.add(session.date() + ": " + covered.symbol() + " has no tick between " + time(covered.gapSecond())
                    + " and " + time(covered.gapSecond() + covered.longestGap()));
        }
        if (covered.lastSecond() < session.close() - TOLERATED_SECONDS) {
            holes.add(session.date() + ": the last tick of " + covered.symbol() + " is at " + time(covered.lastSecond())
                    + ", the session closes at " + time(session.close()));
        }
    }

    /** {@return whether the day is complete enough to be run} */
    public boolean isComplete() {
        return shortcomings().isEmpty();
    }

    private LocalTime time(long epochSecond) {
        return Instant.ofEpochSecond(epochSecond).atZone(session.zone()).toLocalTime();
    }
}
