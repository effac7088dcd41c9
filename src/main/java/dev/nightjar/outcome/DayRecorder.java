package dev.nightjar.outcome;

import dev.nightjar.engine.DayJournal;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.Session;
import dev.nightjar.market.Side;
import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.WarmUp;
import dev.nightjar.strategy.OrderType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what one instance does on one day, as the bytes {@link DayDecoder} reads.
 *
 * <p>After a head (date, zone, open, close, data hash) comes one item per thing told: a {@link Tag} and its numbers. Strings and
 * contracts are numbered where they first occur. Event times, prices of fills' underlyings and marks are differences from the
 * last one.
 */
final class DayRecorder implements DayJournal {

    /** What comes next; the places of these, and of the enums written, are part of the file format. */
    enum Tag {
        WARM_UP,
        BEGIN,
        DETAIL,
        RE_ENTRY_NUMBER,
        USED_RE_ENTRY_CONDITIONS,
        LEAF,
        PREVIOUS,
        VARIABLE,
        OPENED,
        RESTED,
        SKIPPED,
        CANCELLED,
        CLOSED,
        PROTECTION,
        ARMED,
        END,
        MARK,
        WARNING,
        FAILED,
        AMBIGUOUS,
        CONTINUES,
        CARRIED
    }

    static final int LEAF_TRUE = 1;
    static final int LEAF_HAS_UPPER = 2;
    static final int ORDER_CLOSES = 1;
    static final int ORDER_HAS_LIMIT = 2;
    static final int ORDER_HAS_STOP = 4;
    static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** More than this of one instance and day is a mistake in the strategy; all of a partition is kept in memory. */
    static final int MOST_BYTES = 64 << 20;

    private final int instance;
    private final int mostBytes;
    private final LocalDate date;
    private final SpareBytes spare;
    private final ByteSink sink;
    /** A day has few of either, and asks for the latest ones most. */
    private final List<String> texts = new ArrayList<>();

    private final List<Contract> contracts = new ArrayList<>();
    private final String dataHash;
    /** The same instance on the day told before; null on the first. */
    private final @Nullable DayRecorder before;

    private int complete;
    private @Nullable Tag last;
    private boolean inEvent;
    private long lastSecond;
    private long eventTime;
    private int events;
    private int lastMinute;
    private long lastEquity;

    private OpenTransactions open = new OpenTransactions();
    private int trades;
    private int wins;
    private long pnl;
    private long fees;
    private int tradesBefore;
    private int winsBefore;
    private long pnlBefore;
    private long feesBefore;
    private @Nullable String failedReason;

    /**
     * @param before the same instance on the day told before; null if there is none
     * @param spare where arrays come from and go to
     */
    DayRecorder(int instance, MarketDay day, @Nullable DayRecorder before, SpareBytes spare) {
        this(instance, day, before, spare, MOST_BYTES);
    }

    /** @param mostBytes how many bytes there may be before the last event */
    DayRecorder(int instance, MarketDay day, @Nullable DayRecorder before, SpareBytes spare, int mostBytes) {
        this.mostBytes = mostBytes;
        Session session = day.session();
        this.instance = instance;
        this.before = before;
        this.spare = spare;
        sink = new ByteSink(spare.take());
        date = session.date();
        dataHash = day.hash();
        lastSecond = session.open();
        sink.signed(date.toEpochDay());
        sink.text(session.zone().getId());
        sink.signed(session.open());
        sink.signed(session.close());
        sink.text(dataHash);
        complete = sink.length();
    }

    int instance() {
        return instance;
    }

    LocalDate date() {
        return date;
    }

    String dataHash() {
        return dataHash;
    }

    int length() {
        return sink.length();
    }

    byte[] array() {
        return sink.array();
    }

    /** {@return what has been told so far, without an event that has not ended} */
    byte[] snapshot() {
        return sink.copy(complete);
    }

    /** {@return whether an event has not ended} */
    boolean inEvent() {
        return inEvent;
    }

    InstanceDayTotals totals() {
        return new InstanceDayTotals(instance, date, trades, wins, pnl, fees, failedReason);
    }

    @Override
    public void continues(int firstEvent) {
        if (before == null || firstEvent != before.events) {
            throw new IllegalStateException(this + " goes on with event " + firstEvent + " after "
                    + (before == null ? "no day" : before.events + " events"));
        }
        item(Tag.CONTINUES, false);
        sink.unsigned(firstEvent);
        events = firstEvent;
        open = before.open.copy();
        itemEnds();
    }

    @Override
    public void warmUp(String symbol, Timeframe timeframe, WarmUp warmUp) {
        item(Tag.WARM_UP, false);
        text(symbol);
        sink.unsigned(timeframe.minutes());
        sink.octet(warmUp.source().ordinal());
        sink.unsigned(warmUp.bars().count());
        sink.text(warmUp.hash());
        itemEnds();
    }

