package dev.nightjar.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Makes the home's own database file, and brings it to the form this version works with, all at once.
 *
 * <p>H2 commits every statement that makes or changes a table by itself, so a process that died among them would leave a file that fits no
 * version. They are done on a copy that takes the file's place when it is whole.
 */
final class HomeFile {

    private static final String COPY = "upgrade";

    private HomeFile() {}

    /** What opens a database file. */
    @FunctionalInterface
    interface Opener {

        /** {@return the URL of a database in a file without its ending} */
        String url(Path file);
    }

    /**
     * Makes the file if there is none, or brings it up to date.
     *
     * @param data the file
     * @return whether it is up to date now; if not, another process has it open, which may be of an older version
     * @throws SQLException if the file cannot be opened
     * @throws IOException if no other can be written beside it
     */
    static synchronized boolean bringUpToDate(Path data, Opener opener, String user, String secret)
            throws SQLException, IOException {
        Path folder = data.resolveSibling(COPY);
        Files.createDirectories(folder);
        // the system takes it back when a process dies
        try (FileChannel lock =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            Path copy = folder.resolve(data.getFileName());
            if (!Files.exists(data)) {
                Files.deleteIfExists(copy);
                make(opener, data, copy, user, secret);
                return true;
            }
            try {
                if (isUpToDate(opener, data, user, secret)) {
                    return true;
                }
            } catch (SQLException e) {
                if (e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
                    return false;
                }
                throw e;
            }
            // The lock with which H2 keeps a file: who opened it meanwhile has it, and nobody can before the copy is in
            // its place.
            try (FileChannel old = FileChannel.open(data, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                if (old.tryLock() == null) {
                    return false;
                }
                copy(old, copy);
                make(opener, data, copy, user, secret);
                return true;
            }
        }
    }

    /** By the channel that has the lock: to open and close the file once more would give the lock up. */
    private static void copy(FileChannel from, Path copy) throws IOException {
        try (FileChannel to = FileChannel.open(
                copy, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            long size = from.size();
            for (long position = 0; position < size; ) {
                position += from.transferTo(position, size - position, to);
            }
        }
    }

    private static void make(Opener opener, Path data, Path copy, String user, String secret)
            throws SQLException, IOException {
        DataSource dataSource = dataSource(opener, copy, user, secret);
        // one connection keeps the file open while others come and go
        try (Connection open = dataSource.getConnection()) {
            Migrations.run(dataSource, false);
        }
        try (FileChannel written = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(copy, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isUpToDate(Opener opener, Path data, String user, String secret) throws SQLException {
        DataSource dataSource = dataSource(opener, data, user, secret);
        try (Connection open = dataSource.getConnection()) {
            return !Migrations.pending(dataSource, false);
        }
    }

    private static DataSource dataSource(Opener opener, Path data, String user, String secret) {
        String name = String.valueOf(data.getFileName());
        Path file = data.resolveSibling(name.substring(0, name.length() - ".mv.db".length()));
        return new DriverManagerDataSource(opener.url(file), user, secret);
    }
}
