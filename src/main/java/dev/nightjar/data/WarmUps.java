package dev.nightjar.data;

import dev.nightjar.market.BarWidth;
import dev.nightjar.market.Bars;
import dev.nightjar.market.BarsBuilder;
import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickBars;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.WarmUp;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rule of the warm-up: the last stored candles dated before the day if any candles of that symbol and timeframe are
 * stored at all; else candles built from the ticks of earlier days; never a mixture.
 */
final class WarmUps {

    /** The width of the candles that others are built from. */
    static final BarWidth MINUTE = new BarWidth(60);

    private WarmUps() {}

    /** What is known of the time before a day. */
    interface History {

        /**
         * {@return the last stored candles that start before an epoch second, at most {@link WarmUp#LENGTH} and perhaps
         * none; null if no candles of that symbol and timeframe are stored at all}
         */
        @Nullable Bars storedBefore(Instrument instrument, Timeframe timeframe, long epochSecond);

        /** {@return the days before the given one that have ticks, latest first} */
        Iterable<LocalDate> daysBefore(LocalDate date);

        /** {@return the splits and dividends of a share, by ex-date} */
        List<CorporateAction> corporateActions(String symbol);

        /** {@return one-minute candles built from that day's ticks} */
        Minutes minutes(LocalDate date, Instrument instrument);
    }

    /** The one-minute candles of one day, all complete. */
    record Minutes(Session session, Bars bars) {}

    static WarmUp of(History history, Instrument instrument, Session session, Timeframe timeframe) {
        long midnight = session.date().atStartOfDay(session.zone()).toEpochSecond();
        Bars stored = history.storedBefore(instrument, timeframe, midnight);
        if (stored != null) {
            return warmUp(stored, WarmUp.Source.STORED);
        }
        Deque<Bars> days = new ArrayDeque<>();
        int count = 0;
        for (LocalDate day : history.daysBefore(session.date())) {
            if (count >= WarmUp.LENGTH) {
                break;
            }
            Minutes minutes = history.minutes(day, instrument);
            Bars bars = TickBars.wider(minutes.bars(), BarWidth.of(timeframe), minutes.session());
            days.addFirst(bars);
            count += bars.count();
        }
        Bars joined = joined(days, instrument.priceScale());
        return warmUp(range(joined, Math.max(0, count - WarmUp.LENGTH), count), WarmUp.Source.BUILT);
    }

    /** {@return a warm-up without candles} */
    static WarmUp none(int priceScale) {
        return new WarmUp(Bars.empty(priceScale), WarmUp.Source.NONE, new ContentHash().hex());
    }

    /** {@return the last candles of a warm-up} */
    static WarmUp last(WarmUp warmUp, int candles) {
        Bars bars = warmUp.bars();
        return bars.count() <= candles
                ? warmUp
                : warmUp(range(bars, bars.count() - candles, bars.count()), warmUp.source());
    }

    private static WarmUp warmUp(Bars bars, WarmUp.Source source) {
        return bars.count() == 0
                ? none(bars.priceScale())
                : new WarmUp(bars, source, new ContentHash().bars(bars).hex());
    }

    private static Bars joined(Iterable<Bars> parts, int priceScale) {
        BarsBuilder builder = new BarsBuilder(priceScale);
        parts.forEach(part -> builder.addAll(part, 0, part.count()));
        return builder.bars();
    }

    private static Bars range(Bars bars, int from, int to) {
        BarsBuilder builder = new BarsBuilder(bars.priceScale());
        builder.addAll(bars, from, to);
        return builder.bars();
    }

    /**
     * {@return the bars, whose prices have the scale of the instrument}
     *
     * @throws DataException if they have another
     */
    static Bars atScale(Bars bars, Instrument instrument, String subject) {
        if (bars.count() > 0 && bars.priceScale() != instrument.priceScale()) {
            throw new DataException(
                    subject,
                    List.of("prices of " + instrument.symbol() + " are stored with price_scale " + bars.priceScale()
                            + ", the day has " + instrument.priceScale() + "; import the data again"));
        }
        return bars.count() > 0 ? bars : Bars.empty(instrument.priceScale());
    }
}
