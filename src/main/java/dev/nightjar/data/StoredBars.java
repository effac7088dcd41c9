package dev.nightjar.data;

import dev.nightjar.market.BarSet;
import dev.nightjar.market.Bars;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.Timeframe;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Objects;
import java.util.function.LongBinaryOperator;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Candles of the bar store, of one instrument and timeframe: mapped, not read. What it tells of itself is known without
 * looking at any of them. Safe for several threads.
 */
public final class StoredBars {

    private final Path path;
    private final String hash;
    private final BarsFile.Subject subject;
    private final @Nullable MappedBars trades;
    private final @Nullable MappedBars bids;
    private final @Nullable MappedBars asks;

    StoredBars(
            Path path,
            String hash,
            BarsFile.Subject subject,
            @Nullable MappedBars trades,
            @Nullable MappedBars bids,
            @Nullable MappedBars asks) {
        this.path = path;
        this.hash = hash;
        this.subject = subject;
        this.trades = trades;
        this.bids = bids;
        this.asks = asks;
    }

    Path path() {
        return path;
    }

    /** {@return the SHA-256 of the content, in hexadecimal: instrument, zone, timeframe, and every candle} */
    public String hash() {
        return hash;
    }

    public Instrument instrument() {
        return subject.instrument();
    }

    public Timeframe timeframe() {
        return subject.timeframe();
    }

    /** {@return the zone of the instrument's exchange} */
    public ZoneId zone() {
        return subject.zone();
    }

    BarsFile.Subject subject() {
        return subject;
    }

    /** {@return how many candles of trades, of bids or of asks there are, whichever are most} */
    public int count() {
        return bars().longest();
    }

    /** {@return whether there are candles of bids or asks} */
    public boolean hasQuotes() {
        return bids != null || asks != null;
    }

    /** {@return the epoch second of the earliest candle's start; 0 if there is no candle} */
    public long firstStart() {
        return over(MappedBars::firstStart, Math::min);
    }

    /** {@return the epoch second of the latest candle's start; 0 if there is no candle} */
    public long lastStart() {
        return over(MappedBars::lastStart, Math::max);
    }

    private long over(ToLongFunction<MappedBars> start, LongBinaryOperator choice) {
        return Stream.of(trades, bids, asks)
                .filter(Objects::nonNull)
                .mapToLong(start)
                .reduce(choice)
                .orElse(0);
    }

    /** {@return the candles; of none at all, no candles of trades} */
    public BarSet bars() {
        return trades == null && bids == null && asks == null
                ? BarSet.ofTrades(Bars.empty(instrument().priceScale()))
                : new BarSet(trades, bids, asks);
    }

    /** {@return copies of the last candles of trades that start before an epoch second; null if only quotes are known} */
    @Nullable Bars lastBefore(long epochSecond, int atMost) {
        if (trades == null) {
            return hasQuotes() ? null : Bars.empty(instrument().priceScale());
        }
        int end = trades.firstAtOrAfter(epochSecond);
        return trades.copy(Math.max(0, end - atMost), end);
    }

    /**
     * Checks every candle's checksum.
     *
     * @throws DataException if the file is damaged
     */
    public void check() {
        for (MappedBars side : new MappedBars[] {trades, bids, asks}) {
            if (side != null) {
                side.check();
            }
        }
    }
}
