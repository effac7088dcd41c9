package dev.nightjar.data;

import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Sha256;
import dev.nightjar.market.TradingPeriods;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A table of a data set, beside its days and no part of their hashes: {@code <name>-<16 digits of the hash>.csv} in canonical form, which
 * never changes; which one counts stands in {@code <name>.current}.
 *
 * @param <T> what it tells of a symbol
 */
final class TableStore<T> {

    private static final int HASH_DIGITS = 16;

    private final Path folder;
    private final String stem;
    private final BiFunction<ReferenceFile, Problems, SortedMap<String, T>> reader;
    private final Function<SortedMap<String, T>, List<String>> writer;
    private final Path current;

    private TableStore(
            Path folder,
            String stem,
            BiFunction<ReferenceFile, Problems, SortedMap<String, T>> reader,
            Function<SortedMap<String, T>, List<String>> writer) {
        this.folder = folder;
        this.stem = stem;
        this.reader = reader;
        this.writer = writer;
        this.current = folder.resolve(stem + Current.ENDING);
    }

    /** {@return the splits and dividends of shares} */
    static TableStore<List<CorporateAction>> ofActions(Path folder) {
        return new TableStore<>(folder, "corporate_actions", CorporateActionsFile::read, CorporateActionsFile::lines);
    }

    /** {@return when shares could be traded} */
    static TableStore<TradingPeriods> ofPeriods(Path folder) {
        return new TableStore<>(folder, "trading_periods", TradingPeriodsFile::read, TradingPeriodsFile::lines);
    }

    boolean isThere() {
        return Files.exists(current);
    }

    private Path file(String hash) {
        return folder.resolve(stem + "-" + hash.substring(0, HASH_DIGITS) + ".csv");
    }

    /**
     * {@return what it tells, by symbol; nothing if it was never written}
     *
     * @throws DataException if their file is missing or damaged
     */
    SortedMap<String, T> read() {
        Current counts = Current.read(current);
        return counts == null ? new TreeMap<>() : read(counts.hash());
    }

    private SortedMap<String, T> read(String hash) {
        Path file = file(hash);
        try {
            String found = Sha256.hex(Files.readAllBytes(file));
            if (!found.equals(hash)) {
                throw new DataException(
                        file.toString(),
                        List.of("is damaged: its content has the hash " + found + " and should have " + hash
                                + "; import the data again"));
            }
        } catch (NoSuchFileException missing) {
            throw new DataException(file.toString(), List.of("is missing; import the data again"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
        Problems problems = new Problems();
        ReferenceFile rows = Objects.requireNonNull(ReferenceFile.of(folder, String.valueOf(file.getFileName())));
        SortedMap<String, T> told = reader.apply(rows, problems);
        problems.throwIfAny(folder);
        return told;
    }

    /**
     * Makes this the table of the data set.
     *
     * @return whether anything had to be written; false if just these were there, and whole
     */
    boolean replace(SortedMap<String, T> told) {
        byte[] content = content(told);
        String hash = Sha256.hex(content);
        Current counts = Current.read(current);
        if (counts != null && counts.hash().equals(hash) && isWhole(hash)) {
            return false;
        }
        DurableFile.write(file(hash), content);
        new Current(hash, hash).write(current);
        return true;
    }

    /** {@return whether this is the table of the data set, or it has none} */
    boolean isSame(Optional<SortedMap<String, T>> told) {
        Current counts = Current.read(current);
        return counts == null || told.isPresent() && counts.hash().equals(Sha256.hex(content(told.get())));
    }

    private byte[] content(SortedMap<String, T> told) {
        return (String.join("\n", writer.apply(told)) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private boolean isWhole(String hash) {
        try {
            read(hash);
            return true;
        } catch (DataException missingOrDamaged) {
            return false;
        }
    }
}
