package dev.nightjar.data;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/**
 * A column of times. Values are epoch nanoseconds, {@link #NONE} or {@link #INVALID}.
 *
 * <p>A time without zone, written as text or as a TIMESTAMP, is the exchange's. A whole number counts seconds, milliseconds,
 * microseconds or nanoseconds since 1970, UTC: its size says which, since each unit has a span of values of its own from 1973
 * on. One file has one unit, that of its first row.
 */
final class ParquetTimes extends ParquetColumn {

    private static final long NANOS = 1_000_000_000L;

    /** The smallest number of seconds that is taken for a time; 1,000 times that is the smallest of milliseconds, and so on. */
    private static final long FIRST = 100_000_000L;

    private enum Form {
        NUMBER,
        INSTANT,
        LOCAL,
        TEXT
    }

    private final Timestamps timestamps;
    private final long[] values = new long[ROWS];
    private long[] raw = new long[0];
    private @Nullable Object[] texts = new @Nullable Object[0];
    private Form form = Form.NUMBER;
    private String expression = "";

    /** How many nanoseconds one of the file's units is; 0 as long as that is not known. */
    private long unit;

    ParquetTimes(String name, ZoneId zone) {
        super(name, true);
        timestamps = new Timestamps(zone);
    }

    @Override
    boolean accepts(String type) {
        form = Form.INSTANT;
        unit = 1000;
        expression = "epoch_us(" + identifier() + ")";
        if (isInteger(type)) {
            form = Form.NUMBER;
            unit = 0;
            expression = cast("BIGINT");
        } else if (type.equals("VARCHAR")) {
            form = Form.TEXT;
            expression = identifier();
        } else if (type.equals("TIMESTAMP_NS") || type.equals("TIMESTAMPTZ_NS")) {
            form = type.equals("TIMESTAMP_NS") ? Form.LOCAL : Form.INSTANT;
            unit = 1;
            expression = "epoch_ns(" + identifier() + ")";
        } else if (type.equals("TIMESTAMP")) {
            form = Form.LOCAL;
        } else {
            return type.equals("TIMESTAMP WITH TIME ZONE");
        }
        return true;
    }

    @Override
    String accepted() {
        return "TIMESTAMP of any unit (without zone the exchange's time, with zone an instant), a whole number (seconds,"
                + " milliseconds, microseconds or nanoseconds since 1970, UTC) or VARCHAR (" + Timestamps.ACCEPTED
                + ")";
    }

    @Override
    String reason(int row, int scale) {
        return switch (form) {
            case TEXT -> "should be " + Timestamps.ACCEPTED;
            case NUMBER ->
                "should be a number of "
                        + (unit == 0
                                ? "seconds, milliseconds, microseconds or nanoseconds since 1970"
                                : unitName() + " since 1970, like that of the first row");
            case LOCAL -> "should be a time that exists once in the exchange's zone";
            case INSTANT -> "should be a time before 2262";
        };
    }

    private String unitName() {
        return unit == NANOS
                ? "seconds"
                : unit == 1_000_000 ? "milliseconds" : unit == 1000 ? "microseconds" : "nanoseconds";
    }

    @Override
    String expression() {
        return expression;
    }

    @Override
    void copy(DuckDBReadableVector vector, int count, ParquetValues into, int at) {
        if (form == Form.TEXT) {
            for (int row = 0; row < count; row++) {
                into.objects()[at + row] = vector.getString(row);
            }
        } else {
            copy(vector, count, into.longs(), at);
        }
    }

    @Override
    void take(ParquetValues from, int count) {
        if (form == Form.TEXT) {
            texts = from.objects();
            for (int row = 0; row < count; row++) {
                values[row] = texts[row] instanceof String text ? parsed(text) : NONE;
            }
            return;
        }
        raw = from.longs();
        if (form == Form.NUMBER && isOfUnit(raw[0]) && areOfUnit(count)) {
            for (int row = 0; row < count; row++) {
                values[row] = raw[row] * unit;
            }
            return;
        }
        for (int row = 0; row < count; row++) {
            values[row] = nanos(raw[row]);
        }
    }

    /** {@return whether all rows have times of the file's unit that are not too late to be told} */
    private boolean areOfUnit(int count) {
        long first = FIRST * (NANOS / unit);
        long last = Math.min(unit == 1 ? Long.MAX_VALUE : first * 1000 - 1, Long.MAX_VALUE / unit);
        long least = raw[0];
        long most = raw[0];
        for (int row = 1; row < count; row++) {
            least = Math.min(least, raw[row]);
            most = Math.max(most, raw[row]);
        }
        return least >= first && most <= last;
    }

    /** {@return the values by row} */
    long[] values() {
        return values;
    }

    private long parsed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long time = timestamps.parse(bytes, 0, bytes.length);
        return time == Timestamps.INVALID ? INVALID : time;
    }

    private long nanos(long value) {
        if (value == NONE) {
            return NONE;
        }
        if (form == Form.NUMBER && !isOfUnit(value)) {
            return INVALID;
        }
        if (value > Long.MAX_VALUE / unit || value < -(Long.MAX_VALUE / unit)) {
            return INVALID;
        }
        long time = value * unit;
        if (form == Form.LOCAL) {
            time = timestamps.ofLocal(time);
            return time == Timestamps.INVALID ? INVALID : time;
        }
        return time;
    }

    private boolean isOfUnit(long value) {
        if (unit == 0) {
            long first = FIRST;
            for (long nanos = NANOS; nanos > 0; nanos /= 1000) {
                if (value >= first && (nanos == 1 || value < first * 1000)) {
                    unit = nanos;
                    return true;
                }
                first *= nanos == 1 ? 1 : 1000;
            }
            return false;
        }
        long first = FIRST * (NANOS / unit);
        return value >= first && (unit == 1 || value < first * 1000);
    }

    @Override
    long value(int row, int scale) {
        return values[row];
    }

    @Override
    String text(int row) {
        if (form == Form.TEXT) {
            return '"' + CsvFile.shortened(String.valueOf(texts[row])) + '"';
        }
        if (form == Form.NUMBER) {
            return Long.toString(raw[row]);
        }
        long perSecond = NANOS / unit;
        return LocalDateTime.ofEpochSecond(
                        Math.floorDiv(raw[row], perSecond),
                        (int) (Math.floorMod(raw[row], perSecond) * unit),
                        ZoneOffset.UTC)
                + (form == Form.LOCAL ? "" : "Z");
    }
}
