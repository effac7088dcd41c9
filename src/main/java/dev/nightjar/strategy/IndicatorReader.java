package dev.nightjar.strategy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the indicators of a timeframe. Their parameters are strict: what is not known is an error. */
final class IndicatorReader {

    private static final Map<String, IndicatorKind> KINDS = kinds();

    /** Indicators that strategy files of the format may name, and that do not exist here. */
    private static final Set<String> ELSEWHERE =
            Set.of(("aberration accbands adosc alligator alma amat ao aobv apo atrts"
                            + " bias bop brar cdl_doji cdl_inside cdl_pattern cfo cg chandelier_exit chop cksp coppock cti"
                            + " decay dm dpo drawdown efi elder_ray entropy eom er fisher fwma ht_trendline hwc hwma inertia"
                            + " jma kdj kst kurtosis kvo log_return mad massi median midpoint midprice nvi percent_return"
                            + " pgo psl pvi pvo pvol pvr pvt pwma qqe qstick quantile renko rma rsx rvgi rvi sinwma skew"
                            + " slope smi squeeze stc support_resistance swma t3 thermo trima true_range tsi tsv ttm_trend ui"
                            + " uo variance vhf vidya vp zigzag zlma zscore")
                    .split(" "));

    private IndicatorReader() {}

    private static Map<String, IndicatorKind> kinds() {
        Map<String, IndicatorKind> kinds = new LinkedHashMap<>();
        Arrays.stream(IndicatorKind.values()).forEach(kind -> kinds.put(kind.label(), kind));
        return kinds;
    }

    /** {@return the kind of that name, or null} */
    static @Nullable IndicatorKind kind(String name) {
        return KINDS.get(name);
    }

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
        IndicatorKind kind = kind(reader);
        if (kind == null) {
            // Without its kind the other members cannot be judged.
            return null;
        }
        List<IndicatorArgument> arguments = new ArrayList<>();
        for (IndicatorParameter parameter : kind.parameters()) {
            Place member = reader.find(parameter.name());
            IndicatorArgument argument = member == null ? parameter.byDefault() : argument(member, parameter);
            if (argument != null) {
                arguments.add(argument);
            }
        }
        reader.refuseTheRest("parameter of " + kind.label());
        if (arguments.size() < kind.parameters().size()) {
            return null;
        }
        String disorder = IndicatorSpec.disorder(kind, arguments);
        if (disorder != null) {
            reader.place("fast").error(disorder);
            return null;
        }
        return new IndicatorSpec(kind, arguments);
    }

    private static @Nullable IndicatorKind kind(ObjectReader reader) {
        Place place = reader.need("indicator_name", "the name of an indicator");
        String name = place == null ? null : place.text("the name of an indicator");
        if (place == null || name == null) {
            return null;
        }
        IndicatorKind kind = KINDS.get(name);
        if (kind == null) {
            String accepted = ", accepted: " + String.join(", ", KINDS.keySet());
            place.error(
                    ELSEWHERE.contains(name)
                            ? "indicator " + name + " is not available" + accepted
                            : "unknown indicator" + accepted
                                    + Nearest.to(name, KINDS.keySet())
                                            .map(near -> "; did you mean " + near)
                                            .orElse(""));
        }
        return kind;
    }

    /** {@return the value at the place, a number or a text; null, and an error, if the parameter does not take it} */
    private static @Nullable IndicatorArgument argument(Place place, IndicatorParameter parameter) {
        String text = null;
        if (place.value() instanceof JsonValue.Numeral number) {
            text = number.text();
        } else if (place.value() instanceof JsonValue.Text string) {
            text = string.value();
        }
        IndicatorArgument argument = text == null ? null : parameter.parse(text);
        if (argument == null && text != null && parameter instanceof IndicatorParameter.OneOf choice) {
            place.unknown(parameter.name(), text, choice.names());
        } else if (argument == null) {
            place.error("must be " + parameter.accepted());
        }
        return argument;
    }
}
