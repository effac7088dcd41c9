package dev.nightjar.data;

import dev.nightjar.market.TickSeries;
import java.util.ArrayList;
import java.util.List;

/** Reads a Parquet file of candles. */
final class ParquetCandles {

    private final ParquetFile file;
    private final CandleIntake intake;
    private final int scale;
    private final ParquetTimes times;

    /** In the order of {@link CandleIntake#COLUMNS}: prices, and a volume or size at the end of each side. */
    private final List<ParquetColumn> fields = new ArrayList<>();

    private final long[] values = new long[CandleIntake.COLUMNS.size()];

    private ParquetCandles(ParquetFile file, CandleIntake intake) {
        this.file = file;
        this.intake = intake;
        scale = intake.subject().instrument().priceScale();
        times = new ParquetTimes("timestamp", intake.subject().zone());
        for (int column = 0; column < values.length; column++) {
            String name = CandleIntake.COLUMNS.get(column);
            boolean size = column % CandleIntake.FIELDS == CandleIntake.FIELDS - 1;
            fields.add(size ? new ParquetWholes(name, false) : new ParquetPrices(name, false));
        }
    }

    static void read(ParquetFile file, CandleIntake intake) {
        ParquetCandles reading = new ParquetCandles(file, intake);
        intake.from(file.name(), "row");
        List<ParquetColumn> columns = new ArrayList<>();
        columns.add(reading.times);
        columns.addAll(reading.fields);
        file.read(columns, null, intake.problems(), reading::rows);
    }

    private void rows(long[] numbers, int count, long total) {
        String objection = CandleFile.objection(column -> fields.get(column).isThere());
        if (objection != null) {
            if (numbers[0] == 1) {
                intake.problems().add(file.name() + ": " + objection);
            }
            return;
        }
        for (int row = 0; row < count; row++) {
            row(row, numbers[row]);
        }
    }

    private void row(int row, long number) {
        long time = times.value(row, scale);
        boolean usable = time > ParquetColumn.INVALID;
        if (!usable) {
            file.refuse(times, row, number, scale, intake.problems());
        }
        for (int column = 0; column < values.length; column++) {
            ParquetColumn field = fields.get(column);
            values[column] = field.isThere() ? field.value(row, scale) : TickSeries.NO_PRICE;
            if (values[column] == ParquetColumn.INVALID) {
                file.refuse(field, row, number, scale, intake.problems());
                usable = false;
            }
        }
        if (usable) {
            intake.add(time, values, number);
        }
    }
}
