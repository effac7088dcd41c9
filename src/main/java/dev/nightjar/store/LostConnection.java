package dev.nightjar.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells whether something went wrong because the database went away, so that it may go right when it is back. */
final class LostConnection {

    /** The class of states in which a connection cannot be made or has broken. */
    private static final String CONNECTION = "08";

    /** A server that answers so answers the same later: it refuses us, or does not speak our language. */
    private static final Set<String> REFUSED = Set.of("08004", "08P01");

    /**
     * PostgreSQL: ended by an administrator, by the crash of another session, starting or ending, idle for too long, no connection
     * left. H2: connection broken, closed, closed by the end of its process.
     */
    private static final Set<String> AWAY =
            Set.of("57P01", "57P02", "57P03", "57P05", "53300", "90067", "90098", "90121");

    /** What the pool says to those who go on with a connection that it knows to be broken. */
    private static final String CLOSED = "Connection is closed";

    /** Wrong user or password, no such database: nothing that passes. */
    private static final Set<String> WRONG = Set.of("28", "3D");

    private LostConnection() {}

    static boolean is(Throwable thrown) {
        boolean lost = false;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseException) {
                return false;
            }
            for (SQLException next = sql(cause); next != null; next = next.getNextException()) {
                if (isWrong(next)) {
                    return false;
                }
                lost |= isLoss(next);
            }
        }
        return lost;
    }

    /** {@return whether all connections are in use, and none of them was found to be broken} */
    static boolean isBusy(SQLException thrown) {
        return thrown instanceof SQLTransientConnectionException
                && thrown.getCause() == null
                && thrown.getSQLState() == null;
    }

    /** {@return the first sentence about it, of whoever noticed first} */
    static String reason(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.toString() : message.lines().findFirst().orElse(message);
    }

    private static @Nullable SQLException sql(Throwable cause) {
        return cause instanceof SQLException own ? own : null;
    }

    private static boolean isWrong(SQLException thrown) {
        String state = thrown.getSQLState();
        return state != null
                && state.length() == 5
                && (WRONG.contains(state.substring(0, 2)) || REFUSED.contains(state));
    }

    private static boolean isLoss(SQLException thrown) {
        String state = thrown.getSQLState();
        if (state == null) {
            return thrown instanceof SQLTransientConnectionException || CLOSED.equals(thrown.getMessage());
        }
        return state.startsWith(CONNECTION) || AWAY.contains(state);
    }
}
