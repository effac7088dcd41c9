package dev.nightjar.simulation;

import static dev.nightjar.simulation.TestSimulations.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.engine.StopSignal;
import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Decimals;
import dev.nightjar.market.Side;
import dev.nightjar.market.TradingPeriods;
import dev.nightjar.run.FeeRow;
import dev.nightjar.run.FeeSchedule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for all simulations, on fixed seeds: symbols with gaps, splits, dividends, suspensions and delistings. */
class PortfolioProperties {

    private static final int SYMBOLS = 6;
    private static final int DAYS = 260;

    /** Three hundredths of a percent, at least 1, and 0.1 percent of what is sold. */
    private static final FeeSchedule COSTS = FeeSchedule.of(
            "costs", List.of(row("brokerage", null, "0.03", BigDecimal.ONE), row("tax", Side.SELL, "0.1", null)));

    private static FeeRow row(String name, @Nullable Side side, String percent, @Nullable BigDecimal minimum) {
        return new FeeRow(
                name,
                new TreeSet<>(),
                new TreeSet<>(),
                side,
                false,
                FeeRow.Basis.TURNOVER,
                new BigDecimal(percent),
                List.of(),
                minimum,
                null,
                null,
                new FeeRow.Rounding(RoundingMode.HALF_UP, new BigDecimal("0.01")),
                null,
                null);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 25);
    }

    /** A drawn simulation. */
    private record Drawn(SimulationConfig config, TreeMap<String, SymbolHistory> histories) {

        SymbolHistory history(String symbol) {
            return Objects.requireNonNull(histories.get(symbol), symbol);
        }

        SymbolHistory[] all() {
            return histories.values().toArray(new SymbolHistory[0]);
        }
    }

    private static Drawn drawn(long seed, String mode, String end) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> members = new ArrayList<>(List.of(
                "symbols: " + names(),
                "capital_mode: '" + mode + "'",
                "start_date: '2024-02-01'",
                "end_date: '" + end + "'",
                "starting_capital: " + (5_000 + random.nextInt(200_000)) + ".07",
                "fees: 'costs'"));
        members.add("strategy: '" + choice(random, "ma_crossover", "rsi", "bollinger_bands", "buy_and_hold") + "'");
        members.add("sizing: "
                + choice(
                        random,
                        "{'policy': 'percent_of_equity', 'percent': 37}",
                        "{'policy': 'percent_of_equity'}",
                        "{'policy': 'fixed_amount', 'amount': 3000}",
                        "{'policy': 'fixed_quantity', 'quantity': 40}",
                        "{'policy': 'risk_atr', 'risk_percent': 2}",
                        "{'policy': 'volatility_target', 'annual_percent': 20}"));
        if (members.contains("strategy: 'ma_crossover'")) {
            members.add("strategy_parameters: {'short_ma': 3, 'long_ma': 9}");
        }
        members.add("direction: '" + choice(random, "long_only", "long_short") + "'");
        members.add("fill: '" + choice(random, "next_open", "close") + "'");
        members.add("slippage: '" + choice(random, "none", "ticks:2", "bps:7.5") + "'");
        members.add("delisting_recovery_percent: " + random.nextInt(101));
        if (mode.equals("shared")) {
            members.add("contention: '" + choice(random, "signal_strength", "symbol", "pro_rata") + "'");
            if (random.nextBoolean() && !members.toString().contains("fixed_quantity")) {
                members.add(
                        "rebalance: {'every': '" + choice(random, "day", "week", "month") + "', 'drift_percent': 1}");
            }
        }
        SimulationConfig config = TestSimulations.config(name -> COSTS, members.toArray(new String[0]));
        TreeMap<String, SymbolHistory> histories = new TreeMap<>();
        for (int symbol = 0; symbol < SYMBOLS; symbol++) {
            histories.put("S" + symbol, history("S" + symbol, seed * 100 + symbol));
        }
        return new Drawn(config, histories);
    }

    private static String names() {
        return IntStream.range(0, SYMBOLS)
                .mapToObj(symbol -> "'S" + symbol + "'")
                .toList()
                .toString();
    }

    private static String choice(SplittableRandom random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static SymbolHistory history(String symbol, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<TestSimulations.Day> days =
                TestSimulations.walk(seed, MONDAY.plusDays(random.nextInt(60)), DAYS - random.nextInt(60));
        List<CorporateAction> actions = new ArrayList<>();
        for (int action = 0; action < 4; action++) {
            LocalDate exDate = days.get(20 + random.nextInt(days.size() - 20)).date();
            actions.add(
                    random.nextBoolean()
                            ? new CorporateAction.Split(exDate, 1 + random.nextInt(5), 1 + random.nextInt(3))
                            : new CorporateAction.Dividend(exDate, BigDecimal.valueOf(1 + random.nextInt(20), 2)));
        }
        LocalDate suspended = days.get(random.nextInt(days.size())).date();
        LocalDate delisted =
                random.nextInt(3) == 0 ? days.get(150 + random.nextInt(30)).date() : null;
        return TestSimulations.traded(
                TestSimulations.history(symbol, days, actions.toArray(new CorporateAction[0])),
                new TradingPeriods(
                        null,
                        delisted,
                        List.of(new TradingPeriods.Suspension(suspended, suspended.plusDays(6), "test"))));
    }

    private static Ledger ledger(Drawn drawn) {
        return drawn.config().capitalMode() == CapitalMode.SHARED
                ? TestSimulations.run(drawn.config(), drawn.all())
                : Ledger.merge(TestSimulations.sleeves(drawn.config(), drawn.all()));
    }

    /** The drawn simulations are worth looking at. */
    @Test
    void muchHappens() {
        List<Ledger> ledgers = seeds().mapToObj(seed -> ledger(drawn(seed, "shared", "2024-12-31")))
                .toList();

        assertThat(ledgers.stream().mapToInt(ledger -> ledger.fills().size()).sum())
                .isGreaterThan(600);
        assertThat(ledgers.stream().mapToInt(ledger -> ledger.flows().size()).sum())
                .isGreaterThan(60);
        for (FillReason reason : List.of(FillReason.SIGNAL, FillReason.REBALANCE, FillReason.DELISTED)) {
            assertThat(ledgers).anyMatch(ledger -> ledger.fills().stream().anyMatch(fill -> fill.reason() == reason));
        }
    }

    /** Cash is what fills and flows left of the capital, positions are what fills and splits left of shares, at every point. */
    @ParameterizedTest
    @MethodSource("seeds")
    void noMoneyIsMadeOrLost(long seed) {
        for (String mode : List.of("sleeves", "shared")) {
            Drawn drawn = drawn(seed, mode, "2024-12-31");
            Ledger ledger = ledger(drawn);
            assertThat(ledger.capital()).isEqualTo(drawn.config().capital());
            assertThat(ledger.equity()).isNotEmpty();
            long cash = ledger.capital();
            Map<String, Long> held = new HashMap<>();
            Deque<Ledger.Event> events = new ArrayDeque<>(events(ledger));
            for (Ledger.Point point : ledger.equity()) {
                while (!events.isEmpty() && slice(events.getFirst()) <= point.time()) {
                    Ledger.Event event = events.removeFirst();
                    if (event instanceof Ledger.Fill fill) {
                        cash += fill.cash();
                        long sign = fill.side() == Side.BUY ? 1 : -1;
                        long after = held.merge(fill.symbol(), sign * fill.quantity(), Long::sum);
                        assertThat(fill.positionAfter()).isEqualTo(after);
                        assertThat(fill.fees()).isPositive();
                    } else if (event instanceof Ledger.Flow flow) {
                        cash += flow.amount();
                        assertThat(held.put(flow.symbol(), flow.quantityAfter()))
                                .isEqualTo(flow.quantityBefore());
                    }
                }
                long positions = 0;
                long exposure = 0;
                for (Map.Entry<String, Long> position : held.entrySet()) {
                    long value = position.getValue() * lastClose(drawn, position.getKey(), point.time());
                    long units = Decimals.rescale(value, 2, Decimals.MONEY_SCALE);
                    positions += units;
                    exposure += Math.abs(units);
                }
                assertThat(point.cash()).isEqualTo(cash);
                assertThat(point.positions()).isEqualTo(positions);
                assertThat(point.exposure()).isEqualTo(exposure);
                if (drawn.config().direction() == Direction.LONG_ONLY) {
                    assertThat(point.cash()).isNotNegative();
                    assertThat(held.values()).allMatch(shares -> shares >= 0);
                }
            }
            assertThat(events).isEmpty();
        }
    }

    private static List<Ledger.Event> events(Ledger ledger) {
        return Stream.<Ledger.Event>concat(ledger.fills().stream(), ledger.flows().stream())
                .sorted(Comparator.comparingLong(PortfolioProperties::slice)
                        .thenComparing(Ledger.Event::symbol)
                        .thenComparingInt(Ledger.Event::sequence))
                .toList();
    }

    private static long slice(Ledger.Event event) {
        return event instanceof Ledger.Fill fill ? fill.slice() : ((Ledger.Flow) event).slice();
    }

    private static long lastClose(Drawn drawn, String symbol, long time) {
        SymbolHistory history = drawn.history(symbol);
        int next = history.firstFrom(TestSimulations.date(time).plusDays(1));
        return history.bars().close(Math.min(next, history.end(drawn.config())) - 1);
    }

    /** However sleeves are dealt out, and in whatever order they come back. */
    @ParameterizedTest
    @MethodSource("seeds")
    void groupsChangeNothing(long seed) {
        Drawn drawn = drawn(seed, "sleeves", "2024-12-31");
        List<Ledger> sleeves = TestSimulations.sleeves(drawn.config(), drawn.all());
        String whole = LedgerText.write(Ledger.merge(sleeves));
        Random random = new Random(seed);

        for (int groups : List.of(1, 2, 3, 4, 6)) {
            List<Ledger> dealt = new ArrayList<>(sleeves);
            Collections.shuffle(dealt, random);
            List<Ledger> merged = new ArrayList<>();
            for (int group = 0; group < groups; group++) {
                int own = group;
                Ledger part = Ledger.merge(IntStream.range(0, dealt.size())
                        .filter(place -> place % groups == own)
                        .mapToObj(dealt::get)
                        .toList());
                merged.add(LedgerText.read(LedgerText.write(part)));
            }
            Collections.shuffle(merged, random);
            assertThat(LedgerText.write(Ledger.merge(merged)))
                    .as("%s groups", groups)
                    .isEqualTo(whole);
        }
    }

    /** A sleeve is the pass over its symbol alone. */
    @ParameterizedTest
    @MethodSource("seeds")
    void sleevesDoNotKnowEachOther(long seed) {
        Drawn drawn = drawn(seed, "sleeves", "2024-12-31");
        Ledger whole = ledger(drawn);

        for (Ledger sleeve : TestSimulations.sleeves(drawn.config(), drawn.history("S3"))) {
            assertThat(whole.fills().stream().filter(fill -> fill.symbol().equals("S3")))
                    .containsExactlyElementsOf(sleeve.fills());
            assertThat(whole.skips().stream().filter(skip -> skip.symbol().equals("S3")))
                    .containsExactlyElementsOf(sleeve.skips());
        }
    }

    /** Days that come later change nothing of before, in which order symbols are told does not either. */
    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsKnownBeforeItHappens(long seed) {
        for (String mode : List.of("sleeves", "shared")) {
            Ledger whole = ledger(drawn(seed, mode, "2024-12-31"));
            Drawn cut = drawn(seed, mode, "2024-07-05");
            Ledger until = ledger(cut);
            long last = until.equity().get(until.equity().size() - 1).time();

            assertThat(until.equity())
                    .isEqualTo(whole.equity().stream()
                            .filter(point -> point.time() <= last)
                            .toList());
            assertThat(until.fills())
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("sequence")
                    .isEqualTo(whole.fills().stream()
                            .filter(fill -> fill.slice() <= last)
                            .toList());
            assertThat(until.flows())
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("sequence")
                    .isEqualTo(whole.flows().stream()
                            .filter(flow -> flow.slice() <= last)
                            .toList());
        }
    }

    /** Nothing fills on a day without a bar, of a suspension, or before or after it was listed; each at that bar's own price. */
    @ParameterizedTest
    @MethodSource("seeds")
    void everyFillIsAtAPriceOfItsBar(long seed) {
        Drawn drawn = drawn(seed, "shared", "2024-12-31");
        SimulationConfig config = drawn.config();
        Ledger ledger = TestSimulations.run(config, drawn.all());

        for (Ledger.Fill fill : ledger.fills()) {
            SymbolHistory history = drawn.history(fill.symbol());
            LocalDate date = TestSimulations.date(fill.time());
            int bar = history.firstFrom(date);
            assertThat(history.date(bar)).isEqualTo(date);
            if (fill.reason() == FillReason.DELISTED) {
                assertThat(bar).isEqualTo(history.end(config) - 1);
            } else {
                assertThat(history.isTradable(date)).isTrue();
                assertThat(fill.marketPrice())
                        .isEqualTo(
                                config.fill() == FillAt.CLOSE
                                        ? history.bars().close(bar)
                                        : history.bars().open(bar));
                assertThat(fill.signalTime()).isLessThanOrEqualTo(fill.time());
            }
            boolean worse =
                    fill.side() == Side.BUY ? fill.price() >= fill.marketPrice() : fill.price() <= fill.marketPrice();
            assertThat(worse).isTrue();
        }
        for (SymbolHistory history : drawn.histories().values()) {
            if (history.delisted() != null) {
                assertThat(ledger.open()).noneMatch(open -> open.symbol().equals(history.symbol()));
            }
        }
    }

    /** The same again, from the text of the config. */
    @ParameterizedTest
    @MethodSource("seeds")
    void theSameConfigGivesTheSameLedger(long seed) {
        Drawn drawn = drawn(seed, "shared", "2024-12-31");
        SimulationConfig again = Objects.requireNonNull(
                SimulationReader.read(drawn.config().text(), name -> COSTS).config());
        TreeMap<String, PortfolioPass.Input> inputs = new TreeMap<>();
        drawn.histories()
                .descendingMap()
                .forEach((symbol, history) ->
                        inputs.put(symbol, new PortfolioPass.Input(history, Signals.of(again, history))));

        Ledger ledger = PortfolioPass.run(again, inputs, again.capital(), StopSignal.NEVER);

        assertThat(LedgerText.write(ledger))
                .isEqualTo(LedgerText.write(TestSimulations.run(drawn.config(), drawn.all())));
        assertThat(LedgerText.read(LedgerText.write(ledger))).isEqualTo(ledger);
    }
}
