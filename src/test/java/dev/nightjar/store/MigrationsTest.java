package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.market.Sha256;
import dev.nightjar.plan.Work;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Databases of every earlier version, with what stood in them, on both databases. */
class MigrationsTest {

    private static final LocalDate DAY = LocalDate.of(2024, 10, 29);

    private static final String TEXT_HASH = Sha256.of("{}");

    /** What the first version wrote, for a run that is done and one in the middle of its work. */
    private static final String[] ROWS = {
        "insert into strategy values ('" + TEXT_HASH + "', '{}', '2024-10-29 00:00:00+00')",
        "insert into broker_connection (broker_connection_id, broker_name, fees, fill, added_at)"
                + " values ('b', 'Broker', 'none', 'last', '2024-10-29 00:00:00+00')",
        "insert into queue_item (queue, user_id, strategy_id, strategy_hash, broker_connection_id, scale, capital,"
                + " one_shot, sample_data, source, added_at, last_run, last_status) values ('q', 'u', 's', '"
                + TEXT_HASH + "', 'b', '1.5',"
                + " 1000000, false, false, 's.json', '2024-10-29 00:00:00+00', 1, 'completed')",
        "insert into run (queue, run, state, trigger, mode, settings, overrides, sample_data, nightjar_version,"
                + " engine_version, first_day, last_day, host, pid, started_at, instances, completed, total_trades, total_pnl)"
                + " values ('q', 1, 'done', 'manual', 'backtest', '{}', '{}', false, '0.1.0', '1', '2024-10-29',"
                + " '2024-10-29', 'host', 7, '2024-10-29 21:00:00+00', 1, 1, 9, -5883750000)",
        "insert into run (queue, run, state, trigger, mode, settings, overrides, sample_data, nightjar_version,"
                + " engine_version, first_day, last_day, host, pid, started_at, instances)"
                + " values ('q', 2, 'running', 'manual', 'backtest', '{}', '{}', false, '0.1.0', '1', '2024-10-29',"
                + " '2024-10-29', 'host', 7, '2024-10-30 21:00:00+00', 1)",
        "insert into run_instance (run_id, instance, queue_item_id, user_id, strategy_id, strategy_name,"
                + " broker_connection_id, scale, strategy_hash, state, reasons, warnings)"
                + " select run_id, 0, queue_item_id, 'u', 's', 'A name', 'b', '1.5', '" + TEXT_HASH
                + "', 'accepted', '[]', '[\"w\"]'"
                + " from run, queue_item",
        "insert into run_day select run_id, '2024-10-29', 'dd', 'ee' from run",
        "insert into partition_plan (run_id, name, position, instances, days, predicted_cost, state, attempt, journal,"
                + " sha256, bytes) select run_id, 'p1', 0, '[0]', '[\"2024-10-29\"]', 2.5, 'DONE', 3, 'p1-3.journal', 'ff', 77"
                + " from run",
        "insert into partition_total (run_id, instance, trading_day, name, trades, pnl, fees)"
                + " select run_id, 0, '2024-10-29', 'p1', 9, -5883750000, 0 from run",
        "insert into instance_result (run_id, instance, total_trades, winning_trades, total_pnl, fees, win_rate,"
                + " max_drawdown, folder, finished_at) select run_id, 0, 9, 3, -5883750000, 0, 33.333333, 6, 'u/s_b',"
                + " '2024-10-29 21:30:00+00' from run where run = 1",
        "insert into publish_swap select '/srv', 'u/s_b', run_id, '2024-10-30 21:30:00+00' from run where run = 2",
        "insert into run_event (run_id, at, kind, message) select run_id, '2024-10-29 21:00:00+00', 'plan', 'one' from run"
    };

    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    /** Version 1 is what the first release had; version 0 is nothing at all. */
    static Stream<Arguments> versions() {
        return Stream.of(false, true)
                .flatMap(postgres ->
                        Stream.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9).map(version -> Arguments.of(postgres, version)));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void everyEarlierVersionIsBroughtUpToDateWithAllThatStoodInIt(boolean postgres, int version) throws SQLException {
        String url = url(postgres, "version" + version);
        DriverManagerDataSource old = new DriverManagerDataSource(url);
        // An in-memory database lives as long as somebody is connected.
        try (Connection keep = old.getConnection()) {
            if (version > 0) {
                var unused = Migrations.flyway(old, postgres, MigrationVersion.fromVersion(Integer.toString(version)))
                        .migrate();
                fill(keep, version);
            }
            try (Database database = Database.visit(Path.of("."), new DatabaseAccess(url, null, null))) {
                Flyway now = Migrations.flyway(old, postgres, MigrationVersion.LATEST);
                assertThat(now.info().pending()).isEmpty();
                assertThat(now.info().applied()).hasSize(Migrations.NEWEST);
                assertThat(now.info().current().getVersion())
                        .isEqualTo(MigrationVersion.fromVersion(Integer.toString(Migrations.NEWEST)));
                assertThat(now.validateWithResult().validationSuccessful).isTrue();
                if (version > 0) {
                    assertKept(database, version);
                }
            }
            try (Database again = Database.visit(Path.of("."), new DatabaseAccess(url, null, null))) {
                assertThat(new RunStore(again).newest(null, 10)).hasSize(version > 0 ? 2 : 0);
            }
        }
    }

