package dev.nightjar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.MarketDay;
import dev.nightjar.reference.ProductEngine;
import dev.nightjar.reference.RandomMarket;
import dev.nightjar.reference.RandomStrategies;
import dev.nightjar.reference.ReferenceEngine;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The engine, its reader and its files agree with the plain reference engine to the byte, on random strategies and markets.
 *
 * <p>{@code -Dnightjar.seeds=10000} tries more of them, {@code -Dnightjar.first.seed=301} others, and
 * {@code -Dnightjar.pairs=10000} at least so many strategies on days, on {@code -Dnightjar.threads=4} threads,
 * {@code -Dnightjar.positional=true} only those that keep positions overnight, {@code -Dnightjar.bars=true} only those on bars and
 * {@code -Dnightjar.evaluation=tick} only those that are evaluated at each tick; they are a part of all otherwise. What differs is told
 * as the smallest case found that still differs, with all it needs.
 */
final class EngineAgreementProperties {

    private static final long FIRST = Long.getLong("nightjar.first.seed", 1);
    private static final long PAIRS = Long.getLong("nightjar.pairs", 0);
    private static final long COUNT = PAIRS > 0 ? Long.MAX_VALUE : Long.getLong("nightjar.seeds", 300);
    private static final int THREADS = Integer.getInteger("nightjar.threads", 1);
    /** Those that are compared alone. */
    private static final boolean POSITIONAL = Boolean.getBoolean("nightjar.positional");

    private static final boolean BARS = Boolean.getBoolean("nightjar.bars");
    private static final boolean TICK = "tick".equals(System.getProperty("nightjar.evaluation"));
    private static final boolean ALONE = POSITIONAL || BARS || TICK;
    /** Told before the comparison is given up. */
    private static final int MOST_DIFFERENCES = 3;
    /** How often a case that differs is tried with less. */
    private static final int MOST_TRIES = 10_000;
    /** So many more of an instance are run at once in one of so many seeds: what many ask for is worked out for all. */
    private static final int MANY = 40;

    private static final long MANY_ONE_IN = 18;

    /** Progress is told after so many strategies on days. */
    private static final long STEP = 1_000;

    private final AtomicLong tried = new AtomicLong();
    private final AtomicLong pairs = new AtomicLong();
    private final List<String> differences = new ArrayList<>();

