package dev.nightjar.data;

import dev.nightjar.market.Decimals;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One row of a small table, by column name. A value that will not do is told with file, line and what would be
 * accepted, and makes the row {@link #refused}.
 */
final class CsvRow {

    /** Symbols become file names in the store. */
    private static final Pattern SYMBOL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 _&.:-]{0,63}");

    private final CsvFile file;
    private final CsvReader reader;
    private final List<String> columns;
    private final String[] values;
    private final Problems problems;
    private boolean refused;

    /** @param places the field of each column, below 0 if the file does not have it */
    CsvRow(CsvFile file, CsvReader reader, List<String> columns, int[] places, Problems problems) {
        this.file = file;
        this.reader = reader;
        this.columns = columns;
        this.problems = problems;
        this.values = new String[places.length];
        Arrays.setAll(values, column -> places[column] < 0 ? "" : reader.text(places[column]));
    }

    /** {@return whether anything in it will not do} */
    boolean refused() {
        return refused;
    }

    /** {@return the value; empty if the file does not have the column} */
    String text(String column) {
        return values[columns.indexOf(column)];
    }

    boolean isEmpty(String column) {
        return text(column).isEmpty();
    }

    void refuse(String column, String wanted) {
        String value = CsvFile.shortened(text(column));
        refused = true;
        problems.add(
                file.name() + ": " + column, () -> file.at(reader) + column + " \"" + value + "\" should be " + wanted);
    }

    /** Tells that what the row says has been said before. */
    void refuseAsRepeated(String told) {
        refused = true;
        problems.add(file.name() + ": repeated rows", () -> file.at(reader) + told + " is there twice");
    }

    String symbol(String column, String wanted) {
        String value = text(column);
        if (!SYMBOL.matcher(value).matches()) {
            refuse(column, wanted);
        }
        return value;
    }

    String symbol(String column) {
        return symbol(column, "1 to 64 letters, digits, blanks or _&.:- beginning with a letter or digit");
    }

    <E extends Enum<E>> @Nullable E oneOf(String column, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text(column))) {
                return constant;
            }
        }
        refuse(column, "one of " + Arrays.toString(type.getEnumConstants()));
        return null;
    }

    /** {@return the number in its shortest form, so that equal numbers are equal objects; null if it is refused} */
    @Nullable BigDecimal positive(String column) {
        byte[] bytes = text(column).getBytes(StandardCharsets.UTF_8);
        long units = Numbers.units(bytes, 0, bytes.length, Decimals.MAX_SCALE);
        if (units <= 0) {
            refuse(column, "a number above 0 with at most " + Decimals.MAX_SCALE + " fraction digits");
            return null;
        }
        BigDecimal stripped = BigDecimal.valueOf(units, Decimals.MAX_SCALE).stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** {@return the whole number above 0, or 0 if it is refused} */
    long wholePositive(String column, String wanted) {
        BigDecimal number = positive(column);
        if (number != null && number.scale() > 0) {
            refuse(column, wanted);
            return 0;
        }
        return number == null ? 0 : number.longValueExact();
    }

    @Nullable LocalDate date(String column) {
        LocalDate date = TradingHours.date(text(column));
        if (date == null) {
            refuse(column, "a date yyyy-MM-dd");
        }
        return date;
    }

    /** {@return the date, or the other one if the value is empty; null if it is refused} */
    @Nullable LocalDate dateOr(String column, LocalDate other) {
        return isEmpty(column) ? other : date(column);
    }

    @Nullable LocalTime time(String column) {
        LocalTime time = TradingHours.time(text(column));
        if (time == null) {
            refuse(column, "a time HH:mm[:ss]");
        }
        return time;
    }
}
