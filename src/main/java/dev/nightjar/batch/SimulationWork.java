package dev.nightjar.batch;

import dev.nightjar.data.DataException;
import dev.nightjar.data.DayStore;
import dev.nightjar.engine.StopSignal;
import dev.nightjar.outcome.SimulationJournal;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.simulation.SimulationPart;
import dev.nightjar.simulation.SymbolHistory;
import dev.nightjar.worker.Members;
import dev.nightjar.worker.WorkerAnswer;
import dev.nightjar.worker.WorkerException;
import dev.nightjar.worker.WorkerKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.SortedMap;
import java.util.function.LongConsumer;

/** Works on some symbols of a portfolio simulation in a worker; what comes out is what a thread of the job would make. */
final class SimulationWork implements WorkerKind {

    @Override
    public String name() {
        return SimulationRequest.KIND;
    }

    /**
     * {@return a part of a simulation, and the same part of the one it is compared with}
     *
     * @param reached hears how many bars are done
     */
    static SimulationJournal run(
            SimulationConfig config, SortedMap<String, SymbolHistory> histories, StopSignal stop, Reached reached) {
        SimulationConfig benchmark = config.benchmark();
        LongConsumer walked =
                walked(SimulationPart.bars(config, histories) + SimulationPart.bars(benchmark, histories), reached);
        return new SimulationJournal(
                SimulationPart.run(config, histories, stop, walked),
                SimulationPart.run(benchmark, histories, stop, walked));
    }

    private static LongConsumer walked(long total, Reached reached) {
        long[] done = {0};
        return bars -> {
            done[0] += bars;
            reached.reached(done[0], total);
        };
    }

    @Override
    public WorkerAnswer work(Members members, Reached reached, StopSignal stop) {
        SimulationRequest request = SimulationRequest.read(members);
        if (!Files.isDirectory(request.store())) {
            throw new DataException(request.store().toString(), List.of("there is no store"));
        }
        SimulationData.Part part =
                SimulationData.part(DayStore.open(request.store()), request.config(), request.symbols());
        if (!part.changes().isEmpty()) {
            throw WorkerException.dataChanged(String.join("; ", part.changes()));
        }
        SortedMap<String, SymbolHistory> histories = part.histories();
        byte[] made = request.benchmark()
                ? run(request.config(), histories, stop, reached).bytes()
                : SimulationPart.run(
                                request.config(),
                                histories,
                                stop,
                                walked(SimulationPart.bars(request.config(), histories), reached))
                        .getBytes(StandardCharsets.UTF_8);
        return new WorkerAnswer(List.copyOf(request.symbols().keySet()), List.of(ByteBuffer.wrap(made)));
    }
}
