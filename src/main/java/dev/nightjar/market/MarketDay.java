package dev.nightjar.market;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that may be known of one market on one trading day: its session, its instruments, every tick inside the session (or
 * every bar, if there are only bars), and the candles before it.
 *
 * <p>Implementations never change while they are in use, and may be read by several threads. Ticks outside the session
 * are not in it.
 */
public interface MarketDay {

    Session session();

    /** {@return the SHA-256 of the day's content, in hexadecimal} */
    String hash();

    /** {@return the instrument of that symbol, or null if the day has none} */
    @Nullable Instrument instrument(String symbol);

    /** {@return the ticks of a symbol; empty if it has none} */
    TickSeries ticks(String symbol);

    /** {@return the distinct expiries of the options on an underlying that are not before this day, ascending} */
    List<LocalDate> optionExpiries(String underlying);

    /** {@return the distinct expiries of the futures on an underlying that are not before this day, ascending} */
    List<LocalDate> futureExpiries(String underlying);

    /** {@return the options and futures on an underlying, in no certain order, whether or not they have ticks} */
    Collection<Instrument> contracts(String underlying);

    /** {@return the reference data of an underlying, or null if nothing is known of it} */
    @Nullable Underlying underlying(String symbol);

    /** {@return the candles before this day, at most {@link WarmUp#LENGTH}} */
    WarmUp warmUp(String symbol, Timeframe timeframe);

    /** {@return the splits and dividends of a share that are known, before and after this day, by ex-date} */
    default List<CorporateAction> corporateActions(String symbol) {
        return List.of();
    }

    /** {@return how wide the bars are that this day consists of instead of ticks; null if it consists of ticks} */
    default @Nullable Timeframe barWidth() {
        return null;
    }

    /**
     * {@return the bars of a symbol that start inside the session, of a day that consists of bars; empty if it has none}
     *
     * @throws IllegalStateException if the day consists of ticks
     */
    default Bars bars(String symbol) {
        throw new IllegalStateException(date() + " consists of ticks, not of bars");
    }

    default LocalDate date() {
        return session().date();
    }
}
