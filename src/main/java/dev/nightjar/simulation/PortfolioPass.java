package dev.nightjar.simulation;

import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.engine.SlippedPrice;
import dev.nightjar.engine.StopSignal;
import dev.nightjar.market.CorporateAction;
import dev.nightjar.market.Decimals;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.Side;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One walk through the bars of some symbols that share an account. A sleeve is the pass over one symbol.
 *
 * <p>All bars that end at a moment are one step: splits and dividends; orders at the open, what closes positions before what
 * opens them; marks at the close, and the signals of the bars that just closed; orders at the close if they fill there; what
 * has to be closed for good; one point of the curve. A symbol without a bar at the moment keeps its last close, and nothing of
 * it is evaluated.
 *
 * <p>What opens a position or makes it larger may cost no more than the equity less the values of all positions without their
 * signs: of an account that is never short, its cash. What is closed for good because of a delisting has no slippage; all else
 * has slippage, and everything has fees.
 */
public final class PortfolioPass {

    private static final int SILENT_DAYS = 7;
    private static final int TELL_BARS = 4_096;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final SimulationConfig config;
    private final ZoneId zone;
    private final long capital;
    private final List<Holding> holdings = new ArrayList<>();
    private final SortedMap<String, List<String>> warnings = new TreeMap<>();
    private final List<Ledger.Fill> fills = new ArrayList<>();
    private final List<Ledger.Flow> flows = new ArrayList<>();
    private final List<Ledger.Skip> skips = new ArrayList<>();
    private final List<Ledger.Point> points = new ArrayList<>();
    private long cash;
    private int sequence;
    private @Nullable LocalDate previousDate;

    /** The time of the moment's point. */
    private long slice;

    private PortfolioPass(SimulationConfig config, SortedMap<String, Input> symbols, long capital) {
        this.config = config;
        this.capital = capital;
        cash = capital;
        symbols.forEach((symbol, input) -> {
            if (!symbol.equals(input.history().symbol())) {
                throw new IllegalArgumentException(
                        symbol + " is given what is of " + input.history().symbol());
            }
            holdings.add(new Holding(config, input));
        });
        zone = holdings.get(0).history().zone();
        for (Holding holding : holdings) {
            if (!holding.history().zone().equals(zone)) {
                throw new IllegalArgumentException("symbols of one account are of one zone, " + holding.symbol()
                        + " is of " + holding.history().zone() + " and others of " + zone);
            }
            List<String> sentences = warnings(holding, symbols.get(holding.symbol()));
            if (!sentences.isEmpty()) {
                warnings.put(holding.symbol(), sentences);
            }
        }
    }

    /** What a symbol brings to a pass. */
    public record Input(SymbolHistory history, Signals signals) {}

    /**
     * {@return what happened}
     *
     * @param symbols by symbol; at least one, all of one zone
     * @param capital in units of money
     * @throws RunStoppedException if it was asked to stop
     * @throws IllegalStateException if the costs of a fill cannot be told, saying why
     */
    public static Ledger run(SimulationConfig config, SortedMap<String, Input> symbols, long capital, StopSignal stop) {
        return run(config, symbols, capital, stop, bars -> {});
    }

    /** {@return the same, telling every now and then how many bars more it has walked through} */
    static Ledger run(
            SimulationConfig config,
            SortedMap<String, Input> symbols,
            long capital,
            StopSignal stop,
            LongConsumer walked) {
        return new PortfolioPass(config, symbols, capital).walk(stop, walked);
    }

    private List<String> warnings(Holding holding, @Nullable Input input) {
        List<String> sentences =
                new ArrayList<>(input == null ? List.of() : input.signals().warnings());
        SymbolHistory history = holding.history();
        if (history.instrument().kind() == InstrumentKind.INDEX) {
            sentences.add("is an index, which nobody can buy; it is traded here as if it were a share");
        }
        if (!holding.hasBars()) {
            sentences.add("has no bar from " + config.start() + " to " + config.end());
            return sentences;
        }
        LocalDate last = holding.lastDate();
        if (history.delisted() == null && last.plusDays(SILENT_DAYS).isBefore(config.end())) {
            sentences.add("its last bar is of " + last + " and no delisting is known; until " + config.end()
                    + " it is valued at that close");
        }
        int outside = history.firstFrom(config.end().plusDays(1))
                - history.firstFrom(config.start())
                - (history.end(config) - history.first(config));
        if (outside > 0) {
            sentences.add(outside + " bars before its listing or after its delisting are not traded");
        }
        return sentences;
    }

