package dev.nightjar.strategy;

import dev.nightjar.market.Side;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the legs of entry nodes. */
final class LegReader {

    private static final int MAX_PRIORITY = 1_000_000;
    private static final int MAX_ENTRIES = 1_000_000;

    private static final Choices<Side> SIDES =
            Choices.of("position type", Side.values(), side -> side.name().toLowerCase(Locale.ROOT));
    private static final Choices<Boolean> PRODUCTS = new Choices<>("product type", overnightByProduct(), Set.of());

    private final Instruments instruments;
    private final References references;

    private static Map<String, Boolean> overnightByProduct() {
        Map<String, Boolean> products = new LinkedHashMap<>();
        products.put("intraday", false);
        products.put("delivery", true);
        products.put("carryforward", true);
        return products;
    }

    LegReader(Instruments instruments, References references) {
        this.instruments = instruments;
        this.references = references;
    }

    /** {@return the leg, or null if it has errors} */
    Node.@Nullable Leg read(Place place) {
        ObjectReader reader = ObjectReader.of(place, "a leg: an object with vpi, positionType, quantity, multiplier");
        if (reader == null) {
            return null;
        }
        Side side = reader.choice("positionType", SIDES);
        String vpi = vpi(reader, side);
        Integer priority = reader.optionalInteger("priority", -MAX_PRIORITY, MAX_PRIORITY);
        BigDecimal lots = reader.positive("quantity");
        BigDecimal multiplier = multiplier(reader);
        Integer maxEntries = reader.optionalInteger("maxEntries", 1, MAX_ENTRIES);
        TradedKind kind = reader.optionalChoice("type", TradedKind.CHOICES, instruments.traded());
        ContractChoice contract = ContractReader.read(reader, kind);
        Boolean overnight = overnight(reader);
        OrderTerms order = OrderReader.read(reader, side, overnight);
        Protections protections = ProtectionsReader.read(reader);
        if (side != null) {
            ProtectionsReader.warnOfUnreachable(reader, protections, side == Side.BUY);
        }
        reader.without("vpt").warnOfTheRest();
        if (vpi == null || lots == null || multiplier == null || side == null || contract == null || order == null) {
            return null;
        }
        OptionalInt entries = maxEntries == null ? OptionalInt.empty() : OptionalInt.of(maxEntries);
        return new Node.Leg(
                vpi,
                priority == null ? 1 : priority,
                lots,
                multiplier,
                side,
                contract,
                entries,
                order,
                Boolean.TRUE.equals(overnight),
                protections);
    }

    /** {@return whether the leg is kept beyond the day; null if that could not be read} */
    private @Nullable Boolean overnight(ObjectReader reader) {
        Boolean positional = instruments.positional();
        Place place = reader.find("productType");
        if (place == null) {
            return positional;
        }
        Boolean overnight = PRODUCTS.read(place);
        if (overnight != null && overnight && positional != null && !positional) {
            place.error("the strategy is intraday, expected intraday, or strategyType positional in the start node");
            return null;
        }
        return overnight;
    }

    private @Nullable String vpi(ObjectReader reader, @Nullable Side side) {
        String vpi = reader.text("vpi", "an id of the position that is unique in the strategy");
        if (vpi != null && !references.declareVpi(vpi, side)) {
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
}
