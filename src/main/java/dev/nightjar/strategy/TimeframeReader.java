package dev.nightjar.strategy;

import dev.nightjar.market.Timeframe;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the width of a timeframe from its unit and number, or from its label. */
final class TimeframeReader {

    private static final Choices<Integer> UNITS = new Choices<>("unit", minutesOfUnits(), java.util.Set.of());

    private TimeframeReader() {}

    private static Map<String, Integer> minutesOfUnits() {
        Map<String, Integer> minutes = new LinkedHashMap<>();
        minutes.put("minutes", 1);
        minutes.put("hours", 60);
        minutes.put("days", Timeframe.DAY);
        return minutes;
    }

    static @Nullable Timeframe read(ObjectReader reader) {
        Place label = reader.find("timeframe");
        Integer labelled = label != null && label.value() instanceof JsonValue.Text text ? minutes(text.value()) : null;
        if (labelled != null && reader.find("unit") == null && reader.find("number") == null) {
            return new Timeframe(labelled);
        }
        Integer unit = reader.choice("unit", UNITS);
        Integer number = reader.integer("number", 1, Timeframe.DAY);
        if (unit == null || number == null) {
            return null;
        }
        if (unit * number > Timeframe.DAY) {
            reader.place("number")
                    .error("makes a timeframe of " + unit * number + " minutes, at most a day is possible");
            return null;
        }
        Timeframe width = new Timeframe(unit * number);
        if (label != null && labelled != null && labelled != width.minutes()) {
            label.error("does not agree with unit and number, which make " + width.label());
        }
        return width;
    }

    /** {@return the minutes of a label such as {@code 5m}; null if it is no such label} */
    private static @Nullable Integer minutes(String label) {
        int digits = label.length() - 1;
        if (digits < 1 || digits > 4 || !label.chars().limit(digits).allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        int unit = switch (label.charAt(digits)) {
            case 'm' -> 1;
            case 'h' -> 60;
            case 'd' -> Timeframe.DAY;
            default -> 0;
        };
        int minutes = Integer.parseInt(label.substring(0, digits)) * unit;
        return minutes < 1 || minutes > Timeframe.DAY ? null : minutes;
    }
}
