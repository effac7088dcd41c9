package dev.nightjar.data;

import static dev.nightjar.market.TickSeries.NO_PRICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.market.Cells;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.TickSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
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
        return LongStream.range(0, 40);
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
            CellIndex cells = day.cells(name);
            CellDecoder decoder = new CellDecoder();
            int first = 0;
            for (int cell = 0; cell < cells.count(); cell++) {
                assertThat(cells.firstTick(cell)).isEqualTo(first);
                int count = decoder.open(cells, cell);
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

    @ParameterizedTest
    @MethodSource("seeds")
    void aScanMeetsEveryTickOfTheDayMinuteByMinuteAndByRankInTheDay(long seed) {
        TickRows source = TickRows.random(seed);
        // in small segments, so that cells of a minute lie in different ones
        DataDay day = TickRows.open(DayFile.open(source.write(temp, 1 << 16), 1 << 16));
        List<String> names =
                source.instruments().stream().map(Instrument::symbol).toList();
        List<TickRows.Row> met =
                new ArrayList<>(Collections.nCopies(source.rows().size(), null));
        List<String> order = new ArrayList<>();

        DayScan scan = day.scan();
        while (scan.next()) {
            String symbol = scan.symbols().get(scan.symbol());
            order.add(String.format("%05d %s", scan.minute(), symbol));
            CellDecoder decoder = scan.decoder();
            for (int own = 0; own < scan.count(); own++) {
                int rank = (int) decoder.sequences()[own];
                assertThat(met.get(rank)).isNull();
                met.set(
                        rank,
                        new TickRows.Row(
                                names.indexOf(symbol),
                                decoder.times()[own],
                                decoder.prices()[own],
                                decoder.quantities()[own],
                                decoder.openInterests()[own],
                                decoder.bids()[own],
                                decoder.asks()[own]));
            }
        }

        assertThat(met).isEqualTo(source.rows());
        assertThat(order).isSorted().doesNotHaveDuplicates();
        assertThat(scan.next()).isFalse();
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
            for (int tried = 0; tried < 60; tried++) {
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
        assertThat(day.ticks("NOBODY").firstAtOrAfter(0)).isZero();
        Instrument none = day.instrument("NOBODY");
        assertThat(none).isNull();
    }

    @Test
    void aSecondMayHaveMoreTicksThanSixteenBitsCount() {
        List<TickRows.Row> rows = new ArrayList<>();
        long time = TickRows.session("09:15:00", "15:30:00").open() * NANOS;
        for (int tick = 0; tick < 150_000; tick++) {
            rows.add(new TickRows.Row(tick % 2, time + tick, 100 + tick % 7, tick, 0, NO_PRICE, NO_PRICE));
        }
        TickRows source = new TickRows(
                TickRows.session("09:15:00", "15:30:00"), List.of(TickRows.stock("B"), TickRows.stock("A")), rows);

        DataDay day = TickRows.open(source.write(temp));

        assertThat(source.restored(day).equals(rows)).isTrue();
        assertThat(day.cells("A").tickEnd(0)).isEqualTo(75_000);
        assertThat(new CellDecoder().open(day.cells("B"), 0)).isEqualTo(75_000);
    }

    @ParameterizedTest
    @MethodSource("fewSeeds")
    void whereSegmentsEndMakesNoDifference(long seed) throws IOException {
        TickRows source = TickRows.random(seed);
        Path file = source.write(temp, 1 << 16);

        DataDay day = TickRows.open(DayFile.open(file, 1 << 16));

        assertThat(source.restored(day)).isEqualTo(source.rows());
        day.check();
        assertThat(source.restored(TickRows.open(file))).isEqualTo(source.rows());
    }

    static LongStream fewSeeds() {
        return LongStream.range(0, 12);
    }

    @Test
    void theSameContentGivesTheSameFileWhateverTheOrderOfInstruments() {
        TickRows source = TickRows.random(7);
        List<Instrument> turned = new ArrayList<>(source.instruments());
        Collections.reverse(turned);
        TickRows other = new TickRows(
                source.session(),
                turned,
                source.rows().stream()
                        .map(row -> new TickRows.Row(
                                turned.size() - 1 - row.symbol(),
                                row.time(),
                                row.price(),
                                row.quantity(),
                                row.openInterest(),
                                row.bid(),
                                row.ask()))
                        .toList());

        Path file = source.write(temp.resolve("one"));
        Path twin = other.write(temp.resolve("other"));

        assertThat(twin).hasSameBinaryContentAs(file);
        assertThat(twin.getFileName()).isEqualTo(file.getFileName());
    }

    /** Every seventh byte, from a place that differs by seed, so that all regions are hit. */
    @ParameterizedTest
    @MethodSource("fewSeeds")
    void aDamagedByteIsAnErrorAndNeverAnotherNumber(long seed) throws IOException {
        TickRows source = few(seed);
        Path file = source.write(temp);
        byte[] whole = Files.readAllBytes(file);
        for (int at = (int) (seed % 7); at < whole.length; at += 7) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            // another file each time: what is mapped must not change
            Path other = temp.resolve("damaged-" + at);
            Files.write(other, damaged);
            assertThatThrownBy(() -> source.restored(TickRows.open(other)))
                    .as("byte %s of %s", at, whole.length)
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith(other + ": ");
        }
    }

    private static TickRows few(long seed) {
        TickRows source = TickRows.random(seed);
        return new TickRows(
                source.session(),
                source.instruments(),
                source.rows().subList(0, Math.min(80, source.rows().size())));
    }

    @Test
    void aFileThatIsCutOffIsNamed() throws IOException {
        byte[] whole = Files.readAllBytes(few(3).write(temp));
        for (int length = 0; length < whole.length; length += 13) {
            Path cut = temp.resolve("cut-" + length);
            Files.write(cut, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> DayFile.open(cut))
                    .as("%s bytes of %s", length, whole.length)
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith(cut + ": is damaged: it has ");
        }
        Path longer = temp.resolve("longer");
        Files.write(longer, Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> DayFile.open(longer)).hasMessageStartingWith(longer + ": is damaged: it has ");
    }

    @Test
    void filesOfOthersAndOfOtherVersionsAreNamed() throws IOException {
        byte[] whole = Files.readAllBytes(few(3).write(temp));
        Path file = temp.resolve("file");
        assertThatThrownBy(() -> DayFile.open(file)).hasMessage(file + ": is missing; import the data again");

        Files.writeString(file, "timestamp,sequence,symbol,ltp,ltq,oi\n".repeat(5));
        assertThatThrownBy(() -> DayFile.open(file))
                .hasMessage(file + ": is not a file of the store; move it away and import the data again");

        whole[DayFormat.VERSION_AT] = 2;
        Files.write(file, whole);
        assertThatThrownBy(() -> DayFile.open(file))
                .isInstanceOf(DataException.class)
                .hasMessage(file + ": is of version 2, this program reads 3; delete it and import the data again");

        whole[DayFormat.VERSION_AT] = 3;
        whole[DayFormat.KIND_AT] = 1;
        Files.write(file, whole);
        assertThatThrownBy(() -> DayFile.open(file))
                .hasMessage(file + ": does not hold a market day; move it away and import the data again");
    }

    @Test
    void severalThreadsMayReadOneSeries() throws Exception {
        TickRows source = TickRows.random(11);
        DataDay day = TickRows.open(source.write(temp));
        List<TickSeries> series = source.instruments().stream()
                .map(instrument -> day.ticks(instrument.symbol()))
                .toList();
        List<List<TickRows.Row>> expected =
                IntStream.range(0, series.size()).mapToObj(source::of).toList();
        List<Callable<Boolean>> readers = new ArrayList<>();
        for (int reader = 0; reader < 4; reader++) {
            Random random = new Random(reader);
            readers.add(() -> {
                for (int read = 0; read < 20_000; read++) {
                    int symbol = random.nextInt(series.size());
                    List<TickRows.Row> rows = expected.get(symbol);
                    if (!rows.isEmpty()) {
                        int tick = random.nextInt(rows.size());
                        if (!TickRows.row(symbol, series.get(symbol), tick).equals(rows.get(tick))) {
                            return false;
                        }
                    }
                }
                return true;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(readers.size());
        try {
            for (Future<Boolean> right : threads.invokeAll(readers)) {
                assertThat(right.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aWriterThatIsNotFinishedLeavesNothing() throws IOException {
        TickRows source = TickRows.random(3);
        try (DayWriter writer = DayWriter.begin(temp, source.session(), source.instruments())) {
            assertThat(TickRows.files(temp)).hasSize(1);
            assertThat(writer.ticked().isEmpty()).isTrue();
        }

        assertThat(TickRows.files(temp)).isEmpty();
    }

    @Test
    void ticksOutOfOrderOrOutsideTheMinuteAreRefused() {
        TickRows source = TickRows.random(3);
        long open = TickRows.session("09:15:00", "15:30:00").open() * NANOS;
        try (DayWriter writer = DayWriter.begin(temp, TickRows.session("09:15:00", "15:30:00"), source.instruments())) {
            long[] one = {1, 1};
            int[] symbols = {0, 0};
            assertThatThrownBy(() -> writer.minute(
                            1,
                            2,
                            symbols,
                            new long[] {open + 61 * NANOS, open + 60 * NANOS},
                            one,
                            one,
                            one,
                            null,
                            null))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.minute(
                            2,
                            2,
                            symbols,
                            new long[] {open + 121 * NANOS, open + 180 * NANOS},
                            one,
                            one,
                            one,
                            null,
                            null))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.minute(1, 0, symbols, one, one, one, one, null, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("minute 1 comes after minute 2");
        }
    }
}
