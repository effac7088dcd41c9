package dev.nightjar.batch;

import dev.nightjar.engine.StopSignal;
import dev.nightjar.store.Database;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunState;
import dev.nightjar.store.RunStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What other processes may do to a run. */
public final class RunControl {

    private final Home home;
    private final Database database;
    private final RunStore runs;

    public RunControl(Home home, Database database) {
        this.home = home;
        this.database = database;
        this.runs = new RunStore(database);
    }

    /** {@return who works on the run now; empty if nobody does} */
    public Optional<String> holder(RunRow run) {
        if (run.state() != RunState.PREPARING && run.state() != RunState.RUNNING) {
            return Optional.empty();
        }
        try {
            Path lock = lock(run.queue());
            if (HolderLock.held(lock)) {
                return Optional.of(HolderLock.holder(lock));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the lock of queue " + run.queue() + " cannot be read: " + e.getMessage(), e);
        }
        return database.queueHeld(run.queue())
                ? Optional.of("pid " + run.pid() + " on host " + run.host())
                : Optional.empty();
    }

    /**
     * Asks whoever works on the run to stop.
     *
     * @return who that is; empty if nobody works on it
     */
    public Optional<String> stop(RunRow run) {
        Optional<String> holder = holder(run);
        if (holder.isPresent()) {
            runs.requestStop(run.id());
        }
        return holder;
    }

    /**
     * Gives a run up.
     *
     * @return why that cannot be done; empty if it was done
     */
    public Optional<String> abandon(RunRow run, Instant now) {
        if (!run.state().unfinished()) {
            return Optional.of("is " + run.state().label() + " and cannot be given up");
        }
        if (!runs.results(run.id()).isEmpty()) {
            // Some folders may be this run's already; giving it up would leave them beside those of an earlier one.
            return Optional.of("has all its results and was publishing them; finish it: runs resume " + run.run()
                    + " --queue " + run.queue());
        }
        return alone(
                        run.queue(),
                        now,
                        () -> PublishStep.giveUp(home, runs, run, "by command", StopSignal.NEVER, told -> {}, now))
                .map(holder -> "is being worked on by " + holder + "; stop it first: runs stop " + run.run()
                        + " --queue " + run.queue());
    }

    /** What is done while nobody else works on a queue. */
    @FunctionalInterface
    interface Work {

        void run() throws IOException;
    }

    /**
     * Does something to the runs of a queue while nobody works on it.
     *
     * @return who works on it, so that nothing was done; empty if it was done
     */
    Optional<String> alone(String queue, Instant now, Work work) {
        Path file = lock(queue);
        try (@Nullable HolderLock lock = HolderLock.tryLock(file, queue, now)) {
            if (lock == null) {
                return Optional.of(HolderLock.holder(file));
            }
            Optional<Database.QueueHold> hold = database.holdQueue(queue);
            if (hold.isEmpty()) {
                return Optional.of("a process on another host");
            }
            try (Database.QueueHold held = hold.get()) {
                work.run();
                return Optional.empty();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("queue " + queue + " cannot be worked on: " + Failures.message(e), e);
        }
    }

    private Path lock(String queue) {
        return home.locks().resolve(queue + ".lock");
    }
}
