package dev.nightjar.strategy;

/** Blocks with an {@code enabled} member. */
final class Switched {

    private Switched() {}

    /** {@return whether the block is there and switched on} */
    static boolean on(ObjectReader reader, String block) {
        ObjectReader switched = reader.object(block);
        if (switched == null) {
            return false;
        }
        if (switched.find("enabled") == null) {
            // Whoever wrote it may think that it is on.
            reader.place(block).error("must say enabled: true or enabled: false");
        }
        return switched.flag("enabled");
    }

    /** Warns of alerts, which nobody sends. */
    static void warnOfAlert(ObjectReader reader) {
        if (on(reader, "alertNotification")) {
            reader.place("alertNotification").warning("alerts are not sent, it has no effect");
        }
    }
}
