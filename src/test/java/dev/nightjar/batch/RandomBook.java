package dev.nightjar.batch;

import dev.nightjar.market.MarketDay;
import dev.nightjar.outcome.DayRecord;
import dev.nightjar.outcome.PartitionJournal;
import dev.nightjar.outcome.ResultFiles;
import dev.nightjar.outcome.StrategyResult;
import dev.nightjar.reference.ProductEngine;
import dev.nightjar.reference.RandomMarket;
import dev.nightjar.reference.RandomStrategies;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Random strategies on one random market: every kind of order, protection, exit and cross, each on terms of its own.
 *
 * @param days of the market, in their order
 */
record RandomBook(List<Instance> instances, List<MarketDay> days) {

    private static final int STRATEGIES = 4;

    /** What its days are made of, and how its strategies look at them. */
    enum Kind {
        SECONDS,
        SECONDS_OVERNIGHT,
        MIXED_OVERNIGHT,
        BARS,
        BARS_OVERNIGHT,
        TICKS,
        TICKS_OVERNIGHT
    }

    static RandomBook of(Kind kind, long seed) {
        RandomMarket market = switch (kind) {
            case SECONDS, TICKS -> RandomMarket.of(seed);
            case SECONDS_OVERNIGHT, MIXED_OVERNIGHT, TICKS_OVERNIGHT -> RandomMarket.lasting(seed);
            case BARS -> RandomMarket.bars(seed);
            case BARS_OVERNIGHT -> RandomMarket.lastingBars(seed);
        };
        List<Instance> instances = new ArrayList<>();
        for (int one = 0; one < STRATEGIES; one++) {
            long own = seed * 100 + one;
            boolean positional = kind.name().endsWith("OVERNIGHT") && (kind != Kind.MIXED_OVERNIGHT || one % 2 == 0);
            String strategy = kind == Kind.TICKS || kind == Kind.TICKS_OVERNIGHT
                    ? RandomStrategies.onTicks(own, market, positional)
                    : positional ? RandomStrategies.positional(own, market) : RandomStrategies.of(own, market);
            instances.add(ProductEngine.instance(
                    strategy,
                    new InstanceKey("user", "strategy " + one, "broker", RandomStrategies.scale(own)),
                    RandomStrategies.terms(own, market)));
        }
        return new RandomBook(instances, market.days());
    }

    List<LocalDate> dates() {
        return days.stream().map(MarketDay::date).toList();
    }

    MarketDay day(LocalDate date) {
        return days.stream().filter(day -> day.date().equals(date)).findFirst().orElseThrow();
    }

    /** {@return the files of an instance that runs alone, undisturbed} */
    Map<String, String> alone(int number) {
        PartitionJournal journal = new PartitionRunner(this::day, PartitionRunner.Pacing.UNBOUNDED, () -> false)
                .run(new TreeMap<>(Map.of(number, instances.get(number))), dates(), PartitionRunner.Listener.NONE);
        return files(
                number,
                dates().stream().map(date -> journal.soFar(number, date)).toList());
    }

    Map<String, String> files(int number, List<DayRecord> records) {
        return ResultFiles.of(
                        StrategyResult.of(Objects.requireNonNull(instances.get(number)), 100_000_000_000L, records))
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        file -> new String(file.getValue(), StandardCharsets.UTF_8),
                        (one, other) -> one,
                        TreeMap::new));
    }
}
