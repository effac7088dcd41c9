package dev.nightjar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.Bars;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickColumns;
import dev.nightjar.market.Timeframe;
import dev.nightjar.reference.ReferenceIndicators;
import dev.nightjar.reference.ReferenceIndicators.Columns;
import dev.nightjar.strategy.Evaluation;
import dev.nightjar.strategy.IndicatorArgument;
import dev.nightjar.strategy.IndicatorKind;
import dev.nightjar.strategy.IndicatorParameter;
import dev.nightjar.strategy.IndicatorSpec;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every indicator has, to the bit, the values that follow from its definition, on candles of every kind. */
final class IndicatorsProperties {

    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");
    private static final Session SESSION =
            Session.of(LocalDate.of(2024, 10, 29), ZONE, LocalTime.of(9, 15), LocalTime.of(15, 30));
    private static final int CANDLES = 110;
    private static final int TRIALS = 20;

    /** Of these pairs one has a value and the other has none. */
    private static final Set<String> ONE_AT_A_TIME = Set.of("PSARl", "PSARs", "SUPERTl", "SUPERTs");

    /** What the candles are like. */
    private enum Kind {
        WALK,
        FLAT,
        /** Flat stretches, silent volume, missing candles, sessions of any length. */
        GAPPED,
        /** Prices of a few units, or none. */
        NEAR_ZERO,
        /** Prices that meet the same levels again. */
        DAILY
    }

    /** {@return the candles, in units of a hundredth} */
    private static Bars bars(Random random, Kind kind) {
        long[] starts = new long[CANDLES];
        long[][] columns = new long[5][CANDLES];
        long price = kind == Kind.NEAR_ZERO ? 2 : 2_400_000 + random.nextInt(100_000);
        int step = kind == Kind.NEAR_ZERO || kind == Kind.DAILY ? 2 : 900;
        LongUnaryOperator near =
                from -> kind == Kind.FLAT ? from : Math.max(0, from + random.nextInt(2 * step + 1) - step);
        boolean still = false;
        LocalDateTime start = LocalDateTime.of(2024, 9, 2, 9, random.nextBoolean() ? 15 : 45);
        for (int bar = 0; bar < CANDLES; bar++) {
            still = kind == Kind.GAPPED && random.nextInt(8) == 0 ? !still : still;
            starts[bar] = start.atZone(ZONE).toEpochSecond();
            long close = still ? price : near.applyAsLong(price);
            long open = still ? price : near.applyAsLong(price);
            columns[0][bar] = open;
            columns[1][bar] = still ? price : Math.max(near.applyAsLong(price), Math.max(open, close));
            columns[2][bar] = still ? price : Math.min(near.applyAsLong(price), Math.min(open, close));
            columns[3][bar] = close;
            columns[4][bar] = still && random.nextBoolean() ? 0 : 1 + random.nextInt(100_000);
            price = close;
            boolean over = kind == Kind.DAILY || random.nextInt(40) == 0;
            start = over
                    ? start.toLocalDate().plusDays(1 + random.nextInt(3)).atTime(9, 15 + random.nextInt(3))
                    : start.plusMinutes(kind == Kind.GAPPED ? 1 + random.nextInt(3) : 1);
        }
        return Bars.of(2, starts, columns[0], columns[1], columns[2], columns[3], columns[4]);
    }

    private static Timeframe width(Kind kind) {
        return new Timeframe(kind == Kind.DAILY ? Timeframe.DAY : 1);
    }

    private static CandleTape tape(Bars bars, Timeframe timeframe) {
        return CandleTape.of(bars, MomentTape.of(TickColumns.EMPTY, 2, Evaluation.SECOND), timeframe, SESSION);
    }

    private static Columns columns(Bars bars, Timeframe timeframe) {
        int[] all = IntStream.range(0, bars.count()).toArray();
        LocalDateTime[] starts = Arrays.stream(all)
                .mapToObj(bar -> LocalDateTime.ofInstant(Instant.ofEpochSecond(bars.start(bar)), ZONE))
                .toArray(LocalDateTime[]::new);
        return new Columns(
                Arrays.stream(all).mapToDouble(bar -> bars.open(bar) / 100.0).toArray(),
                Arrays.stream(all).mapToDouble(bar -> bars.high(bar) / 100.0).toArray(),
                Arrays.stream(all).mapToDouble(bar -> bars.low(bar) / 100.0).toArray(),
                Arrays.stream(all).mapToDouble(bar -> bars.close(bar) / 100.0).toArray(),
                Arrays.stream(all).mapToDouble(bars::volume).toArray(),
                Arrays.stream(starts)
                        .mapToLong(start -> start.toLocalDate().toEpochDay())
                        .toArray(),
                Arrays.stream(starts)
                        .mapToLong(start -> start.toLocalTime().toSecondOfDay())
                        .toArray(),
                LocalTime.of(9, 15).toSecondOfDay(),
                timeframe.minutes() == Timeframe.DAY);
    }

