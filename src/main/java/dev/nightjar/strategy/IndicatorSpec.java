package dev.nightjar.strategy;

/**
 * An indicator over the candles of one timeframe. Equal specs are one computation.
 *
 * @param length in candles, 1 to 500 (2 to 500 for RSI)
 * @param field the candle column it reads; not the volume
 */
public record IndicatorSpec(IndicatorKind kind, int length, PriceField field) {

    /** {@return the text conditions show, such as {@code rsi(14,close)}} */
    public String displayName() {
        return kind.label() + "(" + length + "," + field.label().toLowerCase(java.util.Locale.ROOT) + ")";
    }
}
