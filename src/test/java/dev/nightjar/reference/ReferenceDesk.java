package dev.nightjar.reference;

import static dev.nightjar.reference.ReferenceDay.row;
import static dev.nightjar.reference.ReferenceStrategy.decimal;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.MarketDay;
import dev.nightjar.market.OptionType;
import dev.nightjar.market.Side;
import dev.nightjar.run.FillModel;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.Slippage;
import dev.nightjar.run.TradingTerms;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Orders, fills and protections of one instance. */
final class ReferenceDesk {

    private final InstanceKey key;
    private final TradingTerms terms;
    private final ReferencePrices prices;
    private final ReferenceDay day;
    private final String trading;
    private final ReferenceAudit audit;
    private @Nullable MarketDay market;

    private final List<ReferenceTransaction> transactions = new ArrayList<>();
    private final List<Order> entries = new ArrayList<>();
    private final List<Order> closings = new ArrayList<>();

    /** What was closed on the day in hand, in the order in which it was. */
    final List<ReferenceTransaction.Part> parts = new ArrayList<>();

    ReferenceDesk(InstanceKey key, TradingTerms terms, ReferencePrices prices, ReferenceDay day, String trading) {
        this.key = key;
        this.terms = terms;
        this.prices = prices;
        this.day = day;
        this.trading = trading;
        this.audit = new ReferenceAudit(terms.fill());
    }

    /** {@return whether there are bid and ask, and moments in between, or neither is needed} */
    boolean canFillOnBars() {
        return terms.fill() != FillModel.QUOTE && terms.latencyNanos() == 0;
    }

    /** Another day begins, with all that is open, rests and is armed. */
    void begin(MarketDay following) {
        market = following;
        audit.begin(following);
        parts.clear();
        Stream.concat(
                        entries.stream().map(order -> order.contract),
                        transactions.stream()
                                .filter(ReferenceTransaction::open)
                                .map(transaction -> transaction.contract))
                .forEach(contract -> {
                    if (contract.expiry() != null && contract.expiry().isBefore(following.date())) {
                        throw new ReferenceFailure(contract.symbol() + " expired on " + contract.expiry()
                                + ", which is not a day of this run");
                    }
                });
    }

    // ---------------------------------------------------------------- what is known

    /** {@return all transactions in opening order} */
    List<ReferenceTransaction> transactions() {
        return transactions;
    }

    List<ReferenceTransaction> transactionsOf(String vpi) {
        return transactions.stream()
                .filter(transaction -> transaction.leg.vpi().equals(vpi))
                .toList();
    }

    BigDecimal mark(ReferenceTransaction transaction) {
        return prices.mark(transaction.contract.symbol(), transaction.closingSide());
    }

