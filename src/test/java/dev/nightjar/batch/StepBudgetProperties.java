package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.engine.StopSignal;
import dev.nightjar.outcome.InstanceDayTotals;
import dev.nightjar.outcome.PartitionJournal;
import dev.nightjar.run.Instance;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An instance that exceeds its step budget does so at the same slice and with the same words, whatever runs beside it and at whatever
 * pace: in a backtest, which leaves out slices, as in a simulation, which evaluates each.
 */
class StepBudgetProperties {

    private static final int SEEDS = Integer.getInteger("nightjar.invariants", 10);

    @ParameterizedTest
    @EnumSource(RandomBook.Kind.class)
    void whereABudgetEndsDependsOnTheInstanceAlone(RandomBook.Kind kind) {
        int inTheMiddle = 0;
        int notAtAll = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            RandomBook book = RandomBook.of(kind, seed);
            Random random = new Random(seed);
            SortedMap<Integer, Instance> limited = new TreeMap<>();
            for (int number = 0; number < book.instances().size(); number++) {
                limited.put(
                        number,
                        withBudget(book.instances().get(number), 1 + (long) Math.pow(10, 6 * random.nextDouble())));
            }
            PartitionJournal whole = run(book, limited, PartitionRunner.Pacing.UNBOUNDED);

            assertThat(bytes(run(book, limited, day -> next -> next)))
                    .as(kind + ", seed " + seed)
                    .isEqualTo(bytes(whole));
            assertThat(bytes(run(book, limited, day -> next -> next + 700)))
                    .as(kind + ", seed " + seed)
                    .isEqualTo(bytes(whole));
            limited.forEach((number, instance) -> assertThat(
                            run(book, new TreeMap<>(Map.of(number, instance)), PartitionRunner.Pacing.UNBOUNDED)
                                    .totals())
                    .as(kind + ", strategy " + instance.key())
                    .isEqualTo(whole.totals().stream()
                            .filter(total -> total.instance() == number)
                            .toList()));
            for (InstanceDayTotals total : whole.totals()) {
                if (total.failedReason() == null) {
                    notAtAll++;
                } else if (total.failedReason().contains("step budget; it took 0 ")) {
                    assertThat(total.trades()).isZero();
                } else if (total.failedReason().contains("which is its step budget; it took ")) {
                    inTheMiddle++;
                }
            }
        }
        assertThat(inTheMiddle).as("days that ended in their middle").isPositive();
        assertThat(notAtAll).as("days that ended as they should").isPositive();
    }

    private static Instance withBudget(Instance instance, long steps) {
        return new Instance(instance.key(), instance.strategy(), instance.terms(), steps);
    }

    private static PartitionJournal run(
            RandomBook book, SortedMap<Integer, Instance> instances, PartitionRunner.Pacing pacing) {
        return new PartitionRunner(book::day, pacing, StopSignal.NEVER)
                .run(instances, book.dates(), PartitionRunner.Listener.NONE);
    }

    private static byte[] bytes(PartitionJournal journal) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ByteBuffer part : journal.parts()) {
            bytes.write(part.array(), part.arrayOffset() + part.position(), part.remaining());
        }
        return bytes.toByteArray();
    }
}
