package dev.nightjar.batch;

import dev.nightjar.data.DataException;
import dev.nightjar.engine.StopSignal;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.WorkerSettings;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.worker.WorkerFailedException;
import dev.nightjar.worker.WorkerLimits;
import dev.nightjar.worker.WorkerPayload;
import dev.nightjar.worker.WorkerProgram;
import dev.nightjar.worker.WorkerRequest;
import dev.nightjar.worker.WorkerResult;
import dev.nightjar.worker.Workers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/**
 * Has parts of portfolio simulations done by processes, one for each caller at a time: what {@link
 * dev.nightjar.simulation.SimulationPart#run} would give here, as the same text.
 *
 * <pre>{@code
 * try (SimulationProcesses processes = SimulationProcesses.open(home.programs(), folder, settings, threads, stop)) {
 *     // on each of so many threads, for each part:
 *     String text = processes.run("part 1", config, store, hashesOfItsSymbols, listener);
 * }
 * // SimulationPart.join puts the texts together
 * }</pre>
 */
public final class SimulationProcesses implements AutoCloseable {

    private final Workers workers;

    private SimulationProcesses(Workers workers) {
        this.workers = workers;
    }

    /**
     * {@return those of one launch}
     *
     * @param programs where their classes are kept, see {@link Home#programs}
     * @param folder of its own for what they leave
     * @param processes how many callers there will be at most
     * @param stop ends what runs at once
     */
    public static SimulationProcesses open(
            Path programs, Path folder, WorkerSettings settings, int processes, StopSignal stop) {
        return new SimulationProcesses(new Workers(
                WorkerProgram.of(PartitionWorker.class, programs, new SampleRequests()),
                new WorkerLimits(
                        PartitionProcesses.megabytes(settings.memoryMegabytes(), processes),
                        Duration.ofNanos(settings.timeoutNanos()),
                        WorkerLimits.ATTEMPTS),
                folder,
                stop));
    }

    /**
     * {@return the text of a part}
     *
     * @param part names it in messages, and no other of the same launch
     * @param store folder of the day store that has the candles
     * @param symbols of the part, with their {@link SimulationData#hashes}
     * @throws WorkerFailedException if it was tried in vain
     * @throws DataException if the data is not what it was
     */
    public String run(
            String part,
            SimulationConfig config,
            Path store,
            SortedMap<String, String> symbols,
            Workers.Listener listener)
            throws IOException {
        WorkerRequest request = new WorkerRequest(
                part, SimulationRequest.KIND, true, new SimulationRequest(store, config, symbols, false).written());
        try (WorkerResult result = workers.run(request, listener)) {
            return result.payload() instanceof WorkerPayload.InFile lying
                    ? Files.readString(lying.file())
                    : StandardCharsets.UTF_8
                            .decode(((WorkerPayload.Inline) result.payload()).bytes())
                            .toString();
        } catch (WorkerFailedException e) {
            if (ExitCode.DATA.category().equals(e.last().category())) {
                throw new DataException(part, List.of(e.last().told()));
            }
            throw e;
        }
    }

    @Override
    public void close() {
        workers.close();
    }
}