    BigDecimal realized(List<ReferenceTransaction> all) {
        return all.stream().map(ReferenceTransaction::realized).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    BigDecimal unrealized(List<ReferenceTransaction> all) {
        return all.stream()
                .filter(ReferenceTransaction::open)
                .map(transaction -> transaction.unrealized(mark(transaction)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    BigDecimal equity() {
        BigDecimal equity = realized(transactions).add(unrealized(transactions));
        audit.check(equity, prices);
        return equity;
    }

    /** {@return whether an order of the node rests} */
    boolean hasResting(String node) {
        return Stream.concat(entries.stream(), closings.stream())
                .anyMatch(order -> !order.ofProtection && node.equals(order.node));
    }

    /** {@return what the resting orders of an exit node close} */
    List<ReferenceTransaction> closedBy(String node) {
        return closings.stream()
                .filter(order -> !order.ofProtection && node.equals(order.node))
                .map(order -> order.closes)
                .toList();
    }

    boolean isIdle() {
        return entries.isEmpty()
                && closings.isEmpty()
                && transactions.stream().allMatch(transaction -> transaction.protections.isEmpty());
    }

    boolean hasClosings() {
        return !closings.isEmpty();
    }

    // ---------------------------------------------------------------- orders

    /** An order that closes all or so many lots of a transaction. */
    Order closing(
            ReferenceTransaction transaction,
            @Nullable BigDecimal lots,
            List<ReferenceStrategy.Block> afterwards,
            @Nullable String node,
            String reason) {
        Order order = new Order(transaction.leg, transaction.contract, transaction.closingSide(), "market");
        order.quantity = lots == null
                ? transaction.openUnits()
                : units(lots, transaction.leg).min(transaction.openUnits());
        order.lots = transaction.lotsOf(order.quantity, lots);
        order.closes = transaction;
        order.afterwards = afterwards;
        order.node = node;
        order.reason = reason;
        order.priceAtOnce = atOnce(order);
        return order;
    }

    Order entry(ReferenceStrategy.Leg leg, Instrument contract) {
        if (terms.slippage().unit() == Slippage.Unit.TICKS && !terms.slippage().isNone() && contract.tickSize() == 0) {
            throw new ReferenceFailure("slippage in ticks needs the tick size of " + contract.symbol());
        }
        Order order = new Order(leg, contract, leg.side(), leg.orderType());
        order.quantity = units(leg.lots(), leg);
        order.lots = leg.lots();
        order.node = leg.node();
        boolean buy = leg.side().equals("BUY");
        if (leg.stopPrice() != null) {
            order.stop = onTick(contract, leg.stopPrice(), buy);
        }
        if (leg.limitPrice() != null) {
            order.limit = onTick(contract, leg.limitPrice(), !buy);
        } else if (leg.orderType().equals("stop_limit")) {
            order.limit = onTick(contract, offset(leg, leg.stopPrice(), buy), !buy);
        } else if (leg.orderType().equals("limit")) {
            ReferencePrices.Quote quote = prices.quote(contract.symbol(), leg.side());
            order.limit = quote == null ? null : onTick(contract, offset(leg, quote.price(), !buy), !buy);
        }
        order.priceAtOnce = atOnce(order);
        return order;
    }

    private BigDecimal units(BigDecimal lots, ReferenceStrategy.Leg leg) {
        return lots.multiply(leg.multiplier()).multiply(key.scale()).setScale(0, RoundingMode.FLOOR);
    }

    private static BigDecimal offset(ReferenceStrategy.Leg leg, BigDecimal from, boolean up) {
        JsonNode offset = leg.limitOffset();
        BigDecimal value = decimal(offset.path("value"));
        BigDecimal distance = offset.path("type").asString("").equals("percentage")
                ? from.multiply(value).movePointLeft(2)
                : value;
        return up ? from.add(distance) : from.subtract(distance);
    }

    /** {@return a price rounded to the contract's tick size, or to its grid if that is unknown} */
    private static BigDecimal onTick(Instrument contract, BigDecimal price, boolean up) {
        BigDecimal tick = BigDecimal.valueOf(Math.max(contract.tickSize(), 1), contract.priceScale());
        return price.divide(tick, 0, up ? RoundingMode.CEILING : RoundingMode.FLOOR)
                .multiply(tick)
                .setScale(contract.priceScale());
    }

    /** {@return the price at which the order fills before it rests, or null} */
    private @Nullable BigDecimal atOnce(Order order) {
        ReferencePrices.Quote quote = prices.quote(order.contract.symbol(), order.side);
        if (terms.fill() == FillModel.NEXT_TICK
                || quote == null
                || day.now() - quote.time() > terms.maxQuoteAgeNanos()) {
            return null;
        }
        return fillsAs(order, quote.price(), day.now()) == null ? null : quote.price();
    }

    /** {@return market or limit, or null if the price does not fill the order; it may trigger it} */
    private static @Nullable String fillsAs(Order order, BigDecimal price, long time) {
        boolean buy = order.side.equals("BUY");
        if (order.type.equals("market")) {
            return "market";
        }
        if (order.stop != null) {
            int above = price.compareTo(order.stop);
            order.triggered |= buy ? above >= 0 : above <= 0;
            if (!order.triggered || order.type.equals("stop")) {
                return order.triggered ? "market" : null;
            }
        }
        int above = price.compareTo(order.limit);
        if (buy ? above <= 0 : above >= 0) {
            return "limit";
        }
        return time >= order.marketFrom ? "market" : null;
    }

    /** Fills the order in this slice, or lets it rest. */
    void place(Order order, ReferenceEvent event) {
        order.event = event;
        if (order.priceAtOnce == null) {
            rest(order, day.now(), event);
            return;
        }
        audit.checkLast(
                order.contract.symbol(), order.side, order.priceAtOnce, prices.passedTime(), prices.passedSequence());
        String as = fillsAs(order, order.priceAtOnce, day.now());
        fill(order, as, day.now(), order.priceAtOnce, event);
    }

    private void rest(Order order, long time, ReferenceEvent event) {
        order.event = event;
        order.placed = time;
        if (!order.ofProtection) {
            order.seesFrom = day.nextTickAfter(time);
        }
        if (!order.ofProtection && terms.fill() == FillModel.NEXT_TICK && market.barWidth() == null) {
            order.seesFrom = Math.max(order.seesFrom, time + terms.latencyNanos() + 1);
        }
        if (order.closes == null) {
            entries.add(order);
        } else {
            order.closes.closing = order;
            closings.add(order);
        }
        var resting = row(
                "position_id", order.leg.vpi(),
                "symbol", order.contract.symbol(),
                "exchange", order.contract.exchange(),
                "side", order.side,
                "lots", order.lots.stripTrailingZeros(),
                "quantity", order.quantity,
                "order_type", order.type);
        if (order.limit != null) {
            resting.put("limit_price", order.limit);
        }
        if (order.stop != null) {
            resting.put("stop_price", order.stop);
        }
        event.list("resting").add(resting);
    }

    private void cancel(Order order, ReferenceEvent event) {
        entries.remove(order);
        closings.remove(order);
        if (order.closes != null) {
            order.closes.closing = null;
        }
        event.list("cancelled")
                .add(row(
                        "position_id", order.leg.vpi(),
                        "symbol", order.contract.symbol(),
                        "quantity", order.quantity));
    }

    // ---------------------------------------------------------------- ticks

    /** Entry orders, closing orders and protections of the contract see a tick, those that were there before it. */
    void tick(ReferencePrices.Tick tick) {
        List<ReferenceTransaction.Protection> armed = armed(tick.symbol());
        resting(tick.symbol()).forEach(order -> tick(order, tick));
        armed.forEach(protection -> tick(protection, tick));
    }

    private void tick(Order order, ReferencePrices.Tick tick) {
        BigDecimal price = prices.price(tick, order.side);
        if (price != null) {
            see(order, tick.time(), price);
        }
    }

    /** An order sees a price of its contract. */
    private void see(Order order, long time, BigDecimal price) {
        if (order.type.equals("limit") && order.limit == null) {
            boolean buy = order.side.equals("BUY");
            order.limit = onTick(order.contract, offset(order.leg, price, !buy), !buy);
            return;
        }
        String as = time < order.seesFrom ? null : fillsAs(order, price, time);
        if (as != null) {
            audit.checkFill(order.contract.symbol(), order.side, price, time, Math.max(order.placed, order.seesFrom));
            fillLater(order, as, time, price);
        }
    }

    private void fillLater(Order order, String as, long time, BigDecimal price) {
        entries.remove(order);
        closings.remove(order);
        ReferenceEvent event = day.event("order_filled", time, order.node, order.event);
        event.list(order.closes == null ? "opened" : "closed");
        fill(order, as, time, price, event);
    }

    private void tick(ReferenceTransaction.Protection protection, ReferencePrices.Tick tick) {
        BigDecimal price = prices.price(tick, protection.of.closingSide());
        if (price == null || !protects(protection)) {
            return;
        }
        protection.see(price);
        if (protection.isHitAt(price)) {
            hit(protection, tick.time(), price, false);
        }
    }

    /** {@return whether it is still armed, and no limit of another one rests} */
    private static boolean protects(ReferenceTransaction.Protection protection) {
        ReferenceTransaction of = protection.of;
        boolean suspended = of.closing != null && of.closing.ofProtection;
        return !suspended && of.protections.get(protection.block.kind()) == protection;
    }

    private void hit(ReferenceTransaction.Protection protection, long time, BigDecimal price, boolean ambiguous) {
        ReferenceTransaction of = protection.of;
        ReferenceStrategy.Block block = protection.block;
        ReferenceEvent event = day.event("protection_hit", time, of.leg.node(), protection.armedBy);
        BigDecimal level = protection.gridLevel();
        event.put("position_id", of.leg.vpi());
        event.put("protection", block.kind());
        event.put("level", level);
        event.list("closed");
        event.list("resting");
        event.list("cancelled");
        if (of.closing != null) {
            cancel(of.closing, event);
        }
        Order order = closing(of, null, List.of(), of.leg.node(), block.kind());
        order.ofProtection = true;
        order.ambiguous = ambiguous;
        if (block.limitBuffer() != null) {
            order.type = "limit";
            order.limit = of.isLong()
                    ? onTick(of.contract, level.subtract(block.limitBuffer()), true)
                    : onTick(of.contract, level.add(block.limitBuffer()), false);
            order.marketFrom = block.waitForMarket() ? Long.MAX_VALUE : time + block.waitNanos();
        }
        int worse = order.limit == null ? 0 : price.compareTo(order.limit) * (of.isLong() ? -1 : 1);
        if (worse <= 0) {
            audit.checkFill(of.contract.symbol(), order.side, price, time, armedFrom(protection));
            fill(order, order.type, time, price, event);
        } else {
            order.ambiguous = false;
            rest(order, time, event);
        }
    }

    private static long armedFrom(ReferenceTransaction.Protection protection) {
        ReferenceTransaction of = protection.of;
        return of.parts.isEmpty() ? of.entryTime : of.lastPart().time();
    }

    // ---------------------------------------------------------------- bars

    /** A bar begins: its open is a price at which whatever waits for one may fill. */
    void open(ReferencePrices.Bar bar) {
        List<ReferenceTransaction.Protection> armed = armed(bar.symbol());
        resting(bar.symbol()).forEach(order -> see(order, day.now(), bar.open()));
        for (ReferenceTransaction.Protection protection : armed) {
            if (protects(protection) && protection.isHitAt(bar.open())) {
                hit(protection, day.now(), bar.open(), false);
            }
        }
    }

    /** A bar has ended: between its low and its high every price was there. */
    void range(ReferencePrices.Bar bar) {
        List<ReferenceTransaction.Protection> armed = armed(bar.symbol());
        for (Order order : resting(bar.symbol())) {
            range(order, bar);
        }
        for (ReferenceTransaction.Protection protection : armed) {
            long touched = armed.stream()
                    .filter(other -> other.of == protection.of && protects(other) && isTouched(other, bar))
                    .count();
            if (protects(protection) && isTouched(protection, bar)) {
                // what was armed at the open may find it beyond its level
                BigDecimal price = protection.isHitAt(bar.open()) ? bar.open() : protection.gridLevel();
                hit(protection, bar.end(), price, touched > 1);
            }
        }
        for (ReferenceTransaction.Protection protection : armed) {
            if (protects(protection)) {
                protection.see(protection.of.isLong() ? bar.high() : bar.low());
            }
        }
    }

    private static boolean isTouched(ReferenceTransaction.Protection protection, ReferencePrices.Bar bar) {
        return protection.isHitAt(bar.low()) || protection.isHitAt(bar.high());
    }

    /** Fills an order at its own price if the bar came there. */
    private void range(Order order, ReferencePrices.Bar bar) {
        boolean buy = order.side.equals("BUY");
        BigDecimal price = order.limit;
        String as = "limit";
        if (order.stop != null && !order.triggered) {
            order.triggered =
                    buy ? bar.high().compareTo(order.stop) >= 0 : bar.low().compareTo(order.stop) <= 0;
            boolean within = order.limit == null
                    || (buy ? order.stop.compareTo(order.limit) <= 0 : order.stop.compareTo(order.limit) >= 0);
            as = order.limit == null ? "market" : "limit";
            price = order.triggered && within ? order.stop : null;
        } else if (price != null) {
            boolean reached = buy ? bar.low().compareTo(price) <= 0 : bar.high().compareTo(price) >= 0;
            price = reached ? price : null;
        }
        if (price != null) {
            audit.checkFill(order.contract.symbol(), order.side, price, bar.end(), order.placed);
            fillLater(order, as, bar.end(), price);
        }
    }

    private List<ReferenceTransaction.Protection> armed(String symbol) {
        return transactions.stream()
                .filter(transaction -> transaction.contract.symbol().equals(symbol))
                .flatMap(transaction -> List.copyOf(transaction.protections.values()).stream())
                .toList();
    }

    private List<Order> resting(String symbol) {
        return Stream.concat(entries.stream(), closings.stream())
                .filter(order -> order.contract.symbol().equals(symbol))
                .toList();
    }

    // ---------------------------------------------------------------- fills

    private void fill(Order order, String as, long time, BigDecimal quoted, ReferenceEvent event) {
        BigDecimal price = as.equals("limit") ? quoted : slipped(order.contract, order.side, quoted);
        BigDecimal slippage = price.subtract(quoted).abs();
        if (order.closes == null) {
            open(order, time, price, slippage, underlying(order, quoted), event);
        } else {
            close(order, as, time, price, slippage, underlying(order, quoted), event);
        }
    }

    /** {@return what the trading instrument is worth where an order fills; a bar's fill of its own is that price} */
    private BigDecimal underlying(Order order, BigDecimal price) {
        boolean own = market.barWidth() != null && order.contract.symbol().equals(trading);
        return own ? price : prices.last(trading);
    }

    private BigDecimal slipped(Instrument contract, String side, BigDecimal price) {
        Slippage slippage = terms.slippage();
        if (slippage.isNone()) {
            return price;
        }
        BigDecimal distance = slippage.unit() == Slippage.Unit.TICKS
                ? slippage.value().multiply(BigDecimal.valueOf(contract.tickSize(), contract.priceScale()))
                : price.multiply(slippage.value()).movePointLeft(4);
        return side.equals("BUY")
                ? onTick(contract, price.add(distance), true)
                : onTick(contract, price.subtract(distance), false)
                        .max(BigDecimal.ZERO.setScale(contract.priceScale()));
    }

    private BigDecimal fees(Order order, BigDecimal lots, BigDecimal price) {
        long micros = terms.fees()
                .fees(
                        market.date(),
                        order.contract.exchange(),
                        order.contract.kind(),
                        Side.valueOf(order.side),
                        lots.multiply(key.scale()),
                        order.quantity.longValueExact(),
                        price.unscaledValue().longValueExact(),
                        order.contract.priceScale());
        return BigDecimal.valueOf(micros, 6);
    }

    private BigDecimal settlementFees(Order order, BigDecimal price) {
        long micros = terms.fees()
                .settlementFees(
                        market.date(),
                        order.contract.exchange(),
                        order.contract.kind(),
                        Side.valueOf(order.side),
                        order.lots.multiply(key.scale()),
                        order.quantity.longValueExact(),
                        price.unscaledValue().longValueExact(),
                        order.contract.priceScale());
        return BigDecimal.valueOf(micros, 6);
    }

    private void open(
            Order order,
            long time,
            BigDecimal price,
            BigDecimal slippage,
            BigDecimal underlying,
            ReferenceEvent event) {
        BigDecimal fees = fees(order, order.lots, price);
        ReferenceTransaction transaction = new ReferenceTransaction(
                order.leg,
                transactionsOf(order.leg.vpi()).size() + 1,
                order.contract,
                order.quantity,
                time,
                price,
                fees,
                underlying,
                event,
                day.snapshot());
        transactions.add(transaction);
        audit.book(order.contract.symbol(), order.side, order.side, order.quantity, price, fees);
        event.list("opened")
                .add(row(
                        "position_id",
                        order.leg.vpi(),
                        "position_num",
                        transaction.number,
                        "symbol",
                        order.contract.symbol(),
                        "exchange",
                        order.contract.exchange(),
                        "side",
                        order.side,
                        "lots",
                        order.lots.stripTrailingZeros(),
                        "quantity",
                        order.quantity,
                        "order_type",
                        order.type,
                        "price",
                        price,
                        "slippage",
                        slippage,
                        "fees",
                        day.money(fees),
                        "fill_time",
                        ReferenceText.time(time, day.zone()),
                        "underlying_price",
                        transaction.underlyingPrice));
        arm(transaction, order.leg.protections(), event, price);
    }

    private void close(
            Order order,
            String as,
            long time,
            BigDecimal price,
            BigDecimal slippage,
            BigDecimal underlying,
            ReferenceEvent event) {
        ReferenceTransaction transaction = order.closes;
        transaction.closing = null;
        BigDecimal fees = as.equals("settlement") ? settlementFees(order, price) : fees(order, order.lots, price);
        ReferenceTransaction.Part part = transaction.close(
                order.quantity, order.lots, time, price, fees, order.reason, order.ambiguous, event, underlying);
        parts.add(part);
        audit.book(order.contract.symbol(), order.leg.side(), order.side, order.quantity, price, fees);
        Map<String, Object> row = row(
                "position_id",
                order.leg.vpi(),
                "position_num",
                transaction.number,
                "symbol",
                order.contract.symbol(),
                "exchange",
                order.contract.exchange(),
                "side",
                order.side,
                "lots",
                part.lots().stripTrailingZeros(),
                "quantity",
                order.quantity,
                "order_type",
                as,
                "price",
                price,
                "slippage",
                slippage,
                "fees",
                day.money(fees),
                "fill_time",
                ReferenceText.time(time, day.zone()),
                "reason",
                order.reason);
        if (order.ambiguous) {
            row.put("ambiguous", true);
        }
        row.put("pnl", day.money(part.profit()));
        event.list("closed").add(row);
        if (transaction.open()) {
            arm(transaction, order.afterwards, event, price);
        } else {
            transaction.protections.clear();
        }
    }

    private static void arm(
            ReferenceTransaction transaction,
            List<ReferenceStrategy.Block> blocks,
            ReferenceEvent event,
            BigDecimal base) {
        for (ReferenceStrategy.Block block : blocks) {
            ReferenceTransaction.Protection protection =
                    new ReferenceTransaction.Protection(block, transaction, event, base);
            transaction.protections.put(block.kind(), protection);
            event.list("protections")
                    .add(row(
                            "position_id", transaction.leg.vpi(),
                            "protection", block.kind(),
                            "level", protection.gridLevel()));
        }
    }

    // ---------------------------------------------------------------- the end

    /** Cancels everything and closes everything, by orders that may rest. */
    void closeAll(ReferenceEvent event, @Nullable String node, String reason) {
        end(event, transaction -> closing(transaction, null, List.of(), node, reason));
    }

    /** Cancels everything and closes everything at what it is worth now. */
    void closeAtMarks(ReferenceEvent event, String reason) {
        end(event, transaction -> {
            Order order = closing(transaction, null, List.of(), null, reason);
            order.priceAtOnce = mark(transaction);
            return order;
        });
    }

    private void end(ReferenceEvent event, Function<ReferenceTransaction, Order> closing) {
        ReferenceEvent told = new ReferenceEvent(event.id, null, null);
        Stream.concat(entries.stream(), closings.stream()).toList().forEach(order -> cancel(order, told));
        event.list("closed");
        for (ReferenceTransaction transaction : transactions) {
            transaction.protections.clear();
            if (transaction.open()) {
                Order order = closing.apply(transaction);
                order.event = event;
                if (order.priceAtOnce == null) {
                    rest(order, day.now(), event);
                } else {
                    fill(order, "market", day.now(), order.priceAtOnce, event);
                }
            }
        }
        event.put("cancelled", told.list("cancelled"));
    }

    private boolean expires(Instrument contract) {
        return market.date().equals(contract.expiry());
    }

    private boolean isSettled(ReferenceTransaction transaction) {
        return transaction.open() && transaction.leg.overnight() && expires(transaction.contract);
    }

    /** {@return what the last session of a contract cancels: its entry orders, and what would close what is settled} */
    private List<Order> ordersOfExpiring() {
        return Stream.concat(
                        entries.stream().filter(order -> expires(order.contract)),
                        closings.stream().filter(order -> isSettled(order.closes)))
                .toList();
    }

    boolean hasExpiring() {
        return !ordersOfExpiring().isEmpty() || transactions.stream().anyMatch(this::isSettled);
    }

    /** Contracts expire: what is kept in them overnight is settled by what the trading instrument is worth. */
    void settle(ReferenceEvent event) {
        ReferenceEvent told = new ReferenceEvent(event.id, null, null);
        ordersOfExpiring().forEach(order -> cancel(order, told));
        event.list("closed");
        for (ReferenceTransaction transaction : transactions) {
            if (isSettled(transaction)) {
                Order order = closing(transaction, null, List.of(), null, "expired");
                order.event = event;
                BigDecimal price = settlement(transaction.contract);
                close(order, "settlement", day.now(), price, price.subtract(price), prices.last(trading), event);
            }
        }
        event.put("cancelled", told.list("cancelled"));
    }

    private BigDecimal settlement(Instrument contract) {
        BigDecimal underlying = prices.last(trading).setScale(contract.priceScale(), RoundingMode.HALF_EVEN);
        if (contract.strike() == null) {
            return underlying;
        }
        BigDecimal above = underlying.subtract(contract.strike());
        return (contract.optionType() == OptionType.CE ? above : above.negate())
                .max(BigDecimal.ZERO)
                .setScale(contract.priceScale(), RoundingMode.HALF_EVEN);
    }

    /** {@return the orders that do not live longer than the session} */
    private List<Order> ordersOfTheDay() {
        return Stream.concat(entries.stream().filter(order -> !order.leg.goodTillCancelled()), closings.stream())
                .toList();
    }

    private static boolean isOfTheDay(ReferenceTransaction transaction) {
        return transaction.open() && !transaction.leg.overnight();
    }

    boolean hasLeftovers() {
        return !ordersOfTheDay().isEmpty() || transactions.stream().anyMatch(ReferenceDesk::isOfTheDay);
    }

    /** The session closes: what is not kept overnight is cancelled, or closed at what it is worth now. */
    void closeLeftovers(ReferenceEvent event) {
        ReferenceEvent told = new ReferenceEvent(event.id, null, null);
        ordersOfTheDay().forEach(order -> cancel(order, told));
        event.list("closed");
        for (ReferenceTransaction transaction : transactions) {
            if (isOfTheDay(transaction)) {
                Order order = closing(transaction, null, List.of(), null, "session_end");
                order.event = event;
                fill(order, "market", day.now(), mark(transaction), event);
            }
        }
        event.put("cancelled", told.list("cancelled"));
    }

    /** An order; closes is null if it opens a position. */
    static final class Order {
        private final ReferenceStrategy.Leg leg;
        private final Instrument contract;
        private final String side;
        private String type;
        private BigDecimal quantity = BigDecimal.ZERO;
        private BigDecimal lots = BigDecimal.ZERO;
        /** Null until it is known, or if there is none. */
        private @Nullable BigDecimal limit;

        private @Nullable BigDecimal stop;
        private boolean triggered;
        /** When the limit has been waited for long enough. */
        private long marketFrom = Long.MAX_VALUE;

        private @Nullable ReferenceTransaction closes;
        private boolean ofProtection;
        /** Whether the bar that hit the protection touched others too. */
        private boolean ambiguous;

        private List<ReferenceStrategy.Block> afterwards = List.of();
        private String reason = "";
        private @Nullable String node;
        /** When it came to rest, and in which event. */
        private long placed;
        /** Prices before this time do not fill it. */
        private long seesFrom;

        private @Nullable ReferenceEvent event;

        /** Where it fills in the slice in which it is placed, or null if it rests. */
        @Nullable BigDecimal priceAtOnce;

        Order(ReferenceStrategy.Leg leg, Instrument contract, String side, String type) {
            this.leg = leg;
            this.contract = contract;
            this.side = side;
            this.type = type;
        }
    }
}
