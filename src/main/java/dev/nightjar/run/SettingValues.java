package dev.nightjar.run;

import dev.nightjar.market.Decimals;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Reads single values as users write them. Every refusal says what would be accepted. */
final class SettingValues {

    /** Longer numbers are never meant, and cost time to read. */
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,15}(\\.\\d{1,15})?");

    private static final Pattern COUNT = Pattern.compile("\\d{1,9}");
    private static final BigDecimal MAX_CAPITAL = new BigDecimal("1000000000000");

    private SettingValues() {}

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
