package dev.nightjar.reference;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.InstanceKey;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Random strategies are worth something only if they do everything there is to do, and often. */
final class RandomStrategiesTest {

    private static final int SEEDS = Integer.getInteger("nightjar.seeds", 200);
    /** In so many of them everything occurs. */
    private static final int OFTEN = 1;

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
            ".underlyingPriceOnEntry",
            ".underlyingPriceOnExit",
            ".multiplier",
            ".trailingPositionPrice",
            "TI.volume",
            "TI.oi",
            "SI.volume",
            "hour ",
            "minute ",
            "second ",
            " crosses_above ",
            " crosses_below ",
            "\"previous_lhs_value\":null",
            "\"lhs_value\":\"open\"",
            "\"lhs_value\":\"closed\"",
            "\"rhs_value\":\"open\"",
            "\"event_type\":\"exit_pending\"",
            "\"event_type\":\"protection_hit\"",
            "\"protection\":\"stop_loss\"",
            "\"protection\":\"take_profit\"",
            "\"protection\":\"trailing_stop\"",
            "\"reason\":\"stop_loss\"",
            "\"reason\":\"take_profit\"",
            "\"reason\":\"trailing_stop\"",
            "\"order_type\":\"limit\",\"price\"",
            "\"order_type\":\"stop\",\"price\"",
            "\"order_type\":\"stop_limit\",\"price\"",
            "\"order_type\":\"limit\",\"limit_price\"",
            "\"order_type\":\"stop\",\"stop_price\"",
            "\"order_type\":\"stop_limit\",\"limit_price\"",
            ":FUT\",",
            "\"symbol\":\"NIFTY\"");

    /** What a whole line of the events' file says. */
    private static final Map<String, String> LINES = Map.ofEntries(
            entry("a limit order without a price yet rests", ".*\"order_type\":\"limit\"[}].*"),
            entry("an exit fills by a later tick", ".*\"order_filled\",.*\"exitNode\".*\"closed\":\\[[{].*"),
            entry("a part of that arms", ".*\"order_filled\",.*\"exitNode\".*\"protections\":.*"),
            entry("a part arms", ".*\"node_completed\",.*\"exitNode\".*\"protections\":.*"),
            entry("an entry at once arms", ".*\"node_completed\",.*\"entryNode\".*\"protections\":.*"),
            entry("an entry by a tick arms", ".*\"order_filled\",.*\"entryNode\".*\"protections\":.*"),
            entry("an exit fills one and rests another", ".*\"exit_pending\",.*\"closed\":\\[[{].*\"resting\".*"),
            entry(
                    "a protection closes within its limit",
                    ".*\"protection_hit\",.*\"order_type\":\"limit\",\"price\".*"),
            entry("a protection rests", ".*\"protection_hit\",.*\"resting\":\\[[{].*"),
            entry("a protection cancels an exit's order", ".*\"protection_hit\",.*\"cancelled\":\\[[{].*"),
            entry(
                    "a protection's order fills within its limit",
                    ".*\"order_filled\",.*\"entryNode\".*\"order_type\":\"limit\".*\"reason\":\"(stop_loss|trailing_stop)\".*"),
            entry(
                    "a protection's order fills after its wait",
                    ".*\"order_filled\",.*\"entryNode\".*\"order_type\":\"market\".*\"reason\":\"(stop_loss|trailing_stop)\".*"),
            entry("a square-off rests", ".*\"squareOffNode\".*\"resting\":.*"),
            entry("a square-off fills by a later tick", ".*\"order_filled\",.*\"squareOffNode\".*"),
            entry("a termination rests", ".*\"strategy_terminated\",.*\"resting\":.*"),
            entry(
                    "a square-off ends at the close",
                    "(?!.*\"squareOffNode\").*\"session_end\",.*\"reason\":\"square_off\".*"),
            entry("slippage", ".*\"slippage\":[0-9.]*[1-9].*"),
            entry("fees", ".*\"fees\":[0-9.]*[1-9].*"));

    @Test
    void theyTradeReEnterAndReachEveryKindOfEvent() {
        int trading = 0;
        int reEntering = 0;
        int signalled = 0;
        int failing = 0;
        Map<String, Integer> counts = new TreeMap<>();
        TOLD.forEach(told -> counts.put(told, 0));
        LINES.keySet().forEach(name -> counts.put(name, 0));
        Map<String, Integer> mostParts = new TreeMap<>();
        Set<String> indicators = new HashSet<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            RandomMarket market = RandomMarket.of(seed);
            String json = RandomStrategies.of(seed, market);
            InstanceKey key = new InstanceKey("user", "strategy", "broker", RandomStrategies.scale(seed));
            Map<String, String> files = ReferenceEngine.run(
                    json, key, RandomStrategies.terms(seed, market), RandomStrategies.capital(seed), market.days());
            trading += files.get("trades.json").startsWith("[ ]") ? 0 : 1;
            reEntering += files.get("metrics.json").contains("\"re_entries\" : 0,\n  \"average") ? 0 : 1;
            signalled += files.get("events.jsonl").contains("\"node_type\":\"reEntrySignalNode\"") ? 1 : 0;
            failing += files.get("metrics.json").contains("\"failed\" : \"") ? 1 : 0;
            String events = files.get("events.jsonl");
            TOLD.stream().filter(events::contains).forEach(told -> counts.merge(told, 1, Integer::sum));
            LINES.forEach((name, line) -> {
                if (events.lines().anyMatch(Pattern.compile(line).asMatchPredicate())) {
                    counts.merge(name, 1, Integer::sum);
                }
            });
            Pattern.compile("\"trade_id\" : \".*-r[0-9]+[.]([0-9]+)\"")
                    .matcher(files.get("trades.json"))
                    .results()
                    .forEach(part -> mostParts.merge(part.group(1), 1, Integer::sum));
            ReferenceIndicators.names().stream()
                    .filter(name -> files.get("events.jsonl").matches("(?s).*[.]" + name + "[(_\\]].*"))
                    .forEach(indicators::add);
        }
        assertThat(mostParts).as("parts of transactions").containsKeys("1", "2", "3");
        assertThat(counts.values())
                .as("in how many of " + SEEDS + " strategies: " + counts)
                .allMatch(count -> count >= OFTEN);
        assertThat(indicators).as("indicators told").hasSizeGreaterThan(12);
        assertThat(trading).as("strategies that trade").isGreaterThan(SEEDS * 2 / 5);
        assertThat(reEntering).as("strategies that enter a leg again").isGreaterThan(SEEDS / 12);
        assertThat(signalled).as("strategies whose re-entry signals fire").isGreaterThan(SEEDS / 10);
        assertThat(failing).as("strategies that fail on a day").isPositive();
    }

    /** What happens only where days follow from each other. */
    private static final Map<String, String> OVERNIGHT = Map.ofEntries(
            entry("a node acts for an event of an earlier day", laterThanItsCause("node_completed")),
            entry("an order fills on a later day", laterThanItsCause("order_filled")),
            entry("a protection is hit on a later day", laterThanItsCause("protection_hit")),
            entry("an exit rests that was armed on an earlier day", laterThanItsCause("exit_pending")),
            entry("a position is settled", ".*\"expired\",.*\"order_type\":\"settlement\".*"),
            entry("an order goes with its contract", ".*\"expired\",.*\"cancelled\":\\[[{].*"),
            entry("a leg of the day is closed", ".*\"session_end\",.*\"closed\":\\[[{].*"),
            entry("an order of the day is cancelled", ".*\"session_end\",.*\"cancelled\":\\[[{].*"));

    /** {@return a pattern of events below one of another date} */
    private static String laterThanItsCause(String kind) {
        String id = "\":\"[^\"]*_%s\\d{8}%s_\\d{6}_\\w{6}\",";
        return ".*\"event_id" + String.format(id, "(", ")") + "\"parent_event_id" + String.format(id, "(?!\\1)", "")
                + "\"event_type\":\"" + kind + "\".*";
    }

    @Test
    void thoseWhoseDaysFollowFromEachOtherKeepWhatTheyHave() {
        Map<String, Integer> counts = new TreeMap<>();
        OVERNIGHT.keySet().forEach(name -> counts.put(name, 0));
        int open = 0;
        int expired = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            RandomMarket market = RandomMarket.lasting(seed);
            InstanceKey key = new InstanceKey("user", "strategy", "broker", RandomStrategies.scale(seed));
            Map<String, String> files = ReferenceEngine.run(
                    RandomStrategies.positional(seed, market),
                    key,
                    RandomStrategies.terms(seed, market),
                    RandomStrategies.capital(seed),
                    market.days());
            OVERNIGHT.forEach((name, line) -> {
                if (files.get("events.jsonl")
                        .lines()
                        .anyMatch(Pattern.compile(line).asMatchPredicate())) {
                    counts.merge(name, 1, Integer::sum);
                }
            });
            open += files.get("positions.json").contains("\"status\" : \"open\"") ? 1 : 0;
            expired += files.get("metrics.json").contains(" expired on ") ? 1 : 0;
        }
        assertThat(counts.values())
                .as("in how many of " + SEEDS + " strategies: " + counts)
                .allMatch(count -> count >= OFTEN);
        assertThat(open).as("strategies that keep something to the end").isGreaterThan(SEEDS / 12);
        assertThat(expired).as("strategies whose contracts expire in between").isPositive();
    }
}
