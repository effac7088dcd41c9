package dev.nightjar.worker;

import dev.nightjar.engine.StopSignal;
import java.io.IOException;

/** What a worker can be asked to do. */
public interface WorkerKind {

    /** {@return what requests call it} */
    String name();

    /**
     * Does what a request asks.
     *
     * @param request its members; all are read and {@linkplain Members#check checked} before anything is done
     * @throws WorkerException if it cannot be done, saying why
     */
    WorkerAnswer work(Members request, Reached reached, StopSignal stop) throws IOException;

    /** Hears how far the work is. */
    @FunctionalInterface
    interface Reached {

        /** So many units of so many are done; never fewer than told before. */
        void reached(long done, long total);
    }
}
