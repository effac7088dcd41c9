package dev.nightjar.engine;

import dev.nightjar.run.Instance;
import dev.nightjar.strategy.Condition;
import dev.nightjar.strategy.InstrumentConfig;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.OrderType;
import dev.nightjar.strategy.Protections;
import dev.nightjar.strategy.Strategy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How an instance is evaluated in a backtest of ticks: what it sleeps through, what wakes it, and what it finds out together with
 * others.
 *
 * <p>It is told by the very alarms the instance is compiled to.
 *
 * @param path whether something has to be looked at slice by slice
 * @param lines node by node, for people; the same for instances that are evaluated alike
 * @param commons what is found out once for all instances of a run that look at it, each once
 */
public record Explanation(Path path, List<String> lines, List<Common> commons) {

    public Explanation {
        lines = List.copyOf(lines);
        commons = List.copyOf(commons);
    }

    /** How the slices of a day are passed. */
    public enum Path {
        /** From one wake to the next. */
        CELL("cell path"),
        /** With conditions that are asked slice by slice while their nodes wait. */
        TICK("tick path");

        private final String label;

        Path(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** What instances may share. */
    public enum Kind {
        CANDLES("candles"),
        INDICATOR("indicator"),
        CONDITION("condition");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * Something that exists once for all instances that look at it.
     *
     * @param key equal for the same thing of whatever instance
     * @param text the same for people
     */
    public record Common(Kind kind, String key, String text) {}

    /** When the market is looked at for a condition. */
    enum Asked {
        /** Where something it depends on changes. */
        SELDOM,
        /** In every slice while a position is open, and seldom else. */
        EVERY_SLICE_WHILE_OPEN,
        EVERY_SLICE
    }

    /**
     * What a condition, or several together, waits for.
     *
     * @param condition as configured; of a group, how it is joined
     * @param when in words; empty if its parts say it
     * @param fact its place among the graph's facts, or -1
     * @param several whether the parts are conditions of their own, and not what one condition waits for at different times
     */
    record Wait(String condition, String when, Asked asked, int fact, boolean several, List<Wait> parts) {

        /** One condition. */
        static Wait of(String condition, String when, Asked asked) {
            return new Wait(condition, when, asked, -1, false, List.of());
        }

        /** Conditions together. */
        static Wait group(String what, List<Wait> members) {
            return new Wait(what, "", Asked.SELDOM, -1, true, members);
        }

        /** A condition that waits for one thing while positions are open, and else for another. */
        static Wait either(String condition, Wait closed, Wait open) {
            Asked asked = closed.asked == Asked.EVERY_SLICE
                    ? Asked.EVERY_SLICE
                    : open.asked == Asked.EVERY_SLICE ? Asked.EVERY_SLICE_WHILE_OPEN : Asked.SELDOM;
            return new Wait(condition, "", asked, -1, false, List.of(closed, open));
        }

        Wait sharedAs(int itsFact) {
            return new Wait(condition, when, asked, itsFact, several, parts);
        }

        Wait named(String name) {
            return new Wait(name, when, asked, fact, several, parts);
        }
    }

    /**
     * {@return how an instance is evaluated}
     *
     * @throws IllegalStateException with the reason if it cannot be compiled
     */
    public static Explanation of(Instance instance) {
        Program program = new Program(instance, new Graph.Known());
        Teller teller = new Teller(program);
        for (int node = 0; node < program.graph().nodeCount(); node++) {
            teller.tell(node);
        }
        return new Explanation(
                teller.count(Asked.EVERY_SLICE) == 0 ? Path.CELL : Path.TICK, teller.lines(), teller.commons());
    }

    /** Tells the nodes of a program. */
    private static final class Teller {

        private final Program program;
        private final Strategy strategy;
        private final List<String> nodes = new ArrayList<>();
        private final Map<Asked, Integer> counts = new HashMap<>();
        /** What shared conditions are, by fact. */
        private final Map<Integer, String> facts = new TreeMap<>();

        Teller(Program program) {
            this.program = program;
            strategy = program.strategy();
        }

        int count(Asked asked) {
            return counts.getOrDefault(asked, 0);
        }

        List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add(summary());
            lines.addAll(nodes);
            return lines;
        }

        private String summary() {
            int all = counts.values().stream().mapToInt(Integer::intValue).sum();
            int slices = count(Asked.EVERY_SLICE);
            int open = count(Asked.EVERY_SLICE_WHILE_OPEN);
            return (slices == 0
                            ? Path.CELL.label() + ": sleeps between what its conditions wait for"
                            : Path.TICK.label() + ": " + slices + " of " + counted(all)
                                    + " asked slice by slice while their nodes wait")
                    + (open == 0
                            ? ""
                            : "; " + open + " of " + counted(all) + " asked slice by slice while a position is open");
        }

        private static String counted(int conditions) {
            return conditions + (conditions == 1 ? " condition" : " conditions");
        }

        void tell(int place) {
            Node node = program.node(place);
            if (node instanceof Node.Signal kind) {
                Graph.Signal signal = program.graph().signal(place);
                tell(node, "", signal.alarm(), kind.conditions());
                if (!kind.reEntryConditions().isEmpty()) {
                    tell(node, ", after a re-entry", signal.reEntryAlarm(), kind.reEntryConditions());
                }
            } else if (node instanceof Node.SquareOff squareOff) {
                nodes.add(head(node, ""));
                tell(squareOff);
            } else if (node instanceof Node.Entry entry) {
                tell(entry);
            }
        }

        private void tell(Node node, String addition, Alarm alarm, List<Condition> conditions) {
            nodes.add(head(node, addition));
            tell(alarm.told(new AlarmWords(program, conditions)), "    ");
        }

        private static String head(Node node, String addition) {
            return "  " + node.type() + " " + node.id() + addition;
        }

        private void tell(Wait wait, String indent) {
            if (wait.fact() >= 0) {
                facts.put(wait.fact(), wait.condition());
            }
            if (wait.several()) {
                nodes.add(indent + wait.condition() + ":");
                wait.parts().forEach(part -> tell(part, indent + "  "));
                return;
            }
            counts.merge(wait.asked(), 1, Integer::sum);
            if (wait.parts().isEmpty()) {
                nodes.add(indent + joined(wait));
            } else {
                nodes.add(indent + wait.condition() + ":");
                wait.parts().forEach(part -> nodes.add(indent + "  " + joined(part)));
            }
        }

        private static String joined(Wait wait) {
            return wait.condition().isEmpty() ? wait.when() : wait.condition() + ": " + wait.when();
        }

        private void tell(Node.SquareOff squareOff) {
            if (squareOff.immediate()) {
                nodes.add("    in the slice in which it is armed");
            }
            Node.TimeExit exit = squareOff.timeExit();
            if (exit != null) {
                nodes.add("    sleeps until the first slice at or after "
                        + (exit.at() == null
                                ? exit.minutesBeforeClose() + " minutes before the close"
                                : exit.at().toString()));
            }
            Long profit = squareOff.profitTarget();
            Long loss = squareOff.lossLimit();
            if (profit != null || loss != null) {
                nodes.add("    sleeps until the profit of all positions reaches one of its bounds,"
                        + " which is found by their contracts' highest and lowest prices");
            }
        }

        private void tell(Node.Entry entry) {
            List<String> legs = new ArrayList<>();
            for (Node.Leg leg : entry.legs()) {
                if (leg.order().type() != OrderType.MARKET) {
                    legs.add("    " + leg.vpi() + ": sleeps until the first slice behind the tick that fills its "
                            + leg.order().type().label() + " order");
                }
                String protections = protections(leg.protections());
                if (!protections.isEmpty()) {
                    legs.add("    " + leg.vpi() + ": sleeps until the first slice behind the tick that reaches its "
                            + protections);
                }
            }
            if (!legs.isEmpty()) {
                nodes.add(head(entry, ""));
                nodes.addAll(legs);
            }
        }

        private static String protections(Protections protections) {
            List<String> kinds = new ArrayList<>();
            add(kinds, protections.stopLoss(), "stop");
            add(kinds, protections.takeProfit(), "target");
            add(kinds, protections.trailingStop(), "trailing stop");
            return String.join(" or ", kinds);
        }

        private static void add(List<String> kinds, @Nullable Object protection, String kind) {
            if (protection != null) {
                kinds.add(kind);
            }
        }

        List<Common> commons() {
            List<Common> commons = new ArrayList<>();
            for (Graph.Series series : program.graph().series()) {
                String of = of(series);
                commons.add(new Common(Kind.CANDLES, of + own(), of));
            }
            for (DayTapes.IndicatorKey key : program.sight().keys()) {
                String of = key.timeframe().label() + " of " + key.symbol();
                commons.add(new Common(
                        Kind.INDICATOR, of + key.spec() + onGoing(), key.spec().displayName() + " of " + of));
            }
            InstrumentConfig other = strategy.supporting();
            String instruments = strategy.trading().symbol() + (other == null ? "" : ", SI " + other.symbol());
            facts.forEach((fact, text) -> commons.add(new Common(
                    Kind.CONDITION,
                    instruments + own() + program.sight().fact(fact),
                    text + " with TI " + instruments)));
            return commons.stream()
                    .collect(Collectors.toMap(Common::key, one -> one, (one, same) -> one, LinkedHashMap::new))
                    .values()
                    .stream()
                    .toList();
        }

        /** {@return what tapes of the same instrument may differ in} */
        private String own() {
            return " " + strategy.evaluation() + onGoing();
        }

        private String onGoing() {
            return strategy.positional() ? " positional " : " ";
        }

        private String of(Graph.Series series) {
            return series.timeframe().label() + " of "
                    + strategy.instrument(series.role()).symbol();
        }
    }
}
