package dev.nightjar.engine;

import dev.nightjar.engine.DayJournal.Contract;
import dev.nightjar.engine.DayJournal.Detail;
import dev.nightjar.engine.DayJournal.EventKind;
import dev.nightjar.engine.DayJournal.ExitReason;
import dev.nightjar.engine.DayJournal.SkipReason;
import dev.nightjar.market.Bars;
import dev.nightjar.market.Decimals;
import dev.nightjar.market.Expiries;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.Underlying;
import dev.nightjar.market.WarmUp;
import dev.nightjar.strategy.ContractChoice;
import dev.nightjar.strategy.ExpiryChoice;
import dev.nightjar.strategy.IndicatorKind;
import dev.nightjar.strategy.IndicatorSpec;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Operand;
import dev.nightjar.strategy.OrderType;
import dev.nightjar.strategy.Role;
import dev.nightjar.strategy.Strategy;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One instance on one day: evaluates its graph slice by slice, keeps its positions, and tells its journal.
 *
 * <p>A slice is a second in which the trading instrument (or the supporting one) ticked; it is evaluated after all
 * ticks of that second, and sees nothing later. Market orders fill at their contract's last tick; where there is none
 * yet the order rests and fills at the first.
 */
final class InstanceDay {

    private enum Status {
        INACTIVE,
        ACTIVE,
        PENDING
    }

    /** How many slices pass between two looks at the stop signal. */
    private static final int STOP_CHECK = 512;

    /** More events than this on one day are a mistake in the strategy; all of them are kept in memory. */
    private static final int MOST_EVENTS = 1_000_000;

    private final int mostEvents;

    private final Program program;
    private final DayTapes tapes;
    private final MarketDay day;
    private final DayJournal journal;
    private final Underlying underlying;
    private final SecondTape trading;
    private final @Nullable SecondTape supporting;
    private final SliceTape slices;
    private final CandleTape[] candles;
    /** By indicator of the program, by output, by candle. */
    private final double[][][] indicators;

    private final long[] times;

    private final Status[] status;
    private final boolean[] visited;
    private final int[] reEntryNumbers;
    /** By entry node: the slice in which a re-entry signal armed it last; it acts in a later one. */
    private final int[] reEnteredAt;

    private final int[] parents;
    /** By entry node: its {@code entry_pending} event while it is pending. */
    private final int[] pendingEvents;
    /** By pending entry node: why some of its legs were not entered, in the order of {@link Program#legsOf}. */
    private final @Nullable SkipReason[][] pendingSkips;

    private final double[] variables;
    private final Crosses crosses;
    private final LegState[] legs;
    /** The legs with an open transaction, in opening order. */
    private final int[] openLegs;

    private int openCount;
    /** The legs with a resting order, in the order of placing, and the events they were placed in. */
    private final int[] restingLegs;

    private final int[] restingEvents;
    private int restingCount;
    private long realized;

    private int slice;
    private long second;
    private int events;
    private boolean ended;
    private int markMinute;
    private long lastMark;

    private int[] leaves = new int[16];
    private double[] leafValues = new double[3 * 16];
    private final BitSet leafResults = new BitSet();
    /** By evaluated leaf: its place among the crosses, or -1. */
    private int[] leafCrosses = new int[16];

    private int leafCount;

    private int[] stackNodes = new int[32];
    private int[] stackChildren = new int[32];

    /** @throws IllegalStateException with the reason if the instance cannot run on this day */
    InstanceDay(Program program, DayTapes tapes, DayJournal journal) {
        this(program, tapes, journal, MOST_EVENTS);
    }

