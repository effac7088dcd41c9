package dev.nightjar.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.h2.tools.Server;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
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
    private static final String USER = "NIGHTJAR";
    private static final String NAME = "nightjar";

    private final HikariDataSource dataSource;
    private final JdbcTransactionManager transactionManager;
    private final boolean postgres;
    private final @Nullable Server server;
    private final @Nullable Path portFile;

    private Database(HikariDataSource dataSource, boolean postgres, @Nullable Server server, @Nullable Path portFile) {
        this.dataSource = dataSource;
        this.transactionManager = new JdbcTransactionManager(dataSource);
        this.postgres = postgres;
        this.server = server;
        this.portFile = portFile;
    }

    /**
     * Opens the database for a job, and serves the home's own file to other processes.
     *
     * @param connections how many may be in use at once
     * @throws DatabaseException.InUse if another process keeps the file
     * @throws DatabaseException if it cannot be opened, naming it
     */
    public static Database own(Path home, DatabaseAccess access, int connections) {
        if (!access.embedded()) {
            return external(access, connections);
        }
        Path file = file(home);
        refuseEmpty(data(file));
        String secret = prepare(home);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Connection first = connect(fileUrl(file), secret)) {
                return serve(home, pool(fileUrl(file), USER, secret, connections));
            } catch (SQLException e) {
                if (e.getErrorCode() != ErrorCode.DATABASE_ALREADY_OPEN_1) {
                    throw broken(file, e);
                }
                if (System.nanoTime() > deadline) {
                    throw new DatabaseException.InUse("another process keeps the database file " + data(file));
                }
                pause();
            }
        }
    }

    /**
     * Opens the database for a short while, next to whatever job is running.
     *
     * @throws DatabaseException if it cannot be opened, naming it
     */
    public static Database visit(Path home, DatabaseAccess access) {
        if (!access.embedded()) {
            return external(access, 2);
        }
        Path file = file(home);
        String secret = prepare(home);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Connection first = connect(fileUrl(file), secret)) {
                return migrated(new Database(pool(fileUrl(file), USER, secret, 2), false, null, null));
            } catch (SQLException e) {
                if (e.getErrorCode() != ErrorCode.DATABASE_ALREADY_OPEN_1) {
                    throw broken(file, e);
                }
            }
            // The file is in use, so the port is its owner's and not one left behind.
            Optional<String> served = servedUrl(home);
            if (served.isPresent()) {
                try (Connection first = connect(served.get(), secret)) {
                    return new Database(pool(served.get(), USER, secret, 2), false, null, null);
                } catch (SQLException e) {
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
        }
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

    JdbcClient jdbc() {
        return JdbcClient.create(dataSource);
    }

    /** {@return what sends many rows at once} */
    JdbcTemplate batches() {
        return new JdbcTemplate(dataSource);
    }

    /** Does a statement once for each row of parameters, all sent together. */
    void each(String sql, List<@Nullable Object[]> rows) {
        if (!rows.isEmpty()) {
            var unused = batches().batchUpdate(sql, rows);
        }
    }

    /**
     * Does something in one transaction. If a row with the same key was written by somebody else meanwhile, it is done once
     * more and sees that row.
     */
    public <T extends @Nullable Object> T inTransaction(Supplier<T> work) {
        TransactionTemplate template = new TransactionTemplate(transactionManager);
        try {
            return template.execute(status -> work.get());
        } catch (DuplicateKeyException e) {
            return template.execute(status -> work.get());
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
            Connection connection = dataSource.getConnection();
            boolean taken = false;
            try (PreparedStatement lock =
                    connection.prepareStatement("select pg_try_advisory_lock(hashtextextended(?, 0))")) {
                lock.setString(1, "nightjar queue " + queue);
                try (ResultSet answer = lock.executeQuery()) {
                    taken = answer.next() && answer.getBoolean(1);
                }
            } finally {
                if (!taken) {
                    connection.close();
                }
            }
            return taken ? Optional.of(() -> release(connection)) : Optional.empty();
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
                        .param("nightjar queue " + queue)
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

    private void release(Connection connection) {
        // The server frees a lost session's locks in its own time, so they are given back by word.
        try (Statement unlock = connection.createStatement()) {
            unlock.execute("select pg_advisory_unlock_all()");
        } catch (SQLException e) {
            throw new DatabaseException("a queue's lock cannot be given back: " + e.getMessage(), e);
        } finally {
            dataSource.evictConnection(connection);
        }
    }

    private static Database external(DatabaseAccess access, int connections) {
        String url = access.url();
        if (url == null) {
            throw new IllegalArgumentException("no url");
        }
        try {
            return migrated(new Database(
                    pool(url, access.username(), access.password(), connections), access.postgres(), null, null));
        } catch (RuntimeException e) {
            throw new DatabaseException(
                    "database " + access.described() + " cannot be used: " + rootMessage(e)
                            + "; settings are spring.datasource.url, .username and .password",
                    e);
        }
    }

    private static Database serve(Path home, HikariDataSource pool) {
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
            return migrated(new Database(pool, false, server, port));
        } catch (IOException | SQLException e) {
            if (server != null) {
                server.stop();
            }
            pool.close();
            throw new DatabaseException("the database in " + home + " cannot be served: " + e.getMessage(), e);
        }
    }

    private static Database migrated(Database database) {
        try {
            Migrations.run(database.dataSource, database.postgres);
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw new DatabaseException("the database's tables cannot be brought up to date: " + rootMessage(e), e);
        }
    }

    private static HikariDataSource pool(
            String url, @Nullable String username, @Nullable String password, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("nightjar");
        config.setJdbcUrl(url);
        config.setUsername(username);
        config.setPassword(password);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
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

    private static DatabaseException broken(Path file, SQLException cause) {
        if (cause.getErrorCode() == ErrorCode.WRONG_USER_OR_PASSWORD) {
            return new DatabaseException(
                    "the database file " + data(file)
                            + " does not open with the password in db.secret beside its folder;"
                            + " restore the file db.secret that belongs to it",
                    cause);
        }
        return new DatabaseException(
                "the database file " + data(file) + " is damaged or unreadable (" + rootMessage(cause)
                        + "); restore it from a copy, or move it away to begin with an empty database",
                cause);
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.toString() : message.lines().findFirst().orElse(message);
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
