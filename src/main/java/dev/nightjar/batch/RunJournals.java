package dev.nightjar.batch;

import dev.nightjar.outcome.DamagedJournalException;
import dev.nightjar.outcome.DayRecord;
import dev.nightjar.outcome.JournalReader;
import dev.nightjar.outcome.SimulationJournal;
import dev.nightjar.store.PlannedPartition;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** All journals of a run, each found to be the file that the database names by its SHA-256. */
final class RunJournals implements Closeable {

    /** A byte of a journal becomes some dozen of text, held as what was read and as the files at once. */
    private static final long MEMORY_OF_A_BYTE = 100;

    private final List<JournalReader> readers;
    /** Of each simulation, what its partitions wrote. */
    private final Map<Integer, List<Written>> simulations;

    private RunJournals(List<JournalReader> readers, Map<Integer, List<Written>> simulations) {
        this.readers = readers;
        this.simulations = simulations;
    }

    private record Written(Path file, String sha256, long bytes) {

        SimulationJournal read() throws IOException {
            return SimulationJournal.read(file, sha256);
        }
    }

    /**
     * Opens and checks them. Partitions whose journal is lost, damaged or cannot be read are marked to be done again.
     *
     * @throws LostJournalException if any is, naming all of them
     */
    static RunJournals open(Night night) throws IOException {
        return open(night, night.partitions().partitions(night.runId()));
    }

    /** Opens and checks those of some partitions that are done, likewise. */
    static RunJournals open(Night night, List<PlannedPartition> partitions) throws IOException {
        Map<PlannedPartition, String> lost = new LinkedHashMap<>();
        RunJournals journals = intact(night, partitions, lost);
        if (lost.isEmpty()) {
            return journals;
        }
        journals.close();
        List<String> told = new ArrayList<>();
        lost.forEach((partition, why) -> {
            night.partitions().redo(night.runId(), partition.name());
            told.add(partition.name() + " (" + why + ")");
        });
        throw new LostJournalException(
                "journals are lost or damaged: " + String.join(", ", told) + "; these partitions have to run again");
    }

    /**
     * Opens and checks those of some partitions that are done, as far as they are there.
     *
     * @param lost takes the partitions whose journals are lost, damaged or cannot be read, each with what is wrong
     */
    static RunJournals intact(Night night, List<PlannedPartition> partitions, Map<PlannedPartition, String> lost)
            throws IOException {
        List<JournalReader> readers = new ArrayList<>();
        Map<Integer, List<Written>> simulations = new HashMap<>();
        try {
            for (PlannedPartition partition : partitions) {
                String journal = partition.journal();
                String sha256 = partition.sha256();
                if (journal == null || sha256 == null) {
                    throw new IllegalStateException("partition " + partition.name() + " is not done");
                }
                try {
                    Path file = night.journals().resolve(journal);
                    if (partition.ofSimulation()) {
                        Written written = new Written(file, sha256, Files.size(file));
                        var unused = written.read();
                        simulations
                                .computeIfAbsent(partition.instances().get(0), absent -> new ArrayList<>())
                                .add(written);
                    } else {
                        readers.add(JournalReader.open(file, sha256));
                    }
                } catch (ClosedByInterruptException e) {
                    throw e;
                } catch (IOException e) {
                    lost.put(partition, why(night.journals().resolve(journal), e));
                }
            }
            return new RunJournals(readers, simulations);
        } catch (IOException | RuntimeException e) {
            close(readers);
            throw e;
        }
    }

    private static String why(Path file, IOException e) {
        if (e instanceof DamagedJournalException) {
            return String.valueOf(e.getMessage());
        }
        return file + (e instanceof NoSuchFileException ? " is missing" : " cannot be read: " + Failures.message(e));
    }

    /** Removes what attempts left behind that ended before their journal counted. */
    static void tidy(Path folder, List<PlannedPartition> partitions) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Set<String> counted = new HashSet<>();
        partitions.forEach(partition -> counted.add(String.valueOf(partition.journal())));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!counted.contains(file.getFileName().toString())) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** {@return how many bytes of memory the results of an instance are expected to take while they are made} */
    long need(int instance) {
        return MEMORY_OF_A_BYTE
                * (readers.stream().mapToLong(reader -> reader.bytes(instance)).sum()
                        + simulations.getOrDefault(instance, List.of()).stream()
                                .mapToLong(Written::bytes)
                                .sum());
    }

    /** {@return what the partitions of a simulation wrote} */
    List<SimulationJournal> simulation(int instance) throws IOException {
        List<SimulationJournal> parts = new ArrayList<>();
        for (Written written : simulations.getOrDefault(instance, List.of())) {
            parts.add(written.read());
        }
        return parts;
    }

    /** {@return the days of an instance, in date order} */
    List<DayRecord> read(int instance) throws IOException {
        List<DayRecord> days = new ArrayList<>();
        for (JournalReader reader : readers) {
            days.addAll(reader.read(instance));
        }
        days.sort(Comparator.comparing(DayRecord::date));
        return days;
    }

    @Override
    public void close() throws IOException {
        close(readers);
    }

    private static void close(List<JournalReader> readers) throws IOException {
        for (JournalReader reader : readers) {
            reader.close();
        }
    }

    /** What partitions wrote is not there any more. */
    static final class LostJournalException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        LostJournalException(String message) {
            super(message);
        }
    }
}
