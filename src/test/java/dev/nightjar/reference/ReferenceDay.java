package dev.nightjar.reference;

import static dev.nightjar.reference.ReferenceStrategy.decimal;
import static dev.nightjar.reference.ReferenceStrategy.text;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.Underlying;
import dev.nightjar.market.WarmUp;
import dev.nightjar.run.InstanceKey;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One instance on one day: a loop over the seconds of the session, and everything that happens in them. */
final class ReferenceDay {

    private static final long NANOS = 1_000_000_000L;
    private static final DateTimeFormatter ID_TIME = DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT);

    private final ReferenceStrategy strategy;
    private final InstanceKey key;
    private final MarketDay market;
    private final ReferenceOperands operands;
    private final String trading;

    private final Map<String, Map<String, ReferenceCandles>> candles = new LinkedHashMap<>();
    private final Map<String, BigDecimal> lastPrices = new LinkedHashMap<>();
    /** The next tick of every symbol that is looked at. */
    private final Map<String, Integer> cursors = new LinkedHashMap<>();

    private final Map<String, NodeState> states = new LinkedHashMap<>();
    private final Map<String, Map<String, @Nullable Double>> variables = new LinkedHashMap<>();
    private final List<Transaction> transactions = new ArrayList<>();
    private final List<Order> resting = new ArrayList<>();
    private long now;
    private boolean ended;

    /** Why the day failed, or null. */
    @Nullable String failure;
    /** What happened, in processing order. */
    final List<Event> events = new ArrayList<>();
    /** Closed transactions in the order in which they closed. */
    final List<Transaction> exits = new ArrayList<>();
    /** Equity at the end of every minute up to the one in which the instance ended. */
    final List<BigDecimal> marks = new ArrayList<>();

    ReferenceDay(ReferenceStrategy strategy, InstanceKey key, MarketDay market) {
        this.strategy = strategy;
        this.key = key;
        this.market = market;
        this.operands = new ReferenceOperands(strategy, this);
        this.trading = strategy.symbols.get("TI");
        strategy.nodes.keySet().forEach(node -> states.put(node, new NodeState()));
    }

    void run() {
        try {
            prepare();
            runSession();
        } catch (ReferenceFailure problem) {
            failure = problem.getMessage();
        }
    }

    private void prepare() {
        if (market.ticks(trading).count() == 0) {
            throw new ReferenceFailure("no tick of " + trading);
        }
        Instrument quoted = market.instrument(trading);
        if (quoted == null || !quoted.exchange().equals(strategy.exchange)) {
            throw new ReferenceFailure(trading + " is not quoted on " + strategy.exchange);
        }
        strategy.timeframes.forEach((role, rows) -> {
            Map<String, ReferenceCandles> byId = new LinkedHashMap<>();
            rows.values().forEach(row -> {
                WarmUp warmUp = market.warmUp(strategy.symbols.get(role), new Timeframe(row.minutes()));
                if (!row.indicators().isEmpty() && warmUp.bars().count() == 0) {
                    throw new ReferenceFailure(
                            "no candle of " + strategy.symbols.get(role) + " " + row.id() + " before the day");
                }
                byId.put(row.id(), new ReferenceCandles(market.session(), row, warmUp.bars()));
            });
            candles.put(role, byId);
        });
    }

    private void runSession() {
        state(strategy.start).status = Status.ACTIVE;
        strategy.symbols.values().forEach(symbol -> cursors.put(symbol, 0));
        long open = market.session().open();
        long close = market.session().close();
        for (now = open; now <= close && !ended; now++) {
            boolean slice = applyTicks();
            if (slice) {
                evaluateSlice();
            }
            if (now == close && !ended) {
                endInstance("session_end", "session_end");
            }
            if (ended || (now - open) % 60 == 59) {
                marks.add(realized(transactions).add(unrealized(transactions)));
            }
        }
    }

    // ---------------------------------------------------------------- ticks

    /** Applies all ticks of this second in (time, sequence) order; returns whether one of them makes a slice. */
    private boolean applyTicks() {
        List<Tick> ticks = new ArrayList<>();
        cursors.forEach((symbol, cursor) -> {
            TickSeries series = market.ticks(symbol);
            for (int place = cursor; place < series.count() && series.time(place) < (now + 1) * NANOS; place++) {
                ticks.add(new Tick(
                        symbol,
                        series.time(place),
                        series.sequence(place),
                        BigDecimal.valueOf(series.price(place), priceScale(symbol)),
                        series.quantity(place)));
            }
        });
        ticks.sort(Comparator.comparingLong(Tick::time).thenComparingLong(Tick::sequence));
        boolean slice = false;
        for (Tick tick : ticks) {
            cursors.merge(tick.symbol(), 1, Integer::sum);
            for (Map.Entry<String, String> role : strategy.symbols.entrySet()) {
                if (role.getValue().equals(tick.symbol())) {
                    slice = true;
                    candles.get(role.getKey()).values().forEach(list -> list.tick(now, tick.price(), tick.quantity()));
                }
            }
            lastPrices.put(tick.symbol(), tick.price());
            fillResting(tick);
        }
        return slice;
    }

    /** From now on the contract's ticks are applied; those up to and including this second are made up for. */
    private void follow(Instrument contract) {
        if (cursors.containsKey(contract.symbol())) {
            return;
        }
        TickSeries series = market.ticks(contract.symbol());
        int place = 0;
        while (place < series.count() && series.time(place) < (now + 1) * NANOS) {
            lastPrices.put(contract.symbol(), BigDecimal.valueOf(series.price(place), contract.priceScale()));
            place++;
        }
        cursors.put(contract.symbol(), place);
    }

    private int priceScale(String symbol) {
        Instrument instrument = market.instrument(symbol);
        if (instrument == null) {
            throw new IllegalStateException(symbol + " ticks but is no instrument of " + market.date());
        }
        return instrument.priceScale();
    }

    private void fillResting(Tick tick) {
        for (Order order : List.copyOf(resting)) {
            if (order.contract().symbol().equals(tick.symbol())) {
                resting.remove(order);
                Event event = event("order_filled", tick.time(), order.leg().node(), order.pending());
                List<Object> opened = event.list("opened");
                fill(order.leg(), order.contract(), order.quantity(), tick.time(), tick.price(), event, opened);
            }
        }
    }

    // ---------------------------------------------------------------- nodes

    private void evaluateSlice() {
        states.values().forEach(state -> state.visited = false);
        visit(strategy.start);
        if (!ended && states.values().stream().allMatch(state -> state.status == Status.INACTIVE)) {
            endInstance("strategy_terminated", "strategy_terminated");
        }
    }

    private void visit(String node) {
        NodeState state = state(node);
        if (ended || state.visited) {
            return;
        }
        state.visited = true;
        if (state.status != Status.INACTIVE) {
            Event completed = act(node, state);
            if (completed != null) {
                arm(node, state, completed);
                state.status = Status.INACTIVE;
            }
        }
        for (String child : strategy.children.get(node)) {
            visit(child);
        }
    }

    private void arm(String node, NodeState state, Event event) {
        for (String child : strategy.children.get(node)) {
            NodeState below = state(child);
            if (below.status == Status.PENDING) {
                continue;
            }
            below.status = Status.ACTIVE;
            below.armedBy = event;
            below.reEntryNumber = state.reEntryNumber;
            if (strategy.type(node).equals("exitNode") && strategy.type(child).equals("reEntrySignalNode")) {
                below.visited = false;
            }
            if (strategy.type(node).equals("reEntrySignalNode")) {
                below.reEnteredAt = now;
            }
        }
    }

    /** {@return the event of the node's completion, or null if it did not complete} */
    private @Nullable Event act(String node, NodeState state) {
        return switch (strategy.type(node)) {
            case "startNode" -> event("node_completed", now * NANOS, node, null);
            case "entrySignalNode", "exitSignalNode" -> signal(node, state);
            case "reEntrySignalNode" -> reEntrySignal(node, state);
            case "entryNode" -> {
                if (state.status == Status.PENDING) {
                    yield pendingEntry(node, state);
                }
                yield state.reEnteredAt == now ? null : entry(node, state);
            }
            case "exitNode" -> exit(node, state);
            case "squareOffNode" -> squareOff(node, state);
            default -> throw new IllegalArgumentException("no node type " + strategy.type(node));
        };
    }

    private @Nullable Event signal(String node, NodeState state) {
        JsonNode data = strategy.data(node);
        boolean entrySignal = strategy.type(node).equals("entrySignalNode");
        String flag = entrySignal ? "hasReEntryConditions" : "hasReEntryExitConditions";
        JsonNode second = data.path(entrySignal ? "reEntryConditions" : "reEntryExitConditions");
        boolean useSecond = data.path(flag).asBoolean(false) && !second.isEmpty() && guardsReEntered(node);
        List<Object> leaves = new ArrayList<>();
        if (!operands.holds(useSecond ? second : data.path("conditions"), leaves)) {
            return null;
        }
        return signalEvent(node, state, useSecond, leaves);
    }

    private @Nullable Event reEntrySignal(String node, NodeState state) {
        int maximum =
                strategy.data(node).path("retryConfig").path("maxReEntries").asInt();
        List<Object> leaves = new ArrayList<>();
        if (state.reEntryNumber >= maximum
                || !operands.holds(strategy.data(node).path("conditions"), leaves)) {
            return null;
        }
        state.reEntryNumber++;
        Event event = signalEvent(node, state, false, leaves);
        event.put("re_entry_num", state.reEntryNumber);
        event.put("max_re_entries", maximum);
        return event;
    }

    private Event signalEvent(String node, NodeState state, boolean reEntryConditions, List<Object> leaves) {
        Event event = event("node_completed", now * NANOS, node, state.armedBy);
        event.put("condition_set", reEntryConditions ? "re_entry_conditions" : "conditions");
        event.put("conditions", leaves);
        event.put("variables", operands.storeVariables(node));
        return event;
    }

    /**
     * {@return whether the latest transaction of a guarded leg has a number above 1} An exit signal guards the targets of its
     * exit nodes, an entry signal the legs of its entries.
     */
    private boolean guardsReEntered(String signal) {
        boolean entrySignal = strategy.type(signal).equals("entrySignalNode");
        for (String child : strategy.children.get(signal)) {
            List<ReferenceStrategy.Leg> guarded = List.of();
            if (entrySignal && strategy.type(child).equals("entryNode")) {
                guarded = legsOf(child);
            } else if (!entrySignal && strategy.type(child).equals("exitNode")) {
                guarded = targets(child);
            }
            if (guarded.stream().anyMatch(leg -> transactionsOf(leg.vpi()).size() > 1)) {
                return true;
            }
        }
        return false;
    }

    private List<ReferenceStrategy.Leg> legsOf(String entry) {
        return strategy.legs.values().stream()
                .filter(leg -> leg.node().equals(entry))
                .toList();
    }

    private List<ReferenceStrategy.Leg> targets(String exit) {
        String target = text(strategy.data(exit).path("exitNodeData").path("orderConfig"), "targetPositionVpi");
        return strategy.legs.values().stream()
                .filter(leg -> target.isEmpty() || leg.vpi().equals(target))
                .toList();
    }

    // ---------------------------------------------------------------- entries

    private @Nullable Event entry(String node, NodeState state) {
        List<ReferenceStrategy.Leg> legs = new ArrayList<>(legsOf(node));
        legs.sort(Comparator.comparingInt(ReferenceStrategy.Leg::priority));
        List<Object> skipped = new ArrayList<>();
        Map<ReferenceStrategy.Leg, Instrument> placed = new LinkedHashMap<>();
        for (ReferenceStrategy.Leg leg : legs) {
            Instrument contract = contract(leg);
            List<Transaction> earlier = transactionsOf(leg.vpi());
            if (earlier.stream().anyMatch(Transaction::open)) {
                skipped.add(row("position_id", leg.vpi(), "reason", "position_open"));
            } else if (leg.maxEntries() != null && earlier.size() >= leg.maxEntries()) {
                skipped.add(row("position_id", leg.vpi(), "reason", "max_entries"));
            } else if (contract == null) {
                skipped.add(row("position_id", leg.vpi(), "reason", "no_contract"));
            } else {
                follow(contract);
                placed.put(leg, contract);
            }
        }
        boolean rests = placed.values().stream().anyMatch(contract -> lastPrice(contract.symbol()) == null);
        String kind = placed.isEmpty() ? "entry_skipped" : rests ? "entry_pending" : "node_completed";
        Event event = event(kind, now * NANOS, node, state.armedBy);
        event.put("re_entry_num", state.reEntryNumber);
        if (placed.isEmpty()) {
            event.put("skipped", skipped);
            state.status = Status.INACTIVE;
            return null;
        }
        List<Object> opened = event.list("opened");
        List<Object> waiting = rests ? event.list("resting") : new ArrayList<>();
        event.put("skipped", skipped);
        placed.forEach((leg, contract) -> {
            BigDecimal quantity = quantity(leg);
            BigDecimal price = lastPrice(contract.symbol());
            if (price == null) {
                resting.add(new Order(leg, contract, quantity, event));
                waiting.add(row(
                        "position_id", leg.vpi(),
                        "symbol", contract.symbol(),
                        "exchange", contract.exchange(),
                        "side", leg.side(),
                        "lots", leg.lots().stripTrailingZeros(),
                        "quantity", quantity,
                        "order_type", "market"));
            } else {
                fill(leg, contract, quantity, now * NANOS, price, event, opened);
            }
        });
        if (rests) {
            state.status = Status.PENDING;
            state.pendingEvent = event;
            state.skipped = skipped;
            return null;
        }
        return event;
    }

    private @Nullable Event pendingEntry(String node, NodeState state) {
        if (resting.stream().anyMatch(order -> order.leg().node().equals(node))) {
            return null;
        }
        Event event = event("node_completed", now * NANOS, node, state.pendingEvent);
        event.put("re_entry_num", state.reEntryNumber);
        event.list("opened");
        event.put("skipped", state.skipped);
        return event;
    }

    private BigDecimal quantity(ReferenceStrategy.Leg leg) {
        return leg.lots().multiply(leg.multiplier()).multiply(key.scale()).setScale(0, RoundingMode.FLOOR);
    }

    private @Nullable Instrument contract(ReferenceStrategy.Leg leg) {
        BigDecimal spot = lastPrice(trading);
        Underlying underlying = market.underlying(trading);
        LocalDate expiry = expiry(leg.expiry());
        if (spot == null || underlying == null || expiry == null) {
            return null;
        }
        BigDecimal interval = underlying.strikeInterval();
        BigDecimal strike = spot.divide(interval, 0, RoundingMode.HALF_EVEN).multiply(interval);
        if (!leg.strike().equals("ATM")) {
            BigDecimal steps = new BigDecimal(leg.strike().substring(3)).multiply(interval);
            boolean up = leg.strike().startsWith("OTM") == leg.optionType().equals("CE");
            strike = up ? strike.add(steps) : strike.subtract(steps);
        }
        BigDecimal stripped = strike.stripTrailingZeros();
        return market.instrument(trading + ":" + expiry + ":OPT:" + stripped.toPlainString() + ":" + leg.optionType());
    }

    /** Wn is the n-th expiry; Mn, Qn and Yn the last of the n-th month, quarter or year that has one. */
    private @Nullable LocalDate expiry(String label) {
        Map<String, LocalDate> lastOfPeriod = new LinkedHashMap<>();
        for (LocalDate expiry : market.optionExpiries(trading)) {
            String period = switch (label.charAt(0)) {
                case 'M' -> expiry.getYear() + "-" + expiry.getMonthValue();
                case 'Q' -> expiry.getYear() + "-" + (expiry.getMonthValue() - 1) / 3;
                case 'Y' -> Integer.toString(expiry.getYear());
                default -> expiry.toString();
            };
            lastOfPeriod.put(period, expiry);
        }
        List<LocalDate> expiries = List.copyOf(lastOfPeriod.values());
        int number = Integer.parseInt(label.substring(1));
        return number < expiries.size() ? expiries.get(number) : null;
    }

    private void fill(
            ReferenceStrategy.Leg leg,
            Instrument contract,
            BigDecimal quantity,
            long time,
            BigDecimal price,
            Event event,
            List<Object> opened) {
        Transaction transaction =
                new Transaction(leg, transactionsOf(leg.vpi()).size() + 1, contract, quantity, time, price);
        transaction.underlyingPrice = lastPrice(trading);
        transaction.entryEvent = event;
        transaction.variables = snapshot();
        transactions.add(transaction);
        opened.add(row(
                "position_id", leg.vpi(),
                "position_num", transaction.number,
                "symbol", contract.symbol(),
                "exchange", contract.exchange(),
                "side", leg.side(),
                "lots", leg.lots().stripTrailingZeros(),
                "quantity", quantity,
                "order_type", "market",
                "price", price,
                "slippage", BigDecimal.valueOf(0, contract.priceScale()),
                "fees", money(BigDecimal.ZERO),
                "fill_time", ReferenceText.time(time, zone()),
                "underlying_price", transaction.underlyingPrice));
    }

    // ---------------------------------------------------------------- exits

    private @Nullable Event exit(String node, NodeState state) {
        List<ReferenceStrategy.Leg> targets = targets(node);
        List<Transaction> open = transactions.stream()
                .filter(transaction -> transaction.open() && targets.contains(transaction.leg))
                .toList();
        if (open.stream().anyMatch(transaction -> Math.floorDiv(transaction.entryTime, NANOS) == now)) {
            return null;
        }
        Event event = event("node_completed", now * NANOS, node, state.armedBy);
        event.put("skip_reason", open.isEmpty() ? "position_closed" : null);
        List<Object> closed = event.list("closed");
        open.forEach(transaction -> close(transaction, node, "exit_condition_met", event, closed));
        return event;
    }

    private @Nullable Event squareOff(String node, NodeState state) {
        String trigger = trigger(strategy.data(node).path("endConditions"));
        if (trigger == null) {
            return null;
        }
        Event event = event("node_completed", now * NANOS, node, state.armedBy);
        event.put("trigger", trigger);
        closeAll(event, node, "square_off");
        return event;
    }

    private @Nullable String trigger(JsonNode end) {
        if (enabled(end.path("immediateExit"))) {
            return "immediate";
        }
        JsonNode performance = end.path("performanceBasedExit");
        if (enabled(performance)) {
            BigDecimal profit = realized(transactions).add(unrealized(transactions));
            JsonNode target = performance.path("dailyPnLTarget");
            if (enabled(target) && profit.compareTo(level(target, "target")) >= 0) {
                return "profit_target";
            }
            JsonNode limit = performance.path("dailyLossLimit");
            if (enabled(limit) && profit.compareTo(level(limit, "limit").negate()) <= 0) {
                return "loss_limit";
            }
        }
        JsonNode time = end.path("timeBasedExit");
        if (enabled(time)) {
            long at = time.path("exitAtMarketClose").asBoolean(false)
                    ? market.session().close()
                            - 60L * time.path("minutesBeforeClose").asInt(5)
                    : epochSecondOf(LocalTime.parse(text(time, "exitTime")));
            if (now >= at) {
                return "time";
            }
        }
        return null;
    }

    private static boolean enabled(JsonNode block) {
        return block.path("enabled").asBoolean(false);
    }

    private static BigDecimal level(JsonNode block, String prefix) {
        BigDecimal amount = decimal(block.path(prefix + "Amount"));
        if (text(block, prefix + "Type").equals("percentage")) {
            return decimal(block.path("initialCapital")).multiply(amount).movePointLeft(2);
        }
        return amount;
    }

    private void endInstance(String kind, String reason) {
        closeAll(event(kind, now * NANOS, null, null), null, reason);
    }

    private void closeAll(Event event, @Nullable String node, String reason) {
        List<Object> closed = event.list("closed");
        transactions.stream()
                .filter(Transaction::open)
                .forEach(transaction -> close(transaction, node, reason, event, closed));
        List<Object> cancelled = event.list("cancelled");
        for (Order order : resting) {
            cancelled.add(row(
                    "position_id", order.leg().vpi(),
                    "symbol", order.contract().symbol(),
                    "quantity", order.quantity()));
        }
        resting.clear();
        ended = true;
    }

    private void close(
            Transaction transaction, @Nullable String node, String reason, Event event, List<Object> closed) {
        transaction.exitPrice = lastPrice(transaction.contract.symbol());
        transaction.exitTime = now * NANOS;
        transaction.exitNode = node;
        transaction.exitReason = reason;
        transaction.exitEvent = event;
        exits.add(transaction);
        closed.add(row(
                "position_id", transaction.leg.vpi(),
                "position_num", transaction.number,
                "symbol", transaction.contract.symbol(),
                "exchange", transaction.contract.exchange(),
                "side", transaction.leg.side().equals("BUY") ? "SELL" : "BUY",
                "lots", transaction.leg.lots().stripTrailingZeros(),
                "quantity", transaction.quantity,
                "order_type", "market",
                "price", transaction.exitPrice,
                "slippage", BigDecimal.valueOf(0, transaction.contract.priceScale()),
                "fees", money(BigDecimal.ZERO),
                "fill_time", ReferenceText.time(transaction.exitTime, zone()),
                "reason", reason,
                "pnl", money(transaction.profitAt(transaction.exitPrice))));
    }

    // ---------------------------------------------------------------- what is known

    long now() {
        return now;
    }

    ZoneId zone() {
        return market.session().zone();
    }

    long epochSecondOf(LocalTime time) {
        return market.date().atTime(time).atZone(zone()).toEpochSecond();
    }

    @Nullable BigDecimal lastPrice(String symbol) {
        return lastPrices.get(symbol);
    }

    ReferenceCandles candles(String role, String timeframe) {
        return candles.get(role).get(timeframe);
    }

    @Nullable Double variable(String node, String name) {
        return variables.getOrDefault(node, Map.of()).get(name);
    }

    void store(String node, String name, @Nullable Double value) {
        variables.computeIfAbsent(node, any -> new LinkedHashMap<>()).put(name, value);
    }

    private Map<String, Object> snapshot() {
        Map<String, Object> byNode = new LinkedHashMap<>();
        for (String node : strategy.nodes.keySet()) {
            Map<String, @Nullable Double> stored = variables.get(node);
            if (stored != null) {
                Map<String, Object> values = new LinkedHashMap<>();
                stored.forEach((name, value) -> values.put(name, ReferenceText.value(value)));
                byNode.put(node, values);
            }
        }
        return byNode;
    }

    /** {@return all transactions of the day in opening order} */
    List<Transaction> transactions() {
        return transactions;
    }

    List<Transaction> transactionsOf(String vpi) {
        return transactions.stream()
                .filter(transaction -> transaction.leg.vpi().equals(vpi))
                .toList();
    }

    BigDecimal realized(List<Transaction> all) {
        return all.stream()
                .filter(transaction -> !transaction.open())
                .map(transaction -> transaction.profitAt(transaction.exitPrice))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    BigDecimal unrealized(List<Transaction> all) {
        return all.stream()
                .filter(Transaction::open)
                .map(transaction -> transaction.profitAt(lastPrice(transaction.contract.symbol())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    BigDecimal money(BigDecimal amount) {
        return ReferenceText.money(amount, strategy.moneyDigits);
    }

    private NodeState state(String node) {
        return states.get(node);
    }

    // ---------------------------------------------------------------- events

    private Event event(String kind, long time, @Nullable String node, @Nullable Event parent) {
        Event event = new Event(id(node, time, events.size()), node, parent);
        event.put("event_id", event.id);
        event.put("parent_event_id", parent == null ? null : parent.id);
        event.put("event_type", kind);
        event.put("timestamp", ReferenceText.time(time, zone()));
        event.put("node_id", node);
        event.put("node_type", node == null ? null : strategy.type(node));
        event.put("node_name", node == null ? null : text(strategy.data(node), "label"));
        events.add(event);
        return event;
    }

    private String id(@Nullable String node, long time, int number) {
        String hashed = String.join(
                "\n",
                key.userId(),
                key.strategyId(),
                key.brokerConnectionId(),
                key.scale().stripTrailingZeros().toPlainString(),
                market.date().toString(),
                Integer.toString(number));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(hashed.getBytes(StandardCharsets.UTF_8));
            return "exec_" + (node == null ? "instance" : node) + "_"
                    + ID_TIME.format(ReferenceText.local(time, zone())) + "_"
                    + HexFormat.of().formatHex(hash).substring(0, 6);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** {@return an object of alternating names and values} */
    static Map<String, Object> row(@Nullable Object... namesAndValues) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int place = 0; place < namesAndValues.length; place += 2) {
            row.put((String) namesAndValues[place], namesAndValues[place + 1]);
        }
        return row;
    }

    private enum Status {
        INACTIVE,
        ACTIVE,
        PENDING
    }

    private static final class NodeState {
        private Status status = Status.INACTIVE;
        private boolean visited;
        /** The slice in which a re-entry signal armed it. */
        private long reEnteredAt = -1;

        private int reEntryNumber;
        private @Nullable Event armedBy;
        private @Nullable Event pendingEvent;
        private List<Object> skipped = List.of();
    }

    private record Tick(String symbol, long time, long sequence, BigDecimal price, long quantity) {}

    private record Order(ReferenceStrategy.Leg leg, Instrument contract, BigDecimal quantity, Event pending) {}

    /** One line of the events' file; parent is the event that led to it. */
    static final class Event {
        final String id;
        final @Nullable String node;
        final @Nullable Event parent;
        final Map<String, Object> members = new LinkedHashMap<>();

        Event(String id, @Nullable String node, @Nullable Event parent) {
            this.id = id;
            this.node = node;
            this.parent = parent;
        }

        void put(String name, @Nullable Object value) {
            members.put(name, value);
        }

        /** Adds an array and returns it for its elements. */
        List<Object> list(String name) {
            List<Object> list = new ArrayList<>();
            members.put(name, list);
            return list;
        }

        /** {@return the ids from the root to this event} */
        List<String> flow() {
            List<String> ids = parent == null ? new ArrayList<>() : parent.flow();
            ids.add(id);
            return ids;
        }
    }

    /** One entry of a leg with its exit. */
    static final class Transaction {
        final ReferenceStrategy.Leg leg;
        final int number;
        final Instrument contract;
        final BigDecimal quantity;
        final long entryTime;
        final BigDecimal entryPrice;

        @Nullable BigDecimal underlyingPrice;

        @Nullable Event entryEvent;

        Map<String, Object> variables = Map.of();

        @Nullable BigDecimal exitPrice;

        long exitTime;

        @Nullable String exitNode;

        @Nullable String exitReason;

        @Nullable Event exitEvent;

        Transaction(
                ReferenceStrategy.Leg leg,
                int number,
                Instrument contract,
                BigDecimal quantity,
                long entryTime,
                BigDecimal entryPrice) {
            this.leg = leg;
            this.number = number;
            this.contract = contract;
            this.quantity = quantity;
            this.entryTime = entryTime;
            this.entryPrice = entryPrice;
        }

        boolean open() {
            return exitEvent == null;
        }

        BigDecimal profitAt(BigDecimal price) {
            BigDecimal points = leg.side().equals("BUY") ? price.subtract(entryPrice) : entryPrice.subtract(price);
            return points.multiply(quantity).setScale(6, RoundingMode.HALF_EVEN);
        }
    }
}
