package dev.nightjar.run;

import dev.nightjar.market.Decimals;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.Sha256;
import dev.nightjar.market.Side;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What trading costs: a table of components, such as brokerage and taxes, each with rows by exchange, kind, side and date.
 *
 * <p>A fill costs the sum of all components. Of each component the row that applies counts; where a component has rows for
 * the fill's exchange, kind and date but for the other side only, that side costs nothing. Where it has none at all the
 * schedule does not know what the fill costs, and refuses it: nothing is free because nobody said so.
 *
 * <p>Rows of settlement are of contracts that are settled when they expire. Of a component that has none for an exchange and kind,
 * settlement costs nothing there.
 */
public final class FeeSchedule {

    /** Nothing. */
    public static final FeeSchedule NONE = of("none", List.of(FeeRow.free("none")));

    private final String name;
    private final String hash;
    private final List<FeeRow> rows;
    private final Map<String, List<FeeRow>> trades;
    private final Map<String, List<FeeRow>> settlements;
    /** Whether no fill costs anything, whatever it is. */
    private final boolean free;

    private FeeSchedule(
            String name,
            String hash,
            List<FeeRow> rows,
            Map<String, List<FeeRow>> trades,
            Map<String, List<FeeRow>> settlements) {
        this.name = name;
        this.hash = hash;
        this.rows = List.copyOf(rows);
        this.trades = trades;
        this.settlements = settlements;
        // A lost one has no rows, and nobody knows what it costs.
        free = !trades.isEmpty()
                && trades.entrySet().stream()
                        .allMatch(component -> component.getValue().equals(List.of(FeeRow.free(component.getKey()))));
    }

    /**
     * {@return the schedule of some rows}
     *
     * @param rows at least one of trades; a row that is a percentage of other components stands below all of theirs, and is of
     *     trades or of settlement as they are
     * @throws IllegalArgumentException if two rows could apply to one fill, or if a component is not known where it is named
     */
    public static FeeSchedule of(String name, List<FeeRow> rows) {
        Map<String, List<FeeRow>> trades = new LinkedHashMap<>();
        Map<String, List<FeeRow>> settlements = new LinkedHashMap<>();
        for (FeeRow row : rows) {
            Map<String, List<FeeRow>> components = row.settlement() ? settlements : trades;
            for (String base : row.of()) {
                if (base.equals(row.component()) || !components.containsKey(base)) {
                    throw new IllegalArgumentException("fee schedule " + name + ": " + row.component()
                            + " is a percentage of " + base + ", of which no row stands above it");
                }
            }
            List<FeeRow> same = components.computeIfAbsent(row.component(), absent -> new ArrayList<>());
            if (same.stream().anyMatch(row::overlaps)) {
                throw new IllegalArgumentException("fee schedule " + name + ": two rows of " + row.component()
                        + " apply to the same fills: " + row);
            }
            same.add(row);
        }
        if (trades.isEmpty()) {
            throw new IllegalArgumentException("fee schedule " + name + " has no rows of trades");
        }
        String text = rows.stream().map(FeeRow::toString).collect(Collectors.joining("\n"));
        return new FeeSchedule(name, Sha256.of(text), rows, trades, settlements);
    }

    /** {@return a schedule of which only name and hash are known any more; it refuses every fill} */
    static FeeSchedule lost(String name, String hash) {
        return new FeeSchedule(name, hash, List.of(), Map.of(), Map.of());
    }

    /** {@return the name used in settings and files} */
    public String name() {
        return name;
    }

    /** {@return the SHA-256, in hexadecimal, of everything that decides what a fill costs} */
    public String hash() {
        return hash;
    }

    /** {@return the rows it was made of, in their order; none if it is {@linkplain #isLost lost}} */
    public List<FeeRow> rows() {
        return rows;
    }

    /** {@return whether it is not there any more as it was when it was settled on} */
    public boolean isLost() {
        return trades.isEmpty();
    }

