package dev.nightjar.run;

import java.util.List;

/** Who started a run. */
public enum Trigger {
    /** A person at a terminal. */
    MANUAL("manual"),
    /** A scheduler. */
    SCHEDULED("scheduled"),
    /** Another program. */
    API("api");

    private final String label;

    Trigger(String label) {
        this.label = label;
    }

    /** {@return the name used in settings and files} */
    public String label() {
        return label;
    }

    /**
     * {@return the trigger of that name}
     *
     * @throws IllegalArgumentException saying what would be accepted
     */
    public static Trigger of(String label) {
        return Labels.find(List.of(values()), Trigger::label, label);
    }
}
