package dev.nightjar.engine;

/** Asks a run to stop; looked at between slices. */
@FunctionalInterface
public interface StopSignal {

    /** Never stops. */
    StopSignal NEVER = () -> false;

    boolean stopRequested();
}