    @Test
    void anotherProgramsHistoryOfAsManyMigrationsIsNotTakenForOurs() throws SQLException {
        DriverManagerDataSource others = new DriverManagerDataSource(url(false, "others"));
        try (Connection keep = others.getConnection();
                Statement statement = keep.createStatement()) {
            statement.execute("create table \"flyway_schema_history\" (\"installed_rank\" int primary key,"
                    + " \"version\" varchar(50), \"description\" varchar(200), \"type\" varchar(20),"
                    + " \"script\" varchar(1000), \"checksum\" int, \"installed_by\" varchar(100),"
                    + " \"installed_on\" timestamp default current_timestamp, \"execution_time\" int,"
                    + " \"success\" boolean)");
            for (int version = 1; version <= Migrations.NEWEST; version++) {
                statement.execute("insert into \"flyway_schema_history\" values (" + version + ", '" + version
                        + "', 'theirs', 'SQL', 'V" + version + "__theirs.sql', 1, 'they', current_timestamp, 1, true)");
            }

            assertThatThrownBy(() -> Migrations.run(others, false)).hasMessageContaining("failed validation");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aDatabaseOfALaterVersionIsLeftAlone(boolean postgres) throws SQLException {
        String url = url(postgres, "later");
        try (Connection keep = new DriverManagerDataSource(url).getConnection();
                Statement statement = keep.createStatement()) {
            Database.visit(Path.of("."), new DatabaseAccess(url, null, null)).close();
            statement.execute("insert into \"flyway_schema_history\" select 1000, '9999', 'later', \"type\","
                    + " 'V9999__later.sql', \"checksum\", \"installed_by\", \"installed_on\", \"execution_time\", \"success\""
                    + " from \"flyway_schema_history\" where \"version\" = '1'");
            assertThatThrownBy(() -> Database.visit(Path.of("."), new DatabaseAccess(url, null, null)))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("a later version of the program")
                    .hasMessageContaining("9999");
        }
    }

    static Stream<Boolean> databases() {
        return Stream.of(false, true);
    }

    private static void fill(Connection connection, int version) throws SQLException {
        List<String> rows = new ArrayList<>(List.of(ROWS));
        if (version >= 4) {
            rows.add("update queue_item set sweep_of = 'file', parameters = '{\"fast\": 5}'");
        }
        if (version >= 5) {
            rows.add("update partition_plan set cpu_nanos = 5, wall_nanos = 6, own_process = true");
            rows.add("insert into run_prediction (run_id, workers, work, cpu_nanos, wall_nanos, journal_bytes,"
                    + " memory_bytes, basis) select run_id, 2, '" + Works.text(Work.NONE) + "', 1, 2, 3, 4, 'figures'"
                    + " from run where run = 1");
        }
        if (version >= 6) {
            rows.add("update partition_plan set symbols = '[\"GAMMA\"]'");
        }
        try (Statement statement = connection.createStatement()) {
            for (String row : rows) {
                statement.execute(row);
            }
        }
    }

    private static void assertKept(Database database, int version) {
        QueueStore items = new QueueStore(database);
        assertThat(items.list("q")).singleElement().satisfies(item -> {
            assertThat(item.key().scale()).isEqualByComparingTo("1.5");
            assertThat(item.capital()).isEqualTo(1_000_000);
            assertThat(item.lastStatus()).isEqualTo("completed");
            assertThat(item.variant().sweepOf()).isEqualTo(version >= 4 ? "file" : null);
        });
        assertThat(items.json(TEXT_HASH)).isEqualTo("{}");
        assertThat(items.broker("b").orElseThrow().terms().values().isEmpty())
                .as("until version 3 terms were written and meant nothing")
                .isEqualTo(version < 3);
        RunStore runs = new RunStore(database);
        assertThat(runs.find("q", 1).orElseThrow().totalPnl()).isEqualTo(BigInteger.valueOf(-5_883_750_000L));
        RunRow left = runs.unfinished("q").orElseThrow();
        assertThat(left.run()).isEqualTo(2);
        assertThat(runs.doneDays("q")).containsExactly(DAY);
        assertThat(runs.instances(left.id())).singleElement().satisfies(instance -> {
            assertThat(instance.strategyName()).isEqualTo("A name");
            assertThat(instance.kind()).isEqualTo(RunInstance.Kind.GRAPH);
            assertThat(instance.warnings()).containsExactly("w");
        });
        assertThat(runs.days(left.id())).containsExactly(new RunDay(DAY, "dd", "ee"));
        assertThat(runs.results(runs.find("q", 1).orElseThrow().id())).hasSize(1);
        assertThat(runs.swaps("/srv")).hasSize(1);
        assertThat(runs.events(left.id())).extracting(RunStore.Event::message).containsExactly("one");
        PartitionStore partitions = new PartitionStore(database);
        assertThat(partitions.partitions(left.id())).singleElement().satisfies(partition -> {
            assertThat(partition.done()).isTrue();
            assertThat(partition.attempt()).isEqualTo(3);
            assertThat(partition.days()).containsExactly(DAY);
            assertThat(partition.symbols()).hasSize(version >= 6 ? 1 : 0);
            assertThat(partition.measured()).isEqualTo(version >= 5 ? new Measured(5, 6, true) : null);
        });
        assertThat(partitions.totals(left.id())).hasSize(1);
        assertThat(new PredictionStore(database)
                        .of(runs.find("q", 1).orElseThrow().id())
                        .isPresent())
                .isEqualTo(version >= 5);
        // The run that was under way can be taken up, and begun anew.
        runs.takeUp(left, "host", 8, "now");
        assertThat(runs.get(left.id()).restarts()).isEqualTo(1);
        partitions.redo(left.id(), "p1");
        assertThat(partitions.claim(left.id(), "p1")).hasValue(5);
    }

    private static String url(boolean postgres, String name) throws SQLException {
        if (!postgres) {
            return "jdbc:h2:mem:" + name;
        }
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement create = connection.createStatement()) {
            create.execute("create database " + name);
        }
        return server.getJdbcUrl("postgres", name);
    }
}
