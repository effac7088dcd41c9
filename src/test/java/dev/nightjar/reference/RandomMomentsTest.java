package dev.nightjar.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.MarketDay;
import dev.nightjar.market.TickSeries;
import dev.nightjar.run.FillModel;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.TradingTerms;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Random strategies on bars, and those that are evaluated at each tick, come often enough to whatever is different there: fills at
 * opens and inside bars, bars that touch several levels, ticks of one time.
 */
final class RandomMomentsTest {

    private static final int SEEDS = Integer.getInteger("nightjar.seeds", 120);
    /** Each of the usual things happens in so many strategies of a hundred, or more. */
    private static final int USUAL = 3;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final List<String> PROTECTIONS = List.of("stop_loss", "take_profit", "trailing_stop");

    /** Where between the open and the end of a bar a fill lies. */
    private enum Place {
        OPEN("at an open"),
        INSIDE("inside a bar"),
        /** In a slice, or where it cannot be told. */
        ELSEWHERE("elsewhere");

        private final String words;

        Place(String words) {
            this.words = words;
        }
    }

    /** The files of one strategy and what they tell of. */
    private static final class Told {
        private final Map<LocalDate, MarketDay> days = new HashMap<>();
        private final Map<String, String> files;
        private final TradingTerms terms;
        private final Map<String, JsonNode> events = new HashMap<>();
        /** When a leg's latest position was opened. */
        private final Map<String, Long> entries = new HashMap<>();

        private final Set<String> found = new TreeSet<>();

        Told(long seed, RandomMarket market, String strategy) {
            terms = RandomStrategies.terms(seed, market);
            market.days().forEach(day -> days.put(day.date(), day));
            files = ReferenceEngine.run(
                    strategy,
                    new InstanceKey("user", "strategy", "broker", RandomStrategies.scale(seed)),
                    terms,
                    RandomStrategies.capital(seed),
                    market.days());
        }

        List<JsonNode> lines() {
            List<JsonNode> lines =
                    files.get("events.jsonl").lines().map(MAPPER::readTree).toList();
            lines.forEach(line -> events.put(text(line, "event_id"), line));
            return lines;
        }

        @Nullable JsonNode parent(JsonNode event) {
            return events.get(text(event, "parent_event_id"));
        }

        void find(String name, boolean happened) {
            if (happened) {
                found.add(name);
            }
        }

        MarketDay day(JsonNode event) {
            return days.get(OffsetDateTime.parse(text(event, "timestamp")).toLocalDate());
        }

        void bars() {
            for (JsonNode event : lines()) {
                String kind = text(event, "event_type");
                String node = text(event, "node_type");
                boolean later = kind.equals("order_filled");
                for (JsonNode row : event.path("opened")) {
                    String order = text(row, "order_type");
                    find(order + " entry fills " + place(event, row).words, later);
                }
                for (JsonNode row : event.path("closed")) {
                    closed(event, row, later, node);
                }
                for (JsonNode row : event.path("resting")) {
                    boolean known = bars(event, row).stream().anyMatch(bar -> bar.end() < time(event));
                    find("a last close is too old", known && terms.fill() == FillModel.LAST && isMarket(row));
                    find("a protection's limit rests", kind.equals("protection_hit"));
                }
                boolean own = bars(event, RandomMarket.TRADING).stream().anyMatch(bar -> bar.end() == time(event));
                find(
                        "the supporting instrument alone makes a slice",
                        text(event, "condition_set").length() > 0 && !own);
                find(kind, true);
                for (JsonNode leaf : event.path("conditions")) {
                    String raw = text(leaf, "raw");
                    boolean forms = raw.matches("TI\\.\\w+\\.(Open|High|Low|Close) .*");
                    find("a candle forms", forms && !leaf.path("lhs_value").isNull());
                    find("no candle forms", forms && leaf.path("lhs_value").isNull());
                    find(
                            "crosses",
                            raw.contains(" crosses_") && leaf.path("result").asBoolean());
                }
            }
        }

