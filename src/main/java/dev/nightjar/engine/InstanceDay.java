package dev.nightjar.engine;

import dev.nightjar.engine.DayJournal.Detail;
import dev.nightjar.engine.DayJournal.EventKind;
import dev.nightjar.engine.DayJournal.ExitReason;
import dev.nightjar.engine.DayJournal.SkipReason;
import dev.nightjar.engine.Program.Kind;
import dev.nightjar.engine.Statuses.Status;
import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import dev.nightjar.run.FillModel;
import dev.nightjar.strategy.Evaluation;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Operand;
import dev.nightjar.strategy.Role;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One instance on one day, which may follow on another one: evaluates its graph slice by slice, and tells its journal.
 *
 * <p>A slice is a second in which the trading instrument (or the supporting one) ticked; it is evaluated after all
 * ticks of that second, and sees nothing later. Of a strategy that is evaluated at every tick it is one such tick, and sees
 * nothing that comes after it in the order of the day's ticks. Orders and positions are kept in its {@link Book}.
 */
final class InstanceDay {

    /** How many slices pass between two looks at the stop signal. */
    private static final int STOP_CHECK = 512;

    /** How many slices an instance looks ahead at first, and how many times as many each time it found nothing. */
    private static final int FIRST_WINDOW = 512;

    private static final int WIDER = 16;

    /** More events than this on one day are a mistake in the strategy; all of them are kept in memory. */
    private static final int MOST_EVENTS = 1_000_000;

    private final Graph graph;
    private final int mostEvents;
    private final Book book;

    private Program program;
    private DayTapes tapes;
    private MarketDay day;
    private DayJournal journal;
    private Events events;
    private Evaluation evaluation;
    private MomentTape trading;
    private MarketView market;
    private SliceTape slices;

    private final Statuses statuses;
    private final Visits visits;
    /** The rest of the slice's visits, if an exit has one visited again. */
    private Visits.@Nullable Rest rest;

    private final int[] reEntryNumbers;
    /** By entry node: the slice in which a re-entry signal armed it last; it acts in a later one. */
    private final int[] reEnteredAt;

    private final int[] parents;
    /** By entry and exit node: the event that made it pending. */
    private final int[] pendingEvents;
    /** By entry node: why some of its legs were not entered when it acted last, in the order of {@link Graph#legsOf}. */
    private final @Nullable SkipReason[][] skips;
    /** By pending entry node: how many transactions its legs had before. */
    private final int[] pendingTransactions;

    /**
     * By exit node whose orders a session's close cancelled: by leg, the number of the transaction it has still to close, 0 for none.
     * What it has closed already counts.
     */
    private final int[] @Nullable [] unfinished;

    private final double[] variables;
    private final Crosses crosses;
    /** By square-off node with a time: when that is, in epoch seconds, and the first slice that is not before it. */
    private final long[] exitTimes;

    private final int[] exitSlices;

    /** The next slice, if no slice is left out. */
    private int nextSlice;
    /** The slice that is looked at; after the last one, the session's close. */
    private int slice;
    /** The time of the slice in hand, epoch nanoseconds. */
    private long now;

    /** How many slices were evaluated. */
    private int evaluations;

    private StepCount steps;
    /** The steps of a slice, as long as no event happens. */
    private long stepsEach;

    private int eventsCounted;

    private boolean closed;

    /** @throws IllegalStateException with the reason if the instance cannot run on this day */
    InstanceDay(Program program, DayTapes tapes, DayJournal journal) {
        this(program, tapes, journal, MOST_EVENTS);
    }

    InstanceDay(Program program, DayTapes tapes, DayJournal journal, int mostEvents) {
        graph = program.graph();
        this.mostEvents = mostEvents;
        visits = graph.visits();
        int nodes = graph.nodeCount();
        statuses = new Statuses(visits, nodes);
        reEntryNumbers = new int[nodes];
        reEnteredAt = new int[nodes];
        parents = new int[nodes];
        pendingEvents = new int[nodes];
        skips = new SkipReason[nodes][];
        Arrays.setAll(skips, node -> new SkipReason[graph.legsOf(node).length]);
        pendingTransactions = new int[nodes];
        unfinished = new int[nodes][];
        variables = new double[graph.variableCount()];
        crosses = new Crosses(graph);
        exitTimes = new long[nodes];
        exitSlices = new int[nodes];
        this.program = program;
        MarketView known = tapes.knownView(program.sight(), false);
        beginDay(tapes, journal, 0, known);
        book = new Book(program, tapes, trading, journal, events);
        clear();
        look(known, null);
    }

