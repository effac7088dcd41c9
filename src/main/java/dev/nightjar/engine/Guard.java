package dev.nightjar.engine;

import dev.nightjar.engine.DayJournal.Protection;
import dev.nightjar.market.Side;
import dev.nightjar.strategy.Distance;
import dev.nightjar.strategy.Protections;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A protection of an open transaction, armed by a fill: a price level that closes it when it is reached. A leg has one of each kind,
 * which begins anew with each fill that arms it.
 *
 * <p>Levels are exact. A stop is hit at or below its floor on the grid of the contract's price scale, a target at or above
 * its ceiling; all is written for long positions, and mirrored for short ones as {@link Steps} says.
 */
final class Guard {

    private static final int UNKNOWN = -2;

    private final Protection kind;
    private int event;
    private int from;
    private Protections.@Nullable LimitClose limit;
    private long sign;
    private int priceScale;
    /** Mirrored, on the price grid. */
    private long level;

    /** Null if it does not trail, likewise. */
    private final @Nullable Trail trail;

    private final @Nullable Pursuit pursuit;
    /** The tick before which a trailing stop has seen all. */
    private int followed;
    /** Whether it has seen every tick since it was armed, and nothing else. */
    private boolean followsAll;
    /** Where it is hit, and the best price until then, once that was looked up. */
    private int foundHit;

    private long bestUntilHit;

    Guard(Protection kind) {
        this.kind = kind;
        trail = kind == Protection.TRAILING_STOP ? new Trail() : null;
        pursuit = trail == null ? null : new Pursuit();
    }

    /** Distances from prices, in units of a price scale. Those in points are the same for every price, and worked out once. */
    static final class Distances {

        private static final int MOST = 4;

        private final int priceScale;
        private final BigDecimal[] points = new BigDecimal[MOST];
        private final BigDecimal[] units = new BigDecimal[MOST];
        private final long[] whole = new long[MOST];
        private int count;

        Distances(int priceScale) {
            this.priceScale = priceScale;
        }

        int priceScale() {
            return priceScale;
        }

        /** {@return a distance from a price} */
        private BigDecimal units(Distance distance, long price) {
            return distance.percentage() ? exact(distance, price) : units[place(distance, price)];
        }

        /** {@return a distance, rounded up to the price grid} */
        private long whole(Distance distance, long price) {
            return distance.percentage() ? Steps.ceiling(exact(distance, price), 1) : whole[place(distance, price)];
        }

        private BigDecimal exact(Distance distance, long price) {
            return Steps.units(distance.from(BigDecimal.valueOf(price, priceScale)), priceScale);
        }

        private int place(Distance distance, long price) {
            for (int place = 0; place < count; place++) {
                if (points[place] == distance.value()) {
                    return place;
                }
            }
            // Blocks of exits come after those of entries, and each stands for a while.
            int place = count == MOST ? 0 : count;
            points[place] = distance.value();
            units[place] = exact(distance, price);
            whole[place] = Steps.ceiling(units[place], 1);
            count = place + 1;
            return place;
        }
    }

    /**
     * {@return whether a block has this kind of protection, which then begins}
     *
     * @param side of the position
     * @param base the price of the fill that arms, in units
     * @param inEvent that told it
     * @param first the first tick of the leg's quote that is looked at
     */
    boolean arm(Protections block, Side side, long base, Distances distances, int inEvent, int first) {
        long mirroredBase = Steps.sign(side) * base;
        switch (kind) {
            case STOP_LOSS -> {
                Protections.StopLoss stop = block.stopLoss();
                if (stop == null) {
                    return false;
                }
                limit = stop.limit();
                level = Math.subtractExact(mirroredBase, distances.whole(stop.distance(), base));
            }
            case TAKE_PROFIT -> {
                Protections.TakeProfit target = block.takeProfit();
                if (target == null) {
                    return false;
                }
                limit = null;
                level = Math.addExact(mirroredBase, distances.whole(target.distance(), base));
            }
            case TRAILING_STOP -> {
                Protections.TrailingStop trailing = block.trailingStop();
                if (trailing == null || trail == null) {
                    return false;
                }
                limit = trailing.limit();
                trail.begin(mirroredBase, base, trailing, distances);
                level = trail.level();
            }
        }
        event = inEvent;
        from = first;
        sign = Steps.sign(side);
        priceScale = distances.priceScale();
        followed = 0;
        followsAll = true;
        foundHit = UNKNOWN;
        return true;
    }

