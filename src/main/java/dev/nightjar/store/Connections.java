package dev.nightjar.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The connections to a database: a pool that waits for a database that is away. Nobody gets one while it is not known that the queues
 * this process holds are still held.
 */
final class Connections extends DelegatingDataSource implements AutoCloseable {

    /** So long one try to get a connection from the pool takes. */
    private static final long TRY_MILLIS = 1_000;

    /** So long a connection is waited for at least while others use all there are, or the process stood still. */
    private static final Duration LEAST_BUSY = Duration.ofSeconds(30);

    private static final int LOGIN_SECONDS = 5;

    /** In it what is asked outside of the pool is answered by a server that is there. */
    private static final int QUICK_ANSWER_SECONDS = 10;

    /** The driver's name for how long it listens to a server that says nothing, in seconds. */
    static final String SOCKET_TIMEOUT = "socketTimeout";

    private final Opening opening;
    private final HikariDataSource pool;
    private final Patience patience;
    private final List<QueueLock> locks = new CopyOnWriteArrayList<>();

    /**
     * @param properties of each connection, for what the URL does not say
     * @param begin what each connection of the pool is told first; null for nothing
     * @param most how many connections
     */
    Connections(
            String url,
            @Nullable String username,
            @Nullable String password,
            Properties properties,
            @Nullable String begin,
            int most,
            Patience patience) {
        this.patience = patience;
        this.opening = new Opening(url, username, password, properties);
        HikariConfig config = new HikariConfig();
        config.setPoolName("nightjar");
        config.setDataSource(opening);
        config.setMaximumPoolSize(most);
        config.setMinimumIdle(1);
        config.setConnectionInitSql(begin);
        config.setConnectionTimeout(TRY_MILLIS);
        // The first connection is waited for as any other.
        config.setInitializationFailTimeout(-1);
        this.pool = new HikariDataSource(config);
        setTargetDataSource(pool);
    }

    @Override
    public Connection getConnection() throws SQLException {
        long begun = System.nanoTime();
        while (true) {
            try {
                Connection connection = pool.getConnection();
                boolean ours = false;
                try {
                    for (QueueLock lock : locks) {
                        lock.ensure();
                    }
                    ours = true;
                } finally {
                    if (!ours) {
                        connection.close();
                    }
                }
                patience.answered();
                return connection;
            } catch (SQLException e) {
                if (!isBusy(e) || System.nanoTime() - begun > mostBusy().toNanos()) {
                    if (patience.most().isZero() || !LostConnection.is(e)) {
                        throw e;
                    }
                    patience.lost(e);
                }
                Patience.pause();
            }
        }
    }

    /** {@return whether it failed only because others use the connections} */
    private boolean isBusy(SQLException thrown) {
        // What is never waited for does not go away without a cause: there it was this process that stood still.
        return LostConnection.isBusy(thrown)
                && (patience.most().isZero()
                        || pool.getHikariPoolMXBean().getActiveConnections() == pool.getMaximumPoolSize());
    }

    private Duration mostBusy() {
        return patience.most().compareTo(LEAST_BUSY) < 0 ? LEAST_BUSY : patience.most();
    }

    /** {@return how long a database that is away is waited for} */
    Duration patience() {
        return patience.most();
    }

    /** All connections there are may be dead: a pool that does not know what a driver says of that would go on with them. */
    void forget() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    /** {@return a connection outside of the pool, without waiting} */
    Connection own() throws SQLException {
        return opening.unnoticed();
    }

    /** The locks may have been lost. */
    void doubt() {
        locks.forEach(QueueLock::doubt);
    }

    /** From now on nobody gets a connection while it is in doubt whether the lock is held. */
    void add(QueueLock lock) {
        locks.add(lock);
    }

    void remove(QueueLock lock) {
        locks.remove(lock);
    }

    @Override
    public void close() {
        pool.close();
    }

    /** Opens connections one by one. A new one may be one to a server that was started again, and has forgotten all locks. */
    private final class Opening extends DriverManagerDataSource {

        Opening(String url, @Nullable String username, @Nullable String password, Properties properties) {
            setUrl(url);
            setUsername(username);
            setPassword(password);
            setConnectionProperties(properties);
        }

        /** So long the pool waits at its end for a connection that is just being opened. */
        @Override
        public int getLoginTimeout() {
            return LOGIN_SECONDS;
        }

        @Override
        public void setLoginTimeout(int seconds) {
            // That of the driver stands in the URL.
        }

        @Override
        protected Connection getConnectionFromDriver(Properties properties) throws SQLException {
            Connection connection = super.getConnectionFromDriver(properties);
            doubt();
            return connection;
        }

        Connection unnoticed() throws SQLException {
            Properties properties = new Properties();
            if (getConnectionProperties() != null) {
                properties.putAll(getConnectionProperties());
            }
            if (getUsername() != null) {
                properties.setProperty("user", getUsername());
            }
            if (getPassword() != null) {
                properties.setProperty("password", getPassword());
            }
            if (properties.containsKey(SOCKET_TIMEOUT)) {
                properties.setProperty(SOCKET_TIMEOUT, Integer.toString(QUICK_ANSWER_SECONDS));
            }
            return super.getConnectionFromDriver(properties);
        }
    }
}