    /** {@return whether it may {@link #begin} anew with an instance} */
    boolean fits(Program another) {
        return graph == another.graph();
    }

    /**
     * Begins anew, on the first day of an instance, which knows nothing of the one before, however that ended.
     *
     * @param another what {@link #fits}
     * @throws IllegalStateException with the reason if the instance cannot run on this day
     */
    void begin(Program another, DayTapes first, DayJournal told) {
        program = another;
        MarketView known = first.knownView(program.sight(), false);
        beginDay(first, told, 0, known);
        book.begin(program, tapes, trading, journal, events);
        clear();
        look(known, null);
    }

    /**
     * Goes on, on the day that follows in its run, with all it knows.
     *
     * @throws IllegalStateException with the reason if the instance cannot go on on that day
     */
    void goOn(DayTapes following, DayJournal told) {
        LocalDate yesterday = day.date();
        MarketView known = following.knownView(program.sight(), true);
        beginDay(following, told, events.number(), known);
        book.goOn(tapes, trading, journal, events);
        look(known, yesterday);
    }

    /** Forgets what an instance did. */
    private void clear() {
        statuses.deactivateAll();
        statuses.set(graph.start(), Status.ACTIVE);
        Arrays.fill(reEntryNumbers, 0);
        Arrays.fill(parents, DayJournal.NONE);
        Arrays.fill(unfinished, null);
        Arrays.fill(variables, Double.NaN);
        crosses.clear();
    }

    /** @param known what somebody saw of the market before */
    private void beginDay(DayTapes ofDay, DayJournal told, int firstEvent, @Nullable MarketView known) {
        tapes = ofDay;
        day = tapes.day();
        journal = told;
        steps = new StepCount(program.stepBudget());
        events = new Events(journal, firstEvent, mostEvents);
        evaluation = program.strategy().evaluation();
        Arrays.fill(reEnteredAt, -1);
        rest = null;
        nextSlice = 0;
        slice = 0;
        now = 0;
        evaluations = 0;
        eventsCounted = -1;
        closed = false;
        Timeframe width = day.barWidth();
        if (width != null) {
            checkAgainst(width);
        }
        trading = known == null ? tradingMoments(program.strategy().trading().symbol()) : known.trading();
    }

    /**
     * Looks at the market.
     *
     * @param known what somebody saw of it before
     * @param yesterday the day this one follows on; null if it follows on none
     */
    private void look(@Nullable MarketView known, @Nullable LocalDate yesterday) {
        WarmUps warmUps = null;
        if (yesterday == null) {
            warmUps = known == null ? new WarmUps(program.strategy(), tapes) : known.warmUps();
            warmUps.tell(journal);
        }
        market = known == null ? tapes.view(program.sight(), program.strategy(), warmUps) : known;
        slices = market.slices();
        if (program.strategy().positional()) {
            warnOfSplits(yesterday);
        }
        for (int node = 0; node < exitTimes.length; node++) {
            Node.TimeExit exit =
                    graph.kind(node) == Kind.SQUARE_OFF ? squareOff(node).timeExit() : null;
            if (exit != null) {
                exitTimes[node] = time(exit);
                exitSlices[node] = slices.firstAt(exitTimes[node], 0, slices.count());
            }
        }
    }

    /** {@return whether it has ended for good, so that no day that follows has anything to tell} */
    boolean isOver() {
        return book.isOver();
    }

    /** {@return the number of the next event} */
    int nextEvent() {
        return events.number();
    }

    private MomentTape tradingMoments(String symbol) {
        MomentTape moments = tapes.moments(symbol, evaluation);
        if (moments.count() == 0) {
            throw new IllegalStateException(
                    symbol + " has no " + (day.barWidth() == null ? "tick" : "bar") + " on " + day.date());
        }
        return moments;
    }

