package dev.nightjar.data;

import dev.nightjar.market.Instrument;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many units a lot has, by exchange and underlying (or the symbol itself for what is no derivative).
 *
 * <p>An exchange that changes a lot size seldom changes it for all contracts at once, so a row says from which day it
 * holds and for which expiries. Of the rows that apply the one that began last counts.
 */
final class LotSizes {

    private final Map<String, List<Row>> rows;

    private LotSizes(Map<String, List<Row>> rows) {
        this.rows = rows;
    }

    /**
     * @param firstExpiry of the contracts it is for; null for all, and for what has no expiry
     * @param lastExpiry likewise
     */
    private record Row(
            LocalDate from,
            @Nullable LocalDate firstExpiry,
            @Nullable LocalDate lastExpiry,
            long units) {

        boolean isFor(LocalDate date, @Nullable LocalDate expiry) {
            return !from.isAfter(date)
                    && (firstExpiry == null || (expiry != null && !expiry.isBefore(firstExpiry)))
                    && (lastExpiry == null || (expiry != null && !expiry.isAfter(lastExpiry)));
        }

        /** {@return whether some contract could fall under both, which begin on one day} */
        boolean overlaps(Row other) {
            return from.equals(other.from) && !isBefore(other) && !other.isBefore(this);
        }

        private boolean isBefore(Row other) {
            return lastExpiry != null && other.firstExpiry != null && lastExpiry.isBefore(other.firstExpiry);
        }
    }

    static LotSizes read(ReferenceFile file, TradingHours hours, Problems problems) {
        Map<String, List<Row>> rows = new TreeMap<>();
        file.read(
                List.of("exchange", "symbol", "lot_size"),
                List.of("from", "first_expiry", "last_expiry"),
                problems,
                row -> {
                    String key = Reference.exchange(row, hours) + " " + row.symbol("symbol");
                    LocalDate from = file.from(row);
                    LocalDate first = row.isEmpty("first_expiry") ? null : row.date("first_expiry");
                    LocalDate last = row.isEmpty("last_expiry") ? null : row.date("last_expiry");
                    if (first != null && last != null && last.isBefore(first)) {
                        row.refuse("last_expiry", "empty or not before the first_expiry");
                    }
                    long units = row.wholePositive("lot_size", "a whole number above 0");
                    if (row.refused() || from == null) {
                        return;
                    }
                    Row read = new Row(from, first, last, units);
                    List<Row> same = rows.computeIfAbsent(key, absent -> new ArrayList<>());
                    if (same.stream().anyMatch(read::overlaps)) {
                        row.refuseAsRepeated(key + (from.equals(ReferenceFile.ALWAYS) ? "" : " from " + from)
                                + " for the same expiries");
                    }
                    same.add(read);
                });
        rows.values().forEach(same -> same.sort(Comparator.comparing(Row::from)));
        return new LotSizes(rows);
    }

    /** {@return these, in which for each key of the other ones those alone speak from their first day on} */
    LotSizes overlaid(LotSizes own) {
        Map<String, List<Row>> joined = new TreeMap<>(rows);
        own.rows.forEach((key, later) -> {
            List<Row> all = new ArrayList<>(rows.getOrDefault(key, List.of()));
            all.removeIf(row -> !row.from().isBefore(later.get(0).from()));
            all.addAll(later);
            joined.put(key, all);
        });
        return new LotSizes(joined);
    }

    /** {@return the lot size of an instrument on a day; 0 if nobody told} */
    long asOf(Instrument instrument, LocalDate date) {
        String symbol = Objects.requireNonNullElse(instrument.underlying(), instrument.symbol());
        long units = 0;
        for (Row row : rows.getOrDefault(instrument.exchange() + " " + symbol, List.of())) {
            if (row.isFor(date, instrument.expiry())) {
                units = row.units();
            }
        }
        return units;
    }
}
