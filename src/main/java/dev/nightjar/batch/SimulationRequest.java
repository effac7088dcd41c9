package dev.nightjar.batch;

import dev.nightjar.engine.Engine;
import dev.nightjar.run.FeeSchedule;
import dev.nightjar.simulation.ParsedSimulation;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.simulation.SimulationReader;
import dev.nightjar.worker.Members;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A part of a portfolio simulation, as a worker is asked for it.
 *
 * @param store folder of the day store that has the candles
 * @param config of the whole simulation
 * @param symbols of the part, with the hash of what the store is to know of each
 * @param benchmark whether the same part of the simulation it is compared with is wanted as well
 */
record SimulationRequest(Path store, SimulationConfig config, SortedMap<String, String> symbols, boolean benchmark) {

    static final String KIND = "simulation";

    SimulationRequest {
        symbols = Collections.unmodifiableSortedMap(new TreeMap<>(symbols));
    }

    /** {@return the request as members} */
    Map<String, Object> written() {
        List<Object> sent = new ArrayList<>();
        symbols.forEach((symbol, hash) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("symbol", symbol);
            one.put("hash", hash);
            sent.add(one);
        });
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("engine_version", Engine.VERSION);
        members.put("store", store.toAbsolutePath().toString());
        members.put("config", config.text());
        members.put("config_hash", config.hash());
        members.put("fees", FeeRows.written(config.fees()));
        members.put("symbols", sent);
        members.put("benchmark", benchmark);
        return members;
    }

    /**
     * {@return the request that members say}
     *
     * @throws dev.nightjar.worker.WorkerException with everything that is wrong
     */
    static SimulationRequest read(Members members) {
        Path store = members.value("store", Path::of, Path.of(""));
        FeeSchedule fees = FeeRows.read(members.object("fees"));
        String text = members.text("config");
        String hash = members.text("config_hash");
        boolean benchmark = members.flag("benchmark");
        ParsedSimulation parsed = SimulationReader.read(text, name -> {
            if (!name.equals(fees.name())) {
                throw new IllegalArgumentException("must be the schedule that was sent, " + fees.name());
            }
            return fees;
        });
        SortedMap<String, String> symbols = new TreeMap<>();
        for (Members one : members.objects("symbols")) {
            String symbol = one.text("symbol");
            if (symbols.put(symbol, one.text("hash")) != null) {
                one.problem("symbol", "must be another for each, " + symbol + " is there twice");
            }
        }
        if (symbols.isEmpty()) {
            members.problem("symbols", "must name at least one");
        }
        SimulationConfig config = parsed.config();
        if (config == null) {
            parsed.errors().forEach(error -> members.problem("config", "is refused: " + error));
            members.check();
            throw new IllegalStateException("a simulation that has errors was taken");
        }
        if (!config.hash().equals(hash)) {
            members.problem("config_hash", "must be that of the config, " + config.hash() + ", was " + hash);
        }
        symbols.keySet().stream()
                .filter(symbol -> !config.symbols().contains(symbol))
                .forEach(symbol -> members.problem("symbols", "has " + symbol + ", which the config has not"));
        members.check();
        return new SimulationRequest(store, config, symbols, benchmark);
    }
}
