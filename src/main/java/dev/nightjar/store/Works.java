package dev.nightjar.store;

import dev.nightjar.plan.StrategyWork;
import dev.nightjar.plan.Work;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Amounts of work in a column, as JSON. */
final class Works {

    private static final JsonMapper JSON = new JsonMapper();

    private Works() {}

    static String text(Work work) {
        ObjectNode text = JSON.createObjectNode();
        text.put("partitions", work.partitions());
        text.put("days", work.days());
        text.put("ticks", work.ticks());
        ObjectNode strategies = text.putObject("strategies");
        work.strategies()
                .forEach((shape, own) -> strategies
                        .putArray(shape)
                        .add(own.days())
                        .add(own.nodes())
                        .add(own.ticks()));
        return JSON.writeValueAsString(text);
    }

    /** {@return the work of a text; none of an empty one, as plans have from before it was counted} */
    static Work work(String text) {
        if (text.isEmpty()) {
            return Work.NONE;
        }
        JsonNode tree = JSON.readTree(text);
        TreeMap<String, StrategyWork> strategies = new TreeMap<>();
        for (Map.Entry<String, JsonNode> shape : tree.get("strategies").properties()) {
            JsonNode own = shape.getValue();
            strategies.put(
                    shape.getKey(),
                    new StrategyWork(
                            own.get(0).longValue(),
                            own.get(1).longValue(),
                            own.get(2).longValue()));
        }
        return new Work(
                tree.get("partitions").longValue(),
                tree.get("days").longValue(),
                tree.get("ticks").longValue(),
                strategies);
    }
}
