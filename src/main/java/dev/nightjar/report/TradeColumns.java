package dev.nightjar.report;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Very many trades, column by column: what a page lists of them, in a fifth of the room. A number is an integer with a scale, less what
 * the row lets expect: the price of an exit is near that of its entry, and a profit follows from prices, quantity and fees. What is
 * not as expected is exact all the same.
 */
final class TradeColumns {

    private static final List<String> NUMBERS = List.of(
            "quantity", "entry_price", "exit_price", "fees", "pnl", "pnl_percent", "duration_seconds", "re_entry_num");

    private static final List<String> TIMES = List.of("entry_time", "exit_time");
    private static final List<String> WORDS = List.of("entry_node", "symbol", "side", "exit_reason", "ambiguous");

    private static final String ID = "trade_id";

    /** What the numbers of a column follow from, in the words of the page. */
    private static final Map<String, String> EXPECTED = Map.of(
            "exit_time", "entry_time",
            "exit_price", "entry_price",
            "duration_seconds", "duration",
            "pnl", "gain",
            "pnl_percent", "percent");

    /** Below it, a script can tell one integer from the next, and one difference of two from the next. */
    private static final long EXACT = 1L << 52;

    private static final int MOST_SCALE = 18;
    private static final Pattern TIME = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)(?:\\.(\\d{3}|\\d{6}|\\d{9}))?(Z|[+-]\\d\\d:\\d\\d)");

    private static final int NANOS = 9;
    private static final long THOUSAND = 1_000;

    private int count;
    private final Map<String, Numbers> numbers = new LinkedHashMap<>();
    private final Map<String, Words> words = new LinkedHashMap<>();
    /** Of times: what they have beside whole seconds, since nanoseconds of years are more than a script can hold. */
    private final Map<String, Numbers> fractions = new LinkedHashMap<>();

    private final Ids ids = new Ids();
    private int fractionDigits;

    /** Names that differ by the numbers in them. */
    private static final class Ids {

        /** Whole numbers that a script can hold. */
        private static final Pattern RUN = Pattern.compile("\\d{1,15}");

        private static final int MOST_RUNS = 8;

        private int[] places = new int[1024];
        /** What stands between numbers, and of each number how many digits it has if it begins with a 0, else 0. */
        private final Map<List<Object>, Integer> forms = new LinkedHashMap<>();
        /** The first number of each row, the second … of one that has fewer that of the row before. */
        private final List<long[]> runs = new ArrayList<>();

        void add(int row, @Nullable String id) {
            places = row < places.length ? places : Arrays.copyOf(places, 2 * row);
            List<Object> form = new ArrayList<>();
            int run = 0;
            int from = 0;
            if (id != null) {
                Matcher digits = RUN.matcher(id);
                while (run < MOST_RUNS && digits.find()) {
                    form.add(id.substring(from, digits.start()));
                    form.add(digits.group().startsWith("0") ? digits.group().length() : 0);
                    set(row, run++, Long.parseLong(digits.group()));
                    from = digits.end();
                }
                form.add(id.substring(from));
            }
            for (; run < runs.size(); run++) {
                set(row, run, row == 0 ? 0 : runs.get(run)[row - 1]);
            }
            Integer place = forms.putIfAbsent(form, forms.size());
            places[row] = place == null ? forms.size() - 1 : place;
        }

        private void set(int row, int run, long value) {
            if (run == runs.size()) {
                runs.add(new long[places.length]);
            }
            if (row >= runs.get(run).length) {
                runs.set(run, Arrays.copyOf(runs.get(run), places.length));
            }
            runs.get(run)[row] = value;
        }

        void write(JsonGenerator json, int first, int count) {
            json.writeStartObject();
            json.writePOJOProperty("forms", forms.keySet());
            json.writeArrayPropertyStart("places");
            for (int row = first; row < count; row++) {
                json.writeNumber(places[row]);
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("runs");
            for (long[] run : runs) {
                json.writeStartArray();
                for (int row = first; row < count; row++) {
                    json.writeNumber(row == first ? run[row] : run[row] - run[row - 1]);
                }
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    /** Integers of one scale. */
    private static final class Numbers {

        private long[] values = new long[1024];
        private int scale;
        private final List<Integer> missing = new ArrayList<>();

        void add(int row, @Nullable BigDecimal value) {
            values = row < values.length ? values : Arrays.copyOf(values, 2 * row);
            if (value == null) {
                missing.add(row);
                return;
            }
            if (value.scale() > scale) {
                raise(row, value.scale());
            }
            values[row] = value.setScale(scale).unscaledValue().longValueExact();
        }

        /** Gives the rows before that one more digits. */
        void raise(int rows, int digits) {
            if (digits > MOST_SCALE) {
                throw new ArithmeticException("more than " + MOST_SCALE + " digits");
            }
            long factor = BigDecimal.TEN.pow(digits - scale).longValueExact();
            for (int row = 0; row < rows; row++) {
                values[row] = Math.multiplyExact(values[row], factor);
            }
            scale = digits;
        }

        double value(int row) {
            return values[row] / Math.pow(10, scale);
        }
    }

    /** Texts of which many are equal. */
    private static final class Words {

        private int[] places = new int[1024];
        private final Map<@Nullable String, Integer> known = new LinkedHashMap<>();

        void add(int row, @Nullable String word) {
            places = row < places.length ? places : Arrays.copyOf(places, 2 * row);
            Integer place = known.putIfAbsent(word, known.size());
            places[row] = place == null ? known.size() - 1 : place;
        }
    }

    /**
     * {@return the columns of trades}
     *
     * @param trades the bytes of {@code trades.json}
     * @throws ArithmeticException if a number has more digits than a script can hold
     * @throws DateTimeException if a time is not one
     */
    static TradeColumns of(byte[] trades) {
        TradeColumns columns = new TradeColumns();
        // times first: what follows from others is told after them
        TIMES.forEach(name -> {
            columns.numbers.put(name, new Numbers());
            columns.fractions.put(name, new Numbers());
            columns.words.put(name, new Words());
        });
        NUMBERS.forEach(name -> columns.numbers.put(name, new Numbers()));
        WORDS.forEach(name -> columns.words.put(name, new Words()));
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), trades)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                columns.add(json);
            }
        }
        columns.settle();
        return columns;
    }

    private void add(JsonParser json) {
        Map<String, Object> row = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (numbers.containsKey(name) && value.isNumeric()) {
                row.put(name, json.getDecimalValue());
            } else if (value.isStructStart()) {
                json.skipChildren();
            } else if (value != JsonToken.VALUE_NULL
                    && (numbers.containsKey(name) || words.containsKey(name) || name.equals(ID))) {
                row.put(name, json.getString());
            }
        }
        int at = count++;
        NUMBERS.forEach(name -> of(name).add(at, (BigDecimal) row.get(name)));
        WORDS.forEach(name -> word(name).add(at, (String) row.get(name)));
        TIMES.forEach(name -> addTime(name, at, String.valueOf(row.get(name))));
        ids.add(at, (String) row.get(ID));
    }

    /** Keeps the exchange's clock as seconds, counted as if it were UTC, and its fraction and what it is ahead of UTC beside it. */
    private void addTime(String name, int row, String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw new DateTimeException(name + " " + text);
        }
        String fraction = time.group(2) == null ? "" : time.group(2);
        long seconds = LocalDateTime.parse(time.group(1)).toEpochSecond(ZoneOffset.UTC);
        of(name).add(row, BigDecimal.valueOf(seconds));
        fraction(name).add(row, new BigDecimal(0 + "." + fraction + "000000000".substring(fraction.length())));
        word(name).add(row, time.group(3));
    }

    private Numbers of(String name) {
        return Objects.requireNonNull(numbers.get(name));
    }

    private Numbers fraction(String name) {
        return Objects.requireNonNull(fractions.get(name));
    }

    private Words word(String name) {
        return Objects.requireNonNull(words.get(name));
    }

    /** Gives columns that are compared the same digits, and times no more than they need. */
    private void settle() {
        Numbers entry = of("entry_price");
        Numbers exit = of("exit_price");
        int price = Math.max(entry.scale, exit.scale);
        entry.raise(count, price);
        exit.raise(count, price);
        for (Numbers nanos : fractions.values()) {
            for (int row = 0; row < count; row++) {
                fractionDigits = Math.max(fractionDigits, digits(nanos.values[row]));
            }
        }
        long unit = BigDecimal.TEN.pow(NANOS - fractionDigits).longValueExact();
        for (Numbers nanos : fractions.values()) {
            for (int row = 0; row < count; row++) {
                nanos.values[row] /= unit;
            }
            nanos.scale = fractionDigits;
        }
        Numbers duration = of("duration_seconds");
        duration.raise(count, Math.max(duration.scale, fractionDigits));
    }

    /** {@return how many digits of a fraction are printed} */
    private static int digits(long nanos) {
        if (nanos == 0) {
            return 0;
        }
        if (nanos % (THOUSAND * THOUSAND) == 0) {
            return 3;
        }
        return nanos % THOUSAND == 0 ? 6 : NANOS;
    }

    int count() {
        return count;
    }

    /** {@return the exchange's clock, as seconds counted as if it were UTC} */
    double exit(int row) {
        return of("exit_time").value(row) + fraction("exit_time").value(row);
    }

    BigDecimal pnl(int row) {
        return BigDecimal.valueOf(of("pnl").values[row], of("pnl").scale);
    }

    /**
     * Writes the members {@code first} and {@code columns}.
     *
     * @param first the first row that is written
     */
    void write(JsonGenerator json, int first) {
        json.writeNumberProperty("first", first);
        json.writeNumberProperty("count", count - first);
        json.writeObjectPropertyStart("columns");
        numbers.forEach((name, column) -> {
            json.writeObjectPropertyStart(name);
            json.writeNumberProperty("scale", column.scale);
            if (isExact(column)) {
                writeSteps(json, name, column, first);
            } else {
                json.writeArrayPropertyStart("values");
                for (int row = first; row < count; row++) {
                    json.writeNumber(BigDecimal.valueOf(column.values[row], column.scale));
                }
                json.writeEndArray();
            }
            json.writeArrayPropertyStart("missing");
            column.missing.stream().filter(row -> row >= first).forEach(row -> json.writeNumber(row - first));
            json.writeEndArray();
            if (TIMES.contains(name)) {
                if (fractionDigits > 0) {
                    json.writeObjectPropertyStart("fraction");
                    json.writeNumberProperty("scale", fractionDigits);
                    json.writeArrayPropertyStart("values");
                    for (int row = first; row < count; row++) {
                        json.writeNumber(fraction(name).values[row]);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                }
                json.writeName("ahead");
                write(json, word(name), first);
            }
            json.writeEndObject();
        });
        for (String name : WORDS) {
            json.writeName(name);
            write(json, word(name), first);
        }
        json.writeName(ID);
        ids.write(json, first, count);
        json.writeEndObject();
    }

    private void write(JsonGenerator json, Words column, int first) {
        json.writeStartObject();
        json.writeArrayPropertyStart("words");
        for (@Nullable String word : column.known.keySet()) {
            if (word == null) {
                json.writeNull();
            } else {
                json.writeString(word);
            }
        }
        json.writeEndArray();
        if (column.known.size() > 1) {
            json.writeArrayPropertyStart("places");
            for (int row = first; row < count; row++) {
                json.writeNumber(column.places[row]);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void writeSteps(JsonGenerator json, String name, Numbers column, int first) {
        IntToLongFunction before = row -> row == first ? 0 : column.values[row - 1];
        String word = "";
        IntToLongFunction expected = row -> 0;
        @Nullable IntToLongFunction own = expected(name);
        if (own != null) {
            word = EXPECTED.get(name);
            expected = own;
        } else if (letters(column, before, first) < letters(column, expected, first)) {
            word = "row before";
            expected = before;
        }
        json.writeStringProperty("expected", word);
        json.writeArrayPropertyStart("steps");
        for (int row = first; row < count; row++) {
            json.writeNumber(column.values[row] - expected.applyAsLong(row));
        }
        json.writeEndArray();
    }

    /** {@return what a column's numbers follow from, in its own digits; null if from nothing} */
    private @Nullable IntToLongFunction expected(String name) {
        return switch (name) {
            case "exit_time" -> after(of("entry_time"));
            case "exit_price" -> after(of("entry_price"));
            case "duration_seconds" -> duration();
            case "pnl" -> gain();
            case "pnl_percent" -> percent();
            default -> null;
        };
    }

    private @Nullable IntToLongFunction after(Numbers entry) {
        return isExact(entry) ? row -> entry.values[row] : null;
    }

    private @Nullable IntToLongFunction duration() {
        if (of("duration_seconds").scale != fractionDigits) {
            return null;
        }
        Numbers from = of("entry_time");
        Numbers to = of("exit_time");
        long unit = (long) power(fractionDigits);
        for (int row = 0; row < count; row++) {
            if (Math.abs(to.values[row] - from.values[row]) >= EXACT / unit) {
                return null;
            }
        }
        Numbers began = fraction("entry_time");
        Numbers ended = fraction("exit_time");
        return row -> (to.values[row] - from.values[row]) * unit + ended.values[row] - began.values[row];
    }

    private @Nullable IntToLongFunction gain() {
        Numbers quantity = of("quantity");
        Numbers entry = of("entry_price");
        Numbers exit = of("exit_price");
        Numbers fees = of("fees");
        int digits = of("pnl").scale;
        int spare = digits - entry.scale - quantity.scale;
        if (spare < 0
                || fees.scale > digits
                || !isExact(quantity)
                || !isExact(entry)
                || !isExact(exit)
                || !isExact(fees)) {
            return null;
        }
        long unit = (long) power(spare);
        long feeUnit = (long) power(digits - fees.scale);
        for (int row = 0; row < count; row++) {
            double most = (Math.abs((double) exit.values[row]) + Math.abs((double) entry.values[row]))
                            * Math.abs((double) quantity.values[row])
                            * unit
                    + Math.abs((double) fees.values[row]) * feeUnit;
            if (!(most < EXACT)) {
                return null;
            }
        }
        Words sides = word("side");
        int bought = sides.known.getOrDefault("BUY", -1);
        return row -> (sides.places[row] == bought ? 1 : -1)
                        * (exit.values[row] - entry.values[row])
                        * quantity.values[row]
                        * unit
                - fees.values[row] * feeUnit;
    }

    /** In doubles, step by step as a script does it. */
    private @Nullable IntToLongFunction percent() {
        Numbers quantity = of("quantity");
        Numbers entry = of("entry_price");
        Numbers pnl = of("pnl");
        int digits = 2 + of("pnl_percent").scale + entry.scale + quantity.scale - pnl.scale;
        if (digits < 0 || digits > MOST_SCALE || !isExact(pnl) || !isExact(entry) || !isExact(quantity)) {
            return null;
        }
        double factor = power(digits);
        return row -> {
            double share = pnl.values[row] / ((double) entry.values[row] * quantity.values[row]) * factor;
            return Math.abs(share) < EXACT ? (long) Math.floor(share + 0.5) : 0;
        };
    }

    private static double power(int digits) {
        double power = 1;
        for (int digit = 0; digit < digits; digit++) {
            power *= 10;
        }
        return power;
    }

    private boolean isExact(Numbers column) {
        for (int row = 0; row < count; row++) {
            if (Math.abs(column.values[row]) >= EXACT) {
                return false;
            }
        }
        return true;
    }

    private long letters(Numbers column, IntToLongFunction expected, int first) {
        long bits = 0;
        for (int row = first; row < count; row++) {
            bits += Long.SIZE - Long.numberOfLeadingZeros(Math.abs(column.values[row] - expected.applyAsLong(row)));
        }
        return bits;
    }
}