    /**
     * {@return the fees of one fill, in units of money, not negative}
     *
     * @param date of the fill at the exchange
     * @param lots of the fill
     * @param quantity of the fill, in units of the instrument
     * @param price of the fill, in units of the price scale
     * @throws IllegalStateException if the schedule has no row for such a fill, saying which
     */
    public long fees(
            LocalDate date,
            String exchange,
            InstrumentKind kind,
            Side side,
            BigDecimal lots,
            long quantity,
            long price,
            int priceScale) {
        if (free) {
            return 0;
        }
        return sum(trades, lots, quantity, price, priceScale, rows -> row(rows, date, exchange, kind, side));
    }

    /**
     * {@return what the settlement of a contract that expires costs, in units of money, not negative}
     *
     * @param date on which it expires
     * @param side that closes: {@link Side#SELL} for what was bought
     * @param lots that are settled
     * @param quantity the same in units of the instrument
     * @param price at which it is settled: an option's value; one that is worth nothing is not exercised, and costs nothing
     * @throws IllegalStateException if the schedule has rows for such a settlement, but none on that day
     */
    public long settlementFees(
            LocalDate date,
            String exchange,
            InstrumentKind kind,
            Side side,
            BigDecimal lots,
            long quantity,
            long price,
            int priceScale) {
        if (kind == InstrumentKind.OPTION && price == 0 && !isLost()) {
            return 0;
        }
        return sum(
                settlements,
                lots,
                quantity,
                price,
                priceScale,
                rows -> rows.stream().noneMatch(row -> row.isFor(exchange, kind))
                        ? null
                        : row(rows, date, exchange, kind, side));
    }

    private long sum(
            Map<String, List<FeeRow>> components,
            BigDecimal lots,
            long quantity,
            long price,
            int priceScale,
            Function<List<FeeRow>, @Nullable FeeRow> choice) {
        if (isLost()) {
            throw new IllegalStateException("fee schedule " + name + " has changed since it was settled on");
        }
        BigDecimal units = BigDecimal.valueOf(quantity);
        BigDecimal turnover = BigDecimal.valueOf(price, priceScale).multiply(units);
        Map<String, BigDecimal> amounts = new LinkedHashMap<>();
        components.forEach((component, rows) -> {
            FeeRow row = choice.apply(rows);
            amounts.put(component, row == null ? BigDecimal.ZERO : row.amount(lots, units, turnover, amounts));
        });
        BigDecimal sum = amounts.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        return Decimals.exactUnits(sum, Decimals.MONEY_SCALE);
    }

    /** {@return the row that applies; null if that side is free} */
    private @Nullable FeeRow row(List<FeeRow> rows, LocalDate date, String exchange, InstrumentKind kind, Side side) {
        boolean otherSide = false;
        for (FeeRow row : rows) {
            if (row.isFor(exchange, kind) && row.isOn(date)) {
                if (row.side() == null || row.side() == side) {
                    return row;
                }
                otherSide = true;
            }
        }
        if (!otherSide) {
            FeeRow first = rows.get(0);
            throw new IllegalStateException("fee schedule " + name + " has no " + first.component() + " for a "
                    + (first.settlement() ? "settlement" : "fill") + " of kind "
                    + kind + " at " + exchange + " on " + date + "; " + known(rows, exchange, kind));
        }
        return null;
    }

    private static String known(List<FeeRow> rows, String exchange, InstrumentKind kind) {
        List<String> periods = rows.stream()
                .filter(row -> row.isFor(exchange, kind))
                .map(FeeRow::period)
                .distinct()
                .toList();
        if (!periods.isEmpty()) {
            return "it has some " + String.join(", ", periods);
        }
        return "its rows of " + rows.get(0).component() + " are for "
                + rows.stream().map(FeeRow::market).distinct().collect(Collectors.joining(", "));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FeeSchedule schedule
                && schedule.name.equals(name)
                && schedule.hash.equals(hash)
                && schedule.isLost() == isLost();
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, hash);
    }

    @Override
    public String toString() {
        return name;
    }
}
