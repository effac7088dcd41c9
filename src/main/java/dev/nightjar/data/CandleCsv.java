package dev.nightjar.data;

import dev.nightjar.market.BarSet;
import dev.nightjar.market.BarWidth;
import dev.nightjar.market.Bars;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes candles in the interchange format: one row for each start, sides that have no candle there left empty. */
final class CandleCsv {

    private static final long NANOS = 1_000_000_000L;
    private static final int SECONDS_OF_DAY = 86_400;

    private final CsvOutput out;
    private final LocalTimes times;
    private final boolean[] sides;

    /** @param sides which of trades, bids and asks the file has */
    private CandleCsv(CsvOutput out, LocalTimes times, boolean[] sides) {
        this.out = out;
        this.times = times;
        this.sides = sides;
    }

    /** Begins a file whose sides are those of any of the given candles. */
    static CandleCsv begin(CsvOutput out, ZoneId zone, BarWidth width, List<BarSet> all) throws IOException {
        boolean[] sides = new boolean[BarsFile.SIDES];
        boolean ambiguous = false;
        for (BarSet bars : all) {
            for (int side = 0; side < sides.length; side++) {
                Bars own = side(bars, side);
                sides[side] |= own != null;
                ambiguous |= own != null && width.seconds() < SECONDS_OF_DAY && isAmbiguous(own, zone);
            }
        }
        out.line(String.join(",", CandleFile.columns(sides[0], sides[1], sides[2])));
        return new CandleCsv(out, ambiguous ? LocalTimes.inUtc() : LocalTimes.of(zone), sides);
    }

    private static @Nullable Bars side(BarSet bars, int side) {
        return switch (side) {
            case 0 -> bars.trades();
            case 1 -> bars.bids();
            default -> bars.asks();
        };
    }

    /** {@return whether a candle starts at a time that the clock shows twice, because it was set back} */
    private static boolean isAmbiguous(Bars bars, ZoneId zone) {
        if (bars.count() == 0) {
            return false;
        }
        Instant last = Instant.ofEpochSecond(bars.start(bars.count() - 1));
        ZoneOffsetTransition change =
                zone.getRules().nextTransition(Instant.ofEpochSecond(bars.start(0) - SECONDS_OF_DAY));
        while (change != null
                && change.getInstant().minusSeconds(SECONDS_OF_DAY).isBefore(last)) {
            if (change.isOverlap()) {
                long twice = -change.getDuration().toSeconds();
                int first = bars.firstAtOrAfter(change.toEpochSecond() - twice);
                if (first < bars.count() && bars.start(first) < change.toEpochSecond() + twice) {
                    return true;
                }
            }
            change = zone.getRules().nextTransition(change.getInstant());
        }
        return false;
    }

    /** {@return how many rows were written} */
    long write(BarSet bars) throws IOException {
        Bars[] all = new Bars[sides.length];
        int[] next = new int[sides.length];
        long rows = 0;
        for (int side = 0; side < sides.length; side++) {
            Bars own = side(bars, side);
            all[side] = own == null ? Bars.empty(0) : own;
        }
        for (long start = earliest(all, next); start != Long.MAX_VALUE; start = earliest(all, next)) {
            times.write(start * NANOS, out);
            for (int side = 0; side < sides.length; side++) {
                if (sides[side]) {
                    boolean there = next[side] < all[side].count() && all[side].start(next[side]) == start;
                    candle(all[side], there ? next[side]++ : -1);
                }
            }
            out.character('\n');
            rows++;
        }
        return rows;
    }

    private static long earliest(Bars[] all, int[] next) {
        long start = Long.MAX_VALUE;
        for (int side = 0; side < all.length; side++) {
            if (next[side] < all[side].count()) {
                start = Math.min(start, all[side].start(next[side]));
            }
        }
        return start;
    }

    private void candle(Bars bars, int bar) throws IOException {
        if (bar < 0) {
            out.text(",".repeat(CandleIntake.FIELDS));
            return;
        }
        int scale = bars.priceScale();
        out.character(',');
        out.decimal(bars.open(bar), scale);
        out.character(',');
        out.decimal(bars.high(bar), scale);
        out.character(',');
        out.decimal(bars.low(bar), scale);
        out.character(',');
        out.decimal(bars.close(bar), scale);
        out.character(',');
        out.number(bars.volume(bar));
    }
}
