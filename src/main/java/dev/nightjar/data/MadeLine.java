package dev.nightjar.data;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.OptionType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** An instrument of a made day, and what the making remembers of it from tick to tick. */
final class MadeLine {

    /** Paise. */
    static final int PRICE_SCALE = 2;

    /** The price step in paise. */
    static final int STEP = 5;

    private final Instrument instrument;
    private final MadeUnderlying underlying;
    private final int place;
    private final @Nullable MadeTerm term;
    private final byte[] field;
    private final double strike;
    private final double logStrike;
    private long openInterest;
    private int valuedAt = -1;
    private int valuedVersion = -1;
    private double value;

    private MadeLine(Instrument instrument, MadeUnderlying underlying, int place, @Nullable MadeTerm term) {
        this.instrument = instrument;
        this.underlying = underlying;
        this.place = place;
        this.term = term;
        BigDecimal price = instrument.strike();
        strike = price == null ? 0 : price.doubleValue();
        logStrike = price == null ? 0 : StrictMath.log(strike);
        field = ("," + instrument.symbol() + ",").getBytes(StandardCharsets.US_ASCII);
    }

    static MadeLine of(MadeUnderlying underlying, int place) {
        boolean index = underlying.isIndex();
        Instrument instrument = new Instrument(
                underlying.symbol(),
                index ? InstrumentKind.INDEX : InstrumentKind.STOCK,
                underlying.exchange(),
                null,
                null,
                null,
                null,
                index ? 0 : underlying.lotSize(),
                STEP,
                PRICE_SCALE);
        return new MadeLine(instrument, underlying, place, null);
    }

    static MadeLine future(MadeUnderlying underlying, int place, LocalDate expiry, MadeTerm term) {
        Instrument instrument = new Instrument(
                underlying.symbol() + ":" + expiry + ":FUT",
                InstrumentKind.FUTURE,
                underlying.derivativesExchange(),
                underlying.symbol(),
                expiry,
                null,
                null,
                underlying.lotSize(),
                STEP,
                PRICE_SCALE);
        return new MadeLine(instrument, underlying, place, term);
    }

    static MadeLine option(
            MadeUnderlying underlying, int place, LocalDate expiry, MadeTerm term, int strike, OptionType type) {
        BigDecimal price = BigDecimal.valueOf(strike);
        Instrument instrument = new Instrument(
                Instrument.optionSymbol(underlying.symbol(), expiry, price, type),
                InstrumentKind.OPTION,
                underlying.derivativesExchange(),
                underlying.symbol(),
                expiry,
                price,
                type,
                underlying.lotSize(),
                STEP,
                PRICE_SCALE);
        return new MadeLine(instrument, underlying, place, term);
    }

    Instrument instrument() {
        return instrument;
    }

    InstrumentKind kind() {
        return instrument.kind();
    }

    MadeUnderlying underlying() {
        return underlying;
    }

    /** {@return the place of its underlying, or of itself, among the day's underlyings} */
    int place() {
        return place;
    }

    /** {@return the symbol between two commas} */
    byte[] field() {
        return field;
    }

    long openInterest() {
        return openInterest;
    }

    /** Moves the open interest; one lot always stays. */
    void changeOpenInterest(long by) {
        openInterest = Math.max(underlying.lotSize(), openInterest + by);
    }

    /**
     * {@return what a contract is worth}
     *
     * @param version changes with the price of the index
     */
    double value(int second, int version, double spot, double logSpot) {
        if (term != null && (valuedAt != second || valuedVersion != version)) {
            OptionType type = instrument.optionType();
            value = type == null
                    ? term.forward(second, spot)
                    : term.option(second, type, spot, logSpot, strike, logStrike);
            valuedAt = second;
            valuedVersion = version;
        }
        return value;
    }

    double strike() {
        return strike;
    }
}
