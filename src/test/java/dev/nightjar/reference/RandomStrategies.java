package dev.nightjar.reference;

import static dev.nightjar.reference.ReferenceDay.row;

import dev.nightjar.market.Side;
import dev.nightjar.run.FeeRow;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.run.FillModel;
import dev.nightjar.run.Slippage;
import dev.nightjar.run.TradingTerms;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Valid strategies at random, with conditions that often hold on the market they are made for. */
public final class RandomStrategies {

    private static final List<String> COMPARISONS = List.of("<", "<=", ">", ">=", "==", "!=");
    private static final List<String> COLUMNS = List.of("Open", "High", "Low", "Close", "Volume");
    private static final List<String> PRICES = List.of("ltp", "underlying_ltp", "price", "mark", "last_traded_price");
    private static final List<String> POSITION_FIELDS = List.of(
            "entryPrice",
            "exitPrice",
            "currentPrice",
            "quantity",
            "quantity",
            "pnl",
            "realizedPnl",
            "unrealizedPnl",
            "underlyingPriceOnEntry",
            "underlyingPriceOnExit",
            "multiplier",
            "multiplier",
            "trailingPositionPrice");
    private static final List<String> CLOCK_FIELDS =
            List.of("current_time", "hour", "hour", "minute", "minute", "second", "second", "day", "month", "year");
    private static final List<String> EXPIRIES =
            List.of("W0", "W0", "W1", "W1", "W2", "M0", "M1", "Q0", "Q1", "Y0", "Y1");
    private static final List<String> STRIKES =
            List.of("ATM", "ATM", "ATM", "ATM", "ATM", "ATM", "OTM1", "OTM2", "ITM1", "ITM3", "OTM7");
    private static final List<String> OPERATIONS = List.of("+", "-", "*", "/", "+%", "-%");

    private static final List<String> IN_PERCENT = List.of("rsi", "stoch", "stochrsi", "mfi", "aroon", "adx");
    private static final List<String> AROUND_ZERO =
            List.of("macd", "ppo", "roc", "mom", "cci", "willr", "cmo", "trix", "cmf");

    private final Random random;
    private final RandomMarket market;
    private final List<Map<String, Object>> nodes = new ArrayList<>();
    private final List<Object> edges = new ArrayList<>();
    private final List<String> vpis = new ArrayList<>();
    /** Node id and name of every variable there will be. */
    private final List<String[]> variables = new ArrayList<>();
    /** Role, id and indicator keys of every timeframe. */
    private final List<TimeframeIds> timeframes = new ArrayList<>();

    /** The names of indicators by key. */
    private final Map<String, String> names = new LinkedHashMap<>();
    /** The outputs of indicators by key. */
    private final Map<String, List<String>> outputs = new LinkedHashMap<>();

    private boolean supporting;
    /** Whether conditions are being made before which no position exists. */
    private boolean entering;
    /** What a leg trades that does not say so. */
    private String usualContract = "options";

    /** Whether its conditions are such as soon hold, so that it trades over and over. */
    private final boolean lively;

    /** Whether it keeps positions overnight. */
    private final boolean positional;

    /** Whether each tick makes a slice. */
    private final boolean onTicks;

    private RandomStrategies(long seed, RandomMarket market, boolean positional, boolean onTicks) {
        this.positional = positional;
        this.onTicks = onTicks;
        this.random = RandomMarket.random(seed * 31 + 17);
        this.lively = random.nextInt(10) < 8 || positional || market.isOddlyLong();
        this.market = market;
    }

    /** {@return the JSON text of a strategy} */
    public static String of(long seed, RandomMarket market) {
        return ReferenceText.compact(new RandomStrategies(seed, market, false, false).strategy());
    }

    /** {@return the JSON text of a strategy whose days follow from each other} */
    public static String positional(long seed, RandomMarket market) {
        return ReferenceText.compact(new RandomStrategies(seed, market, true, false).strategy());
    }

    /** {@return the JSON text of a strategy that is evaluated at each tick} */
    public static String onTicks(long seed, RandomMarket market, boolean positional) {
        return ReferenceText.compact(new RandomStrategies(seed, market, positional, true).strategy());
    }

    /** {@return what quantities are multiplied by; no leg's quantity falls to 0} */
    public static BigDecimal scale(long seed) {
        return new BigDecimal(List.of("1", "1", "2", "0.5", "1.25").get((int) Math.floorMod(seed, 5L)));
    }

