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
    private final long[] units = new long[ParquetColumn.ROWS];
    private final long[] places = new long[ParquetColumn.ROWS];
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
        file.read(reading.columns, reading.sequences, intake.problems(), reading::rows);
    }

    private void rows(long[] numbers, int count, long total) {
        if (!addTogether(numbers, count)) {
            for (int row = 0; row < count; row++) {
                row(row, numbers[row]);
            }
        }
        long last = numbers[count - 1];
        if (last / REPORTED_ROWS != numbers[0] / REPORTED_ROWS || last == total) {
            intake.progress(Math.round((double) file.size() * last / total), file.size());
        }
    }

    /** {@return whether all rows were taken, as they are usual and have neither bid nor ask} */
    private boolean addTogether(long[] numbers, int count) {
        long first = numbers[0];
        if (bids.isThere() || asks.isThere() || !symbols.areKnown(count) || !follow(numbers, count)) {
            return false;
        }
        int[] symbol = symbols.places();
        long[] sequence = sequences.isThere() ? sequences.values() : places(first, count);
        // what is missing or cannot be used is below 0, and unusual
        return intake.addUsual(
                count,
                times.values(),
                sequence,
                symbol,
                prices.units(symbol, scales, count, units),
                quantities.values(),
                openInterests.values(),
                first);
    }

    private static boolean follow(long[] numbers, int count) {
        long wrong = 0;
        for (int row = 0; row < count; row++) {
            wrong |= numbers[row] - numbers[0] - row;
        }
        return wrong == 0;
    }

    /** {@return the places in the file, from 0, of rows that follow each other} */
    private long[] places(long first, int count) {
        for (int row = 0; row < count; row++) {
            places[row] = first + row - 1;
        }
        return places;
    }

    private void row(int row, long number) {
        int symbol = symbols.place(row);
        if (symbol < 0) {
            unlisted(row, number);
            return;
        }
        int scale = scales[symbol];
        long time = times.value(row, scale);
        long sequence = sequences.isThere() ? sequences.value(row, scale) : number - 1;
        long price = prices.value(row, scale);
        long quantity = quantities.value(row, scale);
        long openInterest = openInterests.value(row, scale);
        long bid = bids.isThere() ? bids.value(row, scale) : ParquetColumn.NONE;
        long ask = asks.isThere() ? asks.value(row, scale) : ParquetColumn.NONE;
        if (time <= ParquetColumn.INVALID
                || sequence <= ParquetColumn.INVALID
                || quantity <= ParquetColumn.INVALID
                || openInterest <= ParquetColumn.INVALID
                || price == ParquetColumn.INVALID
                || bid == ParquetColumn.INVALID
                || ask == ParquetColumn.INVALID) {
            boolean usable = hasNumbers(row, number, price == ParquetColumn.NONE);
            usable &= isPrice(prices, row, number, scale);
            usable &= isPrice(bids, row, number, scale);
            usable &= isPrice(asks, row, number, scale);
            if (!usable) {
                return;
            }
            quantity = quantity == ParquetColumn.NONE ? 0 : quantity;
            openInterest = openInterest == ParquetColumn.NONE ? 0 : openInterest;
        }
        intake.add(time, sequence, symbol, price, quantity, openInterest, bid, ask, number);
    }

    private void unlisted(int row, long number) {
        boolean usable = hasNumbers(row, number, prices.value(row, 0) == ParquetColumn.NONE);
        if (symbols.place(row) == ParquetSymbols.MISSING) {
            file.refuse(symbols, row, number, 0, intake.problems());
        } else if (usable) {
            if (unknown.isEmpty()) {
                unknown = file.some(symbols, columns, symbols.isUnknown());
            }
            intake.unknown(() -> unknown.getOrDefault(number, ""), number);
        }
    }

    /** {@return whether all but the symbol and the prices can be used; tells what cannot} */
    private boolean hasNumbers(int row, long number, boolean quoteAlone) {
        boolean usable = isNumber(times, row, number, false);
        usable &= !sequences.isThere() || isNumber(sequences, row, number, false);
        usable &= isNumber(quantities, row, number, quoteAlone);
        usable &= isNumber(openInterests, row, number, quoteAlone);
        return usable;
    }

    private boolean isNumber(ParquetColumn column, int row, long number, boolean mayBeMissing) {
        long value = column.value(row, 0);
        boolean usable = value > ParquetColumn.INVALID || (mayBeMissing && value == ParquetColumn.NONE);
        if (!usable) {
            file.refuse(column, row, number, 0, intake.problems());
        }
        return usable;
    }

    private boolean isPrice(ParquetPrices column, int row, long number, int scale) {
        boolean usable = !column.isThere() || column.value(row, scale) != ParquetColumn.INVALID;
        if (!usable) {
            file.refuse(column, row, number, scale, intake.problems());
        }
        return usable;
    }
}
