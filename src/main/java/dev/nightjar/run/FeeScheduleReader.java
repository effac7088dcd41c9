package dev.nightjar.run;

import dev.nightjar.market.Decimals;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.Side;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the table of a fee schedule: a header, then one row a line, fields separated by commas and without quotes. Lines that
 * begin with {@code #} are remarks. Everything wrong is reported together.
 */
public final class FeeScheduleReader {

    private static final List<String> NEEDED = List.of("component", "basis", "rate");
    private static final List<String> FURTHER = List.of(
            "exchanges",
            "kinds",
            "side",
            "settlement",
            "of",
            "minimum",
            "maximum",
            "rounding",
            "valid_from",
            "valid_to",
            "source",
            "verified");

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final Pattern EXCHANGE = Pattern.compile("[A-Z0-9]{1,16}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,12}(\\.\\d{1,9})?");
    private static final List<RoundingMode> MODES =
            List.of(RoundingMode.HALF_EVEN, RoundingMode.HALF_UP, RoundingMode.UP, RoundingMode.DOWN);

    private final String file;
    private final boolean shipped;
    private final List<SettingProblem> problems = new ArrayList<>();
    private final List<FeeRow> rows = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();

    private FeeScheduleReader(String file, boolean shipped) {
        this.file = file;
        this.shipped = shipped;
    }

    /**
     * {@return the schedule a table describes}
     *
     * @param name what settings call it
     * @param file what the file is called in messages
     * @param shipped whether it comes with the program, where each row says where it comes from and whether that was verified
     * @throws InvalidSettingsException with everything that is wrong
     */
    public static FeeSchedule read(String name, String file, String text, boolean shipped) {
        FeeScheduleReader reader = new FeeScheduleReader(file, shipped);
        reader.read(text);
        if (!reader.problems.isEmpty()) {
            throw new InvalidSettingsException(reader.problems);
        }
        return FeeSchedule.of(name, reader.rows);
    }

    private void read(String text) {
        List<String> columns = List.of();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            List<String> fields = fields(line);
            if (columns.isEmpty()) {
                columns = fields;
                if (!header(number, columns)) {
                    return;
                }
            } else if (fields.size() != columns.size()) {
                problem(
                        number,
                        "",
                        "",
                        "has " + fields.size() + " fields, the header has " + columns.size()
                                + "; fields hold no commas and no quotes");
            } else {
                row(new Fields(number, columns, fields));
            }
        }
        if (rows.isEmpty() && problems.isEmpty()) {
            problems.add(new SettingProblem(
                    file, "", "", "has no rows; the first line is a header such as " + String.join(",", NEEDED)));
        } else if (problems.isEmpty() && rows.stream().allMatch(FeeRow::settlement)) {
            problems.add(new SettingProblem(file, "", "", "all rows are of settlement; nothing says what trades cost"));
        }
    }

    private static List<String> fields(String line) {
        return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
    }

    private boolean header(int line, List<String> columns) {
        List<String> known = Stream.concat(NEEDED.stream(), FURTHER.stream()).toList();
        for (String column : columns) {
            if (!known.contains(column)) {
                problem(line, "header", column, "unknown column (accepted: " + String.join(", ", known) + ")");
            } else if (columns.indexOf(column) != columns.lastIndexOf(column)) {
                problem(line, "header", column, "this column is there twice");
            }
        }
        for (String needed : shipped ? known : NEEDED) {
            if (!columns.contains(needed)) {
                problem(line, "header", "", "the column " + needed + " is missing");
            }
        }
        return problems.isEmpty();
    }

    private void row(Fields fields) {
        int before = problems.size();
        String component =
                fields.read("component", FeeScheduleReader::component).orElse("");
        SortedSet<String> exchanges =
                fields.read("exchanges", FeeScheduleReader::exchanges).orElseGet(TreeSet::new);
        SortedSet<InstrumentKind> kinds =
                fields.read("kinds", FeeScheduleReader::kinds).orElseGet(TreeSet::new);
        @Nullable Side side = fields.optional("side", FeeScheduleReader::side);
        boolean settlement =
                fields.read("settlement", FeeScheduleReader::settlement).orElse(false);
        FeeRow.Basis basis = fields.read("basis", FeeRow.Basis::of).orElse(FeeRow.Basis.ORDER);
        BigDecimal rate = fields.read("rate", FeeScheduleReader::number).orElse(BigDecimal.ZERO);
        List<String> of =
                fields.read("of", text -> components(text, settlement)).orElse(List.of());
        @Nullable BigDecimal minimum = fields.optional("minimum", FeeScheduleReader::number);
        String most = fields.text("maximum");
        boolean percent = most.endsWith("%");
        @Nullable BigDecimal maximum = fields.optional("maximum", FeeScheduleReader::maximum);
        FeeRow.Rounding rounding = fields.text("rounding").isEmpty()
                ? FeeRow.Rounding.EXACT
                : fields.read("rounding", FeeScheduleReader::rounding).orElse(FeeRow.Rounding.EXACT);
        @Nullable LocalDate from = fields.optional("valid_from", FeeScheduleReader::day);
        @Nullable LocalDate to = fields.optional("valid_to", FeeScheduleReader::day);
        if (from != null && to != null && to.isBefore(from)) {
            fields.refuse("valid_to", "must not be before valid_from, which is " + from);
        }
        if (problems.size() == before && (basis == FeeRow.Basis.COMPONENTS) == of.isEmpty()) {
            fields.refuse(
                    "of",
                    of.isEmpty()
                            ? "must name the components that a row of basis percent_of is a percentage of"
                            : "must be empty unless the basis is percent_of");
        }
        if (minimum != null && maximum != null && !percent && maximum.compareTo(minimum) < 0) {
            fields.refuse("maximum", "must not be below the minimum, which is " + minimum.toPlainString());
        }
        told(fields);
        if (problems.size() == before) {
            add(
                    fields,
                    new FeeRow(
                            component,
                            exchanges,
                            kinds,
                            side,
                            settlement,
                            basis,
                            rate,
                            of,
                            minimum,
                            percent ? null : maximum,
                            percent ? maximum : null,
                            rounding,
                            from,
                            to));
        }
    }

    private void told(Fields fields) {
        String verified = fields.text("verified");
        if (!verified.equals("yes") && !verified.equals("no") && (shipped || !verified.isEmpty())) {
            fields.refuse("verified", "must be yes or no");
        }
        if (shipped && fields.text("source").isEmpty()) {
            fields.refuse("source", "must say where the row comes from");
        }
    }

    private void add(Fields fields, FeeRow row) {
        for (int place = 0; place < rows.size(); place++) {
            if (rows.get(place).overlaps(row)) {
                fields.refuse("component", "applies to the same fills and days as line " + lines.get(place));
                return;
            }
        }
        rows.add(row);
        lines.add(fields.line());
    }

    private void problem(int line, String column, String value, String message) {
        problems.add(new SettingProblem(file + " line " + line, column, value, message));
    }

    private static String component(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "must be a name of small letters, digits and _ that begins with a letter, such as brokerage");
        }
        return text;
    }

    private static SortedSet<String> exchanges(String text) {
        SortedSet<String> exchanges = new TreeSet<>(words(text));
        if (!exchanges.stream().allMatch(exchange -> EXCHANGE.matcher(exchange).matches())) {
            throw new IllegalArgumentException("must be empty (any) or exchanges separated by blanks, such as NSE NFO");
        }
        return exchanges;
    }

    private static SortedSet<InstrumentKind> kinds(String text) {
        SortedSet<InstrumentKind> kinds = new TreeSet<>();
        for (String word : words(text)) {
            kinds.add(Arrays.stream(InstrumentKind.values())
                    .filter(kind -> kind.name().equals(word))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException("must be empty (any) or kinds separated by blanks, out of "
                                    + Arrays.toString(InstrumentKind.values()))));
        }
        return kinds;
    }

    private static Side side(String text) {
        return Arrays.stream(Side.values())
                .filter(side -> side.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be empty (both), BUY or SELL"));
    }

    private static boolean settlement(String text) {
        if (!text.isEmpty() && !text.equals("yes")) {
            throw new IllegalArgumentException("must be yes (contracts that expire) or empty (what is traded)");
        }
        return !text.isEmpty();
    }

    private List<String> components(String text, boolean settlement) {
        List<String> named = words(text);
        for (String name : named) {
            if (rows.stream().noneMatch(row -> row.component().equals(name) && row.settlement() == settlement)) {
                throw new IllegalArgumentException("must name components of " + (settlement ? "settlement " : "")
                        + "rows above, separated by blanks");
            }
        }
        return named;
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" +"));
    }

    private static BigDecimal number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "must be a number of at least 0, with at most 12 digits before and 9 behind the point");
        }
        return new BigDecimal(text);
    }

    private static BigDecimal maximum(String text) {
        try {
            return number(text.endsWith("%") ? text.substring(0, text.length() - 1) : text);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(
                    "must be an amount such as 20, or a part of the turnover such as 1%", refused);
        }
    }

    private static FeeRow.Rounding rounding(String text) {
        int colon = text.indexOf(':');
        Optional<RoundingMode> mode = MODES.stream()
                .filter(each -> colon > 0 && label(each).equals(text.substring(0, colon)))
                .findFirst();
        String step = text.substring(colon + 1);
        if (mode.isPresent() && NUMBER.matcher(step).matches()) {
            BigDecimal value = new BigDecimal(step).stripTrailingZeros();
            if (value.signum() > 0 && value.scale() <= Decimals.MONEY_SCALE) {
                return new FeeRow.Rounding(mode.get(), value);
            }
        }
        throw new IllegalArgumentException("must be empty or how and to what, such as half_up:0.01, with one of "
                + String.join(", ", MODES.stream().map(FeeScheduleReader::label).toList()));
    }

    private static String label(RoundingMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private static LocalDate day(String text) {
        try {
            return DateRule.day(text);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException("must be empty or a date such as 2024-10-01", refused);
        }
    }

    /** One row by column. */
    private final class Fields {

        private final int line;
        private final Map<String, String> values = new HashMap<>();

        Fields(int line, List<String> columns, List<String> fields) {
            this.line = line;
            for (int column = 0; column < columns.size(); column++) {
                values.put(columns.get(column), fields.get(column));
            }
        }

        int line() {
            return line;
        }

        String text(String column) {
            return values.getOrDefault(column, "");
        }

        void refuse(String column, String message) {
            problem(line, column, text(column), message);
        }

        <T> Optional<T> read(String column, Function<String, T> read) {
            try {
                return Optional.of(read.apply(text(column)));
            } catch (IllegalArgumentException refused) {
                refuse(column, String.valueOf(refused.getMessage()));
                return Optional.empty();
            }
        }

        <T> @Nullable T optional(String column, Function<String, T> read) {
            return text(column).isEmpty() ? null : read(column, read).orElse(null);
        }
    }
}
