package dev.nightjar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.MarketDay;
import dev.nightjar.reference.ProductEngine;
import dev.nightjar.reference.RandomMarket;
import dev.nightjar.reference.RandomStrategies;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Variants of a random strategy that run together tell what each of them tells alone: they begin on what others have left, and share
 * what they have found.
 *
 * <p>{@code -Dnightjar.seeds=1000} tries more of them, {@code -Dnightjar.first.seed=301} others.
 */
final class TogetherProperties {

    private static final long FIRST = Long.getLong("nightjar.first.seed", 1);
    private static final long COUNT = Long.getLong("nightjar.seeds", 40);

    private static final int VARIANTS = 12;
    /** So many more of some variants: what many ask for is worked out for all. */
    private static final int MANY = 33;

    /** Numbers that leave the graph as it is, but for those of indicators. */
    private static final Pattern NUMBER = Pattern.compile("\"(?:stopPoints|targetPoints|stopPercentage|targetPercentage"
            + "|initialDistance|stepSize|limitBuffer|waitTime|lots|specificQuantity|length|multiplier|limitAmount"
            + "|targetAmount)\":\"?([0-9.]{1,8})");

    @Test
    void variantsTellTogetherWhatEachTellsAlone() {
        int variants = 0;
        int graphs = 0;
        int failed = 0;
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            RandomMarket market = market(seed);
            List<Instance> together = variants(seed, market);
            List<List<String>> told = told(together, market.days(), Pace.UNBOUNDED);
            Map<Instance, List<String>> alone = new IdentityHashMap<>();
            for (int one = 0; one < together.size(); one++) {
                List<String> own = alone.computeIfAbsent(
                        together.get(one),
                        instance -> told(List.of(instance), market.days(), Pace.UNBOUNDED)
                                .get(0));
                assertThat(told.get(one))
                        .as("seed " + seed + ", variant " + one)
                        .isEqualTo(own);
                failed += own.stream().anyMatch(line -> line.startsWith("failed at")) ? 1 : 0;
            }
            if (seed % 3 == 0) {
                assertThat(told(together, market.days(), next -> next + 7))
                        .as("seed " + seed + ", side by side")
                        .isEqualTo(told);
            }
            Graph.Known known = new Graph.Known();
            variants += together.size();
            graphs += (int) together.stream()
                    .map(instance -> new Program(instance, known).graph())
                    .distinct()
                    .count();
        }
        if (FIRST == 1 && COUNT >= 40) {
            assertThat(variants).as("most have a graph that others have too").isGreaterThan(4 * graphs);
            assertThat(failed).as("some end in the middle of a day").isPositive();
        }
    }

    private static RandomMarket market(long seed) {
        return switch ((int) (seed % 6)) {
            case 0 -> RandomMarket.bars(seed);
            case 1, 2 -> RandomMarket.lasting(seed);
            case 3 -> RandomMarket.busy(seed);
            default -> RandomMarket.of(seed);
        };
    }

    private static String strategy(long seed, RandomMarket market) {
        return switch ((int) (seed % 6)) {
            case 1 -> RandomStrategies.positional(seed, market);
            case 2 -> RandomStrategies.onTicks(seed, market, true);
            case 3 -> RandomStrategies.onTicks(seed, market, false);
            default -> RandomStrategies.of(seed, market);
        };
    }

    /** {@return instances in no order, with other numbers, terms and scales, of which some fail on their way and some are there often} */
    private static List<Instance> variants(long seed, RandomMarket market) {
        Random random = new Random(seed);
        String strategy = strategy(seed, market);
        List<Instance> variants = new ArrayList<>();
        for (int variant = 0; variant < VARIANTS; variant++) {
            Instance instance = ProductEngine.instance(
                    variant == 0 ? strategy : varied(strategy, random),
                    new InstanceKey("user", "variant " + variant, "broker", RandomStrategies.scale(seed + variant)),
                    RandomStrategies.terms(seed + variant, market));
            if (random.nextInt(6) == 0) {
                instance = new Instance(
                        instance.key(), instance.strategy(), instance.terms(), 200 + random.nextInt(20_000));
            }
            variants.addAll(Collections.nCopies(random.nextInt(6) == 0 ? MANY : 1, instance));
        }
        Collections.shuffle(variants, random);
        return variants;
    }

    private static String varied(String strategy, Random random) {
        return NUMBER.matcher(strategy)
                .replaceAll(number -> random.nextInt(3) > 0
                        ? number.group()
                        : number.group().substring(0, number.start(1) - number.start())
                                + new BigDecimal(number.group(1)).add(BigDecimal.valueOf(1 + random.nextInt(3))));
    }

    /** {@return by instance: the lines of its journal} */
    private static List<List<String>> told(List<Instance> instances, List<MarketDay> days, Pace pace) {
        TextJournal journal = new TextJournal();
        Engine.run(days, instances, journal, pace, StopSignal.NEVER);
        List<List<String>> told = IntStream.range(0, instances.size())
                .<List<String>>mapToObj(instance -> new ArrayList<>())
                .toList();
        for (String line : journal.lines()) {
            int colon = line.indexOf(": ");
            boolean numbered = colon > 0 && line.substring(0, colon).chars().allMatch(Character::isDigit);
            told.get(numbered ? Integer.parseInt(line.substring(0, colon)) : 0)
                    .add(numbered ? line.substring(colon + 2) : line);
        }
        return told;
    }
}
