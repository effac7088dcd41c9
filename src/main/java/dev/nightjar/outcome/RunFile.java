package dev.nightjar.outcome;

import dev.nightjar.market.Sha256;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.run.Variant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code run.json}: where the numbers of a folder come from. */
public final class RunFile {

    public static final String NAME = "run.json";

    private RunFile() {}

    /**
     * {@return its bytes}
     *
     * @param variant which of many variants of a file the strategy is, if it is one
     * @param strategyHash SHA-256 of the strategy's JSON text, in hexadecimal
     * @param strategyWarnings what reading the strategy warned of
     * @param files the other files of the folder by name, in the order they are listed
     */
    public static byte[] of(
            RunFacts run,
            StrategyResult result,
            Variant variant,
            String strategyHash,
            List<String> strategyWarnings,
            Map<String, byte[]> files) {
        return Json.indented(json -> json.object(() -> {
            json.text("nightjar_version", run.nightjarVersion());
            json.text("engine_version", run.engineVersion());
            json.text("job", run.job());
            json.number("run", run.run());
            json.text("queue", run.queue());
            json.text("trigger", run.trigger().label());
            json.text("mode", run.mode().label());
            json.number("speed", Numbers.plain(run.speed()));
            json.text("replay", run.replay().label());
            json.number("warm_up", run.replay().warmUp());
            json.flag("sample_data", run.sampleData());
            json.text("started_at", run.startedAt().toString());
            json.text("finished_at", run.finishedAt().toString());
            json.object("instance", () -> instance(json, result, variant));
            json.text("strategy_hash", strategyHash);
            terms(result.instance().terms()).forEach(json::text);
            json.text("fees_hash", result.instance().terms().fees().hash());
            json.array("days", () -> result.days().forEach(day -> json.object(() -> day(json, day))));
            json.texts("warnings", warnings(result, strategyWarnings));
            json.object("files", () -> files.forEach((name, bytes) -> json.text(name, Sha256.hex(bytes))));
        }));
    }

    /** {@return by the names of settings: on what terms fills are made and what they cost} */
    static Map<String, String> terms(TradingTerms terms) {
        Map<String, String> named = new LinkedHashMap<>();
        named.put("fill", terms.fill().label());
        named.put("latency", terms.latency());
        named.put("max_quote_age", terms.maxQuoteAge());
        named.put("slippage", terms.slippage().toString());
        named.put("fees", terms.fees().name());
        return named;
    }

    private static void instance(Json json, StrategyResult result, Variant variant) {
        InstanceKey key = result.instance().key();
        json.text("user_id", key.userId());
        json.text("strategy_id", key.strategyId());
        json.text("strategy_name", result.instance().strategy().name());
        json.text("broker_connection_id", key.brokerConnectionId());
        json.number("scale", Numbers.plain(key.scale()));
        json.number(
                "capital",
                Numbers.money(
                        result.capital(), Numbers.moneyDigits(result.instance().strategy())));
        json.text("sweep_of", variant.sweepOf());
        json.parameters("parameters", variant.parameters());
    }

    private static void day(Json json, DayRecord day) {
        json.text("date", day.date().toString());
        json.text("data_hash", day.dataHash());
        json.array(
                "warm_up",
                () -> day.warmUps()
                        .forEach(warmUp -> json.object(() -> {
                            json.text("symbol", warmUp.symbol());
                            json.text("timeframe", warmUp.timeframe().label());
                            json.text("source", warmUp.source().name().toLowerCase(Locale.ROOT));
                            json.number("candles", warmUp.candles());
                            json.text("hash", warmUp.hash());
                        })));
    }

    private static List<String> warnings(StrategyResult result, List<String> strategyWarnings) {
        List<String> warnings = new ArrayList<>(strategyWarnings);
        for (DayRecord day : result.days()) {
            day.warnings().forEach(warning -> warnings.add(day.date() + ": " + warning));
        }
        return warnings;
    }
}
