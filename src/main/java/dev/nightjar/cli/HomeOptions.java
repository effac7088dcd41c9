package dev.nightjar.cli;

import dev.nightjar.batch.Home;
import dev.nightjar.store.Database;
import dev.nightjar.store.DatabaseAccess;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where an installation lies, and which database it uses: the same options for every command that looks into it. */
final class HomeOptions {

    @Mixin
    private HomeOption home = new HomeOption();

    @Option(
            names = "--" + DatabaseAccess.URL,
            paramLabel = "<url>",
            description = "a PostgreSQL database instead of the home's own, else SPRING_DATASOURCE_URL")
    private @Nullable String url;

    @Option(
            names = "--" + DatabaseAccess.USERNAME,
            paramLabel = "<name>",
            description = "its user, else SPRING_DATASOURCE_USERNAME")
    private @Nullable String username;

    @Option(
            names = "--" + DatabaseAccess.PASSWORD,
            paramLabel = "<password>",
            description = "its password; better in SPRING_DATASOURCE_PASSWORD")
    private @Nullable String password;

    @Option(
            names = "--" + DatabaseAccess.PROFILES,
            paramLabel = "<profile>",
            description =
                    "postgres: a PostgreSQL database, by default nightjar on this machine; else SPRING_PROFILES_ACTIVE")
    private @Nullable String profile;

    @Option(
            names = "--" + DatabaseAccess.WAIT,
            paramLabel = "<time>",
            description =
                    "how long a job waits for PostgreSQL when it is away (default: 2m), else NIGHTJAR_DATABASE_WAIT")
    private @Nullable String wait;

    Home home() {
        return home.home();
    }

    Database open() {
        return Database.visit(home().root(), DatabaseAccess.of(database(), System.getenv()));
    }

    /**
     * Does something with the database. The job that serves it may end meanwhile; then it is done once more with a new
     * connection, so it must be such that doing it again does no harm.
     */
    int with(ToIntFunction<Database> work) {
        try (Database database = open()) {
            return work.applyAsInt(database);
        } catch (DataAccessException | TransactionException e) {
            try (Database database = open()) {
                return work.applyAsInt(database);
            }
        }
    }

    /** {@return the database's settings that were given} */
    Map<String, String> database() {
        Map<String, String> given = new HashMap<>();
        put(given, DatabaseAccess.URL, url);
        put(given, DatabaseAccess.USERNAME, username);
        put(given, DatabaseAccess.PASSWORD, password);
        put(given, DatabaseAccess.PROFILES, profile);
        put(given, DatabaseAccess.WAIT, wait);
        return given;
    }

    /** {@return whether there is a database to look into, without making one} */
    boolean databaseExists() {
        return !DatabaseAccess.of(database(), System.getenv()).embedded() || Database.exists(home().root());
    }

    private static void put(Map<String, String> given, String name, @Nullable String value) {
        if (value != null) {
            given.put(name, value);
        }
    }
}