    InstanceDay(Program program, DayTapes tapes, DayJournal journal, int mostEvents) {
        this.mostEvents = mostEvents;
        this.program = program;
        this.tapes = tapes;
        this.day = tapes.day();
        this.journal = journal;
        Strategy strategy = program.strategy();
        String symbol = strategy.trading().symbol();
        trading = tapes.seconds(symbol);
        if (trading.count() == 0) {
            throw new IllegalStateException(symbol + " has no tick on " + day.date());
        }
        Underlying known = day.underlying(symbol);
        if (known == null) {
            throw new IllegalStateException("no strike interval is known for " + symbol);
        }
        underlying = known;
        Instrument instrument = Objects.requireNonNull(day.instrument(symbol));
        if (!instrument.exchange().equals(strategy.exchange())) {
            throw new IllegalStateException(
                    symbol + " is quoted on " + instrument.exchange() + ", the strategy says " + strategy.exchange());
        }
        String other =
                strategy.supporting() == null ? null : strategy.supporting().symbol();
        supporting = other == null ? null : tapes.seconds(other);
        slices = tapes.slices(symbol, other);
        candles = program.series().stream().map(this::bind).toArray(CandleTape[]::new);
        indicators = program.indicators().stream()
                .map(ref -> {
                    Program.Series own = program.series().get(ref.series());
                    return tapes.indicator(symbol(own), own.timeframe().timeframe(), ref.spec());
                })
                .toArray(double[][][]::new);
        times = program.times().stream().mapToLong(day.session()::at).toArray();

        int nodes = program.nodeCount();
        status = new Status[nodes];
        Arrays.fill(status, Status.INACTIVE);
        status[program.start()] = Status.ACTIVE;
        visited = new boolean[nodes];
        reEntryNumbers = new int[nodes];
        reEnteredAt = new int[nodes];
        Arrays.fill(reEnteredAt, -1);
        parents = new int[nodes];
        Arrays.fill(parents, DayJournal.NONE);
        pendingEvents = new int[nodes];
        variables = new double[program.variableCount()];
        Arrays.fill(variables, Double.NaN);
        crosses = new Crosses(program);
        legs = new LegState[program.legCount()];
        Arrays.setAll(legs, leg -> new LegState(program.leg(leg)));
        openLegs = new int[legs.length];
        restingLegs = new int[legs.length];
        restingEvents = new int[legs.length];
        pendingSkips = new SkipReason[nodes][];
    }

    private String symbol(Program.Series series) {
        return program.strategy().instrument(series.role()).symbol();
    }

    private CandleTape bind(Program.Series series) {
        String symbol = symbol(series);
        Timeframe timeframe = series.timeframe().timeframe();
        WarmUp warmUp = day.warmUp(symbol, timeframe);
        journal.warmUp(symbol, timeframe, warmUp);
        for (IndicatorSpec spec : series.timeframe().indicators().values()) {
            if (warmUp.bars().count() == 0) {
                throw new IllegalStateException("no candle of " + symbol + " " + timeframe.label() + " before "
                        + day.date() + " to warm up " + spec.displayName());
            }
            warnOfMissingValues(symbol, timeframe, warmUp.bars(), spec);
        }
        return tapes.candles(symbol, timeframe);
    }

    /** Says what the candles before the day are not enough for. */
    private void warnOfMissingValues(String symbol, Timeframe timeframe, Bars before, IndicatorSpec spec) {
        String candles = symbol + " " + timeframe.label() + " before " + day.date();
        int count = before.count();
        int needed = Indicators.needed(spec);
        if (count < needed) {
            journal.warning(count + " candles of " + candles + "; " + spec.displayName() + " needs " + needed
                    + (spec.kind().outputs().size() == 1
                            ? " for its first value and is null until then"
                            : " for the first value of every output, which is null until then"));
        }
        if (spec.kind().needsVolume() && IntStream.range(0, count).allMatch(bar -> before.volume(bar) == 0)) {
            journal.warning(
                    "no candle of " + candles + " has volume; " + spec.displayName() + " is null where there is none");
        }
        if (spec.kind() == IndicatorKind.ANCHORED_VWAP && !hasCandleFrom(spec.time("anchor_time"), timeframe)) {
            journal.warning("no candle of " + symbol + " " + timeframe.label() + " starts at or after "
                    + spec.time("anchor_time") + "; " + spec.displayName() + " is null");
        }
        if (spec.kind().needsWholeSession()
                && tapes.candles(symbol, timeframe).count() > count
                && Double.isNaN(tapes.indicator(symbol, timeframe, spec)[0][count])) {
            journal.warning("the candles of " + candles + " begin inside the session before; " + spec.displayName()
                    + " is null until there is a whole one");
        }
    }

