package dev.nightjar.simulation;

import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.engine.StopSignal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Some symbols of a simulation, worked on without the others, and how such parts are put together.
 *
 * <p>Of sleeves a part is their ledger. Where symbols share an account a part is their signals, and the account is walked through once
 * when all signals are there. Either way what comes of it all does not depend on how symbols were dealt out.
 */
public final class SimulationPart {

    private SimulationPart() {}

    /**
     * {@return what comes of a part, as a document that {@link #join} reads}
     *
     * @param histories of the part's symbols, at least one
     * @throws RunStoppedException if it was asked to stop
     */
    public static String run(SimulationConfig config, SortedMap<String, SymbolHistory> histories, StopSignal stop) {
        return run(config, histories, stop, bars -> {});
    }

    /**
     * {@return the same}
     *
     * @param walked told every now and then how many bars more are done; together they are {@link #bars}
     */
    public static String run(
            SimulationConfig config, SortedMap<String, SymbolHistory> histories, StopSignal stop, LongConsumer walked) {
        if (config.capitalMode() == CapitalMode.SHARED) {
            SortedMap<String, Signals> signals = new TreeMap<>();
            histories.forEach((symbol, history) -> {
                signals.put(symbol, signals(config, history, stop));
                walked.accept(bars(config, history));
            });
            return SignalsText.write(signals);
        }
        SortedMap<String, Long> capital = config.sleeves();
        List<Ledger> sleeves = new ArrayList<>();
        histories.forEach((symbol, history) -> sleeves.add(PortfolioPass.run(
                config,
                new TreeMap<>(Map.of(symbol, new PortfolioPass.Input(history, signals(config, history, stop)))),
                Objects.requireNonNull(capital.get(symbol), symbol),
                stop,
                walked)));
        return LedgerText.write(Ledger.merge(sleeves));
    }

    /** {@return how many bars of some symbols a simulation is about} */
    public static long bars(SimulationConfig config, SortedMap<String, SymbolHistory> histories) {
        return histories.values().stream()
                .mapToLong(history -> bars(config, history))
                .sum();
    }

    private static long bars(SimulationConfig config, SymbolHistory history) {
        return (long) history.end(config) - history.first(config);
    }

    private static Signals signals(SimulationConfig config, SymbolHistory history, StopSignal stop) {
        if (stop.stopRequested()) {
            throw new RunStoppedException();
        }
        return Signals.of(config, history);
    }

    /**
     * {@return the whole of a simulation}
     *
     * @param histories of all symbols that have any, which a shared account is walked through with
     * @param dropped why others have none; they are not in any part
     * @param zone of the exchange
     * @param parts what came of the parts, in any order; together they have every symbol that is not dropped, once
     * @param walked told every now and then how many bars more of a shared account are done
     * @throws RunStoppedException if it was asked to stop
     * @throws IllegalArgumentException if a part is no document of a part of this simulation, or one is missing
     */
    public static Ledger join(
            SimulationConfig config,
            SortedMap<String, SymbolHistory> histories,
            SortedMap<String, String> dropped,
            ZoneId zone,
            List<String> parts,
            StopSignal stop,
            LongConsumer walked) {
        List<Ledger> ledgers = new ArrayList<>();
        if (config.capitalMode() == CapitalMode.SHARED) {
            ledgers.add(shared(config, histories, parts, stop, walked));
            dropped.forEach((symbol, reason) -> ledgers.add(Ledger.dropped(zone, symbol, 0, reason)));
        } else {
            SortedMap<String, Long> capital = config.sleeves();
            parts.forEach(part -> ledgers.add(LedgerText.read(part)));
            dropped.forEach((symbol, reason) -> ledgers.add(
                    Ledger.dropped(zone, symbol, Objects.requireNonNull(capital.get(symbol), symbol), reason)));
        }
        Ledger whole = Ledger.merge(ledgers);
        if (!whole.symbols().equals(config.symbols())) {
            throw new IllegalArgumentException("the parts of " + config.id() + " have the symbols " + whole.symbols()
                    + ", not " + config.symbols());
        }
        return whole;
    }

    private static Ledger shared(
            SimulationConfig config,
            SortedMap<String, SymbolHistory> histories,
            List<String> parts,
            StopSignal stop,
            LongConsumer walked) {
        SortedMap<String, PortfolioPass.Input> inputs = new TreeMap<>();
        for (String part : parts) {
            SignalsText.read(part).forEach((symbol, signals) -> {
                SymbolHistory history = histories.get(symbol);
                if (history == null || inputs.put(symbol, new PortfolioPass.Input(history, signals)) != null) {
                    throw new IllegalArgumentException(
                            "the parts of " + config.id() + " have " + symbol + " twice, or should not have it");
                }
            });
        }
        return PortfolioPass.run(config, inputs, config.capital(), stop, walked);
    }
}
