package dev.nightjar.data;

import java.util.List;

/**
 * Something about the data of a day that does not keep it from being imported, but should be known.
 *
 * @param kind what
 * @param count how many rows, or for a gap how many gaps; at least 1
 * @param examples a few of them, each with its place; at least one
 */
public record Finding(Kind kind, long count, List<String> examples) {

    public Finding {
        examples = List.copyOf(examples);
        if (count < 1 || examples.isEmpty()) {
            throw new IllegalArgumentException(kind + ": count and examples must be at least 1");
        }
    }

    /** What may be found. */
    public enum Kind {
        /** The same row again, every field; left out. */
        DUPLICATE("rows that are there already, left out", true),
        /** A traded price of zero; the row is left out. */
        ZERO_PRICE("rows with a price of zero, left out", true),
        /** A bid above the ask. */
        CROSSED_QUOTE("ticks with a bid above the ask", true),
        /** Before the open or after the closing second; left out. */
        OUTSIDE_SESSION("rows outside the session, left out", true),
        /** Of a symbol that is not listed, or not on that day; left out. */
        UNKNOWN_SYMBOL("rows of symbols that are not known on that day, left out", true),
        /** Most rows are outside the session and would be inside if they were moved by the zone's offset. */
        SHIFTED_TIMES("rows that would be inside the session if their times were moved by the zone's offset", true),
        /** A price that is no multiple of the instrument's tick size. */
        OFF_TICK_SIZE("ticks with a price off the tick size", false),
        /** A row that is earlier than one above it; sorted. */
        OUT_OF_ORDER("rows out of order, sorted", false),
        /** An instrument that is no future or option is without a tick for too long. */
        GAP("gaps", true);

        private final String meaning;
        private final boolean refusedIfStrict;

        Kind(String meaning, boolean refusedIfStrict) {
            this.meaning = meaning;
            this.refusedIfStrict = refusedIfStrict;
        }

        /** {@return what was counted, as it follows the number in a sentence} */
        public String meaning() {
            return meaning;
        }

        /** {@return whether a strict import refuses a day that has it} */
        public boolean refusedIfStrict() {
            return refusedIfStrict;
        }
    }
}
