package dev.nightjar.store;

import dev.nightjar.run.SettingValues;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.PessimisticLockingFailureException;

/**
 * Waits for a database that has gone away, for all threads together, and gives up when it stays away too long. Once given up, nothing
 * waits any more.
 */
final class Patience {

    private static final long PAUSE_MILLIS = 100;

    /** So often a transaction is done again that the server broke up in favour of another one. */
    private static final int MOST_CONFLICTS = 5;

    private final String database;
    private final Duration most;
    private final Consumer<String> told;
    private final List<Runnable> atEnd = new CopyOnWriteArrayList<>();
    private long awaySince;
    private boolean away;
    private DatabaseException.@Nullable Gone gone;

    /**
     * @param database what people call it
     * @param most 0 to wait for nothing
     * @param told hears that the database is away, and that it is back
     */
    Patience(String database, Duration most, Consumer<String> told) {
        this.database = database;
        this.most = most;
        this.told = told;
    }

    /** {@return how long it waits} */
    Duration most() {
        return most;
    }

    /** Does something once it is given up. */
    void atEnd(Runnable work) {
        atEnd.add(work);
    }

    /**
     * Does something, and again from its beginning if the database was lost meanwhile or had to break it up. So it must not matter
     * whether what seemed to be lost was done.
     *
     * @param lost done before it is done again because the database was lost
     * @throws DatabaseException.Gone if the database stays away
     */
    <T extends @Nullable Object> T repeat(Supplier<T> work, Runnable lost) {
        long firstLost = 0;
        int losses = 0;
        int conflicts = 0;
        while (true) {
            try {
                return work.get();
            } catch (PessimisticLockingFailureException e) {
                if (++conflicts > MOST_CONFLICTS) {
                    throw e;
                }
                pause();
            } catch (RuntimeException e) {
                if (most.isZero() || !LostConnection.is(e)) {
                    throw e;
                }
                long now = System.nanoTime();
                if (losses++ == 0) {
                    // The work itself may take longer than a database is waited for.
                    firstLost = now;
                }
                if (gone() != null || now - firstLost > 2 * most.toNanos()) {
                    // It was waited for already, or it comes and goes and this gets nowhere.
                    throw ended(e);
                }
                lost.run();
                pause();
            }
        }
    }

    /**
     * Notes that the database was found to be away.
     *
     * @throws DatabaseException.Gone if it has been for too long
     */
    void lost(Throwable cause) {
        long now = System.nanoTime();
        synchronized (this) {
            if (gone == null && !away) {
                away = true;
                awaySince = now;
                told.accept("the database " + database + " does not answer (" + LostConnection.reason(cause)
                        + "); waiting for it, at most " + SettingValues.text(most));
            }
            if (gone == null && now - awaySince < most.toNanos()) {
                return;
            }
        }
        throw ended(cause);
    }

    /** Notes that the database was found to be there. */
    void answered() {
        synchronized (this) {
            if (away && gone == null) {
                away = false;
                told.accept("the database is back after "
                        + Duration.ofNanos(System.nanoTime() - awaySince).toSeconds() + " s");
            }
        }
    }

    /** {@return why nothing waits for the database any more; null as long as it is waited for} */
    synchronized DatabaseException.@Nullable Gone gone() {
        return gone;
    }

    private DatabaseException.Gone ended(Throwable cause) {
        DatabaseException.Gone end;
        synchronized (this) {
            if (gone != null) {
                return gone;
            }
            end = new DatabaseException.Gone(
                    "the database " + database + " did not come back within " + SettingValues.text(most) + " ("
                            + LostConnection.reason(cause)
                            + "); what was done is kept: start the same command again when it is there",
                    cause);
            gone = end;
        }
        atEnd.forEach(Runnable::run);
        return end;
    }

    static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("interrupted while waiting for the database", e);
        }
    }
}