    @Override
    public void begin(EventKind kind, long time, int node, int parent) {
        if (parent < NONE || parent >= events) {
            throw new IllegalArgumentException(
                    "event " + events + " of " + this + ": its parent " + parent + " is not an event before it");
        }
        if (complete > mostBytes) {
            throw new IllegalStateException("its records of this day take more than " + mostBytes
                    + " bytes, which is the most that is kept; it made " + events + " events until here");
        }
        item(Tag.BEGIN, false);
        inEvent = true;
        tradesBefore = trades;
        winsBefore = wins;
        pnlBefore = pnl;
        feesBefore = fees;
        sink.octet(kind.ordinal());
        long second = Math.floorDiv(time, NANOS_PER_SECOND);
        sink.signed(second - lastSecond);
        sink.unsigned(Math.floorMod(time, NANOS_PER_SECOND));
        sink.unsigned(node + 1);
        sink.unsigned(parent + 1);
        lastSecond = second;
        eventTime = time;
        events++;
    }

    @Override
    public void detail(Detail detail) {
        item(Tag.DETAIL, true);
        sink.octet(detail.ordinal());
    }

    @Override
    public void reEntryNumber(int number) {
        item(Tag.RE_ENTRY_NUMBER, true);
        sink.unsigned(number);
    }

    @Override
    public void usedReEntryConditions() {
        item(Tag.USED_RE_ENTRY_CONDITIONS, true);
    }

    @Override
    public void leaf(int leaf, double lhs, double rhs, double upper, boolean result) {
        item(Tag.LEAF, true);
        boolean hasUpper = !Double.isNaN(upper);
        sink.octet((result ? LEAF_TRUE : 0) | (hasUpper ? LEAF_HAS_UPPER : 0));
        sink.unsigned(leaf);
        sink.real(lhs);
        sink.real(rhs);
        if (hasUpper) {
            sink.real(upper);
        }
    }

    @Override
    public void previous(double lhs, double rhs) {
        if (last != Tag.LEAF) {
            throw new IllegalStateException("previous values were told of " + this + " after no leaf");
        }
        item(Tag.PREVIOUS, true);
        sink.real(lhs);
        sink.real(rhs);
    }

    @Override
    public void variable(int variable, double value) {
        item(Tag.VARIABLE, true);
        sink.unsigned(variable);
        sink.real(value);
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
        item(Tag.OPENED, true);
        order(leg, contract, side, quantity);
        sink.unsigned(positionNumber);
        fill(time, price, slippage, fees);
        sink.signed(underlyingPrice);
        sink.octet(underlyingScale);
        open.begin(leg, quantity, fees);
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
        item(Tag.RESTED, true);
        order(leg, contract, side, quantity);
        boolean hasLimit = limitPrice != TickSeries.NO_PRICE;
        boolean hasStop = stopPrice != TickSeries.NO_PRICE;
        sink.octet((closing ? ORDER_CLOSES : 0) | (hasLimit ? ORDER_HAS_LIMIT : 0) | (hasStop ? ORDER_HAS_STOP : 0));
        sink.octet(type.ordinal());
        if (hasLimit) {
            sink.signed(limitPrice);
        }
        if (hasStop) {
            sink.signed(stopPrice);
        }
    }

    @Override
    public void skipped(int leg, SkipReason reason) {
        item(Tag.SKIPPED, true);
        sink.unsigned(leg);
        sink.octet(reason.ordinal());
    }

    @Override
    public void cancelled(int leg, boolean closing) {
        item(Tag.CANCELLED, true);
        sink.unsigned(leg);
        sink.octet(closing ? 1 : 0);
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
        item(Tag.CLOSED, true);
        sink.unsigned(leg);
        sink.unsigned(positionNumber);
        sink.unsigned(quantity);
        sink.octet(type.ordinal());
        fill(time, price, slippage, fees);
        sink.signed(profit);
        sink.octet(reason.ordinal());
        count(leg, quantity, fees, profit);
    }

    private void count(int leg, long quantity, long exitFees, long profit) {
        if (!open.has(leg)) {
            open.begin(leg, quantity, 0);
        }
        open.profits[leg] = Math.addExact(open.profits[leg], profit);
        open.fees[leg] = Math.addExact(open.fees[leg], exitFees);
        open.quantities[leg] -= quantity;
        if (open.quantities[leg] <= 0) {
            open.quantities[leg] = 0;
            trades++;
            wins += open.profits[leg] > 0 ? 1 : 0;
            pnl = Math.addExact(pnl, open.profits[leg]);
            fees = Math.addExact(fees, open.fees[leg]);
        }
    }

