package dev.nightjar.data;

import dev.nightjar.market.Underlying;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The shipped reference data of underlyings. */
final class Underlyings {

    private static final Map<String, Underlying> SHIPPED = read();

    private Underlyings() {}

    private static Map<String, Underlying> read() {
        Problems problems = new Problems();
        Map<String, Underlying> underlyings = new TreeMap<>();
        CsvFile.shipped("reference/underlyings.csv")
                .read(
                        List.of("symbol", "derivatives_exchange", "strike_interval"),
                        Map.of(),
                        problems,
                        (reader, places) -> underlyings.put(
                                reader.text(places[0]),
                                new Underlying(
                                        reader.text(places[0]),
                                        reader.text(places[1]),
                                        new BigDecimal(reader.text(places[2])))));
        problems.throwIfAny("shipped reference data");
        return underlyings;
    }

    static @Nullable Underlying of(String symbol) {
        return SHIPPED.get(symbol);
    }
}
