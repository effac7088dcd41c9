package dev.nightjar.batch;

import dev.nightjar.data.DataException;
import dev.nightjar.data.DataFolder;
import dev.nightjar.outcome.CrashPoint;
import dev.nightjar.run.BrokerConnection;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.InvalidSettingsException;
import dev.nightjar.store.Database;
import dev.nightjar.store.PublicationStore;
import dev.nightjar.store.PurgeStore;
import dev.nightjar.store.QueueStore;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunState;
import dev.nightjar.store.RunStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Forgets runs that nobody needs any more: their rows, their journals, what Spring Batch knows of them; and stores of data that can be
 * imported again and that no run and no queue names.
 *
 * <p>What is published stays. So do, whatever the policy: runs that have not ended, each queue's latest run and latest good one, and
 * those with the latest results of something that stands in a queue. A run goes in one transaction; a crash afterwards leaves journals
 * that are noted, and deleted the next time.
 */
public final class RunPurge {

    private final Home home;
    private final Database database;
    private final Consumer<String> out;
    private final RunStore runs;
    private final PurgeStore purges;
    private final PublicationStore publications;
    /** How many runs another home has to purge. */
    private int elsewhere;

    /** @param out hears what goes, a line each */
    public RunPurge(Home home, Database database, Consumer<String> out) {
        this.home = home;
        this.database = database;
        this.out = out;
        this.runs = new RunStore(database);
        this.purges = new PurgeStore(database);
        this.publications = new PublicationStore(database);
    }

    /**
     * Which runs may go; of two rules both must allow it.
     *
     * @param keep so many good runs of each queue stay, with all that came after the oldest of them; null for no such rule
     * @param olderThan runs stay that ended less than this ago; null for no such rule
     */
    public record Policy(@Nullable Integer keep, @Nullable Duration olderThan) {

        public Policy {
            if (keep == null && olderThan == null) {
                throw new IllegalArgumentException("say which runs may go: --keep or --older-than");
            }
            if (keep != null && keep < 1) {
                throw new IllegalArgumentException("--keep must be at least 1, was " + keep);
            }
            if (olderThan != null && olderThan.isNegative()) {
                throw new IllegalArgumentException("--older-than must not be negative");
            }
        }
    }

    /**
     * Purges.
     *
     * @param queue whose runs may go; null for those of all queues, and stores of data
     * @param dryRun only tells what would go
     * @return {@link ExitCode#BUSY} if a queue is being worked on and was left
     */
    public ExitCode purge(@Nullable String queue, Policy policy, boolean dryRun, Instant now) {
        Sum sum = new Sum(dryRun);
        ExitCode code = ExitCode.DONE;
        List<String> queues = queue == null ? purges.queues() : List.of(queue);
        RunControl control = new RunControl(home, database);
        Set<Long> going = new HashSet<>();
        for (String one : queues) {
            List<RunRow> chosen = chosen(one, policy, now);
            if (dryRun) {
                chosen.forEach(run -> going.add(run.id()));
                chosen.forEach(run -> sum.tell(run, size(journals(run))));
                continue;
            }
            Optional<String> holder = control.alone(one, now, () -> purge(chosen, sum, now));
            if (holder.isPresent()) {
                out.accept("queue " + one + " is running: " + holder.get() + "; its runs are left");
                code = ExitCode.BUSY;
            }
        }
        if (queue == null) {
            stores(going, sum);
        }
        if (elsewhere > 0) {
            out.accept(elsewhere + (elsewhere == 1 ? " run was" : " runs were")
                    + " made in another home and can be purged from there only");
        }
        out.accept(sum.toString());
        return code;
    }

    /** Purges runs of a queue that this process works on. */
    void purgeHeld(String queue, Policy policy, Instant now) {
        Sum sum = new Sum(false);
        try {
            purge(chosen(queue, policy, now), sum, now);
        } catch (IOException e) {
            throw new UncheckedIOException("journals of purged runs cannot be deleted: " + Failures.message(e), e);
        }
        if (sum.runs > 0) {
            out.accept(sum.toString());
        }
    }

    // Runs.

    private List<RunRow> chosen(String queue, Policy policy, Instant now) {
        List<RunRow> newestFirst = runs.newest(queue, Integer.MAX_VALUE);
        List<RunRow> good =
                newestFirst.stream().filter(run -> run.state() == RunState.DONE).toList();
        Set<Long> kept = new HashSet<>(purges.lastWithResults());
        newestFirst.stream().limit(1).forEach(run -> kept.add(run.id()));
        good.stream().limit(1).forEach(run -> kept.add(run.id()));
        long oldestKept = policy.keep() == null
                ? Long.MAX_VALUE
                : good.size() < policy.keep() ? 0 : good.get(policy.keep() - 1).run();
        return newestFirst.stream()
                .filter(run -> !run.state().unfinished())
                .filter(run -> !kept.contains(run.id()))
                .filter(run -> run.run() < oldestKept)
                .filter(run -> policy.olderThan() == null
                        || Objects.requireNonNullElse(run.finishedAt(), run.startedAt())
                                .isBefore(now.minus(policy.olderThan())))
                .filter(run -> !purges.isSwapping(run.id()))
                .filter(run -> !isElsewhere(run))
                .sorted(Comparator.comparingLong(RunRow::run))
                .toList();
    }

    /** Homes may share a database, and a run's journals are in the home that made it, which may have moved since. */
    private boolean isElsewhere(RunRow run) {
        String root = root();
        boolean elsewhere = publications
                        .find(run.id())
                        .filter(publication -> !publication.root().equals(root))
                        .isPresent()
                && !Files.isDirectory(journals(run));
        if (elsewhere) {
            this.elsewhere++;
        }
        return elsewhere;
    }

