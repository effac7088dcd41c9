package dev.nightjar.outcome;

/** A simulation's money does not add up: a defect of the program, and no number of it may be shown. */
public final class InconsistentLedgerException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    InconsistentLedgerException(String what) {
        super("the simulation's money does not add up, so it has no result: " + what);
    }
}
