package dev.nightjar.report;

import dev.nightjar.market.Bars;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import tools.jackson.core.JsonGenerator;

/**
 * Prices of one symbol as they are drawn: a point at the end of each bar.
 *
 * @param span the day they are of, or what else the reader chooses them by
 * @param underlying whether the strategy looks at it; else it is a contract while it was held
 * @param width of a bar, in seconds
 * @param zone the exchange's
 */
record PriceLine(String span, String symbol, boolean underlying, Bars bars, int width, ZoneId zone) {

    void write(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("date", span);
        json.writeStringProperty("symbol", symbol);
        json.writeBooleanProperty("underlying", underlying);
        json.writeArrayPropertyStart("times");
        for (int bar = 0; bar < bars.count(); bar++) {
            long end = bars.start(bar) + width;
            // the exchange's clock, counted as if it were UTC
            json.writeNumber(
                    end + zone.getRules().getOffset(Instant.ofEpochSecond(end)).getTotalSeconds());
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("values");
        for (int bar = 0; bar < bars.count(); bar++) {
            json.writeNumber(BigDecimal.valueOf(bars.close(bar), bars.priceScale()));
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
