package dev.nightjar.simulation;

/** Why an order was not carried out. */
public enum SkipReason {
    /** What may be spent does not pay for one share, or one lot. */
    NO_SHARE("no_share"),
    /** Its size is there, but the account cannot pay for one share, or one lot, and its fees. */
    NO_CASH("no_cash"),
    /** A position of that side is open. */
    ALREADY_HELD("already_held"),
    /** There is nothing to sell. */
    NOTHING_HELD("nothing_held"),
    /** There are too few bars to tell what the size depends on, or it cannot be told from them. */
    NO_SIZE("no_size"),
    /** A later signal came before it could fill. */
    SUPERSEDED("superseded"),
    /** The symbol had no further bar on which it could be traded. */
    NOT_TRADABLE("not_tradable"),
    /** It was given by the last bar, or on the bar on which everything is closed. */
    LAST_BAR("last_bar");

    private final String label;

    SkipReason(String label) {
        this.label = label;
    }

    /** {@return the name used in files} */
    public String label() {
        return label;
    }
}
