package dev.nightjar.engine;

import dev.nightjar.strategy.Condition.Comparison;
import dev.nightjar.strategy.Role;

/**
 * When a condition may hold next, as long as nothing happens to the instance: no event, no fill.
 *
 * <p>An instance sleeps through the slices before. An alarm that rings too early costs time and changes nothing, as the
 * condition itself is evaluated then.
 */
interface Alarm {

    /** {@return the first slice in which it may hold, from {@code from} on and before {@code end}; that if there is none} */
    int next(InstanceDay day, int from, int end);

    /** {@return the same in words} */
    Explanation.Wait told(AlarmWords words);

    /** {@return whether it depends on nothing but the market, so that what it says does not change with what the instance does} */
    default boolean isOfMarket() {
        return false;
    }

    private static boolean areOfMarket(Alarm... members) {
        for (Alarm member : members) {
            if (!member.isOfMarket()) {
                return false;
            }
        }
        return true;
    }

    /** One that rings exactly when its condition holds. */
    interface Exact extends Alarm {

        /** {@return a slice before which it holds from one on in which it does; at most {@code end}} */
        int until(InstanceDay day, int holding, int end);
    }

    /** All of several; those of an empty group hold always. */
    record All(Alarm[] members) implements Alarm {
        @Override
        public int next(InstanceDay day, int from, int end) {
            int slice = from;
            int agreeing = 0;
            for (int member = 0; agreeing < members.length && slice < end; member = (member + 1) % members.length) {
                int next = members[member].next(day, slice, end);
                agreeing = next == slice ? agreeing + 1 : 1;
                slice = next;
            }
            return slice;
        }

        @Override
        public Explanation.Wait told(AlarmWords words) {
            return words.group("all of", members);
        }

        @Override
        public boolean isOfMarket() {
            return areOfMarket(members);
        }
    }

    /** Any of several. */
    record Any(Alarm[] members) implements Alarm {
        @Override
        public int next(InstanceDay day, int from, int end) {
            int first = end;
            for (Alarm member : members) {
                first = member.next(day, from, first);
            }
            return first;
        }

        @Override
        public Explanation.Wait told(AlarmWords words) {
            return words.group("any of", members);
        }

        @Override
        public boolean isOfMarket() {
            return areOfMarket(members);
        }
    }

    /** Never. */
    record Never() implements Alarm {
        @Override
        public int next(InstanceDay day, int from, int end) {
            return end;
        }

        @Override
        public Explanation.Wait told(AlarmWords words) {
            return words.seldom("never: there is no condition");
        }

        @Override
        public boolean isOfMarket() {
            return true;
        }
    }

    /**
     * In every slice.
     *
     * @param because why, in words
     */
    record Always(String because) implements Alarm {
        @Override
        public int next(InstanceDay day, int from, int end) {
            return from;
        }

        @Override
        public Explanation.Wait told(AlarmWords words) {
            return words.always(because);
        }

        @Override
        public boolean isOfMarket() {
            return true;
        }
    }

    /** A condition that is the same for all instances with the same instruments. */
    record Shared(int fact, Exact alarm) implements Alarm {
        @Override
        public int next(InstanceDay day, int from, int end) {
            return day.market().fact(fact).next(alarm, day, from, end);
        }

        @Override
        public Explanation.Wait told(AlarmWords words) {
            return alarm.told(words).sharedAs(fact);
        }

        @Override
        public boolean isOfMarket() {
            return true;
        }
    }

    /**
     * A condition on positions.
     *
     * @param legs those of which something is read that changes while they are open
     * @param closed rings while none of them is
     * @param open rings else
     */
    record OfPositions(int[] legs, Alarm closed, Alarm open) implements Alarm {
        @Override
        public int next(InstanceDay day, int from, int end) {
            for (int leg : legs) {
                if (day.leg(leg).isOpen()) {
                    return open.next(day, from, end);
                }
            }
            return closed.next(day, from, end);
        }

        @Override
        public Explanation.Wait told(AlarmWords words) {
            return words.positions(legs, closed.told(words), open.told(words));
        }
    }

    /** A comparison with open positions, slice by slice. */
    record Positions(Predicate.Leaf leaf) implements Alarm {
        @Override
        public int next(InstanceDay day, int from, int end) {
            int slice = from;
            try {
                while (slice < end && !isTrue(day, slice)) {
                    slice++;
                }
            } finally {
                day.lookBack();
            }
            return slice;
        }

        private boolean isTrue(InstanceDay day, int slice) {
            day.lookAtPositions(slice);
            try {
                return leaf.isTrue(day);
            } catch (ArithmeticException tooLarge) {
                // Whether anybody asks, and must be told, shows when the slice is evaluated.
                return true;
            }
        }

