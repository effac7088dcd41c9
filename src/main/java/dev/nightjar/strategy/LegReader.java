package dev.nightjar.strategy;

import dev.nightjar.market.Side;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads the legs of entry nodes. */
final class LegReader {

    private static final int MAX_PRIORITY = 1_000_000;
    private static final int MAX_ENTRIES = 1_000_000;

    private static final Choices<Side> SIDES =
            Choices.of("position type", Side.values(), side -> side.name().toLowerCase(Locale.ROOT));
    private static final Choices<String> ORDERS =
            Choices.of("order type", new String[] {"market"}, "limit", "stop", "stop_limit", "sl", "sl-m");
    private static final Choices<String> PRODUCTS =
            Choices.of("product type", new String[] {"intraday"}, "delivery", "carryforward");
    private static final Choices<String> INSTRUMENTS =
            Choices.of("instrument type", new String[] {"options"}, "futures", "stock");
    private static final Choices<String> VALIDITY = Choices.of("time in force", new String[] {"day"}, "gtc");

    private final References references;

    LegReader(References references) {
        this.references = references;
    }

    /** {@return the leg, or null if it has errors} */
    Node.@Nullable Leg read(Place place) {
        ObjectReader reader =
                ObjectReader.of(place, "a leg: an object with vpi, positionType, quantity, optionDetails");
        if (reader == null) {
            return null;
        }
        String vpi = vpi(reader);
        Integer priority = reader.optionalInteger("priority", -MAX_PRIORITY, MAX_PRIORITY);
        BigDecimal lots = reader.positive("quantity");
        BigDecimal multiplier = multiplier(reader);
        Side side = reader.choice("positionType", SIDES);
        Integer maxEntries = reader.optionalInteger("maxEntries", 1, MAX_ENTRIES);
        ContractChoice contract = ContractReader.read(reader);
        checkOrder(reader);
        reader.without("vpt").warnOfTheRest();
        if (vpi == null || lots == null || multiplier == null || side == null || contract == null) {
            return null;
        }
        OptionalInt entries = maxEntries == null ? OptionalInt.empty() : OptionalInt.of(maxEntries);
        return new Node.Leg(vpi, priority == null ? 1 : priority, lots, multiplier, side, contract, entries);
    }

    private @Nullable String vpi(ObjectReader reader) {
        String vpi = reader.text("vpi", "an id of the position that is unique in the strategy");
        if (vpi != null && !references.declareVpi(vpi)) {
            reader.place("vpi").error("another position of the strategy has this vpi already");
        }
        return vpi;
    }

    private static @Nullable BigDecimal multiplier(ObjectReader reader) {
        if (reader.find("multiplier") == null && reader.find("lotSize") != null) {
            return reader.positive("lotSize");
        }
        BigDecimal multiplier = reader.positive("multiplier");
        Place lotSize = reader.find("lotSize");
        if (lotSize != null && multiplier != null) {
            BigDecimal size = reader.positive("lotSize");
            if (size != null && size.compareTo(multiplier) != 0) {
                lotSize.error("does not agree with multiplier, which is " + multiplier.toPlainString());
            }
        }
        return multiplier;
    }

    private static void checkOrder(ObjectReader reader) {
        reader.check("orderType", ORDERS);
        reader.check("productType", PRODUCTS);
        reader.check("type", INSTRUMENTS);
        reader.check("time_in_force", VALIDITY);
        for (String name : List.of("limitPrice", "limitOffset", "stopPrice")) {
            Place price = reader.find(name);
            if (price != null) {
                price.error("limit and stop orders are not available yet, expected a market order without it");
            }
        }
        Switched.off(reader, "on a leg", "stopLoss", "takeProfit", "trailingStop");
    }
}