    private Ledger walk(StopSignal stop, LongConsumer walked) {
        List<Holding> active = new ArrayList<>();
        long untold = 0;
        while (nextMoment(active)) {
            if (stop.stopRequested()) {
                throw new RunStoppedException();
            }
            untold += active.size();
            step(active);
            if (untold >= TELL_BARS) {
                walked.accept(untold);
                untold = 0;
            }
        }
        walked.accept(untold);
        for (Holding holding : holdings) {
            Holding.Order order = holding.order();
            if (order != null && order.side() != null) {
                skip(holding, order.side(), SkipReason.NOT_TRADABLE, slice, order.time());
            }
        }
        return ledger();
    }

    /** Finds the holdings whose next bars end first. */
    private boolean nextMoment(List<Holding> active) {
        active.clear();
        for (Holding holding : holdings) {
            if (holding.hasNext()) {
                long end = holding.nextEnd();
                if (active.isEmpty() || end < slice) {
                    active.clear();
                    slice = end;
                }
                if (end == slice) {
                    active.add(holding);
                }
            }
        }
        return !active.isEmpty();
    }

    private void step(List<Holding> active) {
        for (Holding holding : active) {
            holding.atOpen();
            applyActions(holding);
            takeSignals(holding, holding.start());
        }
        if (config.fill() == FillAt.NEXT_OPEN) {
            execute(active, false);
        }
        if (config.atEnd() == AtEnd.CLOSE_AT_LAST_OPEN) {
            active.stream()
                    .filter(holding -> holding.isLast() && !isDelisted(holding))
                    .forEach(holding -> close(holding, holding.start()));
        }
        for (Holding holding : active) {
            holding.atClose(slice);
            takeSignals(holding, slice);
        }
        rebalance(active);
        if (config.fill() == FillAt.CLOSE) {
            execute(active, true);
        }
        active.stream().filter(this::isDelisted).forEach(this::delist);
        active.forEach(Holding::advance);
        if (config.atEnd() == AtEnd.CLOSE_AT_LAST_CLOSE && holdings.stream().noneMatch(Holding::hasNext)) {
            holdings.forEach(holding -> close(holding, slice));
        }
        points.add(point());
    }

    private void applyActions(Holding holding) {
        CorporateAction action = holding.actionOfBar();
        while (action != null) {
            if (holding.isHeld()) {
                apply(holding, action);
            }
            action = holding.actionOfBar();
        }
    }

    private void apply(Holding holding, CorporateAction action) {
        long before = holding.quantity();
        long paid;
        long newShares = 1;
        long oldShares = 1;
        if (action instanceof CorporateAction.Split split) {
            newShares = split.newShares();
            oldShares = split.oldShares();
            BigInteger[] parts = BigInteger.valueOf(before)
                    .multiply(BigInteger.valueOf(newShares))
                    .divideAndRemainder(BigInteger.valueOf(oldShares));
            holding.hold(parts[0].longValueExact());
            paid = new BigDecimal(parts[1])
                    .multiply(BigDecimal.valueOf(holding.price(), holding.priceScale()))
                    .divide(BigDecimal.valueOf(oldShares), Decimals.MONEY_SCALE, RoundingMode.HALF_EVEN)
                    .unscaledValue()
                    .longValueExact();
        } else if (action instanceof CorporateAction.Dividend dividend) {
            paid = dividend.amount()
                    .multiply(BigDecimal.valueOf(before))
                    .setScale(Decimals.MONEY_SCALE, RoundingMode.HALF_EVEN)
                    .unscaledValue()
                    .longValueExact();
        } else {
            throw new IllegalStateException("nothing is known of " + action);
        }
        cash = Math.addExact(cash, paid);
        flows.add(new Ledger.Flow(
                holding.start(),
                slice,
                holding.symbol(),
                sequence++,
                action instanceof CorporateAction.Split ? Ledger.Flow.Kind.SPLIT : Ledger.Flow.Kind.DIVIDEND,
                paid,
                before,
                holding.quantity(),
                newShares,
                oldShares));
    }

