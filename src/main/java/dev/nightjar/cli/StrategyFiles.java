package dev.nightjar.cli;

import dev.nightjar.batch.FileErrors;
import dev.nightjar.batch.StrategySources;
import dev.nightjar.run.Ids;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.strategy.ParsedStrategy;
import dev.nightjar.strategy.Problem;
import dev.nightjar.strategy.Strategy;
import dev.nightjar.strategy.TradeLayoutReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Strategies from files, each accepted as an instance or rejected with every reason. */
final class StrategyFiles {

    /** Stands for the broker connection in folder names. */
    static final String DIRECT = "direct";

    private StrategyFiles() {}

    /**
     * One file.
     *
     * @param json its text; empty if it could not be read
     * @param instance null if it was rejected
     * @param reasons why it was rejected
     * @param warnings what a reader of the result should know
     */
    record Candidate(
            Path file,
            String name,
            String json,
            @Nullable Instance instance,
            List<String> reasons,
            List<String> warnings) {

        Candidate {
            reasons = List.copyOf(reasons);
            warnings = List.copyOf(warnings);
        }

        private Candidate rejected(String reason) {
            List<String> all = new ArrayList<>(reasons);
            all.add(reason);
            return new Candidate(file, name, json, null, all, warnings);
        }
    }

    /** {@return what the files hold, in their order, each to trade on the given terms} */
    static List<Candidate> read(List<Path> files, BigDecimal scale, TradingTerms terms) {
        List<Candidate> candidates = new ArrayList<>();
        for (Path file : files) {
            candidates.add(read(file, scale, terms));
        }
        Map<String, List<Integer>> folders = new HashMap<>();
        for (int place = 0; place < candidates.size(); place++) {
            Instance instance = candidates.get(place).instance();
            if (instance != null) {
                // File systems exist on which names differing in case only are the same.
                folders.computeIfAbsent(instance.key().folder().toLowerCase(Locale.ROOT), folder -> new ArrayList<>())
                        .add(place);
            }
        }
        folders.values().stream().filter(places -> places.size() > 1).forEach(places -> {
            List<Path> sharing =
                    places.stream().map(place -> candidates.get(place).file()).toList();
            for (int place : places) {
                Candidate candidate = candidates.get(place);
                List<String> others = sharing.stream()
                        .filter(other -> other != candidate.file())
                        .map(Path::toString)
                        .toList();
                Instance instance = candidate.instance();
                candidates.set(
                        place,
                        candidate.rejected("its result folder "
                                + (instance == null ? "" : instance.key().folder() + " ") + "would also be that of "
                                + String.join(", ", others) + "; run them into different folders"));
            }
        });
        return candidates;
    }

    static Candidate read(Path file, BigDecimal scale, TradingTerms terms) {
        String name = file.toString();
        String json;
        try {
            json = StrategySources.read(file);
        } catch (IOException problem) {
            return new Candidate(file, name, "", null, List.of(FileErrors.message(problem)), List.of());
        }
        ParsedStrategy parsed = TradeLayoutReader.read(json);
        List<String> reasons =
                new ArrayList<>(parsed.errors().stream().map(Problem::toString).toList());
        List<String> warnings =
                parsed.warnings().stream().map(Problem::toString).toList();
        String userId = parsed.userId() == null ? StrategySources.DEFAULT_USER : parsed.userId();
        String strategyId = parsed.strategyId();
        check(reasons, () -> Ids.checkUser(userId));
        if (strategyId != null) {
            check(reasons, () -> Ids.check("strategy_id", strategyId));
        }
        Strategy strategy = parsed.strategy();
        Instance instance = null;
        if (strategy != null && reasons.isEmpty()) {
            instance = new Instance(new InstanceKey(userId, strategy.strategyId(), DIRECT, scale), strategy, terms);
            instance.problems().forEach(problem -> reasons.add(problem.toString()));
        }
        return new Candidate(
                file,
                strategy == null ? name : strategy.name(),
                json,
                reasons.isEmpty() ? instance : null,
                reasons,
                warnings);
    }

    private static void check(List<String> reasons, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException refused) {
            reasons.add(String.valueOf(refused.getMessage()));
        }
    }
}
