package dev.nightjar.outcome;

import dev.nightjar.engine.DayJournal;
import dev.nightjar.engine.DayJournal.Contract;
import dev.nightjar.engine.DayJournal.Detail;
import dev.nightjar.engine.DayJournal.EventKind;
import dev.nightjar.engine.DayJournal.ExitReason;
import dev.nightjar.engine.DayJournal.Protection;
import dev.nightjar.engine.DayJournal.SkipReason;
import dev.nightjar.market.Session;
import dev.nightjar.market.Side;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.WarmUp;
import dev.nightjar.strategy.OrderType;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one instance did on one day, as the engine told it; units and numberings are {@link DayJournal}'s.
 *
 * @param dataHash of the day's market data
 * @param firstEvent the number of its first event: 0, or how many there were on the days before if it follows on them
 * @param events in processing order, numbered on from the first
 * @param marks by ascending minute
 * @param carried what is open at its end, in the order of opening
 * @param failedReason null unless the instance failed on this day
 */
public record DayRecord(
        Session session,
        String dataHash,
        int firstEvent,
        List<WarmUpUse> warmUps,
        List<Event> events,
        List<Mark> marks,
        List<Carried> carried,
        List<String> warnings,
        @Nullable String failedReason) {

    public DayRecord {
        warmUps = List.copyOf(warmUps);
        events = List.copyOf(events);
        marks = List.copyOf(marks);
        carried = List.copyOf(carried);
        warnings = List.copyOf(warnings);
    }

    public LocalDate date() {
        return session.date();
    }

    /** Candles from before the day that were used. */
    public record WarmUpUse(String symbol, Timeframe timeframe, WarmUp.Source source, int candles, String hash) {}

    /**
     * One event with its details; those that were not told are null, {@link DayJournal#NONE} or empty.
     *
     * @param node its place in the strategy, or {@link DayJournal#NONE}
     * @param parent the number of the event that led to it, or {@link DayJournal#NONE}
     * @param reEntryNumber {@link DayJournal#NONE} if it was not told
     */
    public record Event(
            EventKind kind,
            long time,
            int node,
            int parent,
            @Nullable Detail detail,
            int reEntryNumber,
            boolean usedReEntryConditions,
            List<Leaf> leaves,
            List<StoredVariable> variables,
            List<Opened> opened,
            List<Rested> rested,
            List<Skipped> skipped,
            List<Cancelled> cancelled,
            List<Closed> closed,
            List<ProtectionLevel> protections,
            List<ProtectionLevel> armed) {

        public Event {
            leaves = List.copyOf(leaves);
            variables = List.copyOf(variables);
            opened = List.copyOf(opened);
            rested = List.copyOf(rested);
            skipped = List.copyOf(skipped);
            cancelled = List.copyOf(cancelled);
            closed = List.copyOf(closed);
            protections = List.copyOf(protections);
            armed = List.copyOf(armed);
        }
    }

    /**
     * A comparison that was evaluated; see {@link DayJournal#leaf}.
     *
     * @param previous null unless it is a crossing
     */
    public record Leaf(
            int leaf,
            double lhs,
            double rhs,
            double upper,
            boolean result,
            @Nullable Previous previous) {}

    /** What the sides of a crossing were before. */
    public record Previous(double lhs, double rhs) {}

    /** A variable that was stored, by its place in its node. */
    public record StoredVariable(int variable, double value) {}

    /** A transaction that opened; see {@link DayJournal#opened}. */
    public record Opened(
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
            int underlyingScale) {}

    /** An order that could not fill at once; see {@link DayJournal#rested}. */
    public record Rested(
            int leg,
            boolean closing,
            Contract contract,
            Side side,
            long quantity,
            OrderType type,
            long limitPrice,
            long stopPrice) {}

    /** A leg that was not entered. */
    public record Skipped(int leg, SkipReason reason) {}

    /** A resting order that was cancelled. */
    public record Cancelled(int leg, boolean closing) {}

    /** A transaction that closed, or part of one; see {@link DayJournal#closed} and {@link DayJournal#ambiguous}. */
    public record Closed(
            int leg,
            int positionNumber,
            long quantity,
            OrderType type,
            long time,
            long price,
            long slippage,
            long fees,
            long profit,
            ExitReason reason,
            boolean ambiguous) {

        Closed asAmbiguous() {
            return new Closed(leg, positionNumber, quantity, type, time, price, slippage, fees, profit, reason, true);
        }
    }

    /** A protection that was hit or armed, and its level in units of the contract's price scale. */
    public record ProtectionLevel(int leg, Protection kind, long level) {}

    /** What is kept overnight; see {@link DayJournal#carried}. */
    public record Carried(int leg, int positionNumber, long quantity, long price, long unrealized) {}

    /** The equity at the end of a minute, in money; see {@link DayJournal#mark}. */
    public record Mark(int minute, long equity) {}
}
