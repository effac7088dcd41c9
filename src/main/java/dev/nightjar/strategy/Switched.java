package dev.nightjar.strategy;

/** Blocks with an {@code enabled} member. */
final class Switched {

    private Switched() {}

    /** Refuses the blocks that are switched on; the others are not looked into. */
    static void off(ObjectReader reader, String where, String... blocks) {
        for (String block : blocks) {
            if (on(reader, block)) {
                reader.place(block).error(block + " " + where + " is not available yet, expected enabled: false");
            }
        }
    }

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
