package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightjar.market.Timeframe;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DayStoreTest {

    private static final LocalDate MONDAY = LocalDate.of(2024, 10, 28);
    private static final LocalDate TUESDAY = LocalDate.of(2024, 10, 29);

    @TempDir
    private Path temp;

    private TestFolder folder() {
        return new TestFolder(temp.resolve("folder"));
    }

    private DayStore store() {
        return DayStore.open(temp.resolve("store"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whatComesOutIsWhatWentIn(long seed) {
        TestFolder files = folder().randomDay(LocalDate.of(2024, 10, 25), seed)
                .randomDay(MONDAY, seed + 100)
                .randomDay(TUESDAY, seed + 200);
        if (seed % 3 == 0) {
            files.file(
                    "candles/NIFTY/5m.csv",
                    TestFolder.CANDLES,
                    "2024-10-28 09:15:00,10,12.05,9,11,5",
                    "2024-10-29 09:15:00,10,12,9,11,0");
        }
        DataFolder source = DataFolder.open(files.root());

        store().importDays(source, source.withEarlier(List.of(TUESDAY)), day -> {});

        assertThat(store().days()).isEqualTo(source.days());
        for (LocalDate day : source.days()) {
            DataDay stored = store().open(day);
            assertThat(stored.hash()).isEqualTo(store().hash(day));
            NaiveTicks.assertEqual(stored, files.root());
        }
    }

    @Test
    void earlierDaysComeAlongWhereWarmUpsNeedThemAndLaterOnesDoNot() {
        DataFolder source = DataFolder.open(folder().randomDay(MONDAY, 1)
                .randomDay(TUESDAY, 2)
                .randomDay(LocalDate.of(2024, 10, 30), 3)
                .root());
        List<DayImport> told = new ArrayList<>();

        store().importDays(source, source.withEarlier(List.of(TUESDAY)), told::add);

        assertThat(store().days()).containsExactly(MONDAY, TUESDAY);
        assertThat(told)
                .containsExactly(
                        new DayImport(MONDAY, store().hash(MONDAY), false, 1, 2, store().findings(MONDAY)),
                        new DayImport(TUESDAY, store().hash(TUESDAY), false, 2, 2, store().findings(TUESDAY)));
    }

    @Test
    void nobodyAskingForEarlierDaysTheyAreNotLookedAt() {
        DataFolder source = DataFolder.open(folder().randomDay(TUESDAY, 2)
                .file("ticks/2024-10-28.csv", "damaged")
                .file("candles/NIFTY/5m.csv", TestFolder.CANDLES, "2024-10-28 09:15:00,10,12,9,11,5")
                .root());

        assertThat(source.buildsWarmUp("NIFTY", new Timeframe(5))).isFalse();
        assertThat(source.buildsWarmUp("NIFTY", new Timeframe(1))).isTrue();
        assertThat(source.buildsWarmUp("UNKNOWN", new Timeframe(1))).isFalse();
        store().importDays(source, List.of(TUESDAY), day -> {});

        assertThat(store().days()).containsExactly(TUESDAY);
        assertThat(store().open(TUESDAY)
                        .warmUp("NIFTY", new Timeframe(5))
                        .bars()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void anImportCanBeRepeatedAndDoesNothingThen() throws IOException {
        DataFolder source = DataFolder.open(folder().randomDay(TUESDAY, 1)
                .file("candles/NIFTY/1m.csv", TestFolder.CANDLES, "2024-10-28 09:15:00,10,12,9,11,5")
                .root());
        store().importDays(source, List.of(TUESDAY), day -> {});
        List<String> before = state();

        List<DayImport> again = store().importDays(source, List.of(TUESDAY), day -> {});

        assertThat(again).extracting(DayImport::alreadyThere).containsExactly(true);
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void aSourceThatChangedIsImportedAnewAndTheOldFileStays() throws IOException {
        TestFolder files = folder().file("ticks/2024-10-29.csv", TestFolder.TICKS, "2024-10-29 10:00:00,0,NIFTY,1,0,0");
        store().importDays(DataFolder.open(files.root()), List.of(TUESDAY), day -> {});
        DataDay old = store().open(TUESDAY);
        files.file("ticks/2024-10-29.csv", TestFolder.TICKS, "2024-10-29 10:00:00,0,NIFTY,2,0,0");
        Files.setLastModifiedTime(files.root().resolve("ticks/2024-10-29.csv"), FileTime.fromMillis(1));

        store().importDays(DataFolder.open(files.root()), List.of(TUESDAY), day -> {});

        assertThat(store().open(TUESDAY).ticks("NIFTY").price(0)).isEqualTo(200);
        assertThat(old.ticks("NIFTY").price(0)).isEqualTo(100);
        assertThat(state()).filteredOn(name -> name.endsWith(".day")).hasSize(2);
    }

    @Test
    void rowsForLaterContractsImportNoDayAnew() {
        TestFolder files = folder().randomDay(TUESDAY, 1);
        store().importDays(DataFolder.open(files.root()), List.of(TUESDAY), day -> {});
        String hash = store().hash(TUESDAY);
        files.file(
                "instruments.csv",
                TestFolder.INSTRUMENTS + ",listed",
                TestFolder.NIFTY + ",",
                TestFolder.option("2024-11-07", 24_250, "CE") + ",",
                TestFolder.option("2024-11-07", 25_000, "CE") + ",2024-10-30",
                TestFolder.option("2024-11-14", 24_250, "CE") + ",",
                "TCS,STOCK,NSE,,,,,,,2,");

        assertThat(store().importDays(DataFolder.open(files.root()), List.of(TUESDAY), day -> {}))
                .containsExactly(new DayImport(TUESDAY, hash, true, 1, 1, store().findings(TUESDAY)));

        files.file(
                "instruments.csv",
                TestFolder.INSTRUMENTS,
                TestFolder.NIFTY,
                TestFolder.option("2024-11-07", 24_250, "CE"),
                TestFolder.option("2024-11-07", 25_000, "CE"));
        assertThat(store().importDays(DataFolder.open(files.root()), List.of(TUESDAY), day -> {}))
                .as("a strike of an expiry that ticked")
                .extracting(DayImport::alreadyThere)
                .containsExactly(false);
        assertThat(store().open(TUESDAY).instruments()).hasSize(3);
    }

    @Test
    void aDayWhoseSourceIsGoneStays() throws IOException {
        TestFolder files = folder().randomDay(TUESDAY, 2);
        store().importDays(DataFolder.open(files.root()), List.of(TUESDAY), day -> {});
        String hash = store().hash(TUESDAY);
        Files.deleteIfExists(files.root().resolve("ticks/2024-10-29.csv"));
        Files.deleteIfExists(files.root().resolve("ticks/2024-10-29.csv.gz"));

        List<DayImport> again = store().importDays(DataFolder.open(files.root()), List.of(TUESDAY), day -> {});

        assertThat(again).containsExactly(new DayImport(TUESDAY, hash, true, 1, 1, store().findings(TUESDAY)));
    }

    @Test
    void aBadDayIsToldAndTheOthersAreImported() {
        DataFolder source = DataFolder.open(folder().randomDay(MONDAY, 1)
                .file("ticks/2024-10-29.csv", TestFolder.TICKS, "2024-10-29 10:00:00,0,NIFTY,x,0,0")
                .root());

        DataException wrong = catchThrowableOfType(
                DataException.class,
                () -> store().importDays(source, List.of(MONDAY, TUESDAY, LocalDate.of(2024, 10, 30)), day -> {}));

        assertThat(wrong.problems()).hasSize(2);
        assertThat(wrong.problems().get(0)).startsWith("ticks/2024-10-29.csv line 2: ltp \"x\" is not a decimal");
        assertThat(wrong.problems().get(1)).startsWith("ticks/2024-10-30.csv[.gz] is missing");
        assertThat(store().days()).containsExactly(MONDAY);
    }

    @Test
    void whatAKilledImportLeftIsNeverReadAndIsTidiedUp() throws IOException {
        DataFolder source = DataFolder.open(folder().randomDay(TUESDAY, 1).root());
        String hash = TestFolder.imported(source.root(), TUESDAY).hash();
        Path leftover = temp.resolve("store/.2024-10-29-0123456789abcdef.day-1.tmp");
        Files.createDirectories(leftover.getParent());
        Files.writeString(leftover, "half a day");
        // killed between the two renames: the day file is there, nothing points to it, and it is cut off
        Path unpointed = temp.resolve("store/2024-10-29-" + hash.substring(0, 16) + ".day");
        Files.writeString(unpointed, "NIGHTJAR");

        assertThat(store().days()).isEmpty();
        store().importDays(source, List.of(TUESDAY), day -> {});

        assertThat(leftover).doesNotExist();
        NaiveTicks.assertEqual(store().open(TUESDAY), source.root());
    }

    @Test
    void aTemporaryFileSomebodyIsWritingIsLeftAlone() throws IOException {
        DataFolder source = DataFolder.open(folder().randomDay(TUESDAY, 1).root());
        Path busy = temp.resolve("store/.2024-10-30.current-7.tmp");
        Files.createDirectories(busy.getParent());
        Files.writeString(busy, "");
        try (FileChannel channel = FileChannel.open(busy, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            store().importDays(source, List.of(TUESDAY), day -> {});
        }

        assertThat(busy).exists();
    }

    @Test
    void everyDamagedByteIsNoticedAndTheFileIsNamed() throws IOException {
        DataFolder source = DataFolder.open(folder().file(
                        "ticks/2024-10-29.csv",
                        TestFolder.TICKS,
                        "2024-10-29 10:00:00,0,NIFTY,1,0,0",
                        "2024-10-29 10:00:00,1,NIFTY:2024-11-07:OPT:24250:CE,1,0,0")
                .root());
        store().importDays(source, List.of(TUESDAY), day -> {});
        Path file = dayFile();
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(file, damaged);
            assertThatThrownBy(this::readAll)
                    .as("byte %s", at)
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(file.toString());
        }
        for (int length : new int[] {0, 5, 40, whole.length - 1}) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(this::readAll)
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(file + ": is damaged");
        }
        Files.delete(file);
        assertThatThrownBy(this::readAll)
                .isInstanceOf(DataException.class)
                .hasMessage(file + ": is missing; import the data again");
    }

    private void readAll() {
        DataDay day = store().open(TUESDAY);
        day.instruments().forEach(instrument -> DayAssert.ticks(day.ticks(instrument.symbol())));
    }

    @Test
    void aForeignFileIsNamed() throws IOException {
        DataFolder source = DataFolder.open(folder().randomDay(TUESDAY, 1)
                .file("candles/NIFTY/1m.csv", TestFolder.CANDLES, "2024-10-28 09:15:00,10,12,9,11,5")
                .root());
        store().importDays(source, List.of(TUESDAY), day -> {});
        Path file = dayFile();

        Files.writeString(file, "x".repeat(100));
        assertThatThrownBy(this::readAll)
                .hasMessage(file + ": is not a file of the store; move it away and import the data again");

        try (Stream<Path> files = Files.list(temp.resolve("store/candles/NIFTY"))) {
            Path bars = files.filter(name -> name.toString().endsWith(".bars"))
                    .findAny()
                    .orElseThrow();
            Files.write(file, Files.readAllBytes(bars));
        }
        assertThatThrownBy(this::readAll)
                .hasMessage(file + ": does not hold a market day; move it away and import the data again");

        Path pointer = temp.resolve("store/2024-10-29.current");
        Files.writeString(pointer, "../../etc/passwd");
        assertThatThrownBy(this::readAll).hasMessageStartingWith(pointer + ": is damaged: it should be one line");
    }

    @Test
    void whatIsDamagedInTheStoreIsImportedAgainAndNeverToldOfTheSource() throws IOException {
        DataFolder source = DataFolder.open(folder().randomDay(MONDAY, 1)
                .randomDay(TUESDAY, 2)
                .file("candles/NIFTY/1m.csv", TestFolder.CANDLES, "2024-10-28 09:15:00,10,12,9,11,5")
                .root());
        store().importDays(source, List.of(MONDAY, TUESDAY), day -> {});
        List<String> before = List.of(store().hash(MONDAY), store().hash(TUESDAY));
        Path root = temp.resolve("store");
        Path monday = store().dayFile(MONDAY, store().hash(MONDAY));
        Path tuesday = store().dayFile(TUESDAY, store().hash(TUESDAY));

        byte[] content = Files.readAllBytes(monday);
        Files.copy(tuesday, monday, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.write(tuesday, content);
        Files.writeString(root.resolve("candles/NIFTY/1m.current"), "");
        store().importDays(source, List.of(MONDAY, TUESDAY), day -> {});
        Files.writeString(root.resolve("2024-10-29.current"), "nothing of the kind");
        store().importDays(source, List.of(TUESDAY), day -> {});
        Path findings = store().findingsFile(MONDAY, store().hash(MONDAY));
        Files.write(findings, new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
        assertThatThrownBy(() -> store().findings(MONDAY)).hasMessageStartingWith(findings + ": is damaged");
        store().importDays(source, List.of(MONDAY), day -> {});

        assertThat(List.of(store().hash(MONDAY), store().hash(TUESDAY))).isEqualTo(before);
        store().check(MONDAY);
        store().check(TUESDAY);
        store().bars().open(store().bars().keys().get(0)).check();

        Path pointer = root.resolve("2024-10-29.current");
        Files.writeString(pointer, "nothing of the kind");
        Files.deleteIfExists(temp.resolve("folder/ticks/2024-10-29.csv"));
        Files.deleteIfExists(temp.resolve("folder/ticks/2024-10-29.csv.gz"));
        DataFolder without = DataFolder.open(temp.resolve("folder"));
        assertThatThrownBy(() -> store().importDays(without, List.of(TUESDAY), day -> {}))
                .hasMessageContaining(pointer + ": is damaged");
    }

    @Test
    void aDeletedFileIsImportedAgain() throws IOException {
        DataFolder source = DataFolder.open(folder().randomDay(TUESDAY, 1).root());
        store().importDays(source, List.of(TUESDAY), day -> {});
        Files.delete(dayFile());

        store().importDays(source, List.of(TUESDAY), day -> {});

        NaiveTicks.assertEqual(store().open(TUESDAY), source.root());
    }

    @Test
    void aDayItDoesNotHaveIsAnError() {
        assertThatThrownBy(() -> store().open(TUESDAY))
                .isInstanceOf(DataException.class)
                .hasMessage(temp.resolve("store") + ": the store has no day 2024-10-29");
    }

    private Path dayFile() throws IOException {
        try (Stream<Path> files = Files.list(temp.resolve("store"))) {
            return files.filter(name -> name.toString().endsWith(".day"))
                    .findAny()
                    .orElseThrow();
        }
    }

    private List<String> state() throws IOException {
        List<String> state = new ArrayList<>();
        try (Stream<Path> files = Files.walk(temp.resolve("store"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                state.add(Files.getLastModifiedTime(file) + " " + file.getFileName());
            }
        }
        return state;
    }
}