    /** The level of a trailing stop; all is mirrored and in units. */
    private static final class Trail {

        private long base;
        private BigDecimal distance = BigDecimal.ZERO;
        private BigDecimal step = BigDecimal.ZERO;
        /** The distance, rounded up to the price grid. */
        private long wholeDistance;

        private long best;
        /** The steps that are done, and the price that does the next one; unused if it moves continuously. */
        private BigDecimal steps = BigDecimal.ZERO;

        private long nextStep;

        void begin(long mirroredBase, long price, Protections.TrailingStop terms, Distances distances) {
            base = mirroredBase;
            distance = distances.units(terms.distance(), price);
            wholeDistance = distances.whole(terms.distance(), price);
            step = terms.step().signum() == 0
                    ? BigDecimal.ZERO
                    : distances.units(new Distance(terms.distance().percentage(), terms.step()), price);
            best = base;
            steps = BigDecimal.ZERO;
            if (isStepped()) {
                nextStep = Math.addExact(base, Steps.ceiling(step, 1));
            }
        }

        private boolean isStepped() {
            return step.signum() > 0;
        }

        /** Goes to where another one is. */
        void set(Trail other) {
            base = other.base;
            distance = other.distance;
            wholeDistance = other.wholeDistance;
            step = other.step;
            best = other.best;
            steps = other.steps;
            nextStep = other.nextStep;
        }

        /** {@return whether a price moves the level} */
        boolean moves(long price) {
            return price > best && (!isStepped() || price >= nextStep);
        }

        void moveTo(long price) {
            best = price;
            if (isStepped()) {
                steps = BigDecimal.valueOf(Math.subtractExact(price, base)).divide(step, 0, RoundingMode.FLOOR);
                nextStep = Math.addExact(
                        base, Steps.ceiling(steps.add(BigDecimal.ONE).multiply(step), 1));
            }
        }

        /** {@return its floor on the price grid} */
        long level() {
            return isStepped() ? Steps.floor(exactLevel(), 1) : Math.subtractExact(best, wholeDistance);
        }

        BigDecimal exactLevel() {
            BigDecimal reached =
                    isStepped() ? BigDecimal.valueOf(base).add(steps.multiply(step)) : BigDecimal.valueOf(best);
            return reached.subtract(distance);
        }
    }

    /** {@return the first tick from {@code next} on that hits one of some of a leg; how many there are if there is none} */
    static int firstOf(@Nullable Guard[] guards, PriceColumn ticks, int next) {
        int first = ticks.count();
        Guard stop = guards[Protection.STOP_LOSS.ordinal()];
        Guard target = guards[Protection.TAKE_PROFIT.ordinal()];
        if (stop != null && target != null && stop.from == target.from) {
            long low = Math.addExact(stop.level, 1);
            long high = Math.subtractExact(target.level, 1);
            int begin = Math.max(next, stop.from);
            first = stop.sign > 0
                    ? ticks.firstOutside(stop.from, begin, low, high)
                    : ticks.firstOutside(stop.from, begin, -high, -low);
        } else {
            first = stop == null ? first : stop.firstOf(ticks, next);
            first = target == null ? first : Math.min(first, target.firstOf(ticks, next));
        }
        Guard trailing = guards[Protection.TRAILING_STOP.ordinal()];
        return trailing == null ? first : Math.min(first, trailing.firstOf(ticks, next));
    }

    private int firstOf(PriceColumn ticks, int next) {
        int first = Math.max(next, from);
        if (trail == null || pursuit == null) {
            long beyond = kind == Protection.TAKE_PROFIT ? -sign : sign;
            long reached = kind == Protection.TAKE_PROFIT ? -level : level;
            return beyond > 0
                    ? ticks.firstOutside(from, first, Math.addExact(reached, 1), Long.MAX_VALUE)
                    : ticks.firstOutside(from, first, Long.MIN_VALUE, Math.subtractExact(-1, reached));
        }
        if (followsAll && !trail.isStepped()) {
            Retreat retreat = ticks.retreat(from, trail.base, sign);
            int hit = retreat == null ? -1 : retreat.first(trail.wholeDistance);
            if (retreat != null && hit >= first) {
                if (hit < ticks.count()) {
                    foundHit = hit;
                    bestUntilHit = retreat.best(trail.wholeDistance);
                }
                return hit;
            }
        }
        follow(ticks, next);
        return ticks.extremes().walk(first, ticks.count(), pursuit.begin(trail, sign));
    }

