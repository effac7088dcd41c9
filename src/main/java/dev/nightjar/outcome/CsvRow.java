package dev.nightjar.outcome;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One row of a CSV file as RFC 4180 quotes it, and safe to open in a spreadsheet. */
final class CsvRow {

    /** What spreadsheets take for the start of a formula, or skip before looking for one. */
    private static final String FORMULA_STARTS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private final StringBuilder out;
    private boolean first = true;

    CsvRow(StringBuilder out) {
        this.out = out;
    }

    CsvRow text(String value) {
        separate();
        String safe = value;
        if (!value.isEmpty() && FORMULA_STARTS.indexOf(value.charAt(0)) >= 0) {
            safe = "'" + value;
        }
        if (safe.chars().anyMatch(letter -> letter == '"' || letter == ',' || letter == '\n' || letter == '\r')) {
            out.append('"').append(safe.replace("\"", "\"\"")).append('"');
        } else {
            out.append(safe);
        }
        return this;
    }

    CsvRow number(@Nullable BigDecimal value) {
        separate();
        if (value != null) {
            out.append(value.toPlainString());
        }
        return this;
    }

    void end() {
        out.append('\n');
    }

    private void separate() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }
}
