package dev.nightjar.strategy;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the indicators of a timeframe. Their parameters are strict: what is not known is an error. */
final class IndicatorReader {

    private static final int MAX_LENGTH = 500;
    private static final Choices<IndicatorKind> KINDS =
            Choices.of("indicator", IndicatorKind.values(), IndicatorKind::label);
    private static final Choices<PriceField> FIELDS = Choices.of(
            "price field",
            new PriceField[] {PriceField.CLOSE, PriceField.OPEN, PriceField.HIGH, PriceField.LOW},
            field -> field.label().toLowerCase(Locale.ROOT),
            "volume");

    private IndicatorReader() {}

    /** {@return the indicators by key, in file order; null for those with errors} */
    static Map<String, @Nullable IndicatorSpec> readAll(ObjectReader timeframe) {
        Map<String, @Nullable IndicatorSpec> specs = new LinkedHashMap<>();
        Place place = timeframe.find("indicators");
        if (place == null) {
            return specs;
        }
        if (!(place.value() instanceof JsonValue.Members object)) {
            place.error("must be an object of indicators by key");
            return specs;
        }
        for (String key : object.repeated()) {
            place.error("has indicator " + Shown.name(key) + " more than once");
        }
        object.members().forEach((key, value) -> specs.put(key, read(place.member(key, specs.size(), value))));
        return specs;
    }

    private static @Nullable IndicatorSpec read(Place place) {
        ObjectReader reader = ObjectReader.of(place, "an object with indicator_name and parameters");
        if (reader == null) {
            return null;
        }
        reader.without("display_name");
        IndicatorKind kind = reader.choice("indicator_name", KINDS);
        Place fieldPlace = reader.find("price_field");
        PriceField field = fieldPlace == null ? PriceField.CLOSE : FIELDS.read(fieldPlace);
        boolean hasLength = reader.find("length") != null;
        if (kind == null) {
            // Without its kind the other members cannot be judged.
            return null;
        }
        Integer length = reader.optionalInteger("length", kind == IndicatorKind.RSI ? 2 : 1, MAX_LENGTH);
        reader.refuseTheRest("parameter of " + kind.label());
        if (field == null || length == null && hasLength) {
            return null;
        }
        return new IndicatorSpec(kind, length == null ? kind.defaultLength() : length, field);
    }
}