    private boolean hasCandleFrom(LocalTime time, Timeframe timeframe) {
        Session session = day.session();
        return timeframe.bucketStart(timeframe.bucket(session.close(), session), session) >= session.at(time);
    }

    // What compiled values read.

    long second() {
        return second;
    }

    /** {@return the time of day of the slice in hand} */
    LocalTime timeOfDay() {
        return Instant.ofEpochSecond(second).atZone(day.session().zone()).toLocalTime();
    }

    long timeOfDay(int operand) {
        return times[operand];
    }

    /** {@return the latest second of an instrument's tape, -1 before its first} */
    int place(Role role) {
        int latest = Math.min(slice, slices.count() - 1);
        return role == Role.TI ? slices.trading(latest) : slices.supporting(latest);
    }

    double clock(Operand.Clock clock) {
        ZonedDateTime time = Instant.ofEpochSecond(second).atZone(day.session().zone());
        return switch (clock) {
            case HOUR -> time.getHour();
            case MINUTE -> time.getMinute();
            case SECOND -> time.getSecond();
            case DAY -> time.getDayOfMonth();
            case MONTH -> time.getMonthValue();
            case YEAR -> time.getYear();
        };
    }

    double live(Role role, Operand.LiveField field) {
        int place = place(role);
        SecondTape tape = role == Role.TI ? trading : supporting;
        if (place < 0 || tape == null) {
            return Double.NaN;
        }
        return switch (field) {
            case PRICE -> Decimals.toDouble(tape.lastPrice(place), tape.priceScale());
            case VOLUME -> tape.volume(place);
            case OPEN_INTEREST -> tape.ticks().openInterest(tape.tickEnd(place) - 1);
        };
    }

    CandleTape candles(int series) {
        return candles[series];
    }

    double[] indicator(int indicator, int output) {
        return indicators[indicator][output];
    }

    double variable(int slot) {
        return variables[slot];
    }

    Crosses crosses() {
        return crosses;
    }

    LegState leg(int leg) {
        return legs[leg];
    }

    /** {@return profit of all legs, in money} */
    long profit(Operand.PnlType type) {
        long sum = type == Operand.PnlType.UNREALIZED ? 0 : realized;
        if (type != Operand.PnlType.REALIZED) {
            for (int place = 0; place < openCount; place++) {
                sum = Math.addExact(sum, legs[openLegs[place]].profit(Operand.PnlType.UNREALIZED));
            }
        }
        return sum;
    }

    /** Remembers a leaf's evaluation in case its node completes. */
    void evaluated(int leaf, double lhs, double rhs, double upper, boolean result) {
        if (leafCount == leaves.length) {
            leaves = Arrays.copyOf(leaves, 2 * leafCount);
            leafValues = Arrays.copyOf(leafValues, 6 * leafCount);
            leafCrosses = Arrays.copyOf(leafCrosses, 2 * leafCount);
        }
        leaves[leafCount] = leaf;
        leafValues[3 * leafCount] = lhs;
        leafValues[3 * leafCount + 1] = rhs;
        leafValues[3 * leafCount + 2] = upper;
        leafResults.set(leafCount, result);
        leafCrosses[leafCount] = -1;
        leafCount++;
    }

    /** Remembers which cross the leaf evaluated last is. */
    void evaluatedCross(int cross) {
        leafCrosses[leafCount - 1] = cross;
    }

    // The clock.

    /** {@return the epoch second of what comes next: a slice, or the session's close; MAX_VALUE once it has ended} */
    long nextSecond() {
        if (ended) {
            return Long.MAX_VALUE;
        }
        return slice < slices.count() ? slices.second(slice) : day.session().close();
    }

    /**
     * Evaluates every slice up to and including an epoch second, and closes the session if that is reached.
     *
     * @throws RunStoppedException if it was asked to stop
     * @throws IllegalStateException with the reason if the instance cannot go on
     */
    void advanceTo(long horizon, StopSignal stop) {
        while (!ended && nextSecond() <= horizon) {
            if (slice % STOP_CHECK == 0 && stop.stopRequested()) {
                throw new RunStoppedException();
            }
            if (slice < slices.count()) {
                second = slices.second(slice);
                passTo(second);
                crosses.sliceBegins(this);
                traverse();
                if (!ended && nothingLeft()) {
                    finish(EventKind.STRATEGY_TERMINATED, ExitReason.STRATEGY_TERMINATED);
                }
                if (!ended) {
                    crosses.sliceEnds(this);
                }
                slice++;
            } else {
                second = day.session().close();
                passTo(second);
                finish(EventKind.SESSION_END, ExitReason.SESSION_END);
            }
        }
    }