    /** Makes orders of the signals that are known at a time. */
    private void takeSignals(Holding holding, long time) {
        for (Signal signal = holding.signalUntil(time); signal != null; signal = holding.signalUntil(time)) {
            Holding.Order earlier = holding.order();
            if (earlier != null && earlier.side() != null) {
                skip(holding, earlier.side(), SkipReason.SUPERSEDED, time, earlier.time());
            }
            boolean tooLate = time == slice
                    && holding.isLast()
                    && (config.fill() == FillAt.NEXT_OPEN || config.atEnd() != AtEnd.HOLD || isDelisted(holding));
            if (tooLate) {
                skip(holding, signal.side(), SkipReason.LAST_BAR, time, signal.time());
                holding.order(null);
            } else {
                holding.order(new Holding.Order(signal.side(), signal.strength(), signal.time()));
            }
        }
    }

    /** Orders what brings positions back to their size, if a period has begun. */
    private void rebalance(List<Holding> active) {
        Rebalance rebalance = config.rebalance();
        LocalDate date = active.get(0).date();
        LocalDate before = previousDate;
        previousDate = date;
        if (rebalance == null || before == null || !rebalance.every().isNew(before, date)) {
            return;
        }
        long equity = equity();
        for (Holding holding : active) {
            boolean late = holding.isLast()
                    && (config.fill() == FillAt.NEXT_OPEN || config.atEnd() != AtEnd.HOLD || isDelisted(holding));
            if (holding.isHeld() && holding.order() == null && !late && holding.price() > 0) {
                Sizes.Wanted wanted = holding.wanted(equity, holding.price());
                if (wanted != null && drifted(Math.abs(holding.value()), wanted.money(), equity, rebalance)) {
                    holding.order(new Holding.Order(null, 0.0, slice));
                }
            }
        }
    }

    private static boolean drifted(long value, long wanted, long equity, Rebalance rebalance) {
        BigDecimal off =
                BigDecimal.valueOf(value).subtract(BigDecimal.valueOf(wanted)).abs();
        return off.multiply(HUNDRED).compareTo(rebalance.driftPercent().multiply(BigDecimal.valueOf(equity))) > 0;
    }

    /** What an order still wants after everything was closed that was to be closed. */
    private record Opening(
            Holding holding, Side side, double strength, long signalTime, FillReason reason, long price, long shares) {}

    private void execute(List<Holding> active, boolean atClose) {
        List<Holding> ordered = active.stream()
                .filter(holding -> holding.order() != null && holding.isTradable())
                .toList();
        List<Holding> toOpen = new ArrayList<>();
        for (Holding holding : ordered) {
            if (closeFor(holding, time(holding, atClose))) {
                if (atClose && isOver(holding)) {
                    skipAtEnd(holding, time(holding, true));
                } else {
                    toOpen.add(holding);
                }
            }
        }
        long equity = equity();
        List<Opening> openings = new ArrayList<>();
        for (Holding holding : toOpen) {
            Opening opening = opening(holding, equity, time(holding, atClose));
            if (opening != null) {
                openings.add(opening);
            }
        }
        open(openings, atClose);
        ordered.forEach(holding -> holding.order(null));
    }

    private long time(Holding holding, boolean atClose) {
        return atClose ? slice : holding.start();
    }

    /** Closes what an order closes, and returns whether it wants to open something. */
    private boolean closeFor(Holding holding, long time) {
        Holding.Order order = holding.order();
        if (order == null || order.side() == null) {
            return order != null && holding.isHeld();
        }
        Side side = order.side();
        long held = holding.quantity();
        if (side == Side.BUY ? held > 0 : held < 0) {
            skip(holding, side, SkipReason.ALREADY_HELD, time, order.time());
            return false;
        }
        if (held != 0) {
            fill(holding, side, Math.abs(held), FillReason.SIGNAL, order.time(), time);
        } else if (side == Side.SELL && config.direction() == Direction.LONG_ONLY) {
            skip(holding, side, SkipReason.NOTHING_HELD, time, order.time());
        }
        return side == Side.BUY || config.direction() == Direction.LONG_SHORT;
    }

