package dev.nightjar.outcome;

import dev.nightjar.strategy.Node;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The units and lots of a transaction that no exit has closed. */
record OpenUnits(long quantity, BigDecimal lots) {

    /**
     * {@return the lots of so many of the units: all for the last of them, else as many as the node closes, at most all}
     *
     * @param node the one that closes them
     */
    BigDecimal lotsOf(long units, @Nullable Node node) {
        return units < quantity && node instanceof Node.Exit exit && exit.lots() != null
                ? exit.lots().min(lots)
                : lots;
    }

    /** {@return what is open after a part was closed} */
    OpenUnits without(long units, BigDecimal unitsLots) {
        return new OpenUnits(quantity - units, lots.subtract(unitsLots));
    }
}
