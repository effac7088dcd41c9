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
import dev.nightjar.market.TickSeries;
import dev.nightjar.strategy.OrderType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Tells a day of {@link TradingFixture}'s strategy that could be true: what it trades is drawn, the sums are made plainly. */
final class RandomTrading {

    private static final long NONE = TickSeries.NO_PRICE;

    private final Random random;
    private final DayJournal journal;
    private final List<Leg> legs = List.of(new Leg(0), new Leg(1));
    private long time;
    private int events;

    /** What was made by everything that closed, in money of 6 digits. */
    BigDecimal realised = BigDecimal.ZERO.setScale(6);

    int closedTransactions;

    private static final class Leg {
        final int number;
        final Contract contract;
        final Side side;
        int transactions;
        long open;
        BigDecimal price = BigDecimal.ZERO;
        BigDecimal feesLeft = BigDecimal.ZERO;
        BigDecimal fees = BigDecimal.ZERO;
        BigDecimal amountLeft = BigDecimal.ZERO;
        boolean rests;
        boolean closing;
        OrderType type = OrderType.MARKET;
        long limit;
        long ordered;
        int placedIn;
        int placedBy;
        boolean ofHit;
        ExitReason reason = ExitReason.SESSION_END;
        final Map<Protection, long[]> armed = new EnumMap<>(Protection.class);

        Leg(int number) {
            this.number = number;
            contract = number == 0 ? TradingFixture.CALL : TradingFixture.PUT;
            side = number == 0 ? Side.BUY : Side.SELL;
        }
    }

    private record Arming(Leg leg, Protection kind, long level) {}

    private final List<Arming> armings = new ArrayList<>();

    private RandomTrading(long seed, DayJournal journal, Session session) {
        random = new Random(seed);
        this.journal = journal;
        time = session.open() * 1_000_000_000L;
    }

    static RandomTrading tell(long seed, DayJournal journal, Session session) {
        RandomTrading trading = new RandomTrading(seed, journal, session);
        trading.day();
        return trading;
    }

    private void day() {
        begin(EventKind.NODE_COMPLETED, 0, -1);
        end();
        for (int step = 5 + random.nextInt(25); step > 0; step--) {
            switch (random.nextInt(7)) {
                case 0 -> signal();
                case 1, 2 -> enter();
                case 3 -> exit(random.nextBoolean() ? TradingFixture.PART : TradingFixture.ALL);
                case 4 -> hit(legs.get(random.nextInt(2)));
                default -> fill(legs.get(random.nextInt(2)));
            }
        }
        if (random.nextBoolean()) {
            boolean squareOff = random.nextBoolean();
            int node = squareOff ? TradingFixture.SQUARE_OFF : -1;
            begin(squareOff ? EventKind.NODE_COMPLETED : EventKind.STRATEGY_TERMINATED, node, -1);
            if (squareOff) {
                journal.detail(Detail.IMMEDIATE);
            }
            ExitReason reason = squareOff ? ExitReason.SQUARE_OFF : ExitReason.STRATEGY_TERMINATED;
            closeAll(reason, true, node);
            end();
            for (Leg leg : legs) {
                if (random.nextBoolean()) {
                    fill(leg);
                }
            }
            if (legs.stream().anyMatch(leg -> leg.rests)) {
                begin(EventKind.SESSION_END, -1, -1);
                closeAll(reason, false, -1);
                end();
            }
        } else {
            begin(EventKind.SESSION_END, -1, -1);
            closeAll(ExitReason.SESSION_END, false, -1);
            end();
        }
        if (realised.signum() != 0) {
            journal.mark(375, realised.unscaledValue().longValueExact());
        }
    }

    private void signal() {
        begin(EventKind.NODE_COMPLETED, TradingFixture.SIGNAL, 0);
        journal.leaf(0, 24001, 24000, Double.NaN, true);
        journal.previous(23999.5, random.nextBoolean() ? 24000 : Double.NaN);
        journal.leaf(1, legs.get(0).open > 0 ? 1 : 0, 1, Double.NaN, legs.get(0).open > 0);
        end();
    }

