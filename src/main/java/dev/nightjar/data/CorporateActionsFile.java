package dev.nightjar.data;

import dev.nightjar.market.CorporateAction;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads and writes {@code corporate_actions.csv} of a data folder; the program ships none. */
final class CorporateActionsFile {

    static final String NAME = "corporate_actions.csv";

    private static final List<String> COLUMNS = List.of("symbol", "ex_date", "action", "value");

    private CorporateActionsFile() {}

    private enum Action {
        SPLIT,
        DIVIDEND
    }

    /** {@return the actions of each share of which any is told, by ex-date} */
    static SortedMap<String, List<CorporateAction>> read(ReferenceFile file, Problems problems) {
        SortedMap<String, List<CorporateAction>> actions = new TreeMap<>();
        file.read(COLUMNS, List.of(), problems, row -> {
            String symbol = row.symbol("symbol");
            LocalDate exDate = row.date("ex_date");
            Action action = row.oneOf("action", Action.class);
            CorporateAction read = exDate == null || action == null
                    ? null
                    : action == Action.SPLIT ? split(row, exDate) : dividend(row, exDate);
            if (row.refused() || read == null) {
                return;
            }
            List<CorporateAction> same = actions.computeIfAbsent(symbol, absent -> new ArrayList<>());
            if (same.contains(read)) {
                row.refuseAsRepeated(symbol + " " + action + " " + exDate);
            }
            same.add(read);
        });
        actions.replaceAll((symbol, same) -> same.stream()
                .sorted(Comparator.comparing(CorporateAction::exDate))
                .toList());
        return Collections.unmodifiableSortedMap(actions);
    }

    /** {@return the lines of a file that tells the actions, each always in one form and place: by symbol, ex-date, action} */
    static List<String> lines(SortedMap<String, List<CorporateAction>> actions) {
        List<String> lines = new ArrayList<>(List.of(String.join(",", COLUMNS)));
        actions.forEach((symbol, same) -> same.stream()
                .map(action -> symbol + "," + action.exDate() + "," + told(action))
                .sorted()
                .forEach(lines::add));
        return lines;
    }

    private static String told(CorporateAction action) {
        if (action instanceof CorporateAction.Split split) {
            return Action.SPLIT + "," + split.newShares() + ":" + split.oldShares();
        }
        return Action.DIVIDEND + ","
                + ((CorporateAction.Dividend) action).amount().toPlainString();
    }

    private static @Nullable CorporateAction split(CsvRow row, LocalDate exDate) {
        String[] shares = row.text("value").split(":", -1);
        if (shares.length == 2 && isShares(shares[0]) && isShares(shares[1])) {
            return new CorporateAction.Split(exDate, Long.parseLong(shares[0]), Long.parseLong(shares[1]));
        }
        row.refuse("value", "new shares for old ones, two whole numbers such as 7:1");
        return null;
    }

    private static boolean isShares(String text) {
        return text.matches("[1-9][0-9]{0,5}");
    }

    private static @Nullable CorporateAction dividend(CsvRow row, LocalDate exDate) {
        BigDecimal amount = row.positive("value");
        return amount == null ? null : new CorporateAction.Dividend(exDate, amount);
    }
}
