package dev.nightjar.batch;

import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.engine.StopSignal;
import java.util.concurrent.CountDownLatch;

/** The wish that a run stops, and the knowledge that it has. */
final class Stop implements StopSignal {

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean requested;
    private volatile boolean processEnds;

    void request() {
        requested = true;
    }

    /** The process was asked to end. */
    void requestByProcess() {
        processEnds = ended.getCount() > 0;
        requested = true;
    }

    /** {@return whether the process was asked to end before everything was done} */
    boolean processEnds() {
        return processEnds;
    }

    @Override
    public boolean stopRequested() {
        return requested;
    }

    /** Leaves what is being done if a stop was asked for. */
    void check() {
        if (requested) {
            throw new RunStoppedException();
        }
    }

    /** Tells those who wait that nothing is being done any more. */
    void ended() {
        ended.countDown();
    }

    /** Waits until nothing is being done any more. */
    void awaitEnd() throws InterruptedException {
        ended.await();
    }
}