        private void closed(JsonNode event, JsonNode row, boolean later, String node) {
            String reason = text(row, "reason");
            String order = text(row, "order_type");
            Place place = place(event, row);
            if (later && !PROTECTIONS.contains(reason)) {
                find(node + " fills " + place.words, true);
            } else if (later) {
                find("a protection's " + order + " order fills " + place.words, true);
            } else if (PROTECTIONS.contains(reason)) {
                find(reason + " " + place.words, true);
                find("a protection fills within its limit " + place.words, order.equals("limit"));
                JsonNode armedBy = parent(event);
                JsonNode armed = armedBy.path(armedBy.has("opened") ? "opened" : "closed")
                        .path(0);
                boolean atOpen =
                        text(armedBy, "event_type").equals("order_filled") && place(armedBy, armed) == Place.OPEN;
                List<ReferencePrices.Bar> own = bars(event, row).stream()
                        .filter(bar -> bar.end() == time(event) && bar.start() <= time(armedBy))
                        .toList();
                find("the bar that filled also hits", atOpen && place == Place.INSIDE && own.size() == 1);
                find(
                        "a level behind the open of its fill",
                        atOpen
                                && own.stream().anyMatch(bar -> bar.open().compareTo(quoted(row)) == 0)
                                && quoted(row).compareTo(event.path("level").decimalValue()) != 0);
            }
            find("ambiguous", row.path("ambiguous").asBoolean(false));
            find("settlement", order.equals("settlement"));
        }

        private Place place(JsonNode event, JsonNode row) {
            boolean open = bars(event, row).stream()
                    .anyMatch(bar -> Math.max(bar.start(), opening(event)) == time(event)
                            && bar.open().compareTo(quoted(row)) == 0);
            boolean inside = bars(event, row).stream()
                    .anyMatch(bar -> bar.end() == time(event)
                            && bar.low().compareTo(quoted(row)) <= 0
                            && bar.high().compareTo(quoted(row)) >= 0);
            return open == inside ? Place.ELSEWHERE : open ? Place.OPEN : Place.INSIDE;
        }

        private long opening(JsonNode event) {
            return day(event).session().open() * ReferencePrices.NANOS;
        }

        private List<ReferencePrices.Bar> bars(JsonNode event, JsonNode row) {
            return bars(event, text(row, "symbol"));
        }

        private List<ReferencePrices.Bar> bars(JsonNode event, String symbol) {
            return ReferencePrices.bars(day(event), symbol);
        }

        void ticks() {
            @Nullable JsonNode previous = null;
            for (JsonNode event : lines()) {
                String kind = text(event, "event_type");
                JsonNode parent = parent(event);
                long time = time(event);
                boolean slices = text(event, "condition_set").length() > 0;
                boolean sameSecond = parent != null && second(time) == second(time(parent));
                find("fractions of a second", slices && time % ReferencePrices.NANOS != 0);
                find(
                        "two slices of a second act",
                        slices && previous != null && second(time) == second(time(previous)) && time != time(previous));
                previous = slices ? event : previous;
                find("an order fills in the second in which it was placed", kind.equals("order_filled") && sameSecond);
                find(
                        "an order fills at the time at which it was placed",
                        kind.equals("order_filled") && time == time(parent));
                find(
                        "a protection is hit in the second in which it was armed",
                        kind.equals("protection_hit") && sameSecond);
                for (JsonNode leaf : event.path("conditions")) {
                    find(
                            "a fraction is told",
                            text(leaf, "evaluated").matches(".*\\d\\d:\\d\\d:\\d\\d\\.\\d{3}.*")
                                    && text(leaf, "raw").contains("Current Time"));
                }
                for (JsonNode row : event.path("opened")) {
                    entries.put(text(row, "position_id"), time);
                    find("a re-entry", row.path("position_num").asInt() > 1);
                }
                for (JsonNode row : event.path("closed")) {
                    long entry = entries.get(text(row, "position_id"));
                    boolean exit = text(event, "node_type").equals("exitNode") && !kind.equals("order_filled");
                    find("an exit in the second of its entry", exit && second(entry) == second(time));
                    boolean waited = exit && time(parent) == entry && time > entry;
                    find("an exit waits for the next tick", waited);
                    find("an exit waits for all ticks of a time", waited && hasSeveral(event, entry));
                }
            }
        }

        /** {@return whether several ticks of the trading instrument have that time} */
        private boolean hasSeveral(JsonNode event, long time) {
            TickSeries ticks = day(event).ticks(RandomMarket.TRADING);
            int count = 0;
            for (int tick = 0; tick < ticks.count(); tick++) {
                count += ticks.time(tick) == time && ticks.price(tick) != TickSeries.NO_PRICE ? 1 : 0;
            }
            return count > 1;
        }
    }

    private static String text(JsonNode object, String member) {
        return object.path(member).asString("");
    }

    private static long time(JsonNode event) {
        OffsetDateTime time = OffsetDateTime.parse(text(event, "timestamp"));
        return time.toEpochSecond() * ReferencePrices.NANOS + time.getNano();
    }

    private static long second(long time) {
        return Math.floorDiv(time, ReferencePrices.NANOS);
    }

    private static boolean isMarket(JsonNode row) {
        return text(row, "order_type").equals("market");
    }