    /** Applies the contracts' ticks up to the end of an epoch second, marking the minutes that end before it. */
    private void passTo(long until) {
        int minute = minute(until);
        while (markMinute < minute) {
            if (openCount == 0 && restingCount == 0 && realized == lastMark) {
                markMinute = minute;
                break;
            }
            applyTicks(day.session().open() + (markMinute + 1) * 60L - 1);
            mark();
            markMinute++;
        }
        applyTicks(until);
    }

    private int minute(long epochSecond) {
        return (int) ((epochSecond - day.session().open()) / 60);
    }

    private void applyTicks(long until) {
        while (restingCount > 0 && fillFirstResting(until)) {
            // each turn fills one order, in the order of the ticks that fill them
        }
        for (int place = 0; place < openCount; place++) {
            legs[openLegs[place]].order().quote().passTo(until);
        }
    }

    private void mark() {
        long equity = profit(Operand.PnlType.TOTAL);
        if (equity != lastMark) {
            lastMark = equity;
            journal.mark(markMinute, equity);
        }
    }

    // The graph.

    private void traverse() {
        Arrays.fill(visited, false);
        int depth = 0;
        enter(program.start());
        stackNodes[0] = program.start();
        stackChildren[0] = 0;
        while (depth >= 0 && !ended) {
            int[] children = program.children(stackNodes[depth]);
            int next = stackChildren[depth]++;
            if (next == children.length) {
                depth--;
            } else if (!visited[children[next]]) {
                enter(children[next]);
                depth++;
                if (depth == stackNodes.length) {
                    stackNodes = Arrays.copyOf(stackNodes, 2 * depth);
                    stackChildren = Arrays.copyOf(stackChildren, 2 * depth);
                }
                stackNodes[depth] = children[next];
                stackChildren[depth] = 0;
            }
        }
    }

    private void enter(int node) {
        visited[node] = true;
        if (status[node] == Status.PENDING) {
            completeIfFilled(node);
        } else if (status[node] == Status.ACTIVE) {
            act(node);
        }
    }

    private void act(int node) {
        Node kind = program.node(node);
        if (kind instanceof Node.Signal signal) {
            actSignal(node, signal);
        } else if (kind instanceof Node.Entry) {
            if (reEnteredAt[node] != slice) {
                actEntry(node);
            }
        } else if (kind instanceof Node.Exit) {
            actExit(node);
        } else if (kind instanceof Node.SquareOff squareOff) {
            actSquareOff(node, squareOff);
        } else {
            begin(EventKind.NODE_COMPLETED, node, parents[node]);
            completed(node, journalEnd());
        }
    }

    private void begin(EventKind kind, int node, int parent) {
        begin(kind, time(), node, parent);
    }

    private void begin(EventKind kind, long time, int node, int parent) {
        if (events == mostEvents) {
            throw new IllegalStateException("the strategy made more than " + mostEvents + " events on this day");
        }
        journal.begin(kind, time, node, parent);
    }

    private long time() {
        return Math.multiplyExact(second, SecondTape.NANOS);
    }

    /** Ends the event. {@return its number} */
    private int journalEnd() {
        journal.end();
        return events++;
    }

    /** Arms the children of a node whose event was told, and makes it inactive. */
    private void completed(int node, int event) {
        boolean exit = program.node(node) instanceof Node.Exit;
        boolean reEntry = program.node(node) instanceof Node.ReEntrySignal;
        for (int child : program.children(node)) {
            if (status[child] != Status.PENDING) {
                status[child] = Status.ACTIVE;
                parents[child] = event;
                reEntryNumbers[child] = reEntryNumbers[node];
                if (exit && program.node(child) instanceof Node.ReEntrySignal) {
                    visited[child] = false;
                }
                if (reEntry) {
                    reEnteredAt[child] = slice;
                }
            }
        }
        status[node] = Status.INACTIVE;
    }

