package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ImporterTest {

    private static final LocalDate DAY = LocalDate.of(2024, 10, 29);
    private static final String FILE = "ticks/2024-10-29.csv";
    private static final String CALL = "NIFTY:2024-11-07:OPT:24250:CE";
    private static final String QUOTES = TestFolder.TICKS + ",bid,ask";

    @TempDir
    private Path temp;

    private TestFolder folder;
    private Path stored;

    @BeforeEach
    void folder() {
        folder = new TestFolder(temp.resolve("folder"));
        stored = temp.resolve("store");
    }

    private DayStore store() {
        return DayStore.open(stored);
    }

    private DayImport imported(boolean strict) {
        return store().importDays(DataFolder.open(folder.root()), List.of(DAY), strict, day -> {})
                .get(0);
    }

    private List<String> refused(boolean strict) {
        return catchThrowableOfType(DataException.class, () -> imported(strict)).problems();
    }

    private static String[] rows(String header, String... rows) {
        return Stream.concat(Stream.of(header), Arrays.stream(rows)).toArray(String[]::new);
    }

    /** A tick every minute, so that there is no gap. */
    private static List<String> wholeDay() {
        return IntStream.rangeClosed(0, 375)
                .mapToObj(minute -> String.format(
                        "2024-10-29 %02d:%02d:00,0,NIFTY,24300.05,0,0", (555 + minute) / 60, (555 + minute) % 60))
                .toList();
    }

    private void wholeDayAnd(String... rows) {
        List<String> lines = new ArrayList<>(wholeDay());
        lines.addAll(List.of(rows));
        folder.file(FILE, rows(TestFolder.TICKS, lines.toArray(String[]::new)));
    }

    // what is refused leaves the store as it was

    static Stream<Arguments> unusable() {
        String good = "2024-10-29 10:00:00,0,NIFTY,1,0,0";
        String place = FILE + " line 3: ";
        return Stream.of(
                Arguments.of(
                        rows("timestamp,symbol,ltp,ltq,oi,price", good),
                        FILE
                                + " line 1: column \"price\" is unknown; the columns are timestamp,symbol,ltp,ltq,oi and, if"
                                + " wanted, sequence,bid,ask"),
                Arguments.of(
                        rows(TestFolder.TICKS, good, "2024-10-29T04:30:01Z,0,NIFTY,1,0,0"),
                        place + "timestamp \"2024-10-29T04:30:01Z\" has the offset Z, other times of the file have no"
                                + " offset, first in line 2; all times of a file are written alike"),
                Arguments.of(
                        rows(
                                TestFolder.TICKS,
                                "2024-10-29T04:30:00Z,0,NIFTY,1,0,0",
                                "2024-10-29T10:00:01+05:30,0,NIFTY,1,0,0"),
                        place + "timestamp \"2024-10-29T10:00:01+05:30\" has the offset +05:30, other times of the file"
                                + " have the offset Z, first in line 2; all times of a file are written alike"),
                Arguments.of(
                        rows(TestFolder.TICKS, good, "x".repeat(10_000_000)),
                        place + "the line is longer than 65536 bytes"),
                Arguments.of(
                        rows(TestFolder.TICKS, good, "2024-10-29 10:00:00,1,NIFTY,NaN,0,0"),
                        place
                                + "ltp \"NaN\" is not a decimal number; a price is above 0 with at most 2 fraction digits"),
                Arguments.of(
                        rows(TestFolder.TICKS, good, "2024-10-29 10:00:00,1,NIFTY,-1.05,0,0"),
                        place + "ltp \"-1.05\" is negative; a price is above 0 with at most 2 fraction digits"),
                Arguments.of(
                        rows(TestFolder.TICKS, good, "2024-10-29 10:00:00,1,NIFTY,1.055,0,0"),
                        place
                                + "ltp \"1.055\" is finer than the instrument's price_scale of 2; a price is above 0 with at"
                                + " most 2 fraction digits"),
                Arguments.of(
                        rows(QUOTES, good + ",1,1", "2024-10-29 10:00:00,1,NIFTY,1,0,0,1,-1"),
                        place + "ask \"-1\" is negative; a price is above 0 with at most 2 fraction digits"),
                Arguments.of(
                        rows(QUOTES, good + ",1,1", "2024-10-29 10:00:00,1,NIFTY,,75,0,1,1"),
                        place + "ltq 75 without ltp; a quote alone has none"),
                Arguments.of(
                        rows(QUOTES, good + ",1,1", "2024-10-29 10:00:00,1,NIFTY,,0,0,,"),
                        place + "has neither ltp nor bid nor ask; one of them is needed"),
                Arguments.of(new String[0], FILE + ": is empty, its first line should be timestamp,symbol,ltp,ltq,oi"),
                Arguments.of(rows(TestFolder.TICKS), FILE + ": has no tick inside the session (0 outside it)"),
                Arguments.of(
                        rows(TestFolder.TICKS, good, "2024-10-30 10:00:00,0,NIFTY,1,0,0"),
                        place + "timestamp 2024-10-30 10:00:00 is not on 2024-10-29 in Asia/Kolkata"),
                Arguments.of(
                        rows(
                                TestFolder.TICKS,
                                "2024-10-29 04:30:00,0,NIFTY,1,0,0",
                                "2024-10-29 05:30:00,0,NIFTY,1,0,0",
                                "2024-10-29 02:30:00,0,NIFTY,1,0,0"),
                        FILE
                                + ": has no tick inside the session (3 outside it; moved by +05:30 2 would be inside; times"
                                + " without an offset are the exchange's, in Asia/Kolkata)"),
                Arguments.of(
                        rows(TestFolder.TICKS, "2024-10-29 15:45:00,0,NIFTY,1,0,0"),
                        FILE
                                + ": has no tick inside the session (1 outside it; moved by -05:30 1 would be inside; times"
                                + " without an offset are the exchange's, in Asia/Kolkata)"),
                Arguments.of(
                        rows(TestFolder.TICKS, good, "2024-10-29 10:00:00,0," + CALL + ",1,0,0"),
                        place
                                + "has the timestamp and sequence of line 2; a sequence orders the ticks of one time and is"
                                + " used once"));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void whatIsUnusableIsToldAndTheStoreStaysAsItWas(String[] lines, String problem) throws IOException {
        wholeDayAnd();
        String hash = imported(false).hash();
        List<String> before = files();
        folder.bytes(FILE, lines.length == 0 ? new byte[0] : TestFolder.text(lines));

        assertThat(refused(false)).containsExactly(problem);

        assertThat(files()).isEqualTo(before);
        assertThat(store().open(DAY).hash()).isEqualTo(hash);
        assertThat(store().open(DAY).ticks("NIFTY").count()).isEqualTo(376);
    }

    @Test
    void aTruncatedGzipAndTwoFilesOfOneDay() throws IOException {
        wholeDayAnd();
        imported(false);
        List<String> before = files();
        byte[] whole = TestFolder.compressed(Files.readAllBytes(folder.root().resolve(FILE)));
        folder.bytes(FILE + ".gz", Arrays.copyOf(whole, whole.length - 20));

        assertThat(refused(false)).containsExactly(FILE + ".gz: there is also 2024-10-29.csv; only one of them may be");
        Files.delete(folder.root().resolve(FILE));
        assertThat(refused(false))
                .singleElement()
                .asString()
                .startsWith(FILE + ".gz: the compressed data is cut off or damaged after line ");

        assertThat(files()).isEqualTo(before);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(stored)) {
            List<String> told = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                told.add(file.getFileName() + " " + Arrays.hashCode(Files.readAllBytes(file)));
            }
            return told;
        }
    }

    // what is found

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "DUPLICATE | 2024-10-29 15:30:00,0,NIFTY,24300.050,0,0 | line 378: repeats line 377",
                "ZERO_PRICE | 2024-10-29 15:30:00,1,NIFTY,0.00,0,0 | line 378: NIFTY has an ltp of zero",
                "OUTSIDE_SESSION | 2024-10-29 15:30:01,0,NIFTY,1,0,0 | line 378: timestamp 2024-10-29 15:30:01 is outside"
                        + " the session, 2024-10-29 09:15:00 to 2024-10-29 15:30:00",
                "UNKNOWN_SYMBOL | 2024-10-29 15:30:00,1,NIFT,1,0,0 | line 378: symbol ~NIFT~ is not known,"
                        + " or not on this day (expiry, listed)"
            })
    void whatIsFoundIsLeftOutAndRefusedWhenStrict(Finding.Kind kind, String row, String example) {
        wholeDayAnd();
        String hash = imported(true).hash();
        wholeDayAnd(row.strip());
        String told = FILE + " " + example.strip().replace('~', '"');

        DayImport imported = imported(false);

        assertThat(imported.findings()).containsExactly(new Finding(kind, 1, List.of(told)));
        assertThat(imported.hash()).isEqualTo(hash);
        assertThat(store().findings(DAY)).isEqualTo(imported.findings());
        assertThat(refused(true))
                .as("of the stored day")
                .containsExactly(told, "1 " + kind.meaning() + ": refused, as the import is strict");
        stored = temp.resolve("another");
        assertThat(refused(true))
                .as("while importing")
                .containsExactly(told, "1 " + kind.meaning() + ": refused, as the import is strict");
        assertThat(store().days()).isEmpty();
    }

    @Test
    void rowsOutOfOrderAreToldAndNeverRefused() {
        wholeDayAnd();
        String hash = imported(true).hash();
        List<String> turned = new ArrayList<>(wholeDay());
        turned.add(turned.remove(0));
        folder.file(FILE, rows(TestFolder.TICKS, turned.toArray(String[]::new)));

        DayImport imported = imported(true);

        assertThat(imported.hash()).isEqualTo(hash);
        assertThat(imported.findings())
                .containsExactly(new Finding(
                        Finding.Kind.OUT_OF_ORDER,
                        1,
                        List.of(FILE + " line 377: (2024-10-29 09:15:00, 0) comes after (2024-10-29 15:30:00, 0)")));
    }

    @Test
    void pricesOffTheTickSizeAreStoredAndNeverRefused() {
        wholeDayAnd("2024-10-29 15:30:00,1,NIFTY,24300.07,0,0");

        assertThat(imported(true).findings())
                .containsExactly(new Finding(
                        Finding.Kind.OFF_TICK_SIZE,
                        1,
                        List.of("NIFTY at 2024-10-29 15:30:00: 24300.07 is no multiple of 0.05")));
        assertThat(store().open(DAY).ticks("NIFTY").price(376)).isEqualTo(2_430_007);
    }

    @Test
    void crossedQuotesAreStoredAndRefusedWhenStrict() throws IOException {
        String[] lines = rows(
                QUOTES, wholeDay().stream().map(row -> row + ",24300,24300.05").toArray(String[]::new));
        lines[2] = "2024-10-29 09:16:00.5,0,NIFTY,,0,0,24300.10,24300.05";
        folder.file(FILE, lines);
        String told = "NIFTY at 2024-10-29 09:16:00.5: bid 24300.10 is above ask 24300.05";

        assertThat(refused(true))
                .containsExactly(told, "1 ticks with a bid above the ask: refused, as the import is strict");
        assertThat(files()).noneMatch(name -> name.contains("2024-10-29"));
        assertThat(imported(false).findings())
                .containsExactly(new Finding(Finding.Kind.CROSSED_QUOTE, 1, List.of(told)));
        assertThat(store().open(DAY).ticks("NIFTY").bid(1)).isEqualTo(2_430_010);
    }

    @Test
    void aZeroOnOneSideOfAQuoteIsNoneAndOnBothIsFound() {
        folder.file(
                FILE,
                rows(
                        QUOTES,
                        "2024-10-29 10:00:00,0,NIFTY,5,0,0,0,0",
                        "2024-10-29 10:00:01,0,NIFTY,,0,0,4,0",
                        "2024-10-29 10:00:02,0,NIFTY,,0,0,0,0"));

        assertThat(imported(false).findings())
                .contains(new Finding(
                        Finding.Kind.ZERO_PRICE, 1, List.of(FILE + " line 4: NIFTY has a bid and an ask of zero")));
        assertThat(store().open(DAY).ticks("NIFTY").count()).isEqualTo(2);
    }

    @Test
    void gapsOfIndicesAndStocksAreFound() {
        List<String> lines = new ArrayList<>(wholeDay());
        lines.subList(100, 131).clear();
        folder.file(FILE, rows(TestFolder.TICKS, lines.toArray(String[]::new)));

        assertThat(imported(false).findings())
                .containsExactly(new Finding(
                        Finding.Kind.GAP, 1, List.of("2024-10-29: NIFTY has no tick between 10:54 and 11:26")));
        assertThat(refused(true)).contains("1 gaps: refused, as the import is strict");
    }

    @Test
    void mostlyShiftedTimesAreFound() {
        folder.file(
                FILE,
                rows(
                        TestFolder.TICKS,
                        "2024-10-29 03:45:00,0,NIFTY,1,0,0",
                        "2024-10-29 09:00:00,0,NIFTY,1,0,0",
                        "2024-10-29 09:30:00,0,NIFTY,1,0,0"));

        assertThat(imported(false).findings())
                .contains(new Finding(
                        Finding.Kind.SHIFTED_TIMES,
                        2,
                        List.of(FILE + " line 2: 2024-10-29 03:45:00 would be 2024-10-29 09:15:00")));
        assertThat(refused(true)).anyMatch(told -> told.contains("if their times were moved by the zone's offset"));
    }

    @Test
    void findingsStandBesideTheDayInLines() throws IOException {
        wholeDayAnd("2024-10-29 15:30:00,1,A\u0000B,1,0,0", "2024-10-29 15:30:00,1,NIFT,1,0,0");

        String hash = imported(false).hash();

        String file = "2024-10-29-" + hash.substring(0, 16) + ".findings";
        assertThat(stored.resolve(file))
                .hasContent("UNKNOWN_SYMBOL\t2\t" + FILE
                        + " line 378: symbol \"A B\" is not known, or not on this day (expiry, listed)\n"
                        + "UNKNOWN_SYMBOL\t2\t" + FILE
                        + " line 379: symbol \"NIFT\" is not known, or not on this day (expiry, listed)\n");
        Files.delete(stored.resolve(file));
        assertThat(imported(false).alreadyThere()).isFalse();
        assertThat(imported(false).alreadyThere()).isTrue();
    }

    // one at a time, and to the end or not at all

    @Test
    void howFarADayIsIsTold() {
        wholeDayAnd();
        long size = folder.root().resolve(FILE).toFile().length();
        List<String> told = new ArrayList<>();

        store().importDays(DataFolder.open(folder.root()), List.of(DAY), false, new ImportProgress() {
            @Override
            public void imported(DayImport day) {
                told.add(day.done() + " of " + day.total());
            }

            @Override
            public void reading(LocalDate date, long rows, long bytes, long total) {
                told.add(date + " " + rows + " " + bytes + " of " + total);
            }
        });

        assertThat(told)
                .containsExactly(
                        "2024-10-29 0 " + size + " of " + size, "2024-10-29 376 " + size + " of " + size, "1 of 1");
    }

    @Test
    void anImportThatIsStoppedLeavesNothing() throws IOException {
        wholeDayAnd();
        imported(false);
        List<String> before = files();
        wholeDayAnd("2024-10-29 15:30:00,1,NIFTY,1,0,0");

        ImportProgress stopping = new ImportProgress() {
            @Override
            public void imported(DayImport day) {}

            @Override
            public void reading(LocalDate date, long rows, long bytes, long total) {
                if (rows > 0) {
                    throw new IllegalStateException("stop");
                }
            }
        };
        DataFolder source = DataFolder.open(folder.root());

        assertThatThrownBy(() -> store().importDays(source, List.of(DAY), false, stopping))
                .hasMessage("stop");

        assertThat(files()).isEqualTo(before);
    }

    @Test
    void importsOfOneProcessWaitForEachOther() throws Exception {
        wholeDayAnd();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch waits = new CountDownLatch(1);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> first = other.submit(
                    () -> store().importDays(DataFolder.open(folder.root()), List.of(DAY), false, imported -> {
                        inside.countDown();
                        await(waits);
                    }));
            inside.await();
            Waiting waiting = new Waiting(waits);
            store().importDays(DataFolder.open(folder.root()), List.of(DAY), false, waiting);
            first.get();

            assertThat(waiting.told)
                    .containsExactly("another import into " + stored + " is running; waiting until it has ended");
            assertThat(waiting.alreadyThere).containsExactly(true);
        } finally {
            other.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static final class Waiting implements ImportProgress {
        private final CountDownLatch latch;
        private final List<String> told = new ArrayList<>();
        private final List<Boolean> alreadyThere = new ArrayList<>();

        private Waiting(CountDownLatch latch) {
            this.latch = latch;
        }

        @Override
        public void imported(DayImport day) {
            alreadyThere.add(day.alreadyThere());
        }

        @Override
        public void waiting(String reason) {
            told.add(reason);
            latch.countDown();
        }
    }

    @Test
    void importsOfTwoProcessesWaitForEachOther() throws Exception {
        wholeDayAnd();
        Process other = ImportProcess.start(List.of(), stored, folder.root(), "hold");
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("imported");
            Waiting waiting = new Waiting(new CountDownLatch(1));
            ExecutorService own = Executors.newSingleThreadExecutor();
            Future<List<DayImport>> second =
                    own.submit(() -> store().importDays(DataFolder.open(folder.root()), List.of(DAY), false, waiting));
            waiting.latch.await();
            other.getOutputStream().close();

            assertThat(second.get()).extracting(DayImport::alreadyThere).containsExactly(true);
            assertThat(waiting.told).hasSize(1);
            own.shutdownNow();
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void aKilledImportLeavesWhatTheNextOneTidiesUp() throws Exception {
        wholeDayAnd();
        imported(false);
        List<String> before = files();
        List<String> turned = new ArrayList<>(wholeDay());
        turned.add(turned.remove(0));
        folder.file(FILE, rows(TestFolder.TICKS, turned.toArray(String[]::new)));
        Process other = ImportProcess.start(List.of(), stored, folder.root(), "halt");
        assertThat(other.waitFor()).isEqualTo(ImportProcess.HALTED);
        assertThat(files()).as("leftovers").hasSizeGreaterThan(before.size());

        imported(false);

        assertThat(files()).filteredOn(name -> name.contains(".tmp")).isEmpty();
        assertThat(store().open(DAY).ticks("NIFTY").count()).isEqualTo(376);
    }

    @Test
    void aFullDiskIsNamedAndTheStoreStaysAsItWas() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a shell that limits the size of files");
        wholeDayAnd();
        imported(false);
        List<String> before = files();
        folder.file(
                FILE,
                rows(
                        TestFolder.TICKS,
                        IntStream.range(0, 60_000)
                                .mapToObj(tick -> "2024-10-29 10:00:00," + tick + ",NIFTY,"
                                        + (1 + tick * 7919L % 99_991) + ",0,0")
                                .toArray(String[]::new)));

        // no file may grow beyond 64 KB, which is what a full disk looks like
        Process limited = ImportProcess.start(
                List.of("/bin/sh", "-c", "ulimit -f 64 && exec \"$@\"", "sh"), stored, folder.root(), "import");
        String told = new String(limited.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(limited.waitFor()).isNotZero();
        assertThat(told).contains(stored.toString()).contains(" cannot be written: ");
        assertThat(files()).isEqualTo(before);
    }
}
