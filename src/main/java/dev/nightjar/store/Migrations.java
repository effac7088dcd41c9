package dev.nightjar.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/** Brings a database to the form this version works with. */
final class Migrations {

    /** The newest one. They are numbered from 1. */
    static final int NEWEST = 10;

    /** What the first one is called, by which its history is told from another program's. */
    private static final String FIRST = "nightjar";

    private Migrations() {}

    /** @throws DatabaseException if a later version has worked with the database */
    static void run(DataSource dataSource, boolean postgres) {
        if (isNewest(dataSource)) {
            return;
        }
        Flyway flyway = flyway(dataSource, postgres, MigrationVersion.LATEST);
        refuseLater(flyway);
        flyway.migrate();
    }

    /**
     * {@return whether a database is not yet in that form}
     *
     * @throws DatabaseException if a later version has worked with it
     */
    static boolean pending(DataSource dataSource, boolean postgres) {
        if (isNewest(dataSource)) {
            return false;
        }
        Flyway flyway = flyway(dataSource, postgres, MigrationVersion.LATEST);
        refuseLater(flyway);
        return flyway.info().pending().length > 0;
    }

    /** {@return whether all of them were done and no other, which is seen sooner than Flyway is loaded} */
    private static boolean isNewest(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select \"version\", \"success\", \"description\" from \"flyway_schema_history\""
                                + " where \"version\" is not null")) {
            Map<String, String> done = new HashMap<>();
            while (rows.next()) {
                if (!rows.getBoolean(2)) {
                    return false;
                }
                done.put(rows.getString(1), rows.getString(3));
            }
            return done.size() == NEWEST
                    && FIRST.equals(done.get("1"))
                    && IntStream.rangeClosed(1, NEWEST)
                            .allMatch(version -> done.containsKey(Integer.toString(version)));
        } catch (SQLException e) {
            // there is no such table yet; whatever else it is, Flyway says it better
            return false;
        }
    }

    private static void refuseLater(Flyway flyway) {
        for (MigrationInfo applied : flyway.info().applied()) {
            if (applied.getState() == MigrationState.FUTURE_SUCCESS) {
                throw new DatabaseException(
                        "a later version of the program has brought the database's tables to version "
                                + applied.getVersion()
                                + ", which this one does not know; use that version, or another database",
                        null);
            }
        }
    }

    /** {@return what brings a database to one version, or from nothing to it} */
    static Flyway flyway(DataSource dataSource, boolean postgres, MigrationVersion target) {
        return Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/migration")
                .javaMigrations(new SpringBatchSchema(postgres))
                .target(target)
                .load();
    }

    /**
     * Spring Batch's own tables, by the script that comes with it, and on PostgreSQL the indexes on foreign keys that it
     * leaves out. H2 makes those itself.
     */
    private static final class SpringBatchSchema extends BaseJavaMigration {

        private final boolean postgres;

        SpringBatchSchema(boolean postgres) {
            this.postgres = postgres;
        }

        @Override
        protected void init() {
            // The class's name is not the migration's.
        }

        @Override
        public MigrationVersion getVersion() {
            return MigrationVersion.fromVersion("2");
        }

        @Override
        public String getDescription() {
            return "spring batch 6.0";
        }

        @Override
        public void migrate(Context context) throws Exception {
            Connection connection = context.getConnection();
            ScriptUtils.executeSqlScript(
                    connection,
                    new ClassPathResource(
                            "org/springframework/batch/core/schema-" + (postgres ? "postgresql" : "h2") + ".sql"));
            if (postgres) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("create index batch_step_execution_job"
                            + " on batch_step_execution (job_execution_id, step_name)");
                    statement.execute(
                            "create index batch_job_execution_instance" + " on batch_job_execution (job_instance_id)");
                    statement.execute("create index batch_job_execution_params_job"
                            + " on batch_job_execution_params (job_execution_id)");
                }
            }
        }
    }
}
