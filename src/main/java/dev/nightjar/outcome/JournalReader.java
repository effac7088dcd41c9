package dev.nightjar.outcome;

import dev.nightjar.market.Sha256;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A journal file that was found whole. Reading one instance reads only its part of the file. */
public final class JournalReader implements Closeable {

    private static final int CHUNK = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private final List<Section> sections;
    private final Map<Integer, List<Section>> byInstance;

    /** Where a day of an instance is in the file. */
    record Section(InstanceDayTotals totals, String dataHash, long offset, int length, long checksum) {}

    private JournalReader(Path file, FileChannel channel, List<Section> sections) {
        this.file = file;
        this.channel = channel;
        this.sections = sections;
        byInstance = sections.stream()
                .collect(Collectors.groupingBy(section -> section.totals().instance()));
    }

    /**
     * Opens a journal and checks every byte of it.
     *
     * @param expectedSha256 what {@link PartitionJournal#write} returned, in hexadecimal
     * @throws DamagedJournalException if it is anything else than the file of that SHA-256
     */
    public static JournalReader open(Path file, String expectedSha256) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new JournalReader(file, channel, check(file, channel, expectedSha256));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** {@return the sums of every day in it, by instance and date} */
    public List<InstanceDayTotals> totals() {
        return sections.stream().map(Section::totals).toList();
    }

    /**
     * {@return the days of an instance in date order; none if the journal does not have it}
     *
     * @param instance its run-wide number
     */
    public List<DayRecord> read(int instance) throws IOException {
        List<DayRecord> days = new ArrayList<>();
        for (Section section : byInstance.getOrDefault(instance, List.of())) {
            days.add(read(section));
        }
        return days;
    }

    /** {@return its days, in the order of the file} */
    List<Section> sections() {
        return sections;
    }

    /** {@return the bytes of a day, outside the heap} */
    ByteBuffer map(Section section) throws IOException {
        return channel.map(FileChannel.MapMode.READ_ONLY, section.offset(), section.length());
    }

    /** {@return how many bytes an instance has in it} */
    public long bytes(int instance) {
        return byInstance.getOrDefault(instance, List.of()).stream()
                .mapToLong(Section::length)
                .sum();
    }

    private DayRecord read(Section section) throws IOException {
        InstanceDayTotals totals = section.totals();
        String place = file + ", instance " + totals.instance() + " on " + totals.date();
        byte[] bytes = bytes(file, channel, section.offset(), section.length());
        if (JournalFormat.checksum(bytes, bytes.length) != section.checksum()) {
            throw new DamagedJournalException(place + ": the bytes do not match their checksum");
        }
        try {
            DayRecord day = DayDecoder.decode(bytes);
            if (!day.date().equals(totals.date()) || !day.dataHash().equals(section.dataHash())) {
                throw new DamagedJournalException(place + ": the directory names another day");
            }
            return day;
        } catch (IllegalArgumentException e) {
            throw new DamagedJournalException(place + ": " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static List<Section> check(Path file, FileChannel channel, String expectedSha256) throws IOException {
        long size = channel.size();
        if (size < JournalFormat.HEAD_LENGTH
                || !Arrays.equals(bytes(file, channel, 0, JournalFormat.MAGIC.length), JournalFormat.MAGIC)) {
            throw new DamagedJournalException(file + " is not a journal: it does not begin as one");
        }
        byte[] head = bytes(file, channel, 0, JournalFormat.HEAD_LENGTH);
        long version = new ByteSource(Arrays.copyOfRange(head, JournalFormat.MAGIC.length, head.length)).fixed();
        if (version != JournalFormat.VERSION) {
            throw new DamagedJournalException(
                    file + " is a journal of version " + version + "; this program reads " + JournalFormat.VERSION);
        }
        if (size < JournalFormat.HEAD_LENGTH + JournalFormat.TRAILER_LENGTH) {
            throw new DamagedJournalException(file + " is cut off after " + size + " bytes");
        }
        long trailerOffset = size - JournalFormat.TRAILER_LENGTH;
        byte[] trailer = bytes(file, channel, trailerOffset, JournalFormat.TRAILER_LENGTH);
        ByteSource fields = new ByteSource(trailer);
        long directoryOffset = fields.fixed();
        long directoryLength = fields.fixed();
        long directoryChecksum = fields.fixed();
        long sizeWritten = fields.fixed();
        byte[] endMark = Arrays.copyOfRange(trailer, trailer.length - JournalFormat.END_MARK.length, trailer.length);
        if (!Arrays.equals(endMark, JournalFormat.END_MARK) || sizeWritten != size) {
            throw new DamagedJournalException(
                    file + " is cut off or damaged at its end: it has " + size + " bytes and no trailer that says so");
        }
        String found = sha256(channel);
        if (!found.equalsIgnoreCase(expectedSha256)) {
            throw new DamagedJournalException(
                    file + " is damaged or another journal: its SHA-256 is " + found + ", expected " + expectedSha256);
        }
        if (directoryLength < 1 || directoryOffset != trailerOffset - directoryLength) {
            throw new DamagedJournalException(file + ": the trailer does not say where the directory is");
        }
        byte[] directory = bytes(file, channel, directoryOffset, Math.toIntExact(directoryLength));
        if (JournalFormat.checksum(directory, directory.length) != directoryChecksum) {
            throw new DamagedJournalException(file + ": the directory does not match its checksum");
        }
        try {
            return sections(new ByteSource(directory));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new DamagedJournalException(file + ": the directory cannot be read: " + e.getMessage());
        }
    }

    private static List<Section> sections(ByteSource directory) {
        int count = directory.integer();
        List<Section> sections = new ArrayList<>();
        for (int section = 0; section < count; section++) {
            int instance = directory.integer();
            LocalDate date = LocalDate.ofEpochDay(directory.signed());
            String dataHash = directory.text();
            long offset = directory.unsigned();
            int length = directory.integer();
            long checksum = directory.fixed();
            InstanceDayTotals totals = new InstanceDayTotals(
                    instance,
                    date,
                    directory.integer(),
                    directory.integer(),
                    directory.signed(),
                    directory.signed(),
                    directory.octet() == 0 ? null : directory.text());
            sections.add(new Section(totals, dataHash, offset, length, checksum));
        }
        return sections;
    }

    private static byte[] bytes(Path file, FileChannel channel, long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new EOFException(file + " ends before byte " + (offset + length));
            }
        }
        return buffer.array();
    }

    private static String sha256(FileChannel channel) throws IOException {
        MessageDigest digest = Sha256.digest();
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        long position = 0;
        while (channel.read(buffer, position) >= 0) {
            position += buffer.position();
            digest.update(buffer.flip());
            buffer.clear();
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
