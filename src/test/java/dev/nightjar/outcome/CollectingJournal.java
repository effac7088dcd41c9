package dev.nightjar.outcome;

import dev.nightjar.engine.DayJournal;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.Side;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.WarmUp;
import dev.nightjar.strategy.OrderType;
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
    private final List<DayRecord.Carried> carried = new ArrayList<>();
    private @Nullable String failedReason;
    private int firstEvent;

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
    private final List<DayRecord.Cancelled> cancelled = new ArrayList<>();
    private final List<DayRecord.Closed> closed = new ArrayList<>();

    private final List<DayRecord.ProtectionLevel> protections = new ArrayList<>();
    private final List<DayRecord.ProtectionLevel> armed = new ArrayList<>();

    CollectingJournal(MarketDay day) {
        this.day = day;
    }

    DayRecord record() {
        return new DayRecord(
                day.session(), day.hash(), firstEvent, warmUps, events, marks, carried, warnings, failedReason);
    }

    @Override
    public void continues(int firstEvent) {
        this.firstEvent = firstEvent;
    }

    @Override
    public void carried(int leg, int positionNumber, long quantity, long price, long unrealized) {
        carried.add(new DayRecord.Carried(leg, positionNumber, quantity, price, unrealized));
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
        List.of(leaves, variables, opened, rested, skipped, cancelled, closed, protections, armed)
                .forEach(List::clear);
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
        leaves.add(new DayRecord.Leaf(leaf, lhs, rhs, upper, result, null));
    }

    @Override
    public void previous(double lhs, double rhs) {
        DayRecord.Leaf last = leaves.remove(leaves.size() - 1);
        leaves.add(new DayRecord.Leaf(
                last.leaf(), last.lhs(), last.rhs(), last.upper(), last.result(), new DayRecord.Previous(lhs, rhs)));
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
    public void rested(
            int leg,
            boolean closing,
            Contract contract,
            Side side,
            long quantity,
            OrderType type,
            long limitPrice,
            long stopPrice) {
        rested.add(new DayRecord.Rested(leg, closing, contract, side, quantity, type, limitPrice, stopPrice));
    }

    @Override
    public void skipped(int leg, SkipReason reason) {
        skipped.add(new DayRecord.Skipped(leg, reason));
    }

    @Override
    public void cancelled(int leg, boolean closing) {
        cancelled.add(new DayRecord.Cancelled(leg, closing));
    }

    @Override
    public void closed(
            int leg,
            int positionNumber,
            long quantity,
            OrderType type,
            long time,
            long price,
            long slippage,
            long fees,
            long profit,
            ExitReason reason) {
        closed.add(new DayRecord.Closed(
                leg, positionNumber, quantity, type, time, price, slippage, fees, profit, reason, false));
    }

    @Override
    public void ambiguous() {
        closed.add(closed.remove(closed.size() - 1).asAmbiguous());
    }

    @Override
    public void protection(int leg, Protection kind, long level) {
        protections.add(new DayRecord.ProtectionLevel(leg, kind, level));
    }

    @Override
    public void armed(int leg, Protection kind, long level) {
        armed.add(new DayRecord.ProtectionLevel(leg, kind, level));
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
                closed,
                protections,
                armed));
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
