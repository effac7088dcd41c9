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
     * Makes the file if there is none, or brings it up to date. One that another process has open is up to date: that process saw to it.
     *
     * @param data the file
     * @throws SQLException if the file cannot be opened
     * @throws IOException if no other can be written beside it
     */
    static synchronized void bringUpToDate(Path data, Opener opener, String user, String secret)
            throws SQLException, IOException {
        Path folder = data.resolveSibling(COPY);
        Files.createDirectories(folder);
        // the system takes it back when a process dies
        try (FileChannel lock =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            boolean exists = Files.exists(data);
            if (exists && isUpToDate(opener, data, user, secret)) {
                return;
            }
            Path copy = folder.resolve(data.getFileName());
            Files.deleteIfExists(copy);
            if (exists) {
                Files.copy(data, copy);
            }
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
    }

    private static boolean isUpToDate(Opener opener, Path data, String user, String secret) throws SQLException {
        DataSource dataSource = dataSource(opener, data, user, secret);
        try (Connection open = dataSource.getConnection()) {
            return !Migrations.pending(dataSource, false);
        } catch (SQLException e) {
            if (e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
                return true;
            }
            throw e;
        }
    }

    private static DataSource dataSource(Opener opener, Path data, String user, String secret) {
        String name = String.valueOf(data.getFileName());
        Path file = data.resolveSibling(name.substring(0, name.length() - ".mv.db".length()));
        return new DriverManagerDataSource(opener.url(file), user, secret);
    }
}
