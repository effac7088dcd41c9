package dev.nightjar.worker;

import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.engine.StopSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Has requests done by processes of their own, one for each attempt.
 *
 * <p>Whoever calls {@link #run} waits in it, so that there are never more processes than callers. A process that crashes, hangs, answers
 * with garbage or with a result that is not what it says fails its own request only, which is tried again.
 */
public final class Workers implements AutoCloseable {

    private final WorkerProgram program;
    private final WorkerLimits limits;
    private final Path folder;
    private final StopSignal stop;
    private final AtomicLong attempts = new AtomicLong();

    /**
     * @param folder for what processes leave; whatever is in it is of processes that are gone, and is deleted
     * @param stop ends what runs at once
     */
    public Workers(WorkerProgram program, WorkerLimits limits, Path folder, StopSignal stop) {
        this.program = program;
        this.limits = limits;
        this.folder = folder;
        this.stop = stop;
        WorkerResult.delete(folder);
    }

    /** Hears what becomes of a request meanwhile, on threads of its own. */
    public interface Listener extends WorkerKind.Reached {

        /** An attempt failed, and another begins. */
        void again(WorkerFailure failure);
    }

    /**
     * Has a request done.
     *
     * @return what came of it, to be closed when it has been put where it belongs
     * @throws WorkerFailedException if it was tried in vain
     * @throws RunStoppedException if the stop signal asked for it
     */
    public WorkerResult run(WorkerRequest request, Listener listener) {
        List<WorkerFailure> failures = new ArrayList<>();
        while (true) {
            if (stop.stopRequested()) {
                throw new RunStoppedException();
            }
            Path own = folder.resolve(Long.toString(attempts.incrementAndGet()));
            boolean done = false;
            try {
                Files.createDirectories(own);
                WorkerResult result = WorkerProcess.run(
                        program.command(limits.heapMegabytes(), request.brief(), own),
                        request,
                        own,
                        limits.timeout(),
                        listener,
                        stop);
                done = true;
                return result;
            } catch (WorkerProcess.FailedException e) {
                failures.add(e.failure());
                if (!e.failure().retryable() || failures.size() == limits.attempts()) {
                    throw new WorkerFailedException(request.name(), failures);
                }
                listener.again(e.failure());
            } catch (IOException e) {
                throw new UncheckedIOException("the folder " + own + " cannot be made: " + e.getMessage(), e);
            } finally {
                if (!done) {
                    WorkerResult.delete(own);
                }
            }
        }
    }

    /** Deletes what is left; nobody may be waiting any more. */
    @Override
    public void close() {
        WorkerResult.delete(folder);
    }
}
