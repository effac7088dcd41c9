package dev.nightjar.data;

import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Decimals;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.Underlying;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What must be known of a market besides its prices, as of a day: trading hours, lot sizes, tick sizes, strike intervals
 * and corporate actions. Tables the program ships, and a data folder's own files of the same names and columns: from its
 * first day on, what a folder says of a key stands before what is shipped.
 */
final class Reference {

    private static final String LOT_SIZES = "lot_sizes.csv";
    private static final String TICK_SIZES = "tick_sizes.csv";
    private static final String STRIKE_INTERVALS = "strike_intervals.csv";

    private static final Reference SHIPPED = readShipped();

    private final TradingHours hours;
    private final LotSizes lotSizes;
    private final DatedTable<Optional<BigDecimal>> tickSizes;
    private final DatedTable<BigDecimal> strikeIntervals;
    private final @Nullable SortedMap<String, List<CorporateAction>> corporateActions;

    private Reference(
            TradingHours hours,
            LotSizes lotSizes,
            DatedTable<Optional<BigDecimal>> tickSizes,
            DatedTable<BigDecimal> strikeIntervals,
            @Nullable SortedMap<String, List<CorporateAction>> corporateActions) {
        this.hours = hours;
        this.lotSizes = lotSizes;
        this.tickSizes = tickSizes;
        this.strikeIntervals = strikeIntervals;
        this.corporateActions = corporateActions;
    }

    static Reference shipped() {
        return SHIPPED;
    }

    private static Reference readShipped() {
        Problems problems = new Problems();
        TradingHours hours = TradingHours.shipped();
        Reference shipped = new Reference(
                hours,
                LotSizes.read(ReferenceFile.shipped(LOT_SIZES), hours, problems),
                tickSizes(ReferenceFile.shipped(TICK_SIZES), hours, problems),
                strikeIntervals(ReferenceFile.shipped(STRIKE_INTERVALS), hours, problems),
                null);
        problems.throwIfAny("shipped reference data");
        return shipped;
    }

    /** {@return what is shipped, and what a data folder says itself} */
    static Reference of(Path folder, Problems problems) {
        TradingHours hours = SHIPPED.hours.of(folder, problems);
        ReferenceFile lots = ReferenceFile.of(folder, LOT_SIZES);
        ReferenceFile ticks = ReferenceFile.of(folder, TICK_SIZES);
        ReferenceFile strikes = ReferenceFile.of(folder, STRIKE_INTERVALS);
        ReferenceFile actions = ReferenceFile.of(folder, CorporateActionsFile.NAME);
        return new Reference(
                hours,
                lots == null ? SHIPPED.lotSizes : SHIPPED.lotSizes.overlaid(LotSizes.read(lots, hours, problems)),
                ticks == null ? SHIPPED.tickSizes : SHIPPED.tickSizes.overlaid(tickSizes(ticks, hours, problems)),
                strikes == null
                        ? SHIPPED.strikeIntervals
                        : SHIPPED.strikeIntervals.overlaid(strikeIntervals(strikes, hours, problems)),
                actions == null ? null : CorporateActionsFile.read(actions, problems));
    }

    private static DatedTable<Optional<BigDecimal>> tickSizes(
            ReferenceFile file, TradingHours hours, Problems problems) {
        DatedTable.Rows<Optional<BigDecimal>> rows = new DatedTable.Rows<>();
        file.read(List.of("exchange", "kind", "symbol", "tick_size"), List.of("from"), problems, row -> {
            String exchange = exchange(row, hours);
            InstrumentKind kind = row.oneOf("kind", InstrumentKind.class);
            String symbol = row.isEmpty("symbol") ? "" : row.symbol("symbol");
            Optional<BigDecimal> size =
                    row.isEmpty("tick_size") ? Optional.empty() : Optional.ofNullable(row.positive("tick_size"));
            rows.add(row, exchange + " " + kind + " " + symbol, file.from(row), size);
        });
        return rows.table();
    }

    private static DatedTable<BigDecimal> strikeIntervals(ReferenceFile file, TradingHours hours, Problems problems) {
        DatedTable.Rows<BigDecimal> rows = new DatedTable.Rows<>();
        file.read(List.of("exchange", "symbol", "strike_interval"), List.of("from"), problems, row -> {
            String key = exchange(row, hours) + " " + row.symbol("symbol");
            rows.add(row, key, file.from(row), row.positive("strike_interval"));
        });
        return rows.table();
    }

    static String exchange(CsvRow row, TradingHours hours) {
        String exchange = row.text("exchange");
        if (!hours.knows(exchange)) {
            row.refuse("exchange", "a known exchange" + hours.knownExchanges());
        }
        return exchange;
    }

    TradingHours hours() {
        return hours;
    }

    /** {@return the splits and dividends of a share, by ex-date; empty if none is told, which does not mean that it had none} */
    List<CorporateAction> corporateActions(String symbol) {
        return corporateActions == null ? List.of() : corporateActions.getOrDefault(symbol, List.of());
    }

    /** {@return all splits and dividends, by symbol and ex-date; empty if the folder has no file of them} */
    Optional<SortedMap<String, List<CorporateAction>>> corporateActions() {
        return Optional.ofNullable(corporateActions);
    }

    /** {@return the instrument as it was on a day: lot and tick size of that day where its own row does not tell them} */
    Instrument asOf(Instrument instrument, LocalDate date) {
        long lotSize = instrument.lotSize() > 0 ? instrument.lotSize() : lotSizes.asOf(instrument, date);
        long tickSize = instrument.tickSize() > 0 ? instrument.tickSize() : tickSize(instrument, date);
        if (lotSize == instrument.lotSize() && tickSize == instrument.tickSize()) {
            return instrument;
        }
        return new Instrument(
                instrument.symbol(),
                instrument.kind(),
                instrument.exchange(),
                instrument.underlying(),
                instrument.expiry(),
                instrument.strike(),
                instrument.optionType(),
                lotSize,
                tickSize,
                instrument.priceScale());
    }

    /** {@return the tick size in units of the price scale; 0 if nobody told, or if prices are kept with fewer digits} */
    private long tickSize(Instrument instrument, LocalDate date) {
        String underlying = Objects.requireNonNullElse(instrument.underlying(), instrument.symbol());
        String ofKind = instrument.exchange() + " " + instrument.kind() + " ";
        Optional<BigDecimal> own = tickSizes.asOf(ofKind + underlying, date);
        Optional<BigDecimal> size = own == null ? tickSizes.asOf(ofKind, date) : own;
        return size == null
                ? 0
                : size.filter(told -> told.stripTrailingZeros().scale() <= instrument.priceScale())
                        .map(told -> Decimals.exactUnits(told, instrument.priceScale()))
                        .orElse(0L);
    }

    /** {@return what is known on a day of the underlyings that have options among the given instruments} */
    SortedMap<String, Underlying> underlyings(LocalDate date, Collection<Instrument> instruments) {
        SortedMap<String, Underlying> underlyings = new TreeMap<>();
        for (Instrument instrument : instruments) {
            String symbol = instrument.underlying();
            if (instrument.kind() == InstrumentKind.OPTION && symbol != null && !underlyings.containsKey(symbol)) {
                Underlying known = underlying(instrument.exchange(), symbol, date);
                if (known != null) {
                    underlyings.put(symbol, known);
                }
            }
        }
        return underlyings;
    }

    private @Nullable Underlying underlying(String exchange, String symbol, LocalDate date) {
        BigDecimal interval = strikeIntervals.asOf(exchange + " " + symbol, date);
        return interval == null ? null : new Underlying(symbol, exchange, interval);
    }
}