    private static IndicatorSpec random(Random random, IndicatorKind kind) {
        List<IndicatorArgument> arguments = new ArrayList<>();
        for (IndicatorParameter parameter : kind.parameters()) {
            arguments.add(argument(random, parameter));
        }
        return new IndicatorSpec(kind, arguments);
    }

    private static IndicatorArgument argument(Random random, IndicatorParameter parameter) {
        String text;
        if (parameter.name().equals("fast")) {
            text = Integer.toString(1 + random.nextInt(4));
        } else if (parameter.name().equals("slow")) {
            text = Integer.toString(5 + random.nextInt(8));
        } else if (parameter instanceof IndicatorParameter.Whole whole) {
            text = Integer.toString(whole.min() + random.nextInt(12));
        } else if (parameter instanceof IndicatorParameter.Factor factor) {
            text = factor.max() == 1
                    ? "0.0" + (1 + random.nextInt(9))
                    : (1 + random.nextInt(4)) + List.of("", ".5", ".25").get(random.nextInt(3));
        } else if (parameter instanceof IndicatorParameter.OneOf choice) {
            text = choice.choices().get(random.nextInt(choice.choices().size())).text();
        } else {
            text = "09:" + (15 + random.nextInt(40));
        }
        IndicatorArgument argument = parameter.parse(text);
        if (argument == null) {
            throw new IllegalArgumentException(parameter.name() + " does not take " + text);
        }
        return argument;
    }

    private static Map<String, String> parameters(IndicatorSpec spec) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int place = 0; place < spec.arguments().size(); place++) {
            texts.put(
                    spec.kind().parameters().get(place).name(),
                    spec.arguments().get(place).text());
        }
        return texts;
    }

    @ParameterizedTest
    @EnumSource
    void hasTheValuesOfItsDefinition(IndicatorKind kind) {
        for (int trial = 0; trial < TRIALS; trial++) {
            Random random = new Random(trial * 1000L + kind.ordinal());
            Kind candles = Kind.values()[trial % Kind.values().length];
            IndicatorSpec spec = random(random, kind);
            Bars bars = bars(random, candles);
            double[][] values = Indicators.over(tape(bars, width(candles)), spec);
            Columns columns = columns(bars, width(candles));
            for (int candle = 0; candle < CANDLES; candle++) {
                List<@Nullable Double> expected =
                        ReferenceIndicators.atTheLast(kind.label(), parameters(spec), columns.first(candle + 1));
                int place = candle;
                List<@Nullable Double> actual = Arrays.stream(values)
                        .map(column -> Double.isNaN(column[place]) ? null : (Double) column[place])
                        .toList();
                assertThat(actual)
                        .as("%s at candle %d of %s, trial %d", spec.displayName(), candle, candles, trial)
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyOutputHasItsFirstValueAtTheCandleThatIsSaidToBeNeeded(IndicatorKind kind) {
        for (int trial = 0; trial < TRIALS; trial++) {
            Random random = new Random(trial * 1000L + kind.ordinal());
            // An anchor after the start of the only candle of a day would leave it without any value.
            IndicatorSpec spec = kind == IndicatorKind.ANCHORED_VWAP ? IndicatorSpec.of(kind) : random(random, kind);
            int needed = Indicators.needed(spec);
            Kind candles = kind.needsWholeSession() ? Kind.DAILY : Kind.WALK;
            double[][] values = Indicators.over(tape(bars(random, candles), width(candles)), spec);
            int last = 0;
            for (int output = 0; output < values.length; output++) {
                double[] column = values[output];
                if (!ONE_AT_A_TIME.contains(kind.outputs().get(output))) {
                    last = Math.max(last, (int)
                            Arrays.stream(column).takeWhile(Double::isNaN).count());
                }
            }
            assertThat(last + 1).as(spec.displayName()).isEqualTo(needed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatComesLaterChangesNothing(IndicatorKind kind) {
        Random random = new Random(kind.ordinal());
        IndicatorSpec spec = random(random, kind);
        Bars bars = bars(random, Kind.GAPPED);
        double[][] values = Indicators.over(tape(bars, width(Kind.GAPPED)), spec);
        int half = CANDLES / 2;
        Bars first = Bars.of(
                2,
                IntStream.range(0, half).mapToLong(bars::start).toArray(),
                IntStream.range(0, half).mapToLong(bars::open).toArray(),
                IntStream.range(0, half).mapToLong(bars::high).toArray(),
                IntStream.range(0, half).mapToLong(bars::low).toArray(),
                IntStream.range(0, half).mapToLong(bars::close).toArray(),
                IntStream.range(0, half).mapToLong(bars::volume).toArray());
        double[][] shorter = Indicators.over(tape(first, width(Kind.GAPPED)), spec);
        for (int output = 0; output < values.length; output++) {
            assertThat(shorter[output]).isEqualTo(Arrays.copyOf(values[output], half));
        }
    }
}
