package dev.nightjar.data;

import dev.nightjar.market.Bars;
import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.Underlying;
import dev.nightjar.market.WarmUp;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A day with shorter warm-ups than it could give. */
public final class WarmedDay implements MarketDay {

    private final MarketDay day;
    private final int candles;

    private WarmedDay(MarketDay day, int candles) {
        this.day = day;
        this.candles = candles;
    }

    /** {@return the day, whose warm-ups have at most that many candles, the latest ones} */
    public static MarketDay of(MarketDay day, int candles) {
        return candles >= WarmUp.LENGTH ? day : new WarmedDay(day, candles);
    }

    @Override
    public List<CorporateAction> corporateActions(String symbol) {
        return day.corporateActions(symbol);
    }

    @Override
    public WarmUp warmUp(String symbol, Timeframe timeframe) {
        if (candles == 0) {
            Instrument instrument = day.instrument(symbol);
            Bars none = Bars.empty(instrument == null ? 0 : instrument.priceScale());
            return new WarmUp(none, WarmUp.Source.UNUSED, new ContentHash().hex());
        }
        return WarmUps.last(day.warmUp(symbol, timeframe), candles);
    }

    @Override
    public Session session() {
        return day.session();
    }

    @Override
    public String hash() {
        return day.hash();
    }

    @Override
    public @Nullable Instrument instrument(String symbol) {
        return day.instrument(symbol);
    }

    @Override
    public TickSeries ticks(String symbol) {
        return day.ticks(symbol);
    }

    @Override
    public List<LocalDate> optionExpiries(String underlying) {
        return day.optionExpiries(underlying);
    }

    @Override
    public List<LocalDate> futureExpiries(String underlying) {
        return day.futureExpiries(underlying);
    }

    @Override
    public Collection<Instrument> contracts(String underlying) {
        return day.contracts(underlying);
    }

    @Override
    public @Nullable Underlying underlying(String symbol) {
        return day.underlying(symbol);
    }

    @Override
    public @Nullable Timeframe barWidth() {
        return day.barWidth();
    }

    @Override
    public Bars bars(String symbol) {
        return day.bars(symbol);
    }
}