        @Override
        public Explanation.Wait told(AlarmWords words) {
            return words.everySlice(leaf);
        }
    }

    /** The time of the slice compared with what does not change. */
    record Time(Predicate.Leaf leaf, boolean timeIsLeft, boolean isOfMarket) implements Alarm {
        @Override
        public int next(InstanceDay day, int from, int end) {
            day.lookAt(from);
            double time = (timeIsLeft ? leaf.rhs() : leaf.lhs()).at(day);
            Comparison comparison = timeIsLeft ? leaf.comparison() : mirrored(leaf.comparison());
            return switch (comparison) {
                case GREATER_OR_EQUAL -> day.market().slices().firstAt(time, from, end);
                case GREATER -> day.market().slices().firstAt(Math.nextUp(time), from, end);
                case BETWEEN -> {
                    double upper =
                            leaf.upper() == null ? Double.NaN : leaf.upper().at(day);
                    int first = day.market().slices().firstAt(time, from, end);
                    yield first < day.market().slices().firstAt(Math.nextUp(upper), from, end) ? first : end;
                }
                default ->
                    leaf.isTrue(day)
                            ? from
                            : comparison == Comparison.LESS || comparison == Comparison.LESS_OR_EQUAL
                                    ? end
                                    : Math.min(from + 1, end);
            };
        }

        @Override
        public Explanation.Wait told(AlarmWords words) {
            Comparison comparison = timeIsLeft ? leaf.comparison() : mirrored(leaf.comparison());
            return words.time(leaf.number(), comparison, timeIsLeft);
        }
    }

    /** Operands that change when candles complete, and not between. */
    record Candles(Predicate.Leaf leaf, int[] series) implements Exact {
        @Override
        public int next(InstanceDay day, int from, int end) {
            return isOfLines() ? nextOfLines(day.market(), from, end) : nextOfSlices(day, from, end);
        }

        private boolean isOfLines() {
            return series.length == 1
                    && CandleLine.has(leaf.lhs())
                    && CandleLine.has(leaf.rhs())
                    && CandleLine.has(leaf.upper());
        }

        private int nextOfLines(MarketView market, int from, int end) {
            Completions completions = market.completions(series[0]);
            CandleLine lhs = CandleLine.of(leaf.lhs(), market);
            CandleLine rhs = CandleLine.of(leaf.rhs(), market);
            CandleLine upper = CandleLine.of(leaf.upper(), market);
            int slice = from;
            int completion = completions.until(from);
            int forming = completion > 0 ? completions.forming(completion - 1) : market.forming(series[0], from);
            while (slice < end) {
                if (leaf.compare(lhs.at(forming), rhs.at(forming), upper.at(forming))) {
                    return slice;
                }
                if (completion == completions.count()) {
                    return end;
                }
                slice = completions.slice(completion);
                forming = completions.forming(completion++);
            }
            return end;
        }

        private int nextOfSlices(InstanceDay day, int from, int end) {
            for (int slice = from; slice < end; slice = until(day, slice, end)) {
                day.lookAt(slice);
                if (leaf.isTrue(day)) {
                    return slice;
                }
            }
            return end;
        }

        @Override
        public int until(InstanceDay day, int holding, int end) {
            return day.market().nextCompletion(series, holding, end);
        }

        @Override
        public Explanation.Wait told(AlarmWords words) {
            return words.completions(leaf.number(), series);
        }
    }

    /**
     * A cross of such operands.
     *
     * @param remembered whether the instance itself decides what it was before, as its variables do
     */
    record CandleCross(Predicate.Cross cross, int[] series, boolean remembered) implements Exact {
        @Override
        public int next(InstanceDay day, int from, int end) {
            return !remembered && isOfLines() ? nextOfLines(day.market(), from, end) : nextOfSlices(day, from, end);
        }

        private boolean isOfLines() {
            return series.length == 1 && CandleLine.has(cross.lhs()) && CandleLine.has(cross.rhs());
        }

        private int nextOfLines(MarketView market, int from, int end) {
            Completions completions = market.completions(series[0]);
            CandleLine lhs = CandleLine.of(cross.lhs(), market);
            CandleLine rhs = CandleLine.of(cross.rhs(), market);
            for (int completion = Math.max(0, completions.until(from) - 1);
                    completion < completions.count() && completions.slice(completion) < end;
                    completion++) {
                int forming = completions.forming(completion);
                if (cross.crossed(lhs.at(forming - 1), rhs.at(forming - 1), lhs.at(forming), rhs.at(forming))) {
                    return Math.max(from, completions.slice(completion));
                }
            }
            return end;
        }

