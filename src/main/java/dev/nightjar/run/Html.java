package dev.nightjar.run;

import java.util.List;

/** Which pages a run makes beside its files. */
public enum Html {
    /** None. */
    NONE("none"),
    /** That of the night. */
    NIGHT("night"),
    /** That of the night, and one for each strategy. */
    ALL("all");

    private final String label;

    Html(String label) {
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
    public static Html of(String label) {
        return Labels.find(List.of(values()), Html::label, label);
    }
}
