package dev.nightjar.strategy;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the blocks that protect a leg from its fill on, or what a partial exit leaves of it. */
final class ProtectionsReader {

    private static final String STOP_LOSS = "stopLoss";
    private static final String TAKE_PROFIT = "takeProfit";
    private static final String TRAILING_STOP = "trailingStop";

    private static final BigDecimal NEVER = BigDecimal.valueOf(100);
    private static final BigDecimal LONGEST_WAIT = BigDecimal.valueOf(1_000_000);

    private static final Choices<Boolean> TRIGGERS =
            Choices.of("trigger type", new Boolean[] {true, false}, percentage -> percentage ? "percentage" : "points");
    private static final Choices<Long> UNITS = new Choices<>("unit", nanosOfUnits(), Set.of());

    private ProtectionsReader() {}

    private static Map<String, Long> nanosOfUnits() {
        Map<String, Long> nanos = new LinkedHashMap<>();
        nanos.put("seconds", 1_000_000_000L);
        nanos.put("minutes", 60_000_000_000L);
        return nanos;
    }

    /** {@return the blocks of the object that are switched on, as far as they could be read} */
    static Protections read(ObjectReader owner) {
        return new Protections(stopLoss(owner), takeProfit(owner), trailingStop(owner));
    }

    /** {@return the first block that is switched on, or null if none is} */
    static @Nullable Place switchedOn(ObjectReader owner) {
        for (String block : new String[] {STOP_LOSS, TAKE_PROFIT, TRAILING_STOP}) {
            if (Switched.on(owner, block)) {
                return owner.place(block);
            }
        }
        return null;
    }

    /** Warns of levels no price above 0 reaches. */
    static void warnOfUnreachable(ObjectReader owner, Protections protections, boolean buys) {
        Protections.StopLoss stop = protections.stopLoss();
        if (buys && stop != null) {
            warn(owner, STOP_LOSS, "stopPercentage", stop.distance(), "below the price of a buy");
        }
        Protections.TrailingStop trailing = protections.trailingStop();
        if (buys && trailing != null) {
            warn(owner, TRAILING_STOP, "initialDistance", trailing.distance(), "below the price of a buy");
        }
        Protections.TakeProfit target = protections.takeProfit();
        if (!buys && target != null) {
            warn(owner, TAKE_PROFIT, "targetPercentage", target.distance(), "below the price of a sell");
        }
    }

    private static void warn(ObjectReader owner, String block, String member, Distance distance, String where) {
        ObjectReader reader = owner.object(block);
        if (reader != null && distance.percentage() && distance.value().compareTo(NEVER) >= 0) {
            reader.place(member).warning("lies 100 percent or more " + where + ", where it is never hit");
        }
    }

    private static Protections.@Nullable StopLoss stopLoss(ObjectReader owner) {
        ObjectReader block = switchedOn(owner, STOP_LOSS);
        if (block == null) {
            return null;
        }
        Distance distance = distance(block, "stopPercentage", "stopPoints");
        Protections.LimitClose limit = limit(block);
        block.warnOfTheRest();
        return distance == null ? null : new Protections.StopLoss(distance, limit);
    }

    private static Protections.@Nullable TakeProfit takeProfit(ObjectReader owner) {
        ObjectReader block = switchedOn(owner, TAKE_PROFIT);
        if (block == null) {
            return null;
        }
        Distance distance = distance(block, "targetPercentage", "targetPoints");
        for (String name : new String[] {"limitBuffer", "waitTime"}) {
            BigDecimal value = block.optionalAmount(name);
            if (value != null && value.signum() > 0) {
                refuseLimit(block, name);
            }
        }
        if (block.flag("waitForMarket")) {
            refuseLimit(block, "waitForMarket");
        }
        block.check("waitTimeUnit", UNITS);
        block.warnOfTheRest();
        return distance == null ? null : new Protections.TakeProfit(distance);
    }

    private static void refuseLimit(ObjectReader block, String name) {
        block.place(name).error("a target always closes at market, expected 0, false or no " + name);
    }

    private static Protections.@Nullable TrailingStop trailingStop(ObjectReader owner) {
        ObjectReader block = switchedOn(owner, TRAILING_STOP);
        if (block == null) {
            return null;
        }
        Boolean percentage = block.choice("triggerType", TRIGGERS);
        BigDecimal distance = block.positive("initialDistance");
        BigDecimal step = block.optionalAmount("stepSize");
        Protections.LimitClose limit = limit(block);
        block.warnOfTheRest();
        return percentage == null || distance == null
                ? null
                : new Protections.TrailingStop(
                        new Distance(percentage, distance), step == null ? BigDecimal.ZERO : step, limit);
    }

    private static @Nullable ObjectReader switchedOn(ObjectReader owner, String block) {
        ObjectReader reader = Switched.on(owner, block) ? owner.object(block) : null;
        return reader == null ? null : reader.without("enabled");
    }

    private static @Nullable Distance distance(ObjectReader block, String inPercent, String inPoints) {
        Boolean percentage = block.choice("triggerType", TRIGGERS);
        if (percentage == null) {
            block.without(inPercent, inPoints);
            return null;
        }
        String other = percentage ? inPoints : inPercent;
        if (block.find(other) != null) {
            block.place(other).warning("has no effect, triggerType asks for " + (percentage ? inPercent : inPoints));
        }
        BigDecimal value = block.positive(percentage ? inPercent : inPoints);
        return value == null ? null : new Distance(percentage, value);
    }

    /** {@return how it closes by a limit order; null if at market, or if that has errors} */
    private static Protections.@Nullable LimitClose limit(ObjectReader block) {
        BigDecimal buffer = block.optionalAmount("limitBuffer");
        BigDecimal wait = block.optionalAmount("waitTime");
        Long unit = block.optionalChoice("waitTimeUnit", UNITS, 1_000_000_000L);
        boolean forever = block.flag("waitForMarket");
        if (wait != null && wait.compareTo(LONGEST_WAIT) > 0) {
            block.place("waitTime").error("must be at most " + LONGEST_WAIT.toPlainString());
            return null;
        }
        boolean waits = wait != null && wait.signum() > 0;
        if (buffer == null || buffer.signum() == 0) {
            warnWithoutBuffer(block, waits, forever);
            return null;
        }
        if (forever && waits) {
            block.place("waitTime").warning("has no effect, waitForMarket: true waits however long it takes");
        }
        if (unit == null) {
            return null;
        }
        long nanos = wait == null ? 0 : wait.multiply(BigDecimal.valueOf(unit)).longValueExact();
        return new Protections.LimitClose(buffer, nanos, forever);
    }

    private static void warnWithoutBuffer(ObjectReader block, boolean waits, boolean forever) {
        if (waits) {
            block.place("waitTime").warning("has no effect without a limitBuffer above 0");
        }
        if (forever) {
            block.place("waitForMarket").warning("has no effect without a limitBuffer above 0");
        }
    }
}
