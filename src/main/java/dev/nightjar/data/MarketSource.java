package dev.nightjar.data;

import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.Session;
import dev.nightjar.market.TradingPeriods;
import dev.nightjar.market.Underlying;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Where market data is imported from: one market, exchanges that share their hours. What is wrong with it is told as a {@link
 * DataException} with everything that was found.
 *
 * <p>Implementations live in this room, because a {@link TickIntake} is only known here.
 */
public interface MarketSource extends CandleSource {

    /** {@return the days it has ticks of, ascending} */
    List<LocalDate> days();

    /** {@return the hours of a day} */
    Session session(LocalDate date);

    /** {@return the instruments that may tick on a day, by symbol; their places in this order are a {@link TickIntake}'s symbols} */
    SortedMap<String, Instrument> tradable(LocalDate date);

    /**
     * {@return the instruments that belong to a day, by symbol}
     *
     * @param ticked the symbols that ticked, all of them tradable
     */
    SortedMap<String, Instrument> instruments(LocalDate date, Collection<String> ticked);

    /** {@return what is known, as of that day, of the underlyings of the options among the instruments, by symbol} */
    SortedMap<String, Underlying> underlyings(LocalDate date, Collection<Instrument> instruments);

    /**
     * {@return a hash that changes when the ticks, the instruments or the hours of a day do; reads no tick}
     *
     * @param ticked the symbols that have ticks there
     */
    String fingerprint(LocalDate date, Set<String> ticked);

    /** {@return the splits and dividends of shares, by symbol and ex-date; empty if the source has no say in them} */
    default Optional<SortedMap<String, List<CorporateAction>>> corporateActions() {
        return Optional.empty();
    }

    /** {@return when shares could be traded, by symbol; empty if the source has no say in it} */
    default Optional<SortedMap<String, TradingPeriods>> tradingPeriods() {
        return Optional.empty();
    }

    /**
     * Reads the ticks of a day: one call of {@link TickIntake#add} or {@link TickIntake#unknown} for each row, in the order
     * they come.
     *
     * <p>What cannot be read goes to {@link TickIntake#problems}, and reading goes on where it can. Unchecked exceptions of the
     * intake are not to be caught; a day may be read a second time.
     */
    void readTicks(LocalDate date, TickIntake intake);
}
