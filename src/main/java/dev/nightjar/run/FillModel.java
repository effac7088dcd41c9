package dev.nightjar.run;

import java.util.List;

/** At what price market orders fill. */
public enum FillModel {
    /** The contract's last tick at or before now. */
    LAST("last"),
    /** The contract's first tick after now and the latency. */
    NEXT_TICK("next_tick"),
    /** The last ask for a buy, the last bid for a sell. */
    QUOTE("quote");

    private final String label;

    FillModel(String label) {
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
    public static FillModel of(String label) {
        return Labels.find(List.of(values()), FillModel::label, label);
    }
}
