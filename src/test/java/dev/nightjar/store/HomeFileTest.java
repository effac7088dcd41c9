package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.api.MigrationVersion;
import org.h2.api.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class HomeFileTest {

    private static final String USER = "NIGHTJAR";
    private static final String SECRET = "secret";

    @TempDir
    private Path folder;

    @Test
    void aProcessThatDiesAmongTheFirstTablesLeavesNothingInTheWayOfTheNext() throws Exception {
        Path data = folder.resolve("nightjar.mv.db");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Dying.class.getName(),
                        data.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(Dying.EXIT);
        assertThat(data).doesNotExist();
        assertThat(folder.resolve("upgrade/nightjar.mv.db")).isNotEmptyFile();

        HomeFile.bringUpToDate(data, HomeFileTest::url, USER, SECRET);

        assertThat(runs(data)).isZero();
    }

    @Test
    void anOlderFileIsReplacedByAnUpgradedCopyWithItsRows() throws Exception {
        Path data = folder.resolve("nightjar.mv.db");
        DriverManagerDataSource old = new DriverManagerDataSource(url(folder.resolve("nightjar")), USER, SECRET);
        Migrations.flyway(old, false, MigrationVersion.fromVersion("3")).migrate();
        try (Connection connection = old.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("insert into run (queue, run, state, trigger, mode, settings, overrides, sample_data,"
                    + " nightjar_version, engine_version, host, pid, started_at)"
                    + " values ('q', 1, 'done', 'manual', 'backtest', '{}', '{}', false, '1', '1', 'h', 1, now())");
        }
        Files.createDirectories(folder.resolve("upgrade"));
        Files.writeString(folder.resolve("upgrade/nightjar.mv.db"), "left by a process that died");

        HomeFile.bringUpToDate(data, HomeFileTest::url, USER, SECRET);

        assertThat(runs(data)).isEqualTo(1);
        assertThat(Migrations.pending(old, false)).isFalse();
        assertThat(folder.resolve("upgrade/nightjar.mv.db")).doesNotExist();
    }

    @Test
    void nobodyCanOpenAFileWhileItIsUpgraded() throws Exception {
        Path data = folder.resolve("nightjar.mv.db");
        DriverManagerDataSource old = new DriverManagerDataSource(url(folder.resolve("nightjar")), USER, SECRET);
        Migrations.flyway(old, false, MigrationVersion.fromVersion("3")).migrate();
        AtomicInteger copies = new AtomicInteger();
        HomeFile.Opener opener = file -> {
            if (file.startsWith(folder.resolve("upgrade"))) {
                copies.incrementAndGet();
                assertThatThrownBy(old::getConnection)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                refused -> assertThat(refused.getErrorCode())
                                        .isEqualTo(ErrorCode.DATABASE_ALREADY_OPEN_1));
            }
            return url(file);
        };

        assertThat(HomeFile.bringUpToDate(data, opener, USER, SECRET)).isTrue();

        assertThat(copies).hasValue(1);
        assertThat(Migrations.pending(old, false)).isFalse();
    }

    @Test
    void aFileThatAnOlderVersionLetsGoOfIsUpgradedBeforeItIsUsed() throws Exception {
        Files.createDirectories(folder.resolve("db"));
        Path data = folder.resolve("db/nightjar.mv.db");
        DriverManagerDataSource old = new DriverManagerDataSource(
                url(folder.resolve("db/nightjar")), USER, Secret.of(folder.resolve("db.secret")));
        Migrations.flyway(old, false, MigrationVersion.fromVersion("7")).migrate();
        FileChannel held = FileChannel.open(data, StandardOpenOption.READ, StandardOpenOption.WRITE);
        assertThat(held.tryLock()).isNotNull();
        CompletableFuture<Database> opening =
                CompletableFuture.supplyAsync(() -> Database.own(folder, DatabaseAccess.EMBEDDED, 2, told -> {}));
        Thread.sleep(500);
        assertThat(opening).isNotDone();
        held.close();

        try (Database database = opening.get()) {
            assertThat(Migrations.pending(database.dataSource(), false)).isFalse();
        }
    }

    private static int runs(Path data) throws SQLException {
        Path file = data.resolveSibling("nightjar");
        try (Connection connection = DriverManager.getConnection(url(file), USER, SECRET);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from run")) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1);
        }
    }

    private static String url(Path file) {
        return "jdbc:h2:file:" + file + ";WRITE_DELAY=0";
    }

    /** A process that dies as soon as the first tables of a new database are on the disk. */
    static final class Dying {

        static final int EXIT = 86;
        private static final long WITH_TABLES = 40_000;

        private Dying() {}

        public static void main(String[] arguments) throws Exception {
            Path data = Path.of(arguments[0]);
            Path copy = data.resolveSibling("upgrade").resolve("nightjar.mv.db");
            Thread watcher = new Thread(() -> dieOnce(copy));
            watcher.setDaemon(true);
            watcher.start();
            HomeFile.bringUpToDate(data, HomeFileTest::url, USER, SECRET);
        }

        private static void dieOnce(Path copy) {
            while (size(copy) < WITH_TABLES) {
                Thread.onSpinWait();
            }
            Runtime.getRuntime().halt(EXIT);
        }

        private static long size(Path copy) {
            try {
                return Files.size(copy);
            } catch (NoSuchFileException e) {
                return 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
