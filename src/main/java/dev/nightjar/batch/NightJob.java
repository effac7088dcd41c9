package dev.nightjar.batch;

import dev.nightjar.run.ExitCode;
import dev.nightjar.run.InvalidSettingsException;
import dev.nightjar.run.QueueNames;
import dev.nightjar.run.QueueSettings;
import dev.nightjar.store.Database;
import dev.nightjar.store.DatabaseAccess;
import dev.nightjar.store.DatabaseException;
import dev.nightjar.store.QueueStore;
import dev.nightjar.store.RunStore;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The nightly job: takes a queue from its items to results on disk, in one process.
 *
 * <p>It holds the queue while it works, so that no second process runs it; on H2 it holds the whole home. What was begun and not finished
 * is finished first.
 */
public final class NightJob {

    /** Connections beside one for each thread: the job's own, Spring Batch's, the stop watch, the queue's hold. */
    private static final int MORE_CONNECTIONS = 5;

    private final Home home;
    private final String queue;
    private final Map<String, String> overrides;
    private final DatabaseAccess access;
    private final Stop stop;
    private final PrintStream out;
    private final PrintStream err;
    private final QueueCatalog catalog;

    private NightJob(
            Home home,
            String queue,
            Map<String, String> overrides,
            DatabaseAccess access,
            Stop stop,
            PrintStream out,
            PrintStream err) {
        this.home = home;
        this.queue = queue;
        this.overrides = overrides;
        this.access = access;
        this.stop = stop;
        this.out = out;
        this.err = err;
        this.catalog = new QueueCatalog(home);
    }

    /**
     * Runs a queue.
     *
     * @param options what the command line says: settings of the queue, and {@code spring.datasource.url} with
     *     {@code .username} and {@code .password}, which else come from the environment
     * @param out hears progress and results
     * @param err hears what is wrong, in words for people
     * @return what the process exits with, see {@link ExitCode}
     */
    public static int run(Path home, String queue, Map<String, String> options, PrintStream out, PrintStream err) {
        Map<String, String> overrides = new LinkedHashMap<>(options);
        overrides.keySet().removeIf(DatabaseAccess::names);
        Stop stop = new Stop();
        Thread atEnd = new Thread(() -> endWith(stop), "stop first");
        Runtime.getRuntime().addShutdownHook(atEnd);
        try {
            int code = new NightJob(
                            new Home(home),
                            queue,
                            overrides,
                            DatabaseAccess.of(options, System.getenv()),
                            stop,
                            out,
                            err)
                    .code();
            if (stop.processEnds()) {
                out.flush();
                err.flush();
                // The process is ending by a signal and waits for us; left to itself it would not exit with our code.
                Runtime.getRuntime().halt(code);
            }
            return code;
        } catch (InvalidSettingsException e) {
            e.problems().forEach(problem -> err.println(problem));
            return ExitCode.USAGE.number();
        } catch (DatabaseException e) {
            err.println(e.getMessage());
            return ExitCode.INFRASTRUCTURE.number();
        } finally {
            stop.ended();
            forget(atEnd);
        }
    }

