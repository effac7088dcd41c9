package dev.nightjar.outcome;

import dev.nightjar.market.Bars;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.Underlying;
import dev.nightjar.market.WarmUp;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A day without a market: journals ask it only for its session and its hash. */
record StubDay(Session session, String hash) implements MarketDay {

    static StubDay of(LocalDate date) {
        Session session = Session.of(date, ZoneId.of("Asia/Kolkata"), LocalTime.of(9, 15), LocalTime.of(15, 30));
        return new StubDay(session, "hash of " + date);
    }

    @Override
    public @Nullable Instrument instrument(String symbol) {
        return null;
    }

    @Override
    public TickSeries ticks(String symbol) {
        throw new UnsupportedOperationException(symbol);
    }

    @Override
    public List<LocalDate> optionExpiries(String underlying) {
        return List.of();
    }

    @Override
    public List<LocalDate> futureExpiries(String underlying) {
        return List.of();
    }

    @Override
    public Collection<Instrument> contracts(String underlying) {
        return List.of();
    }

    @Override
    public @Nullable Underlying underlying(String symbol) {
        return null;
    }

    @Override
    public WarmUp warmUp(String symbol, Timeframe timeframe) {
        return new WarmUp(Bars.empty(2), WarmUp.Source.NONE, "none");
    }
}
