package dev.nightjar.batch;

import dev.nightjar.engine.Pace;
import dev.nightjar.live.MarketTimePace;
import dev.nightjar.market.MarketDay;
import dev.nightjar.outcome.JournalFile;
import dev.nightjar.outcome.PartitionJournal;
import dev.nightjar.run.Instance;
import dev.nightjar.run.Mode;
import dev.nightjar.store.DayTotal;
import dev.nightjar.store.PlannedPartition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs one partition: its journal first, then one short transaction that makes it count. A process that was overtaken by another
 * attempt writes nothing that counts.
 */
final class WorkStep {

    private final Night night;

    WorkStep(Night night) {
        this.night = night;
    }

    void run(String name) {
        night.stop().check();
        OptionalLong claimed = night.partitions().claim(night.runId(), name);
        if (claimed.isEmpty()) {
            // Finished by an earlier process that did not live to tell Spring Batch.
            return;
        }
        long attempt = claimed.getAsLong();
        ThreadClock clock = new ThreadClock();
        PlannedPartition partition = night.partitions().partition(night.runId(), name);
        Map<Integer, Instance> accepted = night.accepted();
        SortedMap<Integer, Instance> instances = new TreeMap<>();
        partition.instances().forEach(number -> instances.put(number, accepted.get(number)));
        boolean paced = night.settings().mode() == Mode.LIVE_SIMULATION;
        PartitionJournal journal;
        @Nullable Long lag;
        if (paced) {
            try (Playback playback = new Playback(instances)) {
                journal = new PartitionRunner(this::open, playback::pace, night.stop())
                        .run(instances, partition.days(), playback::reached);
                lag = playback.lagP99Micros();
            }
        } else {
            try (Timings.Span span = night.timings().begin(Timings.Part.ENGINE)) {
                journal = new PartitionRunner(this::open, PartitionRunner.Pacing.UNBOUNDED, night.stop())
                        .run(instances, partition.days(), PartitionRunner.Listener.NONE);
            }
            lag = null;
        }
        JournalFile file = write(journal, name + "-" + attempt + ".journal");
        CrashPoint.AFTER_JOURNAL.pass();
        List<DayTotal> totals = journal.totals().stream()
                .map(total -> new DayTotal(
                        total.instance(),
                        total.date(),
                        total.trades(),
                        total.pnl(),
                        total.fees(),
                        total.failedReason()))
                .toList();
        boolean counts;
        try (Timings.Span span = night.timings().begin(Timings.Part.TOTALS)) {
            counts = night.partitions()
                    .finish(
                            night.runId(),
                            name,
                            attempt,
                            file.name(),
                            file.sha256(),
                            file.size(),
                            lag,
                            clock.measured(),
                            totals,
                            Night.now());
        }
        if (!counts) {
            throw new IllegalStateException("partition " + name + " was taken up by another process meanwhile");
        }
        CrashPoint.AFTER_PARTITION.pass();
    }

    private MarketDay open(LocalDate date) {
        try (Timings.Span span = night.timings().begin(Timings.Part.DAYS)) {
            return night.open(date);
        }
    }

    private JournalFile write(PartitionJournal journal, String name) {
        try (Timings.Span span = night.timings().begin(Timings.Part.JOURNALS)) {
            Path folder = night.journals();
            Files.createDirectories(folder);
            return journal.write(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("journal " + name + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** The days of a partition, paced and shown one after the other. */
    private final class Playback implements AutoCloseable {

        private final SortedMap<Integer, Instance> instances;
        private @Nullable MarketTimePace pace;
        private @Nullable LivePlayback live;
        private final List<LocalDate> played = new ArrayList<>();
        private @Nullable Long largestLag;
        private long open;
        private long close;

        Playback(SortedMap<Integer, Instance> instances) {
            this.instances = instances;
        }

        Pace pace(MarketDay day) {
            open = day.session().open();
            close = day.session().close();
            close();
            largestLag = lagP99Micros();
            live = LivePlayback.begin(night, instances, day, played);
            played.add(day.date());
            night.progress()
                    .say("playing " + day.date() + " at speed "
                            + night.settings().speed().toPlainString());
            night.progress().begin("play " + day.date(), "s", close - open);
            MarketTimePace today = MarketTimePace.of(night.settings().speed(), open, night.stop());
            pace = today;
            return today;
        }

        void reached(PartitionJournal journal, long epochSecond) {
            night.progress().reached(Math.min(epochSecond, close) - open);
            if (live != null) {
                live.reached(journal);
            }
        }

        /** {@return that of the day on which it was largest} */
        @Nullable Long lagP99Micros() {
            if (pace == null) {
                return null;
            }
            long ofDay = pace.playback().p99Nanos() / 1_000;
            return largestLag == null ? ofDay : Math.max(largestLag, ofDay);
        }

        @Override
        public void close() {
            if (live != null) {
                live.close();
            }
        }
    }
}