    private boolean nothingLeft() {
        for (Status one : status) {
            if (one != Status.INACTIVE) {
                return false;
            }
        }
        return restingCount == 0;
    }

    // Signals.

    private void actSignal(int node, Node.Signal kind) {
        Program.Signal signal = program.signal(node);
        boolean reEntry = kind instanceof Node.ReEntrySignal;
        if (kind instanceof Node.ReEntrySignal counted && reEntryNumbers[node] >= counted.maxReEntries()) {
            return;
        }
        boolean afterReEntry = signal.reEntryConditions().length > 0 && reEntered(signal.guardedLegs());
        if (!hold(afterReEntry ? signal.reEntryConditions() : signal.conditions())) {
            return;
        }
        begin(EventKind.NODE_COMPLETED, node, parents[node]);
        if (reEntry) {
            reEntryNumbers[node]++;
            journal.reEntryNumber(reEntryNumbers[node]);
        }
        if (afterReEntry) {
            journal.usedReEntryConditions();
        }
        for (int leaf = 0; leaf < leafCount; leaf++) {
            journal.leaf(
                    leaves[leaf],
                    leafValues[3 * leaf],
                    leafValues[3 * leaf + 1],
                    leafValues[3 * leaf + 2],
                    leafResults.get(leaf));
            int cross = leafCrosses[leaf];
            if (cross >= 0) {
                journal.previous(crosses.lhs(cross), crosses.rhs(cross));
            }
        }
        for (int variable = 0; variable < signal.variables().length; variable++) {
            double value = signal.variables()[variable].at(this);
            variables[signal.firstSlot() + variable] = value;
            journal.variable(variable, value);
        }
        completed(node, journalEnd());
    }

    private boolean reEntered(int[] guardedLegs) {
        for (int leg : guardedLegs) {
            if (legs[leg].transactions() > 1) {
                return true;
            }
        }
        return false;
    }

    private boolean hold(Predicate[] roots) {
        leafCount = 0;
        for (Predicate root : roots) {
            if (!root.holds(this)) {
                return false;
            }
        }
        return roots.length > 0;
    }

    // Entries.

    private void actEntry(int node) {
        int[] own = program.legsOf(node);
        SkipReason[] skips = new SkipReason[own.length];
        LegState.Order[] orders = new LegState.Order[own.length];
        boolean anyRests = false;
        boolean anyPlaced = false;
        for (int place = 0; place < own.length; place++) {
            LegState leg = legs[own[place]];
            if (leg.isOpen() || leg.isResting()) {
                skips[place] = SkipReason.POSITION_OPEN;
            } else if (leg.transactions() >= leg.leg().maxEntries().orElse(Integer.MAX_VALUE)) {
                skips[place] = SkipReason.MAX_ENTRIES;
            } else {
                LegState.Order order = order(own[place]);
                if (order == null) {
                    skips[place] = SkipReason.NO_CONTRACT;
                } else {
                    orders[place] = order;
                    anyPlaced = true;
                    anyRests |= !order.quote().hasPrice();
                }
            }
        }
        EventKind kind =
                !anyPlaced ? EventKind.ENTRY_SKIPPED : anyRests ? EventKind.ENTRY_PENDING : EventKind.NODE_COMPLETED;
        begin(kind, node, parents[node]);
        journal.reEntryNumber(reEntryNumbers[node]);
        tellSkipped(own, skips);
        for (int place = 0; place < own.length; place++) {
            if (orders[place] != null) {
                place(own[place], orders[place]);
            }
        }
        int event = journalEnd();
        if (kind == EventKind.NODE_COMPLETED) {
            completed(node, event);
        } else if (kind == EventKind.ENTRY_PENDING) {
            status[node] = Status.PENDING;
            pendingEvents[node] = event;
            pendingSkips[node] = skips;
        } else {
            status[node] = Status.INACTIVE;
        }
    }

    private void tellSkipped(int[] own, @Nullable SkipReason[] skips) {
        for (int place = 0; place < own.length; place++) {
            SkipReason skip = skips[place];
            if (skip != null) {
                journal.skipped(own[place], skip);
            }
        }
    }

