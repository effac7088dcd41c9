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

    /**
     * Takes the candles of a tape from one on.
     *
     * @param outputs by output, by candle: receives the values, NaN where there is none
     */
    default void over(CandleTape tape, int from, double[][] outputs) {
        double[] row = new double[outputs.length];
        Candle candle = new Candle(tape, from);
        for (int place = from; place < tape.count(); place++) {
            candle.advance();
            next(candle, row);
            for (int output = 0; output < row.length; output++) {
                outputs[output][place] = row[output];
            }
        }
    }
}
