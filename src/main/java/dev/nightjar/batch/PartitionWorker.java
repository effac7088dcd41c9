package dev.nightjar.batch;

import dev.nightjar.engine.Engine;
import dev.nightjar.worker.Worker;
import dev.nightjar.worker.WorkerKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The process that works on one partition: {@code job.jar worker}, and what the job starts itself. It knows no Spring and no database. */
public final class PartitionWorker {

    private PartitionWorker() {}

    /** Lives as a worker, and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(live(arguments));
    }

    /** {@return what the process is to exit with, having lived as a worker} */
    public static int live(String... arguments) {
        return Worker.live(kinds(), versions(), arguments);
    }

    static List<WorkerKind> kinds() {
        return List.of(new GraphWork(), new SimulationWork());
    }

    static Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("nightjar_version", Version.NIGHTJAR);
        versions.put("engine_version", Engine.VERSION);
        return versions;
    }
}
