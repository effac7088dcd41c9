package dev.nightjar.data;

import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The corporate actions of a data set, beside its days and no part of their hashes: {@code corporate_actions-<16 digits of
 * the hash>.csv} in canonical form, which never changes; which one counts stands in {@code corporate_actions.current}.
 */
final class ActionsStore {

    private static final String STEM = "corporate_actions";
    private static final int HASH_DIGITS = 16;

    private final Path folder;
    private final Path current;

    ActionsStore(Path folder) {
        this.folder = folder;
        this.current = folder.resolve(STEM + Current.ENDING);
    }

    boolean isThere() {
        return Files.exists(current);
    }

    private Path file(String hash) {
        return folder.resolve(STEM + "-" + hash.substring(0, HASH_DIGITS) + ".csv");
    }

    /**
     * {@return all actions, by symbol and ex-date}
     *
     * @throws DataException if their file is missing or damaged
     */
    SortedMap<String, List<CorporateAction>> read() {
        Current counts = Current.read(current);
        return counts == null ? new TreeMap<>() : read(counts.hash());
    }

    private SortedMap<String, List<CorporateAction>> read(String hash) {
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
        SortedMap<String, List<CorporateAction>> actions = CorporateActionsFile.read(rows, problems);
        problems.throwIfAny(folder);
        return actions;
    }

    /**
     * Makes these the actions of the data set.
     *
     * @return whether anything had to be written; false if just these were there, and whole
     */
    boolean replace(SortedMap<String, List<CorporateAction>> actions) {
        byte[] content =
                (String.join("\n", CorporateActionsFile.lines(actions)) + "\n").getBytes(StandardCharsets.US_ASCII);
        String hash = Sha256.hex(content);
        Current counts = Current.read(current);
        if (counts != null && counts.hash().equals(hash) && isWhole(hash)) {
            return false;
        }
        DurableFile.write(file(hash), content);
        new Current(hash, hash).write(current);
        return true;
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
