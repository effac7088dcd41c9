package dev.nightjar.batch;

import dev.nightjar.market.MarketDay;
import dev.nightjar.outcome.DayRecord;
import dev.nightjar.outcome.LiveFolder;
import dev.nightjar.outcome.PartitionJournal;
import dev.nightjar.outcome.ResultFiles;
import dev.nightjar.outcome.ResultFolders;
import dev.nightjar.outcome.StrategyResult;
import dev.nightjar.run.Instance;
import dev.nightjar.store.PlannedPartition;
import dev.nightjar.store.RunInstance;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows the strategies of a simulation while they run: their files in {@code .running} folders, brought up to date by a thread of its
 * own whenever something has happened, at most ten times a second. The thread that runs the engine only hands over bytes.
 */
final class LivePlayback implements AutoCloseable {

    private static final long PAUSE_MILLIS = 100;

    private final Night night;
    private final SortedMap<Integer, Instance> instances;
    private final LocalDate date;
    /** The days before it in its partition, which are to be handed over once. */
    private final List<LocalDate> played;

    private final Map<Integer, Shown> shown = new HashMap<>();
    private final BlockingQueue<Map<Integer, List<byte[]>>> handover = new ArrayBlockingQueue<>(1);
    private final Thread writer;
    private long lastBytes = -1;
    private volatile boolean wanted = true;
    private volatile boolean closing;

    /** What is shown of an instance, with its days before. */
    private record Shown(LiveFolder folder, @Nullable Long capital, List<DayRecord> earlier) {}

    private LivePlayback(Night night, SortedMap<Integer, Instance> instances, LocalDate date, List<LocalDate> played) {
        this.night = night;
        this.instances = instances;
        this.date = date;
        this.played = List.copyOf(played);
        this.writer = new Thread(this::write, "live folders");
        this.writer.setDaemon(true);
    }

    /**
     * Begins to show a day; the results of the run's earlier days are shown with it.
     *
     * @param played the days before it in its partition
     */
    static LivePlayback begin(
            Night night, SortedMap<Integer, Instance> instances, MarketDay day, List<LocalDate> played) {
        LivePlayback playback = new LivePlayback(night, instances, day.date(), played);
        List<PlannedPartition> before = night.partitions().partitions(night.runId()).stream()
                .filter(partition -> partition.done() && partition.days().get(0).isBefore(day.date()))
                .toList();
        try (RunJournals journals = RunJournals.open(night, before)) {
            for (RunInstance row : night.runs().instances(night.runId())) {
                if (instances.containsKey(row.instance())) {
                    List<DayRecord> earlier = new ArrayList<>(journals.read(row.instance()));
                    try {
                        LiveFolder folder =
                                new LiveFolder(ResultFolders.of(night.home().output(), row.key()));
                        folder.remove();
                        playback.shown.put(row.instance(), new Shown(folder, row.capital(), earlier));
                    } catch (IOException | IllegalArgumentException e) {
                        night.notShown(row.key() + ": " + Failures.message(e));
                    }
                }
            }
        } catch (IOException e) {
            night.notShown(Failures.message(e));
        }
        playback.writer.start();
        return playback;
    }

    /** The engine has told the journal everything up to a second: hands over what is new, if the writer waits for it. */
    void reached(PartitionJournal journal) {
        if (!wanted) {
            return;
        }
        long bytes = journal.bytes();
        if (bytes == lastBytes) {
            return;
        }
        boolean first = lastBytes < 0;
        wanted = false;
        lastBytes = bytes;
        Map<Integer, List<byte[]>> snapshots = new HashMap<>();
        for (int instance : instances.keySet()) {
            List<byte[]> days = new ArrayList<>();
            if (first) {
                played.forEach(day -> days.add(journal.snapshot(instance, day)));
            }
            days.add(journal.snapshot(instance, date));
            snapshots.put(instance, days);
        }
        handover.add(snapshots);
    }

    private void write() {
        try {
            while (!closing) {
                Map<Integer, List<byte[]>> snapshots = handover.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                if (snapshots != null) {
                    snapshots.forEach(this::write);
                    Thread.sleep(PAUSE_MILLIS);
                    wanted = true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(int instance, List<byte[]> snapshots) {
        Shown one = shown.get(instance);
        Instance running = instances.get(instance);
        if (one == null || running == null || closing) {
            return;
        }
        try {
            int today = snapshots.size() - 1;
            snapshots.subList(0, today).forEach(day -> one.earlier().add(PartitionJournal.decode(day)));
            List<DayRecord> days = new ArrayList<>(one.earlier());
            days.add(PartitionJournal.decode(snapshots.get(today)));
            one.folder().write(ResultFiles.of(StrategyResult.soFar(running, one.capital(), days)));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // What is shown is for looking at; the results do not depend on it.
            shown.remove(instance);
            night.notShown(running.key() + ": " + Failures.message(e));
        }
    }

    /** Waits for the writer, however long it takes: what it wrote later would bring back a folder that was removed. */
    @Override
    public void close() {
        closing = true;
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
