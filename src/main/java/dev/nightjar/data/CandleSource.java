package dev.nightjar.data;

import java.util.List;

/**
 * Where candles are imported from. What is wrong with it is told as a {@link DataException} with everything that was found.
 *
 * <p>Implementations live in this room, because a {@link CandleIntake} is only known here.
 */
public interface CandleSource {

    /** {@return how messages call it, such as its folder or address} */
    String name();

    /** {@return whose candles it has} */
    List<CandleKey> candleKeys();

    /** {@return a hash that changes when those candles, their instrument or its hours do; reads none} */
    String fingerprint(CandleKey key);

    /** {@return what the candles are held to} */
    CandleSubject candleSubject(CandleKey key);

    /**
     * Reads all candles of that key: one call of {@link CandleIntake#add} for each row, in the order they come.
     *
     * <p>What cannot be read goes to {@link CandleIntake#problems}, and reading goes on where it can.
     */
    void readCandles(CandleKey key, CandleIntake intake);
}
