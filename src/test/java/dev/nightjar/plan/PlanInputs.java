package dev.nightjar.plan;

import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.strategy.Evaluation;
import dev.nightjar.strategy.InstrumentConfig;
import dev.nightjar.strategy.Node;
import dev.nightjar.strategy.Strategy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Instances that are only looked at by the planner. */
final class PlanInputs {

    private PlanInputs() {}

    /** {@return one instance for each symbol, with a graph of one node} */
    static List<Instance> instances(String... symbols) {
        return instances(List.of(), symbols);
    }

    /** @param positional the places of positional ones */
    static List<Instance> instances(Collection<Integer> positional, String... symbols) {
        List<Instance> instances = new ArrayList<>();
        for (String symbol : symbols) {
            Strategy strategy = new Strategy(
                    "s" + instances.size(),
                    "planned",
                    positional.contains(instances.size()),
                    Evaluation.SECOND,
                    "NSE",
                    new InstrumentConfig(symbol, List.of()),
                    null,
                    List.of(new Node.Start("start", "Start")),
                    List.of(List.of()));
            instances.add(
                    new Instance(new InstanceKey("user", strategy.strategyId(), "broker", BigDecimal.ONE), strategy));
        }
        return instances;
    }
}
