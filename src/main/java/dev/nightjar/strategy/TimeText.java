package dev.nightjar.strategy;

import java.time.DateTimeException;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** Times of day as strategy files write them. */
final class TimeText {

    static final String FORM = "a time as HH:MM or HH:MM:SS";

    private TimeText() {}

    /** {@return the time, or null if the text is not of that form} */
    static @Nullable LocalTime parse(String text) {
        if (text.length() != 5 && text.length() != 8) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (i % 3 == 2 ? c != ':' : c < '0' || c > '9') {
                return null;
            }
        }
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** {@return the time at the place; null, and an error, if there is none} */
    static @Nullable LocalTime read(Place place) {
        LocalTime time = place.value() instanceof JsonValue.Text text ? parse(text.value()) : null;
        if (time == null) {
            place.error("must be " + FORM);
        }
        return time;
    }
}
