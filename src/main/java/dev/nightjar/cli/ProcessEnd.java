package dev.nightjar.cli;

import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.engine.StopSignal;
import dev.nightjar.run.ExitCode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/** Hears that the process is asked to end, and keeps it alive until what is being done has stopped. */
final class ProcessEnd implements StopSignal {

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = new Thread(this::request, "stop");
    private volatile boolean requested;

    private ProcessEnd() {}

    /** What can be stopped. */
    @FunctionalInterface
    interface Work {

        ExitCode run(StopSignal stop) throws IOException;
    }

    /**
     * {@return what a process exits with that does some work and nothing else}
     *
     * @param ifStopped what is said if the work was stopped
     */
    static int during(Work work, String ifStopped, PrintStream out, PrintStream err) throws IOException {
        ProcessEnd end = listen();
        try {
            int exitCode;
            try {
                exitCode = work.run(end).number();
            } catch (RunStoppedException stopped) {
                err.println(ifStopped);
                exitCode = ExitCode.STOPPED.number();
            }
            out.flush();
            err.flush();
            end.over(exitCode);
            return exitCode;
        } finally {
            end.forget();
        }
    }

    static ProcessEnd listen() {
        ProcessEnd end = new ProcessEnd();
        Runtime.getRuntime().addShutdownHook(end.hook);
        return end;
    }

    private void request() {
        requested = true;
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean stopRequested() {
        return requested;
    }

    /**
     * Ends a process that was asked to end, with the exit code of what it did; left to itself it would end with another.
     * Otherwise nobody listens any more.
     */
    void over(int exitCode) {
        if (requested) {
            Runtime.getRuntime().halt(exitCode);
        }
        forget();
    }

    /** Lets a process that was asked to end go its way. */
    void forget() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The process is ending already; the hook has run or is let go.
        }
    }
}
