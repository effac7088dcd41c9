package dev.nightjar.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Works on the results of strategies on several threads, a few strategies ahead, and hands out what comes of it in their order.
 *
 * <p>Only so many are worked on at once as are expected to fit the memory, a large one alone. One that did not fit beside others
 * is worked on once more alone.
 */
final class StrategyWorkers implements AutoCloseable {

    private static final int DISK_THREADS = 16;
    private static final int MOST_THREADS = 64;

    private final int ahead;
    private final long room;
    private final ExecutorService threads;

    /**
     * @param count how many threads
     * @param room how many bytes all that is worked on at once may need
     */
    StrategyWorkers(int count, long room) {
        ahead = 2 * count;
        this.room = room;
        threads = Executors.newFixedThreadPool(count);
    }

    /** {@return how many bytes all that is worked on at once may need: half of the heap} */
    static long room() {
        return Runtime.getRuntime().maxMemory() / 2;
    }

    /** {@return as many as there are processors, for work that waits for nothing} */
    static StrategyWorkers ofProcessors() {
        return ofProcessors(0);
    }

    /**
     * {@return the same}
     *
     * @param held how many bytes of the room are held beside what is worked on
     */
    static StrategyWorkers ofProcessors(long held) {
        return of(Runtime.getRuntime().availableProcessors(), held);
    }

    /** {@return so many that the disk brings the files of several to itself at once, and the processors are busy meanwhile} */
    static StrategyWorkers ofDisk() {
        return of(Math.max(DISK_THREADS, 2 * Runtime.getRuntime().availableProcessors()), 0);
    }

    private static StrategyWorkers of(int count, long held) {
        return new StrategyWorkers(Math.min(count, MOST_THREADS), room() - held);
    }

    /** What is done for one strategy. It may be called twice, and by any thread. */
    @FunctionalInterface
    interface Work<R, T> {

        T of(R strategy) throws StrategyWork.FailedException, IOException;
    }

    /** Takes what came of a strategy, on the thread that called {@link #each}. */
    interface Taker<R, T> {

        void done(R strategy, T made) throws IOException;

        void failed(R strategy, StrategyWork.FailedException reason) throws IOException;
    }

    private record Begun<R, T>(R strategy, long need, boolean beside, Future<T> future) {}

    /**
     * Works on all of them.
     *
     * @param need how many bytes a strategy is expected to take meanwhile
     * @throws IOException if the work met what is no strategy's fault, or the taker did; those begun are finished then, others are not
     *     begun
     */
    <R, T> void each(List<R> strategies, ToLongFunction<R> need, Work<R, T> work, Taker<R, T> taker)
            throws IOException {
        Deque<Begun<R, T>> begun = new ArrayDeque<>();
        int next = 0;
        long needed = 0;
        try {
            while (next < strategies.size() || !begun.isEmpty()) {
                while (next < strategies.size() && begun.size() < ahead) {
                    R strategy = strategies.get(next);
                    long own = need.applyAsLong(strategy);
                    if (!begun.isEmpty() && own > room - needed) {
                        break;
                    }
                    Callable<T> task = () -> work.of(strategy);
                    begun.add(new Begun<>(strategy, own, own <= room, threads.submit(task)));
                    needed += own;
                    next++;
                }
                Begun<R, T> first = begun.remove();
                needed -= first.need();
                try {
                    taker.done(first.strategy(), result(first.future()));
                } catch (StrategyWork.FailedException e) {
                    if (e.isOfMemory() && first.beside()) {
                        begun.forEach(other -> await(other.future()));
                        again(first.strategy(), work, taker);
                    } else {
                        taker.failed(first.strategy(), e);
                    }
                }
            }
        } finally {
            begun.forEach(other -> other.future().cancel(false));
            begun.forEach(other -> await(other.future()));
        }
    }

    /** {@return what comes of all of them, in their order, by work that needs little memory and fails for no strategy} */
    <R, T> List<T> all(List<R> strategies, Function<R, T> work) {
        List<T> all = new ArrayList<>();
        try {
            each(strategies, strategy -> 0, work::apply, new Taker<R, T>() {
                @Override
                public void done(R strategy, T made) {
                    all.add(made);
                }

                @Override
                public void failed(R strategy, StrategyWork.FailedException reason) {
                    throw new IllegalStateException(reason);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static <R, T> void again(R strategy, Work<R, T> work, Taker<R, T> taker) throws IOException {
        T made;
        try {
            made = work.of(strategy);
        } catch (StrategyWork.FailedException e) {
            taker.failed(strategy, e);
            return;
        }
        taker.done(strategy, made);
    }

    private static <T> T result(Future<T> future) throws StrategyWork.FailedException, IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    // What was begun is finished; whoever asked to stop is heard between two strategies.
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof StrategyWork.FailedException failed) {
                throw failed;
            }
            if (cause instanceof IOException problem) {
                throw problem;
            }
            if (cause instanceof RuntimeException problem) {
                throw problem;
            }
            if (cause instanceof Error problem) {
                throw problem;
            }
            throw new IllegalStateException(cause);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits until nobody works on it any more; what came of it is not asked. */
    private static void await(Future<?> future) {
        boolean interrupted = false;
        while (!future.isDone()) {
            try {
                future.get();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException | CancellationException e) {
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends when nobody works any more. */
    @Override
    public void close() {
        threads.shutdown();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