    /** {@return the price of a fill without its slippage} */
    private static BigDecimal quoted(JsonNode row) {
        BigDecimal price = row.path("price").decimalValue();
        BigDecimal slippage = row.path("slippage").decimalValue();
        return text(row, "side").equals("BUY") ? price.subtract(slippage) : price.add(slippage);
    }

    private static void count(Map<String, Integer> counts, Told told) {
        told.found.forEach(name -> counts.merge(name, 1, Integer::sum));
        for (String reason :
                List.of("offset 0", "cannot be made", "no bar of", "between open and close", " starts at ")) {
            if (told.files.get("metrics.json").contains(reason)) {
                counts.merge("fails: " + reason, 1, Integer::sum);
            }
        }
    }

    private static void assertEnough(Map<String, Integer> counts, List<String> usual, List<String> rare) {
        int least = SEEDS * USUAL / 100;
        assertThat(usual)
                .as("each at least %d times of %d: %s", least, SEEDS, counts)
                .allMatch(name -> counts.getOrDefault(name, 0) >= least);
        assertThat(counts.keySet()).as(counts.toString()).containsAll(rare);
    }

    @Test
    void onBarsTheyFillAtOpensAndInsideBars() {
        Map<String, Integer> counts = new TreeMap<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            RandomMarket market = RandomMarket.bars(seed);
            Told told = new Told(seed, market, RandomStrategies.of(seed, market));
            told.bars();
            count(counts, told);
        }
        assertEnough(
                counts,
                List.of(
                        "market entry fills at an open",
                        "limit entry fills at an open",
                        "limit entry fills inside a bar",
                        "stop entry fills at an open",
                        "stop entry fills inside a bar",
                        "stop_limit entry fills at an open",
                        "stop_limit entry fills inside a bar",
                        "exitNode fills at an open",
                        "stop_loss at an open",
                        "stop_loss inside a bar",
                        "take_profit at an open",
                        "take_profit inside a bar",
                        "trailing_stop at an open",
                        "trailing_stop inside a bar",
                        "ambiguous",
                        "a protection fills within its limit inside a bar",
                        "a protection's limit rests",
                        "the bar that filled also hits",
                        "a last close is too old",
                        "the supporting instrument alone makes a slice",
                        "a candle forms",
                        "crosses"),
                List.of(
                        "squareOffNode fills at an open",
                        "a protection fills within its limit at an open",
                        "a protection's limit order fills inside a bar",
                        "a protection's market order fills at an open",
                        "a level behind the open of its fill",
                        "fails: offset 0",
                        "fails: no bar of",
                        "fails: between open and close"));
    }

    @Test
    void overNightsOfBarsTheyKeepWhatTheyHave() {
        Map<String, Integer> counts = new TreeMap<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            RandomMarket market = RandomMarket.lastingBars(seed);
            Told told = new Told(seed, market, RandomStrategies.positional(seed, market));
            told.bars();
            count(counts, told);
        }
        assertEnough(
                counts,
                List.of(
                        "market entry fills at an open",
                        "limit entry fills at an open",
                        "limit entry fills inside a bar",
                        "stop entry fills at an open",
                        "stop entry fills inside a bar",
                        "stop_limit entry fills at an open",
                        "stop_limit entry fills inside a bar",
                        "exitNode fills at an open",
                        "stop_loss at an open",
                        "stop_loss inside a bar",
                        "take_profit at an open",
                        "take_profit inside a bar",
                        "trailing_stop at an open",
                        "trailing_stop inside a bar",
                        "ambiguous",
                        "a protection fills within its limit inside a bar",
                        "a protection's limit rests",
                        "the bar that filled also hits",
                        "a candle forms",
                        "crosses",
                        "expired",
                        "settlement"),
                List.of("a last close is too old", "squareOffNode fills at an open", "fails: between open and close"));
    }

    @Test
    void atEveryTickTheyActWithinASecond() {
        Map<String, Integer> counts = new TreeMap<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            RandomMarket market = seed % 2 == 0 ? RandomMarket.busy(seed) : RandomMarket.of(seed);
            Told told = new Told(seed, market, RandomStrategies.onTicks(seed, market, false));
            told.ticks();
            count(counts, told);
        }
        assertEnough(
                counts,
                List.of(
                        "fractions of a second",
                        "two slices of a second act",
                        "an order fills in the second in which it was placed",
                        "an order fills at the time at which it was placed",
                        "a protection is hit in the second in which it was armed",
                        "an exit in the second of its entry",
                        "an exit waits for the next tick",
                        "a fraction is told",
                        "a re-entry"),
                List.of("an exit waits for all ticks of a time"));
    }
}