    private String root() {
        try {
            return home.realOutput().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(home.output() + " cannot be found: " + Failures.message(e), e);
        }
    }

    private void purge(List<RunRow> chosen, Sum sum, Instant now) throws IOException {
        for (RunRow run : chosen) {
            Path journals = journals(run);
            sum.tell(run, size(journals));
            sum.rows += purges.purge(run, root(), now);
            CrashPoint.DURING_PURGE.pass();
            deleteLeftovers();
        }
        deleteLeftovers();
    }

    private void deleteLeftovers() throws IOException {
        for (PurgeStore.Purged run : purges.leftovers(root())) {
            delete(home.journals(run.queue(), run.run()));
            purges.gone(run);
        }
        delete(home.purged());
    }

    private Path journals(RunRow run) {
        return home.journals(run.queue(), run.run());
    }

    // Stores.

    /** @param going the runs that are still there and would go */
    private void stores(Set<Long> going, Sum sum) {
        Set<Path> needed;
        try {
            needed = needed(going);
        } catch (InvalidSettingsException e) {
            out.accept("no data is purged: not all queues can be read, and nobody knows what they need: "
                    + e.getMessage());
            return;
        }
        for (StoredData data : StoredData.of(home)) {
            if (needed.contains(data.folder())) {
                continue;
            }
            Optional<String> why = whyNotMadeAgain(data);
            if (why.isPresent()) {
                out.accept("store of " + data.name() + ", which no run and no queue names, is kept: " + why.get());
                continue;
            }
            sum.tell(data, size(data.folder()));
            if (!sum.dryRun) {
                deleteUnused(data);
            }
        }
    }

    private void deleteUnused(StoredData data) {
        try {
            Files.createDirectories(home.purged());
            // in one step, so that nobody ever finds half of it
            Files.move(
                    data.folder(),
                    home.purged().resolve(String.valueOf(data.folder().getFileName())));
            delete(home.purged());
        } catch (IOException e) {
            throw new UncheckedIOException(data.folder() + " cannot be deleted: " + Failures.message(e), e);
        }
    }

    private Set<Path> needed(Set<Long> going) {
        Set<Path> needed = new HashSet<>();
        for (RunRow run : runs.newest(null, Integer.MAX_VALUE)) {
            String data = Nights.map(run.settings()).get("data");
            if (data != null && !going.contains(run.id())) {
                needed.add(home.dayStore(data));
            }
        }
        QueueStore queues = new QueueStore(database);
        QueueCatalog catalog = new QueueCatalog(home);
        Set<String> names = new LinkedHashSet<>(catalog.names());
        names.addAll(queues.queues());
        for (String name : names) {
            needed.add(home.dayStore(catalog.settings(name, Map.of()).data()));
        }
        for (BrokerConnection broker : queues.brokers()) {
            if (broker.dataSource() != null) {
                needed.add(home.dayStore(broker.dataSource()));
            }
        }
        return needed;
    }

    /** {@return why a store may be more than what an import of its folder would make; empty if it is not} */
    private Optional<String> whyNotMadeAgain(StoredData data) {
        Path source = home.data(data.name());
        if (!Files.isDirectory(source) || !home.dayStore(data.name()).equals(data.folder())) {
            return Optional.of("there is no folder " + source + " that it is the store of");
        }
        try {
            return data.store().differenceFrom(DataFolder.open(source));
        } catch (DataException | UncheckedIOException unreadable) {
            return Optional.of(String.valueOf(unreadable.getMessage()));
        }
    }

    // Files.

    private static long size(Path tree) {
        if (!Files.isDirectory(tree)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            long size = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                size += Files.size(file);
            }
            return size;
        } catch (IOException e) {
            throw new UncheckedIOException(tree + " cannot be read: " + Failures.message(e), e);
        }
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> all = Files.walk(tree)) {
            paths = new ArrayList<>(all.sorted(Comparator.reverseOrder()).toList());
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
            CrashPoint.DURING_DELETION.pass();
        }
    }

    /** What goes, told as it goes. */
    private final class Sum {

        private final boolean dryRun;
        private int runs;
        private int stores;
        private long bytes;
        private long rows;

        Sum(boolean dryRun) {
            this.dryRun = dryRun;
        }

        void tell(RunRow run, long size) {
            runs++;
            bytes += size;
            out.accept("run " + run.run() + " of queue " + run.queue() + ", "
                    + run.state().label() + (run.firstDay() == null ? "" : ", " + run.firstDay() + ".." + run.lastDay())
                    + ", " + run.instances() + " strategies: journals of " + told(size));
        }

        void tell(StoredData data, long size) {
            stores++;
            bytes += size;
            out.accept("store of " + data.name() + ", which no run and no queue names: " + told(size));
        }

        private static String told(long size) {
            return size < 1 << 20 ? size + " bytes" : String.format(Locale.ROOT, "%.1f MiB", size / (double) (1 << 20));
        }

        @Override
        public String toString() {
            if (runs == 0 && stores == 0) {
                return "nothing to purge";
            }
            return (dryRun ? "would purge " : "purged ") + runs + (runs == 1 ? " run" : " runs") + " and " + stores
                    + (stores == 1 ? " store" : " stores") + ", " + told(bytes)
                    + (dryRun ? "; without --dry-run they go" : ", " + rows + " rows of the database");
        }
    }
}
