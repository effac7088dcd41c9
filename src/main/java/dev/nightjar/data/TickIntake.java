package dev.nightjar.data;

import dev.nightjar.market.Decimals;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickSeries;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the rows of one day from a source of any format, holds them to the rules that all formats share, and hands them on
 * minute by minute, each minute in (time, sequence) order.
 *
 * <p>What makes a day unusable goes to {@link #problems}, what should only be known to the findings. As long as rows ascend by
 * minute only the forming minute is kept. A row of an earlier one throws {@link OutOfOrderException}; then the day is read
 * again, into a {@link TickSpool}. Not for several threads.
 */
final class TickIntake {

    private static final long NANOS = 1_000_000_000L;
    private static final long MINUTE = 60 * NANOS;

    /** How many rows of unknown symbols are looked at for symbols that were not told yet. */
    private static final int UNKNOWN_LOOKED_AT = 10_000;

    private final Session session;
    private final List<Instrument> instruments;
    private final Minutes minutes;
    private final @Nullable TickSpool spool;
    private final Findings findings;
    private final Problems problems;
    private final Progress progress;
    private final MinuteBuffer forming = new MinuteBuffer();
    private final long sessionBegin;
    private final long sessionEnd;
    private final long dayBegin;
    private final long dayEnd;
    private final Set<String> unknown = new HashSet<>();

    private String place = "";
    private String unit = "row";
    private long rows;
    private long inside;
    private long unknownRows;
    private int minute = -1;
    private long minuteEnd = Long.MIN_VALUE;
    private long latestTime = Long.MIN_VALUE;
    private long latestSequence = Long.MIN_VALUE;
    private final Shift early;
    private final Shift late;

    /** Gets the ticks of one minute. */
    interface Minutes {
        /**
         * Takes the ticks of one minute of the session; minutes ascend. The arrays are used again after the call and are longer
         * than the count.
         *
         * @param minute of the session, from 0
         * @param count how many ticks, at least 1, in (time, sequence) order
         * @param symbols places in the list of tradable instruments
         * @param bids null if no tick of the minute has a bid or an ask
         * @param asks null if bids is
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
                long @Nullable [] asks);
    }

    /** Told how far the reading is. */
    interface Progress {
        /**
         * Takes a new state.
         *
         * @param rows read so far
         * @param bytes of the source read so far
         * @param total how many there are, 0 if that is not known
         */
        void read(long rows, long bytes, long total);
    }

    /** A row of a minute that was handed on already. */
    static final class OutOfOrderException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        OutOfOrderException() {
            super("a row came for a minute that was handed on already", null, false, false);
        }
    }

    /** Rows that would be inside the session if they were moved. */
    private final class Shift {
        private final long nanos;
        private long rows;
        private String example = "";

        private Shift(long nanos) {
            this.nanos = nanos;
        }

        private void look(long time, long line) {
            if (nanos != 0 && time + nanos >= sessionBegin && time + nanos < sessionEnd) {
                if (rows++ == 0) {
                    example = at(line) + local(time) + " would be " + local(time + nanos);
                }
            }
        }
    }

    /**
     * Begins a day.
     *
     * @param tradable the instruments that may tick, in the order of their places
     * @param spool where rows go that are in no order; null as long as they are expected to ascend by minute
     */
    TickIntake(
            Session session,
            List<Instrument> tradable,
            Minutes minutes,
            @Nullable TickSpool spool,
            Findings findings,
            Problems problems,
            Progress progress) {
        this.session = session;
        this.instruments = List.copyOf(tradable);
        this.minutes = minutes;
        this.spool = spool;
        this.findings = findings;
        this.problems = problems;
        this.progress = progress;
        sessionBegin = session.open() * NANOS;
        sessionEnd = (session.close() + 1) * NANOS;
        dayBegin = session.date().atStartOfDay(session.zone()).toEpochSecond() * NANOS;
        dayEnd = session.date().plusDays(1).atStartOfDay(session.zone()).toEpochSecond() * NANOS;
        long offset = session.zone()
                        .getRules()
                        .getOffset(Instant.ofEpochSecond(session.open()))
                        .getTotalSeconds()
                * NANOS;
        early = new Shift(offset);
        late = new Shift(-offset);
    }

    /** {@return the day's hours} */
    Session session() {
        return session;
    }

    /** {@return the instruments that may tick; a symbol is a place in this list} */
    List<Instrument> instruments() {
        return instruments;
    }

    /** {@return where a source tells what cannot be read} */
    Problems problems() {
        return problems;
    }

    /**
     * Says how the rows that follow are called in messages.
     *
     * @param place such as a file's name
     * @param unit what the numbers of rows count, such as line or row
     */
    void from(String place, String unit) {
        this.place = place;
        this.unit = unit;
    }

    /** {@return the place of a row, as messages begin} */
    String at(long line) {
        return place + " " + unit + " " + line + ": ";
    }

    /** Tells how far the reading is; to be called now and then, such as for every megabyte. */
    void progress(long bytes, long total) {
        progress.read(rows, bytes, total);
    }

    /**
     * Takes one row. Prices are units of the instrument's scale; there must be one of price, bid and ask.
     *
     * @param time epoch nanoseconds
     * @param sequence orders ticks of one time; the number of the row if the source has none
     * @param symbol a place in {@link #instruments}
     * @param price {@link TickSeries#NO_PRICE} if the row is a quote alone
     * @param bid {@link TickSeries#NO_PRICE} without one; 0 means the same
     * @param ask {@link TickSeries#NO_PRICE} without one; 0 means the same
     * @param line number of the row, from 1, for messages
     */
    void add(
            long time,
            long sequence,
            int symbol,
            long price,
            long quantity,
            long openInterest,
            long bid,
            long ask,
            long line) {
        rows++;
        boolean quoted = bid != TickSeries.NO_PRICE || ask != TickSeries.NO_PRICE;
        if (time < sessionBegin
                || time >= sessionEnd
                || price <= 0
                || quoted
                || (sequence | quantity | openInterest) < 0) {
            addCarefully(time, sequence, symbol, price, quantity, openInterest, bid, ask, line);
        } else {
            take(time, sequence, symbol, price, quantity, openInterest, bid, ask, line);
        }
    }

    /**
     * Takes rows as {@link #add} takes them one by one, and several times as fast if they are usual. They have neither bid nor
     * ask.
     *
     * @param count how many; the arrays may be longer
     * @param firstLine number of the first row; those of the others follow it
     */
    void addAll(
            int count,
            long[] times,
            long[] sequences,
            int[] symbols,
            long[] prices,
            long[] quantities,
            long[] openInterests,
            long firstLine) {
        if (addUsual(count, times, sequences, symbols, prices, quantities, openInterests, firstLine)) {
            return;
        }
        for (int row = 0; row < count; row++) {
            add(
                    times[row],
                    sequences[row],
                    symbols[row],
                    prices[row],
                    quantities[row],
                    openInterests[row],
                    TickSeries.NO_PRICE,
                    TickSeries.NO_PRICE,
                    firstLine + row);
        }
    }

    /** Like {@link #addAll}; {@return whether the rows ascend and nothing about them is unusual; else none of them is taken} */
    boolean addUsual(
            int count,
            long[] times,
            long[] sequences,
            int[] symbols,
            long[] prices,
            long[] quantities,
            long[] openInterests,
            long firstLine) {
        if (count == 0) {
            return true;
        }
        if (spool != null
                || times[0] < sessionBegin
                || times[count - 1] >= sessionEnd
                || times[0] < latestTime
                || (times[0] == latestTime && sequences[0] <= latestSequence)
                || !areUsual(count, times, sequences, prices, quantities, openInterests)) {
            return false;
        }
        rows += count;
        inside += count;
        latestTime = times[count - 1];
        latestSequence = sequences[count - 1];
        int from = 0;
        while (from < count) {
            if (times[from] >= minuteEnd) {
                beginMinute(times[from]);
            }
            int to = times[count - 1] < minuteEnd ? count : from + 1;
            while (to < count && times[to] < minuteEnd) {
                to++;
            }
            try {
                forming.addAll(from, to, times, sequences, symbols, prices, quantities, openInterests, firstLine);
            } catch (MinuteBuffer.TooManyException tooMany) {
                throw new DataException(place, List.of(place + " " + tooMany.getMessage()));
            }
            from = to;
        }
        return true;
    }

    /** {@return whether rows ascend by time and sequence, none twice, with prices above 0 and no number below 0} */
    private static boolean areUsual(
            int count, long[] times, long[] sequences, long[] prices, long[] quantities, long[] openInterests) {
        // each below 0 where a row is unusual; sums would overflow nowhere, as times and sequences are checked too
        long wrong = times[0] | sequences[0];
        for (int row = 0; row < count; row++) {
            wrong |= prices[row] | prices[row] - 1 | quantities[row] | openInterests[row];
        }
        for (int row = 1; row < count; row++) {
            long later = times[row] - times[row - 1];
            long further = sequences[row] - sequences[row - 1];
            wrong |= times[row] | sequences[row] | later | (later - 1 & further - 1);
        }
        return wrong >= 0;
    }

    /**
     * Takes a row of a symbol that is not among {@link #instruments}.
     *
     * @param symbol asked for only while examples are wanted
     */
    void unknown(Supplier<String> symbol, long line) {
        rows++;
        unknownRows++;
        String name = unknown.size() < Findings.EXAMPLES && unknownRows <= UNKNOWN_LOOKED_AT ? symbol.get() : null;
        if (name != null && unknown.add(name)) {
            findings.add(
                    Finding.Kind.UNKNOWN_SYMBOL,
                    () -> at(line) + "symbol \"" + CsvFile.shortened(name)
                            + "\" is not known, or not on this day (expiry, listed)");
        } else {
            findings.addMore(Finding.Kind.UNKNOWN_SYMBOL);
        }
    }

    private void addCarefully(
            long time,
            long sequence,
            int symbol,
            long price,
            long quantity,
            long openInterest,
            long bid,
            long ask,
            long line) {
        boolean usable = true;
        if (time < dayBegin || time >= dayEnd) {
            refuse(
                    "timestamps of another day",
                    line,
                    () -> "timestamp " + local(time) + " is not on " + session.date() + " in " + session.zone());
            usable = false;
        }
        usable &= isNotNegative("sequence", sequence, line);
        usable &= isNotNegative("ltq", quantity, line);
        usable &= isNotNegative("oi", openInterest, line);
        usable &= isPrice("ltp", price, symbol, line);
        usable &= isPrice("bid", bid, symbol, line);
        usable &= isPrice("ask", ask, symbol, line);
        if (price == TickSeries.NO_PRICE && bid == TickSeries.NO_PRICE && ask == TickSeries.NO_PRICE) {
            refuse("rows without a price", line, () -> "has neither ltp nor bid nor ask; one of them is needed");
            usable = false;
        } else if (price == TickSeries.NO_PRICE && quantity > 0) {
            refuse(
                    "quantities without a price",
                    line,
                    () -> "ltq " + quantity + " without ltp; a quote alone has none");
            usable = false;
        }
        if (!usable) {
            return;
        }
        if (time < sessionBegin || time >= sessionEnd) {
            findings.add(
                    Finding.Kind.OUTSIDE_SESSION,
                    () -> at(line) + "timestamp " + local(time) + " is outside the session, " + local(sessionBegin)
                            + " to " + local(sessionEnd - NANOS));
            early.look(time, line);
            late.look(time, line);
        } else if (price == 0 || (price == TickSeries.NO_PRICE && bid <= 0 && ask <= 0)) {
            findings.add(
                    Finding.Kind.ZERO_PRICE,
                    () -> at(line) + symbol(symbol) + " has " + (price == 0 ? "an ltp" : "a bid and an ask")
                            + " of zero");
        } else {
            take(
                    time,
                    sequence,
                    symbol,
                    price,
                    quantity,
                    openInterest,
                    bid > 0 ? bid : TickSeries.NO_PRICE,
                    ask > 0 ? ask : TickSeries.NO_PRICE,
                    line);
        }
    }

    private boolean isNotNegative(String column, long value, long line) {
        if (value < 0) {
            refuse(column + " below zero", line, () -> column + " " + value + " should be a whole number, 0 or more");
        }
        return value >= 0;
    }

    private boolean isPrice(String column, long price, int symbol, long line) {
        boolean usable = price >= 0 || price == TickSeries.NO_PRICE;
        if (!usable) {
            int scale = instruments.get(symbol).priceScale();
            refuse(
                    column + " below zero",
                    line,
                    () -> column + " " + Decimals.format(price, scale) + " is negative; a price is above 0");
        }
        return usable;
    }

    private void refuse(String kind, long line, Supplier<String> reason) {
        problems.add(place + ": " + kind, () -> at(line) + reason.get());
    }

    private String symbol(int place) {
        return instruments.get(place).symbol();
    }

    private String local(long time) {
        return Timestamps.text(time, session.zone());
    }

    /** Takes a row that may be stored. */
    private void take(
            long time,
            long sequence,
            int symbol,
            long price,
            long quantity,
            long openInterest,
            long bid,
            long ask,
            long line) {
        inside++;
        if (time > latestTime) {
            latestTime = time;
            latestSequence = sequence;
        } else if (time < latestTime || sequence < latestSequence) {
            tellOutOfOrder(time, sequence, line);
        } else {
            latestSequence = sequence;
        }
        if (spool != null) {
            spool.add(minute(time), time, sequence, symbol, price, quantity, openInterest, bid, ask, line);
            return;
        }
        if (time >= minuteEnd) {
            beginMinute(time);
        } else if (time < minuteEnd - MINUTE && !problems.any()) {
            throw new OutOfOrderException();
        }
        try {
            forming.add(time, sequence, symbol, price, quantity, openInterest, bid, ask, line);
        } catch (MinuteBuffer.TooManyException tooMany) {
            throw new DataException(place, List.of(place + " " + tooMany.getMessage()));
        }
    }

    private void beginMinute(long time) {
        handOn();
        minute = minute(time);
        minuteEnd = sessionBegin + (minute + 1) * MINUTE;
    }

    private int minute(long time) {
        return (int) ((time - sessionBegin) / MINUTE);
    }

    private void tellOutOfOrder(long time, long sequence, long line) {
        findings.add(
                Finding.Kind.OUT_OF_ORDER,
                () -> at(line) + "(" + local(time) + ", " + sequence + ") comes after (" + local(latestTime) + ", "
                        + latestSequence + ")");
    }

    private void handOn() {
        if (problems.any()) {
            forming.clear();
        } else if (forming.count() > 0) {
            hand(minute, forming);
        }
    }

    private void hand(int ofMinute, MinuteBuffer ticks) {
        ticks.handTo(ofMinute, this::handUnlessRefused, new MinuteBuffer.Repeated() {
            @Override
            public void same(long firstLine, long line) {
                findings.add(Finding.Kind.DUPLICATE, () -> at(line) + "repeats " + unit + " " + firstLine);
            }

            @Override
            public void different(long firstLine, long line) {
                refuse(
                        "timestamp and sequence used twice",
                        line,
                        () -> "has the timestamp and sequence of " + unit + " " + firstLine
                                + "; a sequence orders the ticks of one time and is used once");
            }
        });
    }

    private void handUnlessRefused(
            int ofMinute,
            int count,
            int[] symbols,
            long[] times,
            long[] prices,
            long[] quantities,
            long[] openInterests,
            long @Nullable [] bids,
            long @Nullable [] asks) {
        if (!problems.any()) {
            minutes.minute(ofMinute, count, symbols, times, prices, quantities, openInterests, bids, asks);
        }
    }

    /** Hands on what is left, and judges the day as a whole; to be called once, after the last row. */
    void finish() {
        if (spool == null) {
            handOn();
        } else if (!problems.any()) {
            spool.drain(forming, this::hand);
        }
        long outside = findings.count(Finding.Kind.OUTSIDE_SESSION);
        Shift shift = early.rows >= late.rows ? early : late;
        boolean shifted = outside > inside && 2 * shift.rows > outside + inside;
        if (shifted) {
            findings.add(Finding.Kind.SHIFTED_TIMES, shift.rows, () -> shift.example);
        }
        if (inside == 0 && !problems.any()) {
            problems.add(place + ": has no tick inside the session (" + outside + " outside it"
                    + (shifted
                            ? "; moved by " + offset(shift.nanos) + " " + shift.rows
                                    + " would be inside; times without an offset are the exchange's, in "
                                    + session.zone()
                            : "")
                    + ")");
        }
    }

    private static String offset(long nanos) {
        return ZoneOffset.ofTotalSeconds((int) (nanos / NANOS)).getId();
    }
}
