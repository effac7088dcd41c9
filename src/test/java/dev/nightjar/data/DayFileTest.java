package dev.nightjar.data;

import static dev.nightjar.market.TickSeries.NO_PRICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.Cells;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.TickSeries;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DayFileTest {

    private static final long NANOS = 1_000_000_000L;

    @TempDir
    private Path temp;

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theOrderOfTheDayIsRestoredByRank(long seed) {
        TickRows source = TickRows.random(seed);

        DataDay day = TickRows.open(source.write(temp));

        assertThat(source.restored(day)).isEqualTo(source.rows());
        assertThat(day.session()).isEqualTo(source.session());
        assertThat(day.instruments())
                .containsExactlyElementsOf(source.bySymbol().values());
        assertThat(day.underlying("NIFTY")).isEqualTo(TickRows.underlyings().get("NIFTY"));
        day.check();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void wholeCellsAreWhatTheirTicksAre(long seed) {
        TickRows source = TickRows.random(seed);
        DataDay day = TickRows.open(source.write(temp));
        for (int symbol = 0; symbol < source.instruments().size(); symbol++) {
            String name = source.instruments().get(symbol).symbol();
            List<TickRows.Row> rows = source.of(symbol);
            TickSeries ticks = day.ticks(name);
            assertThat(ticks.count()).isEqualTo(rows.size());
            Cells cells = day.cells(name);
            CellDecoder decoder = day.decoder(name);
            assertThat(decoder.cells()).isEqualTo(cells.count());
            int first = 0;
            for (int cell = 0; cell < cells.count(); cell++) {
                assertThat(cells.firstTick(cell)).isEqualTo(first);
                int count = decoder.open(cell);
                assertThat(cells.tickEnd(cell)).isEqualTo(first + count);
                cellIs(
                        cells,
                        cell,
                        rows.subList(first, first + count),
                        source.session().open());
                for (int own = 0; own < count; own++) {
                    assertThat(new TickRows.Row(
                                    symbol,
                                    decoder.times()[own],
                                    decoder.prices()[own],
                                    decoder.quantities()[own],
                                    decoder.openInterests()[own],
                                    decoder.bids()[own],
                                    decoder.asks()[own]))
                            .isEqualTo(rows.get(first + own));
                    assertThat(decoder.sequences()[own]).isEqualTo(ticks.sequence(first + own));
                }
                first += count;
            }
            assertThat(first).isEqualTo(rows.size());
        }
    }

    /** Everything that a cell says, computed again from the rows of its minute. */
    private static void cellIs(Cells cells, int cell, List<TickRows.Row> rows, long open) {
        long second = rows.get(0).time() / NANOS - open;
        assertThat(cells.minute(cell)).isEqualTo((int) (second / 60));
        List<Long> prices = rows.stream()
                .map(TickRows.Row::price)
                .filter(price -> price != NO_PRICE)
                .toList();
        assertThat(cells.open(cell)).isEqualTo(prices.isEmpty() ? NO_PRICE : prices.get(0));
        assertThat(cells.close(cell)).isEqualTo(prices.isEmpty() ? NO_PRICE : prices.get(prices.size() - 1));
        assertThat(cells.high(cell))
                .isEqualTo(prices.stream().max(Long::compare).orElse(NO_PRICE));
        assertThat(cells.low(cell)).isEqualTo(prices.stream().min(Long::compare).orElse(NO_PRICE));
        assertThat(cells.volume(cell))
                .isEqualTo(rows.stream().mapToLong(TickRows.Row::quantity).sum());
        TreeMap<Long, Integer> ends = new TreeMap<>();
        for (int own = 0; own < rows.size(); own++) {
            ends.put(rows.get(own).time() / NANOS - open - 60L * cells.minute(cell), cells.firstTick(cell) + own + 1);
        }
        long mask = 0;
        int place = 0;
        for (var end : ends.entrySet()) {
            assertThat(end.getKey()).isBetween(0L, 59L);
            mask |= 1L << end.getKey();
            assertThat(cells.secondEnd(cell, place++)).isEqualTo(end.getValue());
        }
        assertThat(cells.seconds(cell)).isEqualTo(mask);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyTickCanBeReadFirstAndAnyTimeBeLookedFor(long seed) {
        TickRows source = TickRows.random(seed);
        DataDay day = TickRows.open(source.write(temp));
        Random random = new Random(seed);
        for (int symbol = 0; symbol < source.instruments().size(); symbol++) {
            List<TickRows.Row> rows = source.of(symbol);
            TickSeries ticks = day.ticks(source.instruments().get(symbol).symbol());
            for (int tried = 0; tried < 200; tried++) {
                if (!rows.isEmpty()) {
                    int tick = random.nextInt(rows.size());
                    assertThat(TickRows.row(symbol, ticks, tick)).isEqualTo(rows.get(tick));
                }
                long time = rows.isEmpty() || random.nextInt(3) == 0
                        ? source.session().open() * NANOS + random.nextInt(100_000) * 1_000_000_000L - 1
                        : rows.get(random.nextInt(rows.size())).time() + random.nextInt(3) - 1;
                int expected =
                        (int) rows.stream().filter(row -> row.time() < time).count();
                assertThat(ticks.firstAtOrAfter(time)).isEqualTo(expected);
            }
            assertThat(ticks.firstAtOrAfter(Long.MIN_VALUE)).isZero();
            assertThat(ticks.firstAtOrAfter(Long.MAX_VALUE)).isEqualTo(rows.size());
            assertThat(ticks.hasQuotes())
                    .isEqualTo(rows.stream().anyMatch(row -> row.bid() != NO_PRICE || row.ask() != NO_PRICE));
            assertThat(ticks.isTraded()).isEqualTo(rows.stream().allMatch(row -> row.price() != NO_PRICE));
        }
    }

    @Test
    void aSymbolWithoutTicksHasNone() {
        TickRows source = TickRows.random(1);
        DataDay day = TickRows.open(source.write(temp));

        assertThat(day.ticks("NOBODY").count()).isZero();
        assertThat(day.cells("NOBODY").count()).isZero();
        assertThat(day.decoder("NOBODY").cells()).isZero();
        assertThat(day.ticks("NOBODY").firstAtOrAfter(0)).isZero();
        Instrument none = day.instrument("NOBODY");
        assertThat(none).isNull();
    }
}
