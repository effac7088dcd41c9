package dev.nightjar.market;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Something that trades or is quoted.
 *
 * <p>Symbols: {@code NIFTY}, {@code RELIANCE}; {@code NIFTY:2024-11-28:FUT}; {@code NIFTY:2024-11-07:OPT:24250:PE}.
 *
 * @param symbol the universal symbol; unique
 * @param exchange the exchange's code, such as NSE or NFO
 * @param underlying the symbol of what a derivative is on; null for others
 * @param expiry the last trading day of a derivative; null for others
 * @param strike in price, of an option; null for others
 * @param optionType null for anything but an option
 * @param lotSize how many units one lot has on the day; 0 if nobody told
 * @param tickSize the price step of the exchange, in units of the price scale; 0 if nobody told. Prices off it are data
 *     too
 * @param priceScale prices of its ticks and candles are whole units of 10<sup>-priceScale</sup>; 0 to 9
 */
public record Instrument(
        String symbol,
        InstrumentKind kind,
        String exchange,
        @Nullable String underlying,
        @Nullable LocalDate expiry,
        @Nullable BigDecimal strike,
        @Nullable OptionType optionType,
        long lotSize,
        long tickSize,
        int priceScale) {

    public Instrument {
        if (priceScale < 0 || priceScale > Decimals.MAX_SCALE) {
            throw new IllegalArgumentException(
                    symbol + ": price_scale must be 0 to " + Decimals.MAX_SCALE + ", was " + priceScale);
        }
        if (lotSize < 0 || tickSize < 0) {
            throw new IllegalArgumentException(
                    symbol + ": lot_size and tick_size must not be negative, were " + lotSize + " and " + tickSize);
        }
    }

    /** {@return the universal symbol of an option; the strike is printed as an integer when it is whole} */
    public static String optionSymbol(String underlying, LocalDate expiry, BigDecimal strike, OptionType type) {
        BigDecimal stripped = strike.stripTrailingZeros();
        String text = (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
        return underlying + ":" + expiry + ":OPT:" + text + ":" + type;
    }

    /** {@return the universal symbol of a future} */
    public static String futureSymbol(String underlying, LocalDate expiry) {
        return underlying + ":" + expiry + ":FUT";
    }
}
