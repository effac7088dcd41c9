package dev.nightjar.engine;

import dev.nightjar.engine.DayJournal.EventKind;

/** Numbers the events that an instance tells on one day, and sees to it that they do not become too many. */
final class Events {

    private final DayJournal journal;
    private final int most;
    private int number;

    Events(DayJournal journal, int most) {
        this.journal = journal;
        this.most = most;
    }

    /** @throws IllegalStateException if there are too many */
    void begin(EventKind kind, long time, int node, int parent) {
        if (number == most) {
            throw new IllegalStateException("the strategy made more than " + most + " events on this day");
        }
        journal.begin(kind, time, node, parent);
    }

    /** {@return the number of the event that is being told} */
    int number() {
        return number;
    }

    /** Ends the event. {@return its number} */
    int end() {
        journal.end();
        return number++;
    }
}
