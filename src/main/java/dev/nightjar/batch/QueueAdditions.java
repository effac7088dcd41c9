package dev.nightjar.batch;

import dev.nightjar.run.FeeSchedules;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.simulation.ParsedSimulation;
import dev.nightjar.simulation.SimulationReader;
import dev.nightjar.store.NewQueueItem;
import dev.nightjar.store.QueueStore;
import dev.nightjar.strategy.ParsedStrategy;
import dev.nightjar.strategy.Problem;
import dev.nightjar.strategy.TradeLayoutReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Files of strategies and portfolio simulations that are about to be put into a queue.
 *
 * <p>A strategy with errors may stand in a queue: every run rejects it with all reasons, which are told now already. A file that
 * cannot be named, because it is not readable, names no strategy or its ids cannot be folder names, is not added.
 */
public final class QueueAdditions {

    private final List<NewQueueItem> items;
    private final List<String> problems;

    private QueueAdditions(List<NewQueueItem> items, List<String> problems) {
        this.items = items;
        this.problems = problems;
    }

    /**
     * Reads files, and the {@code .json} files in folders, in alphabetical order.
     *
     * @param user whose they are; null for whom each file names
     * @param capital in money, or null
     * @param schedules what simulations may name as their fees
     * @throws IllegalArgumentException if there is nothing at one of the places, or a value cannot be used
     */
    public static QueueAdditions read(
            String queue,
            List<Path> sources,
            @Nullable String user,
            String broker,
            BigDecimal scale,
            @Nullable BigDecimal capital,
            boolean oneShot,
            FeeSchedules schedules) {
        List<NewQueueItem> items = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Map<InstanceKey, Path> files = new HashMap<>();
        for (Path file : files(sources)) {
            String json;
            try {
                json = StrategySources.read(file);
            } catch (IOException e) {
                problems.add(file + ": not added: " + FileErrors.message(e));
                continue;
            }
            Named parsed = Named.of(json, schedules);
            String strategyId = parsed.id();
            if (strategyId == null) {
                parsed.errors().forEach(error -> problems.add(file + ": not added: " + error));
                continue;
            }
            String named = parsed.userId() == null ? StrategySources.DEFAULT_USER : parsed.userId();
            String userId = user == null ? named : user;
            InstanceKey key = new InstanceKey(userId, strategyId, broker, scale);
            List<String> hostile = ItemJudge.hostile(key);
            if (!hostile.isEmpty()) {
                hostile.forEach(problem -> problems.add(file + ": not added: " + problem));
                continue;
            }
            Path twin = files.putIfAbsent(key, file);
            if (twin != null) {
                problems.add(
                        file + ": not added: it is the same strategy_id as " + twin + "; give one of them another");
                continue;
            }
            for (Problem error : parsed.errors()) {
                problems.add(file + ": will be rejected: " + error);
            }
            items.add(new NewQueueItem(queue, key, json, units(capital), oneShot, false, file.toString()));
        }
        return new QueueAdditions(items, problems);
    }

    /**
     * What a file says of itself.
     *
     * @param id null if it cannot be named
     */
    private record Named(@Nullable String id, @Nullable String userId, List<Problem> errors) {

        static Named of(String json, FeeSchedules schedules) {
            if (StrategySources.isSimulation(json)) {
                ParsedSimulation simulation = SimulationReader.read(json, schedules);
                return new Named(simulation.id(), null, simulation.errors());
            }
            ParsedStrategy strategy = TradeLayoutReader.read(json);
            return new Named(
                    namesItsUserBadly(strategy) ? null : strategy.strategyId(), strategy.userId(), strategy.errors());
        }
    }

    /** {@return what is wrong with the files, one line each} */
    public List<String> problems() {
        return problems;
    }

    /** Puts them into the queue, all or none, and tells what that did, one line each. */
    public List<String> add(QueueStore store, Instant now) {
        List<QueueStore.Added> added = store.addAll(items, now);
        return IntStream.range(0, items.size())
                .mapToObj(item -> word(added.get(item)) + " " + items.get(item).key() + " ("
                        + items.get(item).source() + ")")
                .toList();
    }

    List<NewQueueItem> items() {
        return items;
    }

    private static String word(QueueStore.Added added) {
        return switch (added) {
            case NEW -> "added";
            case CHANGED -> "replaced";
            case SAME -> "stands already:";
        };
    }

    static @Nullable Long units(@Nullable BigDecimal capital) {
        if (capital == null) {
            return null;
        }
        try {
            long units = capital.movePointRight(6).longValueExact();
            if (units > 0) {
                return units;
            }
        } catch (ArithmeticException e) {
            // Told below.
        }
        throw new IllegalArgumentException(
                "capital must be an amount above 0 with at most 6 fraction digits, was " + capital.toPlainString());
    }

    private static List<Path> files(List<Path> sources) {
        try {
            return StrategySources.find(sources);
        } catch (IOException e) {
            throw new IllegalArgumentException(FileErrors.message(e), e);
        }
    }

    /** {@return whether the file says whose it is, but by an id that cannot be used} */
    static boolean namesItsUserBadly(ParsedStrategy parsed) {
        return parsed.errors().stream().anyMatch(error -> error.pointer().endsWith("/user_id"));
    }
}