    private LegState.@Nullable Order order(int leg) {
        int place = slices.trading(slice);
        if (place < 0) {
            return null;
        }
        Instrument contract = choose(trading.lastPrice(place), program.leg(leg).contract());
        if (contract == null) {
            return null;
        }
        return new LegState.Order(
                new Contract(contract.symbol(), contract.exchange(), contract.priceScale()),
                new Quote(tapes.ticks(contract.symbol()), second),
                program.leg(leg).side(),
                program.quantity(leg));
    }

    private @Nullable Instrument choose(long spot, ContractChoice contract) {
        String symbol = program.strategy().trading().symbol();
        if (!(contract instanceof ContractChoice.Option choice) || choice.strike() != null) {
            throw new IllegalStateException("only options relative to the money can be traded");
        }
        ExpiryChoice which = choice.expiry();
        LocalDate expiry = Expiries.choose(day.optionExpiries(symbol), which.unit(), which.number());
        if (expiry == null) {
            return null;
        }
        return day.instrument(Instrument.optionSymbol(
                symbol,
                expiry,
                underlying.strike(spot, trading.priceScale(), choice.type(), choice.strikeOffset()),
                choice.type()));
    }

    private void place(int leg, LegState.Order order) {
        legs[leg].place(order);
        if (order.quote().hasPrice()) {
            open(leg, time(), order.quote().price(), trading.lastPrice(slices.trading(slice)));
        } else {
            restingLegs[restingCount] = leg;
            restingEvents[restingCount++] = events;
            journal.rested(
                    leg,
                    false,
                    order.contract(),
                    order.side(),
                    order.quantity(),
                    OrderType.MARKET,
                    TickSeries.NO_PRICE,
                    TickSeries.NO_PRICE);
        }
    }

    private void open(int leg, long time, long price, long underlyingPrice) {
        LegState state = legs[leg];
        LegState.Order order = state.order();
        state.open(time, price, Decimals.toDouble(underlyingPrice, trading.priceScale()));
        openLegs[openCount++] = leg;
        journal.opened(
                leg,
                state.transactions(),
                order.contract(),
                order.side(),
                order.quantity(),
                time,
                price,
                0,
                0,
                underlyingPrice,
                trading.priceScale());
    }

    /**
     * Fills the resting order whose contract ticks first, if it does by the end of that second; of several filled by one
     * tick the one placed first.
     */
    private boolean fillFirstResting(long until) {
        int first = -1;
        for (int place = 0; place < restingCount; place++) {
            Quote quote = legs[restingLegs[place]].order().quote();
            quote.passTo(until);
            if (quote.hasPrice()
                    && (first < 0
                            || before(quote, legs[restingLegs[first]].order().quote()))) {
                first = place;
            }
        }
        if (first < 0) {
            return false;
        }
        int leg = restingLegs[first];
        TickSeries ticks = legs[leg].order().quote().ticks();
        begin(EventKind.ORDER_FILLED, ticks.time(0), entryOf(leg), restingEvents[first]);
        open(leg, ticks.time(0), ticks.price(0), underlyingBefore(ticks.time(0), ticks.sequence(0)));
        journalEnd();
        restingCount--;
        System.arraycopy(restingLegs, first + 1, restingLegs, first, restingCount - first);
        System.arraycopy(restingEvents, first + 1, restingEvents, first, restingCount - first);
        return true;
    }

    private static boolean before(Quote one, Quote other) {
        long time = one.ticks().time(0);
        long otherTime = other.ticks().time(0);
        return time < otherTime
                || (time == otherTime && one.ticks().sequence(0) < other.ticks().sequence(0));
    }

    /** {@return the entry node of a leg} */
    private int entryOf(int leg) {
        for (int node = 0; node < program.nodeCount(); node++) {
            if (program.node(node) instanceof Node.Entry) {
                for (int own : program.legsOf(node)) {
                    if (own == leg) {
                        return node;
                    }
                }
            }
        }
        throw new IllegalStateException("leg " + leg + " has no entry node");
    }

