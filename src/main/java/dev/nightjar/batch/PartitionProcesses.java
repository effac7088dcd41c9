package dev.nightjar.batch;

import dev.nightjar.data.DataException;
import dev.nightjar.outcome.JournalFile;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.QueueSettings;
import dev.nightjar.store.Measured;
import dev.nightjar.store.PlannedPartition;
import dev.nightjar.worker.WorkerFailedException;
import dev.nightjar.worker.WorkerFailure;
import dev.nightjar.worker.WorkerLimits;
import dev.nightjar.worker.WorkerPayload;
import dev.nightjar.worker.WorkerProgram;
import dev.nightjar.worker.WorkerRequest;
import dev.nightjar.worker.WorkerResult;
import dev.nightjar.worker.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Has the partitions of a run done by processes, as many at a time as there are threads that ask.
 *
 * <p>What comes out is what a thread of this process would have written: the same file, byte for byte.
 */
final class PartitionProcesses implements AutoCloseable {

    private static final String FOLDER = "workers";
    private static final int LEAST_MEGABYTES = 256;

    /** What takes less, on a warm processor, is over before compiling it for speed has paid. */
    private static final double BRIEF_SECONDS = 0.5;

    private final Night night;
    private final Workers workers;

    private PartitionProcesses(Night night, Workers workers) {
        this.night = night;
        this.workers = workers;
    }

    /** {@return those of a run; what earlier processes of it have left is deleted} */
    static PartitionProcesses of(Night night) {
        QueueSettings settings = night.settings();
        WorkerLimits limits = new WorkerLimits(
                megabytes(settings.workers().memoryMegabytes(), night.workers()),
                Duration.ofNanos(settings.workers().timeoutNanos()),
                WorkerLimits.ATTEMPTS);
        WorkerProgram program =
                WorkerProgram.of(PartitionWorker.class, night.home().programs(), new SampleRequests());
        return new PartitionProcesses(
                night, new Workers(program, limits, night.journals().resolve(FOLDER), night.stop()));
    }

    /** {@return how many megabytes each of so many processes may use: what was asked for, or its part of what this one may} */
    static int megabytes(int asked, int processes) {
        long own = Runtime.getRuntime().maxMemory() >> 20;
        return asked > 0 ? asked : (int) Math.max(LEAST_MEGABYTES, Math.min(Integer.MAX_VALUE, own / processes));
    }

    /** {@return what processes took together, with what was taken here for them} */
    static Measured measured(List<Made> made, Measured here) {
        Measured sum = here;
        for (Made one : made) {
            sum = one.measured(sum);
        }
        return sum;
    }

    /** What a process made of a partition, and what it took. */
    record Made(JournalFile journal, WorkerResult result) {

        /** {@return what it took, with what was taken here for it} */
        Measured measured(Measured here) {
            long cpu = TimeUnit.MILLISECONDS.toNanos(result.cpuTimeMillis().orElse(result.executionTimeMillis()));
            return new Measured(here.cpuNanos() + cpu, here.wallNanos(), true);
        }
    }

    /**
     * Has a partition done.
     *
     * @param file where what comes out belongs
     * @throws WorkerFailedException if it was tried in vain
     * @throws DataException if its data is not what it was
     */
    Made run(PlannedPartition partition, String kind, Map<String, ?> members, Path file) throws IOException {
        WorkerRequest request = new WorkerRequest(
                "partition " + partition.name(), kind, partition.predictedCost() < BRIEF_SECONDS, members);
        try (WorkerResult result = workers.run(request, new Heard(partition.name()))) {
            return new Made(put(result.payload(), file), result);
        } catch (WorkerFailedException e) {
            WorkerFailure last = e.last();
            night.event("worker", String.valueOf(e.getMessage()));
            if (ExitCode.DATA.category().equals(last.category())) {
                throw new DataException("partition " + partition.name(), List.of(last.told()));
            }
            throw e;
        }
    }

    @Override
    public void close() {
        workers.close();
    }

    private static JournalFile put(WorkerPayload payload, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (payload instanceof WorkerPayload.InFile lying) {
            return JournalFile.move(lying.file(), file, lying.size(), lying.sha256());
        }
        return JournalFile.write(
                file, List.of(((WorkerPayload.Inline) payload).bytes().duplicate()));
    }

    private final class Heard implements Workers.Listener {

        private final String partition;

        Heard(String partition) {
            this.partition = partition;
        }

        @Override
        public void again(WorkerFailure failure) {
            String what = "partition " + partition + " is tried again: " + failure.told();
            night.progress().say(what);
            night.event("worker", what);
        }

        @Override
        public void reached(long done, long total) {
            night.work().reached(partition, done, total);
        }
    }
}
