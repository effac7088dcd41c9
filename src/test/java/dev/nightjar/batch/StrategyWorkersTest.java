package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StrategyWorkersTest {

    private static final long ROOM = 1000;
    private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

    /** Writes down what it is given. */
    private static final class Told implements StrategyWorkers.Taker<Integer, Integer> {

        private final List<String> lines = new ArrayList<>();

        @Override
        public void done(Integer strategy, Integer made) {
            lines.add(strategy + " made " + made);
        }

        @Override
        public void failed(Integer strategy, StrategyWork.FailedException reason) {
            lines.add(strategy + " failed: " + reason.getMessage());
        }
    }

    private static Told told(StrategyWorkers.Work<Integer, Integer> work) throws IOException {
        Told told = new Told();
        try (StrategyWorkers workers = new StrategyWorkers(4, ROOM)) {
            workers.each(HUNDRED, strategy -> 1, work, told);
        }
        return told;
    }

    @Test
    void whatComesOfThemIsInTheirOrderWhoeverIsDoneFirst() throws IOException {
        CountDownLatch secondDone = new CountDownLatch(1);
        Told told = told(strategy -> {
            if (strategy == 0) {
                awaited(secondDone);
            } else if (strategy == 1) {
                secondDone.countDown();
            }
            return strategy * 2;
        });

        assertThat(told.lines)
                .containsExactlyElementsOf(
                        HUNDRED.stream().map(one -> one + " made " + one * 2).toList());
    }

    private static void awaited(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void oneThatFailsCostsOnlyItself() throws IOException {
        Told told = told(strategy -> StrategyWork.of(() -> 10 / (strategy - 50)));

        assertThat(told.lines).hasSize(100);
        assertThat(told.lines.get(50)).startsWith("50 failed: its figures do not fit");
        assertThat(told.lines).filteredOn(line -> line.contains("failed")).hasSize(1);
    }

    @Test
    void oneThatHasTooLittleMemoryBesideOthersIsDoneAgainAlone() throws IOException {
        AtomicInteger working = new AtomicInteger();
        AtomicInteger tries = new AtomicInteger();
        AtomicInteger beside = new AtomicInteger(-1);
        Told told = told(strategy -> {
            working.incrementAndGet();
            try {
                return StrategyWork.of(() -> {
                    if (strategy == 7 && tries.incrementAndGet() == 1) {
                        throw new OutOfMemoryError("made");
                    }
                    if (strategy == 7) {
                        beside.set(working.get() - 1);
                    }
                    return strategy;
                });
            } finally {
                working.decrementAndGet();
            }
        });

        assertThat(tries).hasValue(2);
        assertThat(beside).hasValue(0);
        assertThat(told.lines)
                .containsExactlyElementsOf(
                        HUNDRED.stream().map(one -> one + " made " + one).toList());
    }

    @Test
    void whatNeverFitsFails() throws IOException {
        Told told = told(strategy -> StrategyWork.of(() -> {
            if (strategy == 7) {
                throw new OutOfMemoryError("made");
            }
            return strategy;
        }));

        assertThat(told.lines.get(7)).startsWith("7 failed: its results are too large for the memory of this process");
        assertThat(told.lines).hasSize(100);
    }

    @Test
    void whatIsNoStrategysFaultEndsAllAfterThoseThatWereBegun() {
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        Told told = new Told();
        try (StrategyWorkers workers = new StrategyWorkers(4, ROOM)) {
            assertThatThrownBy(() -> workers.each(
                            HUNDRED,
                            strategy -> 1,
                            strategy -> {
                                begun.incrementAndGet();
                                try {
                                    if (strategy == 20) {
                                        throw new IOException("the disk is gone");
                                    }
                                    return strategy;
                                } finally {
                                    ended.incrementAndGet();
                                }
                            },
                            told))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the disk is gone");

            assertThat(ended.get()).isEqualTo(begun.get()).isBetween(21, 40);
            assertThat(told.lines).hasSize(20);
        }
    }

    @Test
    void whatIsHeldBesideThemIsTakenFromTheirRoom() throws IOException {
        AtomicInteger working = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Told told = new Told();
        try (StrategyWorkers workers = StrategyWorkers.ofProcessors(StrategyWorkers.room() - 1)) {
            workers.each(
                    HUNDRED,
                    strategy -> 1,
                    strategy -> {
                        most.accumulateAndGet(working.incrementAndGet(), Math::max);
                        Thread.yield();
                        working.decrementAndGet();
                        return strategy;
                    },
                    told);
        }

        assertThat(told.lines).hasSize(100);
        assertThat(most).hasValue(1);
    }

    @Test
    void soManyAreWorkedOnAtOnceAsFitTheMemoryAndALargeOneAlone() throws IOException {
        AtomicInteger working = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger besideTheLarge = new AtomicInteger();
        Told told = new Told();
        try (StrategyWorkers workers = new StrategyWorkers(8, 3)) {
            workers.each(
                    HUNDRED,
                    strategy -> strategy == 50 ? 4 : 1,
                    strategy -> {
                        most.accumulateAndGet(working.incrementAndGet(), Math::max);
                        Thread.yield();
                        if (strategy == 50) {
                            besideTheLarge.set(working.get() - 1);
                        }
                        working.decrementAndGet();
                        return strategy;
                    },
                    told);
        }

        assertThat(told.lines).hasSize(100);
        assertThat(most.get()).isLessThanOrEqualTo(3);
        assertThat(besideTheLarge).hasValue(0);
    }
}