    /** A signal ends the run first, wherever it is, and everything it uses after it. */
    private static void endWith(Stop stop) {
        stop.requestByProcess();
        try {
            stop.awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread atEnd) {
        try {
            Runtime.getRuntime().removeShutdownHook(atEnd);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook has run.
        }
    }

    /** {@return what the process exits with, once what went wrong has been told} */
    private int code() {
        try {
            return hold().number();
        } catch (InvalidSettingsException e) {
            e.problems().forEach(problem -> err.println(problem));
            return ExitCode.USAGE.number();
        } catch (UsageException e) {
            err.println(e.getMessage());
            return ExitCode.USAGE.number();
        } catch (DatabaseException.QueueTaken e) {
            err.println(e.getMessage());
            return ExitCode.BUSY.number();
        } catch (DatabaseException | UncheckedIOException e) {
            err.println(e.getMessage());
            return ExitCode.INFRASTRUCTURE.number();
        } catch (DataAccessException | TransactionException e) {
            err.println(
                    "the database " + Database.described(home.root(), access) + " cannot be used: " + e.getMessage());
            return ExitCode.INFRASTRUCTURE.number();
        } catch (IOException e) {
            err.println("the home " + home.root() + " cannot be used: " + e);
            return ExitCode.INFRASTRUCTURE.number();
        } catch (RuntimeException e) {
            if (!stop.processEnds()) {
                throw e;
            }
            Failures.unexpected(e, err);
            return ExitCode.INTERNAL.number();
        }
    }

    private ExitCode hold() throws IOException {
        try {
            QueueNames.check(queue);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        QueueSettings settings = catalog.settings(queue, overrides);
        if (!catalog.knows(queue) && access.embedded() && !Database.exists(home.root())) {
            throw new UsageException(unknown(queue, catalog.names()));
        }
        home.create();
        Path queueLock = home.locks().resolve(queue + ".lock");
        try (@Nullable HolderLock lock = HolderLock.tryLock(queueLock, queue, Night.now())) {
            if (lock == null) {
                err.println("queue " + queue + " is running: " + HolderLock.holder(queueLock));
                return ExitCode.BUSY;
            }
            return holdHome(settings, lock);
        }
    }

    private ExitCode holdHome(QueueSettings settings, HolderLock lock) throws IOException {
        if (!access.embedded()) {
            return open(settings, lock);
        }
        Path homeLock = home.locks().resolve(".home.lock");
        try (@Nullable HolderLock whole = HolderLock.tryLock(homeLock, queue, Night.now())) {
            if (whole == null) {
                err.println("the home " + home.root() + " is in use: " + HolderLock.holder(homeLock)
                        + "; queues run side by side on PostgreSQL only (spring.datasource.url)");
                return ExitCode.BUSY;
            }
            return open(settings, lock);
        }
    }

    private ExitCode open(QueueSettings settings, HolderLock lock) throws IOException {
        try (Progress progress = new Progress(out, Progress.onTerminal());
                Database database =
                        Database.own(home.root(), access, Night.threads(settings) + MORE_CONNECTIONS, progress::say)) {
            // What runs could not be noted any more.
            database.whenGone(stop::request);
            Optional<Database.QueueHold> hold = database.holdQueue(queue);
            if (hold.isEmpty()) {
                err.println("queue " + queue + " is running on another host, which holds it in the database "
                        + access.described());
                return ExitCode.BUSY;
            }
            try (Database.QueueHold held = hold.get()) {
                if (access.embedded()) {
                    Samples.seed(home, queue, database, progress);
                }
                requireItems(database);
                if (stop.stopRequested()) {
                    return ExitCode.STOPPED;
                }
                ExitCode code = new Nights(
                                home,
                                catalog.fees(),
                                database,
                                settings,
                                overrides,
                                NightContext.start(database),
                                stop,
                                progress,
                                lock,
                                err)
                        .run();
                if (code == ExitCode.DONE || code == ExitCode.DONE_WITH_REJECTS) {
                    purge(settings, database, progress);
                }
                return code;
            }
        }
    }

    /** What cannot be purged tonight can be another night: the results are there. */
    private void purge(QueueSettings settings, Database database, Progress progress) {
        if (settings.keepRuns() == 0) {
            return;
        }
        try {
            new RunPurge(home, database, progress::say)
                    .purgeHeld(queue, new RunPurge.Policy(settings.keepRuns(), null), Night.now());
        } catch (DatabaseException | DataAccessException | TransactionException | UncheckedIOException e) {
            progress.say("warning: old runs cannot be purged: " + Failures.message(e));
        }
    }

    private void requireItems(Database database) {
        QueueStore queues = new QueueStore(database);
        if (!queues.list(queue).isEmpty()
                || new RunStore(database).unfinished(queue).isPresent()) {
            return;
        }
        if (catalog.knows(queue)) {
            throw new UsageException(empty(queue));
        }
        Collection<String> names = new TreeSet<>(catalog.names());
        names.addAll(queues.queues());
        throw new UsageException(unknown(queue, names));
    }

    /**
     * {@return why a queue in which nothing stands cannot be run}
     *
     * @param queues null if nothing was ever added to any queue
     */
    static String nothing(String queue, QueueCatalog catalog, @Nullable QueueStore queues) {
        if (queue.equals(Samples.QUEUE) && (queues == null || !queues.everUsed())) {
            return "queue " + queue + " is empty; its first launch in a new home fills it with samples";
        }
        if (catalog.knows(queue)) {
            return empty(queue);
        }
        Collection<String> names = new TreeSet<>(catalog.names());
        if (queues != null) {
            names.addAll(queues.queues());
        }
        return unknown(queue, names);
    }

    static String empty(String queue) {
        return "queue " + queue + " is empty; add strategies with: queue add <file|folder> --queue " + queue;
    }

    static String unknown(String queue, Collection<String> existing) {
        return "there is no queue " + queue + ": no file jobs/" + queue + ".yml and nothing added to it"
                + QueueNames.nearest(queue, existing)
                        .map(nearest -> "; did you mean " + nearest + "?")
                        .orElse("");
    }

    /** The command cannot be meant like that. */
    static final class UsageException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }
}