    private void enter() {
        boolean[] fills = {random.nextBoolean(), random.nextBoolean()};
        boolean anyIdle = false;
        boolean anyRests = false;
        for (Leg leg : legs) {
            boolean idle = leg.open == 0 && !leg.rests;
            anyIdle |= idle;
            anyRests |= idle && !fills[leg.number];
        }
        begin(
                !anyIdle ? EventKind.ENTRY_SKIPPED : anyRests ? EventKind.ENTRY_PENDING : EventKind.NODE_COMPLETED,
                TradingFixture.ENTRY,
                0);
        journal.reEntryNumber(random.nextInt(3));
        for (Leg leg : legs) {
            if (leg.open > 0 || leg.rests) {
                journal.skipped(leg.number, SkipReason.POSITION_OPEN);
            } else if (fills[leg.number]) {
                open(leg, price());
            } else {
                leg.type = leg.number == 0 ? OrderType.MARKET : OrderType.LIMIT;
                leg.limit = leg.number == 0 || random.nextInt(3) == 0 ? NONE : price();
                rest(leg, false, TradingFixture.UNITS[leg.number], leg.side, TradingFixture.ENTRY);
            }
        }
        end();
    }

    private void open(Leg leg, long price) {
        long slippage = leg.number == 0 ? random.nextInt(5) : 0;
        long fees = random.nextInt(3) == 0 ? 0 : random.nextInt(50_000_000);
        leg.open = TradingFixture.UNITS[leg.number];
        leg.price = BigDecimal.valueOf(price, 2);
        leg.fees = BigDecimal.valueOf(fees, 6);
        leg.feesLeft = leg.fees;
        leg.amountLeft = leg.price.multiply(BigDecimal.valueOf(leg.open));
        leg.rests = false;
        journal.opened(
                leg.number,
                ++leg.transactions,
                leg.contract,
                leg.side,
                leg.open,
                time,
                price,
                slippage,
                fees,
                2_427_220,
                2);
        if (leg.number == 0) {
            armings.add(new Arming(leg, Protection.STOP_LOSS, price - 1000));
            armings.add(new Arming(leg, Protection.TAKE_PROFIT, price + 1000));
        } else {
            armings.add(new Arming(leg, Protection.TRAILING_STOP, price + 1000));
        }
    }

    private void rest(Leg leg, boolean closing, long units, Side side, int node) {
        leg.rests = true;
        leg.closing = closing;
        leg.ordered = units;
        leg.placedIn = events;
        leg.placedBy = node;
        leg.ofHit = false;
        journal.rested(leg.number, closing, leg.contract, side, units, leg.type, leg.limit, NONE);
    }

    private void restClosing(Leg leg, long units, ExitReason reason, int node) {
        leg.reason = reason;
        rest(leg, true, units, leg.side.opposite(), node);
    }

    private void fill(Leg leg) {
        if (!leg.rests) {
            return;
        }
        begin(EventKind.ORDER_FILLED, leg.placedBy, leg.placedIn);
        boolean limited = leg.type == OrderType.LIMIT && (!leg.closing || random.nextBoolean());
        Side side = leg.closing ? leg.side.opposite() : leg.side;
        long price = !limited || leg.limit == NONE
                ? price()
                : leg.limit + (side == Side.BUY ? -random.nextInt(50) : random.nextInt(50));
        if (leg.closing) {
            leg.rests = false;
            close(leg, leg.ordered, limited ? OrderType.LIMIT : OrderType.MARKET, price, limited ? 0 : 3, leg.reason);
            if (leg.placedBy == TradingFixture.PART) {
                armAfterPart(leg, price);
            }
        } else {
            open(leg, price);
        }
        end();
    }

    private void exit(int node) {
        List<Leg> targets = legs.stream()
                .filter(leg -> leg.open > 0 && !(leg.rests && leg.closing))
                .toList();
        boolean[] fills = {random.nextBoolean(), random.nextBoolean()};
        boolean anyRests = targets.stream().anyMatch(leg -> !fills[leg.number]);
        begin(anyRests ? EventKind.EXIT_PENDING : EventKind.NODE_COMPLETED, node, 0);
        if (targets.isEmpty()) {
            journal.detail(Detail.POSITION_CLOSED);
        }
        for (Leg leg : targets) {
            long units =
                    node == TradingFixture.PART ? Math.min(leg.open, TradingFixture.PART_UNITS[leg.number]) : leg.open;
            if (fills[leg.number]) {
                long price = price();
                close(leg, units, OrderType.MARKET, price, random.nextInt(4), ExitReason.EXIT_CONDITION_MET);
                if (node == TradingFixture.PART) {
                    armAfterPart(leg, price);
                }
            } else {
                leg.type = OrderType.MARKET;
                leg.limit = NONE;
                restClosing(leg, units, ExitReason.EXIT_CONDITION_MET, node);
            }
        }
        end();
    }

