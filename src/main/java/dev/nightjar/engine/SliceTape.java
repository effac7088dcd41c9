package dev.nightjar.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The seconds in which a strategy is evaluated: those in which its trading instrument ticked, or its supporting
 * instrument if it has one.
 */
final class SliceTape {

    private final long[] seconds;
    /** By slice: the latest second of the trading instrument's tape, -1 before its first. */
    private final int[] trading;
    /** The same of the supporting instrument. */
    private final int[] supporting;

    private SliceTape(long[] seconds, int[] trading, int[] supporting) {
        this.seconds = seconds;
        this.trading = trading;
        this.supporting = supporting;
    }

    static SliceTape of(SecondTape trading, @Nullable SecondTape supporting) {
        int ownCount = trading.count();
        int otherCount = supporting == null ? 0 : supporting.count();
        long[] seconds = new long[ownCount + otherCount];
        int[] own = new int[seconds.length];
        int[] others = new int[seconds.length];
        int slices = 0;
        int nextOwn = 0;
        int nextOther = 0;
        while (nextOwn < ownCount || nextOther < otherCount) {
            long ownSecond = nextOwn < ownCount ? trading.second(nextOwn) : Long.MAX_VALUE;
            long otherSecond =
                    supporting != null && nextOther < otherCount ? supporting.second(nextOther) : Long.MAX_VALUE;
            long second = Math.min(ownSecond, otherSecond);
            nextOwn += ownSecond == second ? 1 : 0;
            nextOther += otherSecond == second ? 1 : 0;
            seconds[slices] = second;
            own[slices] = nextOwn - 1;
            others[slices] = nextOther - 1;
            slices++;
        }
        return new SliceTape(Arrays.copyOf(seconds, slices), Arrays.copyOf(own, slices), Arrays.copyOf(others, slices));
    }

    int count() {
        return seconds.length;
    }

    long second(int slice) {
        return seconds[slice];
    }

    int trading(int slice) {
        return trading[slice];
    }

    int supporting(int slice) {
        return supporting[slice];
    }
}
