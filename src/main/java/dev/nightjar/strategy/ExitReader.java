package dev.nightjar.strategy;

import dev.nightjar.market.Side;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads exit nodes. */
final class ExitReader {

    private static final Choices<String> ORDERS =
            Choices.of("order type", new String[] {"market"}, "limit", "stop", "stop_limit");
    private static final Choices<String> QUANTITY = Choices.of("quantity", new String[] {"all", "specific"});
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
        ObjectReader order = exit == null ? null : order(exit);
        String target = order == null ? null : targetVpi(order);
        BigDecimal lots = order == null ? null : lots(order);
        if (order != null) {
            order.without("specificQuantity").warnOfTheRest();
        }
        Protections afterwards = exit == null ? Protections.NONE : afterwards(exit, target, lots);
        if (target == null && isSpecific(data)) {
            data.place("exitType")
                    .error("needs exitNodeData.orderConfig.targetPositionVpi, without it all legs are closed;"
                            + " expected that or exitType: all");
        }
        return new Node.Exit(id, label, target, lots, afterwards);
    }

    private static boolean isSpecific(ObjectReader data) {
        Place type = data.find("exitType");
        return type != null
                && type.value() instanceof JsonValue.Text text
                && text.value().equals("specific");
    }

    private static @Nullable ObjectReader order(ObjectReader exit) {
        if (Switched.on(exit, "reEntryConfig")) {
            exit.place("reEntryConfig")
                    .error("re-entries belong into a reEntrySignalNode below the exit, expected enabled: false");
        }
        ObjectReader order = exit.object("orderConfig");
        exit.without("postExecutionConfig").warnOfTheRest();
        return order;
    }

    private @Nullable String targetVpi(ObjectReader order) {
        order.check("orderType", ORDERS);
        String vpi = order.optionalText("targetPositionVpi", "the vpi of a position of an entry node");
        if (vpi != null) {
            references.useVpi(order.place("targetPositionVpi"), vpi);
        }
        return vpi;
    }

    /** {@return how much is closed; null for all of it} */
    private static @Nullable BigDecimal lots(ObjectReader order) {
        String quantity = order.optionalChoice("quantity", QUANTITY, "all");
        return "specific".equals(quantity) ? order.positive("specificQuantity") : null;
    }

    private Protections afterwards(ObjectReader exit, @Nullable String target, @Nullable BigDecimal lots) {
        ObjectReader reader = exit.object("postExecutionConfig");
        if (reader == null) {
            return Protections.NONE;
        }
        Protections protections = ProtectionsReader.read(reader);
        reader.warnOfTheRest();
        Place block = ProtectionsReader.switchedOn(reader);
        if (block != null && lots == null) {
            block.warning("has no effect, the exit closes all there is and leaves nothing to protect");
            return Protections.NONE;
        }
        references.useSides(target, side -> ProtectionsReader.warnOfUnreachable(reader, protections, side == Side.BUY));
        return protections;
    }
}
