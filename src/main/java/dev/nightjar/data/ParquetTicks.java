package dev.nightjar.data;

import dev.nightjar.market.Instrument;
import java.util.List;
import java.util.Map;

/** Reads the ticks of one day from a Parquet file. */
final class ParquetTicks {

    /** How many rows are read between two reports of progress. */
    private static final long REPORTED_ROWS = 1 << 16;

    private final ParquetFile file;
    private final TickIntake intake;
    private final int[] scales;
    private final ParquetTimes times;
    private final ParquetSymbols symbols;
    private final ParquetPrices prices = new ParquetPrices("ltp", true);
    private final ParquetWholes quantities = new ParquetWholes("ltq", true);
    private final ParquetWholes openInterests = new ParquetWholes("oi", true);
    private final ParquetWholes sequences = new ParquetWholes("sequence", false);
    private final ParquetPrices bids = new ParquetPrices("bid", false);
    private final ParquetPrices asks = new ParquetPrices("ask", false);
    private final List<ParquetColumn> columns;
    private Map<Long, String> unknown = Map.of();

    private ParquetTicks(ParquetFile file, TickIntake intake) {
        this.file = file;
        this.intake = intake;
        scales = intake.instruments().stream().mapToInt(Instrument::priceScale).toArray();
        times = new ParquetTimes("timestamp", intake.session().zone());
        symbols = new ParquetSymbols(
                "symbol", intake.instruments().stream().map(Instrument::symbol).toList());
        columns = List.of(times, symbols, prices, quantities, openInterests, sequences, bids, asks);
    }

    /** Reads all rows into an intake. */
    static void read(ParquetFile file, TickIntake intake) {
        ParquetTicks reading = new ParquetTicks(file, intake);
        intake.from(file.name(), "row");
        file.read(reading.columns, intake.problems(), reading::rows);
    }

    private void rows(long[] numbers, int count, long total) {
        for (int row = 0; row < count; row++) {
            row(row, numbers[row]);
        }
        long last = numbers[count - 1];
        if (last / REPORTED_ROWS != numbers[0] / REPORTED_ROWS || last == total) {
            intake.progress(Math.round((double) file.size() * last / total), file.size());
        }
    }

    private void row(int row, long number) {
        long time = times.time(row);
        long sequence = sequences.isThere() ? sequences.value(row) : number - 1;
        long quantity = quantities.value(row);
        long openInterest = openInterests.value(row);
        int symbol = symbols.place(row);
        if (symbol < 0) {
            unlisted(row, number);
            return;
        }
        int scale = scales[symbol];
        long price = prices.units(row, scale);
        long bid = bids.isThere() ? bids.units(row, scale) : ParquetColumn.NONE;
        long ask = asks.isThere() ? asks.units(row, scale) : ParquetColumn.NONE;
        if (isUnusable(time)
                || isUnusable(sequence)
                || isUnusable(quantity)
                || isUnusable(openInterest)
                || price == ParquetColumn.INVALID
                || bid == ParquetColumn.INVALID
                || ask == ParquetColumn.INVALID) {
            boolean quoteAlone = price == ParquetColumn.NONE;
            boolean usable = hasNumbers(row, number, quoteAlone);
            usable &= isPrice(prices, price, row, number, scale);
            usable &= isPrice(bids, bid, row, number, scale);
            usable &= isPrice(asks, ask, row, number, scale);
            if (!usable) {
                return;
            }
            quantity = orZero(quantity);
            openInterest = orZero(openInterest);
        }
        intake.add(time, sequence, symbol, price, quantity, openInterest, bid, ask, number);
    }

    /** {@return whether it is one of the two values that stand for no number} */
    private static boolean isUnusable(long value) {
        return value <= ParquetColumn.INVALID;
    }

    private static long orZero(long value) {
        return value == ParquetColumn.NONE ? 0 : value;
    }

    private void unlisted(int row, long number) {
        boolean quoteAlone = prices.isMissing(row);
        if (!hasNumbers(row, number, quoteAlone)) {
            return;
        }
        if (symbols.place(row) == ParquetSymbols.MISSING) {
            refuse(symbols.name(), number, "", "is missing");
            return;
        }
        if (unknown.isEmpty()) {
            unknown = file.some(symbols, columns, symbols.isUnknown());
        }
        intake.unknown(() -> unknown.getOrDefault(number, ""), number);
    }

    private boolean hasNumbers(int row, long number, boolean quoteAlone) {
        long time = times.time(row);
        if (isUnusable(time)) {
            refuse(times, time, row, number, times.wanted());
        }
        boolean usable = !isUnusable(time);
        if (sequences.isThere()) {
            usable &= isWhole(sequences, row, number, false);
        }
        usable &= isWhole(quantities, row, number, quoteAlone);
        usable &= isWhole(openInterests, row, number, quoteAlone);
        return usable;
    }

    private boolean isWhole(ParquetWholes column, int row, long number, boolean mayBeMissing) {
        long value = column.value(row);
        boolean usable = !isUnusable(value) || (mayBeMissing && value == ParquetColumn.NONE);
        if (!usable) {
            refuse(column, value, row, number, "should be a whole number, 0 or more");
        }
        return usable;
    }

    private boolean isPrice(ParquetPrices column, long price, int row, long number, int scale) {
        if (price == ParquetColumn.INVALID) {
            refuse(
                    column,
                    price,
                    row,
                    number,
                    column.reason(row, scale) + "; a price is above 0 with at most " + scale + " fraction digits");
        }
        return price != ParquetColumn.INVALID;
    }

    private void refuse(ParquetColumn column, long value, int row, long number, String reason) {
        if (value == ParquetColumn.NONE) {
            refuse(column.name(), number, "", "is missing");
        } else {
            refuse(column.name(), number, column.text(row) + " ", reason);
        }
    }

    private void refuse(String column, long number, String text, String reason) {
        intake.problems()
                .add(file.name() + ": " + column + " " + reason, () -> file.at(number) + column + " " + text + reason);
    }
}
