package dev.nightjar.engine;

/** An indicator in progress: fed one candle after another, oldest first. */
interface Indicator {

    /** {@return how many candles it takes until every output has its first value} */
    int needed();

    /**
     * Takes the next candle.
     *
     * @param outputs receives the value of every output at that candle, NaN where there is none
     */
    void next(Candle candle, double[] outputs);
}
