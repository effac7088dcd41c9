package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is asked often is found by an index, in a database of many nights. */
class IndexesTest {

    private static final int RUNS = 3_000;

    /** The statements of the stores, and what Spring Batch and foreign keys ask, each with the index that must answer it. */
    private static final Map<String, String> QUESTIONS = questions();

    private static Map<String, String> questions() {
        Map<String, String> questions = new LinkedHashMap<>();
        questions.put(
                "select run_id from run where queue = 'q7' and state in ('preparing', 'running', 'stopped', 'failed')"
                        + " order by run limit 1",
                "run_unfinished");
        questions.put("select run_id from run order by started_at desc, run_id desc limit 20", "run_newest");
        questions.put("select run_id from run where run = 17 order by queue", "run_numbered");
        questions.put(
                "select run_id from run where host = 'h3' and mode = 'backtest' and state = 'done'"
                        + " order by finished_at desc, run_id desc limit 30",
                "run_measured");
        questions.put(
                "select * from queue_item where removal = 0 and queue = 'q7' order by queue_item_id", "queue_item_");
        questions.put(
                "select queue_item_id from queue_item where removal = 0 order by queue_item_id", "queue_item_standing");
        return questions;
    }

    private static final Map<String, String> OF_POSTGRES = Map.of(
            "select 1 from queue_item where strategy_hash = 'none'", "queue_item_strategy",
            "select 1 from queue_item where broker_connection_id = 'none'", "queue_item_broker",
            "select 1 from run_instance where strategy_hash = 'none'", "run_instance_strategy",
            "select 1 from run_instance where queue_item_id = 5", "run_instance_item",
            "select 1 from batch_job_execution where job_instance_id = 5", "batch_job_execution_instance",
            "select 1 from batch_job_execution_params where job_execution_id = 5", "batch_job_execution_params_job",
            "select 1 from batch_step_execution where job_execution_id = 5 and step_name = 'run'",
                    "batch_step_execution_job");

    @Test
    void onPostgres() throws IOException, SQLException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            String url = server.getJdbcUrl("postgres", "postgres");
            try (Database database = Database.visit(Path.of("."), new DatabaseAccess(url, null, null));
                    Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                fill(statement, "generate_series(1, %d) as n(x)");
                statement.execute("vacuum analyze");
                QUESTIONS.forEach((question, index) -> assertThat(plan(statement, question))
                        .as(question)
                        .contains(index)
                        .doesNotContain("Seq Scan"));
                OF_POSTGRES.forEach((question, index) -> assertThat(plan(statement, question))
                        .as(question)
                        .contains(index)
                        .doesNotContain("Seq Scan"));
            }
        }
    }

    @Test
    void onH2() throws SQLException {
        try (Database database = Database.visit(
                        Path.of("."), new DatabaseAccess("jdbc:h2:mem:indexes;DB_CLOSE_DELAY=-1", null, null));
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            fill(statement, "system_range(1, %d)");
            statement.execute("analyze");
            QUESTIONS.forEach((question, index) -> assertThat(plan(statement, question))
                    .as(question)
                    .contains(index)
                    .doesNotContain("tablescan"));
        }
    }

    private static void fill(Statement statement, String range) throws SQLException {
        String runs = String.format(Locale.ROOT, range, RUNS);
        for (String row : List.of(
                "insert into strategy select 'h' || x, '{}', current_timestamp from " + runs,
                "insert into broker_connection (broker_connection_id, broker_name, added_at)"
                        + " select 'b' || x, 'b', current_timestamp from " + runs,
                "insert into queue_item (queue, user_id, strategy_id, strategy_hash, broker_connection_id, scale, one_shot,"
                        + " sample_data, source, added_at, removal) select 'q' || mod(x, 20), 'u', 's' || x, 'h' || x, 'b' || x, '1', true,"
                        + " false, 's.json', current_timestamp, case when mod(x, 100) = 7 then 0 else x end from "
                        + runs,
                "insert into run (queue, run, state, trigger, mode, settings, overrides, sample_data, nightjar_version,"
                        + " engine_version, host, pid, started_at, finished_at) select 'q' || mod(x, 20), x, 'done', 'manual',"
                        + " 'backtest', '{}', '{}', false, '0', '1', 'h' || mod(x, 10), 1,"
                        + " current_timestamp + x * interval '1' second, current_timestamp + x * interval '2' second from "
                        + runs,
                "insert into run_instance (run_id, instance, queue_item_id, user_id, strategy_id, broker_connection_id, scale,"
                        + " strategy_hash, state, reasons, warnings) select run_id, 0, run_id, 'u', 's', 'b', '1', 'h' || run_id, 'completed',"
                        + " '[]', '[]' from run",
                "insert into batch_job_instance (job_instance_id, version, job_name, job_key) select x, 0, 'night', 'k' || x from "
                        + runs,
                "insert into batch_job_execution (job_execution_id, version, job_instance_id, create_time)"
                        + " select x, 0, x, localtimestamp from " + runs,
                "insert into batch_job_execution_params (job_execution_id, parameter_name, parameter_type, identifying)"
                        + " select x, 'queue', 'java.lang.String', 'Y' from " + runs,
                "insert into batch_step_execution (step_execution_id, version, step_name, job_execution_id, create_time)"
                        + " select x, 0, 'run', x, localtimestamp from " + runs)) {
            statement.execute(row);
        }
    }

    /** {@return how the database would answer, in lower case but for what PostgreSQL calls reading all of a table} */
    private static String plan(Statement statement, String question) {
        List<String> lines = new ArrayList<>();
        try (ResultSet plan = statement.executeQuery("explain " + question)) {
            while (plan.next()) {
                lines.add(plan.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(question, e);
        }
        String text = String.join("\n", lines);
        return text.contains("Seq Scan") ? text : text.toLowerCase(Locale.ROOT);
    }
}
