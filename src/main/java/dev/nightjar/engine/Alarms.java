package dev.nightjar.engine;

import dev.nightjar.strategy.Condition.Comparison;
import dev.nightjar.strategy.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the alarm of a compiled condition: the closest one that what it looks at allows. */
final class Alarms {

    private final Graph graph;
    private final List<Fact.Pattern> facts = new ArrayList<>();

    Alarms(Graph graph) {
        this.graph = graph;
    }

    /** {@return what the shared alarms are about: with equal indicators equal patterns are equal conditions on equal instruments} */
    List<Fact.Pattern> facts() {
        return facts;
    }

    /** {@return the alarm of a list of conditions, of which an empty one never holds} */
    Alarm of(Predicate[] roots) {
        return roots.length == 0 ? new Alarm.Never() : all(roots);
    }

    private Alarm all(Predicate[] members) {
        Alarm[] alarms = Arrays.stream(members).map(this::of).toArray(Alarm[]::new);
        return alarms.length == 0
                ? new Alarm.Always("a group of no conditions holds always")
                : alarms.length == 1 ? alarms[0] : new Alarm.All(alarms);
    }

    private Alarm of(Predicate predicate) {
        if (predicate instanceof Predicate.Group group) {
            return !group.any() || group.members().length == 0
                    ? all(group.members())
                    : new Alarm.Any(Arrays.stream(group.members()).map(this::of).toArray(Alarm[]::new));
        }
        if (predicate instanceof Predicate.Cross cross) {
            return of(cross);
        }
        return of((Predicate.Leaf) predicate);
    }

    private Alarm of(Predicate.Cross cross) {
        Parts parts = new Parts();
        parts.add(cross.lhs());
        parts.add(cross.rhs());
        boolean live = graph.crosses().get(cross.cross()).live();
        Alarm.Exact alarm =
                live ? new Alarm.SliceCross(cross) : new Alarm.CandleCross(cross, parts.series(), !parts.ofMarket());
        return within(
                parts,
                alarm,
                new Alarm.Always("a cross of what an open position shows compares every slice with the one before"),
                new Pattern((cross.above() ? Comparison.CROSSES_ABOVE : Comparison.CROSSES_BELOW).name())
                        .add(cross.lhs())
                        .add(cross.rhs()));
    }

    private Alarm of(Predicate.Leaf leaf) {
        Parts parts = new Parts();
        parts.add(leaf.lhs());
        parts.add(leaf.rhs());
        if (leaf.upper() != null) {
            parts.add(leaf.upper());
        }
        if (parts.clocks == 1 && parts.slicewise == 1 && parts.series.isEmpty()) {
            if (leaf.lhs() instanceof Value.CurrentTime) {
                return within(parts, new Alarm.Time(leaf, true, parts.ofMarket()), opened(leaf, parts));
            }
            if (leaf.rhs() instanceof Value.CurrentTime && leaf.upper() == null) {
                return within(parts, new Alarm.Time(leaf, false, parts.ofMarket()), opened(leaf, parts));
            }
        }
        return within(
                parts,
                exact(leaf, parts),
                opened(leaf, parts),
                new Pattern(leaf.comparison().name())
                        .add(leaf.lhs())
                        .add(leaf.rhs())
                        .add(leaf.upper()));
    }

    private static Alarm.Exact exact(Predicate.Leaf leaf, Parts parts) {
        if (parts.slicewise == 0) {
            return new Alarm.Candles(leaf, parts.series());
        }
        if (parts.slicewise == 1 && leaf.comparison() != Comparison.NOT_EQUAL) {
            if (leaf.lhs() instanceof Value.Live live && live.field() == Operand.LiveField.PRICE) {
                return new Alarm.Level(leaf, true, live.role(), parts.series());
            }
            if (leaf.rhs() instanceof Value.Live live
                    && live.field() == Operand.LiveField.PRICE
                    && leaf.upper() == null) {
                return new Alarm.Level(leaf, false, live.role(), parts.series());
            }
        }
        return new Alarm.Slices(leaf);
    }

    /** {@return the alarm while positions are open that are looked at; a trailing stop's level is not known ahead} */
    private static Alarm opened(Predicate.Leaf leaf, Parts parts) {
        return parts.trailing
                ? new Alarm.Always("the level of a trailing stop is not known ahead")
                : new Alarm.Positions(leaf);
    }

