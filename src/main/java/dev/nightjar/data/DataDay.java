package dev.nightjar.data;

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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A market day of the day store. Safe for several threads. */
public final class DataDay implements MarketDay {

    private final DayFile file;
    private final DayInstruments instruments;

    DataDay(DayFile file, WarmUps.History history) {
        this.file = file;
        instruments =
                new DayInstruments(file.header().instruments(), file.header().session(), history);
    }

    @Override
    public Session session() {
        return file.header().session();
    }

    @Override
    public String hash() {
        return file.hash();
    }

    /** {@return the day's instruments by symbol; see {@link Listing#of}} */
    public Collection<Instrument> instruments() {
        return instruments.all();
    }

    /** {@return the symbols that have ticks} */
    Set<String> ticked() {
        return Set.copyOf(file.header().blocks().keySet());
    }

    @Override
    public @Nullable Instrument instrument(String symbol) {
        return instruments.find(symbol);
    }

    @Override
    public TickSeries ticks(String symbol) {
        return new CellTicks(file.cells(symbol));
    }

    /** {@return the ticks of a symbol by minute; no cells if it has none} */
    public CellIndex cells(String symbol) {
        return file.cells(symbol);
    }

    /** {@return what reads all ticks of the day, fastest} */
    public DayScan scan() {
        return new DayScan(file);
    }

    /**
     * Reads the whole file and compares it with its hash.
     *
     * @throws DataException if it is damaged
     */
    void check() {
        file.check();
    }

    @Override
    public List<LocalDate> optionExpiries(String underlying) {
        return instruments.optionExpiries(underlying);
    }

    @Override
    public List<LocalDate> futureExpiries(String underlying) {
        return instruments.futureExpiries(underlying);
    }

    @Override
    public Collection<Instrument> contracts(String underlying) {
        return instruments.contracts(underlying);
    }

    @Override
    public @Nullable Underlying underlying(String symbol) {
        return file.header().underlyings().get(symbol);
    }

    @Override
    public List<CorporateAction> corporateActions(String symbol) {
        return instruments.corporateActions(symbol);
    }

    @Override
    public WarmUp warmUp(String symbol, Timeframe timeframe) {
        return instruments.warmUp(symbol, timeframe);
    }
}
