package dev.nightjar.data;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.TickSeries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the ticks of a stored day in the interchange format: rows ascend by sequence, which is the tick's rank in the day,
 * and prices have the digits of their scale. It holds one minute in memory.
 */
final class TickCsv {

    private static final String COLUMNS = "timestamp,sequence,symbol,ltp,ltq,oi";

    private final CsvOutput out;
    private final LocalTimes times;
    private final List<Source> sources = new ArrayList<>();
    private final boolean quotes;

    /** The minute, by rank. */
    private int[] symbols = new int[0];

    private long[][] columns = new long[TIME + 6][0];
    private final CellDecoder decoder = new CellDecoder();
    private int count;
    private long written;

    private static final int TIME = 0;
    private static final int PRICE = 1;
    private static final int QUANTITY = 2;
    private static final int INTEREST = 3;
    private static final int BID = 4;
    private static final int ASK = 5;

    /** One symbol, and how far it was read. */
    private static final class Source {
        private final byte[] name;
        private final int scale;
        private final boolean quotes;
        private final CellIndex cells;
        private int next;

        Source(Instrument instrument, DataDay day) {
            String symbol = instrument.symbol();
            name = symbol.getBytes(StandardCharsets.UTF_8);
            scale = instrument.priceScale();
            quotes = day.ticks(symbol).hasQuotes();
            cells = day.cells(symbol);
        }

        int minute() {
            return next < cells.count() ? cells.minute(next) : Integer.MAX_VALUE;
        }
    }

    private TickCsv(DataDay day, CsvOutput out) {
        this.out = out;
        times = LocalTimes.of(
                day.session().zone(), day.session().open(), day.session().close());
        for (Instrument instrument : day.instruments()) {
            if (day.ticks(instrument.symbol()).count() > 0) {
                sources.add(new Source(instrument, day));
            }
        }
        quotes = sources.stream().anyMatch(source -> source.quotes);
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
        int minute = nextMinute();
        while (minute != Integer.MAX_VALUE) {
            collect(minute);
            for (int rank = 0; rank < count; rank++) {
                row(rank);
            }
            written += count;
            minute = nextMinute();
        }
    }

    private int nextMinute() {
        int minute = Integer.MAX_VALUE;
        for (Source source : sources) {
            minute = Math.min(minute, source.minute());
        }
        return minute;
    }

    private void collect(int minute) {
        count = 0;
        for (Source source : sources) {
            if (source.minute() == minute) {
                count += source.cells.tickEnd(source.next) - source.cells.firstTick(source.next);
            }
        }
        if (symbols.length < count) {
            symbols = new int[count];
            Arrays.setAll(columns, column -> new long[count]);
        }
        for (int symbol = 0; symbol < sources.size(); symbol++) {
            Source source = sources.get(symbol);
            if (source.minute() == minute) {
                place(symbol, source);
                source.next++;
            }
        }
    }

    private void place(int symbol, Source source) {
        int ticks = decoder.open(source.cells, source.next);
        long[] ranks = decoder.sequences();
        for (int tick = 0; tick < ticks; tick++) {
            symbols[rank(ranks[tick])] = symbol;
        }
        place(decoder.times(), TIME, ranks, ticks);
        place(decoder.prices(), PRICE, ranks, ticks);
        place(decoder.quantities(), QUANTITY, ranks, ticks);
        place(decoder.openInterests(), INTEREST, ranks, ticks);
        if (source.quotes) {
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
