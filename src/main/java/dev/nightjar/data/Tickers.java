package dev.nightjar.data;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.OptionType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The symbols of the predecessor's tables: {@code NIFTY}, {@code NIFTY07NOV2424250PE.NFO}, {@code NIFTY28NOV24FUT.NFO}, and the
 * universal forms of contracts. The ending that names the exchange may be missing.
 */
final class Tickers {

    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

    /** Indices that are made, and have their contracts, at BSE; all others of the tables are of NSE. */
    private static final Set<String> OF_BSE = Set.of("SENSEX", "BANKEX", "SENSEX50");

    private static final Pattern SYMBOL = Pattern.compile("([A-Za-z0-9][A-Za-z0-9 _&-]{0,63})(?:\\.(NSE|BSE))?");

    private static final Pattern COMPACT = Pattern.compile("([A-Za-z0-9][A-Za-z0-9 _&-]{0,40}?)(\\d{2})("
            + String.join("|", MONTHS) + ")(\\d{2})(?:(FUT)|(\\d{1,9}(?:\\.\\d{1,9})?)(CE|PE))(?:\\.(NFO|BFO))?");

    private static final Pattern UNIVERSAL =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9 _&-]{0,40}):(\\d{4}-\\d{2}-\\d{2}):"
                    + "(?:(FUT)|OPT:(\\d{1,9}(?:\\.\\d{1,9})?):(CE|PE))");

    private Tickers() {}

    /**
     * {@return what a table's symbol stands for, or null if that is not known}
     *
     * @param kind of what the table holds
     * @param priceScale of the instrument
     */
    static @Nullable Instrument instrument(InstrumentKind kind, String text, int priceScale) {
        return switch (kind) {
            case INDEX, STOCK -> listed(kind, text, priceScale);
            case FUTURE, OPTION -> contract(kind, text, priceScale);
            default -> null;
        };
    }

    private static @Nullable Instrument listed(InstrumentKind kind, String text, int priceScale) {
        Matcher matcher = SYMBOL.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        String symbol = matcher.group(1);
        String exchange = matcher.group(2) == null ? home(symbol) : matcher.group(2);
        return new Instrument(symbol, kind, exchange, null, null, null, null, 0, 0, priceScale);
    }

    private static String home(String symbol) {
        return OF_BSE.contains(symbol) ? "BSE" : "NSE";
    }

    private static String derivatives(String symbol) {
        return OF_BSE.contains(symbol) ? "BFO" : "NFO";
    }

    private static @Nullable Instrument contract(InstrumentKind kind, String text, int priceScale) {
        Matcher compact = COMPACT.matcher(text);
        if (compact.matches()) {
            LocalDate expiry = date("20" + compact.group(4), MONTHS.indexOf(compact.group(3)) + 1, compact.group(2));
            String exchange = compact.group(8) == null ? derivatives(compact.group(1)) : compact.group(8);
            return contract(kind, exchange, compact.group(1), expiry, compact.group(6), compact.group(7), priceScale);
        }
        Matcher universal = UNIVERSAL.matcher(text);
        if (universal.matches()) {
            LocalDate expiry = TradingHours.date(universal.group(2));
            String underlying = universal.group(1);
            return contract(
                    kind,
                    derivatives(underlying),
                    underlying,
                    expiry,
                    universal.group(4),
                    universal.group(5),
                    priceScale);
        }
        return null;
    }

    private static @Nullable Instrument contract(
            InstrumentKind kind,
            String exchange,
            String underlying,
            @Nullable LocalDate expiry,
            @Nullable String strike,
            @Nullable String type,
            int priceScale) {
        if (expiry == null || (strike != null) != (kind == InstrumentKind.OPTION)) {
            return null;
        }
        if (strike != null && type != null) {
            return option(exchange, underlying, expiry, new BigDecimal(strike), OptionType.valueOf(type), priceScale);
        }
        String symbol = underlying + ":" + expiry + ":FUT";
        return new Instrument(symbol, kind, exchange, underlying, expiry, null, null, 0, 0, priceScale);
    }

    /** {@return an option at the exchange where the underlying has its options; null if the strike is not above 0} */
    static @Nullable Instrument option(String underlying, LocalDate expiry, BigDecimal strike, OptionType type) {
        return option(derivatives(underlying), underlying, expiry, strike, type, DoublePrices.LEAST_SCALE);
    }

    private static @Nullable Instrument option(
            String exchange, String underlying, LocalDate expiry, BigDecimal strike, OptionType type, int priceScale) {
        if (strike.signum() <= 0) {
            return null;
        }
        BigDecimal stripped = strike.stripTrailingZeros();
        BigDecimal shortest = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        return new Instrument(
                Instrument.optionSymbol(underlying, expiry, shortest, type),
                InstrumentKind.OPTION,
                exchange,
                underlying,
                expiry,
                shortest,
                type,
                0,
                0,
                priceScale);
    }

    private static @Nullable LocalDate date(String year, int month, String day) {
        try {
            return LocalDate.of(Integer.parseInt(year), month, Integer.parseInt(day));
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }
}
