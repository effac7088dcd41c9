package dev.nightjar.outcome;

import dev.nightjar.run.InstanceKey;
import java.time.LocalDate;

/** What was told of an instance cannot all be true; no number of it may be used. */
public final class InconsistentResultException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    InconsistentResultException(InstanceKey instance, LocalDate date, String what) {
        super(instance + " on " + date + ": " + what);
    }
}