    /** @throws IllegalStateException if the strategy or its terms need more than bars of a width can give */
    private void checkAgainst(Timeframe width) {
        if (evaluation == Evaluation.TICK) {
            throw new IllegalStateException("evaluation tick needs ticks; this is a replay of bars of " + width.label()
                    + ", which accepts evaluation second");
        }
        if (program.terms().fill() == FillModel.QUOTE) {
            throw new IllegalStateException(
                    "fill quote needs bid and ask, which bars of " + width.label() + " have not");
        }
        if (program.terms().latencyNanos() > 0) {
            throw new IllegalStateException("latency needs ticks; this is a replay of bars of " + width.label());
        }
        for (int own = 0; own < graph.series().size(); own++) {
            Timeframe timeframe = graph.series().get(own).timeframe();
            boolean multiple = timeframe.minutes() % width.minutes() == 0 || timeframe.minutes() == Timeframe.DAY;
            if (timeframe.minutes() < width.minutes() || !multiple) {
                throw new IllegalStateException("candles of " + timeframe.label() + " cannot be made of the bars of "
                        + width.label() + " that this run replays");
            }
            if (timeframe.equals(width) && graph.readsForming(own)) {
                throw new IllegalStateException("offset 0 of " + timeframe.label()
                        + ", the driving timeframe: a bar is known when it has ended, which is offset -1");
            }
        }
    }

    private String symbol(Graph.Series series) {
        return program.strategy().instrument(series.role()).symbol();
    }

    /**
     * Says which candles before the day are of shares as they were before a split.
     *
     * @param yesterday the day this one follows on; splits until then were told
     */
    private void warnOfSplits(@Nullable LocalDate yesterday) {
        for (int place = 0; place < graph.series().size(); place++) {
            Graph.Series series = graph.series().get(place);
            String symbol = symbol(series);
            LocalDate first = market.candles(place).firstDate();
            for (CorporateAction action : day.corporateActions(symbol)) {
                LocalDate date = action.exDate();
                if (action instanceof CorporateAction.Split split
                        && date.isAfter(yesterday == null ? first : yesterday)
                        && !date.isAfter(day.date())) {
                    journal.warning("candles of " + symbol + " "
                            + series.timeframe().label() + " before " + date
                            + " are not adjusted for the split of " + split.newShares() + ":" + split.oldShares());
                }
            }
        }
    }

    Program program() {
        return program;
    }

    // What compiled values read.

    /** {@return the time of the slice in hand, epoch nanoseconds} */
    long now() {
        return now;
    }

    /** {@return the epoch second in which the slice in hand lies} */
    private long second() {
        return MomentTape.second(now);
    }

    /**
     * {@return the time of the slice in hand in epoch seconds, the nearest double}
     *
     * <p>That the fraction is rounded too does not show: no whole number of nanoseconds comes that near to halfway between two
     * doubles of this size, unless it is exactly there.
     */
    double currentTime() {
        return MomentTape.seconds(now);
    }

    /** {@return the time of day of the slice in hand} */
    LocalTime timeOfDay() {
        return Instant.ofEpochSecond(0, now).atZone(day.session().zone()).toLocalTime();
    }

    long timeOfDay(int operand) {
        return market.time(operand);
    }

    /** {@return the latest moment of an instrument's tape, -1 before its first} */
    int place(Role role) {
        return market.place(role, slice);
    }

    double clock(Operand.Clock clock) {
        ZonedDateTime time =
                Instant.ofEpochSecond(second()).atZone(day.session().zone());
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
        return market.live(role, field, slice);
    }

    CandleTape candles(int series) {
        return market.candles(series);
    }

    double[] indicator(int indicator, int output) {
        return market.indicator(indicator, output);
    }

    double variable(int slot) {
        return variables[slot];
    }

    /** {@return how many slices were evaluated, and the session's close} */
    int evaluations() {
        return evaluations;
    }

    // What alarms read.

    /** {@return the slice behind the one that was evaluated last} */
    int nextSlice() {
        return nextSlice;
    }

    /** Makes a slice the one that values are of. */
    void lookAt(int looked) {
        slice = looked;
        now = slices.time(looked);
    }

    /** Makes a slice the one that values are of, those of positions too. */
    void lookAtPositions(int looked) {
        lookAt(looked);
        book.lookAt(slices, looked);
    }

    /** Makes values those of the slice in hand again as far as they are of positions. */
    void lookBack() {
        book.lookBack();
    }

    MarketView market() {
        return market;
    }

    Crosses crosses() {
        return crosses;
    }

    LegState leg(int leg) {
        return book.leg(leg);
    }

    /** {@return profit of all legs, in money} */
    long profit(Operand.PnlType type) {
        return book.profit(type);
    }

