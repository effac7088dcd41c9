package dev.nightjar.run;

import java.util.List;

/** What a launch does when the queue's last run has not finished. */
public enum OnUnfinished {
    /** Finish it; then start tonight's run too, unless the unfinished one was for tonight's own day and settings. */
    RESUME_AND_RUN("resume+run"),
    /** Finish it, and nothing else. */
    RESUME("resume"),
    /** Give it up and start tonight's run. */
    ABANDON("abandon"),
    /** Start nothing and say so. */
    REFUSE("refuse");

    private final String label;

    OnUnfinished(String label) {
        this.label = label;
    }

    /** {@return the name used in settings and files} */
    public String label() {
        return label;
    }

    /**
     * {@return the choice of that name}
     *
     * @throws IllegalArgumentException saying what would be accepted
     */
    public static OnUnfinished of(String label) {
        return Labels.find(List.of(values()), OnUnfinished::label, label);
    }
}
