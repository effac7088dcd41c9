package dev.nightjar.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TickBarsTest {

    private static final Session SESSION = Session.of(
            LocalDate.of(2024, 10, 29), ZoneId.of("Asia/Kolkata"), LocalTime.of(9, 15), LocalTime.of(15, 30));
    private static final long NANOS = 1_000_000_000L;

    /** {time, price, quantity, bid, ask} */
    private record Ticks(List<long[]> rows, boolean hasQuotes) implements TickSeries {
        @Override
        public int count() {
            return rows.size();
        }

        @Override
        public long time(int tick) {
            return rows.get(tick)[0];
        }

        @Override
        public long sequence(int tick) {
            return tick;
        }

        @Override
        public long price(int tick) {
            return rows.get(tick)[1];
        }

        @Override
        public long quantity(int tick) {
            return rows.get(tick)[2];
        }

        @Override
        public long openInterest(int tick) {
            return 0;
        }

        @Override
        public long bid(int tick) {
            return rows.get(tick)[3];
        }

        @Override
        public long ask(int tick) {
            return rows.get(tick)[4];
        }
    }

    @Test
    void aBarBeginsAtTheFloorOfTheTimeAndHoldsWhatTickedInIt() {
        long open = SESSION.open() * NANOS;
        Ticks ticks = new Ticks(
                List.of(
                        new long[] {open, 100, 1, 99, TickSeries.NO_PRICE},
                        new long[] {open + 14_999_999_999L, 103, 2, 98, 104},
                        new long[] {open + 15 * NANOS, 101, 4, 97, 102},
                        new long[] {open + 60 * NANOS, TickSeries.NO_PRICE, 8, 96, 97}),
                true);

        assertThat(rows(TickBars.trades(ticks, new BarWidth(15), 2, SESSION)))
                .containsExactly(List.of(0L, 100L, 103L, 100L, 103L, 3L), List.of(15L, 101L, 101L, 101L, 101L, 4L));
        assertThat(rows(TickBars.bids(ticks, new BarWidth(60), 2, SESSION)))
                .containsExactly(List.of(0L, 99L, 99L, 97L, 97L, 0L), List.of(60L, 96L, 96L, 96L, 96L, 0L));
        assertThat(rows(TickBars.asks(ticks, new BarWidth(60), 2, SESSION)))
                .containsExactly(List.of(0L, 104L, 104L, 102L, 102L, 0L), List.of(60L, 97L, 97L, 97L, 97L, 0L));
        assertThat(TickBars.bids(new Ticks(ticks.rows(), false), new BarWidth(60), 2, SESSION)
                        .count())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void barsFromCellsAndBarsJoinedFromMinutesAreThoseOfTheTicks(long seed) {
        Ticks ticks = random(seed);

        Bars minutes = TickBars.minutes(new NaiveCells(ticks, SESSION), 2, SESSION);

        for (int seconds : new int[] {1, 5, 15, 30, 60}) {
            BarWidth width = new BarWidth(seconds);
            assertThat(rows(TickBars.trades(ticks, width, 2, SESSION)))
                    .isEqualTo(naive(ticks, ticks::price, ticks::quantity, seconds));
            assertThat(rows(TickBars.bids(ticks, width, 2, SESSION)))
                    .isEqualTo(naive(ticks, ticks::bid, tick -> 0, seconds));
            assertThat(rows(TickBars.asks(ticks, width, 2, SESSION)))
                    .isEqualTo(naive(ticks, ticks::ask, tick -> 0, seconds));
        }
        for (int width : new int[] {1, 2, 3, 5, 7, 15, 60, 90, 375, 1440}) {
            assertThat(rows(TickBars.wider(minutes, new BarWidth(60 * width), SESSION)))
                    .as("%s minutes", width)
                    .isEqualTo(naive(ticks, ticks::price, ticks::quantity, 60 * width));
        }
    }

    private static Ticks random(long seed) {
        Random random = new Random(seed);
        int count = random.nextInt(3_000);
        long length = SESSION.close() - SESSION.open() + 1;
        List<Long> times = new ArrayList<>();
        for (int tick = 0; tick < count; tick++) {
            times.add(SESSION.open() * NANOS + (long) (random.nextDouble() * length * NANOS));
        }
        times.add(SESSION.open() * NANOS);
        times.add(SESSION.close() * NANOS + NANOS - 1);
        times.sort(null);
        List<long[]> rows = new ArrayList<>();
        for (long time : times) {
            rows.add(new long[] {time, price(random), random.nextInt(1000), price(random), price(random)});
        }
        return new Ticks(rows, true);
    }

    private static long price(Random random) {
        return random.nextInt(4) == 0 ? TickSeries.NO_PRICE : 1 + random.nextInt(1_000);
    }

    private static List<List<Long>> naive(
            TickSeries ticks, IntToLongFunction price, IntToLongFunction quantity, int seconds) {
        Map<Long, List<Integer>> buckets = new TreeMap<>();
        for (int tick = 0; tick < ticks.count(); tick++) {
            if (price.applyAsLong(tick) != TickSeries.NO_PRICE) {
                long bucket = (ticks.time(tick) - SESSION.open() * NANOS) / (seconds * NANOS);
                buckets.computeIfAbsent(bucket * seconds, key -> new ArrayList<>())
                        .add(tick);
            }
        }
        List<List<Long>> bars = new ArrayList<>();
        buckets.forEach((start, inside) -> bars.add(List.of(
                start,
                price.applyAsLong(inside.get(0)),
                inside.stream().mapToLong(tick -> price.applyAsLong(tick)).max().orElseThrow(),
                inside.stream().mapToLong(tick -> price.applyAsLong(tick)).min().orElseThrow(),
                price.applyAsLong(inside.get(inside.size() - 1)),
                inside.stream().mapToLong(tick -> quantity.applyAsLong(tick)).sum())));
        return bars;
    }

    private static List<List<Long>> rows(Bars bars) {
        List<List<Long>> rows = new ArrayList<>();
        for (int bar = 0; bar < bars.count(); bar++) {
            rows.add(List.of(
                    bars.start(bar) - SESSION.open(),
                    bars.open(bar),
                    bars.high(bar),
                    bars.low(bar),
                    bars.close(bar),
                    bars.volume(bar)));
        }
        return rows;
    }
}
