package dev.nightjar.engine;

import java.util.Arrays;

/** What the nodes of an instance are doing. Those that are not inactive are found without looking at the others. */
final class Statuses {

    enum Status {
        INACTIVE,
        ACTIVE,
        PENDING
    }

    private final Visits visits;
    private final Status[] statuses;
    /** Bits by place in the order of visits: those that are not inactive. */
    private final long[] awake;

    Statuses(Visits visits, int count) {
        this.visits = visits;
        statuses = new Status[count];
        awake = new long[(count + Long.SIZE - 1) / Long.SIZE];
        deactivateAll();
    }

    Status of(int node) {
        return statuses[node];
    }

    void set(int node, Status status) {
        statuses[node] = status;
        int place = visits.place(node);
        if (status == Status.INACTIVE) {
            awake[place / Long.SIZE] &= ~(1L << place);
        } else {
            awake[place / Long.SIZE] |= 1L << place;
        }
    }

    void deactivateAll() {
        Arrays.fill(statuses, Status.INACTIVE);
        Arrays.fill(awake, 0);
    }

    boolean anyAwake() {
        return nextAwake(0) >= 0;
    }

    /** {@return the first place in the order of visits from one on whose node is not inactive; -1 if there is none} */
    int nextAwake(int place) {
        int word = place / Long.SIZE;
        if (word >= awake.length) {
            return -1;
        }
        long bits = awake[word] & -1L << place;
        while (bits == 0) {
            if (++word == awake.length) {
                return -1;
            }
            bits = awake[word];
        }
        return word * Long.SIZE + Long.numberOfTrailingZeros(bits);
    }
}
