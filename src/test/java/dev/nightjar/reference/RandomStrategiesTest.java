package dev.nightjar.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.InstanceKey;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random strategies are worth something only if they do everything there is to do, and often. */
final class RandomStrategiesTest {

    private static final int SEEDS = 200;

    private static final List<String> TOLD = List.of(
            "\"event_type\":\"node_completed\"",
            "\"event_type\":\"entry_pending\"",
            "\"event_type\":\"entry_skipped\"",
            "\"event_type\":\"order_filled\"",
            "\"event_type\":\"strategy_terminated\"",
            "\"event_type\":\"session_end\"",
            "\"reason\":\"max_entries\"",
            "\"reason\":\"position_open\"",
            "\"reason\":\"no_contract\"",
            "\"skip_reason\":\"position_closed\"",
            "\"trigger\":\"immediate\"",
            "\"trigger\":\"profit_target\"",
            "\"trigger\":\"loss_limit\"",
            "\"trigger\":\"time\"",
            "\"reason\":\"exit_condition_met\"",
            "\"reason\":\"square_off\"",
            "\"reason\":\"session_end\"",
            "\"reason\":\"strategy_terminated\"",
            "\"condition_set\":\"re_entry_conditions\"",
            "\"cancelled\":[{",
            "\"upper_value\":",
            "\"lhs_value\":null",
            "\"result\":false",
            "Current Time ",
            " / ",
            " +% ",
            " -% ",
            "Previous[TI.",
            "Previous[SI.",
            "SI.underlying_ltp",
            "Close, 2]",
            "rsi(",
            "ema(",
            "overall.total_pnl",
            ".realized_pnl",
            ".entryPrice",
            ".exitPrice",
            ".currentPrice",
            ".quantity",
            ".unrealizedPnl",
            ".underlyingPriceOnEntry");

    @Test
    void theyTradeReEnterAndReachEveryKindOfEvent() {
        int trading = 0;
        int reEntering = 0;
        int signalled = 0;
        int failing = 0;
        Set<String> missing = new HashSet<>(TOLD);
        Set<String> indicators = new HashSet<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            RandomMarket market = RandomMarket.of(seed);
            String json = RandomStrategies.of(seed, market);
            InstanceKey key = new InstanceKey("user", "strategy", "broker", RandomStrategies.scale(seed));
            Map<String, String> files = ReferenceEngine.run(json, key, RandomStrategies.capital(seed), market.days());
            trading += files.get("trades.json").startsWith("[ ]") ? 0 : 1;
            reEntering += files.get("metrics.json").contains("\"re_entries\" : 0,\n  \"average") ? 0 : 1;
            signalled += files.get("events.jsonl").contains("\"node_type\":\"reEntrySignalNode\"") ? 1 : 0;
            failing += files.get("metrics.json").contains("\"failed\" : \"") ? 1 : 0;
            missing.removeIf(files.get("events.jsonl")::contains);
            ReferenceIndicators.names().stream()
                    .filter(name -> files.get("events.jsonl").matches("(?s).*[.]" + name + "[(_\\]].*"))
                    .forEach(indicators::add);
        }
        assertThat(missing).as("never told").isEmpty();
        assertThat(indicators).as("indicators told").hasSizeGreaterThan(12);
        assertThat(trading).as("strategies that trade").isGreaterThan(SEEDS / 2);
        assertThat(reEntering).as("strategies that enter a leg again").isGreaterThan(SEEDS / 8);
        assertThat(signalled).as("strategies whose re-entry signals fire").isGreaterThan(SEEDS / 10);
        assertThat(failing).as("strategies that fail on a day").isPositive();
    }
}
