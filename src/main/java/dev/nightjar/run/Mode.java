package dev.nightjar.run;

import java.util.List;

/** How time passes in a run. */
public enum Mode {
    /** As fast as the machine goes; speed 0. */
    BACKTEST("backtest"),
    /** Paced by market time; speed above 0. */
    LIVE_SIMULATION("live_simulation");

    private final String label;

    Mode(String label) {
        this.label = label;
    }

    /** {@return the name used in settings and files} */
    public String label() {
        return label;
    }

    /**
     * {@return the mode of that name}
     *
     * @throws IllegalArgumentException saying what would be accepted
     */
    public static Mode of(String label) {
        if (label.equals("live_trading")) {
            throw new IllegalArgumentException(
                    "live_trading is not available yet; must be one of backtest, live_simulation");
        }
        return Labels.find(List.of(values()), Mode::label, label);
    }
}