    /** {@return at what prices and costs it trades} */
    public static TradingTerms terms(long seed, RandomMarket market) {
        Random random = RandomMarket.random(seed * 37 + 5);
        FillModel fill =
                List.of(FillModel.LAST, FillModel.NEXT_TICK, FillModel.QUOTE).get(random.nextInt(3));
        if (fill == FillModel.QUOTE && !market.hasQuotes() && random.nextInt(10) > 0) {
            fill = FillModel.LAST;
        }
        long latency = List.of(0L, 0L, 300L, 1000L, 5000L, 30_000L, 150_000L).get(random.nextInt(7)) * 1_000_000L;
        if (random.nextInt(6) == 0) {
            // orders rest so long that much may happen meanwhile
            fill = FillModel.NEXT_TICK;
            latency = 150_000_000_000L;
        }
        long age = List.of(Long.MAX_VALUE, Long.MAX_VALUE, 0L, 2_000_000_000L, 30_000_000_000L)
                .get(random.nextInt(5));
        if (market.barWidth() > 0) {
            latency = random.nextInt(80) == 0 ? 1 : 0;
            fill = random.nextInt(60) == 0 ? FillModel.QUOTE : fill == FillModel.QUOTE ? FillModel.LAST : fill;
            long width = market.barWidth() * 60_000_000_000L;
            age = List.of(Long.MAX_VALUE, Long.MAX_VALUE, 0L, width, 3 * width).get(random.nextInt(5));
        }
        Slippage slippage =
                switch (market.hasTickSizes() || random.nextInt(8) == 0 ? random.nextInt(5) : 1 + random.nextInt(4)) {
                    case 0 -> new Slippage(Slippage.Unit.TICKS, BigDecimal.valueOf(1 + random.nextInt(2)));
                    case 1, 2 ->
                        new Slippage(
                                Slippage.Unit.BASIS_POINTS,
                                new BigDecimal(List.of("5", "12.5", "0.333333").get(random.nextInt(3))));
                    default -> Slippage.NONE;
                };
        FeeSchedule fees = random.nextInt(2) == 0
                ? FeeSchedule.NONE
                : FeeSchedule.of(
                        "random",
                        List.of(
                                fee("brokerage", null, FeeRow.Basis.ORDER, pick(random, "0", "20", "0.123457")),
                                fee("clearing", null, FeeRow.Basis.LOT, pick(random, "0", "3.333333")),
                                fee("stamp", Side.BUY, FeeRow.Basis.TURNOVER, pick(random, "0.003", "0.03")),
                                fee("tax", Side.SELL, FeeRow.Basis.TURNOVER, pick(random, "0.1", "0.05")),
                                settlementFee(Side.SELL, FeeRow.Basis.TURNOVER, pick(random, "0.125", "0.333333")),
                                settlementFee(Side.BUY, FeeRow.Basis.LOT, pick(random, "0", "2.5"))));
        return new TradingTerms(fill, latency, age, slippage, fees);
    }

    static FeeRow fee(String component, @Nullable Side side, FeeRow.Basis basis, String rate) {
        return fee(component, side, false, basis, rate);
    }

    private static FeeRow settlementFee(Side side, FeeRow.Basis basis, String rate) {
        return fee("exercise", side, true, basis, rate);
    }

    private static FeeRow fee(
            String component, @Nullable Side side, boolean settlement, FeeRow.Basis basis, String rate) {
        return new FeeRow(
                component,
                new TreeSet<>(),
                new TreeSet<>(),
                side,
                settlement,
                basis,
                new BigDecimal(rate),
                List.of(),
                null,
                null,
                null,
                FeeRow.Rounding.EXACT,
                null,
                null);
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** {@return the capital of the instance, or null for none} */
    public static @Nullable BigDecimal capital(long seed) {
        return Math.floorMod(seed, 3L) == 0
                ? null
                : new BigDecimal(Math.floorMod(seed, 3L) == 1 ? "100000" : "33333.33");
    }

    private Map<String, Object> strategy() {
        Map<String, Object> start = start();
        // one that has nothing to do once it has entered
        boolean abrupt = random.nextInt(positional ? 30 : 8) == 0;
        List<String> entrySignals = ids("entry-condition-", abrupt ? 1 : 1 + random.nextInt(3));
        List<String> entries = ids("entry-", abrupt ? 1 : 1 + random.nextInt(3));
        int exitCount = lively ? Math.min(3, 1 + random.nextInt(5)) : random.nextInt(4);
        List<String> exitSignals = ids("exit-condition-", abrupt ? 0 : exitCount);
        List<String> exits = ids("exit-", exitSignals.isEmpty() ? 0 : 1 + random.nextInt(3));
        List<String> reEntries =
                ids("re-entry-signal-", exits.isEmpty() ? 0 : lively ? 1 + random.nextInt(2) : random.nextInt(4));
        List<String> squareOffs = ids(
                "square-off-",
                abrupt || positional ? 0 : List.of(0, 0, 1, 1, 1, 2).get(random.nextInt(6)));
        if (positional && random.nextInt(4) == 0) {
            // most of them end for good on the first day
            squareOffs.add("square-off-1");
        }
        for (List<String> signals : List.of(entrySignals, exitSignals, reEntries)) {
            signals.forEach(this::nameVariables);
        }
        nodes.add(node("strategy-controller", "startNode", start));
        if (random.nextInt(4) == 0) {
            nodes.add(node("overview", "strategyOverview", row("isVirtual", true)));
        }
        entries.forEach(entry -> nodes.add(node(entry, "entryNode", entry(entry))));
        entering = true;
        entrySignals.forEach(signal -> nodes.add(node(signal, "entrySignalNode", signal(signal, "reEntryConditions"))));
        entering = false;
        exitSignals.forEach(
                signal -> nodes.add(node(signal, "exitSignalNode", signal(signal, "reEntryExitConditions"))));
        exits.forEach(exit -> nodes.add(node(exit, "exitNode", exit())));
        reEntries.forEach(signal -> nodes.add(node(signal, "reEntrySignalNode", reEntry(signal, entries))));
        squareOffs.forEach(squareOff -> nodes.add(node(squareOff, "squareOffNode", squareOff())));
        connect(entrySignals, entries, exitSignals, exits, reEntries, squareOffs);
        return row(
                "strategy_id", "5708424d-5962-4629-978c-05b3a174e104",
                "user_id", "somebody",
                "strategy_name", "Random",
                "nodes", nodes,
                "edges", edges);
    }

    private static List<String> ids(String prefix, int count) {
        List<String> ids = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            ids.add(prefix + number);
        }
        return ids;
    }

