package dev.nightjar.store;

import org.jspecify.annotations.Nullable;

/** The database cannot be used; the message is for people and names it. */
public class DatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatabaseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Another process has the home's database file and does not let go of it. */
    public static final class InUse extends DatabaseException {

        private static final long serialVersionUID = 1L;

        InUse(String message) {
            super(message, null);
        }
    }

    /** The database went away and did not come back in time. */
    public static final class Gone extends DatabaseException {

        private static final long serialVersionUID = 1L;

        Gone(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** A queue that this process held belongs to another one now. */
    public static final class QueueTaken extends DatabaseException {

        private static final long serialVersionUID = 1L;

        QueueTaken(String message) {
            super(message, null);
        }
    }
}
