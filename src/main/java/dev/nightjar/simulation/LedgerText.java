package dev.nightjar.simulation;

/** A ledger as a JSON document, in one form only: equal ledgers have equal texts. */
public final class LedgerText {

    private LedgerText() {}

    public static String write(Ledger ledger) {
        throw new UnsupportedOperationException(ledger.toString());
    }

    /**
     * {@return the ledger a document tells}
     *
     * @throws IllegalArgumentException if it is none, saying where
     */
    public static Ledger read(String text) {
        throw new UnsupportedOperationException(text);
    }
}
