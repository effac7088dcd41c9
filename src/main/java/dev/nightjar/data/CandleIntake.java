package dev.nightjar.data;

import dev.nightjar.market.Decimals;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the candles of one instrument and timeframe from a source of any format, holds them to the rules that all formats
 * share, and hands them on. It keeps the candle before and nothing else. Not for several threads.
 *
 * <p>What makes candles unusable goes to {@link #problems}, what should only be known to the findings.
 */
final class CandleIntake {

    /** Fields of a side: open, high, low, close, and volume or size. */
    static final int FIELDS = 5;

    /** The fields of a row behind its timestamp, side by side: trades, bids, asks. */
    static final List<String> COLUMNS = List.of(
            "open",
            "high",
            "low",
            "close",
            "volume",
            "bid_open",
            "bid_high",
            "bid_low",
            "bid_close",
            "bid_size",
            "ask_open",
            "ask_high",
            "ask_low",
            "ask_close",
            "ask_size");

    private static final List<String> SIDES = List.of("trade", "bid", "ask");
    private static final int BIDS = FIELDS;
    private static final int ASKS = 2 * FIELDS;
    private static final int CLOSE = 3;
    private static final int SIZE = 4;
    private static final long NANOS = 1_000_000_000L;
    private static final long MINUTE = 60;
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    private final CandleSubject subject;
    private final Instrument instrument;
    private final long width;
    private final boolean daily;
    private final Rows rows;
    private final Findings findings;
    private final Problems problems;
    private final boolean tellsGaps;

    private String place = "";
    private String unit = "row";
    private @Nullable Day day;
    private long previousTime = Long.MIN_VALUE;
    private final long[] previous = new long[COLUMNS.size()];
    private long previousStart = Long.MIN_VALUE;
    private long previousLine;

    /** Gets the candles, oldest first. */
    interface Rows {
        /**
         * Takes a candle.
         *
         * @param start epoch second
         * @param values in the order of {@link #COLUMNS}; a side that is not known has {@link TickSeries#NO_PRICE} as its
         *     prices. The array is used again after the call
         */
        void add(long start, long[] values);
    }

    /**
     * A day of the exchange's clock.
     *
     * @param begin its first second
     * @param end one past its last second
     */
    private record Day(
            LocalDate date, long begin, long end, @Nullable Session session) {}

    CandleIntake(CandleSubject subject, Timeframe timeframe, Rows rows, Findings findings, Problems problems) {
        this.subject = subject;
        this.instrument = subject.instrument();
        this.width = timeframe.minutes() * MINUTE;
        this.daily = timeframe.minutes() == Timeframe.DAY;
        this.rows = rows;
        this.findings = findings;
        this.problems = problems;
        // what is seldom traded has holes that mean nothing
        tellsGaps = instrument.kind() != InstrumentKind.OPTION && instrument.kind() != InstrumentKind.FUTURE;
    }

    CandleSubject subject() {
        return subject;
    }

    /** {@return where a source tells what cannot be read} */
    Problems problems() {
        return problems;
    }

    /**
     * Says how the rows that follow are called in messages.
     *
     * @param name such as a file's
     * @param counted what the numbers of rows count, such as line or row
     */
    void from(String name, String counted) {
        this.place = name;
        this.unit = counted;
    }

    /** {@return the place of a row, as messages begin} */
    String at(long line) {
        return place + " " + unit + " " + line + ": ";
    }

    /**
     * Takes one row.
     *
     * @param time epoch nanoseconds of the candle's start
     * @param values in the order of {@link #COLUMNS}; prices are units of the instrument's scale, {@link
     *     TickSeries#NO_PRICE} stands for what is empty. The array is not kept, but changed: a volume or size that is not
     *     known becomes 0
     * @param line number of the row, from 1, for messages
     */
    void add(long time, long[] values, long line) {
        boolean usable = isWholeMinute(time, line);
        int sides = 0;
        for (int from = 0; from < ASKS + FIELDS; from += FIELDS) {
            usable &= isSide(values, from, line);
            sides += values[from] == TickSeries.NO_PRICE ? 0 : 1;
        }
        if (!usable) {
            return;
        }
        if (sides == 0) {
            refuse("rows without a price", line, () -> "has neither a trade nor a quote; one of them is needed");
            return;
        }
        long start = Math.floorDiv(time, NANOS);
        if (start <= previousTime) {
            judgeRepeated(start, values, line);
            return;
        }
        previousTime = start;
        previousLine = line;
        System.arraycopy(values, 0, previous, 0, values.length);
        if (isLabel(start, line) && isInsideSession(start, line) && hasNoZero(values, line)) {
            lookAt(values, line);
            tellGap(start);
            previousStart = start;
            if (!problems.any()) {
                rows.add(start, values);
            }
        }
    }

    private boolean isWholeMinute(long time, long line) {
        boolean whole = Math.floorMod(time, MINUTE * NANOS) == 0;
        if (!whole) {
            refuse(
                    "timestamps that are not whole minutes",
                    line,
                    () -> "timestamp " + local(Math.floorDiv(time, NANOS), Math.floorMod(time, NANOS))
                            + " should be a whole minute, the start of the candle");
        }
        return whole;
    }

    private boolean isSide(long[] values, int from, long line) {
        int known = 0;
        boolean zero = from > 0;
        for (int field = from; field < from + SIZE; field++) {
            known += values[field] == TickSeries.NO_PRICE ? 0 : 1;
            zero &= values[field] == 0;
        }
        if (zero) {
            // a quote of zero is none
            Arrays.fill(values, from, from + SIZE, TickSeries.NO_PRICE);
            values[from + SIZE] = 0;
            return true;
        }
        long size = values[from + SIZE];
        String name = COLUMNS.get(from + SIZE);
        if (size == TickSeries.NO_PRICE) {
            values[from + SIZE] = 0;
        } else if (size < 0) {
            refuse(name + " below zero", line, () -> name + " " + size + " should be a whole number, 0 or more");
            return false;
        }
        if (known == 0) {
            if (values[from + SIZE] > 0) {
                refuse(name + " without prices", line, () -> name + " " + size + " without prices");
            }
            return values[from + SIZE] == 0;
        }
        return arePrices(values, from, known, line);
    }

    private boolean arePrices(long[] values, int from, int known, long line) {
        String side = SIDES.get(from / FIELDS);
        if (known < SIZE) {
            refuse(
                    side + " prices that are not all there",
                    line,
                    () -> "has " + known + " of the four " + side + " prices; all of them or none should be there");
            return false;
        }
        for (int field = from; field < from + SIZE; field++) {
            long price = values[field];
            String name = COLUMNS.get(field);
            if (price < 0) {
                refuse(
                        name + " below zero",
                        line,
                        () -> name + " " + Decimals.format(price, instrument.priceScale())
                                + " is negative; a price is above 0");
                return false;
            }
        }
        long open = values[from];
        long high = values[from + 1];
        long low = values[from + 2];
        long close = values[from + CLOSE];
        if (high < Math.max(open, close) || low > Math.min(open, close)) {
            problems.add(
                    place + ": high or low",
                    () -> at(line) + "high must be the highest and low the lowest of the candle's prices"
                            + (from == 0 ? "" : " (" + side + ")"));
            return false;
        }
        return true;
    }

    private void judgeRepeated(long start, long[] values, long line) {
        if (start == previousTime && Arrays.equals(values, previous)) {
            findings.add(Finding.Kind.DUPLICATE, () -> at(line) + "repeats " + unit + " " + previousLine);
        } else if (start == previousTime) {
            refuse(
                    "different candles of one time",
                    line,
                    () -> "has the timestamp of " + unit + " " + previousLine + " and other values");
        } else {
            problems.add(
                    place + ": order",
                    () -> at(line) + "timestamp is not after the previous candle's; candles ascend by start");
        }
    }

    /** Of a day that is not known only the whole minute can be asked for. */
    private boolean isLabel(long start, long line) {
        Day known = day(start);
        if (daily) {
            if (start != known.begin()) {
                refuse(
                        "labels of daily candles",
                        line,
                        () -> "timestamp " + local(start) + " should be the day's first, " + local(known.begin())
                                + "; a daily candle is labelled by its date in " + subject.zone());
            }
            return start == known.begin();
        }
        Session session = known.session();
        if (session == null || Math.floorMod(start - session.open(), width) == 0) {
            return true;
        }
        long before = start - Math.floorMod(start - session.open(), width);
        refuse(
                "labels off the session",
                line,
                () -> "timestamp " + local(start)
                        + " is no start of a candle: they are counted from the session's open, " + local(session.open())
                        + "; the nearest are " + local(before) + " and " + local(before + width));
        return false;
    }

    private boolean isInsideSession(long start, long line) {
        Session session = day(start).session();
        boolean inside = daily || session == null || session.contains(start);
        if (!inside && session != null) {
            findings.add(
                    Finding.Kind.OUTSIDE_SESSION,
                    () -> at(line) + "timestamp " + local(start) + " is outside the session, " + local(session.open())
                            + " to " + local(session.close()));
        }
        return inside;
    }

    private boolean hasNoZero(long[] values, long line) {
        for (int field = 0; field < values.length; field++) {
            if (values[field] == 0 && field % FIELDS != SIZE) {
                String name = COLUMNS.get(field);
                findings.add(Finding.Kind.ZERO_PRICE, () -> at(line) + name + " is zero");
                return false;
            }
        }
        return true;
    }

    private void lookAt(long[] values, long line) {
        long bid = values[BIDS + CLOSE];
        long ask = values[ASKS + CLOSE];
        if (bid != TickSeries.NO_PRICE && ask != TickSeries.NO_PRICE && bid > ask) {
            findings.add(
                    Finding.Kind.CROSSED_QUOTE,
                    () -> at(line) + "bid_close " + Decimals.format(bid, instrument.priceScale())
                            + " is above ask_close " + Decimals.format(ask, instrument.priceScale()));
        }
        for (int field = 0; instrument.tickSize() > 0 && field < values.length; field++) {
            long price = values[field];
            if (field % FIELDS != SIZE && price != TickSeries.NO_PRICE && price % instrument.tickSize() != 0) {
                String name = COLUMNS.get(field);
                findings.add(
                        Finding.Kind.OFF_TICK_SIZE,
                        () -> at(line) + name + " " + Decimals.format(price, instrument.priceScale())
                                + " is no multiple of "
                                + Decimals.format(instrument.tickSize(), instrument.priceScale()));
                return;
            }
        }
    }

    private void tellGap(long start) {
        if (!tellsGaps || previousStart == Long.MIN_VALUE) {
            return;
        }
        Day before = day(previousStart);
        Day now = day(start);
        long ended = previousStart + width;
        if (before.equals(now)) {
            tellHole(ended, start);
            return;
        }
        Session first = before.session();
        if (first != null && !daily) {
            tellHole(ended, first.close());
        }
        List<LocalDate> missing = new ArrayList<>();
        before.date()
                .plusDays(1)
                .datesUntil(now.date())
                .filter(subject.isTradingDay())
                .forEach(missing::add);
        if (!missing.isEmpty()) {
            findings.add(
                    Finding.Kind.GAP,
                    () -> place + ": no candle of " + missing.get(0)
                            + (missing.size() == 1
                                    ? ""
                                    : " to " + missing.get(missing.size() - 1) + ", " + missing.size()
                                            + " trading days"));
        }
        Session last = now.session();
        if (last != null && !daily) {
            tellHole(last.open(), start);
        }
    }

    private void tellHole(long from, long to) {
        if (to - from > DayCoverage.TOLERATED_SECONDS) {
            findings.add(Finding.Kind.GAP, () -> place + ": no candle from " + local(from) + " to " + local(to));
        }
    }

    private Day day(long epochSecond) {
        Day known = day;
        if (known != null && epochSecond >= known.begin() && epochSecond < known.end()) {
            return known;
        }
        LocalDate date =
                Instant.ofEpochSecond(epochSecond).atZone(subject.zone()).toLocalDate();
        Day looked = new Day(
                date,
                date.atStartOfDay(subject.zone()).toEpochSecond(),
                date.plusDays(1).atStartOfDay(subject.zone()).toEpochSecond(),
                subject.sessions().apply(date));
        day = looked;
        return looked;
    }

    private void refuse(String kind, long line, Supplier<String> reason) {
        problems.add(place + ": " + kind, () -> at(line) + reason.get());
    }

    private String local(long epochSecond) {
        return local(epochSecond, 0);
    }

    private String local(long epochSecond, long nanos) {
        return LocalDateTime.ofInstant(Instant.ofEpochSecond(epochSecond, nanos), subject.zone())
                .format(TIME);
    }
}
