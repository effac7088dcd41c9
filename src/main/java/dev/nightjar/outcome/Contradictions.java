package dev.nightjar.outcome;

import dev.nightjar.market.Decimals;
import dev.nightjar.run.Instance;
import dev.nightjar.strategy.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says of one day of an instance what cannot be true, in the names of its strategy. */
final class Contradictions {

    private final Instance instance;
    private final DayRecord day;
    private final List<Node.Leg> legs;

    Contradictions(Instance instance, DayRecord day) {
        this.instance = instance;
        this.day = day;
        legs = instance.strategy().legs();
    }

    InconsistentResultException ofDay(String what) {
        return new InconsistentResultException(instance.key(), day.date(), what);
    }

    InconsistentResultException of(int event, String what) {
        return ofDay("event " + event + " " + what);
    }

    /** {@return the leg, which must exist} */
    int leg(int event, int leg) {
        if (leg < 0 || leg >= legs.size()) {
            throw of(event, "is of leg " + leg + " of " + legs.size());
        }
        return leg;
    }

    String vpi(int leg) {
        return legs.get(leg).vpi();
    }

    @Nullable Node node(DayRecord.Event event) {
        return event.node() < 0 ? null : instance.strategy().nodes().get(event.node());
    }

    static String money(long units) {
        return Decimals.format(units, Decimals.MONEY_SCALE);
    }
}
