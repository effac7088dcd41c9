package dev.nightjar.simulation;

import dev.nightjar.engine.StopSignal;
import dev.nightjar.market.Bars;
import dev.nightjar.market.BarsBuilder;
import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.TradingPeriods;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.FeeSchedules;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Simulations in a few words. */
final class TestSimulations {

    static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");
    static final LocalDate MONDAY = LocalDate.of(2024, 1, 1);
    static final FeeSchedules NO_FEES = name -> {
        if (name.equals("none")) {
            return FeeSchedule.NONE;
        }
        throw new IllegalArgumentException("must be none");
    };

    private TestSimulations() {}

    /** {@return a config of some members; double quotes are written as single ones} */
    static SimulationConfig config(String... members) {
        return config(NO_FEES, members);
    }

    static SimulationConfig config(FeeSchedules fees, String... members) {
        ParsedSimulation parsed = SimulationReader.read(json(members), fees);
        if (parsed.config() == null) {
            throw new IllegalArgumentException(parsed.errors().toString());
        }
        return parsed.config();
    }

    /** {@return the config of a simulation of A and B with other or further members, each as {@code 'name': value}} */
    static String json(String... members) {
        Map<String, String> all = new TreeMap<>();
        all.put("kind", "'simulation'");
        all.put("simulation_id", "'s1'");
        all.put("symbols", "['A']");
        all.put("start_date", "'2024-01-01'");
        all.put("end_date", "'2024-12-31'");
        all.put("starting_capital", "10000");
        all.put("strategy", "'buy_and_hold'");
        for (String member : members) {
            String[] parts = member.split(":", 2);
            String name = parts[0].strip().replace("'", "");
            if (parts[1].isBlank()) {
                all.remove(name);
            } else {
                all.put(name, parts[1]);
            }
        }
        return all.entrySet().stream()
                .map(member -> "'" + member.getKey() + "': " + member.getValue())
                .collect(Collectors.joining(", ", "{", "}"))
                .replace('\'', '"');
    }

    static Instrument stock(String symbol) {
        return new Instrument(symbol, InstrumentKind.STOCK, "NSE", null, null, null, null, 1, 5, 2);
    }

    /** One day's bar. */
    record Day(LocalDate date, double open, double high, double low, double close) {}

    /** {@return a flat bar a day} */
    static List<Day> closes(LocalDate first, double... closes) {
        List<Day> days = new ArrayList<>();
        LocalDate date = first;
        for (double close : closes) {
            days.add(new Day(date, close, close, close, close));
            date = nextTradingDay(date);
        }
        return days;
    }

    static LocalDate nextTradingDay(LocalDate date) {
        LocalDate next = date.plusDays(1);
        while (next.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0) {
            next = next.plusDays(1);
        }
        return next;
    }

    static Bars bars(List<Day> days) {
        BarsBuilder bars = new BarsBuilder(2);
        for (Day day : days) {
            bars.add(
                    day.date().atStartOfDay(ZONE).toEpochSecond(),
                    cents(day.open()),
                    cents(day.high()),
                    cents(day.low()),
                    cents(day.close()),
                    1000);
        }
        return bars.bars();
    }

    private static long cents(double price) {
        return BigDecimal.valueOf(price).movePointRight(2).longValueExact();
    }

    static SymbolHistory history(String symbol, List<Day> days, CorporateAction... actions) {
        return history(symbol, bars(days), actions);
    }

    static SymbolHistory history(String symbol, Bars bars, CorporateAction... actions) {
        return new SymbolHistory(
                stock(symbol), ZONE, new Timeframe(Timeframe.DAY), bars, List.of(actions), null, null, List.of());
    }

    static SymbolHistory delisted(SymbolHistory history, LocalDate last) {
        return traded(history, new TradingPeriods(null, last, List.of()));
    }

    static SymbolHistory suspended(SymbolHistory history, LocalDate from, LocalDate to) {
        return traded(
                history, new TradingPeriods(null, null, List.of(new TradingPeriods.Suspension(from, to, "test"))));
    }

    static SymbolHistory traded(SymbolHistory history, TradingPeriods periods) {
        return new SymbolHistory(
                history.instrument(),
                history.zone(),
                history.timeframe(),
                history.bars(),
                history.actions(),
                periods.listed(),
                periods.delisted(),
                periods.suspensions());
    }

    /** {@return what happens with the signals of the config's template} */
    static Ledger run(SimulationConfig config, SymbolHistory... histories) {
        TreeMap<String, PortfolioPass.Input> inputs = new TreeMap<>();
        for (SymbolHistory history : histories) {
            inputs.put(history.symbol(), new PortfolioPass.Input(history, Signals.of(config, history)));
        }
        return PortfolioPass.run(config, inputs, config.capital(), StopSignal.NEVER);
    }

    /** {@return the ledgers of the sleeves} */
    static List<Ledger> sleeves(SimulationConfig config, SymbolHistory... histories) {
        Map<String, Long> capital = config.sleeves();
        List<Ledger> sleeves = new ArrayList<>();
        for (SymbolHistory history : histories) {
            PortfolioPass.Input input = new PortfolioPass.Input(history, Signals.of(config, history));
            sleeves.add(PortfolioPass.run(
                    config,
                    new TreeMap<>(Map.of(history.symbol(), input)),
                    Objects.requireNonNull(capital.get(history.symbol())),
                    StopSignal.NEVER));
        }
        return sleeves;
    }

    /** {@return what happens with given signals} */
    static Ledger trade(SimulationConfig config, SymbolHistory history, Signal... signals) {
        return PortfolioPass.run(
                config,
                new TreeMap<>(Map.of(
                        history.symbol(), new PortfolioPass.Input(history, new Signals(List.of(signals), List.of())))),
                config.capital(),
                StopSignal.NEVER);
    }

    /** {@return the fills as texts: {@code 2024-01-02 A BUY 10 @ 100.00}} */
    static List<String> fills(Ledger ledger) {
        return ledger.fills().stream()
                .map(fill -> date(fill.time()) + " " + fill.symbol() + " " + fill.side() + " " + fill.quantity() + " @ "
                        + BigDecimal.valueOf(fill.price(), fill.priceScale()).toPlainString())
                .toList();
    }

    /** {@return the skips as texts: {@code 2024-01-02 A BUY no_cash}} */
    static List<String> skips(Ledger ledger) {
        return ledger.skips().stream()
                .map(skip -> date(skip.time()) + " " + skip.symbol() + " " + skip.side() + " "
                        + skip.reason().label())
                .toList();
    }

    static LocalDate date(long time) {
        return LocalDate.ofInstant(java.time.Instant.ofEpochSecond(time), ZONE);
    }

    /** {@return money with two digits} */
    static String money(long units) {
        return BigDecimal.valueOf(units, 6).setScale(2).toPlainString();
    }

    /** {@return a walk of daily bars, some days missing} */
    static List<Day> walk(long seed, LocalDate first, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Day> days = new ArrayList<>();
        LocalDate date = first;
        long close = 5_000 + random.nextInt(20_000);
        for (int day = 0; day < count; day++) {
            long open = Math.max(100, close + random.nextInt(401) - 200);
            close = Math.max(100, open + random.nextInt(801) - 400);
            long high = Math.max(open, close) + random.nextInt(100);
            long low = Math.max(1, Math.min(open, close) - random.nextInt(100));
            if (random.nextInt(20) > 0) {
                days.add(new Day(date, open / 100.0, high / 100.0, low / 100.0, close / 100.0));
            }
            date = nextTradingDay(date);
        }
        return days;
    }
}
