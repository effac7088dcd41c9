package dev.nightjar.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is told is read again as it was told. */
class PartitionJournalProperties {

    private static final LocalDate FIRST = LocalDate.of(2024, 10, 28);

    @TempDir
    Path folder;

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void readsWhatWasTold(long seed) throws IOException {
        Random random = new Random(seed);
        int instances = 1 + random.nextInt(4);
        int days = 1 + random.nextInt(4);
        int[] numbers = random.ints(0, 10_000).distinct().limit(instances).toArray();
        PartitionJournal journal = new PartitionJournal(numbers);
        Map<Integer, List<DayRecord>> told = new TreeMap<>();
        for (int day = 0; day < days; day++) {
            StubDay market = StubDay.of(FIRST.plusDays(day));
            for (int instance = 0; instance < instances; instance++) {
                long telling = seed * 1000 + day * 10L + instance;
                CollectingJournal plain = new CollectingJournal(market);
                new RandomTelling(telling).tell(plain, market.session());
                new RandomTelling(telling).tell(journal.open(instance, market), market.session());
                told.computeIfAbsent(numbers[instance], number -> new ArrayList<>())
                        .add(plain.record());
                assertThat(journal.soFar(numbers[instance], market.date())).isEqualTo(plain.record());
            }
        }
        Path file = folder.resolve("journal");
        JournalFile written = journal.write(file);
        assertThat(written.size()).isEqualTo(Files.size(file)).isGreaterThan(journal.bytes());
        try (JournalReader reader = JournalReader.open(file, written.sha256())) {
            assertThat(reader.totals()).isEqualTo(journal.totals());
            for (int number : numbers) {
                assertThat(reader.read(number)).isEqualTo(told.get(number));
            }
        }
    }
}