    private void nameVariables(String signal) {
        int count = random.nextInt(3);
        for (int number = 1; number <= count; number++) {
            variables.add(new String[] {signal, "V" + number});
        }
    }

    private Map<String, Object> node(String id, String type, Map<String, Object> data) {
        data.put("label", pick(List.of(id, "Label of " + id, "\"" + id + "\" \\ Über\t€")));
        return row("id", id, "type", type, "data", data);
    }

    // ---------------------------------------------------------------- edges

    private void connect(
            List<String> entrySignals,
            List<String> entries,
            List<String> exitSignals,
            List<String> exits,
            List<String> reEntries,
            List<String> squareOffs) {
        List<String> roots = new ArrayList<>(entrySignals);
        squareOffs.forEach(squareOff -> roots.add(random.nextInt(roots.size() + 1), squareOff));
        roots.forEach(root -> {
            if (!root.startsWith("square-off") || random.nextInt(5) > 0) {
                edge("strategy-controller", root);
            }
        });
        entrySignals.forEach(signal -> some(entries, 1 + random.nextInt(2)).forEach(entry -> edge(signal, entry)));
        entries.forEach(entry -> some(exitSignals, random.nextInt(3) + 1).forEach(signal -> edge(entry, signal)));
        exitSignals.forEach(signal -> some(exits, 1 + random.nextInt(2)).forEach(exit -> edge(signal, exit)));
        exits.forEach(exit -> some(reEntries, lively ? 1 + random.nextInt(2) : random.nextInt(3))
                .forEach(signal -> edge(exit, signal)));
        reEntries.forEach(signal -> some(entries, 1 + random.nextInt(2)).forEach(entry -> edge(signal, entry)));
        List<String> all = new ArrayList<>();
        List.of(entrySignals, entries, exitSignals, exits, reEntries, squareOffs)
                .forEach(all::addAll);
        int more = random.nextInt(3) == 0 ? random.nextInt(4) : 0;
        for (int number = 0; number < more; number++) {
            edge(pick(all), pick(all));
        }
    }

    private void edge(String source, String target) {
        edges.add(row("id", "e-" + source + "-" + target, "source", source, "target", target));
    }

    private List<String> some(List<String> ids, int count) {
        List<String> chosen = new ArrayList<>();
        for (int number = 0; number < count && !ids.isEmpty(); number++) {
            String id = pick(ids);
            if (!chosen.contains(id) || random.nextInt(10) == 0) {
                chosen.add(id);
            }
        }
        return chosen;
    }

    // ---------------------------------------------------------------- nodes

    private Map<String, Object> start() {
        supporting = random.nextInt(2) == 0;
        usualContract = pick(List.of("options", "options", "futures", "stock"));
        Map<String, Object> trading = instrument("TI", RandomMarket.TRADING, 1 + random.nextInt(3));
        Map<String, Object> second =
                supporting ? instrument("SI", RandomMarket.SUPPORTING, random.nextInt(3)) : row("type", "stock");
        second.putIfAbsent("symbol", "");
        second.putIfAbsent("timeframes", List.of());
        Map<String, Object> start = row(
                "exchange",
                random.nextInt(90) == 0 ? "BSE" : market.exchange(),
                "strategyType",
                positional ? pick(List.of("positional", "delivery", "carryforward")) : "intraday",
                "tradingInstrument",
                row("type", usualContract, "underlyingType", market.isTradable() ? "stock" : "index"),
                "tradingInstrumentConfig",
                trading,
                "supportingInstrumentConfig",
                second,
                "supportingInstrumentEnabled",
                supporting);
        if (onTicks) {
            start.put("evaluation", "tick");
        }
        return start;
    }

    private Map<String, Object> instrument(String role, String symbol, int count) {
        List<Object> rows = new ArrayList<>();
        List<Integer> widths = new ArrayList<>(market.widths());
        if (market.barWidth() > 1 && random.nextInt(40) == 0) {
            // cannot be made from the bars
            widths.set(0, market.barWidth() - random.nextInt(2));
        }
        for (int number = 0; number < count && !widths.isEmpty(); number++) {
            int width = widths.remove(random.nextInt(Math.min(number == 0 ? 3 : 7, widths.size())));
            String id = random.nextInt(2) == 0 ? width + "m" : "tf_" + width;
            Map<String, Object> indicators = new LinkedHashMap<>();
            // without any warm-up an indicator fails the day, which is tried now and then
            int indicatorCount = market.hasWarmUp() || random.nextInt(12) == 0 ? random.nextInt(4) : 0;
            for (int indicator = 0; indicator < indicatorCount; indicator++) {
                addIndicator(indicators, role + "_" + width + "_" + indicator);
            }
            String unit = width == 1440 ? "days" : width == 60 ? "hours" : "minutes";
            int units = width == 1440 || width == 60 ? 1 : width;
            rows.add(row("id", id, "unit", unit, "number", units, "timeframe", id, "indicators", indicators));
            timeframes.add(new TimeframeIds(role, id, width, List.copyOf(indicators.keySet())));
        }
        return row("type", role.equals("TI") ? usualContract : "stock", "symbol", symbol, "timeframes", rows);
    }

