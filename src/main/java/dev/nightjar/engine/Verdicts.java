package dev.nightjar.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What conditions come to that look at the market alone: found out once for all instances with one {@link Sight}, as far as anybody asks.
 *
 * <p>It knows no more than so many stretches and slices, and forgets them when there are more.
 */
final class Verdicts {

    private static final int FEW = 8;
    private static final int MOST = 1024;

    /** Stretches of slices, ascending by their first one. */
    private int[] begins = new int[FEW];
    /** By stretch: up to this slice the alarm does not ring. */
    private int[] quietTo = new int[FEW];
    /** By stretch: from there up to this slice it rings in every one; if the two are the same, nobody asked about that slice yet. */
    private int[] ringsTo = new int[FEW];

    private int stretches;

    /** The slices that were evaluated, ascending, and what that found. */
    private int[] slices = new int[0];

    private Findings[] findings = new Findings[0];
    private int evaluated;

    /** {@return the first slice in which the alarm rings, from {@code from} on and before {@code end}; that if there is none} */
    int next(Alarm alarm, InstanceDay day, int from, int end) {
        int stretch = lastUpTo(begins, stretches, from);
        if (stretch < 0 || from > ringsTo[stretch]) {
            return ask(alarm, day, from, end, stretch + 1);
        }
        int quiet = quietTo[stretch];
        boolean rings = ringsTo[stretch] > quiet;
        if (from <= quiet && (rings || end <= quiet)) {
            return Math.min(end, quiet);
        }
        if (from < ringsTo[stretch] && rings) {
            return from;
        }
        if (!rings) {
            int ring = alarm.next(day, quiet, end);
            quietTo[stretch] = ring;
            ringsTo[stretch] = ring < end ? ring + 1 : ring;
            return ring;
        }
        int ring = alarm.next(day, from, end);
        if (ring == from) {
            ringsTo[stretch] = from + 1;
        } else {
            add(stretch + 1, from, ring, end);
        }
        return ring;
    }

    private int ask(Alarm alarm, InstanceDay day, int from, int end, int place) {
        int ring = alarm.next(day, from, end);
        add(place, from, ring, end);
        return ring;
    }

    private void add(int place, int from, int ring, int end) {
        int at = place;
        if (stretches == MOST) {
            stretches = 0;
            at = 0;
        } else if (stretches == begins.length) {
            begins = Arrays.copyOf(begins, 2 * stretches);
            quietTo = Arrays.copyOf(quietTo, 2 * stretches);
            ringsTo = Arrays.copyOf(ringsTo, 2 * stretches);
        }
        int behind = stretches - at;
        System.arraycopy(begins, at, begins, at + 1, behind);
        System.arraycopy(quietTo, at, quietTo, at + 1, behind);
        System.arraycopy(ringsTo, at, ringsTo, at + 1, behind);
        begins[at] = from;
        quietTo[at] = ring;
        ringsTo[at] = ring < end ? ring + 1 : ring;
        stretches++;
    }

    /** {@return what an evaluation in a slice found; null if that is not known} */
    @Nullable Findings at(int slice) {
        int place = Arrays.binarySearch(slices, 0, evaluated, slice);
        return place < 0 ? null : findings[place];
    }

    /** Remembers what an evaluation in a slice found, of which nothing is known yet. */
    void add(int slice, Findings found) {
        if (evaluated == MOST) {
            evaluated = 0;
        } else if (evaluated == slices.length) {
            int room = Math.max(FEW, 2 * evaluated);
            slices = Arrays.copyOf(slices, room);
            findings = Arrays.copyOf(findings, room);
        }
        int place = lastUpTo(slices, evaluated, slice) + 1;
        System.arraycopy(slices, place, slices, place + 1, evaluated - place);
        System.arraycopy(findings, place, findings, place + 1, evaluated - place);
        slices[place] = slice;
        findings[place] = found;
        evaluated++;
    }

    /** {@return the place of the last of ascending values that is not above one; -1 if there is none} */
    private static int lastUpTo(int[] values, int count, int value) {
        int found = Arrays.binarySearch(values, 0, count, value);
        return found < 0 ? -found - 2 : found;
    }
}