    private void armAfterPart(Leg leg, long price) {
        if (leg.open > 0) {
            armings.add(new Arming(leg, Protection.TRAILING_STOP, leg.side == Side.BUY ? price - 1000 : price + 1000));
        }
    }

    private void hit(Leg leg) {
        if (leg.armed.isEmpty() || (leg.rests && leg.ofHit)) {
            return;
        }
        List<Protection> kinds = List.copyOf(leg.armed.keySet());
        Protection kind = kinds.get(random.nextInt(kinds.size()));
        long[] armed = Objects.requireNonNull(leg.armed.get(kind));
        boolean isLong = leg.side == Side.BUY;
        long moved = kind == Protection.TRAILING_STOP ? random.nextInt(300) : 0;
        long level = isLong ? armed[0] + moved : armed[0] - moved;
        begin(EventKind.PROTECTION_HIT, TradingFixture.ENTRY, (int) armed[1]);
        journal.protection(leg.number, kind, level);
        if (leg.rests) {
            journal.cancelled(leg.number, true);
            leg.rests = false;
        }
        if (kind == Protection.TRAILING_STOP && random.nextBoolean()) {
            leg.type = OrderType.LIMIT;
            leg.limit = isLong ? level - 100 : level + 100;
            restClosing(leg, leg.open, kind.reason(), TradingFixture.ENTRY);
            leg.ofHit = true;
        } else {
            boolean below = isLong == (kind != Protection.TAKE_PROFIT);
            long tick = below ? level - random.nextInt(50) : level + random.nextInt(50);
            long slippage = random.nextInt(5);
            close(leg, leg.open, OrderType.MARKET, isLong ? tick - slippage : tick + slippage, slippage, kind.reason());
        }
        end();
    }

    private void closeAll(ExitReason reason, boolean mayRest, int node) {
        for (Leg leg : legs) {
            if (leg.rests) {
                journal.cancelled(leg.number, leg.closing);
                leg.rests = false;
            }
        }
        for (Leg leg : legs) {
            if (leg.open > 0 && mayRest && random.nextBoolean()) {
                leg.type = OrderType.MARKET;
                leg.limit = NONE;
                restClosing(leg, leg.open, reason, node);
            } else if (leg.open > 0) {
                close(leg, leg.open, OrderType.MARKET, price(), 1, reason);
            }
            leg.armed.clear();
        }
    }

    private void close(Leg leg, long units, OrderType type, long price, long slippage, ExitReason reason) {
        boolean last = units == leg.open;
        BigDecimal count = BigDecimal.valueOf(units);
        BigDecimal entered = last ? leg.amountLeft : leg.price.multiply(count);
        BigDecimal left = BigDecimal.valueOf(price, 2).multiply(count);
        BigDecimal entryFees = last
                ? leg.feesLeft
                : leg.fees
                        .multiply(count)
                        .divide(BigDecimal.valueOf(TradingFixture.UNITS[leg.number]), 6, RoundingMode.HALF_EVEN);
        BigDecimal exitFees = BigDecimal.valueOf(random.nextInt(30_000_000), 6);
        BigDecimal gross = leg.side == Side.BUY ? left.subtract(entered) : entered.subtract(left);
        BigDecimal profit = gross.subtract(entryFees).subtract(exitFees).setScale(6);
        leg.amountLeft = leg.amountLeft.subtract(entered);
        leg.feesLeft = leg.feesLeft.subtract(entryFees);
        leg.open -= units;
        realised = realised.add(profit);
        if (last) {
            closedTransactions++;
            leg.armed.clear();
        }
        journal.closed(
                leg.number,
                leg.transactions,
                units,
                type,
                time,
                price,
                slippage,
                exitFees.unscaledValue().longValueExact(),
                profit.unscaledValue().longValueExact(),
                reason);
    }

    private long price() {
        return 10_000 + random.nextInt(10_000);
    }

    private void begin(EventKind kind, int node, int parent) {
        time += 1_000_000_000L + (random.nextBoolean() ? 0 : 250_000_000L);
        armings.clear();
        journal.begin(kind, time, node, parent);
    }

    private void end() {
        for (Arming arming : armings) {
            journal.armed(arming.leg().number, arming.kind(), arming.level());
            arming.leg().armed.put(arming.kind(), new long[] {arming.level(), events});
        }
        journal.end();
        events++;
    }
}