    /** {@return where what is evaluated is noted} */
    Findings findings() {
        return tapes.findings();
    }

    /** A cross is about to be evaluated in the slice in hand. */
    void evaluatesCross(int cross) {
        crosses.evaluates(cross, this, slice);
    }

    // The clock.

    /** {@return the epoch second of what comes next: a slice, or the session's close; MAX_VALUE once it has ended} */
    long nextSecond() {
        if (book.isOver() || closed) {
            return Long.MAX_VALUE;
        }
        return nextSlice < slices.count()
                ? slices.second(nextSlice)
                : day.session().close();
    }

    /**
     * Evaluates every slice up to and including an epoch second, and closes the session if that is reached.
     *
     * @throws RunStoppedException if it was asked to stop
     * @throws IllegalStateException with the reason if the instance cannot go on
     */
    void advanceTo(long horizon, StopSignal stop) {
        while (!book.isOver() && !closed && nextSecond() <= horizon) {
            if (evaluations++ % STOP_CHECK == 0 && stop.stopRequested()) {
                throw new RunStoppedException();
            }
            int next = horizon == Long.MAX_VALUE ? wake() : nextSlice;
            countSteps(next);
            if (next > nextSlice && crosses.anyLive()) {
                passTo(next - 1);
                crosses.sliceEnds(this);
            }
            if (next < slices.count()) {
                evaluate(next);
            } else {
                close();
            }
        }
    }

    /**
     * Counts the slices up to and including the one that is evaluated next.
     *
     * @throws IllegalStateException if they exceed the budget; then all that is before the first that does is told
     */
    private void countSteps(int next) {
        if (events.number() != eventsCounted) {
            eventsCounted = events.number();
            stepsEach = stepsEach();
        }
        int passed = Math.min(next + 1, slices.count()) - nextSlice;
        int fitting = steps.fitting(passed, stepsEach);
        steps.pass(fitting, stepsEach);
        if (fitting < passed) {
            if (fitting > 0) {
                passTo(nextSlice + fitting - 1);
            }
            lookAt(nextSlice + fitting);
            throw steps.exceeded(stepsEach);
        }
    }

    /** Nodes wait for other things only after an event. */
    private long stepsEach() {
        long sum = graph.legCount();
        for (int place = statuses.nextAwake(0); place >= 0; place = statuses.nextAwake(place + 1)) {
            sum += graph.steps(visits.node(place));
        }
        return sum;
    }

    private void passTo(int next) {
        lookAt(next);
        book.passTo(now, slices.seenTime(next), slices.seenSequence(next), spot());
    }

    private void evaluate(int next) {
        passTo(next);
        if (!book.isEnding()) {
            crosses.sliceBegins(this, next, nextSlice - 1);
            traverse();
            if (!book.isEnding() && nothingLeft()) {
                terminate();
            }
            if (!book.isEnding()) {
                crosses.sliceEnds(this);
            }
        }
        nextSlice = next + 1;
    }

    private void close() {
        nextSlice = slices.count();
        lookAtClose();
        book.passTo(now, tapes.lastOf(day.session().close()), Long.MAX_VALUE, spot());
        if (program.strategy().positional() && !book.isEnding()) {
            endDay();
        } else if (!book.isOver()) {
            endSession();
        }
        closed = true;
    }

    private void lookAtClose() {
        slice = slices.count();
        now = MomentTape.startOf(day.session().close());
    }

    // Sleep.

    /**
     * {@return the next slice that cannot be left out, {@code slices.count()} if none is left}
     *
     * <p>Nothing happens in a slice that is left out: no condition of a node that waits for it holds there, and no tick fills or
     * hits anything before its end.
     */
    private int wake() {
        int end = slices.count();
        if (nextSlice == 0 || nextSlice == end || day.barWidth() != null) {
            return nextSlice;
        }
        if (book.isWaiting()) {
            end = Math.max(nextSlice, book.firstWoken(slices));
        }
        int from = nextSlice;
        int window = FIRST_WINDOW;
        while (from < end) {
            // One node must not look to the day's end when another one acts in a moment.
            int to = Math.min(end, from + window);
            int next = to;
            for (int place = statuses.nextAwake(0); place >= 0 && next > from; place = statuses.nextAwake(place + 1)) {
                next = next(visits.node(place), from, next);
            }
            if (next < to) {
                return next;
            }
            from = to;
            window *= WIDER;
        }
        return end;
    }

