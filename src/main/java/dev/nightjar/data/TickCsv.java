package dev.nightjar.data;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.TickSeries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Writes the ticks of a stored day in the interchange format: rows ascend by sequence, which is the tick's rank in the day,
 * and prices have the digits of their scale. It holds one minute in memory.
 */
final class TickCsv {

    private static final String COLUMNS = "timestamp,sequence,symbol,ltp,ltq,oi";

    private final CsvOutput out;
    private final LocalTimes times;
    private final DayScan scan;
    private final List<Source> sources;
    private final boolean quotes;

    /** The minute, by rank. */
    private int[] symbols = new int[0];

    private long[][] columns = new long[TIME + 6][0];
    private int count;
    private long written;

    private static final int TIME = 0;
    private static final int PRICE = 1;
    private static final int QUANTITY = 2;
    private static final int INTEREST = 3;
    private static final int BID = 4;
    private static final int ASK = 5;

    /** How a symbol is written. */
    private record Source(byte[] name, int scale, boolean quotes) {

        static Source of(DataDay day, String symbol) {
            Instrument instrument = Objects.requireNonNull(day.instrument(symbol));
            return new Source(
                    symbol.getBytes(StandardCharsets.UTF_8),
                    instrument.priceScale(),
                    day.ticks(symbol).hasQuotes());
        }
    }

    private TickCsv(DataDay day, CsvOutput out) {
        this.out = out;
        times = LocalTimes.of(
                day.session().zone(), day.session().open(), day.session().close());
        scan = day.scan();
        sources = scan.symbols().stream().map(symbol -> Source.of(day, symbol)).toList();
        quotes = sources.stream().anyMatch(Source::quotes);
    }

    /** {@return how many ticks were written} */
    static long write(DataDay day, Path target) throws IOException {
        try (CsvOutput out = CsvOutput.of(target)) {
            TickCsv writing = new TickCsv(day, out);
            out.line(COLUMNS + (writing.quotes ? ",bid,ask" : ""));
            writing.write();
            out.finish();
            return writing.written;
        }
    }

    private void write() throws IOException {
        while (scan.next()) {
            if (count == 0) {
                reserve(scan.ticksOfMinute());
            }
            place(scan.symbol(), scan.decoder(), scan.count());
            count += scan.count();
            if (count == scan.ticksOfMinute()) {
                for (int rank = 0; rank < count; rank++) {
                    row(rank);
                }
                written += count;
                count = 0;
            }
        }
    }

    private void reserve(int ticks) {
        if (symbols.length < ticks) {
            symbols = new int[ticks];
            Arrays.setAll(columns, column -> new long[ticks]);
        }
    }

    private void place(int symbol, CellDecoder decoder, int ticks) {
        long[] ranks = decoder.sequences();
        for (int tick = 0; tick < ticks; tick++) {
            symbols[rank(ranks[tick])] = symbol;
        }
        place(decoder.times(), TIME, ranks, ticks);
        place(decoder.prices(), PRICE, ranks, ticks);
        place(decoder.quantities(), QUANTITY, ranks, ticks);
        place(decoder.openInterests(), INTEREST, ranks, ticks);
        if (sources.get(symbol).quotes()) {
            place(decoder.bids(), BID, ranks, ticks);
            place(decoder.asks(), ASK, ranks, ticks);
        } else if (quotes) {
            for (int tick = 0; tick < ticks; tick++) {
                columns[BID][rank(ranks[tick])] = TickSeries.NO_PRICE;
                columns[ASK][rank(ranks[tick])] = TickSeries.NO_PRICE;
            }
        }
    }

    private void place(long[] values, int column, long[] ranks, int ticks) {
        long[] target = columns[column];
        for (int tick = 0; tick < ticks; tick++) {
            target[rank(ranks[tick])] = values[tick];
        }
    }

    /** The ranks of a minute follow each other. */
    private int rank(long sequence) {
        return (int) (sequence - written);
    }

    private void row(int rank) throws IOException {
        Source source = sources.get(symbols[rank]);
        times.write(columns[TIME][rank], out);
        out.character(',');
        out.number(written + rank);
        out.character(',');
        out.bytes(source.name);
        price(columns[PRICE][rank], source.scale);
        out.character(',');
        out.number(columns[QUANTITY][rank]);
        out.character(',');
        out.number(columns[INTEREST][rank]);
        if (quotes) {
            price(columns[BID][rank], source.scale);
            price(columns[ASK][rank], source.scale);
        }
        out.character('\n');
    }

    private void price(long units, int scale) throws IOException {
        out.character(',');
        if (units != TickSeries.NO_PRICE) {
            out.decimal(units, scale);
        }
    }
}
