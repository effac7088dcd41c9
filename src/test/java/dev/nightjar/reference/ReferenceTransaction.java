package dev.nightjar.reference;

import dev.nightjar.market.Instrument;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One entry of a leg with its exits. */
final class ReferenceTransaction {

    final ReferenceStrategy.Leg leg;
    final int number;
    final Instrument contract;
    final BigDecimal quantity;
    final long entryTime;
    final BigDecimal entryPrice;
    final BigDecimal entryFees;
    final BigDecimal underlyingPrice;
    final ReferenceEvent entryEvent;
    final Map<String, Object> variables;
    final List<Part> parts = new ArrayList<>();
    /** By kind; the alphabet is their order: stop_loss, take_profit, trailing_stop. */
    final Map<String, Protection> protections = new TreeMap<>();
    /** What closes it when its price comes, or null. */
    ReferenceDesk.@Nullable Order closing;

    ReferenceTransaction(
            ReferenceStrategy.Leg leg,
            int number,
            Instrument contract,
            BigDecimal quantity,
            long entryTime,
            BigDecimal entryPrice,
            BigDecimal entryFees,
            BigDecimal underlyingPrice,
            ReferenceEvent entryEvent,
            Map<String, Object> variables) {
        this.leg = leg;
        this.number = number;
        this.contract = contract;
        this.quantity = quantity;
        this.entryTime = entryTime;
        this.entryPrice = entryPrice;
        this.entryFees = entryFees;
        this.underlyingPrice = underlyingPrice;
        this.entryEvent = entryEvent;
        this.variables = variables;
    }

    boolean isLong() {
        return leg.side().equals("BUY");
    }

    String closingSide() {
        return isLong() ? "SELL" : "BUY";
    }

    BigDecimal openUnits() {
        return quantity.subtract(sum(Part::units));
    }

    boolean open() {
        return openUnits().signum() > 0;
    }

    Part lastPart() {
        return parts.get(parts.size() - 1);
    }

    /** {@return the fees of the entry and of what was closed so far} */
    BigDecimal fees() {
        return entryFees.add(sum(Part::exitFees));
    }

    BigDecimal realized() {
        return sum(Part::profit);
    }

    /** {@return the profit of the open units at a price, net of what is left of the entry's fees} */
    BigDecimal unrealized(BigDecimal price) {
        BigDecimal cost = amount(entryPrice, quantity).subtract(sum(Part::entryAmount));
        return gain(cost, amount(price, openUnits())).subtract(entryFees.subtract(sum(Part::entryFees)));
    }

    /** {@return the lots that so many units are, where as many were asked for} */
    BigDecimal lotsOf(BigDecimal units, @Nullable BigDecimal asked) {
        BigDecimal left = leg.lots().subtract(sum(Part::lots)).max(BigDecimal.ZERO);
        return asked == null || units.compareTo(openUnits()) == 0 ? left : left.min(asked);
    }

    /** Closes some units; the last ones take what earlier ones left of amount and fees. */
    Part close(
            BigDecimal units,
            @Nullable BigDecimal lots,
            long time,
            BigDecimal price,
            BigDecimal exitFees,
            String reason,
            boolean ambiguous,
            ReferenceEvent event,
            BigDecimal underlyingPriceOnExit) {
        boolean last = units.compareTo(openUnits()) == 0;
        BigDecimal entryAmount =
                last ? amount(entryPrice, quantity).subtract(sum(Part::entryAmount)) : amount(entryPrice, units);
        BigDecimal shareOfFees = last
                ? entryFees.subtract(sum(Part::entryFees))
                : entryFees.multiply(units).divide(quantity, 6, RoundingMode.HALF_EVEN);
        BigDecimal profit =
                gain(entryAmount, amount(price, units)).subtract(shareOfFees).subtract(exitFees);
        Part part = new Part(
                this,
                parts.size() + 1,
                units,
                lotsOf(units, lots),
                time,
                price,
                entryAmount,
                shareOfFees,
                exitFees,
                profit,
                reason,
                ambiguous,
                event,
                underlyingPriceOnExit);
        parts.add(part);
        return part;
    }

    private BigDecimal gain(BigDecimal entryAmount, BigDecimal exitAmount) {
        return isLong() ? exitAmount.subtract(entryAmount) : entryAmount.subtract(exitAmount);
    }

    private static BigDecimal amount(BigDecimal price, BigDecimal units) {
        return price.multiply(units).setScale(6, RoundingMode.HALF_EVEN);
    }

    private BigDecimal sum(java.util.function.Function<Part, BigDecimal> member) {
        return parts.stream().map(member).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Nullable BigDecimal trailingLevel() {
        Protection trailing = protections.get("trailing_stop");
        return trailing == null ? null : trailing.level();
    }

    /** What one fill closed. */
    record Part(
            ReferenceTransaction transaction,
            int number,
            BigDecimal units,
            BigDecimal lots,
            long time,
            BigDecimal price,
            BigDecimal entryAmount,
            BigDecimal entryFees,
            BigDecimal exitFees,
            BigDecimal profit,
            String reason,
            boolean ambiguous,
            ReferenceEvent event,
            BigDecimal underlyingPrice) {}

    /** An armed stop loss, target or trailing stop. */
    static final class Protection {
        final ReferenceStrategy.Block block;
        final ReferenceTransaction of;
        final ReferenceEvent armedBy;
        private final BigDecimal base;
        private final BigDecimal distance;
        private final BigDecimal step;
        private BigDecimal best;

        Protection(ReferenceStrategy.Block block, ReferenceTransaction of, ReferenceEvent armedBy, BigDecimal base) {
            this.block = block;
            this.of = of;
            this.armedBy = armedBy;
            this.base = base;
            this.best = base;
            distance = inPrice(block.distance());
            step = inPrice(block.step());
        }

        private BigDecimal inPrice(BigDecimal length) {
            return block.percentage() ? base.multiply(length).movePointLeft(2) : length;
        }

        private boolean isTarget() {
            return block.kind().equals("take_profit");
        }

        /** Whether it is hit at or below its level. */
        private boolean isBelow() {
            return of.isLong() != isTarget();
        }

        void see(BigDecimal price) {
            best = of.isLong() ? best.max(price) : best.min(price);
        }

        /** {@return where it is, exactly} */
        BigDecimal level() {
            BigDecimal from = base;
            if (block.kind().equals("trailing_stop")) {
                BigDecimal move = best.subtract(base);
                if (step.signum() > 0) {
                    move = move.abs()
                            .divide(step, 0, RoundingMode.FLOOR)
                            .multiply(step)
                            .multiply(BigDecimal.valueOf(move.signum()));
                }
                from = base.add(move);
            }
            return isBelow() ? from.subtract(distance) : from.add(distance);
        }

        /** {@return the price at which it is hit} */
        BigDecimal gridLevel() {
            return level().setScale(of.contract.priceScale(), isBelow() ? RoundingMode.FLOOR : RoundingMode.CEILING);
        }

        boolean isHitAt(BigDecimal price) {
            int above = price.compareTo(gridLevel());
            return isBelow() ? above <= 0 : above >= 0;
        }
    }
}
