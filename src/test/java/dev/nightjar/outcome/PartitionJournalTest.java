package dev.nightjar.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.engine.DayJournal;
import dev.nightjar.engine.DayJournal.Contract;
import dev.nightjar.engine.DayJournal.EventKind;
import dev.nightjar.engine.DayJournal.ExitReason;
import dev.nightjar.market.Sha256;
import dev.nightjar.market.Side;
import dev.nightjar.strategy.OrderType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionJournalTest {

    private static final StubDay MONDAY = StubDay.of(LocalDate.of(2024, 10, 28));
    private static final StubDay TUESDAY = StubDay.of(LocalDate.of(2024, 10, 29));
    private static final Contract PUT = new Contract("NIFTY:2024-11-07:OPT:24250:PE", "NFO", 2);

    @TempDir
    Path folder;

    private static long at(StubDay day, long second) {
        return (day.session().open() + second) * 1_000_000_000L;
    }

    private static void open(DayJournal journal, StubDay day, long fees) {
        journal.begin(EventKind.NODE_COMPLETED, at(day, 5), 2, DayJournal.NONE);
        journal.opened(0, 1, PUT, Side.SELL, 75, at(day, 5), 18160, 0, fees, 2427220, 2);
        journal.end();
    }

    private static void close(DayJournal journal, StubDay day, long fees, long profit) {
        journal.begin(EventKind.NODE_COMPLETED, at(day, 65), 4, 0);
        journal.closed(0, 1, 75, OrderType.MARKET, at(day, 65), 18000, 0, fees, profit, ExitReason.EXIT_CONDITION_MET);
        journal.end();
    }

    /** Two instances, numbered 7 and 3, over two days; 7 makes one trade on Monday. */
    private static PartitionJournal small(boolean tuesdayFirst) {
        PartitionJournal journal = new PartitionJournal(7, 3);
        StubDay[] days = tuesdayFirst ? new StubDay[] {TUESDAY, MONDAY} : new StubDay[] {MONDAY, TUESDAY};
        for (StubDay day : days) {
            DayJournal first = journal.open(0, day);
            DayJournal second = journal.open(1, day);
            if (day == MONDAY) {
                open(first, day, 10);
                close(first, day, 5, 119_999_985);
                first.mark(1, 119_999_985);
            } else {
                first.failed("no ticks of NIFTY");
            }
            second.warning("few candles");
        }
        return journal;
    }

    @Test
    void totalsAreSumsPerInstanceAndDay() {
        assertThat(small(false).totals())
                .containsExactly(
                        new InstanceDayTotals(3, MONDAY.date(), 0, 0, 0, 0, null),
                        new InstanceDayTotals(3, TUESDAY.date(), 0, 0, 0, 0, null),
                        new InstanceDayTotals(7, MONDAY.date(), 1, 1, 119_999_985, 15, null),
                        new InstanceDayTotals(7, TUESDAY.date(), 0, 0, 0, 0, "no ticks of NIFTY"));
    }

    @Test
    void aDayThatTellsTooMuchIsRefusedItsNextEvent() {
        DayRecorder first = new DayRecorder(7, MONDAY, null, new SpareBytes());
        open(first, MONDAY, 10);
        int bytes = first.length();
        DayRecorder recorder = new DayRecorder(7, MONDAY, null, new SpareBytes(), bytes);
        open(recorder, MONDAY, 10);
        close(recorder, MONDAY, 5, 119_999_985);

        assertThatIllegalStateException()
                .isThrownBy(() -> open(recorder, MONDAY, 10))
                .withMessage("its records of this day take more than " + bytes
                        + " bytes, which is the most that is kept; it made 2 events until here");
        recorder.failed("too much");
        assertThat(DayDecoder.decode(recorder.snapshot()).events()).hasSize(2);
    }

    @Test
    void bytesDoNotDependOnTheOrderOfDays() throws IOException {
        JournalFile one = small(false).write(folder.resolve("one"));
        JournalFile other = small(true).write(folder.resolve("other"));
        assertThat(other.sha256()).isEqualTo(one.sha256());
        assertThat(one.name()).isEqualTo("one");
        assertThat(folder.resolve("other")).hasSameBinaryContentAs(folder.resolve("one"));
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("one", "other");
    }

    @Test
    void eventsAreSmall() {
        PartitionJournal journal = new PartitionJournal(0);
        DayJournal day = journal.open(0, MONDAY);
        long before = journal.bytes();
        for (int event = 0; event < 100; event++) {
            day.begin(EventKind.NODE_COMPLETED, at(MONDAY, 60L * event), 2, event - 1);
            day.leaf(0, 24272.2, 24272, Double.NaN, true);
            day.variable(0, 24252.6);
            day.end();
        }
        assertThat((journal.bytes() - before) / 100).isLessThan(45);
    }

    @Test
    void everyDamagedByteIsFoundByTheHashOfTheFile() throws IOException {
        Path file = folder.resolve("journal");
        JournalFile written = small(false).write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int place = 0; place < whole.length; place++) {
            Files.write(file, flipped(whole, place));
            assertThatThrownBy(() -> JournalReader.open(file, written.sha256()))
                    .as("byte %d", place)
                    .isInstanceOf(DamagedJournalException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    /** As if the bytes changed after the file's hash was looked at: every region has a checksum or is compared. */
    @Test
    void everyDamagedByteIsFoundWithoutTheHashOfTheFile() throws IOException {
        Path file = folder.resolve("journal");
        small(false).write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int place = 0; place < whole.length; place++) {
            byte[] damaged = flipped(whole, place);
            Files.write(file, damaged);
            assertThatThrownBy(() -> readAll(file, Sha256.hex(damaged)))
                    .as("byte %d", place)
                    .isInstanceOf(DamagedJournalException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void everyTruncatedFileIsFound() throws IOException {
        Path file = folder.resolve("journal");
        JournalFile written = small(false).write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            Files.write(file, cut);
            assertThatThrownBy(() -> JournalReader.open(file, written.sha256()))
                    .as("%d bytes", length)
                    .isInstanceOf(DamagedJournalException.class);
        }
    }

    @Test
    void damageIsCalledByItsName() throws IOException {
        Path file = folder.resolve("journal");
        JournalFile written = small(false).write(file);
        byte[] whole = Files.readAllBytes(file);

        Files.writeString(file, "timestamp,sequence,symbol");
        assertThatThrownBy(() -> JournalReader.open(file, written.sha256()))
                .hasMessage(file + " is not a journal: it does not begin as one");

        Files.write(file, flipped(whole, 8));
        assertThatThrownBy(() -> JournalReader.open(file, written.sha256()))
                .hasMessage(file + " is a journal of version 2; this program reads 3");

        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> JournalReader.open(file, written.sha256()))
                .hasMessage(file + " is cut off or damaged at its end: it has " + (whole.length - 1)
                        + " bytes and no trailer that says so");

        Files.write(file, whole);
        assertThatThrownBy(() -> JournalReader.open(file, "abc"))
                .hasMessage(
                        file + " is damaged or another journal: its SHA-256 is " + written.sha256() + ", expected abc");

        byte[] damaged = flipped(whole, 40);
        Files.write(file, damaged);
        assertThatThrownBy(() -> readAll(file, Sha256.hex(damaged)))
                .hasMessage(file + ", instance 3 on 2024-10-28: the bytes do not match their checksum");
    }

    @Test
    void anEventThatHasNotEndedIsNotInASnapshot() {
        PartitionJournal journal = new PartitionJournal(0);
        DayJournal day = journal.open(0, MONDAY);
        open(day, MONDAY, 0);
        day.begin(EventKind.NODE_COMPLETED, at(MONDAY, 65), 4, 0);
        day.closed(0, 1, 75, OrderType.MARKET, at(MONDAY, 65), 18000, 0, 0, 120_000_000, ExitReason.EXIT_CONDITION_MET);
        assertThat(journal.soFar(0, MONDAY.date()).events()).hasSize(1);
        day.end();
        assertThat(journal.soFar(0, MONDAY.date()).events()).hasSize(2);
    }

    @Test
    void anEventInWhichTheInstanceFailedDidNotHappen() {
        PartitionJournal journal = new PartitionJournal(0);
        DayJournal day = journal.open(0, MONDAY);
        open(day, MONDAY, 7);
        DayRecord before = journal.soFar(0, MONDAY.date());
        day.begin(EventKind.NODE_COMPLETED, at(MONDAY, 65), 4, 0);
        day.closed(0, 1, 75, OrderType.MARKET, at(MONDAY, 65), 18000, 0, 5, 119_999_988, ExitReason.EXIT_CONDITION_MET);
        day.failed("overflow");
        DayRecord after = journal.soFar(0, MONDAY.date());
        assertThat(after.events()).isEqualTo(before.events());
        assertThat(after.failedReason()).isEqualTo("overflow");
        assertThat(journal.totals()).containsExactly(new InstanceDayTotals(0, MONDAY.date(), 0, 0, 0, 0, "overflow"));
    }

    @Test
    void tellingsOutOfOrderAreRefused() {
        PartitionJournal journal = new PartitionJournal(4);
        DayJournal day = journal.open(0, MONDAY);
        assertThatIllegalStateException()
                .isThrownBy(() -> day.variable(0, 1))
                .withMessage("VARIABLE was told of instance 4 on 2024-10-28 outside any event");
        assertThatThrownBy(() -> day.begin(EventKind.NODE_COMPLETED, at(MONDAY, 0), 0, 0))
                .hasMessage("event 0 of instance 4 on 2024-10-28: its parent 0 is not an event before it");
        day.begin(EventKind.NODE_COMPLETED, at(MONDAY, 0), 0, DayJournal.NONE);
        assertThatIllegalStateException()
                .isThrownBy(() -> day.mark(0, 1))
                .withMessage("MARK was told of instance 4 on 2024-10-28 in the middle of an event");
        assertThatIllegalStateException()
                .isThrownBy(() -> journal.write(folder.resolve("journal")))
                .withMessage("instance 4 on 2024-10-28 is in the middle of an event");
        day.failed("overflow");
        assertThatIllegalStateException()
                .isThrownBy(() -> day.warning("late"))
                .withMessage("instance 4 on 2024-10-28 has failed already, yet WARNING was told");
        assertThatIllegalStateException()
                .isThrownBy(() -> journal.open(0, MONDAY))
                .withMessage("instance 4 on 2024-10-28 was opened twice");
    }

    private static void readAll(Path file, String sha256) throws IOException {
        try (JournalReader reader = JournalReader.open(file, sha256)) {
            for (InstanceDayTotals totals : reader.totals()) {
                reader.read(totals.instance());
            }
        }
    }

    private static byte[] flipped(byte[] bytes, int place) {
        byte[] copy = bytes.clone();
        copy[place] ^= 0x01;
        return copy;
    }
}
