package dev.nightjar.batch;

import dev.nightjar.data.DataException;
import dev.nightjar.data.DayStore;
import dev.nightjar.market.Bars;
import dev.nightjar.market.BarsBuilder;
import dev.nightjar.report.SimulatedPrices;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.simulation.SymbolHistory;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The candles of single symbols of a simulation, for its page, as long as they are those it ran on. For one thread. */
final class SimulationCandles implements SimulatedPrices.Source {

    private static final int MINUTE = 60;

    private final Supplier<DayStore> store;
    private final SimulationConfig config;
    private final Map<String, String> hashes;
    private @Nullable SimulationReading reading;

    /** @param hashes of the symbols' data when it ran */
    SimulationCandles(Supplier<DayStore> store, SimulationConfig config, Map<String, String> hashes) {
        this.store = store;
        this.config = config;
        this.hashes = hashes;
    }

    /** {@return raw candles of a symbol from the first day of the simulation on} */
    @Override
    public SimulatedPrices.Candles of(String symbol) {
        try {
            if (reading == null) {
                reading = new SimulationReading(store.get(), config);
            }
            SimulationData.Part part =
                    SimulationData.part(reading, new TreeMap<>(Map.of(symbol, hashes.getOrDefault(symbol, "unknown"))));
            if (!part.changes().isEmpty()) {
                throw new DataException("simulation " + config.id(), part.changes());
            }
            SymbolHistory history = Objects.requireNonNull(part.histories().get(symbol));
            Bars all = history.bars();
            BarsBuilder own = new BarsBuilder(all.priceScale());
            own.addAll(all, history.firstFrom(config.start()), all.count());
            return new SimulatedPrices.Candles(own.bars(), config.timeframe().minutes() * MINUTE, history.zone());
        } catch (UncheckedIOException e) {
            throw new DataException("simulation " + config.id(), List.of(Failures.message(e)));
        }
    }
}