    private void addIndicator(Map<String, Object> indicators, String key) {
        int kind = random.nextInt(8);
        String name = kind == 0 ? "rsi" : kind == 1 ? "ema" : pick(ReferenceIndicators.names());
        Map<String, Object> indicator = row("indicator_name", name);
        ReferenceIndicators.definition(name)
                .defaults()
                .keySet()
                .forEach(parameter -> addParameter(indicator, name, parameter));
        indicator.put("display_name", "as it likes");
        indicators.put(key, indicator);
        outputs.put(key, ReferenceIndicators.definition(name).outputs());
        names.put(key, name);
    }

    /** Adds a value as a number or as text, or leaves the default. */
    private void addParameter(Map<String, Object> indicator, String name, String parameter) {
        String value = switch (parameter) {
            case "price_field" -> pick(List.of("close", "close", "open", "high", "low"));
            case "anchor_type" -> "session";
            case "anchor_time" -> pick(List.of("09:15", "09:20", "09:31:30"));
            case "timeframe" -> "D";
            case "std", "multiplier", "scalar" -> pick(List.of("0.5", "1", "2.50", "3"));
            case "af0", "af" -> pick(List.of("0.02", "0.1", "0.025"));
            case "max_af" -> pick(List.of("0.05", "0.2"));
            case "fast" -> pick(List.of("1", "2", "4"));
            case "slow" -> pick(List.of("5", "7", "10.0"));
            default -> pick(name.equals("ema") ? List.of("1", "2", "3", "9", "21") : List.of("2", "3", "5", "14"));
        };
        boolean usual = !parameter.equals("fast") && !parameter.equals("slow") && random.nextInt(6) == 0;
        if (usual) {
            return;
        }
        boolean text = !value.matches("[0-9.]+") || random.nextInt(4) == 0;
        indicator.put(parameter, text ? value : new BigDecimal(value));
    }