    @Override
    public void ambiguous() {
        if (last != Tag.CLOSED) {
            throw new IllegalStateException("an ambiguous close was told of " + this + " after no close");
        }
        item(Tag.AMBIGUOUS, true);
    }

    @Override
    public void protection(int leg, Protection kind, long level) {
        item(Tag.PROTECTION, true);
        protectionLevel(leg, kind, level);
    }

    @Override
    public void armed(int leg, Protection kind, long level) {
        item(Tag.ARMED, true);
        protectionLevel(leg, kind, level);
    }

    private void protectionLevel(int leg, Protection kind, long level) {
        sink.unsigned(leg);
        sink.octet(kind.ordinal());
        sink.signed(level);
    }

    @Override
    public void end() {
        item(Tag.END, true);
        inEvent = false;
        itemEnds();
    }

    @Override
    public void mark(int minute, long equity) {
        item(Tag.MARK, false);
        sink.signed(minute - lastMinute);
        sink.signed(equity - lastEquity);
        lastMinute = minute;
        lastEquity = equity;
        itemEnds();
    }

    @Override
    public void carried(int leg, int positionNumber, long quantity, long price, long unrealized) {
        item(Tag.CARRIED, false);
        sink.unsigned(leg);
        sink.unsigned(positionNumber);
        sink.unsigned(quantity);
        sink.signed(price);
        sink.signed(unrealized);
        itemEnds();
    }

    @Override
    public void warning(String message) {
        item(Tag.WARNING, inEvent);
        text(message);
        itemEnds();
    }

    @Override
    public void over() {
        spare.give(sink.trim());
    }

    @Override
    public void failed(String reason) {
        if (inEvent) {
            forgetEvent();
        }
        item(Tag.FAILED, false);
        // not in the table of texts, which may know some of the forgotten event
        sink.text(reason);
        failedReason = reason;
        itemEnds();
    }

    private void forgetEvent() {
        sink.truncate(complete);
        inEvent = false;
        events--;
        trades = tradesBefore;
        wins = winsBefore;
        pnl = pnlBefore;
        fees = feesBefore;
    }

    private void item(Tag tag, boolean ofAnEvent) {
        if (failedReason != null) {
            throw new IllegalStateException(this + " has failed already, yet " + tag + " was told");
        }
        if (ofAnEvent != inEvent) {
            throw new IllegalStateException(
                    tag + " was told of " + this + (inEvent ? " in the middle of an event" : " outside any event"));
        }
        sink.octet(tag.ordinal());
        last = tag;
    }

    private void itemEnds() {
        if (!inEvent) {
            complete = sink.length();
        }
    }

    private void order(int leg, Contract contract, Side side, long quantity) {
        sink.unsigned(leg);
        contract(contract);
        sink.octet(side.ordinal());
        sink.unsigned(quantity);
    }

    private void fill(long time, long price, long slippage, long fees) {
        sink.signed(time - eventTime);
        sink.signed(price);
        sink.signed(slippage);
        sink.signed(fees);
    }

    private void contract(Contract contract) {
        int known = contracts.lastIndexOf(contract);
        sink.unsigned(known < 0 ? contracts.size() : known);
        if (known < 0) {
            contracts.add(contract);
            text(contract.symbol());
            text(contract.exchange());
            sink.octet(contract.priceScale());
        }
    }

    private void text(String text) {
        int known = texts.lastIndexOf(text);
        sink.unsigned(known < 0 ? texts.size() : known);
        if (known < 0) {
            texts.add(text);
            sink.text(text);
        }
    }

    @Override
    public String toString() {
        return "instance " + instance + " on " + date;
    }

    /** The sums of each leg's transaction, until it is wholly closed. */
    private static final class OpenTransactions {

        private static final int FEW = 2;

        /** What is open of it; 0 if there is none. */
        private long[] quantities = new long[FEW];

        private long[] fees = new long[FEW];
        private long[] profits = new long[FEW];

        OpenTransactions copy() {
            OpenTransactions copy = new OpenTransactions();
            copy.quantities = quantities.clone();
            copy.fees = fees.clone();
            copy.profits = profits.clone();
            return copy;
        }

        boolean has(int leg) {
            return leg < quantities.length && quantities[leg] > 0;
        }

        void begin(int leg, long quantity, long entryFees) {
            if (leg >= quantities.length) {
                int count = Math.max(leg + 1, 2 * quantities.length);
                quantities = Arrays.copyOf(quantities, count);
                fees = Arrays.copyOf(fees, count);
                profits = Arrays.copyOf(profits, count);
            }
            quantities[leg] = quantity;
            fees[leg] = entryFees;
            profits[leg] = 0;
        }
    }
}
