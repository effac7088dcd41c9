package dev.nightjar.report;

import dev.nightjar.market.Bars;
import dev.nightjar.market.Session;
import java.time.Instant;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Prices of one symbol as they are drawn: a point at the end of each bar.
 *
 * @param span the day they are of, or what else the reader chooses them by
 * @param underlying whether the strategy looks at it; else it is a contract while it was held
 * @param width of a bar, in seconds
 * @param session of the day, or of the last one
 */
record PriceLine(String span, String symbol, boolean underlying, Bars bars, int width, Session session) {

    /** Writes it as steps from bar to bar, the first from 0. */
    void write(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("date", span);
        json.writeStringProperty("symbol", symbol);
        json.writeBooleanProperty("underlying", underlying);
        json.writeNumberProperty("scale", bars.priceScale());
        json.writeArrayPropertyStart("times");
        ZoneRules rules = session.zone().getRules();
        long before = 0;
        long ahead = 0;
        long changes = Long.MIN_VALUE;
        for (int bar = 0; bar < bars.count(); bar++) {
            long end = bars.start(bar) + width;
            if (end >= changes) {
                Instant moment = Instant.ofEpochSecond(end);
                ahead = rules.getOffset(moment).getTotalSeconds();
                @Nullable ZoneOffsetTransition next = rules.nextTransition(moment);
                changes = next == null ? Long.MAX_VALUE : next.toEpochSecond();
            }
            // the exchange's clock, counted as if it were UTC
            json.writeNumber(end + ahead - before);
            before = end + ahead;
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("closes");
        for (int bar = 0; bar < bars.count(); bar++) {
            json.writeNumber(bar == 0 ? bars.close(0) : bars.close(bar) - bars.close(bar - 1));
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
