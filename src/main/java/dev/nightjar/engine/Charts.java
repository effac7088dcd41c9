package dev.nightjar.engine;

import dev.nightjar.strategy.IndicatorSpec;

/** Indicators that are another way of drawing the candles. */
final class Charts {

    private Charts() {}

    /** The middle between the highest high and the lowest low of the last n candles: {@code (high + low) / 2}. */
    private static final class Middle {

        private final Window highs;
        private final Window lows;

        Middle(int length) {
            highs = new Window(length);
            lows = new Window(length);
        }

        int needed() {
            return highs.length();
        }

        double next(Candle candle) {
            highs.add(candle.high());
            lows.add(candle.low());
            return highs.isFull() ? (highs.highest() + lows.lowest()) / 2.0 : Double.NaN;
        }
    }

    /** What a calculation gave some candles ago. */
    private static final class Delay implements Streaming {

        private final Window window;

        Delay(int candles) {
            window = new Window(candles + 1);
        }

        @Override
        public int needed() {
            return window.length();
        }

        @Override
        public double next(double number) {
            window.add(number);
            return window.isFull() ? window.get(0) : Double.NaN;
        }
    }

    /**
     * Ichimoku Kinko Hyo by Hosoda. Tenkan and kijun are the middles between the highest high and lowest low of their
     * periods. Span A is {@code (tenkan + kijun) / 2} and span B the middle of its period, both as they were displacement
     * candles ago: those that are drawn over the candle. The chikou span is the candle's close, which is drawn
     * displacement candles further back; nothing here is from a later candle.
     */
    static final class Ichimoku implements Indicator {

        private final Middle tenkan;
        private final Middle kijun;
        private final Middle senkou;
        private final Delay first;
        private final Delay second;

        Ichimoku(IndicatorSpec spec) {
            tenkan = new Middle(spec.whole("tenkan_period"));
            kijun = new Middle(spec.whole("kijun_period"));
            senkou = new Middle(spec.whole("senkou_b_period"));
            first = new Delay(spec.whole("displacement"));
            second = new Delay(spec.whole("displacement"));
        }

        @Override
        public int needed() {
            int longest = Math.max(senkou.needed(), Math.max(tenkan.needed(), kijun.needed()));
            return longest + first.needed() - 1;
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            outputs[0] = tenkan.next(candle);
            outputs[1] = kijun.next(candle);
            outputs[2] = first.after((outputs[0] + outputs[1]) / 2.0);
            outputs[3] = second.after(senkou.next(candle));
            outputs[4] = candle.close();
        }
    }

    /**
     * Heikin-Ashi candles: the close is {@code (open + high + low + close) / 4}, the open the middle of the open and close
     * of the Heikin-Ashi candle before (of the candle itself at the first), high and low reach over both. Outputs in the
     * order open, high, low, close.
     */
    static final class HeikinAshi implements Indicator {

        private double open = Double.NaN;
        private double close;

        @Override
        public int needed() {
            return 1;
        }

        @Override
        public void next(Candle candle, double[] outputs) {
            open = Double.isNaN(open) ? (candle.open() + candle.close()) / 2.0 : (open + close) / 2.0;
            close = (candle.open() + candle.high() + candle.low() + candle.close()) / 4.0;
            outputs[0] = open;
            outputs[1] = Math.max(candle.high(), Math.max(open, close));
            outputs[2] = Math.min(candle.low(), Math.min(open, close));
            outputs[3] = close;
        }
    }
}
