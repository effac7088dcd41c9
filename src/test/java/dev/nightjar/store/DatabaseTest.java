package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.run.InvalidSettingsException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

    @TempDir
    private Path home;

    @Test
    void theHomesFileIsServedOnLoopbackToThoseWhoKnowTheSecret() throws IOException, SQLException {
        try (Database database = Database.own(home, DatabaseAccess.EMBEDDED, 3, said -> {})) {
            String url = "jdbc:h2:tcp://127.0.0.1:" + Files.readString(home.resolve("db.port")) + "/nightjar";
            String secret = Files.readString(home.resolve("db.secret"));
            try (var connection = DriverManager.getConnection(url, "NIGHTJAR", secret);
                    var query = connection.createStatement();
                    var rows = query.executeQuery("select count(*) from run")) {
                assertThat(rows.next()).isTrue();
            }
            assertThatThrownBy(() -> DriverManager.getConnection(url, "NIGHTJAR", "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Wrong user name or password");
        }
        assertThat(home.resolve("db.port")).doesNotExist();
    }

    /** Of a file nobody waits until it is back, but for a connection that others use. */
    @Test
    void aConnectionThatOthersUseIsWaitedFor() throws Exception {
        try (Database database = Database.visit(home, DatabaseAccess.EMBEDDED);
                Connection first = database.dataSource().getConnection()) {
            Connection second = database.dataSource().getConnection();
            CompletableFuture<Integer> asked = CompletableFuture.supplyAsync(
                    () -> new RunStore(database).newest(null, 1).size());
            // longer than one try of the pool
            Thread.sleep(3_000);
            assertThat(asked).isNotDone();
            second.close();

            assertThat(asked.get(20, TimeUnit.SECONDS)).isZero();
            assertThat(first.isClosed()).isFalse();
        }
    }

    @Test
    void theSecretIsReadableByItsOwnerOnly() throws IOException {
        Database.visit(home, DatabaseAccess.EMBEDDED).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("db.secret"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        Path file = home.resolve("db/nightjar.mv.db");
        Files.createDirectories(home.resolve("db"));
        Files.write(file, new byte[8192]);
        Files.writeString(home.resolve("db.secret"), "secret");

        assertThatThrownBy(() -> Database.own(home, DatabaseAccess.EMBEDDED, 3, said -> {}))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("restore it from a copy, or move it away");
    }

    @Test
    void aLostSecretIsSaidToBeThat() throws IOException {
        Database.visit(home, DatabaseAccess.EMBEDDED).close();
        Files.delete(home.resolve("db.secret"));

        assertThatThrownBy(() -> Database.visit(home, DatabaseAccess.EMBEDDED))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("db.secret is missing");
        assertThat(home.resolve("db.secret")).doesNotExist();
    }

    @Test
    void anEmptyFileIsNotTakenForANewDatabase() throws IOException {
        Database.visit(home, DatabaseAccess.EMBEDDED).close();
        Path file = Files.write(home.resolve("db/nightjar.mv.db"), new byte[0]);

        assertThatThrownBy(() -> Database.own(home, DatabaseAccess.EMBEDDED, 3, said -> {}))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining(file + " is empty");
    }

    @Test
    void otherDatabasesAreRefusedWithoutTellingTheirPassword() {
        assertThatThrownBy(() -> new DatabaseAccess("jdbc:mysql://host/db?password=hush", null, null))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("jdbc:postgresql: or jdbc:h2:")
                .hasMessageNotContaining("hush");
    }

    @Test
    void theCommandLineWinsOverTheEnvironment() {
        Map<String, String> environment =
                Map.of("SPRING_DATASOURCE_URL", "jdbc:postgresql://a/b", "SPRING_DATASOURCE_USERNAME", "me");
        Map<String, String> options = Map.of("spring.datasource.url", "jdbc:postgresql://c/d");

        assertThat(DatabaseAccess.of(options, environment))
                .isEqualTo(new DatabaseAccess("jdbc:postgresql://c/d", "me", null));
        assertThat(DatabaseAccess.of(Map.of(), Map.of())).isEqualTo(DatabaseAccess.EMBEDDED);
    }

    @Test
    void theProfileOfPostgresIsADatabaseOnThisMachineUnlessItIsToldOtherwise() {
        assertThat(DatabaseAccess.of(Map.of("spring.profiles.active", "postgres"), Map.of()))
                .isEqualTo(new DatabaseAccess("jdbc:postgresql://localhost:5432/nightjar", "nightjar", null));
        assertThat(DatabaseAccess.of(
                        Map.of("spring.datasource.url", "jdbc:postgresql://db/night"),
                        Map.of("SPRING_PROFILES_ACTIVE", "postgres", "SPRING_DATASOURCE_PASSWORD", "hush")))
                .isEqualTo(new DatabaseAccess("jdbc:postgresql://db/night", null, "hush"));
        assertThatThrownBy(() -> DatabaseAccess.of(Map.of("spring.profiles.active", "oracle"), Map.of()))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage(
                        "command line: spring.profiles.active: must be postgres, the only profile there is, was 'oracle'");
        assertThatThrownBy(() -> DatabaseAccess.of(
                        Map.of("spring.datasource.url", "jdbc:h2:mem:x"), Map.of("SPRING_PROFILES_ACTIVE", "postgres")))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("jdbc:postgresql: in the profile postgres");
    }

    @Test
    void howLongAJobWaitsIsASetting() {
        assertThat(DatabaseAccess.of(Map.of(), Map.of()).patience()).isEqualTo(Duration.ofMinutes(2));
        assertThat(DatabaseAccess.of(Map.of(), Map.of("NIGHTJAR_DATABASE_WAIT", "30s"))
                        .patience())
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(DatabaseAccess.of(Map.of("nightjar.database-wait", "0"), Map.of())
                        .patience())
                .isZero();
        assertThatThrownBy(() -> DatabaseAccess.of(Map.of(), Map.of("NIGHTJAR_DATABASE_WAIT", "soon")))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("environment: nightjar.database-wait: must be 0 or a time such as")
                .hasMessageEndingWith("was 'soon'");
    }

    @Test
    void aServerThatIsNotThereIsWaitedForByAJobAndToldAtOnceToEverybodyElse() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        DatabaseAccess nobody = new DatabaseAccess(
                "jdbc:postgresql://localhost:" + port + "/nightjar", "nightjar", "hush", Duration.ofMillis(300));
        List<String> said = new ArrayList<>();

        assertThatThrownBy(() -> Database.own(home, nobody, 2, said::add))
                .isInstanceOf(DatabaseException.Gone.class)
                .hasMessageContaining(
                        "jdbc:postgresql://localhost:" + port + "/nightjar did not come back within 300ms");
        assertThat(said).singleElement().asString().contains("does not answer", "waiting for it, at most 300ms");
        assertThatThrownBy(() -> Database.visit(home, nobody))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("cannot be used")
                .hasMessageNotContaining("hush");
    }
}
