package dev.nightjar.data;

import dev.nightjar.market.TradingPeriods;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When shares could be traded: {@code suspensions.csv} of a data folder, and the table in which a store keeps that together with the
 * first and last days of {@code instruments.csv}.
 */
final class TradingPeriodsFile {

    static final String SUSPENSIONS = "suspensions.csv";

    private static final List<String> SUSPENSION_COLUMNS = List.of("symbol", "from", "to", "reason");
    private static final List<String> COLUMNS = List.of("symbol", "period", "from", "to", "reason");

    /** What may stand between two commas, so that a line is always read as it was written. */
    private static final Pattern REASON = Pattern.compile("[^,\"\\p{Cntrl}]{0,200}");

    private TradingPeriodsFile() {}

    private enum Period {
        LISTED,
        SUSPENDED
    }

    /**
     * {@return the suspensions of each share of which any is told}
     *
     * @param known the symbols there are
     */
    static SortedMap<String, List<TradingPeriods.Suspension>> suspensions(
            ReferenceFile file, Set<String> known, Problems problems) {
        SortedMap<String, List<TradingPeriods.Suspension>> suspensions = new TreeMap<>();
        file.read(SUSPENSION_COLUMNS.subList(0, 3), SUSPENSION_COLUMNS.subList(3, 4), problems, row -> {
            String symbol = row.symbol("symbol");
            if (!known.contains(symbol)) {
                row.refuse("symbol", "one of instruments.csv");
            }
            TradingPeriods.Suspension suspension = suspension(row);
            if (suspension != null && !row.refused()) {
                List<TradingPeriods.Suspension> same = suspensions.computeIfAbsent(symbol, absent -> new ArrayList<>());
                if (same.stream()
                        .anyMatch(other -> !other.from().isAfter(suspension.to())
                                && !other.to().isBefore(suspension.from()))) {
                    row.refuse("from", "a day that is in no other suspension of " + symbol);
                }
                same.add(suspension);
            }
        });
        return suspensions;
    }

    private static TradingPeriods.@Nullable Suspension suspension(CsvRow row) {
        LocalDate from = row.date("from");
        LocalDate to = row.date("to");
        String reason = row.text("reason");
        if (from != null && to != null && to.isBefore(from)) {
            row.refuse("to", "the last day, not before the first one, " + from);
        }
        if (!REASON.matcher(reason).matches()) {
            row.refuse("reason", "up to 200 letters without commas and quotes");
        }
        return from == null || to == null || row.refused() ? null : new TradingPeriods.Suspension(from, to, reason);
    }

    /** {@return the lines of a {@code suspensions.csv} that tells them; only the heading if there are none} */
    static List<String> suspensionLines(SortedMap<String, TradingPeriods> periods) {
        List<String> lines = new ArrayList<>(List.of(String.join(",", SUSPENSION_COLUMNS)));
        periods.forEach((symbol, told) -> told.suspensions()
                .forEach(suspension -> lines.add(
                        String.join(",", symbol, "" + suspension.from(), "" + suspension.to(), suspension.reason()))));
        return lines;
    }

    /** {@return what a store's table tells} */
    static SortedMap<String, TradingPeriods> read(ReferenceFile file, Problems problems) {
        SortedMap<String, TradingPeriods> periods = new TreeMap<>();
        file.read(COLUMNS, List.of(), problems, row -> {
            String symbol = row.symbol("symbol");
            Period period = row.oneOf("period", Period.class);
            TradingPeriods before = periods.getOrDefault(symbol, TradingPeriods.ALWAYS);
            if (period == Period.LISTED) {
                LocalDate from = row.isEmpty("from") ? null : row.date("from");
                LocalDate to = row.isEmpty("to") ? null : row.date("to");
                periods.put(symbol, new TradingPeriods(from, to, before.suspensions()));
            } else if (period == Period.SUSPENDED) {
                TradingPeriods.Suspension suspension = suspension(row);
                if (suspension != null) {
                    List<TradingPeriods.Suspension> all = new ArrayList<>(before.suspensions());
                    all.add(suspension);
                    periods.put(symbol, new TradingPeriods(before.listed(), before.delisted(), all));
                }
            }
        });
        return Collections.unmodifiableSortedMap(periods);
    }

    /** {@return the lines of such a table, each always in one form and place} */
    static List<String> lines(SortedMap<String, TradingPeriods> periods) {
        List<String> lines = new ArrayList<>(List.of(String.join(",", COLUMNS)));
        periods.forEach((symbol, told) -> {
            if (told.listed() != null || told.delisted() != null) {
                lines.add(String.join(",", symbol, "LISTED", text(told.listed()), text(told.delisted()), ""));
            }
            told.suspensions()
                    .forEach(suspension -> lines.add(String.join(
                            ",",
                            symbol,
                            "SUSPENDED",
                            text(suspension.from()),
                            text(suspension.to()),
                            suspension.reason())));
        });
        return lines;
    }

    private static String text(@Nullable LocalDate date) {
        return date == null ? "" : date.toString();
    }
}
