package dev.nightjar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.MarketDay;
import dev.nightjar.market.OptionType;
import dev.nightjar.market.Side;
import dev.nightjar.market.TestDay;
import dev.nightjar.reference.ProductEngine;
import dev.nightjar.reference.RandomMarket;
import dev.nightjar.reference.RandomStrategies;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.FillModel;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.Slippage;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.strategy.Condition;
import dev.nightjar.strategy.Condition.Comparison;
import dev.nightjar.strategy.Evaluation;
import dev.nightjar.strategy.InstrumentConfig;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Operand;
import dev.nightjar.strategy.OrderTerms;
import dev.nightjar.strategy.Protections;
import dev.nightjar.strategy.Role;
import dev.nightjar.strategy.Strategy;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds of every strategy that is evaluated at every tick. */
final class EveryTickProperties {

    private static final String C = TestDay.option(24250, OptionType.CE);
    private static final Pattern TIME = Pattern.compile("\\b\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?");

    // A tick is to such a strategy what a second of its own is to others.

    private static LocalTime stretched(int tick) {
        return LocalTime.of(9, 15).plusSeconds(tick);
    }

    /** Ticks of different times that crowd into few seconds, in their order. */
    private static List<LocalTime> crowded(Random random, int count) {
        TreeSet<LocalTime> times = new TreeSet<>();
        while (times.size() < count) {
            times.add(LocalTime.of(9, 15)
                    .plusSeconds(random.nextInt(20))
                    .plusNanos(random.nextInt(40) == 0 ? random.nextInt(3) : random.nextInt(1_000) * 1_000_000L));
        }
        return List.copyOf(times);
    }

    private static TestDay day(List<LocalTime> times, List<String> prices) {
        String[] rows = new String[times.size()];
        for (int tick = 0; tick < rows.length; tick++) {
            rows[tick] = times.get(tick) + " " + prices.get(tick);
        }
        return new TestDay().withOption(24250, OptionType.CE).withTicks(rows);
    }

