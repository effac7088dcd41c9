package dev.nightjar.strategy;

import org.jspecify.annotations.Nullable;

/** Reads exit nodes. */
final class ExitReader {

    private static final Choices<String> ORDERS =
            Choices.of("order type", new String[] {"market"}, "limit", "stop", "stop_limit");
    private static final Choices<String> QUANTITY = Choices.of("quantity", new String[] {"all"}, "specific");
    private static final Choices<String> CONDITION = Choices.of("exit condition", new String[] {"positionExit"});
    private static final Choices<String> EXIT_TYPE = Choices.of("exit type", new String[] {"specific", "all"});

    private final References references;

    ExitReader(References references) {
        this.references = references;
    }

    Node read(String id, String label, ObjectReader data) {
        data.check("exitType", EXIT_TYPE);
        ObjectReader condition = data.object("exitCondition");
        if (condition != null) {
            condition.check("type", CONDITION);
            condition.without("params").warnOfTheRest();
        }
        for (Place position : data.list("positions", "positions")) {
            position.warning("an exit node closes what its targetPositionVpi names, this has no effect");
        }
        ObjectReader exit = data.object("exitNodeData");
        String target = exit == null ? null : target(exit);
        if (target == null && isSpecific(data)) {
            data.place("exitType")
                    .error("needs exitNodeData.orderConfig.targetPositionVpi, without it all legs are closed;"
                            + " expected that or exitType: all");
        }
        return new Node.Exit(id, label, target);
    }

    private static boolean isSpecific(ObjectReader data) {
        Place type = data.find("exitType");
        return type != null
                && type.value() instanceof JsonValue.Text text
                && text.value().equals("specific");
    }

    private @Nullable String target(ObjectReader exit) {
        ObjectReader protections = exit.object("postExecutionConfig");
        if (protections != null) {
            Switched.off(protections, "after an exit", "stopLoss", "takeProfit", "trailingStop");
            protections.warnOfTheRest();
        }
        if (Switched.on(exit, "reEntryConfig")) {
            exit.place("reEntryConfig")
                    .error("re-entries belong into a reEntrySignalNode below the exit, expected enabled: false");
        }
        ObjectReader order = exit.object("orderConfig");
        exit.warnOfTheRest();
        return order == null ? null : targetVpi(order);
    }

    private @Nullable String targetVpi(ObjectReader order) {
        order.check("orderType", ORDERS);
        order.check("quantity", QUANTITY);
        String vpi = order.optionalText("targetPositionVpi", "the vpi of a position of an entry node");
        if (vpi != null) {
            references.useVpi(order.place("targetPositionVpi"), vpi);
        }
        order.without("specificQuantity").warnOfTheRest();
        return vpi;
    }
}
