package dev.nightjar.engine;

import dev.nightjar.engine.DayJournal.EventKind;

/** Numbers the events that an instance tells on one day, and sees to it that they do not become too many. */
final class Events {

    private final DayJournal journal;
    private final int first;
    private final int most;
    private int number;

    /**
     * @param first the number of the day's first event
     * @param most how many there may be on the day
     */
    Events(DayJournal journal, int first, int most) {
        this.journal = journal;
        this.first = first;
        number = first;
        this.most = most;
    }

    /** @throws IllegalStateException if there are too many */
    void begin(EventKind kind, long time, int node, int parent) {
        if (number - first == most) {
            throw new IllegalStateException("the strategy made more than " + most + " events on this day");
        }
        journal.begin(kind, time, node, parent);
    }

    /** {@return the number of the event that is being told, or of the next one} */
    int number() {
        return number;
    }

    /** Ends the event. {@return its number} */
    int end() {
        journal.end();
        return number++;
    }
}
