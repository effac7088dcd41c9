package dev.nightjar.outcome;

import dev.nightjar.engine.DayJournal;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.Side;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.WarmUp;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what it is told as objects, without any encoding; what a decoded journal must equal. */
final class CollectingJournal implements DayJournal {

    private final MarketDay day;
    private final List<DayRecord.WarmUpUse> warmUps = new ArrayList<>();
    private final List<DayRecord.Event> events = new ArrayList<>();
    private final List<DayRecord.Mark> marks = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private @Nullable String failedReason;

    private EventKind kind = EventKind.NODE_COMPLETED;
    private long time;
    private int node;
    private int parent;
    private @Nullable Detail detail;
    private int reEntryNumber;
    private boolean usedReEntryConditions;
    private final List<DayRecord.Leaf> leaves = new ArrayList<>();
    private final List<DayRecord.StoredVariable> variables = new ArrayList<>();
    private final List<DayRecord.Opened> opened = new ArrayList<>();
    private final List<DayRecord.Rested> rested = new ArrayList<>();
    private final List<DayRecord.Skipped> skipped = new ArrayList<>();
    private final List<Integer> cancelled = new ArrayList<>();
    private final List<DayRecord.Closed> closed = new ArrayList<>();

    CollectingJournal(MarketDay day) {
        this.day = day;
    }

    DayRecord record() {
        return new DayRecord(day.session(), day.hash(), warmUps, events, marks, warnings, failedReason);
    }

    @Override
    public void warmUp(String symbol, Timeframe timeframe, WarmUp warmUp) {
        warmUps.add(new DayRecord.WarmUpUse(
                symbol, timeframe, warmUp.source(), warmUp.bars().count(), warmUp.hash()));
    }

    @Override
    public void begin(EventKind kind, long time, int node, int parent) {
        this.kind = kind;
        this.time = time;
        this.node = node;
        this.parent = parent;
        detail = null;
        reEntryNumber = NONE;
        usedReEntryConditions = false;
        List.of(leaves, variables, opened, rested, skipped, cancelled, closed).forEach(List::clear);
    }

    @Override
    public void detail(Detail detail) {
        this.detail = detail;
    }

    @Override
    public void reEntryNumber(int number) {
        reEntryNumber = number;
    }

    @Override
    public void usedReEntryConditions() {
        usedReEntryConditions = true;
    }

    @Override
    public void leaf(int leaf, double lhs, double rhs, double upper, boolean result) {
        leaves.add(new DayRecord.Leaf(leaf, lhs, rhs, upper, result));
    }

    @Override
    public void variable(int variable, double value) {
        variables.add(new DayRecord.StoredVariable(variable, value));
    }

    @Override
    public void opened(
            int leg,
            int positionNumber,
            Contract contract,
            Side side,
            long quantity,
            long time,
            long price,
            long slippage,
            long fees,
            long underlyingPrice,
            int underlyingScale) {
        opened.add(new DayRecord.Opened(
                leg,
                positionNumber,
                contract,
                side,
                quantity,
                time,
                price,
                slippage,
                fees,
                underlyingPrice,
                underlyingScale));
    }

    @Override
    public void rested(int leg, Contract contract, Side side, long quantity) {
        rested.add(new DayRecord.Rested(leg, contract, side, quantity));
    }

    @Override
    public void skipped(int leg, SkipReason reason) {
        skipped.add(new DayRecord.Skipped(leg, reason));
    }

    @Override
    public void cancelled(int leg) {
        cancelled.add(leg);
    }

    @Override
    public void closed(
            int leg,
            int positionNumber,
            long quantity,
            long time,
            long price,
            long slippage,
            long fees,
            long profit,
            ExitReason reason) {
        closed.add(new DayRecord.Closed(leg, positionNumber, quantity, time, price, slippage, fees, profit, reason));
    }

    @Override
    public void end() {
        events.add(new DayRecord.Event(
                kind,
                time,
                node,
                parent,
                detail,
                reEntryNumber,
                usedReEntryConditions,
                leaves,
                variables,
                opened,
                rested,
                skipped,
                cancelled,
                closed));
    }

    @Override
    public void mark(int minute, long equity) {
        marks.add(new DayRecord.Mark(minute, equity));
    }

    @Override
    public void warning(String message) {
        warnings.add(message);
    }

    @Override
    public void failed(String reason) {
        failedReason = reason;
    }
}
