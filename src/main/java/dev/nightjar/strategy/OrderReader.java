package dev.nightjar.strategy;

import dev.nightjar.market.Side;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads how a leg's entry is ordered. */
final class OrderReader {

    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

    private static final Choices<OrderType> TYPES = Choices.of("order type", OrderType.values(), OrderType::label);
    private static final Choices<Boolean> VALIDITY =
            Choices.of("time in force", new Boolean[] {false, true}, cancelled -> cancelled ? "gtc" : "day");
    private static final Choices<Boolean> OFFSETS = Choices.of(
            "type of offset", new Boolean[] {false, true}, percentage -> percentage ? "percentage" : "points");

    private OrderReader() {}

    /**
     * {@return the terms, or null if they have errors}
     *
     * @param overnight whether the leg is kept beyond the day; null if that is not known
     */
    static @Nullable OrderTerms read(ObjectReader leg, @Nullable Side side, @Nullable Boolean overnight) {
        OrderType type = leg.optionalChoice("orderType", TYPES, OrderType.MARKET);
        Boolean goodTillCancelled = validity(leg, overnight);
        if (type == null) {
            leg.without("limitPrice", "limitOffset", "stopPrice");
            return null;
        }
        boolean limited = type == OrderType.LIMIT || type == OrderType.STOP_LIMIT;
        boolean stopped = type == OrderType.STOP || type == OrderType.STOP_LIMIT;
        boolean wrong = !limited && refuse(leg, type, "limitPrice", "limitOffset");
        wrong |= !stopped && refuse(leg, type, "stopPrice");
        BigDecimal stop = stopped ? leg.positive("stopPrice") : null;
        BigDecimal price = null;
        Distance offset = null;
        if (limited && leg.find("limitOffset") != null) {
            offset = offset(leg, type, side);
            if (leg.find("limitPrice") != null) {
                leg.place("limitOffset").error("there is a limitPrice as well, expected one of the two");
                wrong = true;
            }
        } else if (limited) {
            price = price(leg, type);
        }
        if (wrong
                || goodTillCancelled == null
                || stopped && stop == null
                || limited && price == null && offset == null) {
            return null;
        }
        return new OrderTerms(type, price, offset, stop, goodTillCancelled);
    }

    private static @Nullable BigDecimal price(ObjectReader leg, OrderType type) {
        if (leg.find("limitPrice") == null) {
            leg.place("limitPrice")
                    .error("is missing, expected a positive number, or a limitOffset, for an order of type "
                            + type.label());
            return null;
        }
        return leg.positive("limitPrice");
    }

    private static boolean refuse(ObjectReader leg, OrderType type, String... names) {
        boolean refused = false;
        for (String name : names) {
            Place place = leg.find(name);
            if (place != null) {
                place.error("an order of type " + type.label() + " has no " + name + ", expected none");
                refused = true;
            }
        }
        return refused;
    }

    private static @Nullable Distance offset(ObjectReader leg, OrderType type, @Nullable Side side) {
        ObjectReader reader = leg.object("limitOffset");
        if (reader == null) {
            return null;
        }
        Boolean percentage = reader.choice("type", OFFSETS);
        BigDecimal value = reader.amount("value");
        reader.warnOfTheRest();
        if (percentage == null || value == null) {
            return null;
        }
        if (percentage && value.compareTo(WHOLE) >= 0 && type == OrderType.LIMIT && side == Side.BUY) {
            reader.place("value").warning("lies 100 percent or more below the price, where a buy never fills");
        }
        return new Distance(percentage, value);
    }

    private static @Nullable Boolean validity(ObjectReader leg, @Nullable Boolean overnight) {
        Place place = leg.find("time_in_force");
        Boolean goodTillCancelled = place == null ? Boolean.FALSE : VALIDITY.read(place);
        if (place != null && goodTillCancelled != null && goodTillCancelled && overnight != null && !overnight) {
            place.error("gtc is only for legs that are kept overnight in a positional strategy, expected day");
            return null;
        }
        return goodTillCancelled;
    }
}
