package dev.nightjar.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.BarsBuilder;
import dev.nightjar.market.UnreadableMarketException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class SimulatedPricesTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");
    private static final int DAY = 86_400;
    private static final byte[] NONE = "[]".getBytes(StandardCharsets.UTF_8);

    private final List<String> asked = new ArrayList<>();

    /** {@return so many bars of each of some days in 2024, from 09:15 on, that close at 101, 102, … hundredths} */
    private static SimulatedPrices.Candles candles(int days, int each, int width) {
        BarsBuilder bars = new BarsBuilder(2);
        int close = 100;
        for (int day = 0; day < days; day++) {
            long open = LocalDate.of(2024, 1, 1)
                    .plusDays(day)
                    .atTime(9, 15)
                    .atZone(ZONE)
                    .toEpochSecond();
            for (int bar = 0; bar < each; bar++) {
                bars.add(open + (long) bar * width, 100, 200 + close, 50, ++close, 1);
            }
        }
        return new SimulatedPrices.Candles(bars.bars(), width, ZONE);
    }

    private SimulatedPrices prices(SimulatedPrices.Candles candles, int points, int least) {
        return new SimulatedPrices(
                symbol -> {
                    asked.add(symbol);
                    return candles;
                },
                points,
                least);
    }

    private static byte[] trades(String... symbols) {
        return Stream.of(symbols)
                .map(symbol -> "{\"symbol\":\"" + symbol + "\",\"pnl\":1}")
                .collect(Collectors.joining(",", "[", "]"))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** {@return the lines, and what is not drawn} */
    private static List<JsonNode> made(SimulatedPrices prices, byte[] trades, byte[] open) {
        return PageData.documents(prices.packed(trades, open)).stream()
                .map(JsonMapper.shared()::readTree)
                .toList();
    }

    private static List<Long> steps(JsonNode list) {
        return list.valueStream().map(JsonNode::asLong).toList();
    }

    @Test
    void aDayIsAPointAtItsLastSecondInTheClockOfTheExchange() {
        List<JsonNode> made = made(prices(candles(3, 1, DAY), 100, 10), trades("A"), NONE);

        JsonNode line = made.get(0).get(0);
        long first = LocalDate.of(2024, 1, 1).toEpochDay() * DAY + DAY - 1;
        assertThat(line.path("date").asString()).isEqualTo("all days");
        assertThat(line.path("underlying").asBoolean()).isFalse();
        assertThat(steps(line.path("times"))).containsExactly(first, (long) DAY, (long) DAY);
        assertThat(steps(line.path("closes"))).containsExactly(101L, 1L, 1L);
    }

    @Test
    void onlyWhatWasTradedIsReadTheMostTradedFirst() {
        List<JsonNode> made = made(prices(candles(3, 1, DAY), 6, 4), trades("B", "A", "C", "A"), trades("C", "D", "E"));

        assertThat(asked).containsExactly("C", "A");
        assertThat(made.get(0))
                .extracting(line -> line.path("symbol").asString())
                .containsExactly("C", "A");
        assertThat(made.get(1).path("not_drawn").path("symbols"))
                .extracting(JsonNode::asString)
                .containsExactly("E", "D", "B");
    }

    @Test
    void barsAreJoinedAndTheNewestDaysAreDrawnWhereThereAreTooMany() {
        List<JsonNode> made = made(prices(candles(40, 375, 60), 70, 70), trades("A"), NONE);

        assertThat(made.get(0))
                .hasSize(10)
                .allSatisfy(line -> assertThat(line.path("times")).hasSize(7));
        assertThat(made.get(1).path("not_drawn").path("from").path("A").asString())
                .isEqualTo("2024-01-31");
        JsonNode whole =
                made(prices(candles(2, 75, 300), 150, 70), trades("A"), NONE).get(1);
        assertThat(whole.path("not_drawn").path("from")).isEmpty();
    }

    @Test
    void whatCannotBeReadIsToldAndCostsNoOther() {
        SimulatedPrices prices = new SimulatedPrices(symbol -> {
            if (symbol.equals("A")) {
                throw new UnreadableMarketException("it is gone");
            }
            return candles(3, 1, DAY);
        });

        List<JsonNode> made = made(prices, trades("A", "B"), NONE);

        assertThat(made.get(0))
                .extracting(line -> line.path("symbol").asString())
                .containsExactly("B");
        assertThat(made.get(1).path("not_drawn").path("unreadable").path("A").asString())
                .isEqualTo("it is gone");
    }

    @Test
    void withoutATradeNothingIsRead() {
        assertThat(made(prices(candles(1, 1, DAY), 100, 10), NONE, NONE).get(0)).isEmpty();
        assertThat(asked).isEmpty();
    }
}