    private static List<String> prices(Random random, int count) {
        List<String> prices = new ArrayList<>();
        int price = 24250;
        int other = 500;
        int call = 100;
        for (int tick = 0; tick < count; tick++) {
            int step = random.nextInt(5) - 2;
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    price = Math.max(24230, Math.min(24270, price + step));
                    prices.add("NIFTY " + price + " " + random.nextInt(9));
                }
                case 2 -> {
                    other += step;
                    prices.add("BANKNIFTY " + other);
                }
                default -> {
                    call = Math.max(80, call + step);
                    prices.add(C + " " + call + " 1 " + (call - 1) + " " + (call + random.nextInt(3)));
                }
            }
        }
        return prices;
    }

    private static Operand price(Random random) {
        return new Operand.LiveValue(random.nextInt(4) == 0 ? Role.SI : Role.TI, Operand.LiveField.PRICE);
    }

    private static Condition condition(Random random) {
        Operand lhs = price(random);
        double level = lhs.equals(new Operand.LiveValue(Role.TI, Operand.LiveField.PRICE))
                ? 24245 + random.nextInt(10)
                : 495 + random.nextInt(10);
        Comparison[] all = {
            Comparison.LESS,
            Comparison.GREATER,
            Comparison.GREATER_OR_EQUAL,
            Comparison.EQUAL,
            Comparison.NOT_EQUAL,
            Comparison.CROSSES_ABOVE,
            Comparison.CROSSES_BELOW
        };
        Condition leaf =
                new Condition.Leaf(all[random.nextInt(all.length)], lhs, new Operand.Constant(level, "" + level), null);
        Condition ofPosition = new Condition.Leaf(
                random.nextBoolean() ? Comparison.GREATER : Comparison.CROSSES_BELOW,
                new Operand.PnlValue(Operand.PnlType.TOTAL, null),
                new Operand.Constant(-50, "-50"),
                null);
        return random.nextInt(3) == 0
                ? new Condition.Group(random.nextBoolean(), List.of(leaf, ofPosition, condition(random)))
                : leaf;
    }

    private static OrderTerms order(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> TestGraph.limit("" + (96 + random.nextInt(8)));
            case 1 -> TestGraph.limit(TestGraph.points("1"));
            case 2 -> TestGraph.stop("" + (96 + random.nextInt(8)));
            case 3 -> TestGraph.stopLimit("" + (96 + random.nextInt(8)), "" + (96 + random.nextInt(8)));
            default -> OrderTerms.MARKET;
        };
    }

    private static Protections protections(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> TestGraph.stopLoss(TestGraph.points("" + (1 + random.nextInt(4))));
            case 1 -> TestGraph.takeProfit(TestGraph.points("" + (1 + random.nextInt(4))));
            case 2 -> TestGraph.trailing(TestGraph.points("" + (1 + random.nextInt(4))), "" + random.nextInt(3));
            default -> Protections.NONE;
        };
    }

    private static Instance instance(long seed, Evaluation evaluation) {
        Random random = new Random(seed);
        Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
        Node.Leg leg = TestGraph.leg("call", side, TestGraph.CALL, order(random), protections(random));
        List<Node> nodes = List.of(
                new Node.Start("start", "start"),
                new Node.EntrySignal("in", "in", List.of(condition(random)), List.of(), List.of()),
                new Node.Entry("entry", "entry", List.of(leg)),
                new Node.ExitSignal("out", "out", List.of(condition(random)), List.of(), List.of()),
                random.nextBoolean()
                        ? new Node.Exit("exit", "exit", "call")
                        : new Node.Exit("exit", "exit", "call", BigDecimal.ONE, protections(random)),
                new Node.ReEntrySignal("again", "again", List.of(condition(random)), List.of(), 3));
        FillModel fill = FillModel.values()[random.nextInt(FillModel.values().length)];
        return new Instance(
                new InstanceKey("user", "strategy", "broker", BigDecimal.ONE),
                new Strategy(
                        "strategy",
                        "strategy",
                        false,
                        evaluation,
                        "NSE",
                        new InstrumentConfig("NIFTY", List.of()),
                        random.nextBoolean() ? new InstrumentConfig("BANKNIFTY", List.of()) : null,
                        nodes,
                        List.of(
                                List.of(1),
                                List.of(2),
                                List.of(3),
                                List.of(4),
                                random.nextBoolean() ? List.of(5, 1) : List.of(5),
                                List.of(2))),
                new TradingTerms(fill, 0, Long.MAX_VALUE, Slippage.NONE, FeeSchedule.NONE));
    }

    private static boolean hasInstruments(Instance instance) {
        return instance.strategy().supporting() != null
                || !instance.strategy().nodes().toString().contains("role=SI");
    }

    /** {@return what happened, with the ticks' numbers as times} */
    private static List<String> events(TestDay day, Instance instance, List<LocalTime> times, Pace pace) {
        TextJournal journal = new TextJournal();
        Engine.run(List.of(day), List.of(instance), journal, pace, StopSignal.NEVER);
        Map<String, Integer> ticks = new HashMap<>();
        for (int tick = 0; tick < times.size(); tick++) {
            ticks.put(times.get(tick).toString(), tick);
        }
        return journal.lines().stream()
                .filter(line -> !line.startsWith("mark"))
                .map(line -> TIME.matcher(line)
                        .replaceAll(found ->
                                Matcher.quoteReplacement("tick " + ticks.getOrDefault(found.group(), times.size()))))
                .toList();
    }

    @Test
    void aTickIsWhatASecondOfItsOwnWouldBe() {
        int trades = 0;
        for (long seed = 1; seed <= 600; seed++) {
            Random random = new Random(seed);
            List<String> prices = prices(random, 120);
            List<LocalTime> times = crowded(random, prices.size());
            List<LocalTime> seconds = new ArrayList<>();
            for (int tick = 0; tick < times.size(); tick++) {
                seconds.add(stretched(tick));
            }
            Instance everyTick = instance(seed, Evaluation.TICK);
            if (!hasInstruments(everyTick)) {
                continue;
            }
            TestDay crowded = day(times, prices);
            List<String> wanted =
                    events(day(seconds, prices), instance(seed, Evaluation.SECOND), seconds, next -> next);

            assertThat(events(crowded, everyTick, times, Pace.UNBOUNDED))
                    .as("seed " + seed)
                    .isEqualTo(wanted);
            assertThat(events(crowded, everyTick, times, next -> next + 1))
                    .as("seed " + seed + ", paced")
                    .isEqualTo(wanted);
            trades += (int)
                    wanted.stream().filter(line -> line.contains("closed")).count();
        }
        assertThat(trades).isGreaterThan(500);
    }

    // However it is run, its files are the same.

    private static String atEveryTick(String strategy) {
        String plain = strategy.replaceAll("\"evaluation\"\\s*:\\s*\"\\w+\"\\s*,", "");
        String changed = plain.replaceFirst("\"strategyType\"", "\"evaluation\":\"tick\",\"strategyType\"");
        assertThat(changed).isNotEqualTo(plain);
        return changed;
    }

    private static Instance instance(long seed, String strategy, RandomMarket market) {
        return ProductEngine.instance(
                strategy,
                new InstanceKey("user " + seed, "strategy", "broker", RandomStrategies.scale(seed)),
                RandomStrategies.terms(seed, market));
    }

    private static List<Map<String, String>> files(List<Instance> instances, List<MarketDay> days, Pace pace) {
        List<@Nullable BigDecimal> capitals = new ArrayList<>(Collections.nCopies(instances.size(), null));
        return ProductEngine.run(instances, capitals, days, pace);
    }

    private static void compare(long seed, boolean positional) {
        RandomMarket market = positional ? RandomMarket.lasting(seed) : RandomMarket.of(seed);
        String strategy = positional ? RandomStrategies.positional(seed, market) : RandomStrategies.of(seed, market);
        Instance everyTick = instance(seed, atEveryTick(strategy), market);
        Instance everySecond = instance(seed, strategy, market);
        List<MarketDay> days = List.copyOf(market.days());

        Map<String, String> alone =
                new TreeMap<>(files(List.of(everyTick), days, Pace.UNBOUNDED).get(0));
        assertThat(files(List.of(everyTick), days, next -> next).get(0))
                .as("seed " + seed + ", paced by the second")
                .isEqualTo(alone);
        assertThat(files(List.of(everySecond, everyTick, everySecond), days, next -> next + 11)
                        .get(1))
                .as("seed " + seed + ", beside others and paced")
                .isEqualTo(alone);
        assertThat(files(List.of(everySecond, everyTick), days, Pace.UNBOUNDED).get(1))
                .as("seed " + seed + ", beside another")
                .isEqualTo(alone);
    }

    @Test
    void paceAndNeighboursChangeNothing() {
        for (long seed = 1; seed <= 24; seed++) {
            compare(seed, false);
            if (seed % 3 == 0) {
                compare(seed, true);
            }
        }
    }
}
