package dev.nightjar.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An advisory lock of PostgreSQL on a connection of its own. The server frees it when the connection or the server itself ends; then it
 * is taken again, and if somebody else was quicker, the queue is theirs.
 */
final class QueueLock implements Database.QueueHold {

    static final String NAME = "nightjar queue ";

    private static final int ANSWER_SECONDS = 5;

    /** Whoever waits for a lost database goes on waiting. */
    private static final String CONNECTION_FAILURE = "08006";

    private static final String HOLDER =
            "select a.pid, a.backend_start::text from pg_locks l join pg_stat_activity a on a.pid = l.pid"
                    + " cross join (select hashtextextended(?, 0) as id) as name"
                    + " where l.locktype = 'advisory' and l.granted and l.objsubid = 1"
                    + " and l.database = (select oid from pg_database where datname = current_database())"
                    + " and l.classid::bigint = ((name.id >> 32) & 4294967295) and l.objid::bigint = (name.id & 4294967295)";

    private static final String SELF =
            "select pid, backend_start::text from pg_stat_activity where pid = pg_backend_pid()";

    private final Connections connections;
    private final String queue;
    private Connection connection;
    private Session session;
    private final AtomicLong doubts = new AtomicLong();
    /** How many doubts there were when it was last known to be held. */
    private volatile long settled;

    private @Nullable DatabaseException taken;

    private QueueLock(Connections connections, String queue, Connection connection) throws SQLException {
        this.connections = connections;
        this.queue = queue;
        this.connection = connection;
        this.session = session(connection, SELF, "");
    }

    /** A session of the server; pids come again, but not with the same beginning. */
    private record Session(int pid, String begun) {

        static final Session NONE = new Session(0, "");
    }

    /** {@return the lock, or null if another session has it} */
    static @Nullable QueueLock take(Connections connections, String queue) throws SQLException {
        Connection connection = connections.own();
        boolean kept = false;
        try {
            if (!tryLock(connection, queue)) {
                return null;
            }
            QueueLock lock = new QueueLock(connections, queue, connection);
            connections.add(lock);
            kept = true;
            return lock;
        } finally {
            if (!kept) {
                connection.close();
            }
        }
    }

    /** It may have been lost. */
    void doubt() {
        doubts.incrementAndGet();
    }

    /**
     * Takes the lock again if it was lost.
     *
     * @throws SQLException if the database is away
     * @throws DatabaseException.QueueTaken if somebody else has the queue now
     */
    void ensure() throws SQLException {
        if (doubts.get() == settled) {
            return;
        }
        synchronized (this) {
            if (taken != null) {
                throw taken;
            }
            // A doubt that comes up while we look is not settled by what is found.
            long asked = doubts.get();
            if (asked != settled) {
                if (!connection.isValid(ANSWER_SECONDS)) {
                    takeAgain();
                }
                settled = asked;
            }
        }
    }

    private void takeAgain() throws SQLException {
        long most = Math.min(connections.patience().toNanos(), TimeUnit.SECONDS.toNanos(ANSWER_SECONDS));
        long begun = System.nanoTime();
        Connection fresh = connections.own();
        boolean kept = false;
        try {
            while (!tryLock(fresh, queue)) {
                Session holder = session(fresh, HOLDER, NAME + queue);
                if (holder.equals(session)) {
                    // Our own old session, of which the server does not know yet that nobody is there any more.
                    terminate(fresh, session.pid());
                } else if (!holder.equals(Session.NONE)) {
                    taken = new DatabaseException.QueueTaken(
                            "queue " + queue
                                    + " was taken by another process while the database was away; what this one has done so far is kept");
                    throw taken;
                }
                if (System.nanoTime() - begun > most) {
                    throw new SQLException(
                            "the lost session that held queue " + queue + " has not ended yet", CONNECTION_FAILURE);
                }
                Patience.pause();
            }
            Session own = session(fresh, SELF, "");
            closeQuietly(connection);
            connection = fresh;
            session = own;
            kept = true;
        } finally {
            if (!kept) {
                fresh.close();
            }
        }
    }

    private static boolean tryLock(Connection connection, String queue) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("select pg_try_advisory_lock(hashtextextended(?, 0))")) {
            lock.setString(1, NAME + queue);
            try (ResultSet answer = lock.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }

    private static Session session(Connection connection, String query, String parameter) throws SQLException {
        try (PreparedStatement ask = connection.prepareStatement(query)) {
            if (!parameter.isEmpty()) {
                ask.setString(1, parameter);
            }
            try (ResultSet answer = ask.executeQuery()) {
                return answer.next() ? new Session(answer.getInt(1), answer.getString(2)) : Session.NONE;
            }
        }
    }

    private static void terminate(Connection connection, int pid) throws SQLException {
        try (PreparedStatement end = connection.prepareStatement("select pg_terminate_backend(?)")) {
            end.setInt(1, pid);
            end.execute();
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is broken.
        }
    }

    @Override
    public synchronized void close() {
        connections.remove(this);
        // The server frees a lost session's locks in its own time, so they are given back by word.
        try (Connection closing = connection;
                Statement unlock = closing.createStatement()) {
            unlock.execute("select pg_advisory_unlock_all()");
        } catch (SQLException e) {
            // The session has ended, and its locks with it.
        }
    }
}
