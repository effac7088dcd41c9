package dev.nightjar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.engine.SmallerDay.TickPlace;
import dev.nightjar.market.MarketDay;
import dev.nightjar.reference.RandomMarket;
import dev.nightjar.reference.RandomStrategies;
import dev.nightjar.reference.ReferenceEngine;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.TradingTerms;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Mistakes planted into an engine are found again in a case that a person can read. */
class CaseReducerTest {

    private static Map<String, String> files(String strategy, List<SmallerDay> days) {
        InstanceKey key = new InstanceKey("user", "strategy", "broker", BigDecimal.ONE);
        return ReferenceEngine.run(strategy, key, null, List.<MarketDay>copyOf(days));
    }

    /** An engine that does not see the last tick of the trading instrument's second if it is not the only one. */
    private static boolean missesLastTicks(MarketCase trial) {
        Map<String, String> files = files(trial.strategy(), trial.days());
        List<SmallerDay> less =
                trial.days().stream().map(day -> day.without(lastTicks(day))).toList();
        return !files(trial.strategy(), less).equals(files);
    }

    private static List<TickPlace> lastTicks(SmallerDay day) {
        List<TickPlace> found = new ArrayList<>();
        List<TickPlace> ticks = day.ticks().stream()
                .filter(tick -> tick.symbol().equals(RandomMarket.TRADING))
                .toList();
        for (int tick = 1; tick < ticks.size(); tick++) {
            long second = ticks.get(tick).time() / MomentTape.NANOS;
            boolean last = tick + 1 == ticks.size() || ticks.get(tick + 1).time() / MomentTape.NANOS != second;
            if (last && ticks.get(tick - 1).time() / MomentTape.NANOS == second) {
                found.add(ticks.get(tick));
            }
        }
        return found;
    }

    /** An engine that does not count the entries of a leg. */
    private static boolean forgetsMostEntries(MarketCase trial) {
        String endless = trial.strategy().replaceAll("\"maxEntries\":\\d+", "\"maxEntries\":1000");
        return !files(endless, trial.days()).equals(files(trial.strategy(), trial.days()));
    }

    /** An engine that does not see the last bar of a contract. */
    private static boolean missesLastBars(MarketCase trial) {
        Map<String, String> files = files(trial.strategy(), trial.days());
        List<SmallerDay> less = trial.days().stream()
                .map(day -> day.without(lastOfEachContract(day)))
                .toList();
        return !files(trial.strategy(), less).equals(files);
    }

    private static List<TickPlace> lastOfEachContract(SmallerDay day) {
        Map<String, TickPlace> last = new TreeMap<>();
        day.ticks().stream().filter(bar -> bar.symbol().contains(":")).forEach(bar -> last.put(bar.symbol(), bar));
        return List.copyOf(last.values());
    }

    /** {@return the first random case in which a mistake shows, made small} */
    private static MarketCase reduced(LongFunction<RandomMarket> markets, Predicate<MarketCase> mistake) {
        MarketCase whole = LongStream.rangeClosed(1, 1000)
                .mapToObj(seed -> random(seed, markets.apply(seed)))
                .filter(mistake)
                .findFirst()
                .orElseThrow();
        return CaseReducer.reduce(whole, mistake, 10_000);
    }

    private static MarketCase random(long seed, RandomMarket market) {
        return new MarketCase(
                RandomStrategies.of(seed, market),
                new InstanceKey("user", "strategy", "broker", BigDecimal.ONE),
                TradingTerms.DEFAULT,
                null,
                market.days().stream().map(SmallerDay::new).toList());
    }

    private static JsonNode nodes(MarketCase trial) {
        return new JsonMapper().readTree(trial.strategy()).path("nodes");
    }

    @Test
    void aTickThatIsOverlookedIsKeptWithTheOneThatIsTakenForIt() {
        MarketCase small = reduced(RandomMarket::of, CaseReducerTest::missesLastTicks);

        assertThat(missesLastTicks(small)).isTrue();
        // start, signal and entry, and what keeps them from ending at once
        assertThat(nodes(small)).hasSizeLessThanOrEqualTo(4);
        assertThat(small.days()).hasSize(1);
        SmallerDay day = small.days().get(0);
        assertThat(day.ticks()).hasSizeBetween(2, 3);
        for (TickPlace tick : day.ticks()) {
            assertThat(missesLastTicks(small.with(List.of(day.without(List.of(tick))))))
                    .isFalse();
        }
        assertThat(day.candles()).isEmpty();
        assertThat(small.toString())
                .contains(small.strategy(), "day 2024-10-29 Asia/Kolkata from 09:15", "underlying NIFTY: ", " NIFTY ");
    }

    @Test
    void aMemberThatIsNotHeededIsStillThere() {
        MarketCase small = reduced(RandomMarket::of, CaseReducerTest::forgetsMostEntries);

        assertThat(forgetsMostEntries(small)).isTrue();
        assertThat(small.strategy()).containsOnlyOnce("maxEntries");
        assertThat(small.strategy()).doesNotContain("indicator_name");
        assertThat(small.days().get(0).ticks().size()).isLessThan(10);
    }

    @Test
    void aBarThatIsOverlookedIsKept() {
        MarketCase small = reduced(RandomMarket::bars, CaseReducerTest::missesLastBars);

        assertThat(missesLastBars(small)).isTrue();
        assertThat(small.days()).hasSize(1);
        // one of the trading instrument, and that of the contract
        assertThat(small.days().get(0).ticks()).hasSizeBetween(2, 3);
        assertThat(small.toString()).contains("  bars of ", " (open, high, low, close, volume)");
    }

    @Test
    void withoutATryNothingIsLeftOut() {
        MarketCase whole = random(1, RandomMarket.of(1));
        files(whole.strategy(), whole.days());
        String before = whole.toString();

        assertThat(CaseReducer.reduce(whole, trial -> true, 0)).hasToString(before);
    }
}
