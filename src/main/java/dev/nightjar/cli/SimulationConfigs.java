package dev.nightjar.cli;

import dev.nightjar.batch.FileErrors;
import dev.nightjar.batch.StrategySources;
import dev.nightjar.run.FeeSchedules;
import dev.nightjar.run.Ids;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.simulation.ParsedSimulation;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.simulation.SimulationReader;
import dev.nightjar.strategy.Problem;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Simulations from files, each accepted or rejected with every reason. */
final class SimulationConfigs {

    private SimulationConfigs() {}

    /**
     * One file.
     *
     * @param config null if it was rejected
     * @param reasons why it was rejected
     */
    record Candidate(Path file, @Nullable SimulationConfig config, List<String> reasons) {

        Candidate {
            reasons = List.copyOf(reasons);
        }
    }

    /** {@return how a one-off run of a simulation would have been queued} */
    static InstanceKey key(SimulationConfig config) {
        return new InstanceKey(StrategySources.DEFAULT_USER, config.id(), StrategyFiles.DIRECT, BigDecimal.ONE);
    }

    /** {@return what the files hold, in their order} */
    static List<Candidate> read(List<Path> files, FeeSchedules schedules) {
        List<Candidate> candidates = new ArrayList<>();
        Map<String, List<Path>> folders = new HashMap<>();
        for (Path file : files) {
            Candidate candidate = read(file, schedules);
            candidates.add(candidate);
            if (candidate.config() != null) {
                folders.computeIfAbsent(folder(candidate.config()), folder -> new ArrayList<>())
                        .add(file);
            }
        }
        return candidates.stream().map(candidate -> alone(candidate, folders)).toList();
    }

    /** File systems exist on which names differing in case only are the same. */
    private static String folder(SimulationConfig config) {
        return key(config).folder().toLowerCase(Locale.ROOT);
    }

    private static Candidate alone(Candidate candidate, Map<String, List<Path>> folders) {
        SimulationConfig config = candidate.config();
        if (config == null) {
            return candidate;
        }
        List<String> others = folders.getOrDefault(folder(config), List.of()).stream()
                .filter(other -> other != candidate.file())
                .map(Path::toString)
                .toList();
        return others.isEmpty()
                ? candidate
                : new Candidate(
                        candidate.file(),
                        null,
                        List.of("its result folder " + key(config).folder() + " would also be that of "
                                + String.join(", ", others) + "; run them into different folders"));
    }

    private static Candidate read(Path file, FeeSchedules schedules) {
        String json;
        try {
            json = StrategySources.read(file);
        } catch (IOException problem) {
            return new Candidate(file, null, List.of(FileErrors.message(problem)));
        }
        ParsedSimulation parsed = SimulationReader.read(json, schedules);
        List<String> reasons =
                new ArrayList<>(parsed.errors().stream().map(Problem::toString).toList());
        SimulationConfig config = parsed.config();
        if (config != null) {
            try {
                Ids.check("simulation_id", config.id());
            } catch (IllegalArgumentException refused) {
                reasons.add(String.valueOf(refused.getMessage()));
            }
        }
        return new Candidate(file, reasons.isEmpty() ? config : null, reasons);
    }
}
