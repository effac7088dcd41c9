package dev.nightjar.run;

import java.util.List;

/** What trading costs. */
public enum FeeModel {
    /** Nothing. */
    NONE("none");

    private final String label;

    FeeModel(String label) {
        this.label = label;
    }

    /** {@return the name used in settings and files} */
    public String label() {
        return label;
    }

    /**
     * {@return the model of that name}
     *
     * @throws IllegalArgumentException saying what would be accepted
     */
    public static FeeModel of(String label) {
        return Labels.find(List.of(values()), FeeModel::label, label);
    }
}