    private Map<String, Object> entry(String id) {
        int count = pick(List.of(1, 1, 1, 2, 3));
        List<Object> positions = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            String vpi = id + "-pos" + number;
            vpis.add(vpi);
            Map<String, Object> position = row(
                    "vpi",
                    vpi,
                    "vpt",
                    "",
                    "priority",
                    1 + random.nextInt(2),
                    "quantity",
                    new BigDecimal(pick(List.of("1", "1", "2", "1.5", "0.5"))),
                    "multiplier",
                    new BigDecimal(pick(List.of("75", "25", "10.5"))),
                    "positionType",
                    pick(List.of("buy", "sell")),
                    "productType",
                    "intraday");
            if (positional) {
                position.remove("productType");
                String product = pick(List.of("", "delivery", "carryforward", "intraday"));
                if (!product.isEmpty()) {
                    position.put("productType", product);
                }
            }
            boolean onOption = contract(position);
            order(position, onOption);
            if (positional && !"intraday".equals(position.get("productType")) && random.nextInt(2) == 0) {
                position.put("time_in_force", "gtc");
            }
            if (random.nextInt(3) > 0 || market.barWidth() > 0) {
                protect(position, onOption);
            }
            if (random.nextInt(2) == 0) {
                position.put("maxEntries", 1 + random.nextInt(5));
            }
            positions.add(position);
        }
        return row("actionType", "entry", "positions", positions);
    }

    /** Chooses what a leg trades; returns whether that is an option. */
    private boolean contract(Map<String, Object> position) {
        int kind = random.nextInt(10);
        if (kind == 0 && (market.isTradable() || random.nextInt(20) == 0) || kind == 1 && market.isTradable()) {
            say(position, "stock", pick(List.of("stock", "stocks", "equity")));
            return false;
        }
        if (kind <= 3) {
            say(position, "futures", pick(List.of("futures", "future")));
            if (random.nextInt(3) > 0) {
                position.put("optionDetails", row("expiry", pick(List.of("M0", "M0", "M0", "M1", "W0", "Q0"))));
            }
            return false;
        }
        say(position, "options", "options");
        Map<String, Object> details = row(
                "optionType",
                pick(List.of("CE", "PE")),
                "expiry",
                positional ? pick(List.of("W0", "W1", "M0", "M0")) : lively ? "W0" : pick(EXPIRIES));
        if (kind == 4) {
            BigDecimal steps = BigDecimal.valueOf(random.nextInt(3) - 1);
            BigDecimal strike = market.base().add(steps.multiply(market.strikeInterval()));
            details.put("strikeValue", random.nextBoolean() ? strike : strike.setScale(2));
            if (random.nextBoolean()) {
                details.put("strikeType", "FIXED");
            }
        } else {
            details.put("strikeType", pick(STRIKES));
        }
        position.put("optionDetails", details);
        return true;
    }

    private void say(Map<String, Object> position, String what, String word) {
        if (!usualContract.equals(what) || random.nextBoolean()) {
            position.put("type", word);
        }
    }

    private void order(Map<String, Object> position, boolean onOption) {
        String type = pick(List.of(
                "market", "market", "market", "market", "market", "market", "limit", "limit", "stop", "stop_limit"));
        if (market.barWidth() > 0 && random.nextInt(3) == 0) {
            type = pick(List.of("limit", "stop", "stop", "stop_limit", "stop_limit"));
        }
        position.put("orderType", type);
        if (random.nextInt(4) == 0) {
            position.put("time_in_force", "day");
        }
        if (type.startsWith("stop")) {
            position.put("stopPrice", near(onOption));
        }
        if (!type.endsWith("limit")) {
            return;
        }
        if (random.nextBoolean()) {
            position.put("limitPrice", near(onOption));
        } else {
            boolean percentage = random.nextBoolean();
            position.put(
                    "limitOffset",
                    row(
                            "type",
                            percentage ? "percentage" : "points",
                            "value",
                            random.nextInt(5) == 0 ? BigDecimal.ZERO : distance(percentage, onOption)));
        }
    }

    /** {@return a price near those of options or of the trading instrument, on any grid} */
    private BigDecimal near(boolean onOption) {
        BigDecimal around = onOption ? new BigDecimal("60") : market.base();
        BigDecimal step = onOption ? new BigDecimal("0.25") : market.grid();
        BigDecimal off = new BigDecimal(pick(List.of("0", "0", "0.07", "-0.031")));
        int far = positional ? pick(List.of(1, 3, 4)) : market.barWidth() > 0 ? pick(List.of(1, 1, 2)) : 1;
        return around.add(step.multiply(BigDecimal.valueOf((random.nextInt(21) - 10) * far)))
                .add(off);
    }

    /** {@return a length that prices move in a while} */
    private BigDecimal distance(boolean percentage, boolean onOption) {
        int far = positional ? pick(List.of(2, 6, 12)) : market.barWidth() > 0 ? pick(List.of(1, 2, 4)) : 1;
        BigDecimal times = BigDecimal.valueOf(far);
        if (percentage) {
            return times.multiply(new BigDecimal(
                    pick(onOption ? List.of("0.4", "1", "2.5", "0.333333", "5") : List.of("0.02", "0.1", "0.033333"))));
        }
        BigDecimal step = onOption ? new BigDecimal("0.25") : market.grid();
        return times.multiply(step).multiply(new BigDecimal(pick(List.of("1", "2", "3", "1.33", "6", "10"))));
    }

    /** Adds some of the three blocks that protect a position. */
    private void protect(Map<String, Object> holder, boolean onOption) {
        for (String name : List.of("stopLoss", "takeProfit", "trailingStop")) {
            if (random.nextInt(5) < 2) {
                continue;
            }
            boolean percentage = random.nextBoolean();
            Map<String, Object> block =
                    row("enabled", random.nextInt(8) > 0, "triggerType", percentage ? "percentage" : "points");
            String unit = percentage ? "Percentage" : "Points";
            if (name.equals("trailingStop")) {
                block.put("initialDistance", distance(percentage, onOption));
                if (random.nextInt(3) > 0) {
                    block.put("stepSize", random.nextInt(4) == 0 ? BigDecimal.ZERO : distance(percentage, onOption));
                }
            } else {
                block.put((name.equals("stopLoss") ? "stop" : "target") + unit, distance(percentage, onOption));
            }
            boolean bars = market.barWidth() > 0;
            if (!name.equals("takeProfit") && random.nextInt(5) < (bars ? 3 : 2)) {
                block.put("limitBuffer", pick(List.of(BigDecimal.ZERO, new BigDecimal("0.1"), new BigDecimal("0.5"))));
                block.put("waitTime", pick(bars ? List.of(0, 60, 90, 600, 5000) : List.of(0, 1, 5, 30)));
                if (random.nextInt(4) == 0) {
                    block.put("waitTimeUnit", pick(List.of("seconds", "minutes")));
                }
                block.put("waitForMarket", random.nextInt(3) == 0);
            }
            holder.put(name, block);
        }
    }

    private Map<String, Object> signal(String id, String second) {
        List<Object> roots = roots();
        if (positional && second.equals("reEntryExitConditions") && random.nextInt(3) > 0) {
            // not on the first day
            int first = market.days().get(0).date().getDayOfMonth();
            Map<String, Object> day = row("type", "time_function", "function", "day");
            roots.add(row("conditions", List.of(compare(day, "!=", constant(Integer.toString(first))))));
        }
        Map<String, Object> data = row("conditions", roots, "variables", variables(id));
        if (random.nextInt(2) == 0) {
            String flag = "has" + second.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + second.substring(1);
            data.put(flag, random.nextInt(6) > 0);
            data.put(second, random.nextInt(10) == 0 ? List.of() : roots());
        }
        return data;
    }

    private Map<String, Object> exit() {
        Map<String, Object> order = row("orderType", "market");
        if (random.nextInt(5) > 1) {
            order.put("targetPositionVpi", pick(vpis));
        }
        boolean part = random.nextInt(5) < 2;
        if (part) {
            order.put("quantity", "specific");
            order.put("specificQuantity", new BigDecimal(pick(List.of("0.5", "0.5", "1", "0.3"))));
        } else if (random.nextInt(2) == 0) {
            order.put("quantity", "all");
        }
        Map<String, Object> data = row("orderConfig", order, "reEntryConfig", row("enabled", false, "maxReEntries", 1));
        if (part && random.nextInt(3) > 0 || random.nextInt(10) == 0) {
            Map<String, Object> afterwards = row();
            protect(afterwards, true);
            data.put("postExecutionConfig", afterwards);
        }
        return row("actionType", "exit", "exitNodeData", data);
    }

    private Map<String, Object> reEntry(String id, List<String> entries) {
        return row(
                "conditions", roots(),
                "variables", variables(id),
                "retryConfig", row("groupNumber", 1, "maxReEntries", lively ? 10 : pick(List.of(0, 1, 2, 3))),
                "targetEntryNodeId", pick(entries));
    }

    private Map<String, Object> squareOff() {
        int kind = positional ? 4 + random.nextInt(3) : lively ? pick(List.of(1, 1, 4, 5, 6)) : random.nextInt(8);
        Map<String, Object> performance = row("enabled", kind >= 4);
        if (kind >= 4 && kind != 6) {
            performance.put("dailyPnLTarget", level("target"));
        }
        if (kind >= 5) {
            performance.put("dailyLossLimit", level("limit"));
        }
        boolean timed = kind >= 1 && !positional && random.nextInt(4) > 0;
        boolean beforeClose = random.nextBoolean();
        return row(
                "endConditions",
                row(
                        "immediateExit", row("enabled", kind == 0 && random.nextInt(3) > 0),
                        "performanceBasedExit", performance,
                        "timeBasedExit",
                                row(
                                        "enabled",
                                        timed,
                                        "exitTime",
                                        beforeClose ? "" : exitTime(),
                                        "exitAtMarketClose",
                                        beforeClose,
                                        "minutesBeforeClose",
                                        pick(List.of(1, 1, 2, 2, 3, 4, 6))),
                        "positionClosure", row("orderType", "market", "forceClose", true)));
    }

    private String exitTime() {
        return market.isOddlyLong() ? minute(1) : pick(List.of("09:30", "09:33:20", "09:39"));
    }

    private Map<String, Object> level(String prefix) {
        boolean percentage = random.nextInt(3) == 0;
        List<String> amounts = percentage
                ? List.of("0.1", "0.333333", "2")
                : List.of("18.75", "37.5", "75", "150", "506.25", "1500", "5000", "20000", "0");
        String amount = pick(prefix.equals("limit") || !percentage ? amounts.subList(0, amounts.size() - 1) : amounts);
        return row(
                "enabled",
                random.nextInt(8) > 0,
                prefix + "Type",
                percentage ? "percentage" : "absolute",
                prefix + "Amount",
                new BigDecimal(amount),
                "initialCapital",
                new BigDecimal(pick(List.of("100000", "33333.33"))));
    }

    // ---------------------------------------------------------------- conditions

    private List<Object> roots() {
        List<Object> roots = new ArrayList<>();
        int count = pick(List.of(1, 1, 1, 1, 2));
        for (int number = 0; number < count; number++) {
            roots.add(group(0));
        }
        return roots;
    }

    private Map<String, Object> group(int depth) {
        List<Object> members = new ArrayList<>();
        int count = lively ? 1 + random.nextInt(10) / 7 : pick(List.of(1, 1, 1, 2, 2, 3));
        for (int number = 0; number < count; number++) {
            boolean nested = depth < 2 && random.nextInt(6) == 0;
            members.add(nested ? group(depth + 1) : leaf());
        }
        if (depth > 0 && random.nextInt(10) == 0) {
            members.clear();
        }
        Map<String, Object> group = row("id", "group", "conditions", members);
        if (random.nextInt(5) > 0) {
            group.put("groupLogic", random.nextInt(2) == 0 ? "AND" : "OR");
        }
        return group;
    }

    private Map<String, Object> leaf() {
        // what is asked of a position before there is one never lets a lively strategy enter
        int kind = random.nextInt(lively ? 9 : 8);
        if (kind == 0) {
            Map<String, Object> moving = moving();
            Map<String, Object> other = pick(List.of(moving(), price(), nearPrice(random.nextInt(21) - 10)));
            String operator = pick(List.of("crosses_above", "crosses_below"));
            return random.nextInt(4) > 0 ? compare(moving, operator, other) : compare(other, operator, moving);
        }
        if (kind == 1 && !(lively && entering)) {
            Map<String, Object> status = position("status");
            Map<String, Object> text = row("type", "constant", "value", pick(List.of("open", "closed")));
            String operator = pick(List.of("==", "==", "!="));
            return random.nextInt(4) > 0 ? compare(status, operator, text) : compare(text, operator, status);
        }
        if (market.isOddlyLong() && random.nextInt(onTicks && !entering ? 2 : 3) == 0) {
            return easyLeaf();
        }
        if (lively && random.nextInt(6) > 0) {
            return livelyLeaf();
        }
        Map<String, Object> leaf = switch (random.nextInt(10)) {
            case 0 ->
                random.nextBoolean()
                        ? compare(clock(), pick(COMPARISONS), constant(Integer.toString(random.nextInt(40))))
                        : compare(row("type", "current_time"), pick(List.of(">=", ">=", ">", "<")), time());
            case 1 -> compare(pnl(), pick(COMPARISONS), constant(pick(List.of("0", "37.5", "-75", "-250"))));
            case 2 -> compare(position(), pick(COMPARISONS), position());
            case 3 -> between();
            case 4 -> indicatorLeaf();
            case 5 -> compare(any(0), pick(COMPARISONS), any(0));
            default -> compare(price(), pick(List.of("<", "<=", ">", ">=", "!=", "==")), price());
        };
        leaf.put("id", "leaf");
        return leaf;
    }

    /** {@return what often holds at once, as there are few slices to wait for} */
    private Map<String, Object> easyLeaf() {
        boolean above = random.nextBoolean();
        Map<String, Object> price = nearPrice((above ? -1 : 1) * random.nextInt(40));
        return switch (random.nextInt(4)) {
            case 0 -> compare(candle("TI", false), above ? ">" : "<", price);
            case 1 -> compare(row("type", "current_time"), pick(List.of(">=", ">", "!=", "<")), time());
            default -> compare(live("TI"), above ? ">" : "<", price);
        };
    }

    private Map<String, Object> livelyLeaf() {
        String operator = pick(List.of("<", "<=", ">", ">="));
        Map<String, Object> earlier = candle("TI", true);
        earlier.computeIfPresent("offset", (name, offset) -> -1 - random.nextInt(2));
        return switch (random.nextInt(entering ? 3 : 12)) {
            case 3 ->
                compare(
                        live("TI"),
                        operator,
                        position(pick(List.of("underlyingPriceOnEntry", "underlyingPriceOnExit"))));
            case 4 ->
                compare(
                        position(pick(List.of("currentPrice", "currentPrice", "exitPrice"))),
                        operator,
                        position(pick(List.of("entryPrice", "entryPrice", "trailingPositionPrice"))));
            case 7 -> compare(clock(), operator, constant(Integer.toString(random.nextInt(40))));
            case 9, 10 -> compare(position(), operator, constant(pick(List.of("0", "1", "30", "75", "10000"))));
            case 8, 11 -> compare(flow(), operator, constant(Integer.toString(random.nextInt(4000))));
            case 0 -> compare(live("TI"), operator, nearPrice(random.nextInt(21) - 10));
            case 1 -> compare(pnl(), operator, constant(pick(List.of("0", "37.5", "-75"))));
            case 2 -> random.nextBoolean() ? indicatorLeaf() : compare(live("TI"), operator, earlier);
            default -> compare(live("TI"), operator, earlier);
        };
    }

    private static Map<String, Object> compare(Map<String, Object> lhs, String operator, Map<String, Object> rhs) {
        return row("lhs", lhs, "operator", operator, "rhs", rhs);
    }

    private Map<String, Object> between() {
        if (random.nextInt(4) == 0) {
            Map<String, Object> leaf = compare(any(1), "between", any(1));
            leaf.put("rhs2", any(1));
            return leaf;
        }
        int low = random.nextInt(40) - 30;
        Map<String, Object> leaf = compare(price(), "between", nearPrice(low));
        leaf.put("rhs2", nearPrice(low + random.nextInt(40)));
        return leaf;
    }

    /** {@return something that changes by itself} */
    private Map<String, Object> moving() {
        return switch (random.nextInt(9)) {
            case 0, 1 -> live("TI");
            case 2, 3, 4 -> candle(supporting && random.nextInt(4) == 0 ? "SI" : "TI", random.nextInt(4) > 0);
            case 5 -> {
                Map<String, Object> indicator = indicatorOperand();
                yield indicator == null ? candle("TI", true) : indicator;
            }
            case 6 -> position(pick(List.of("currentPrice", "pnl", "unrealizedPnl", "trailingPositionPrice")));
            case 7 -> pnl();
            default -> expression(candle("TI", true), pick(List.of("+%", "-%", "+", "-")), price());
        };
    }

    private Map<String, Object> indicatorLeaf() {
        Map<String, Object> indicator = indicatorOperand();
        if (indicator == null) {
            return compare(price(), pick(COMPARISONS), price());
        }
        String name = names.get((String) indicator.get("name"));
        Map<String, Object> other = lively ? live("TI") : price();
        if (random.nextInt(3) > 0 && IN_PERCENT.contains(name)) {
            other = constant(Integer.toString(30 + random.nextInt(41)));
        } else if (random.nextInt(3) > 0 && AROUND_ZERO.contains(name)) {
            other = constant(pick(List.of("0", "0", "0.5", "-10")));
        }
        return compare(indicator, pick(List.of("<", "<=", ">", ">=")), other);
    }

    // ---------------------------------------------------------------- operands

    private Map<String, Object> price() {
        return switch (random.nextInt(9)) {
            // nothing is divided before the first trade
            case 8 -> expression(live("TI"), "/", pnl());
            case 0, 1 -> live(supporting && random.nextInt(5) == 0 ? "SI" : "TI");
            case 2, 3 -> candle("TI", true);
            case 4 -> nearPrice(random.nextInt(21) - 10);
            case 5 -> variables.isEmpty() ? live("TI") : variable();
            case 6 -> expression(live("TI"), pick(List.of("+%", "-%")), constant(pick(List.of("0.01", "-0.02", "0"))));
            default -> supporting && random.nextBoolean() ? candle("SI", true) : candle("TI", false);
        };
    }

    private Map<String, Object> any(int depth) {
        return switch (random.nextInt(depth < 2 ? 13 : 11)) {
            case 0 -> number();
            case 1 -> clock();
            case 2 -> time();
            case 3 -> live(supporting && random.nextBoolean() ? "SI" : "TI");
            case 4 -> candle(supporting && random.nextBoolean() ? "SI" : "TI", true);
            case 5 -> {
                Map<String, Object> indicator = indicatorOperand();
                yield indicator == null ? number() : indicator;
            }
            case 6 -> variables.isEmpty() ? number() : variable();
            case 7 -> position();
            case 8 -> pnl();
            case 9 -> nearPrice(random.nextInt(40) - 20);
            case 10 -> flow();
            default -> expression(any(depth + 1), pick(OPERATIONS), any(depth + 1));
        };
    }

    private Map<String, Object> number() {
        return switch (random.nextInt(6)) {
            case 0 -> row("type", "constant", "value", random.nextBoolean(), "valueType", "boolean");
            case 1 -> row("type", "constant", "value", "30.50", "valueType", "string");
            case 2 -> row("type", "constant", "value", "09:2" + random.nextInt(10), "valueType", "string");
            default -> constant(pick(List.of("0", "1", "2.50", "-3", "0.1", "1000000", "0.0000000005")));
        };
    }

    private static Map<String, Object> constant(String value) {
        return row("type", "constant", "value", new BigDecimal(value), "valueType", "number", "numberValue", 0);
    }

    private Map<String, Object> nearPrice(int steps) {
        BigDecimal price = market.base().add(market.grid().multiply(BigDecimal.valueOf(steps)));
        return constant(price.toPlainString());
    }

    private Map<String, Object> time() {
        String text = minute(20) + pick(List.of("", "", ":00", ":30", ":07"));
        return row("type", "time_function", "timeValue", text);
    }

    /** {@return a minute of the session: one of the first of it, or any if it is oddly long} */
    private String minute(int first) {
        int bound = market.isOddlyLong() ? Math.max(1, market.minutes()) : first;
        return LocalTime.of(9, 15).plusMinutes(random.nextInt(bound)).toString();
    }

    private Map<String, Object> clock() {
        return switch (random.nextInt(3)) {
            case 0 -> row("type", "time", "field", pick(List.of("hour", "minute", "second")));
            case 1 -> row("type", "time", "field", pick(CLOCK_FIELDS));
            default -> row("type", "time_function", "function", pick(CLOCK_FIELDS));
        };
    }

    private Map<String, Object> live(String role) {
        return row("type", "live_data", "field", pick(PRICES), "instrumentType", role);
    }

    private Map<String, Object> flow() {
        String role = supporting && random.nextBoolean() ? "SI" : "TI";
        String field = pick(List.of("volume", "oi"));
        return row("type", "live_data", "field", field, "instrumentType", role);
    }

    private Map<String, Object> candle(String role, boolean completed) {
        List<TimeframeIds> of = timeframes.stream()
                .filter(timeframe -> timeframe.role().equals(role))
                .toList();
        if (of.isEmpty()) {
            return live(role);
        }
        String column = COLUMNS.get(random.nextInt(12) == 0 ? 4 : random.nextInt(4));
        String type = random.nextInt(8) == 0 ? "market_data" : "candle_data";
        int offset = completed ? offset() : 0;
        TimeframeIds timeframe = pick(of);
        if (offset == 0 && timeframe.minutes() == market.barWidth() && random.nextInt(60) > 0) {
            offset = offset();
        }
        return row(
                "type",
                type,
                "field",
                column,
                "dataField",
                column,
                "offset",
                offset,
                "timeframeId",
                timeframe.id(),
                "instrumentType",
                role);
    }

    private int offset() {
        return pick(List.of(-1, -1, -1, -1, -2, -3, -5, -40, -500));
    }

    private @Nullable Map<String, Object> indicatorOperand() {
        List<TimeframeIds> of = timeframes.stream()
                .filter(timeframe -> !timeframe.indicators().isEmpty())
                .toList();
        if (of.isEmpty()) {
            return null;
        }
        TimeframeIds timeframe = pick(of);
        String key = pick(timeframe.indicators());
        Map<String, Object> operand = row("type", "indicator", "name", key);
        boolean one = outputs.get(key).size() == 1;
        operand.put("parameter", one && random.nextInt(3) > 0 ? null : pick(outputs.get(key)));
        operand.put("offset", offset());
        operand.put("timeframeId", timeframe.id());
        operand.put("instrumentType", timeframe.role());
        return operand;
    }

    private Map<String, Object> variable() {
        String[] variable = pick(variables);
        return row("type", "node_variable", "nodeId", variable[0], "variableName", variable[1]);
    }

    private Map<String, Object> position() {
        return position(pick(POSITION_FIELDS));
    }

    private Map<String, Object> position(String field) {
        return row("type", "position_data", "vpi", pick(vpis), "field", field);
    }

    private Map<String, Object> pnl() {
        Map<String, Object> operand =
                row("type", "pnl_data", "pnlType", pick(List.of("realized", "unrealized", "total")));
        if (random.nextBoolean()) {
            operand.put("scope", "overall");
        } else {
            operand.put("scope", "position");
            operand.put("vpi", pick(vpis));
        }
        return operand;
    }

    private static Map<String, Object> expression(
            Map<String, Object> left, String operation, Map<String, Object> right) {
        return row("type", "expression", "operation", operation, "left", left, "right", right);
    }

    private List<Object> variables(String signal) {
        List<Object> rows = new ArrayList<>();
        for (String[] variable : variables) {
            if (variable[0].equals(signal)) {
                rows.add(row(
                        "id",
                        "var",
                        "name",
                        variable[1],
                        "nodeId",
                        "somewhere-else",
                        "expression",
                        random.nextInt(3) == 0 ? any(0) : price()));
            }
        }
        return rows;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private record TimeframeIds(String role, String id, int minutes, List<String> indicators) {}
}