        private int nextOfSlices(InstanceDay day, int from, int end) {
            for (int slice = from; slice < end; slice = until(day, slice, end)) {
                if (day.crosses().holdsAt(cross, day, slice, remembered)) {
                    return slice;
                }
            }
            return end;
        }

        @Override
        public int until(InstanceDay day, int holding, int end) {
            return day.market().nextCompletion(series, holding, end);
        }

        @Override
        public Explanation.Wait told(AlarmWords words) {
            return words.completions(cross.number(), series);
        }
    }

    /** The last price of an instrument compared with operands of that kind. */
    record Level(Predicate.Leaf leaf, boolean priceIsLeft, Role role, int[] series) implements Exact {
        @Override
        public int next(InstanceDay day, int from, int end) {
            int slice = from;
            while (slice < end) {
                int completion = day.market().nextCompletion(series, slice, end);
                day.lookAt(slice);
                int found = day.market().prices(role).firstInside(slice, completion, lowest(day), highest(day));
                if (found < completion) {
                    return found;
                }
                slice = completion;
            }
            return end;
        }

        @Override
        public int until(InstanceDay day, int holding, int end) {
            int completion = day.market().nextCompletion(series, holding, end);
            day.lookAt(holding);
            return day.market().prices(role).firstOutside(holding, completion, lowest(day), highest(day));
        }

        private Comparison comparison() {
            return priceIsLeft ? leaf.comparison() : mirrored(leaf.comparison());
        }

        /** {@return the key of the lowest price at which it holds; above all if none does} */
        private long lowest(InstanceDay day) {
            double low = low(day);
            return Double.isNaN(low) ? Long.MAX_VALUE : Extremes.key(low);
        }

        /** {@return the key of the highest one; below all if none does} */
        private long highest(InstanceDay day) {
            return Extremes.key(high(day));
        }

        private double low(InstanceDay day) {
            double level = (priceIsLeft ? leaf.rhs() : leaf.lhs()).at(day);
            return switch (comparison()) {
                case GREATER -> Math.nextUp(level);
                case GREATER_OR_EQUAL, EQUAL, BETWEEN -> level;
                default -> Double.isNaN(level) ? level : Double.NEGATIVE_INFINITY;
            };
        }

        private double high(InstanceDay day) {
            double level = (priceIsLeft ? leaf.rhs() : leaf.lhs()).at(day);
            return switch (comparison()) {
                case LESS -> Math.nextDown(level);
                case LESS_OR_EQUAL, EQUAL -> level;
                case BETWEEN -> leaf.upper() == null ? Double.NaN : leaf.upper().at(day);
                default -> Double.isNaN(level) ? level : Double.POSITIVE_INFINITY;
            };
        }

        @Override
        public Explanation.Wait told(AlarmWords words) {
            return words.level(leaf.number(), comparison(), priceIsLeft, role, series);
        }
    }

    /** Anything that the market alone decides, slice by slice. */
    record Slices(Predicate.Leaf leaf) implements Exact {
        @Override
        public int next(InstanceDay day, int from, int end) {
            for (int slice = from; slice < end; slice++) {
                day.lookAt(slice);
                if (leaf.isTrue(day)) {
                    return slice;
                }
            }
            return end;
        }

        @Override
        public int until(InstanceDay day, int holding, int end) {
            return holding + 1;
        }

        @Override
        public Explanation.Wait told(AlarmWords words) {
            return words.everySlice(leaf);
        }
    }

    /** A cross of which a side may change in every slice. */
    record SliceCross(Predicate.Cross cross) implements Exact {
        @Override
        public int next(InstanceDay day, int from, int end) {
            // Before a day's first slice is what the day before left, which only that day's instance knows.
            if (from == 0) {
                return 0;
            }
            day.lookAt(from - 1);
            double lhs = cross.lhs().at(day);
            double rhs = cross.rhs().at(day);
            for (int slice = from; slice < end; slice++) {
                day.lookAt(slice);
                if (cross.isTrue(day, lhs, rhs)) {
                    return slice;
                }
                lhs = cross.lhs().at(day);
                rhs = cross.rhs().at(day);
            }
            return end;
        }

        @Override
        public int until(InstanceDay day, int holding, int end) {
            return holding + 1;
        }

        @Override
        public Explanation.Wait told(AlarmWords words) {
            return words.everySlice(cross);
        }
    }

    /** {@return the comparison that says the same with its sides exchanged} */
    private static Comparison mirrored(Comparison comparison) {
        return switch (comparison) {
            case LESS -> Comparison.GREATER;
            case LESS_OR_EQUAL -> Comparison.GREATER_OR_EQUAL;
            case GREATER -> Comparison.LESS;
            case GREATER_OR_EQUAL -> Comparison.LESS_OR_EQUAL;
            default -> comparison;
        };
    }
}