    /** Moves a trailing stop's level by the ticks before one. */
    void follow(PriceColumn ticks, int next) {
        int first = Math.max(followed, from);
        if (trail != null && first < next && next == foundHit + 1) {
            move(bestUntilHit);
            followed = next;
        } else if (trail != null && first < next) {
            Extremes.Range range = ticks.extremes().range(first, next);
            move(sign > 0 ? range.greatest() : -range.least());
            followed = next;
        }
    }

    /** Leaves out the ticks before one: they move nothing. */
    void overlook(int next) {
        followed = Math.max(followed, next);
        followsAll = false;
        foundHit = UNKNOWN;
    }

    /** Follows prices until one reaches the level of a trailing stop, which moves with them. */
    private static final class Pursuit implements Extremes.Walker {

        private final Trail trail = new Trail();
        private final Trail moved = new Trail();
        private long sign;
        private long level;

        /** {@return this, where a trailing stop is now} */
        Pursuit begin(Trail pursued, long ofSide) {
            sign = ofSide;
            trail.set(pursued);
            level = trail.level();
            return this;
        }

        @Override
        public boolean passes(long least, long greatest) {
            long low = sign > 0 ? least : -greatest;
            long high = sign > 0 ? greatest : -least;
            if (low <= level) {
                return false;
            }
            if (trail.moves(high)) {
                // Only if the level moved past the lowest of them may one have reached it; who asks again asks of
                // fewer.
                moved.set(trail);
                moved.moveTo(high);
                if (low <= moved.level()) {
                    return false;
                }
                trail.set(moved);
                level = trail.level();
            }
            return true;
        }
    }

    /** {@return whether the next tick of the leg's quote hits it} */
    boolean isHitByNext(Quote ticks) {
        if (ticks.next() < from) {
            return false;
        }
        if (kind == Protection.TAKE_PROFIT) {
            return ticks.nextHighest(sign) >= level;
        }
        if (ticks.column() != null) {
            follow(ticks.column(), ticks.next() + 1);
        }
        return ticks.nextLowest(sign) <= level;
    }

    /** A bar has ended that hit nothing. */
    void barEnds(Quote ticks) {
        if (ticks.next() >= from) {
            move(ticks.nextHighest(sign));
        }
    }

    private void move(long mirrored) {
        if (trail != null && trail.moves(mirrored)) {
            trail.moveTo(mirrored);
            level = trail.level();
        }
    }

    /**
     * {@return the price at which the next tick of a quote, which hits it, closes} Inside a bar that is its level; armed at an open
     * beyond it, as slippage can do, it never saw the level, and closes at the open.
     */
    long priceAtNext(Quote ticks) {
        if (!ticks.isRange()) {
            return ticks.nextPrice();
        }
        long open = sign * ticks.openOfRange();
        boolean beyond = kind == Protection.TAKE_PROFIT ? open >= level : open <= level;
        return beyond ? sign * open : level();
    }

    /** Another day begins, of which it looks at every tick. */
    void beginDay() {
        from = 0;
        followed = 0;
        followsAll = false;
        foundHit = UNKNOWN;
    }

    Protection kind() {
        return kind;
    }

    /** {@return the event that armed it} */
    int event() {
        return event;
    }

    /** {@return how it closes; null at market} */
    Protections.@Nullable LimitClose limit() {
        return limit;
    }

    /** {@return the level in units, on the price grid} */
    long level() {
        return sign * level;
    }

    /** {@return the price a closing limit order may fill at, in units} */
    long limitPrice(long step) {
        BigDecimal buffer = Objects.requireNonNull(limit).buffer();
        return sign * Steps.ceiling(BigDecimal.valueOf(level).subtract(Steps.units(buffer, priceScale)), step);
    }

    /** {@return a trailing stop's exact level as the nearest double} */
    double trailingPrice() {
        BigDecimal units = Objects.requireNonNull(trail).exactLevel();
        return units.multiply(BigDecimal.valueOf(sign))
                .movePointLeft(priceScale)
                .doubleValue();
    }
}
