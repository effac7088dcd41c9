package dev.nightjar.outcome;

import dev.nightjar.market.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a partition of a simulation wrote: the part of the simulation, and that of the simulation it is compared with, as {@link
 * dev.nightjar.simulation.SimulationPart} tells them. A file of two lines.
 */
public record SimulationJournal(String part, String benchmark) {

    public SimulationJournal {
        if (part.indexOf('\n') >= 0 || benchmark.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a part is told in one line");
        }
    }

    private static final String FAILED = "failed: ";

    /** {@return what is written of a part that cannot be worked on} */
    public static SimulationJournal failed(String reason) {
        return new SimulationJournal(FAILED + reason.replaceAll("\\s*\\R\\s*", "; "), "");
    }

    /** {@return why it could not be worked on; empty if it was} */
    public Optional<String> failure() {
        return part.startsWith(FAILED) ? Optional.of(part.substring(FAILED.length())) : Optional.empty();
    }

    /** {@return the file} */
    public byte[] bytes() {
        return (part + "\n" + benchmark + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Writes a file that is on the disk, whole, when this returns. */
    public JournalFile write(Path file) throws IOException {
        byte[] bytes = bytes();
        DurableFiles.replace(file, List.of(ByteBuffer.wrap(bytes)));
        return new JournalFile(String.valueOf(file.getFileName()), bytes.length, Sha256.hex(bytes));
    }

    /**
     * {@return what a file holds}
     *
     * @throws DamagedJournalException if it is not the one with that SHA-256
     */
    public static SimulationJournal read(Path file, String sha256) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String found = Sha256.hex(bytes);
        if (!found.equals(sha256)) {
            throw new DamagedJournalException(
                    file + " is damaged: its content has the hash " + found + " and should have " + sha256);
        }
        try {
            return of(bytes);
        } catch (IllegalArgumentException e) {
            throw new DamagedJournalException(file + " is damaged: " + e.getMessage());
        }
    }

    /**
     * {@return what the {@link #bytes} of a file hold}
     *
     * @throws IllegalArgumentException if they are not two lines
     */
    public static SimulationJournal of(byte[] bytes) {
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        if (lines.length != 3 || !lines[2].isEmpty()) {
            throw new IllegalArgumentException("the journal of a simulation has two lines, not " + (lines.length - 1));
        }
        return new SimulationJournal(lines[0], lines[1]);
    }
}
