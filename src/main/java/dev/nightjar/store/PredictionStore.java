package dev.nightjar.store;

import dev.nightjar.plan.MeasuredPartition;
import dev.nightjar.plan.MeasuredRun;
import dev.nightjar.plan.Prediction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What runs were expected to take and took, which is what the next ones are predicted from. */
public final class PredictionStore {

    private static final double NANOS = 1e9;

    /** Partitions beyond these would say little more, and take long to look at. */
    private static final int MOST_PARTITIONS = 800;

    private static final int MOST_RUNS = 30;

    private final Database database;
    private final JdbcClient jdbc;

    public PredictionStore(Database database) {
        this.database = database;
        this.jdbc = database.jdbc();
    }

    /** Settles what a run is expected to take. Doing it again replaces it. */
    public void predicted(long runId, Prediction prediction) {
        database.inTransaction(() -> {
            jdbc.sql("delete from run_prediction where run_id = ?").param(runId).update();
            jdbc.sql("insert into run_prediction (run_id, workers, work, cpu_nanos, wall_nanos, journal_bytes,"
                            + " memory_bytes, basis) values (?, ?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            runId,
                            prediction.workers(),
                            Works.text(prediction.work()),
                            Math.round(prediction.cpuSeconds() * NANOS),
                            Math.round(prediction.wallSeconds() * NANOS),
                            prediction.journalBytes(),
                            prediction.memoryBytes(),
                            prediction.basis())
                    .update();
        });
    }

    /** Notes what a run took that one process did from its start to its end. */
    public void took(long runId, RunPrediction.Took took) {
        jdbc.sql("update run_prediction set took_workers = ?, took_cpu_nanos = ?, took_wall_nanos = ?,"
                        + " took_run_wall_nanos = ?, took_journal_bytes = ?, took_memory_bytes = ? where run_id = ?")
                .params(
                        took.workers(),
                        took.cpuNanos(),
                        took.wallNanos(),
                        took.runWallNanos(),
                        took.journalBytes(),
                        took.memoryBytes(),
                        runId)
                .update();
    }

    /** {@return what a run was expected to take; empty before it is planned, and of runs from before anything was predicted} */
    public Optional<RunPrediction> of(long runId) {
        return jdbc.sql("select * from run_prediction where run_id = ?")
                .param(runId)
                .query(PredictionStore::prediction)
                .optional();
    }

    private static RunPrediction prediction(ResultSet row, int number) throws SQLException {
        return new RunPrediction(
                row.getInt("workers"),
                Works.work(row.getString("work")),
                row.getLong("cpu_nanos"),
                row.getLong("wall_nanos"),
                row.getLong("journal_bytes"),
                row.getLong("memory_bytes"),
                row.getString("basis"),
                row.getObject("took_cpu_nanos", Long.class) == null
                        ? null
                        : new RunPrediction.Took(
                                row.getInt("took_workers"),
                                row.getLong("took_cpu_nanos"),
                                row.getLong("took_wall_nanos"),
                                row.getLong("took_run_wall_nanos"),
                                row.getLong("took_journal_bytes"),
                                row.getLong("took_memory_bytes")));
    }

    /**
     * {@return the backtests of a host that are done and that one process did each from start to end, the latest first; so many that
     * their partitions are some hundreds}
     */
    public List<MeasuredRun> measured(String host) {
        List<MeasuredRun> runs = new ArrayList<>();
        int partitions = 0;
        List<Past> past = jdbc.sql("select run.run_id, instances, rejected from run join run_prediction on"
                        + " run_prediction.run_id = run.run_id where host = ? and mode = 'backtest' and state = 'done'"
                        + " and took_cpu_nanos is not null order by finished_at desc, run.run_id desc limit ?")
                .params(host, MOST_RUNS)
                .query((row, number) ->
                        new Past(row.getLong("run_id"), row.getInt("instances") - row.getInt("rejected")))
                .list();
        for (Past run : past) {
            List<MeasuredPartition> own = partitions(run.id());
            partitions += own.size();
            if (partitions > MOST_PARTITIONS && !runs.isEmpty()) {
                break;
            }
            RunPrediction prediction = of(run.id()).orElseThrow();
            RunPrediction.Took took = prediction.took();
            if (took != null && !own.isEmpty()) {
                runs.add(new MeasuredRun(
                        run.strategies(),
                        prediction.work(),
                        took.workers(),
                        own,
                        took.cpuNanos() / NANOS,
                        took.wallNanos() / NANOS,
                        took.runWallNanos() / NANOS,
                        took.memoryBytes(),
                        prediction.cpuNanos() / NANOS,
                        prediction.wallNanos() / NANOS));
            }
        }
        return runs;
    }

    private record Past(long id, int strategies) {}

    private List<MeasuredPartition> partitions(long runId) {
        return jdbc.sql("select work, cpu_nanos, wall_nanos, bytes, own_process from partition_plan"
                        + " where run_id = ? and cpu_nanos is not null order by position")
                .param(runId)
                .query((row, number) -> new MeasuredPartition(
                        Works.work(row.getString("work")),
                        row.getLong("cpu_nanos") / NANOS,
                        row.getLong("wall_nanos") / NANOS,
                        row.getLong("bytes"),
                        row.getBoolean("own_process")))
                .list();
    }
}
