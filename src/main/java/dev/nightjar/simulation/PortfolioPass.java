package dev.nightjar.simulation;

import dev.nightjar.engine.StopSignal;
import java.util.SortedMap;

/** One walk through the bars of some symbols that share an account. A sleeve is the pass over one symbol. */
public final class PortfolioPass {

    private PortfolioPass() {}

    /** What a symbol brings to a pass. */
    public record Input(SymbolHistory history, Signals signals) {}

    /**
     * {@return what happened}
     *
     * @param symbols by symbol; at least one, all of one zone
     * @param capital in units of money
     * @throws dev.nightjar.engine.RunStoppedException if it was asked to stop
     */
    public static Ledger run(SimulationConfig config, SortedMap<String, Input> symbols, long capital, StopSignal stop) {
        throw new UnsupportedOperationException(config.id() + symbols + capital + stop);
    }
}
