package dev.nightjar.batch;

import dev.nightjar.engine.Engine;
import dev.nightjar.market.Sha256;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.InvalidSettingsException;
import dev.nightjar.run.QueueSettings;
import dev.nightjar.run.Replay;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.store.RunDay;
import dev.nightjar.strategy.ParsedStrategy;
import dev.nightjar.strategy.Strategy;
import dev.nightjar.strategy.TradeLayoutReader;
import dev.nightjar.worker.Members;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Strategies over days, as a worker is asked for them: everything that decides what comes out, by content or by hash.
 *
 * @param home where the store is
 * @param data the data set, as the settings name it
 * @param warmUps the candles before a day whose hashes the run knows
 * @param days with the hashes of their data and of the candles before them, in the order in which they are run
 * @param instances by their run-wide number
 */
record GraphRequest(
        Home home,
        String data,
        Replay replay,
        WarmUps warmUps,
        List<RunDay> days,
        SortedMap<Integer, Instance> instances) {

    static final String KIND = "graph";

    private static final String STEP_BUDGET = "step_budget";

    GraphRequest {
        days = List.copyOf(days);
        instances = Collections.unmodifiableSortedMap(new TreeMap<>(instances));
    }

    /**
     * An instance as it is sent, whose strategy is a text.
     *
     * @param strategyHash of the text
     */
    record Sent(Instance instance, String strategyHash) {}

    /** Gives the text of a strategy by its SHA-256. */
    @FunctionalInterface
    interface Texts {

        String of(String strategyHash);
    }

    /** {@return the request as members} */
    static Map<String, Object> written(
            Home home,
            String data,
            Replay replay,
            WarmUps warmUps,
            List<RunDay> days,
            SortedMap<Integer, Sent> instances,
            Texts texts) {
        Map<String, Object> strategies = new LinkedHashMap<>();
        Map<String, Object> fees = new LinkedHashMap<>();
        List<Object> sent = new ArrayList<>();
        instances.forEach((number, one) -> {
            strategies.computeIfAbsent(one.strategyHash(), texts::of);
            FeeSchedule schedule = one.instance().terms().fees();
            fees.computeIfAbsent(schedule.hash() + schedule.name(), absent -> FeeRows.written(schedule));
            InstanceKey key = one.instance().key();
            Map<String, Object> instance = new LinkedHashMap<>();
            instance.put("instance", number);
            instance.put("user_id", key.userId());
            instance.put("strategy_id", key.strategyId());
            instance.put("broker_connection_id", key.brokerConnectionId());
            instance.put("scale", key.scale().toPlainString());
            instance.put("strategy", one.strategyHash());
            instance.put("terms", one.instance().terms().values());
            instance.put(STEP_BUDGET, one.instance().stepBudget());
            sent.add(instance);
        });
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("engine_version", Engine.VERSION);
        members.put("home", home.root().toString());
        members.put("data", data);
        members.put("replay", replay.values());
        members.put("warm_ups", warmUps.names());
        members.put("days", days.stream().map(GraphRequest::written).toList());
        members.put("strategies", strategies);
        members.put("fees", List.copyOf(fees.values()));
        members.put("instances", sent);
        return members;
    }

    private static Map<String, Object> written(RunDay day) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("date", day.date().toString());
        members.put("data_hash", day.dataHash());
        members.put("warm_up_hash", day.warmUpHash());
        return members;
    }

    /**
     * {@return the request that members say}
     *
     * @throws dev.nightjar.worker.WorkerException with everything that is wrong
     */
    static GraphRequest read(Members members) {
        Home home = new Home(members.value("home", Path::of, Path.of("")));
        String data = members.text("data");
        Replay replay = replay(members);
        WarmUps warmUps = warmUps(members);
        List<RunDay> days = members.objects("days").stream()
                .map(day -> new RunDay(
                        day.value("date", LocalDate::parse, LocalDate.EPOCH),
                        day.text("data_hash"),
                        day.text("warm_up_hash")))
                .toList();
        Map<String, FeeSchedule> fees = new LinkedHashMap<>();
        for (Members schedule : members.objects("fees")) {
            FeeSchedule read = FeeRows.read(schedule);
            fees.put(read.hash() + read.name(), read);
        }
        Map<String, @Nullable Strategy> strategies = strategies(members);
        SortedMap<Integer, Instance> instances = new TreeMap<>();
        for (Members instance : members.objects("instances")) {
            int number = instance.count("instance");
            Instance read = instance(instance, strategies, fees);
            if (read != null && instances.put(number, read) != null) {
                instance.problem("instance", "must be another for each, " + number + " is there twice");
            }
        }
        members.check();
        return new GraphRequest(home, data, replay, warmUps, days, instances);
    }

    private static WarmUps warmUps(Members members) {
        try {
            return WarmUps.named(members.texts("warm_ups"));
        } catch (IllegalArgumentException refused) {
            members.problem("warm_ups", String.valueOf(refused.getMessage()));
            return WarmUps.of(List.of());
        }
    }

    private static Replay replay(Members members) {
        Map<String, String> values = members.textsByName("replay");
        try {
            return Replay.of("replay", values.get("replay"), values.get("warm-up"));
        } catch (InvalidSettingsException refused) {
            members.problem("replay", "is refused: " + refused.getMessage());
            return Replay.DEFAULT;
        }
    }

    private static Map<String, @Nullable Strategy> strategies(Members members) {
        Map<String, @Nullable Strategy> strategies = new LinkedHashMap<>();
        members.textsByName("strategies").forEach((hash, text) -> {
            String place = "strategies/" + hash;
            if (!Sha256.of(text).equals(hash)) {
                members.problem(place, "has the SHA-256 " + Sha256.of(text));
            }
            ParsedStrategy parsed = TradeLayoutReader.read(text);
            if (parsed.strategy() == null) {
                members.problem(place, "is rejected: " + parsed.errors());
            }
            strategies.put(hash, parsed.strategy());
        });
        return strategies;
    }

    private static @Nullable Instance instance(
            Members members, Map<String, @Nullable Strategy> strategies, Map<String, FeeSchedule> fees) {
        String user = members.text("user_id");
        String id = members.text("strategy_id");
        String broker = members.text("broker_connection_id");
        BigDecimal scale = members.value("scale", BigDecimal::new, BigDecimal.ONE);
        String hash = members.text("strategy");
        Map<String, String> values = members.textsByName("terms");
        long stepBudget = members.has(STEP_BUDGET) ? members.whole(STEP_BUDGET) : QueueSettings.DEFAULT_STEP_BUDGET;
        Strategy strategy = strategies.get(hash);
        if (strategy == null) {
            members.problem("strategy", "must be one of the strategies that were sent, was '" + hash + "'");
            return null;
        }
        try {
            TradingTerms terms = TradingTerms.ofValues(values, name -> {
                FeeSchedule schedule = fees.get(values.get("fees-hash") + name);
                if (schedule == null) {
                    throw new IllegalArgumentException("must be one of the schedules that were sent");
                }
                return schedule;
            });
            if (terms.fees().isLost()) {
                members.problem("terms/fees", "must be one of the schedules that were sent, by name and hash");
            }
            return new Instance(new InstanceKey(user, id, broker, scale), strategy, terms, stepBudget);
        } catch (IllegalArgumentException | InvalidSettingsException refused) {
            members.problem("terms", "or the key or step_budget is refused: " + refused.getMessage());
            return null;
        }
    }
}
