package dev.nightjar.reference;

import static dev.nightjar.reference.ReferencePrices.NANOS;
import static dev.nightjar.reference.ReferenceStrategy.decimal;
import static dev.nightjar.reference.ReferenceStrategy.text;

import dev.nightjar.market.Bars;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.WarmUp;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.TradingTerms;
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
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One instance on a day, or on one day after the other if they follow from each other: a loop over the seconds of each session,
 * and everything that happens in them.
 */
final class ReferenceDay {

    private static final DateTimeFormatter ID_TIME = DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT);

    private final ReferenceStrategy strategy;
    private final InstanceKey key;
    private final ReferencePrices prices;
    private final ReferenceDesk desk;
    private final ReferenceOperands operands;
    private final String trading;

    private final Map<String, Map<String, ReferenceCandles>> candles = new LinkedHashMap<>();
    private final Map<String, NodeState> states = new LinkedHashMap<>();
    /** All values a variable ever had, by node and name. */
    private final Map<String, Map<String, List<Stored>>> variables = new LinkedHashMap<>();

    /** The day in hand. */
    private @Nullable MarketDay market;

    private boolean begun;
    /** In nanoseconds. */
    private long now;
    /** The number of the slice in hand, or of the last one. */
    private long slice;

    /** The reason for which what is left is being closed, or null. */
    private @Nullable String closingDown;

    private boolean ended;

    /** Why the day in hand failed, or null. A day after it fails too. */
    @Nullable String failure;
    /** What happened on the day in hand, in processing order. */
    final List<ReferenceEvent> events = new ArrayList<>();
    /** Equity at the end of every minute of the day in hand, up to the one in which the instance ended. */
    final List<BigDecimal> marks = new ArrayList<>();

    ReferenceDay(ReferenceStrategy strategy, InstanceKey key, TradingTerms terms) {
        this.strategy = strategy;
        this.key = key;
        this.trading = strategy.symbols.get("TI");
        this.prices = new ReferencePrices(terms.fill());
        this.desk = new ReferenceDesk(key, terms, prices, this, trading);
        this.operands = new ReferenceOperands(strategy, this);
        strategy.nodes.keySet().forEach(node -> states.put(node, new NodeState()));
    }

    void run(MarketDay following) {
        market = following;
        events.clear();
        marks.clear();
        try {
            prices.begin(market);
            desk.begin(market);
            if (failure == null && !ended) {
                prepare();
                runSession();
            }
        } catch (ReferenceFailure problem) {
            failure = problem.getMessage();
            if (!strategy.positional) {
                marks.add(desk.realized(desk.transactions()));
            }
        }
    }

    private void prepare() {
        boolean silent = market.barWidth() == null
                ? market.ticks(trading).count() == 0
                : market.bars(trading).count() == 0;
        if (silent) {
            throw new ReferenceFailure("no " + (market.barWidth() == null ? "tick" : "bar") + " of " + trading);
        }
        Instrument quoted = market.instrument(trading);
        if (quoted == null || !quoted.exchange().equals(strategy.exchange)) {
            throw new ReferenceFailure(trading + " is not quoted on " + strategy.exchange);
        }
        for (ReferenceStrategy.Leg leg : strategy.legs.values()) {
            if (leg.kind().equals("stock") && quoted.kind() == InstrumentKind.INDEX) {
                throw new ReferenceFailure(trading + " is an index, which cannot be traded");
            }
            if (leg.needsStrikeInterval() && market.underlying(trading) == null) {
                throw new ReferenceFailure("nobody knows the strike interval of " + trading);
            }
        }
        if (market.barWidth() != null && strategy.onTicks) {
            throw new ReferenceFailure("bars are no ticks");
        }
        if (market.barWidth() != null) {
            prepareBars(market.barWidth().minutes());
        }
        if (begun) {
            candles.values().forEach(rows -> rows.values().forEach(list -> list.begin(market.session(), slice)));
            return;
        }
        strategy.timeframes.forEach((role, rows) -> {
            Map<String, ReferenceCandles> byId = new LinkedHashMap<>();
            rows.values().forEach(row -> {
                WarmUp warmUp = market.warmUp(strategy.symbols.get(role), new Timeframe(row.minutes()));
                boolean missing = warmUp.bars().count() == 0 && warmUp.source() != WarmUp.Source.UNUSED;
                if (!row.indicators().isEmpty() && missing) {
                    throw new ReferenceFailure(
                            "no candle of " + strategy.symbols.get(role) + " " + row.id() + " before the day");
                }
                byId.put(row.id(), new ReferenceCandles(market.session(), row, warmUp.bars()));
            });
            candles.put(role, byId);
        });
    }

    /** Not everything can be told from bars. */
    private void prepareBars(int minutes) {
        if (!desk.canFillOnBars()) {
            throw new ReferenceFailure("bars have no bid and ask, and nothing between open and close");
        }
        for (Map.Entry<String, Map<String, ReferenceStrategy.TimeframeRow>> role : strategy.timeframes.entrySet()) {
            for (ReferenceStrategy.TimeframeRow row : role.getValue().values()) {
                if (row.minutes() != Timeframe.DAY && row.minutes() % minutes != 0) {
                    throw new ReferenceFailure(
                            "candles of " + row.id() + " cannot be made from " + minutes + " minutes");
                }
                if (row.minutes() == minutes && operands.looksAtForming(role.getKey(), row.id())) {
                    throw new ReferenceFailure("offset 0 of the driving timeframe " + row.id());
                }
            }
        }
        for (String symbol : strategy.symbols.values()) {
            Bars bars = market.bars(symbol);
            for (int bar = 0; bar < bars.count(); bar++) {
                if (minutes != Timeframe.DAY
                        && (bars.start(bar) - market.session().open()) % (minutes * 60L) != 0) {
                    throw new ReferenceFailure("a bar of " + symbol + " that starts at " + bars.start(bar));
                }
            }
        }
    }

    private void runSession() {
        if (!begun) {
            state(strategy.start).status = Status.ACTIVE;
            begun = true;
        }
        long open = market.session().open();
        long close = market.session().close();
        strategy.symbols.values().forEach(prices::follow);
        for (long second = open; second <= close && !ended; second++) {
            now = second * NANOS;
            if (market.barWidth() != null) {
                endBars();
            } else if (strategy.onTicks) {
                applyTicksOneByOne();
            } else {
                applyTicks();
            }
            now = second * NANOS;
            if (second == close && !ended && strategy.positional && closingDown == null) {
                endDay();
            } else if (second == close && !ended) {
                ReferenceEvent event = event("session_end", now, null, null);
                desk.closeAtMarks(event, closingDown == null ? "session_end" : closingDown);
                ended = true;
            }
            if (!ended && market.barWidth() != null) {
                beginBars();
            }
            if (ended || second == close || (second - open) % 60 == 59) {
                marks.add(desk.equity());
            }
        }
    }

    /** The session closes, but another day may follow. */
    private void endDay() {
        Map<NodeState, List<ReferenceTransaction>> interrupted = new LinkedHashMap<>();
        strategy.nodes.keySet().stream()
                .filter(node -> strategy.type(node).equals("exitNode") && desk.hasResting(node))
                .forEach(node -> interrupted.put(state(node), desk.closedBy(node)));
        if (desk.hasExpiring()) {
            desk.settle(event("expired", now, null, null));
        }
        if (desk.hasLeftovers()) {
            desk.closeLeftovers(event("session_end", now, null, null));
        }
        interrupted.forEach((state, left) -> {
            state.status = Status.ACTIVE;
            state.left = left;
        });
        states.forEach((node, state) -> {
            boolean filled = desk.transactions().stream()
                    .map(transaction -> transaction.entryEvent)
                    .anyMatch(event -> event == state.pendingEvent || event.parent == state.pendingEvent);
            if (strategy.type(node).equals("entryNode")
                    && state.status == Status.PENDING
                    && !desk.hasResting(node)
                    && !filled) {
                state.status = Status.INACTIVE;
            }
        });
    }

    /** Applies all ticks of this second in order; then there is a slice if one of them makes one. */
    private void applyTicks() {
        prices.pass(now + NANOS);
        boolean awaited = false;
        slice++;
        for (ReferencePrices.Tick tick = prices.next(now + NANOS); tick != null; tick = prices.next(now + NANOS)) {
            awaited |= apply(tick);
        }
        if (awaited) {
            evaluate();
        }
    }

    /** Applies all ticks of this second in order, with a slice after each that makes one. */
    private void applyTicksOneByOne() {
        long end = now + NANOS;
        for (ReferencePrices.Tick tick = prices.next(end); tick != null && !ended; tick = prices.next(end)) {
            now = tick.time();
            slice++;
            if (apply(tick)) {
                evaluate();
            }
        }
        prices.pass(end);
    }

    /** {@return whether the tick makes a slice} */
    private boolean apply(ReferencePrices.Tick tick) {
        boolean awaited = false;
        prices.apply(tick);
        for (Map.Entry<String, String> role : strategy.symbols.entrySet()) {
            if (role.getValue().equals(tick.symbol()) && tick.price() != null) {
                awaited = true;
                candles(role.getKey())
                        .forEach(list ->
                                list.tick(slice, Math.floorDiv(tick.time(), NANOS), tick.price(), tick.quantity()));
            }
        }
        desk.tick(tick);
        ended |= closingDown != null && !desk.hasClosings();
        return awaited;
    }

    /** Applies the bars that end now: first what they were worth, then what orders and protections make of them. */
    private void endBars() {
        prices.pass(now + 1);
        List<ReferencePrices.Bar> all = prices.ending(now);
        boolean awaited = false;
        slice++;
        for (ReferencePrices.Bar bar : all) {
            prices.close(bar);
            awaited |= strategy.symbols.containsValue(bar.symbol());
        }
        all.forEach(desk::range);
        ended |= closingDown != null && !desk.hasClosings();
        if (awaited) {
            for (Map.Entry<String, String> role : strategy.symbols.entrySet()) {
                all.stream()
                        .filter(bar -> bar.symbol().equals(role.getValue()))
                        .forEach(bar -> candles(role.getKey()).forEach(list -> list.bar(slice, bar)));
                candles(role.getKey()).forEach(list -> list.complete(slice, now));
            }
            evaluate();
        }
    }

    private void beginBars() {
        for (ReferencePrices.Bar bar : prices.beginning(now)) {
            prices.open(bar);
            desk.open(bar);
        }
        ended |= closingDown != null && !desk.hasClosings();
    }

    private void evaluate() {
        if (!ended && closingDown == null) {
            evaluateSlice();
            desk.equity();
            operands.endSlice();
        }
    }

    // ---------------------------------------------------------------- nodes

    private void evaluateSlice() {
        states.values().forEach(state -> state.visited = false);
        visit(strategy.start);
        boolean nothingToAct = states.values().stream().allMatch(state -> state.status == Status.INACTIVE);
        if (closingDown == null && nothingToAct && desk.isIdle()) {
            closeDown(event("strategy_terminated", now, null, null), null, "strategy_terminated");
        }
    }

    /** Nothing acts any more; the instance ends when the last closing order is filled. */
    private void closeDown(ReferenceEvent event, @Nullable String node, String reason) {
        desk.closeAll(event, node, reason);
        closingDown = reason;
        ended = !desk.hasClosings();
    }

    private void visit(String node) {
        NodeState state = state(node);
        if (closingDown != null || state.visited) {
            return;
        }
        state.visited = true;
        if (state.status != Status.INACTIVE) {
            ReferenceEvent completed = act(node, state);
            if (completed != null) {
                arm(node, state, completed);
                state.status = Status.INACTIVE;
            }
        }
        for (String child : strategy.children.get(node)) {
            visit(child);
        }
    }

    private void arm(String node, NodeState state, ReferenceEvent event) {
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
                below.reEnteredAt = slice;
            }
        }
    }

    /** {@return the event of the node's completion, or null if it did not complete} */
    private @Nullable ReferenceEvent act(String node, NodeState state) {
        return switch (strategy.type(node)) {
            case "startNode" -> event("node_completed", now, node, null);
            case "entrySignalNode", "exitSignalNode" -> signal(node, state);
            case "reEntrySignalNode" -> reEntrySignal(node, state);
            case "entryNode" -> {
                if (state.status == Status.PENDING) {
                    yield pendingEntry(node, state);
                }
                yield state.reEnteredAt == slice ? null : entry(node, state);
            }
            case "exitNode" -> state.status == Status.PENDING ? pendingExit(node, state) : exit(node, state);
            case "squareOffNode" -> squareOff(node, state);
            default -> throw new IllegalArgumentException("no node type " + strategy.type(node));
        };
    }

    private @Nullable ReferenceEvent signal(String node, NodeState state) {
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

    private @Nullable ReferenceEvent reEntrySignal(String node, NodeState state) {
        int maximum =
                strategy.data(node).path("retryConfig").path("maxReEntries").asInt();
        List<Object> leaves = new ArrayList<>();
        if (state.reEntryNumber >= maximum
                || !operands.holds(strategy.data(node).path("conditions"), leaves)) {
            return null;
        }
        state.reEntryNumber++;
        ReferenceEvent event = signalEvent(node, state, false, leaves);
        event.put("re_entry_num", state.reEntryNumber);
        event.put("max_re_entries", maximum);
        return event;
    }

    private ReferenceEvent signalEvent(String node, NodeState state, boolean reEntryConditions, List<Object> leaves) {
        ReferenceEvent event = event("node_completed", now, node, state.armedBy);
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
            if (guarded.stream().anyMatch(leg -> desk.transactionsOf(leg.vpi()).size() > 1)) {
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

    private @Nullable ReferenceEvent entry(String node, NodeState state) {
        List<ReferenceStrategy.Leg> legs = new ArrayList<>(legsOf(node));
        legs.sort(Comparator.comparingInt(ReferenceStrategy.Leg::priority));
        List<Object> skipped = new ArrayList<>();
        List<ReferenceDesk.Order> orders = new ArrayList<>();
        for (ReferenceStrategy.Leg leg : legs) {
            Instrument contract = contract(leg);
            List<ReferenceTransaction> earlier = desk.transactionsOf(leg.vpi());
            if (earlier.stream().anyMatch(ReferenceTransaction::open)) {
                skipped.add(row("position_id", leg.vpi(), "reason", "position_open"));
            } else if (leg.maxEntries() != null && today(earlier) >= leg.maxEntries()) {
                skipped.add(row("position_id", leg.vpi(), "reason", "max_entries"));
            } else if (contract == null) {
                skipped.add(row("position_id", leg.vpi(), "reason", "no_contract"));
            } else {
                prices.follow(contract.symbol());
                orders.add(desk.entry(leg, contract));
            }
        }
        boolean rests = orders.stream().anyMatch(order -> order.priceAtOnce == null);
        String kind = orders.isEmpty() ? "entry_skipped" : rests ? "entry_pending" : "node_completed";
        ReferenceEvent event = event(kind, now, node, state.armedBy);
        event.put("re_entry_num", state.reEntryNumber);
        if (orders.isEmpty()) {
            event.put("skipped", skipped);
            state.status = Status.INACTIVE;
            return null;
        }
        event.list("opened");
        if (rests) {
            event.list("resting");
        }
        event.put("skipped", skipped);
        orders.forEach(order -> desk.place(order, event));
        state.left = null;
        if (rests) {
            state.status = Status.PENDING;
            state.pendingEvent = event;
            state.skipped = skipped;
            return null;
        }
        return event;
    }

    private long today(List<ReferenceTransaction> all) {
        return all.stream()
                .filter(transaction -> ReferenceText.local(transaction.entryTime, zone())
                        .toLocalDate()
                        .equals(market.date()))
                .count();
    }

    private @Nullable ReferenceEvent pendingEntry(String node, NodeState state) {
        if (desk.hasResting(node)) {
            return null;
        }
        ReferenceEvent event = event("node_completed", now, node, state.pendingEvent);
        event.put("re_entry_num", state.reEntryNumber);
        event.list("opened");
        event.put("skipped", state.skipped);
        return event;
    }

    private @Nullable Instrument contract(ReferenceStrategy.Leg leg) {
        if (!prices.isAwake(trading)) {
            return null;
        }
        BigDecimal spot = prices.last(trading);
        if (leg.kind().equals("stock")) {
            return market.instrument(trading);
        }
        if (leg.kind().equals("future")) {
            LocalDate expiry = expiry(leg.expiry(), market.futureExpiries(trading));
            return expiry == null ? null : market.instrument(trading + ":" + expiry + ":FUT");
        }
        LocalDate expiry = expiry(leg.expiry(), market.optionExpiries(trading));
        if (expiry == null) {
            return null;
        }
        BigDecimal strike = leg.strikeValue() == null ? strike(leg, spot) : leg.strikeValue();
        String text = strike.stripTrailingZeros().toPlainString();
        return market.instrument(trading + ":" + expiry + ":OPT:" + text + ":" + leg.optionType());
    }

    private BigDecimal strike(ReferenceStrategy.Leg leg, BigDecimal spot) {
        BigDecimal interval = market.underlying(trading).strikeInterval();
        BigDecimal atTheMoney = spot.divide(interval, 0, RoundingMode.HALF_EVEN).multiply(interval);
        if (leg.strike().equals("ATM")) {
            return atTheMoney;
        }
        BigDecimal steps = new BigDecimal(leg.strike().substring(3)).multiply(interval);
        boolean up = leg.strike().startsWith("OTM") == leg.optionType().equals("CE");
        return up ? atTheMoney.add(steps) : atTheMoney.subtract(steps);
    }

    /** Wn is the n-th expiry; Mn, Qn and Yn the last of the n-th month, quarter or year that has one. */
    private static @Nullable LocalDate expiry(String label, List<LocalDate> all) {
        Map<String, LocalDate> lastOfPeriod = new LinkedHashMap<>();
        for (LocalDate expiry : all) {
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

    // ---------------------------------------------------------------- exits

    private @Nullable ReferenceEvent exit(String node, NodeState state) {
        JsonNode exit = strategy.data(node).path("exitNodeData");
        List<ReferenceStrategy.Leg> targets = targets(node);
        List<ReferenceTransaction> open = desk.transactions().stream()
                .filter(transaction ->
                        transaction.open() && transaction.closing == null && targets.contains(transaction.leg))
                .filter(transaction -> state.left == null || state.left.contains(transaction))
                .toList();
        if (open.stream().anyMatch(transaction -> isNow(transaction.entryTime))) {
            return null;
        }
        boolean part = text(exit.path("orderConfig"), "quantity").equals("specific");
        BigDecimal lots = part ? decimal(exit.path("orderConfig").path("specificQuantity")) : null;
        List<ReferenceStrategy.Block> afterwards = ReferenceStrategy.blocks(exit.path("postExecutionConfig"));
        List<ReferenceDesk.Order> orders = open.stream()
                .map(transaction -> desk.closing(transaction, lots, afterwards, node, "exit_condition_met"))
                .toList();
        boolean rests = orders.stream().anyMatch(order -> order.priceAtOnce == null);
        ReferenceEvent event = event(rests ? "exit_pending" : "node_completed", now, node, state.armedBy);
        if (!rests) {
            event.put("skip_reason", open.isEmpty() ? "position_closed" : null);
        }
        event.list("closed");
        if (rests) {
            event.list("resting");
        }
        orders.forEach(order -> desk.place(order, event));
        state.left = null;
        if (rests) {
            state.status = Status.PENDING;
            state.pendingEvent = event;
            return null;
        }
        return event;
    }

    /** {@return whether it belongs to the slice in hand, which is a whole second unless each tick makes one} */
    private boolean isNow(long time) {
        return strategy.onTicks ? time == now : Math.floorDiv(time, NANOS) == Math.floorDiv(now, NANOS);
    }

    private @Nullable ReferenceEvent pendingExit(String node, NodeState state) {
        if (desk.hasResting(node)) {
            return null;
        }
        ReferenceEvent event = event("node_completed", now, node, state.pendingEvent);
        event.put("skip_reason", null);
        event.list("closed");
        return event;
    }

    private @Nullable ReferenceEvent squareOff(String node, NodeState state) {
        String trigger = trigger(strategy.data(node).path("endConditions"));
        if (trigger == null) {
            return null;
        }
        ReferenceEvent event = event("node_completed", now, node, state.armedBy);
        event.put("trigger", trigger);
        closeDown(event, node, "square_off");
        return event;
    }

    private @Nullable String trigger(JsonNode end) {
        if (enabled(end.path("immediateExit"))) {
            return "immediate";
        }
        JsonNode performance = end.path("performanceBasedExit");
        if (enabled(performance)) {
            BigDecimal profit = desk.equity();
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
            if (now >= at * NANOS) {
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

    // ---------------------------------------------------------------- what is known

    /** {@return the nanosecond of the slice in hand, or of what happens between two of them} */
    long now() {
        return now;
    }

    /** {@return from when on prices are new to what is placed now: all ticks of a slice are behind it} */
    long nextTickAfter(long time) {
        boolean inSeconds = market.barWidth() == null && !strategy.onTicks;
        return inSeconds ? time + NANOS : time;
    }

    ZoneId zone() {
        return market.session().zone();
    }

    long epochSecondOf(LocalTime time) {
        return market.date().atTime(time).atZone(zone()).toEpochSecond();
    }

    /** {@return whether what is open at the end of the day in hand is kept} */
    boolean isKept() {
        return strategy.positional && failure == null;
    }

    ReferencePrices prices() {
        return prices;
    }

    ReferenceDesk desk() {
        return desk;
    }

    private Collection<ReferenceCandles> candles(String role) {
        return candles.get(role).values();
    }

    ReferenceCandles candles(String role, String timeframe) {
        return candles.get(role).get(timeframe);
    }

    /** {@return what a variable was worth before a slice} */
    @Nullable Double variable(String node, String name, long before) {
        Double value = null;
        for (Stored stored : variables.getOrDefault(node, Map.of()).getOrDefault(name, List.of())) {
            if (stored.slice() < before) {
                value = stored.value();
            }
        }
        return value;
    }

    void store(String node, String name, @Nullable Double value) {
        variables
                .computeIfAbsent(node, any -> new LinkedHashMap<>())
                .computeIfAbsent(name, any -> new ArrayList<>())
                .add(new Stored(slice, value));
    }

    /** {@return all that is stored, nodes in file order} */
    Map<String, Object> snapshot() {
        Map<String, Object> byNode = new LinkedHashMap<>();
        for (String node : strategy.nodes.keySet()) {
            Map<String, List<Stored>> stored = variables.get(node);
            if (stored != null) {
                Map<String, Object> values = new LinkedHashMap<>();
                stored.keySet()
                        .forEach(name -> values.put(name, ReferenceText.value(variable(node, name, Long.MAX_VALUE))));
                byNode.put(node, values);
            }
        }
        return byNode;
    }

    BigDecimal money(BigDecimal amount) {
        return ReferenceText.money(amount, strategy.moneyDigits);
    }

    private NodeState state(String node) {
        return states.get(node);
    }

    // ---------------------------------------------------------------- events

    ReferenceEvent event(String kind, long time, @Nullable String node, @Nullable ReferenceEvent parent) {
        ReferenceEvent event = new ReferenceEvent(id(node, time, events.size()), node, parent);
        event.put("event_id", event.id);
        event.put("parent_event_id", parent == null ? null : parent.id);
        event.put("event_type", kind);
        event.put("timestamp", ReferenceText.time(time, zone()));
        event.put("node_id", node);
        event.put("node_type", node == null ? null : strategy.type(node));
        event.put("node_name", node == null ? null : strategy.label(node));
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
        private @Nullable ReferenceEvent armedBy;
        private @Nullable ReferenceEvent pendingEvent;
        private List<Object> skipped = List.of();
        /** What an exit has still to close after the session cancelled its orders; null if it acts as a whole. */
        private @Nullable List<ReferenceTransaction> left;
    }

    private record Stored(long slice, @Nullable Double value) {}
}
