package dev.nightjar.outcome;

import dev.nightjar.market.Sha256;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.simulation.SimulationConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;

/** {@code run.json} of a simulation: where the numbers of its folder come from. */
public final class SimulationRunFile {

    public static final String NAME = RunFile.NAME;

    private SimulationRunFile() {}

    /**
     * {@return its bytes}
     *
     * @param key how it was queued
     * @param dataHashes SHA-256, in hexadecimal, of everything each symbol's part depends on, by symbol
     * @param files the other files of the folder by name, in the order they are listed
     */
    public static byte[] of(
            RunFacts run,
            InstanceKey key,
            SimulationResult result,
            SortedMap<String, String> dataHashes,
            Map<String, byte[]> files) {
        SimulationConfig config = result.config();
        return Json.indented(json -> json.object(() -> {
            json.text("kind", "simulation");
            json.text("nightjar_version", run.nightjarVersion());
            json.text("engine_version", run.engineVersion());
            json.text("job", run.job());
            json.number("run", run.run());
            json.text("queue", run.queue());
            json.text("trigger", run.trigger().label());
            json.text("mode", run.mode().label());
            json.number("speed", Numbers.plain(run.speed()));
            json.flag("sample_data", run.sampleData());
            json.text("started_at", run.startedAt().toString());
            json.text("finished_at", run.finishedAt().toString());
            json.object("instance", () -> {
                json.text("user_id", key.userId());
                json.text("strategy_id", key.strategyId());
                json.text("strategy_name", config.name());
                json.text("broker_connection_id", key.brokerConnectionId());
                json.number("scale", Numbers.plain(key.scale()));
                json.number("capital", Numbers.money(config.capital(), Numbers.moneyDigits(result.exchange())));
                json.text("sweep_of", null);
                json.object("parameters", () -> {});
            });
            json.text("config_hash", config.hash());
            json.text("strategy", config.strategy());
            json.text("capital_mode", config.capitalMode().label());
            json.text("profile", config.profile().label());
            json.text("exchange", result.exchange());
            json.text("zone", result.ledger().zone().getId());
            terms(config).forEach(json::text);
            json.text("fees_hash", config.fees().hash());
            json.text("from", config.start().toString());
            json.text("to", config.end().toString());
            json.object("data_hashes", () -> dataHashes.forEach(json::text));
            json.texts("warnings", result.warnings());
            json.object("files", () -> files.forEach((name, bytes) -> json.text(name, Sha256.hex(bytes))));
        }));
    }

    /** {@return what it replays and on what terms it trades, by {@link IndexEntry#TERMS}} */
    static Map<String, String> terms(SimulationConfig config) {
        Map<String, String> named = new LinkedHashMap<>();
        named.put("replay", config.timeframe().label());
        named.put("fill", config.fill().label());
        named.put("slippage", config.slippage().toString());
        named.put("fees", config.fees().name());
        return named;
    }
}
