package dev.nightjar.outcome;

import dev.nightjar.engine.DayJournal;
import dev.nightjar.engine.Journal;
import dev.nightjar.market.MarketDay;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Records what the engine tells of a partition, in memory, and writes it as one file.
 *
 * <p>Instances have run-wide numbers here; only {@link #open} takes the engine's. All calls belong on the thread that runs the
 * engine. The same tellings give the same bytes, in whatever order the days were told.
 */
public final class PartitionJournal implements Journal {

    private static final Comparator<DayRecorder> FILE_ORDER =
            Comparator.comparingInt(DayRecorder::instance).thenComparing(DayRecorder::date);

    private final int[] instanceNumbers;
    private final Map<InstanceDay, DayRecorder> days = new HashMap<>();
    /** By instance. */
    private final Map<Integer, DayRecorder> latest = new HashMap<>();

    private final SpareBytes spare = new SpareBytes();

    private record InstanceDay(int instance, LocalDate date) {}

    /**
     * @param instanceNumbers the run-wide number of each instance in the list the engine is given
     */
    public PartitionJournal(int... instanceNumbers) {
        this.instanceNumbers = instanceNumbers.clone();
    }

    @Override
    public DayJournal open(int instance, MarketDay day) {
        int number = instanceNumbers[instance];
        DayRecorder recorder = new DayRecorder(number, day, latest.get(number), spare);
        if (days.putIfAbsent(new InstanceDay(recorder.instance(), recorder.date()), recorder) != null) {
            throw new IllegalStateException(recorder + " was opened twice");
        }
        latest.put(number, recorder);
        return recorder;
    }

    /** {@return how many bytes have been recorded} */
    public long bytes() {
        return days.values().stream().mapToLong(DayRecorder::length).sum();
    }

    /** {@return the sums of every day that was opened, by instance and date} */
    public List<InstanceDayTotals> totals() {
        return inFileOrder().stream().map(DayRecorder::totals).toList();
    }

    /**
     * {@return what has been told so far of a day, as bytes that any thread may {@link #decode}; an event that has not ended is
     * left out}
     */
    public byte[] snapshot(int instance, LocalDate date) {
        DayRecorder recorder = days.get(new InstanceDay(instance, date));
        if (recorder == null) {
            throw new IllegalArgumentException("instance " + instance + " was not opened on " + date);
        }
        return recorder.snapshot();
    }

    /** {@return the day of a {@link #snapshot}} */
    public static DayRecord decode(byte[] snapshot) {
        return DayDecoder.decode(snapshot);
    }

    /** {@return what has been told so far of a day; an event that has not ended is left out} */
    public DayRecord soFar(int instance, LocalDate date) {
        return decode(snapshot(instance, date));
    }

    /**
     * {@return everything as the bytes of a file, in pieces}
     *
     * @throws IllegalStateException if an event has not ended
     */
    public List<ByteBuffer> parts() {
        List<DayRecorder> sections = inFileOrder();
        List<ByteBuffer> parts = new ArrayList<>(sections.size() + 3);

        begin(parts);

        ByteSink directory = new ByteSink(1024);
        directory.unsigned(sections.size());
        long offset = JournalFormat.HEAD_LENGTH;
        for (DayRecorder section : sections) {
            if (section.inEvent()) {
                throw new IllegalStateException(section + " is in the middle of an event");
            }
            describe(
                    section.totals(),
                    section.dataHash(),
                    offset,
                    section.length(),
                    JournalFormat.checksum(section.array(), section.length()),
                    directory);
            parts.add(ByteBuffer.wrap(section.array(), 0, section.length()));
            offset += section.length();
        }
        end(parts, directory, offset);
        return parts;
    }

    /**
     * Writes everything to a file that is on the disk, whole, when this returns.
     *
     * @throws IllegalStateException if an event has not ended
     */
    public JournalFile write(Path file) throws IOException {
        return JournalFile.write(file, parts());
    }

    private static void add(List<ByteBuffer> parts, ByteSink sink) {
        parts.add(ByteBuffer.wrap(sink.array(), 0, sink.length()));
    }

    private static void begin(List<ByteBuffer> parts) {
        ByteSink head = new ByteSink(JournalFormat.HEAD_LENGTH);
        head.raw(JournalFormat.MAGIC, false);
        head.fixed(JournalFormat.VERSION);
        add(parts, head);
    }

    private static void end(List<ByteBuffer> parts, ByteSink directory, long offset) {
        add(parts, directory);
        ByteSink trailer = new ByteSink(JournalFormat.TRAILER_LENGTH);
        trailer.fixed(offset);
        trailer.fixed(directory.length());
        trailer.fixed(JournalFormat.checksum(directory.array(), directory.length()));
        trailer.fixed(offset + directory.length() + JournalFormat.TRAILER_LENGTH);
        trailer.raw(JournalFormat.END_MARK, false);
        add(parts, trailer);
    }

    private static void describe(
            InstanceDayTotals totals, String dataHash, long offset, int length, long checksum, ByteSink directory) {
        directory.unsigned(totals.instance());
        directory.signed(totals.date().toEpochDay());
        directory.text(dataHash);
        directory.unsigned(offset);
        directory.unsigned(length);
        directory.fixed(checksum);
        directory.unsigned(totals.trades());
        directory.unsigned(totals.wins());
        directory.signed(totals.pnl());
        directory.signed(totals.fees());
        String failedReason = totals.failedReason();
        directory.octet(failedReason == null ? 0 : 1);
        if (failedReason != null) {
            directory.text(failedReason);
        }
    }

    /**
     * Writes as one journal what several hold: the file that all their instances in one journal would have become. No more than the
     * directory comes into the memory.
     *
     * @param journals each with instances whose numbers are above those of the one before
     */
    public static JournalFile join(Path file, List<JournalReader> journals) throws IOException {
        List<ByteBuffer> parts = new ArrayList<>();
        begin(parts);
        ByteSink directory = new ByteSink(1024);
        directory.unsigned(
                journals.stream().mapToInt(journal -> journal.sections().size()).sum());
        long offset = JournalFormat.HEAD_LENGTH;
        int last = -1;
        for (JournalReader journal : journals) {
            for (JournalReader.Section section : journal.sections()) {
                int instance = section.totals().instance();
                if (instance < last) {
                    throw new IllegalArgumentException("instance " + instance + " comes after " + last);
                }
                last = instance;
                describe(section.totals(), section.dataHash(), offset, section.length(), section.checksum(), directory);
                parts.add(journal.map(section));
                offset += section.length();
            }
        }
        end(parts, directory, offset);
        return JournalFile.write(file, parts);
    }

    private List<DayRecorder> inFileOrder() {
        return days.values().stream().sorted(FILE_ORDER).toList();
    }
}
