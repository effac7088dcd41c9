package dev.nightjar.batch;

import dev.nightjar.outcome.CrashPoint;
import dev.nightjar.outcome.JournalFile;
import dev.nightjar.outcome.JournalReader;
import dev.nightjar.outcome.PartitionJournal;
import dev.nightjar.run.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Runs a partition for which the memory is not enough in halves, and those in halves, until the one that needs too much is alone. That
 * one is failed; the others have the results they would have without it, and the journal is the one that they would have had together.
 */
final class Halving {

    private final Attempt attempt;
    private final Guilty guilty;

    Halving(Attempt attempt, Guilty guilty) {
        this.attempt = attempt;
        this.guilty = guilty;
    }

    /** Runs some of the instances. */
    @FunctionalInterface
    interface Attempt {

        /**
         * {@return their journal}
         *
         * @throws NotEnoughMemoryException if they need more than there is
         */
        JournalFile run(SortedMap<Integer, Instance> instances, Path file);
    }

    /** Tells that an instance cannot be run. */
    @FunctionalInterface
    interface Guilty {

        /** {@return a journal in which each of its days has failed} */
        JournalFile journal(int instance, String reason, Path file) throws IOException;
    }

    /**
     * {@return the journal of instances that do not fit the memory together}
     *
     * @param why what is told of one that does not fit alone
     */
    JournalFile run(SortedMap<Integer, Instance> instances, Path file, NotEnoughMemoryException why)
            throws IOException {
        if (instances.size() == 1) {
            return guilty.journal(
                    instances.firstKey(), "it needs more memory than there is, alone: " + why.getMessage(), file);
        }
        List<Integer> numbers = List.copyOf(instances.keySet());
        int middle = numbers.get(numbers.size() / 2);
        List<JournalReader> readers = new ArrayList<>();
        List<Path> halves = new ArrayList<>();
        try {
            for (SortedMap<Integer, Instance> half : List.of(instances.headMap(middle), instances.tailMap(middle))) {
                Path own = file.resolveSibling(file.getFileName() + "." + (halves.size() + 1));
                halves.add(own);
                readers.add(
                        JournalReader.open(own, half(new TreeMap<>(half), own).sha256()));
                CrashPoint.DURING_HALVING.pass();
            }
            return PartitionJournal.join(file, readers);
        } finally {
            for (JournalReader reader : readers) {
                reader.close();
            }
            for (Path half : halves) {
                Files.deleteIfExists(half);
            }
        }
    }

    private JournalFile half(SortedMap<Integer, Instance> instances, Path file) throws IOException {
        NotEnoughMemoryException why;
        try {
            return attempt.run(instances, file);
        } catch (NotEnoughMemoryException e) {
            why = e;
        }
        return run(instances, file, why);
    }

    /** What was to be run needs more memory than there is. */
    static final class NotEnoughMemoryException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotEnoughMemoryException(String message) {
            super(message);
        }
    }
}