    private Alarm within(Parts parts, Alarm.Exact alarm, Alarm opened, Pattern pattern) {
        if (!parts.ofMarket()) {
            return within(parts, alarm, opened);
        }
        facts.add(pattern.pattern());
        return new Alarm.Shared(facts.size() - 1, alarm);
    }

    private static Alarm within(Parts parts, Alarm alarm, Alarm opened) {
        return parts.legs.isEmpty()
                ? alarm
                : new Alarm.OfPositions(
                        parts.legs.stream()
                                .mapToInt(Integer::intValue)
                                .distinct()
                                .toArray(),
                        alarm,
                        opened);
    }

    /** {@return whether a fact of a position may change in any slice while it is open} */
    static boolean moves(Operand.PositionField field) {
        return switch (field) {
            case CURRENT_PRICE, PNL, UNREALIZED_PNL, TRAILING_POSITION_PRICE -> true;
            default -> false;
        };
    }

    /** What a condition looks at. */
    private final class Parts {

        /** How many parts may change in any slice. */
        private int slicewise;
        /** How many of those are the slice's time. */
        private int clocks;

        private boolean own;
        private boolean trailing;
        private final List<Integer> series = new ArrayList<>();
        /** The legs of which facts are looked at that may change while they are open. */
        private final List<Integer> legs = new ArrayList<>();

        void add(Value value) {
            if (value instanceof Value.Expression expression) {
                add(expression.left());
                add(expression.right());
            } else if (value instanceof Value.CurrentTime) {
                clocks++;
                slicewise++;
            } else if (value instanceof Value.Clock || value instanceof Value.Live) {
                slicewise++;
            } else if (value instanceof Value.Candle candle) {
                slicewise += candle.offset() == 0 ? 1 : 0;
                series.add(candle.series());
            } else if (value instanceof Value.Indicator indicator) {
                series.add(indicator.series());
            } else if (value instanceof Value.Variable) {
                own = true;
            } else if (value instanceof Value.Position position) {
                own = true;
                trailing |= position.field() == Operand.PositionField.TRAILING_POSITION_PRICE;
                if (moves(position.field())) {
                    legs.add(position.leg());
                }
            } else if (value instanceof Value.Pnl pnl) {
                own = true;
                if (pnl.type() != Operand.PnlType.REALIZED) {
                    Stream.of(pnl.leg() < 0 ? graph.allLegs() : new int[] {pnl.leg()})
                            .flatMap(all -> Arrays.stream(all).boxed())
                            .forEach(legs::add);
                }
            }
        }

        boolean ofMarket() {
            return !own;
        }

        int[] series() {
            return series.stream().mapToInt(Integer::intValue).distinct().toArray();
        }
    }

    /** Text and indicators that are the same for the same condition of whatever instance with the same instruments. */
    private final class Pattern {

        private final StringBuilder text;
        private final List<Integer> indicators = new ArrayList<>();

        Pattern(String comparison) {
            text = new StringBuilder(comparison);
        }

        Fact.Pattern pattern() {
            return new Fact.Pattern(text.toString(), List.copyOf(indicators));
        }

        Pattern add(@Nullable Value value) {
            if (value == null) {
                return this;
            }
            text.append('|');
            if (value instanceof Value.Constant constant) {
                text.append(Double.doubleToLongBits(constant.value()));
            } else if (value instanceof Value.TimeOfDay time) {
                text.append(graph.times().get(time.operand()));
            } else if (value instanceof Value.Candle candle) {
                add(candle.series());
                text.append(candle.field()).append(candle.offset());
            } else if (value instanceof Value.Indicator indicator) {
                add(indicator.series());
                text.append('?').append(indicator.output()).append(indicator.offset());
                indicators.add(indicator.indicator());
            } else if (value instanceof Value.Expression expression) {
                text.append('(').append(expression.operator());
                add(expression.left()).add(expression.right());
                text.append(')');
            } else {
                text.append(value);
            }
            return this;
        }

        private void add(int series) {
            Graph.Series own = graph.series().get(series);
            text.append(own.role()).append('.').append(own.timeframe().label());
        }
    }
}