    /** {@return the trading instrument's last price before a tick of another instrument} */
    private long underlyingBefore(long time, long sequence) {
        TickSeries ticks = trading.ticks();
        int tick = ticks.firstAtOrAfter(time);
        while (tick < ticks.count() && ticks.time(tick) == time && ticks.sequence(tick) < sequence) {
            tick++;
        }
        return ticks.price(tick - 1);
    }

    private void completeIfFilled(int node) {
        for (int leg : program.legsOf(node)) {
            if (legs[leg].isResting()) {
                return;
            }
        }
        begin(EventKind.NODE_COMPLETED, node, pendingEvents[node]);
        journal.reEntryNumber(reEntryNumbers[node]);
        tellSkipped(program.legsOf(node), pendingSkips[node]);
        completed(node, journalEnd());
    }

    // Exits.

    private void actExit(int node) {
        int[] targets = program.legsOf(node);
        boolean anyOpen = false;
        for (int leg : targets) {
            if (legs[leg].isOpen()) {
                anyOpen = true;
                if (Math.floorDiv(legs[leg].entryTime(), SecondTape.NANOS) == second) {
                    return;
                }
            }
        }
        begin(EventKind.NODE_COMPLETED, node, parents[node]);
        if (anyOpen) {
            closeAll(ExitReason.EXIT_CONDITION_MET, targets);
        } else {
            journal.detail(Detail.POSITION_CLOSED);
        }
        completed(node, journalEnd());
    }

    /** Closes the open transactions of some legs, in opening order, at last prices. */
    private void closeAll(ExitReason reason, int[] targets) {
        int kept = 0;
        for (int place = 0; place < openCount; place++) {
            int leg = openLegs[place];
            if (contains(targets, leg)) {
                LegState state = legs[leg];
                LegState.Order order = state.order();
                long price = order.quote().price();
                long profit = state.close(price, underlyingNow());
                realized = Math.addExact(realized, profit);
                journal.closed(
                        leg,
                        state.transactions(),
                        order.quantity(),
                        OrderType.MARKET,
                        time(),
                        price,
                        0,
                        0,
                        profit,
                        reason);
            } else {
                openLegs[kept++] = leg;
            }
        }
        openCount = kept;
    }

    private double underlyingNow() {
        return live(Role.TI, Operand.LiveField.PRICE);
    }

    private static boolean contains(int[] values, int value) {
        for (int one : values) {
            if (one == value) {
                return true;
            }
        }
        return false;
    }

    // Ends.

    private void actSquareOff(int node, Node.SquareOff squareOff) {
        Detail trigger = trigger(squareOff);
        if (trigger == null) {
            return;
        }
        begin(EventKind.NODE_COMPLETED, node, parents[node]);
        journal.detail(trigger);
        end(ExitReason.SQUARE_OFF);
    }

    private @Nullable Detail trigger(Node.SquareOff squareOff) {
        if (squareOff.immediate()) {
            return Detail.IMMEDIATE;
        }
        Long target = squareOff.profitTarget();
        if (target != null && profit(Operand.PnlType.TOTAL) >= target) {
            return Detail.PROFIT_TARGET;
        }
        Long limit = squareOff.lossLimit();
        if (limit != null && profit(Operand.PnlType.TOTAL) <= -limit) {
            return Detail.LOSS_LIMIT;
        }
        Node.TimeExit exit = squareOff.timeExit();
        if (exit != null) {
            long at = exit.at() == null
                    ? day.session().close() - exit.minutesBeforeClose() * 60L
                    : day.session().at(exit.at());
            if (second >= at) {
                return Detail.TIME;
            }
        }
        return null;
    }

    private void finish(EventKind kind, ExitReason reason) {
        begin(kind, DayJournal.NONE, DayJournal.NONE);
        end(reason);
    }

    /** Cancels what rests, closes what is open, ends the event and with it the instance's day. */
    private void end(ExitReason reason) {
        for (int place = 0; place < restingCount; place++) {
            legs[restingLegs[place]].cancel();
            journal.cancelled(restingLegs[place], false);
        }
        restingCount = 0;
        int[] all = new int[legs.length];
        Arrays.setAll(all, leg -> leg);
        closeAll(reason, all);
        journalEnd();
        ended = true;
        markMinute = minute(second);
        mark();
    }
}
