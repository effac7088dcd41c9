package dev.nightjar.batch;

import dev.nightjar.engine.StopSignal;
import dev.nightjar.worker.Members;
import dev.nightjar.worker.Worker;
import dev.nightjar.worker.WorkerAnswer;
import dev.nightjar.worker.WorkerKind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A worker of partitions that crashes first: once for each partition, or always for those that a file of the home names; where there is a
 * file that says so, it never comes to an end, and where there is a folder for that, it counts how many there are.
 */
public final class HostilePartitionWorker implements WorkerKind {

    static final String ALWAYS = "always-crashes";
    static final String HANGS = "hangs";
    /** A folder, if there is one, in which each worker tells how many there are while it works. */
    static final String COUNTED = "counted";

    private static final long COMPANY_MILLIS = 3_000;

    private final WorkerKind honest = new GraphWork();

    private HostilePartitionWorker() {}

    /** Lives as a worker. */
    public static void main(String[] arguments) {
        System.exit(Worker.live(List.of(new HostilePartitionWorker()), PartitionWorker.versions(), arguments));
    }

    @Override
    public String name() {
        return honest.name();
    }

    @Override
    public WorkerAnswer work(Members request, Reached reached, StopSignal stop) throws IOException {
        Path home = Path.of(request.text("home"));
        String name = request.text("request");
        if (Files.exists(home.resolve(HANGS))) {
            Files.createFile(home.resolve(HANGS + "-" + ProcessHandle.current().pid()));
            while (true) {
                LockSupport.park();
            }
        }
        Path counted = home.resolve(COUNTED);
        if (Files.exists(counted)) {
            count(counted);
            try {
                return honest.work(request, reached, stop);
            } finally {
                Files.delete(counted.resolve(self()));
            }
        }
        Path always = home.resolve(ALWAYS);
        if (Files.exists(always) && name.equals(Files.readString(always))) {
            crash();
        }
        try {
            Files.createFile(home.resolve("crashed-" + name.replace(' ', '-')));
            crash();
        } catch (FileAlreadyExistsException e) {
            // It has crashed already.
        }
        return honest.work(request, reached, stop);
    }

    /** Waits a little for others. */
    private static void count(Path folder) throws IOException {
        Files.createFile(folder.resolve(self()));
        long most = 0;
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(COMPANY_MILLIS);
        while (System.nanoTime() < until && most < 2) {
            try (Stream<Path> others = Files.list(folder)) {
                most = Math.max(most, others.count());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        Files.writeString(folder.resolveSibling(COUNTED + "-" + self()), Long.toString(most));
    }

    private static String self() {
        return Long.toString(ProcessHandle.current().pid());
    }

    private static void crash() throws IOException {
        System.err.println("about to crash");
        new ProcessBuilder(
                        "kill", "-SEGV", Long.toString(ProcessHandle.current().pid()))
                .start();
        while (true) {
            LockSupport.park();
        }
    }
}
