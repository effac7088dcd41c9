package dev.nightjar.data;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.Session;
import dev.nightjar.market.Underlying;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a day of the store minute by minute, into a temporary file beside it that gets its name when it is whole.
 *
 * <p>Closing it without having finished leaves nothing behind. What cannot be written is an {@link
 * java.io.UncheckedIOException} that names the folder.
 */
final class DayWriter implements Closeable {

    private DayWriter() {}

    /**
     * {@return a writer}
     *
     * @param folder is made if it is not there
     * @param tradable what may tick; a symbol is a place in it
     */
    static DayWriter begin(Path folder, Session session, List<Instrument> tradable) {
        throw new UnsupportedOperationException(folder + " " + session + " " + tradable);
    }

    /**
     * Adds the ticks of one minute, all symbols together.
     *
     * <p>The arrays are read from 0 to {@code count}, in canonical order: times ascend; ticks of one time stand in the order
     * of their sequence. They are not kept.
     *
     * @param minute of the session, from 0, counted from its open; later than the one before
     * @param times epoch nanoseconds, inside the session and the minute
     * @param prices above 0, or {@link dev.nightjar.market.TickSeries#NO_PRICE}
     * @param bids null if none of the ticks has a bid or an ask; likewise {@code asks}
     */
    void minute(
            int minute,
            int count,
            int[] symbols,
            long[] times,
            long[] prices,
            long[] quantities,
            long[] openInterests,
            long @Nullable [] bids,
            long @Nullable [] asks) {
        throw new UnsupportedOperationException();
    }

    /** {@return the places of the symbols that ticked} */
    BitSet ticked() {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes the rest and gives the file its name, {@code <date>-<16 digits of the hash>.day}.
     *
     * @param instruments those of the day, by symbol; every one that ticked is among them
     * @param underlyings by symbol
     * @return the hash of the day's content
     */
    String finish(SortedMap<String, Instrument> instruments, SortedMap<String, Underlying> underlyings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