    /** {@return what an order wants to open; null if that is nothing, which is recorded} */
    private @Nullable Opening opening(Holding holding, long equity, long time) {
        Holding.Order order = holding.order();
        if (order == null) {
            return null;
        }
        boolean toSize = order.side() == null;
        Side direction = holding.quantity() < 0 ? Side.SELL : Side.BUY;
        Side side = order.side() == null ? direction : order.side();
        long price = SlippedPrice.of(config.slippage(), holding.instrument(), side, holding.price());
        Sizes.Wanted wanted = price > 0 ? holding.wanted(equity, price) : null;
        if (wanted == null) {
            skip(holding, side, SkipReason.NO_SIZE, time, order.time());
            return null;
        }
        long whole = wanted.shares() - wanted.shares() % holding.lot();
        long more = toSize ? whole - Math.abs(holding.quantity()) : whole;
        if (toSize && more < 0) {
            fill(holding, side.opposite(), -more, FillReason.REBALANCE, order.time(), time);
        } else if (!toSize && more == 0) {
            skip(holding, side, SkipReason.NO_SHARE, time, wanted.money(), price, order.time());
        }
        FillReason reason = toSize ? FillReason.REBALANCE : FillReason.SIGNAL;
        return more <= 0 ? null : new Opening(holding, side, order.strength(), order.time(), reason, price, more);
    }

    private void open(List<Opening> openings, boolean atClose) {
        List<Opening> inOrder = new ArrayList<>(openings);
        if (config.contention() == Contention.SIGNAL_STRENGTH) {
            // Sorting is stable: of equals the first symbol stays the first.
            inOrder.sort(Comparator.comparingDouble(Opening::strength).reversed());
        }
        BigInteger asked = openings.stream()
                .map(opening -> BigInteger.valueOf(cost(opening, opening.shares())))
                .reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger available = BigInteger.valueOf(available());
        boolean divided = config.contention() == Contention.PRO_RATA && asked.compareTo(available) > 0;
        for (Opening opening : inOrder) {
            long cost = cost(opening, opening.shares());
            long may = divided
                    ? available
                            .max(BigInteger.ZERO)
                            .multiply(BigInteger.valueOf(cost))
                            .divide(asked)
                            .longValueExact()
                    : available();
            Holding holding = opening.holding();
            long time = time(holding, atClose);
            long shares = affordable(opening, may);
            if (shares > 0) {
                fill(holding, opening.side(), shares, opening.reason(), opening.signalTime(), time);
            } else {
                skips.add(new Ledger.Skip(
                        time,
                        slice,
                        holding.symbol(),
                        sequence++,
                        opening.side(),
                        SkipReason.NO_CASH,
                        cost,
                        may,
                        opening.price(),
                        holding.priceScale(),
                        opening.signalTime()));
            }
        }
    }

