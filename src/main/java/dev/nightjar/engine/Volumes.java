package dev.nightjar.engine;

/** Indicators made of prices and volume. Running totals start with the first candle there is. */
final class Volumes {

    private Volumes() {}

    /**
     * On-balance volume by Granville: the first candle's volume, plus the volume of every later candle that closes above
     * the close before, minus that of every one that closes below. As TA-Lib's OBV. Only its changes mean something: the
     * level depends on where the candles begin.
     */
    static final class Obv implements Indicator {

        private double previousClose = Double.NEGATIVE_INFINITY;
        private double total;

        @Override
        public int needed() {
            return 1;
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            if (candle.close() > previousClose) {
                total += candle.volume();
            } else if (candle.close() < previousClose) {
                total -= candle.volume();
            }
            previousClose = candle.close();
            outputs[0] = total;
        }
    }

    /** {@return where the candle closes between its low and high, from -1 to 1, times its volume; 0 if they are equal} */
    private static double moneyFlow(Candle candle) {
        double range = candle.high() - candle.low();
        double balance = (candle.close() - candle.low()) - (candle.high() - candle.close());
        return range > 0.0 ? balance / range * candle.volume() : 0.0;
    }

    /**
     * Accumulation/distribution by Chaikin: the running total of {@code ((close - low) - (high - close)) / (high - low) *
     * volume}, nothing for a candle without range. As TA-Lib's AD. Only its changes mean something: the level depends on
     * where the candles begin.
     */
    static final class Ad implements Indicator {

        private double total;

        @Override
        public int needed() {
            return 1;
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            total += moneyFlow(candle);
            outputs[0] = total;
        }
    }

    /**
     * Chaikin money flow: the sum of {@code ((close - low) - (high - close)) / (high - low) * volume} over the last n
     * candles (0 for one without range) divided by the sum of their volumes, both oldest first; none where there is no
     * volume.
     */
    static final class Cmf implements Indicator {

        private final Window flows;
        private final Window volumes;

        Cmf(int length) {
            flows = new Window(length);
            volumes = new Window(length);
        }

        @Override
        public int needed() {
            return volumes.length();
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            flows.add(moneyFlow(candle));
            volumes.add(candle.volume());
            // Without volume this is 0 / 0, which is NaN.
            outputs[0] = volumes.isFull() ? flows.sum() / volumes.sum() : Double.NaN;
        }
    }

    /**
     * Money flow index by Quong and Soudack: {@code 100 * (p / (p + m))}, where p is the sum of {@link
     * Candle#typicalPrice} times volume over those of the last n candles whose typical price is above the one before, and
     * m over those where it is below, both oldest first. TA-Lib's MFI, but for that it is 0 where no money flowed, and
     * there is none here.
     */
    static final class Mfi implements Indicator {

        private final Window rising;
        private final Window falling;
        private double previousPrice = Double.NaN;

        Mfi(int length) {
            rising = new Window(length);
            falling = new Window(length);
        }

        @Override
        public int needed() {
            return rising.length() + 1;
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            double price = candle.typicalPrice();
            double flow = price * candle.volume();
            if (!Double.isNaN(previousPrice)) {
                rising.add(price > previousPrice ? flow : 0.0);
                falling.add(price < previousPrice ? flow : 0.0);
            }
            previousPrice = price;
            outputs[0] = rising.isFull() ? value(rising.sum(), falling.sum()) : Double.NaN;
        }

        private static double value(double up, double down) {
            // If no money flowed this is 0 / 0, which is NaN.
            return 100.0 * (up / (up + down));
        }
    }

    /**
     * Volume-weighted average price of a session: the running total of {@link Candle#typicalPrice} times volume divided
     * by the running total of volume, both in the order of the candles; none where there is no volume. A session is a
     * day on the exchange's clock.
     */
    static final class Vwap implements Indicator {

        private final int anchor;
        private long day = Long.MIN_VALUE;
        private double traded;
        private double volume;

        /** @param anchor the second of the day at which the first candle that counts starts, or the next after it */
        Vwap(int anchor) {
            this.anchor = anchor;
        }

        @Override
        public int needed() {
            return 1;
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            if (candle.day() != day) {
                day = candle.day();
                traded = 0;
                volume = 0;
            }
            if (candle.secondOfDay() >= anchor) {
                traded += candle.typicalPrice() * candle.volume();
                volume += candle.volume();
            }
            // Without volume this is 0 / 0, which is NaN.
            outputs[0] = traded / volume;
        }
    }
}
