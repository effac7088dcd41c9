package dev.nightjar.data;

import dev.nightjar.market.TickSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Reads a CSV file of candles row by row. */
final class CandleFile {

    private static final List<String> REQUIRED = List.of("timestamp");

    /** How many of a side's columns must be there if one is: of trades the volume too. */
    private static final int[] NEEDED = {5, 4, 4};

    private final CsvFile file;
    private final CandleIntake intake;
    private final int scale;
    private final Timestamps timestamps;
    private final long[] values = new long[CandleIntake.COLUMNS.size()];
    private boolean judged;
    private boolean usable;

    private CandleFile(CsvFile file, CandleIntake intake) {
        this.file = file;
        this.intake = intake;
        scale = intake.subject().instrument().priceScale();
        timestamps = new Timestamps(intake.subject().zone());
    }

    static void read(CsvFile file, CandleIntake intake) {
        CandleFile reading = new CandleFile(file, intake);
        intake.from(file.name(), "line");
        file.read(REQUIRED, CandleIntake.COLUMNS, Map.of(), intake.problems(), reading::row);
    }

    private void row(CsvReader reader, int[] places) {
        if (!judged) {
            judged = true;
            usable = hasWholeSides(places);
        }
        if (!usable) {
            return;
        }
        byte[] bytes = reader.bytes();
        long time = timestamps.parse(bytes, reader.start(places[0]), reader.end(places[0]));
        boolean readable = time != Timestamps.INVALID;
        if (!readable) {
            refuse(reader, places[0], "timestamp", "should be a whole minute, " + Timestamps.ACCEPTED);
        }
        for (int column = 0; column < values.length; column++) {
            int field = places[1 + column];
            if (field < 0 || reader.start(field) == reader.end(field)) {
                values[column] = TickSeries.NO_PRICE;
                continue;
            }
            boolean size = column % CandleIntake.FIELDS == CandleIntake.FIELDS - 1;
            long units = Numbers.units(bytes, reader.start(field), reader.end(field), size ? 0 : scale);
            if (units < 0) {
                String reason = size
                        ? "should be a whole number, 0 or more"
                        : Numbers.reason(units, scale) + "; a price is above 0 with at most " + scale
                                + " fraction digits";
                refuse(reader, field, CandleIntake.COLUMNS.get(column), reason);
                readable = false;
            }
            values[column] = units;
        }
        if (readable) {
            intake.add(time, values, reader.line());
        }
    }

    private boolean hasWholeSides(int[] places) {
        String objection = objection(column -> places[1 + column] >= 0);
        if (objection != null) {
            intake.problems().add(intake.at(1) + objection);
        }
        return objection == null;
    }

    /**
     * {@return what is wrong with a choice of columns, null if nothing is}
     *
     * @param has whether a place in {@link CandleIntake#COLUMNS} is among them
     */
    static @Nullable String objection(IntPredicate has) {
        List<String> missing = new ArrayList<>();
        boolean any = false;
        for (int side = 0; side < NEEDED.length; side++) {
            List<String> absent = new ArrayList<>();
            int there = 0;
            for (int field = 0; field < CandleIntake.FIELDS; field++) {
                int column = side * CandleIntake.FIELDS + field;
                if (has.test(column)) {
                    there++;
                } else if (field < NEEDED[side]) {
                    absent.add(CandleIntake.COLUMNS.get(column));
                }
            }
            if (there > 0) {
                any = true;
                missing.addAll(absent);
            }
        }
        if (any && missing.isEmpty()) {
            return null;
        }
        return (any ? "the columns " + String.join(", ", missing) + " are missing" : "has neither trades nor quotes")
                + "; beside timestamp there are open,high,low,close,volume and, or instead of them,"
                + " bid_open,bid_high,bid_low,bid_close[,bid_size] and"
                + " ask_open,ask_high,ask_low,ask_close[,ask_size]";
    }

    private void refuse(CsvReader reader, int field, String name, String reason) {
        intake.problems()
                .add(
                        file.name() + ": " + name + " " + reason,
                        () -> file.at(reader) + name + " \"" + CsvFile.shortened(reader.text(field)) + "\" " + reason);
    }

    /** {@return the columns of a file that has the given sides} */
    static List<String> columns(boolean trades, boolean bids, boolean asks) {
        boolean[] has = {trades, bids, asks};
        List<String> columns = new ArrayList<>(REQUIRED);
        for (int side = 0; side < has.length; side++) {
            if (has[side]) {
                int from = side * CandleIntake.FIELDS;
                columns.addAll(CandleIntake.COLUMNS.subList(from, from + CandleIntake.FIELDS));
            }
        }
        return columns;
    }
}