    @Test
    void everyStrategyGivesTheReferenceEnginesBytes() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                workers.add(threads.submit(this::work));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } finally {
            threads.shutdownNow();
        }
        if (PAIRS > 0) {
            System.out.println("agreement: " + pairs + " random strategies on days compared, seeds from " + FIRST + ", "
                    + differences.size() + " differ");
        }
        assertThat(differences).as(String.join("\n", differences)).isEmpty();
    }

    private void work() {
        while (pairs.get() < PAIRS || PAIRS == 0) {
            long number = tried.getAndIncrement();
            if (number >= COUNT || enough()) {
                return;
            }
            for (Kind kind : Kind.values()) {
                if (kind.isAsked() && (ALONE || number % kind.oneIn == 0)) {
                    compare(FIRST + number, kind);
                }
            }
        }
    }

    private boolean enough() {
        synchronized (differences) {
            return differences.size() >= MOST_DIFFERENCES;
        }
    }

    /** Compares two instances that are run at once: what they share must not show. */
    private void compare(long seed, Kind kind) {
        RandomMarket market = kind.market(seed);
        List<MarketCase> both = new ArrayList<>(List.of(trial(seed, market, kind), trial(-seed, market, kind)));
        if (seed % MANY_ONE_IN == 0) {
            both.addAll(Collections.nCopies(MANY, both.get(0)));
        }
        List<String> found = differences(both, market.days(), pace(seed));
        for (int one = 0; one < both.size(); one++) {
            if (!found.get(one).isEmpty()) {
                String name = "seed " + (one == 1 ? -seed : seed) + " on market " + seed + ", " + kind;
                String explained = explain(name, both.get(one), found.get(one));
                synchronized (differences) {
                    differences.add(explained);
                }
            }
        }
        long before = pairs.getAndAdd(2L * market.days().size());
        if (PAIRS > 0 && before / STEP != pairs.get() / STEP) {
            System.out.println("agreement: " + pairs + " of " + PAIRS);
        }
    }

    private static MarketCase trial(long seed, RandomMarket market, Kind kind) {
        return new MarketCase(
                kind.strategy(seed, market),
                new InstanceKey("user " + seed, "strategy", "broker", RandomStrategies.scale(seed)),
                RandomStrategies.terms(seed, market),
                RandomStrategies.capital(seed),
                market.days().stream().map(SmallerDay::new).toList());
    }

    /** Every other run goes a few seconds at a time. */
    private static Pace pace(long seed) {
        return seed % 2 == 0 ? Pace.UNBOUNDED : next -> next + 7;
    }

    private static String explain(String name, MarketCase trial, String found) {
        String told = name + "\n" + found;
        String alone = differenceAlone(trial);
        if (alone.isEmpty()) {
            return told + "(run alone it agrees)\n" + trial.strategy() + "\n";
        }
        boolean thrown = alone.startsWith("threw");
        MarketCase reduced = CaseReducer.reduce(
                trial,
                candidate -> {
                    String other = differenceAlone(candidate);
                    return !other.isEmpty() && other.startsWith("threw") == thrown;
                },
                MOST_TRIES);
        return told + "reduced to\n" + reduced + differenceAlone(reduced);
    }

    private static String differenceAlone(MarketCase trial) {
        return differences(List.of(trial), List.copyOf(trial.days()), Pace.UNBOUNDED)
                .get(0);
    }

    /** {@return by instance, where its files differ from the reference engine's, or what an engine threw} */
    private static List<String> differences(List<MarketCase> trials, List<MarketDay> days, Pace pace) {
        try {
            List<Map<String, String>> files = engine(trials, days, pace);
            Map<MarketCase, Map<String, String>> wanted = new IdentityHashMap<>();
            return IntStream.range(0, trials.size())
                    .mapToObj(one -> difference(
                            files.get(one), wanted.computeIfAbsent(trials.get(one), trial -> reference(trial, days))))
                    .toList();
        } catch (RuntimeException problem) {
            return Collections.nCopies(trials.size(), "threw " + problem + "\n");
        }
    }

    private static Map<String, String> reference(MarketCase trial, List<MarketDay> days) {
        return ReferenceEngine.run(trial.strategy(), trial.key(), trial.terms(), trial.capital(), days);
    }

    /** {@return the files of every instance, run together} */
    private static List<Map<String, String>> engine(List<MarketCase> trials, List<MarketDay> days, Pace pace) {
        List<Instance> instances = trials.stream()
                .map(trial -> ProductEngine.instance(trial.strategy(), trial.key(), trial.terms()))
                .toList();
        List<@Nullable BigDecimal> capitals = new ArrayList<>();
        trials.forEach(trial -> capitals.add(trial.capital()));
        return ProductEngine.run(instances, capitals, days, pace);
    }

    /** {@return the first line of each file in which two engines differ; empty if there is none} */
    private static String difference(Map<String, String> actual, Map<String, String> expected) {
        StringBuilder text = new StringBuilder();
        expected.forEach((name, content) -> {
            List<String> wanted = comparable(content).lines().toList();
            List<String> got = comparable(actual.getOrDefault(name, "")).lines().toList();
            if (comparable(content).equals(comparable(actual.getOrDefault(name, "")))) {
                return;
            }
            int line = 0;
            while (line < wanted.size() && line < got.size() && wanted.get(line).equals(got.get(line))) {
                line++;
            }
            text.append(name).append(" line ").append(line + 1).append('\n');
            text.append("  reference ").append(line < wanted.size() ? wanted.get(line) : "ends");
            text.append("\n  engine    ")
                    .append(line < got.size() ? got.get(line) : "ends")
                    .append('\n');
        });
        return text.toString();
    }

    /** The rules say when a day fails, but not in which words. */
    private static String comparable(String content) {
        return content.replaceAll("\"failed\" : \".*\"", "\"failed\" : \"reason\"");
    }

    /** What is compared: in one of so many seeds, if everything is. */
    private enum Kind {
        SECONDS(1, false, false, false),
        SECONDS_OVERNIGHT(3, true, false, false),
        BARS_OF_A_DAY(3, false, true, false),
        BARS_OVERNIGHT(6, true, true, false),
        TICKS(6, false, false, true),
        TICKS_OVERNIGHT(15, true, false, true);

        private final int oneIn;
        private final boolean positional;
        private final boolean bars;
        private final boolean onTicks;

        Kind(int oneIn, boolean positional, boolean bars, boolean onTicks) {
            this.oneIn = oneIn;
            this.positional = positional;
            this.bars = bars;
            this.onTicks = onTicks;
        }

        boolean isAsked() {
            return (positional || !POSITIONAL) && (bars || !EngineAgreementProperties.BARS) && (onTicks || !TICK);
        }

        RandomMarket market(long seed) {
            if (bars) {
                return positional ? RandomMarket.lastingBars(seed) : RandomMarket.bars(seed);
            }
            if (onTicks && !positional && seed % 2 == 0) {
                return RandomMarket.busy(seed);
            }
            return positional ? RandomMarket.lasting(seed) : RandomMarket.of(seed);
        }

        String strategy(long seed, RandomMarket market) {
            if (onTicks) {
                return RandomStrategies.onTicks(seed, market, positional);
            }
            return positional ? RandomStrategies.positional(seed, market) : RandomStrategies.of(seed, market);
        }
    }
}
