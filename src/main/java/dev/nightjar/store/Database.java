package dev.nightjar.store;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.h2.api.ErrorCode;
import org.h2.tools.Server;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The open database of a home.
 *
 * <p>Without another URL it is an H2 file in the home. The file belongs to one process at a time. The process of a job
 * {@linkplain #own owns} it and serves it to the home's other commands on the loopback address; these
 * {@linkplain #visit visit}: they open the file while nobody has it, and otherwise ask its owner.
 */
public final class Database implements AutoCloseable {

    private static final String BIND_ADDRESS = "h2.bindAddress";

    static {
        // Read once by H2, when its first class is loaded.
        if (System.getProperty(BIND_ADDRESS) == null) {
            System.setProperty(BIND_ADDRESS, "127.0.0.1");
        }
    }

    /** Long enough for any other command to finish with the file. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long PAUSE_MILLIS = 50;

    /** How long a statement may take in which nothing is heard of the server; however long it is waited for when it is away. */
    private static final Duration MOST_STATEMENT = Duration.ofMinutes(5);

    /** A server that can still speak ends a statement itself before nobody listens any more, and keeps no locks for it. */
    private static final String LIMIT_STATEMENTS =
            "set statement_timeout = " + MOST_STATEMENT.minusSeconds(15).toMillis();

    private static final String USER = "NIGHTJAR";
    private static final String NAME = "nightjar";

    private final Connections dataSource;
    private final Patience patience;
    private final JdbcTransactionManager transactionManager;
    private final JdbcOperations statements;
    private final boolean postgres;
    private final @Nullable Server server;
    private final @Nullable Path portFile;
    /** Whether the thread is within a transaction of {@link #inTransaction}, which then is done again as a whole or not at all. */
    private final ThreadLocal<Boolean> within = ThreadLocal.withInitial(() -> false);

    private Database(
            Connections dataSource,
            Patience patience,
            boolean postgres,
            @Nullable Server server,
            @Nullable Path portFile) {
        this.dataSource = dataSource;
        this.patience = patience;
        this.transactionManager = new JdbcTransactionManager(dataSource);
        this.statements = inTransactions(new JdbcTemplate(dataSource));
        this.postgres = postgres;
        this.server = server;
        this.portFile = portFile;
    }

    /**
     * Each statement that is not part of a transaction is one of its own. So it is repeated as any other, and keeps no connection
     * beyond its end, whatever Spring Batch has begun on the thread.
     */
    private JdbcOperations inTransactions(JdbcOperations template) {
        return (JdbcOperations) Proxy.newProxyInstance(
                JdbcOperations.class.getClassLoader(),
                new Class<?>[] {JdbcOperations.class},
                (proxy, method, arguments) ->
                        inTransaction(() -> called(template, method, arguments == null ? new Object[0] : arguments)));
    }

    private static @Nullable Object called(JdbcOperations template, Method method, Object[] arguments) {
        try {
            return method.invoke(template, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException own) {
                throw own;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Opens the database for a job, and serves the home's own file to other processes. A server that is away is waited for, now and
     * whenever it goes away, as long as the access says.
     *
     * @param connections how many may be in use at once
     * @param told hears that the database is away, and that it is back
     * @throws DatabaseException.InUse if another process keeps the file
     * @throws DatabaseException if it cannot be opened, naming it
     */
    public static Database own(Path home, DatabaseAccess access, int connections, Consumer<String> told) {
        if (!access.embedded()) {
            return external(access, connections, new Patience(access.described(), access.patience(), told), true);
        }
        Path file = file(home);
        String secret = prepare(home);
        boolean upToDate = bringUpToDate(file, secret);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            if (upToDate) {
                try (Connection first = connect(fileUrl(file), secret)) {
                    Patience none = patienceWithFile();
                    return serve(
                            home,
                            new Connections(fileUrl(file), USER, secret, new Properties(), null, connections, none),
                            none);
                } catch (SQLException e) {
                    if (e.getErrorCode() != ErrorCode.DATABASE_ALREADY_OPEN_1) {
                        throw broken(file, e);
                    }
                }
            }
            if (System.nanoTime() > deadline) {
                throw new DatabaseException.InUse("another process keeps the database file " + data(file));
            }
            pause();
            // Who kept the file may be of an older version, and have left it as it was.
            upToDate = upToDate || bringUpToDate(file, secret);
        }
    }

    /**
     * Opens the database for a short while, next to whatever job is running.
     *
     * @throws DatabaseException if it cannot be opened, naming it
     */
    public static Database visit(Path home, DatabaseAccess access) {
        if (!access.embedded()) {
            Duration most = access.patience().compareTo(PATIENCE) < 0 ? access.patience() : PATIENCE;
            return external(access, 2, new Patience(access.described(), most, away -> {}), false);
        }
        Path file = file(home);
        String secret = prepare(home);
        boolean upToDate = bringUpToDate(file, secret);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            if (upToDate) {
                try (Connection first = connect(fileUrl(file), secret)) {
                    return visiting(fileUrl(file), secret);
                } catch (SQLException e) {
                    if (e.getErrorCode() != ErrorCode.DATABASE_ALREADY_OPEN_1) {
                        throw broken(file, e);
                    }
                }
            }
            // The file is in use, so the port is its owner's and not one left behind.
            Optional<String> served = servedUrl(home);
            if (served.isPresent()) {
                try (Connection first = connect(served.get(), secret)) {
                    if (!upToDate) {
                        refuseOlder(served.get(), secret, file);
                    }
                    return visiting(served.get(), secret);
                } catch (SQLException | FlywayException e) {
                    // Its owner has just ended, or not begun to serve it: look again.
                    pause();
                }
            } else {
                pause();
            }
            if (System.nanoTime() > deadline) {
                throw new DatabaseException.InUse(
                        "another process keeps the database file " + data(file) + " and does not answer");
            }
            upToDate = upToDate || bringUpToDate(file, secret);
        }
    }

    /** {@return how people may be told which database it is} */
    public static String described(Path home, DatabaseAccess access) {
        return access.embedded() ? data(file(home)).toString() : access.described();
    }

    /** {@return whether the home has a database file} */
    public static boolean exists(Path home) {
        return Files.exists(data(file(home)));
    }

    public DataSource dataSource() {
        return dataSource;
    }

    public PlatformTransactionManager transactionManager() {
        return transactionManager;
    }

    public boolean postgres() {
        return postgres;
    }

    /** Does something once the database stayed away for too long and is not waited for any more. */
    public void whenGone(Runnable work) {
        patience.atEnd(work);
    }

    /** {@return whether something failed because the database went away; done again, it may go right} */
    public static boolean isLoss(Throwable thrown) {
        return LostConnection.is(thrown);
    }

    /** The queue that is held may have been lost; the next to use the database finds out. */
    public void doubt() {
        dataSource.doubt();
    }

    /**
     * Waits until the database is there, and looks whether the queue that is held still is.
     *
     * @throws DatabaseException if the database stays away, or somebody else has the queue
     */
    public void require() {
        DatabaseException.Gone gone = patience.gone();
        if (gone != null) {
            throw gone;
        }
        doubt();
        jdbc().sql("select 1").query(Integer.class).single();
    }

    JdbcClient jdbc() {
        return JdbcClient.create(statements);
    }

    /** {@return what sends many rows at once} */
    JdbcOperations batches() {
        return statements;
    }

    /** Does a statement once for each row of parameters, all sent together. */
    void each(String sql, List<@Nullable Object[]> rows) {
        if (!rows.isEmpty()) {
            var unused = batches().batchUpdate(sql, rows);
        }
    }

    /**
     * Does something in one transaction, or as part of the one that is going on. It is done once more if a row with the same key was
     * written by somebody else meanwhile, and sees that row; and again when the database is back if it was lost, even if all that was
     * lost was the answer that it is done. So it has to know what it did itself.
     *
     * @throws DatabaseException.Gone if the database stays away
     */
    public <T extends @Nullable Object> T inTransaction(Supplier<T> work) {
        if (within.get()) {
            return work.get();
        }
        within.set(true);
        try {
            return patience.repeat(() -> once(work), dataSource::forget);
        } finally {
            within.remove();
        }
    }

    private <T extends @Nullable Object> T once(Supplier<T> work) {
        TransactionTemplate template = new TransactionTemplate(transactionManager);
        try {
            try {
                return template.execute(status -> work.get());
            } catch (DuplicateKeyException e) {
                return template.execute(status -> work.get());
            }
        } catch (CannotCreateTransactionException e) {
            if (e.getCause() instanceof DatabaseException ours) {
                throw ours;
            }
            throw e;
        }
    }

    /** Does something in one transaction. */
    public void inTransaction(Runnable work) {
        this.<@Nullable Object>inTransaction(() -> {
            work.run();
            return null;
        });
    }

    /**
     * Takes a queue for this process on PostgreSQL; the server frees it when the process dies. Elsewhere there is nothing to
     * take, because only one process has the file.
     *
     * @return what frees the queue, or empty if another process has it
     */
    public Optional<QueueHold> holdQueue(String queue) {
        if (!postgres) {
            return Optional.of(() -> {});
        }
        try {
            return Optional.ofNullable(QueueLock.take(dataSource, queue));
        } catch (SQLException e) {
            throw new DatabaseException("queue " + queue + " cannot be locked: " + e.getMessage(), e);
        }
    }

    /** {@return whether a process has taken the queue on PostgreSQL; looking does not take it} */
    public boolean queueHeld(String queue) {
        return postgres
                && jdbc().sql("select exists (select 1 from pg_locks, (select hashtextextended(?, 0) as id) as name"
                                + " where locktype = 'advisory' and granted and objsubid = 1"
                                + " and database = (select oid from pg_database where datname = current_database())"
                                + " and classid::bigint = ((name.id >> 32) & 4294967295)"
                                + " and objid::bigint = (name.id & 4294967295))")
                        .param(QueueLock.NAME + queue)
                        .query(Boolean.class)
                        .single();
    }

    @Override
    public void close() {
        if (portFile != null) {
            try {
                Files.deleteIfExists(portFile);
            } catch (IOException e) {
                // A stale port is only asked while the file is in use.
            }
        }
        if (server != null) {
            server.stop();
        }
        dataSource.close();
    }

    /** A queue that is this process's until closed. */
    @FunctionalInterface
    public interface QueueHold extends AutoCloseable {
        @Override
        void close();
    }

    private static Database external(DatabaseAccess access, int connections, Patience patience, boolean waits) {
        String url = access.url();
        if (url == null) {
            throw new IllegalArgumentException("no url");
        }
        try {
            Connections opened = new Connections(
                    url,
                    access.username(),
                    access.password(),
                    access.postgres() ? postgresProperties() : new Properties(),
                    access.postgres() ? LIMIT_STATEMENTS : null,
                    connections,
                    patience);
            greet(opened, waits);
            // Not with the connections' own limits: to make an index may take long.
            DriverManagerDataSource patiently = new DriverManagerDataSource(url);
            patiently.setUsername(access.username());
            patiently.setPassword(access.password());
            return migrated(new Database(opened, patience, access.postgres(), null, null), patiently);
        } catch (DatabaseException e) {
            throw e;
        } catch (RuntimeException e) {
            throw unusable(access, e);
        } catch (SQLException e) {
            throw unusable(access, e);
        }
    }

    /** A job waits for the first connection as for any other; somebody at a terminal is told at once that there is none. */
    private static void greet(Connections opened, boolean waits) throws SQLException {
        boolean there = false;
        try (Connection first = waits ? opened.getConnection() : opened.own()) {
            there = true;
        } finally {
            if (!there) {
                opened.close();
            }
        }
    }

    private static DatabaseException unusable(DatabaseAccess access, Exception cause) {
        return new DatabaseException(
                "database " + access.described() + " cannot be used: " + LostConnection.reason(cause)
                        + "; settings are spring.datasource.url, .username and .password",
                cause);
    }

    /** A statement that is not answered for longer than any takes is lost, as when a cable was cut. */
    private static Properties postgresProperties() {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", NAME);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("reWriteBatchedInserts", "true");
        properties.setProperty(Connections.SOCKET_TIMEOUT, Long.toString(MOST_STATEMENT.toSeconds()));
        return properties;
    }

    /** A file does not go away and come back: H2 closes it for good when it cannot be written. */
    private static Patience patienceWithFile() {
        return new Patience("in the home", Duration.ZERO, away -> {});
    }

    private static Database visiting(String url, String secret) {
        Patience none = patienceWithFile();
        return new Database(
                new Connections(url, USER, secret, new Properties(), null, 2, none), none, false, null, null);
    }

    private static Database serve(Path home, Connections pool, Patience patience) {
        Server server = null;
        try {
            Path port = home.resolve("db.port");
            Files.deleteIfExists(port);
            server = Server.createTcpServer(
                            "-tcpPort", "0", "-baseDir", folder(home).toString(), "-ifExists")
                    .start();
            Path written = home.resolve("db.port.new");
            Files.writeString(written, Integer.toString(server.getPort()));
            Files.move(written, port, StandardCopyOption.ATOMIC_MOVE);
            return new Database(pool, patience, false, server, port);
        } catch (IOException | SQLException e) {
            if (server != null) {
                server.stop();
            }
            pool.close();
            throw new DatabaseException("the database in " + home + " cannot be served: " + e.getMessage(), e);
        }
    }

    private static Database migrated(Database database, DataSource connections) {
        try {
            database.patience.repeat(
                    () -> {
                        Migrations.run(connections, database.postgres);
                        return true;
                    },
                    database.dataSource::forget);
            return database;
        } catch (DatabaseException e) {
            database.close();
            throw e;
        } catch (RuntimeException e) {
            database.close();
            throw new DatabaseException(
                    "the database's tables cannot be brought up to date: " + LostConnection.reason(e), e);
        }
    }

    /** The pool hides why it could not connect; a connection of our own does not, and keeps the file until the pool has it. */
    private static Connection connect(String url, String secret) throws SQLException {
        return DriverManager.getConnection(url, USER, secret);
    }

    /** An empty file would be taken for a new database, and everything in the old one would be forgotten. */
    private static void refuseEmpty(Path data) {
        try {
            if (Files.exists(data) && Files.size(data) == 0) {
                throw new DatabaseException(
                        "the database file " + data + " is empty; restore it, or delete it to begin anew", null);
            }
        } catch (IOException e) {
            throw new DatabaseException("the database file " + data + " cannot be read: " + e, e);
        }
    }

    private static String prepare(Path home) {
        if (folder(home).toString().contains(";")) {
            throw new DatabaseException("the home's path must not contain a semicolon, was " + home, null);
        }
        try {
            Files.createDirectories(folder(home));
            Path secret = home.resolve("db.secret");
            if (exists(home) && !Files.exists(secret)) {
                throw new DatabaseException(
                        secret + " is missing, and the database " + data(file(home))
                                + " opens with nothing else; restore it, or move the database away to begin anew",
                        null);
            }
            return Secret.of(secret);
        } catch (IOException e) {
            throw new DatabaseException("the home " + home + " cannot be written: " + e, e);
        }
    }

    private static Optional<String> servedUrl(Path home) {
        try {
            return Optional.of("jdbc:h2:tcp://127.0.0.1:"
                    + Files.readString(home.resolve("db.port")).trim() + "/" + NAME);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What an older version works with lacks what this one asks for. */
    private static void refuseOlder(String url, String secret, Path file) {
        if (Migrations.pending(new DriverManagerDataSource(url, USER, secret), false)) {
            throw new DatabaseException.InUse("a process of an older version of the program keeps the database file "
                    + data(file) + ", whose tables this one brings up to date; try again when it has ended");
        }
    }

    /** {@return whether it is up to date now; if not, another process has it open} */
    private static boolean bringUpToDate(Path file, String secret) {
        refuseEmpty(data(file));
        try {
            return HomeFile.bringUpToDate(data(file), Database::fileUrl, USER, secret);
        } catch (SQLException e) {
            throw broken(file, e);
        } catch (DatabaseException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new DatabaseException(
                    "the tables of the database file " + data(file) + " cannot be made or brought up to date: "
                            + LostConnection.reason(e),
                    e);
        }
    }

    private static DatabaseException broken(Path file, SQLException cause) {
        if (cause.getErrorCode() == ErrorCode.WRONG_USER_OR_PASSWORD) {
            return new DatabaseException(
                    "the database file " + data(file)
                            + " does not open with the password in db.secret beside its folder;"
                            + " restore the file db.secret that belongs to it",
                    cause);
        }
        return new DatabaseException(
                "the database file " + data(file) + " is damaged or unreadable (" + LostConnection.reason(cause)
                        + "); restore it from a copy, or move it away to begin with an empty database",
                cause);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("interrupted while waiting for the database file", e);
        }
    }

    private static String fileUrl(Path file) {
        // The texts of a sweep's variants are nearly the same: compressed, ten thousand of them take a tenth of the
        // room.
        return "jdbc:h2:file:" + file + ";WRITE_DELAY=0;COMPRESS=TRUE;DB_CLOSE_ON_EXIT=FALSE";
    }

    private static Path folder(Path home) {
        return home.toAbsolutePath().normalize().resolve("db");
    }

    private static Path file(Path home) {
        return folder(home).resolve(NAME);
    }

    private static Path data(Path file) {
        return file.resolveSibling(NAME + ".mv.db");
    }
}
