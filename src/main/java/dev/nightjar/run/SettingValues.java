package dev.nightjar.run;

import dev.nightjar.market.Decimals;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads single values as users write them. Every refusal says what would be accepted. */
public final class SettingValues {

    /** Longer numbers are never meant, and cost time to read. */
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,15}(\\.\\d{1,15})?");

    private static final Pattern COUNT = Pattern.compile("\\d{1,9}");
    private static final String ALL_RUNS = "all";

    private static final Pattern STEPS = Pattern.compile("\\d{1,16}");
    private static final String STEPS_ACCEPTED =
            "must be a whole number of steps from 1 to " + QueueSettings.MAX_STEP_BUDGET;
    private static final Map<String, Long> UNITS = units();
    private static final BigDecimal MAX_CAPITAL = new BigDecimal("1000000000000");

    /** The age that no quote reaches. */
    static final String UNLIMITED = "unlimited";

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ns|us|ms|s|m)");
    private static final long LONGEST = 86_400_000_000_000L;
    private static final String DURATION_ACCEPTED =
            "0 or a time such as 250ms, 2s or 1m (units ns, us, ms, s, m), at most a day";

    private static final Pattern MEMORY = Pattern.compile("(\\d{1,5})(m|g)");
    private static final int LEAST_MEMORY = 16;
    private static final int MOST_MEMORY = 1 << 20;
    private static final String MEMORY_ACCEPTED =
            "must be auto or an amount such as 512m or 2g, from " + LEAST_MEMORY + "m to " + (MOST_MEMORY >> 10) + "g";

    private SettingValues() {}

    /**
     * {@return a time such as {@code 2m}, or 0}
     *
     * @throws IllegalArgumentException if the text is none, saying what would be accepted
     */
    public static Duration time(String text) {
        return Duration.ofNanos(latency(text));
    }

    /** {@return the time as settings write it, in its largest whole unit} */
    public static String text(Duration time) {
        return duration(time.toNanos());
    }

    static long latency(String text) {
        long nanos = nanos(text);
        if (nanos < 0) {
            throw new IllegalArgumentException("must be " + DURATION_ACCEPTED);
        }
        return nanos;
    }

    static long maxQuoteAge(String text) {
        long nanos = text.equals(UNLIMITED) ? Long.MAX_VALUE : nanos(text);
        if (nanos < 0) {
            throw new IllegalArgumentException("must be " + UNLIMITED + ", " + DURATION_ACCEPTED);
        }
        return nanos;
    }

    static long timeout(String text) {
        long nanos = nanos(text);
        if (nanos <= 0) {
            throw new IllegalArgumentException(
                    "must be a time such as 30s or 60m (units ns, us, ms, s, m), at most a day");
        }
        return nanos;
    }

    /** {@return megabytes, 0 for automatic} */
    static int memory(String text) {
        if (text.equals("auto")) {
            return 0;
        }
        Matcher form = MEMORY.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(MEMORY_ACCEPTED);
        }
        int megabytes = Integer.parseInt(form.group(1)) * (form.group(2).equals("g") ? 1024 : 1);
        checkMemory(megabytes);
        return megabytes;
    }

    static void checkMemory(int megabytes) {
        if (megabytes < LEAST_MEMORY || megabytes > MOST_MEMORY) {
            throw new IllegalArgumentException(MEMORY_ACCEPTED);
        }
    }

    static String memory(int megabytes) {
        return megabytes == 0 ? "auto" : megabytes + "m";
    }

    /** {@return the nanoseconds, below 0 if that is no duration} */
    private static long nanos(String text) {
        if (text.equals("0")) {
            return 0;
        }
        Matcher form = DURATION.matcher(text);
        if (!form.matches()) {
            return -1;
        }
        long nanos = Math.multiplyExact(Long.parseLong(form.group(1)), UNITS.getOrDefault(form.group(2), 0L));
        return nanos > LONGEST ? -1 : nanos;
    }

    /** {@return the duration in its largest whole unit} */
    static String duration(long nanos) {
        if (nanos == 0) {
            return "0";
        }
        for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
            if (nanos % unit.getValue() == 0) {
                return nanos / unit.getValue() + unit.getKey();
            }
        }
        throw new IllegalStateException("nanoseconds divide everything");
    }

    /** The largest first. */
    private static Map<String, Long> units() {
        Map<String, Long> units = new LinkedHashMap<>();
        units.put("m", 60_000_000_000L);
        units.put("s", 1_000_000_000L);
        units.put("ms", 1_000_000L);
        units.put("us", 1_000L);
        units.put("ns", 1L);
        return Collections.unmodifiableMap(units);
    }

    static BigDecimal speed(String text) {
        BigDecimal speed = decimal(text, speedAccepted());
        checkSpeed(speed);
        return speed;
    }

    static void checkSpeed(BigDecimal speed) {
        if (speed.signum() < 0 || speed.compareTo(BigDecimal.valueOf(QueueSettings.MAX_SPEED)) > 0 || tooFine(speed)) {
            throw new IllegalArgumentException(speedAccepted());
        }
    }

    static BigDecimal capital(String text) {
        BigDecimal capital = decimal(text, capitalAccepted());
        checkCapital(capital);
        return capital;
    }

    static void checkCapital(BigDecimal capital) {
        if (capital.signum() <= 0 || capital.compareTo(MAX_CAPITAL) > 0 || tooFine(capital)) {
            throw new IllegalArgumentException(capitalAccepted());
        }
    }

    /** {@return the count, 0 for automatic} */
    static int count(String text, int most) {
        if (text.equals("auto")) {
            return 0;
        }
        if (COUNT.matcher(text).matches()) {
            int count = Integer.parseInt(text);
            if (count >= 1 && count <= most) {
                return count;
            }
        }
        throw new IllegalArgumentException("must be auto or a whole number from 1 to " + most);
    }

    static String count(int count) {
        return count == 0 ? "auto" : Integer.toString(count);
    }

    static long stepBudget(String text) {
        if (!STEPS.matcher(text).matches()) {
            throw new IllegalArgumentException(STEPS_ACCEPTED);
        }
        long steps = Long.parseLong(text);
        checkStepBudget(steps);
        return steps;
    }

    static void checkStepBudget(long steps) {
        if (steps < 1 || steps > QueueSettings.MAX_STEP_BUDGET) {
            throw new IllegalArgumentException(STEPS_ACCEPTED);
        }
    }

    /** {@return how many runs are kept, 0 for all} */
    static int keepRuns(String text) {
        if (text.equals(ALL_RUNS)) {
            return 0;
        }
        if (COUNT.matcher(text).matches()) {
            int count = Integer.parseInt(text);
            if (count >= 1 && count <= QueueSettings.MAX_KEEP_RUNS) {
                return count;
            }
        }
        throw new IllegalArgumentException(
                "must be " + ALL_RUNS + " or a whole number from 1 to " + QueueSettings.MAX_KEEP_RUNS);
    }

    static String keepRuns(int count) {
        return count == 0 ? ALL_RUNS : Integer.toString(count);
    }

    static String folder(String text) {
        if (text.isBlank() || text.length() > 4096 || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("must be the path of a folder, absolute or inside the home");
        }
        return text;
    }

    private static BigDecimal decimal(String text, String accepted) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException(accepted);
        }
        return new BigDecimal(text);
    }

    private static boolean tooFine(BigDecimal value) {
        return value.stripTrailingZeros().scale() > Decimals.FACTOR_SCALE;
    }

    private static String speedAccepted() {
        return "must be 0 (a backtest) or a number up to " + QueueSettings.MAX_SPEED + " with at most "
                + Decimals.FACTOR_SCALE + " fraction digits";
    }

    private static String capitalAccepted() {
        return "must be an amount above 0, up to " + MAX_CAPITAL.toPlainString() + ", with at most "
                + Decimals.MONEY_SCALE + " fraction digits";
    }
}