    /** {@return the first slice of some in which a node that is awake may act if nothing happens until then; {@code end} if there is none} */
    private int next(int node, int from, int end) {
        Kind kind = graph.kind(node);
        if (statuses.of(node) == Status.PENDING) {
            return isResting(node, kind) ? end : from;
        }
        if (kind == Kind.SIGNAL) {
            if (isSpent(node)) {
                return end;
            }
            Graph.Signal own = graph.signal(node);
            boolean afterReEntry = isAfterReEntry(own);
            Alarm alarm = afterReEntry ? own.reEntryAlarm() : own.alarm();
            return own.isOfMarket(afterReEntry) && program.sight().isShared()
                    ? market.verdicts(node, afterReEntry).next(alarm, this, from, end)
                    : alarm.next(this, from, end);
        }
        return kind == Kind.SQUARE_OFF ? next(node, squareOff(node), from, end) : from;
    }

    private Node.SquareOff squareOff(int node) {
        return (Node.SquareOff) program.node(node);
    }

    /** {@return whether a re-entry signal acted as often as it may} */
    private boolean isSpent(int node) {
        return graph.isReEntry(node) && reEntryNumbers[node] >= graph.mostReEntries(node);
    }

    private boolean isResting(int node, Kind kind) {
        return kind == Kind.EXIT ? book.hasClosingOrderOf(node) : rests(graph.legsOf(node));
    }

    private int next(int node, Node.SquareOff squareOff, int from, int end) {
        if (squareOff.immediate()) {
            return from;
        }
        int first = squareOff.timeExit() == null ? end : Math.max(from, Math.min(end, exitSlices[node]));
        Long target = squareOff.profitTarget();
        Long limit = squareOff.lossLimit();
        return target == null && limit == null
                ? first
                : book.firstBeyond(
                        slices,
                        from,
                        first,
                        limit == null ? Long.MIN_VALUE : -limit,
                        target == null ? Long.MAX_VALUE : target);
    }

    /** {@return the trading instrument's last price, {@link TickSeries#NO_PRICE} before its first} */
    private long spot() {
        int place = place(Role.TI);
        return place < 0 ? TickSeries.NO_PRICE : trading.lastPrice(place);
    }

    // The graph.

    private void traverse() {
        for (int place = statuses.nextAwake(0); place >= 0; place = statuses.nextAwake(place + 1)) {
            visit(visits.node(place));
            if (book.isEnding()) {
                return;
            }
            if (rest != null) {
                traverse(rest);
                rest = null;
                return;
            }
        }
    }

    private void traverse(Visits.Rest others) {
        for (int node = others.next(); node >= 0; node = others.next()) {
            if (statuses.of(node) != Status.INACTIVE) {
                visit(node);
                if (book.isEnding()) {
                    return;
                }
            }
        }
    }

    /** Visits a node that is awake. */
    private void visit(int node) {
        Kind kind = graph.kind(node);
        if (statuses.of(node) == Status.PENDING) {
            if (kind == Kind.EXIT) {
                completeExitIfFilled(node);
            } else {
                completeEntryIfFilled(node);
            }
            return;
        }
        switch (kind) {
            case START -> {
                begin(EventKind.NODE_COMPLETED, node, parents[node]);
                completed(node, events.end());
            }
            case SIGNAL -> actSignal(node);
            case ENTRY -> {
                if (reEnteredAt[node] != slice) {
                    actEntry(node);
                }
            }
            case EXIT -> actExit(node);
            case SQUARE_OFF -> actSquareOff(node, squareOff(node));
        }
    }

    private void begin(EventKind kind, int node, int parent) {
        events.begin(kind, now, node, parent);
    }

    /** Arms the children of a node whose event was told, and makes it inactive. */
    private void completed(int node, int event) {
        boolean exit = graph.kind(node) == Kind.EXIT;
        boolean reEntry = graph.isReEntry(node);
        for (int child : graph.children(node)) {
            if (statuses.of(child) != Status.PENDING) {
                statuses.set(child, Status.ACTIVE);
                parents[child] = event;
                reEntryNumbers[child] = reEntryNumbers[node];
                if (exit && graph.isReEntry(child)) {
                    visitAgain(child, node);
                }
                if (reEntry) {
                    reEnteredAt[child] = slice;
                }
            }
        }
        statuses.set(node, Status.INACTIVE);
    }

