package dev.nightjar.engine;

import dev.nightjar.strategy.PriceField;

/** One candle of a tape after the other, as indicators see them. */
final class Candle {

    private static final int SECONDS_OF_DAY = 86_400;

    private final CandleTape tape;
    private int place;

    /** Before a candle of the tape. */
    Candle(CandleTape tape, int next) {
        this.tape = tape;
        place = next - 1;
    }

    void advance() {
        place++;
    }

    double value(PriceField field) {
        return tape.value(field, place);
    }

    double open() {
        return tape.value(PriceField.OPEN, place);
    }

    double high() {
        return tape.value(PriceField.HIGH, place);
    }

    double low() {
        return tape.value(PriceField.LOW, place);
    }

    double close() {
        return tape.value(PriceField.CLOSE, place);
    }

    double volume() {
        return tape.value(PriceField.VOLUME, place);
    }

    /** {@return the mean of high, low and close, added in this order} */
    double typicalPrice() {
        return (high() + low() + close()) / 3.0;
    }

    /** {@return the day on the exchange's clock in which the candle starts, which is its session} */
    long day() {
        return Math.floorDiv(tape.localStart(place), SECONDS_OF_DAY);
    }

    /** {@return when the candle starts, in seconds of that day} */
    int secondOfDay() {
        return Math.floorMod(tape.localStart(place), SECONDS_OF_DAY);
    }

    /** {@return whether nothing of the candle's session can lie before it: it starts when sessions open, or is a day wide} */
    boolean startsAtTheOpen() {
        return tape.isDaily() || secondOfDay() == tape.openingSecond();
    }
}
