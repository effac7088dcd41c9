package dev.nightjar.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Forgets runs. */
public final class PurgeStore {

    /** Those of Spring Batch first that others refer to. */
    private static final List<String> BATCH = List.of(
            "batch_step_execution_context where step_execution_id in (select step_execution_id from batch_step_execution"
                    + " where job_execution_id in (%s))",
            "batch_step_execution where job_execution_id in (%s)",
            "batch_job_execution_context where job_execution_id in (%s)",
            "batch_job_execution_params where job_execution_id in (%s)",
            "batch_job_execution where job_execution_id in (%s)");

    private static final List<String> OWN = List.of(
            "publication",
            "run_event",
            "instance_result",
            "partition_total",
            "partition_plan",
            "run_prediction",
            "run_day",
            "run_instance",
            "run");

    /** Those with rows for each instance, of which there may be millions. */
    private static final Set<String> BY_INSTANCE = Set.of("instance_result", "partition_total", "run_instance");

    /** Of so many instances rows are deleted at once, so that no statement takes so long that nobody waits for it. */
    private static final int SLICE = 500;

    private final Database database;
    private final JdbcClient jdbc;

    public PurgeStore(Database database) {
        this.database = database;
        this.jdbc = database.jdbc();
    }

    /** A run whose rows are gone, and whose journals may not be. */
    public record Purged(String queue, long run) {}

    /** {@return the ids of the runs that have the latest results of what stands in queues} */
    public Set<Long> lastWithResults() {
        return jdbc.sql("select max(result.run_id) from instance_result result"
                        + " join run on run.run_id = result.run_id and run.state = 'done'"
                        + " join run_instance one on one.run_id = result.run_id and one.instance = result.instance"
                        + " join queue_item item on item.queue_item_id = one.queue_item_id and item.removal = 0"
                        + " group by one.queue_item_id")
                .query(Long.class)
                .set();
    }

    /** {@return the queues that have runs} */
    public List<String> queues() {
        return jdbc.sql("select distinct queue from run order by queue")
                .query(String.class)
                .list();
    }

    /** {@return whether folders of a run are still being swapped} */
    public boolean isSwapping(long runId) {
        return jdbc.sql("select count(*) from publish_swap where run_id = ?")
                        .param(runId)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /**
     * Deletes all rows of a run that has ended, all or none. The days it covered stay known, and that its journals are still there.
     *
     * @param root the folder of all results of the home that has the journals, by its real path: homes may share a database
     * @return how many rows
     * @throws IllegalStateException if it has not ended
     */
    public long purge(RunRow run, String root, Instant now) {
        return database.inTransaction(() -> {
            Optional<RunRow> found = new RunStore(database).find(run.queue(), run.run());
            if (found.isEmpty()) {
                // Done before, and only the answer was lost.
                return 0L;
            }
            if (found.get().state().unfinished()) {
                throw new IllegalStateException("run " + run.run() + " of queue " + run.queue() + " has not ended");
            }
            if (run.state() == RunState.DONE) {
                jdbc.sql("insert into purged_day (queue, trading_day) select distinct run.queue, run_day.trading_day"
                                + " from run_day join run on run.run_id = run_day.run_id where run.run_id = ?"
                                + " and not exists (select 1 from purged_day known where known.queue = run.queue"
                                + " and known.trading_day = run_day.trading_day)")
                        .param(run.id())
                        .update();
            }
            jdbc.sql("insert into purged_run (queue, run, root, purged_at) values (?, ?, ?, ?)")
                    .params(run.queue(), run.run(), root, QueueStore.utc(now))
                    .update();
            return batchRows(run) + ownRows(run);
        });
    }

    private long ownRows(RunRow run) {
        long rows = 0;
        for (String table : OWN) {
            rows += BY_INSTANCE.contains(table)
                    ? slices(table, run.id())
                    : jdbc.sql("delete from " + table + " where run_id = ?")
                            .param(run.id())
                            .update();
        }
        return rows;
    }

    private long slices(String table, long runId) {
        long last = jdbc.sql("select coalesce(max(instance), -1) from " + table + " where run_id = ?")
                .param(runId)
                .query(Long.class)
                .single();
        long rows = 0;
        for (long first = 0; first <= last; first += SLICE) {
            rows += jdbc.sql("delete from " + table + " where run_id = ? and instance >= ? and instance < ?")
                    .params(runId, first, first + SLICE)
                    .update();
        }
        return rows;
    }

    private long batchRows(RunRow run) {
        List<Long> executions = jdbc.sql("select queue.job_execution_id from batch_job_execution_params queue"
                        + " join batch_job_execution_params number on number.job_execution_id = queue.job_execution_id"
                        + " where queue.parameter_name = 'queue' and queue.parameter_value = ?"
                        + " and number.parameter_name = 'run' and number.parameter_value = ?")
                .params(run.queue(), Long.toString(run.run()))
                .query(Long.class)
                .list();
        if (executions.isEmpty()) {
            return 0;
        }
        List<Long> instances = jdbc.sql("select distinct job_instance_id from batch_job_execution"
                        + " where job_execution_id in (:executions)")
                .param("executions", executions)
                .query(Long.class)
                .list();
        long rows = 0;
        for (String table : BATCH) {
            rows += jdbc.sql("delete from " + table.replace("%s", ":executions"))
                    .param("executions", executions)
                    .update();
        }
        return rows
                + jdbc.sql("delete from batch_job_instance where job_instance_id in (:instances)")
                        .param("instances", instances)
                        .update();
    }

    /** {@return the runs whose journals may still be in the home of that root, and those of which nobody noted where} */
    public List<Purged> leftovers(String root) {
        return jdbc.sql("select queue, run from purged_run where root = ? or root is null order by queue, run")
                .param(root)
                .query((row, number) -> new Purged(row.getString("queue"), row.getLong("run")))
                .list();
    }

    /** The journals of a run are gone. */
    public void gone(Purged run) {
        jdbc.sql("delete from purged_run where queue = ? and run = ?")
                .params(run.queue(), run.run())
                .update();
    }
}
