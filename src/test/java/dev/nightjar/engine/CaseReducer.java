package dev.nightjar.engine;

import dev.nightjar.engine.SmallerDay.TickPlace;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.strategy.TradeLayoutReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Leaves out whatever can be left out of a case while something stays true of it: days, elements and members of the
 * strategy, candles before the days, and ticks. In the end nothing can go alone, unless the tries were used up before.
 */
final class CaseReducer {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Predicate<MarketCase> property;
    private final int mostTries;
    private int tries;
    private MarketCase smallest;

    private CaseReducer(MarketCase whole, Predicate<MarketCase> property, int mostTries) {
        this.smallest = whole;
        this.property = property;
        this.mostTries = mostTries;
    }

    /** @param property holds of the whole case */
    static MarketCase reduce(MarketCase whole, Predicate<MarketCase> property, int mostTries) {
        CaseReducer reducer = new CaseReducer(whole, property, mostTries);
        String before;
        do {
            before = reducer.smallest.toString();
            reducer.dropDays();
            // ticks early, as days with few of them are tried sooner
            reducer.dropSymbols();
            reducer.dropTicks();
            reducer.dropCandles();
            reducer.dropTerms();
            reducer.dropPartsOfTheStrategy();
        } while (!before.equals(reducer.smallest.toString()));
        return reducer.smallest;
    }

    /** {@return whether the property holds of the candidate too, which then is the smallest} */
    private boolean accepted(MarketCase candidate) {
        if (tries == mostTries) {
            return false;
        }
        tries++;
        if (!property.test(candidate)) {
            return false;
        }
        smallest = candidate;
        return true;
    }

    private void dropDays() {
        for (int day = smallest.days().size() - 1; day >= 0 && smallest.days().size() > 1; day--) {
            List<SmallerDay> rest = new ArrayList<>(smallest.days());
            rest.remove(day);
            accepted(smallest.with(rest));
        }
    }

    private void dropTerms() {
        TradingTerms plain = TradingTerms.DEFAULT;
        for (int part = 0; part < 4; part++) {
            TradingTerms own = smallest.terms();
            TradingTerms other = new TradingTerms(
                    part == 0 ? plain.fill() : own.fill(),
                    part == 0 ? plain.latencyNanos() : own.latencyNanos(),
                    part == 1 ? plain.maxQuoteAgeNanos() : own.maxQuoteAgeNanos(),
                    part == 2 ? plain.slippage() : own.slippage(),
                    part == 3 ? plain.fees() : own.fees());
            if (!other.equals(own)) {
                accepted(smallest.with(other));
            }
        }
    }

    private void dropPartsOfTheStrategy() {
        int part = 0;
        while (tries < mostTries) {
            JsonNode tree = MAPPER.readTree(smallest.strategy());
            List<Runnable> removals = new ArrayList<>();
            addRemovals(tree, tree, removals);
            if (part >= removals.size()) {
                return;
            }
            removals.get(part).run();
            String candidate = tree.toString();
            boolean sound = TradeLayoutReader.read(candidate).errors().isEmpty();
            if (!sound || !accepted(smallest.with(candidate))) {
                part++;
            }
        }
    }

    /** Lists the elements and members of a tree from the outside in, as what removes them. */
    private static void addRemovals(JsonNode root, JsonNode tree, List<Runnable> removals) {
        if (tree instanceof ArrayNode array) {
            for (int element = 0; element < array.size(); element++) {
                int place = element;
                removals.add(
                        () -> removeEdgesOf(root, array.remove(place).path("id").asString("")));
                addRemovals(root, array.get(element), removals);
            }
        } else if (tree instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                removals.add(() -> object.remove(name));
                addRemovals(root, object.get(name), removals);
            }
        }
    }

    private static void removeEdgesOf(JsonNode root, String id) {
        if (root.path("edges") instanceof ArrayNode edges) {
            for (int edge = edges.size() - 1; edge >= 0; edge--) {
                JsonNode ends = edges.get(edge);
                if (ends.path("source").asString("").equals(id)
                        || ends.path("target").asString("").equals(id)) {
                    edges.remove(edge);
                }
            }
        }
    }

    private void dropSymbols() {
        for (int day = 0; day < smallest.days().size(); day++) {
            for (String symbol : smallest.days().get(day).symbols()) {
                SmallerDay own = smallest.days().get(day);
                List<TickPlace> ticks = own.ticks().stream()
                        .filter(tick -> tick.symbol().equals(symbol))
                        .toList();
                if (!ticks.isEmpty()) {
                    replace(day, own.without(ticks));
                }
            }
        }
    }

    /** Drops stretches of time that get shorter and shorter. */
    private void dropTicks() {
        for (int day = 0; day < smallest.days().size(); day++) {
            int length = smallest.days().get(day).ticks().size();
            while (length > 0 && tries < mostTries) {
                int first = 0;
                while (first < smallest.days().get(day).ticks().size() && tries < mostTries) {
                    SmallerDay own = smallest.days().get(day);
                    List<TickPlace> ticks = own.ticks();
                    int end = Math.min(first + length, ticks.size());
                    if (!replace(day, own.without(ticks.subList(first, end)))) {
                        first = end;
                    }
                }
                length /= 2;
            }
        }
    }

    private void dropCandles() {
        for (int day = 0; day < smallest.days().size(); day++) {
            for (SmallerDay.Candles key : smallest.days().get(day).candles()) {
                if (replace(day, smallest.days().get(day).withFewer(key, true))) {
                    continue;
                }
                while (smallest.days()
                                        .get(day)
                                        .warmUp(key.symbol(), key.timeframe())
                                        .bars()
                                        .count()
                                > 1
                        && replace(day, smallest.days().get(day).withFewer(key, false))) {
                    // half of them was enough
                }
            }
        }
    }

    private boolean replace(int day, SmallerDay other) {
        List<SmallerDay> days = new ArrayList<>(smallest.days());
        days.set(day, other);
        return accepted(smallest.with(days));
    }
}
