package dev.nightjar.batch;

import dev.nightjar.store.DatabaseAccess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the rows are: in the home's own file, or on a PostgreSQL server that is started for it. */
final class ChaosDatabase implements AutoCloseable {

    private static final String FRESH = "chaos";

    private final @Nullable EmbeddedPostgres server;

    private ChaosDatabase(@Nullable EmbeddedPostgres server) {
        this.server = server;
    }

    static ChaosDatabase h2() {
        return new ChaosDatabase(null);
    }

    static ChaosDatabase postgres() throws IOException {
        ChaosDatabase database = new ChaosDatabase(EmbeddedPostgres.start());
        database.execute("create database " + FRESH);
        return database;
    }

    DatabaseAccess access() {
        return server == null
                ? DatabaseAccess.EMBEDDED
                : new DatabaseAccess(server.getJdbcUrl("postgres", FRESH), null, null);
    }

    Map<String, String> environment() {
        return server == null ? Map.of() : Map.of("SPRING_DATASOURCE_URL", server.getJdbcUrl("postgres", FRESH));
    }

    /** What is there now is what {@link #restore} brings back. */
    void keep(String name) {
        execute("create database " + name + " template " + FRESH);
    }

    void restore(String name) {
        // sessions of killed processes may still be there
        execute("drop database " + FRESH + " with (force)");
        execute("create database " + FRESH + " template " + name);
    }

    private void execute(String sql) {
        if (server == null) {
            return;
        }
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Override
    public String toString() {
        return server == null ? "H2" : "PostgreSQL";
    }
}
