package dev.nightjar.data;

import dev.nightjar.market.Bars;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reads the stored candles of one symbol and timeframe. */
final class CandleFile {

    private static final List<String> COLUMNS = List.of("timestamp", "open", "high", "low", "close", "volume");

    private static final long NANOS = 1_000_000_000L;

    private final CsvFile file;
    private final int scale;
    private final Problems problems;
    private final Timestamps timestamps;

    /** One array per column: start, open, high, low, close, volume. */
    private final long[][] columns = new long[COLUMNS.size()][512];

    private int count;

    private CandleFile(CsvFile file, int scale, ZoneId zone, Problems problems) {
        this.file = file;
        this.scale = scale;
        this.problems = problems;
        timestamps = new Timestamps(zone);
    }

    /** {@return the candles, or none if something is wrong} */
    static Bars read(CsvFile file, int scale, ZoneId zone, Problems problems) {
        CandleFile reading = new CandleFile(file, scale, zone, problems);
        file.read(COLUMNS, Map.of(), problems, reading::row);
        if (problems.any()) {
            return Bars.empty(scale);
        }
        long[][] columns = reading.columns;
        Arrays.setAll(columns, column -> Arrays.copyOf(columns[column], reading.count));
        return Bars.of(scale, columns[0], columns[1], columns[2], columns[3], columns[4], columns[5]);
    }

    private void row(CsvReader reader, int[] places) {
        if (count == columns[0].length) {
            Arrays.setAll(columns, column -> Arrays.copyOf(columns[column], 2 * count));
        }
        long time = timestamps.parse(reader.bytes(), reader.start(places[0]), reader.end(places[0]));
        boolean usable = true;
        if (time == Timestamps.INVALID || Math.floorMod(time, 60 * NANOS) != 0) {
            refuse(reader, places, 0, "should be a whole minute, " + Timestamps.ACCEPTED);
            usable = false;
        }
        columns[0][count] = Math.floorDiv(time, NANOS);
        for (int column = 1; column < COLUMNS.size(); column++) {
            boolean volume = column == 5;
            int digits = volume ? 0 : scale;
            long units =
                    Numbers.units(reader.bytes(), reader.start(places[column]), reader.end(places[column]), digits);
            if (units < 0 || (units == 0 && !volume)) {
                refuse(
                        reader,
                        places,
                        column,
                        volume
                                ? "should be a whole number, 0 or more"
                                : (units == 0 ? "is zero" : Numbers.reason(units, scale))
                                        + "; a price is above 0 with at most " + scale + " fraction digits");
                usable = false;
            }
            columns[column][count] = units;
        }
        if (usable && consistent(reader)) {
            count++;
        }
    }

    private boolean consistent(CsvReader reader) {
        long open = columns[1][count];
        long high = columns[2][count];
        long low = columns[3][count];
        long close = columns[4][count];
        if (high < Math.max(open, close) || low > Math.min(open, close)) {
            problems.add(
                    file.name() + ": high or low",
                    () -> file.at(reader) + "high must be the highest and low the lowest of the candle's prices");
            return false;
        }
        if (count > 0 && columns[0][count] <= columns[0][count - 1]) {
            problems.add(
                    file.name() + ": order",
                    () -> file.at(reader) + "timestamp is not after the previous candle's; candles ascend by start");
            return false;
        }
        return true;
    }

    private void refuse(CsvReader reader, int[] places, int column, String reason) {
        String name = COLUMNS.get(column);
        problems.add(
                file.name() + ": " + name + " " + reason,
                () -> file.at(reader) + name + " \"" + CsvFile.shortened(reader.text(places[column])) + "\" " + reason);
    }
}