    /** @param latest the node that is visited */
    private void visitAgain(int node, int latest) {
        if (rest == null && visits.place(node) <= visits.place(latest)) {
            rest = visits.new Rest(latest);
        }
        if (rest != null) {
            rest.again(node);
        }
    }

    private boolean nothingLeft() {
        return !statuses.anyAwake() && !book.isWaiting();
    }

    // Signals.

    private void actSignal(int node) {
        if (isSpent(node)) {
            return;
        }
        Graph.Signal signal = graph.signal(node);
        boolean afterReEntry = isAfterReEntry(signal);
        Findings found = found(node, signal, afterReEntry);
        if (!found.hold()) {
            return;
        }
        begin(EventKind.NODE_COMPLETED, node, parents[node]);
        if (graph.isReEntry(node)) {
            reEntryNumbers[node]++;
            journal.reEntryNumber(reEntryNumbers[node]);
        }
        if (afterReEntry) {
            journal.usedReEntryConditions();
        }
        found.tell(journal);
        for (int variable = 0; variable < signal.variables().length; variable++) {
            double value = signal.variables()[variable].at(this);
            variables[signal.firstSlot() + variable] = value;
            journal.variable(variable, value);
        }
        completed(node, events.end());
    }

    /** {@return what an evaluation of a signal's conditions in the slice in hand finds} */
    private Findings found(int node, Graph.Signal signal, boolean afterReEntry) {
        Predicate[] conditions = afterReEntry ? signal.reEntryConditions() : signal.conditions();
        if (!signal.isOfMarket(afterReEntry) || !market.keepsFindings()) {
            tapes.findings().evaluate(conditions, this);
            return tapes.findings();
        }
        Verdicts verdicts = market.verdicts(node, afterReEntry);
        Findings known = verdicts.at(slice);
        if (known == null) {
            tapes.findings().evaluate(conditions, this);
            known = tapes.keepFindings();
            verdicts.add(slice, known);
        }
        return known;
    }

    private boolean isAfterReEntry(Graph.Signal signal) {
        return signal.reEntryConditions().length > 0 && reEntered(signal.guardedLegs());
    }

    private boolean reEntered(int[] guardedLegs) {
        for (int leg : guardedLegs) {
            if (leg(leg).transactions() > 1) {
                return true;
            }
        }
        return false;
    }

    // Entries.

    private void actEntry(int node) {
        int[] own = graph.legsOf(node);
        int before = transactions(own);
        boolean anyRests = false;
        boolean anyPlaced = false;
        for (int place = 0; place < own.length; place++) {
            SkipReason skip = skip(own[place]);
            skips[node][place] = skip;
            anyPlaced |= skip == null;
            anyRests |= skip == null && !book.fillsAtOnce(own[place]);
        }
        EventKind kind =
                !anyPlaced ? EventKind.ENTRY_SKIPPED : anyRests ? EventKind.ENTRY_PENDING : EventKind.NODE_COMPLETED;
        begin(kind, node, parents[node]);
        journal.reEntryNumber(reEntryNumbers[node]);
        tellSkipped(node);
        for (int place = 0; place < own.length; place++) {
            if (skips[node][place] == null) {
                book.place(own[place]);
            }
        }
        int event = events.end();
        if (kind == EventKind.NODE_COMPLETED) {
            completed(node, event);
        } else if (kind == EventKind.ENTRY_PENDING) {
            statuses.set(node, Status.PENDING);
            pendingEvents[node] = event;
            pendingTransactions[node] = before;
        } else {
            statuses.set(node, Status.INACTIVE);
        }
    }

    /** Begins an order for a leg. {@return why it is not entered; null if it is} */
    private @Nullable SkipReason skip(int own) {
        LegState leg = leg(own);
        if (leg.isOpen() || leg.isResting()) {
            return SkipReason.POSITION_OPEN;
        }
        if (leg.transactionsToday() >= leg.leg().maxEntries().orElse(Integer.MAX_VALUE)) {
            return SkipReason.MAX_ENTRIES;
        }
        return book.enter(own) ? null : SkipReason.NO_CONTRACT;
    }

    private int transactions(int[] own) {
        int sum = 0;
        for (int leg : own) {
            sum += leg(leg).transactions();
        }
        return sum;
    }

