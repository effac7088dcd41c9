package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.engine.StopSignal;
import dev.nightjar.outcome.InstanceDayTotals;
import dev.nightjar.outcome.JournalFile;
import dev.nightjar.outcome.JournalReader;
import dev.nightjar.outcome.PartitionJournal;
import dev.nightjar.run.Instance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journals of partitions that were run in halves, on a random book. */
class HalvingTest {

    private static final Halving.NotEnoughMemoryException TOO_MUCH =
            new Halving.NotEnoughMemoryException("the heap of 1 MiB was not enough");

    @TempDir
    private Path folder;

    private final RandomBook book = RandomBook.of(RandomBook.Kind.MIXED_OVERNIGHT, 3);
    private final List<Set<Integer>> tried = new ArrayList<>();

    @Test
    void whatFitsInHalvesHasTheJournalThatItWouldHaveHadTogether() throws IOException {
        JournalFile whole = journal(instances(0, 2, 3, 7, 8, 9, 12), folder.resolve("whole"));

        for (int most = 1; most <= 6; most++) {
            int fitting = most;
            JournalFile halved = new Halving(
                            (some, file) -> attempt(some, file, some.size() > fitting, -1), HalvingTest::nobody)
                    .run(instances(0, 2, 3, 7, 8, 9, 12), folder.resolve("halved"), TOO_MUCH);

            assertThat(halved.sha256()).isEqualTo(whole.sha256());
            assertThat(halved.size()).isEqualTo(whole.size());
        }
        assertThat(names()).containsExactly("halved", "whole");
    }

    @Test
    void whoNeedsTooMuchIsFoundAndFailedAlone() throws IOException {
        SortedMap<Integer, Instance> all = instances(0, 2, 3, 7, 8, 9, 12);
        for (int number : all.keySet()) {
            tried.clear();
            SortedMap<Integer, Instance> others = new TreeMap<>(all);
            others.remove(number);
            JournalFile without = journal(others, folder.resolve("without"));
            List<InstanceDayTotals> expected;
            try (JournalReader reader = JournalReader.open(folder.resolve("without"), without.sha256())) {
                expected = reader.totals();
            }

            JournalFile halved = new Halving((some, file) -> attempt(some, file, false, number), this::failed)
                    .run(all, folder.resolve("halved"), TOO_MUCH);

            try (JournalReader reader = JournalReader.open(folder.resolve("halved"), halved.sha256())) {
                assertThat(reader.totals())
                        .filteredOn(total -> total.instance() != number)
                        .isEqualTo(expected);
                assertThat(reader.totals())
                        .filteredOn(total -> total.instance() == number)
                        .hasSize(book.dates().size())
                        .allSatisfy(total -> assertThat(total.failedReason())
                                .isEqualTo("it needs more memory than there is, alone:"
                                        + " the heap of 1 MiB was not enough"));
                for (int other : others.keySet()) {
                    assertThat(reader.read(other)).hasSize(book.dates().size());
                }
            }
            assertThat(tried.size()).isLessThanOrEqualTo(6);
        }
        assertThat(names()).containsExactly("halved", "without");
    }

    private JournalFile attempt(SortedMap<Integer, Instance> some, Path file, boolean tooMany, int guilty) {
        tried.add(some.keySet());
        if (tooMany || some.containsKey(guilty)) {
            throw TOO_MUCH;
        }
        return journal(some, file);
    }

    private JournalFile failed(int number, String reason, Path file) throws IOException {
        PartitionJournal journal = new PartitionJournal(number);
        book.days().forEach(day -> journal.open(0, day).failed(reason));
        return journal.write(file);
    }

    private static JournalFile nobody(int number, String reason, Path file) {
        throw new AssertionError(number + ": " + reason);
    }

    private JournalFile journal(SortedMap<Integer, Instance> instances, Path file) {
        try {
            return new PartitionRunner(book::day, PartitionRunner.Pacing.UNBOUNDED, StopSignal.NEVER)
                    .run(instances, book.dates(), PartitionRunner.Listener.NONE)
                    .write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SortedMap<Integer, Instance> instances(int... numbers) {
        SortedMap<Integer, Instance> instances = new TreeMap<>();
        for (int number : numbers) {
            instances.put(number, book.instances().get(number % book.instances().size()));
        }
        return instances;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
