package dev.nightjar.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nightjar.engine.IndicatorSeries;
import dev.nightjar.market.Bars;
import dev.nightjar.market.Side;
import dev.nightjar.strategy.IndicatorKind;
import dev.nightjar.strategy.IndicatorSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {

    /** A published series of closes with its RSI over 14, to four digits. */
    private static final double[] CLOSES = {
        44.34, 44.09, 44.15, 43.61, 44.33, 44.83, 45.10, 45.42, 45.84, 46.08, 45.89, 46.03, 45.61, 46.28, 46.28, 46.00,
        46.03, 46.41, 46.22, 45.64, 46.21
    };

    private static final double[] RSI = {70.4641, 66.2496, 66.4809, 69.3469, 66.2947, 57.9150, 62.8807};

    @Test
    void rsiIsWilders() {
        double[] index = IndicatorSeries.over(bars(CLOSES), IndicatorSpec.of(IndicatorKind.RSI, "14"))[0];

        assertThat(index[13]).isNaN();
        for (int value = 0; value < RSI.length; value++) {
            assertThat(index[14 + value]).isCloseTo(RSI[value], within(0.00005));
        }
    }

    /** From 70.46 to 66.25 at bar 15, whose close is 46.00; never again, though it stays below 70. */
    @Test
    void rsiSellsOnceWhenItFallsBelowTheOverboughtLevel() {
        assertThat(signals("rsi", Map.of(), CLOSES)).containsExactly("15 SELL");
    }

    /** Over 10 changes the index falls below 70 at bar 12 already, at which there is none over 14. */
    @Test
    void rsiHonoursItsPeriod() {
        assertThat(signals("rsi", Map.of("rsi_period", 10), CLOSES)).containsExactly("12 SELL", "15 SELL");
        assertThat(signals("rsi", Map.of("rsi_period", 20), CLOSES)).isEmpty();
    }

    /** The index falls to 0 in a steady fall, and rises above 30 once the price has risen for long enough. */
    @Test
    void rsiBuysWhenItRisesAboveTheOversoldLevel() {
        double[] closes = new double[40];
        for (int bar = 0; bar < closes.length; bar++) {
            closes[bar] = bar < 20 ? 100 - bar : 81 + (bar - 19);
        }
        // 13/14 of the average loss of 1 remain after a rise, 1/14 of a gain is added: above 30 after 5 rises
        // (1 - (13/14)^5 = 0.3096), not after 4 (0.2565).
        assertThat(signals("rsi", Map.of(), closes)).containsExactly("24 BUY");
    }

    @Test
    void movingAveragesCross() {
        assertThat(signals(
                        "ma_crossover",
                        Map.of("short_ma", 2, "long_ma", 4),
                        10,
                        10,
                        10,
                        10,
                        10,
                        9,
                        9,
                        12,
                        13,
                        14,
                        12,
                        9,
                        8))
                .containsExactly("5 SELL", "7 BUY", "11 SELL");
    }

    /** Averages of 1 and 2: the close crosses where it rises or falls. At 10, 10 they touch. */
    @Test
    void profilesDifferInWhatATouchIs() {
        double[] closes = {10, 11, 11, 12, 11, 11, 10, 10, 11};

        assertThat(signals(Profile.NIGHTJAR, closes)).containsExactly("3 BUY", "4 SELL", "6 SELL", "8 BUY");
        assertThat(signals(Profile.BACKTESTING_PY, closes)).containsExactly("4 SELL");
        assertThat(signals(Profile.BACKTRADER, closes)).containsExactly("4 SELL", "8 BUY");
    }

    private static List<String> signals(Profile profile, double... closes) {
        return signals("ma_crossover", Map.of("short_ma", 1, "long_ma", 2), profile, closes);
    }

    @Test
    void shortAverageOfOneBarIsTheCloseItself() {
        assertThat(signals("ma_crossover", Map.of("short_ma", 1, "long_ma", 3), 5, 5, 5, 8, 2))
                .containsExactly("3 BUY", "4 SELL");
    }

    /** It must trade its own rule, and no other strategy's under its name. */
    @Test
    void bollingerBuysAtTheLowerBandAndSellsAtTheUpperOne() {
        double[] fall = flat(20, 100);
        fall[17] = 90;
        double[] rise = flat(20, 100);
        rise[17] = 110;

        assertThat(signals("bollinger_bands", Map.of("bb_period", 15), fall)).containsExactly("17 BUY");
        assertThat(signals("bollinger_bands", Map.of("bb_period", 15), rise)).containsExactly("17 SELL");
        assertThat(signals("ma_crossover", Map.of("short_ma", 10, "long_ma", 15), fall))
                .doesNotContain("17 BUY");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void bollingerAgreesWithItsFormula(long seed) {
        double[] closes = closes(seed, 400);
        List<String> expected = new ArrayList<>();
        double before = Double.NaN;
        for (int bar = 19; bar < closes.length; bar++) {
            double mean = 0;
            for (int back = 0; back < 20; back++) {
                mean += closes[bar - back] / 20;
            }
            double squares = 0;
            for (int back = 0; back < 20; back++) {
                squares += Math.pow(closes[bar - back] - mean, 2) / 20;
            }
            double width = 2 * Math.sqrt(squares);
            double percent = 100 * (closes[bar] - (mean - width)) / (2 * width);
            if (before > 5 && percent <= 5) {
                expected.add(bar + " BUY");
            } else if (before < 100 && percent >= 100) {
                expected.add(bar + " SELL");
            }
            before = percent;
        }

        assertThat(expected).hasSizeGreaterThan(5);
        assertThat(signals("bollinger_bands", Map.of(), closes)).isEqualTo(expected);
    }

    @Test
    void buyAndHoldBuysOnceBeforeTheFirstBar() {
        assertThat(signals("buy_and_hold", Map.of(), 1, 2, 3)).containsExactly("-1 BUY");
    }

    /** A crossing is told at its bar and never again: between two buys the condition must have come and gone. */
    @ParameterizedTest
    @ValueSource(strings = {"ma_crossover", "rsi", "bollinger_bands"})
    void nothingIsToldTwice(String id) {
        double[] closes = closes(7, 2000);
        List<String> all = signals(id, Map.of(), closes);

        assertThat(all).hasSizeGreaterThan(5).doesNotHaveDuplicates();
        for (int cut = 60; cut < closes.length; cut += 97) {
            int until = cut;
            assertThat(signals(id, Map.of(), java.util.Arrays.copyOf(closes, cut)))
                    .as("what is told of the first %s bars", cut)
                    .isEqualTo(all.stream()
                            .filter(signal -> Integer.parseInt(signal.split(" ")[0]) < until)
                            .toList());
        }
        if (id.equals("ma_crossover")) {
            for (int signal = 1; signal < all.size(); signal++) {
                assertThat(all.get(signal).split(" ")[1])
                        .isNotEqualTo(all.get(signal - 1).split(" ")[1]);
            }
        }
    }

    @Test
    void defaultsFitTheirRangesAndEachOther() {
        assertThat(SignalTemplates.ids()).containsExactly("ma_crossover", "rsi", "bollinger_bands", "buy_and_hold");
        for (SignalTemplate template : SignalTemplates.all()) {
            assertThat(template.parameters()).allMatch(parameter -> parameter.accepts(parameter.byDefault()));
            assertThat(template.conflicts(parameters(template, Map.of()))).isEmpty();
            assertThat(template.displayName()).isNotBlank();
            assertThat(template.description()).endsWith(".");
            assertThat(template.minimumBars(parameters(template, Map.of()))).isPositive();
        }
    }

    private static double[] flat(int count, double close) {
        double[] closes = new double[count];
        java.util.Arrays.fill(closes, close);
        return closes;
    }

    private static double[] closes(long seed, int count) {
        return TestSimulations.walk(seed, TestSimulations.MONDAY, count).stream()
                .mapToDouble(TestSimulations.Day::close)
                .toArray();
    }

    private static Bars bars(double... closes) {
        return TestSimulations.bars(TestSimulations.closes(TestSimulations.MONDAY, closes));
    }

    private static TemplateParameters parameters(SignalTemplate template, Map<String, Integer> given) {
        TreeMap<String, BigDecimal> values = new TreeMap<>();
        template.parameters().forEach(parameter -> values.put(parameter.name(), parameter.byDefault()));
        given.forEach((name, value) -> values.put(name, BigDecimal.valueOf(value)));
        return new TemplateParameters(values);
    }

    private static List<String> signals(String id, Map<String, Integer> given, double... closes) {
        return signals(id, given, Profile.NIGHTJAR, closes);
    }

    private static List<String> signals(String id, Map<String, Integer> given, Profile profile, double... closes) {
        SignalTemplate template = SignalTemplates.find(id).orElseThrow();
        List<TemplateSignal> signals = template.signals(bars(closes), parameters(template, given), profile);
        assertThat(signals).allMatch(signal -> signal.strength() >= 0 && Double.isFinite(signal.strength()));
        assertThat(signals).extracting(TemplateSignal::side).isSubsetOf(Side.BUY, Side.SELL);
        return signals.stream()
                .map(signal -> signal.bar() + " " + signal.side())
                .toList();
    }
}