    /** {@return the most shares, in whole lots, that cost no more than an amount; fees grow with the shares} */
    private long affordable(Opening opening, long amount) {
        long lot = opening.holding().lot();
        long fits = 0;
        long tooMany = opening.shares() / lot + 1;
        while (tooMany - fits > 1) {
            long middle = (fits + tooMany) >>> 1;
            if (cost(opening, middle * lot) <= amount) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        return fits * lot;
    }

    private long cost(Opening opening, long shares) {
        Holding holding = opening.holding();
        return Math.addExact(
                Money.notional(shares, opening.price(), holding.priceScale()),
                fees(holding, holding.date(), opening.side(), shares, opening.price()));
    }

    private long fees(Holding holding, LocalDate date, Side side, long shares, long price) {
        try {
            return config.fees()
                    .fees(
                            date,
                            holding.instrument().exchange(),
                            holding.instrument().kind(),
                            side,
                            holding.lots(shares),
                            shares,
                            price,
                            holding.priceScale());
        } catch (IllegalStateException unknown) {
            throw new IllegalStateException(holding.symbol() + ": " + unknown.getMessage(), unknown);
        }
    }

    private void close(Holding holding, long time) {
        if (holding.isHeld()) {
            fill(holding, closingSide(holding), Math.abs(holding.quantity()), FillReason.AT_END, slice, time);
        }
    }

    /** {@return whether nothing can be held beyond the close of its bar} */
    private boolean isOver(Holding holding) {
        return isDelisted(holding) || (holding.isLast() && config.atEnd() == AtEnd.CLOSE_AT_LAST_OPEN);
    }

    private void skipAtEnd(Holding holding, long time) {
        Holding.Order order = holding.order();
        if (order != null && order.side() != null) {
            skip(holding, order.side(), SkipReason.LAST_BAR, time, order.time());
        }
    }

    private static Side closingSide(Holding holding) {
        return holding.quantity() > 0 ? Side.SELL : Side.BUY;
    }

    private boolean isDelisted(Holding holding) {
        LocalDate delisted = holding.history().delisted();
        return holding.isLast() && delisted != null && !delisted.isAfter(config.end());
    }

    private void delist(Holding holding) {
        if (holding.isHeld()) {
            long recovered = config.delistingRecoveryPercent()
                    .multiply(BigDecimal.valueOf(holding.price()))
                    .divide(HUNDRED, 0, RoundingMode.HALF_EVEN)
                    .longValueExact();
            Side side = closingSide(holding);
            fillAt(
                    holding,
                    side,
                    Math.abs(holding.quantity()),
                    recovered,
                    recovered,
                    FillReason.DELISTED,
                    slice,
                    slice);
        }
    }

    private void fill(Holding holding, Side side, long shares, FillReason reason, long signalTime, long time) {
        long market = holding.price();
        long price = SlippedPrice.of(config.slippage(), holding.instrument(), side, market);
        fillAt(holding, side, shares, price, market, reason, signalTime, time);
    }

    private void fillAt(
            Holding holding,
            Side side,
            long shares,
            long price,
            long market,
            FillReason reason,
            long signalTime,
            long time) {
        int scale = holding.priceScale();
        // A bar that ends at midnight is of the day before.
        LocalDate date = LocalDate.ofInstant(Instant.ofEpochSecond(time == slice ? time - 1 : time), zone);
        holding.hold(Math.addExact(holding.quantity(), side == Side.BUY ? shares : -shares));
        Ledger.Fill fill = new Ledger.Fill(
                time,
                slice,
                holding.symbol(),
                sequence++,
                side,
                shares,
                price,
                market,
                scale,
                Money.notional(shares, price, scale),
                Money.notional(shares, Math.abs(price - market), scale),
                fees(holding, date, side, shares, price),
                reason,
                signalTime,
                holding.quantity());
        cash = Math.addExact(cash, fill.cash());
        fills.add(fill);
    }

    private void skip(Holding holding, Side side, SkipReason reason, long time, long signalTime) {
        skip(holding, side, reason, time, 0, 0, signalTime);
    }

    private void skip(
            Holding holding, Side side, SkipReason reason, long time, long wanted, long price, long signalTime) {
        skips.add(new Ledger.Skip(
                time,
                slice,
                holding.symbol(),
                sequence++,
                side,
                reason,
                wanted,
                available(),
                price,
                holding.priceScale(),
                signalTime));
    }

    private long equity() {
        long equity = cash;
        for (Holding holding : holdings) {
            equity = Math.addExact(equity, holding.value());
        }
        return equity;
    }

    private long available() {
        long exposure = 0;
        for (Holding holding : holdings) {
            exposure = Math.addExact(exposure, Math.abs(holding.value()));
        }
        return Math.subtractExact(equity(), exposure);
    }

    private Ledger.Point point() {
        long positions = 0;
        long exposure = 0;
        int held = 0;
        for (Holding holding : holdings) {
            long value = holding.value();
            positions = Math.addExact(positions, value);
            exposure = Math.addExact(exposure, Math.abs(value));
            held += holding.isHeld() ? 1 : 0;
        }
        return new Ledger.Point(slice, cash, positions, exposure, held);
    }

    private Ledger ledger() {
        TreeSet<String> symbols = new TreeSet<>();
        List<Ledger.Open> open = new ArrayList<>();
        for (Holding holding : holdings) {
            symbols.add(holding.symbol());
            if (holding.isHeld()) {
                open.add(new Ledger.Open(
                        holding.symbol(),
                        holding.quantity(),
                        holding.price(),
                        holding.priceScale(),
                        holding.priceTime(),
                        holding.value()));
            }
        }
        return new Ledger(zone, symbols, capital, fills, flows, skips, points, open, warnings, new TreeMap<>());
    }
}