    private void tellSkipped(int node) {
        int[] own = graph.legsOf(node);
        for (int place = 0; place < own.length; place++) {
            SkipReason skip = skips[node][place];
            if (skip != null) {
                journal.skipped(own[place], skip);
            }
        }
    }

    private boolean rests(int[] own) {
        for (int leg : own) {
            if (leg(leg).isResting()) {
                return true;
            }
        }
        return false;
    }

    private void completeEntryIfFilled(int node) {
        if (rests(graph.legsOf(node))) {
            return;
        }
        begin(EventKind.NODE_COMPLETED, node, pendingEvents[node]);
        journal.reEntryNumber(reEntryNumbers[node]);
        tellSkipped(node);
        completed(node, events.end());
    }

    // Exits.

    private void actExit(int node) {
        int count = book.findClosable(graph.legsOf(node), unfinished[node]);
        boolean anyRests = false;
        for (int place = 0; place < count; place++) {
            int leg = book.closable(place);
            if (leg(leg).entryTime() >= now) {
                return;
            }
            anyRests |= !book.closesAtOnce(leg);
        }
        begin(anyRests ? EventKind.EXIT_PENDING : EventKind.NODE_COMPLETED, node, parents[node]);
        if (count == 0) {
            journal.detail(Detail.POSITION_CLOSED);
        }
        for (int place = 0; place < count; place++) {
            int leg = book.closable(place);
            program.begin(leg(leg).closer(), node, leg);
            book.close(leg);
        }
        unfinished[node] = null;
        int event = events.end();
        if (anyRests) {
            statuses.set(node, Status.PENDING);
            pendingEvents[node] = event;
        } else {
            completed(node, event);
        }
    }

    private void completeExitIfFilled(int node) {
        if (!book.hasClosingOrderOf(node)) {
            begin(EventKind.NODE_COMPLETED, node, pendingEvents[node]);
            completed(node, events.end());
        }
    }

    // Ends.

    private void actSquareOff(int node, Node.SquareOff squareOff) {
        Detail trigger = trigger(node, squareOff);
        if (trigger == null) {
            return;
        }
        begin(EventKind.NODE_COMPLETED, node, parents[node]);
        journal.detail(trigger);
        book.end(ExitReason.SQUARE_OFF, node);
        statuses.deactivateAll();
    }

    private @Nullable Detail trigger(int node, Node.SquareOff squareOff) {
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
        return squareOff.timeExit() != null && second() >= exitTimes[node] ? Detail.TIME : null;
    }

    private long time(Node.TimeExit exit) {
        return exit.at() == null ? day.session().close() - exit.minutesBeforeClose() * 60L : tapes.at(exit.at());
    }

    /** Nothing is left that could act. */
    private void terminate() {
        begin(EventKind.STRATEGY_TERMINATED, DayJournal.NONE, DayJournal.NONE);
        book.end(ExitReason.STRATEGY_TERMINATED, DayJournal.NONE);
    }

    private void endSession() {
        begin(EventKind.SESSION_END, DayJournal.NONE, DayJournal.NONE);
        book.endSession();
    }

    /** The session closes, but the instance goes on on the day that follows. */
    private void endDay() {
        crosses.dayEnds(this, slices.count() - 1);
        lookAtClose();
        int[] interrupted = IntStream.range(0, graph.nodeCount())
                .filter(node -> graph.kind(node) == Kind.EXIT && book.hasClosingOrderOf(node))
                .toArray();
        for (int exit : interrupted) {
            unfinished[exit] = IntStream.range(0, graph.legCount())
                    .map(leg -> book.hasClosingOrderOf(exit, leg) ? leg(leg).transactions() : 0)
                    .toArray();
        }
        if (book.hasExpiring()) {
            begin(EventKind.EXPIRED, DayJournal.NONE, DayJournal.NONE);
            book.settle();
        }
        if (book.hasLeftovers()) {
            begin(EventKind.SESSION_END, DayJournal.NONE, DayJournal.NONE);
            book.closeLeftovers();
        }
        for (int exit : interrupted) {
            statuses.set(exit, Status.ACTIVE);
        }
        for (int node = 0; node < graph.nodeCount(); node++) {
            int[] own = graph.legsOf(node);
            if (statuses.of(node) == Status.PENDING
                    && graph.kind(node) == Kind.ENTRY
                    && !rests(own)
                    && transactions(own) == pendingTransactions[node]) {
                statuses.set(node, Status.INACTIVE);
            }
        }
        book.endDay();
    }
}
