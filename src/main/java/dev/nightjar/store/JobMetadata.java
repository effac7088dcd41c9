package dev.nightjar.store;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Spring Batch's own tables, as far as we write them ourselves. What is done stands in ours. */
public final class JobMetadata {

    private static final String OPEN = "('STARTING', 'STARTED', 'STOPPING', 'UNKNOWN')";

    private final Database database;
    private final JdbcClient jdbc;

    public JobMetadata(Database database) {
        this.database = database;
        this.jdbc = database.jdbc();
    }

    /**
     * Nobody works on a job any more, whatever its rows say: what seems to run there, or to be in a state that Spring Batch does not
     * know, has failed and can be started again. A job that has no execution, because its process died between the two, is forgotten.
     */
    public void settle(long jobInstance, Instant now) {
        // Spring Batch writes the machine's own time.
        LocalDateTime at = LocalDateTime.ofInstant(now, ZoneId.systemDefault());
        database.inTransaction(() -> {
            jdbc.sql(
                            "update batch_step_execution set status = 'FAILED', end_time = coalesce(end_time, ?), last_updated = ?,"
                                    + " version = version + 1 where status in " + OPEN + " and job_execution_id in"
                                    + " (select job_execution_id from batch_job_execution where job_instance_id = ?)")
                    .params(at, at, jobInstance)
                    .update();
            jdbc.sql(
                            "update batch_job_execution set status = 'FAILED', end_time = coalesce(end_time, ?), last_updated = ?,"
                                    + " version = version + 1 where job_instance_id = ? and (status in " + OPEN
                                    + " or end_time is null)")
                    .params(at, at, jobInstance)
                    .update();
            jdbc.sql("delete from batch_job_instance where job_instance_id = ? and not exists"
                            + " (select 1 from batch_job_execution where job_instance_id = ?)")
                    .params(jobInstance, jobInstance)
                    .update();
        });
    }

    /** The work of a job is done, although the last of what Spring Batch wrote about it may be lost: its latest execution is completed. */
    public void complete(long jobInstance, Instant now) {
        LocalDateTime at = LocalDateTime.ofInstant(now, ZoneId.systemDefault());
        String latest = "(select max(job_execution_id) from batch_job_execution where job_instance_id = ?)";
        database.inTransaction(() -> {
            jdbc.sql("update batch_step_execution set status = 'COMPLETED', exit_code = 'COMPLETED',"
                            + " end_time = coalesce(end_time, ?), last_updated = ?, version = version + 1"
                            + " where status <> 'COMPLETED' and job_execution_id = " + latest)
                    .params(at, at, jobInstance)
                    .update();
            jdbc.sql("update batch_job_execution set status = 'COMPLETED', exit_code = 'COMPLETED',"
                            + " end_time = coalesce(end_time, ?), last_updated = ?, version = version + 1"
                            + " where status <> 'COMPLETED' and job_execution_id = " + latest)
                    .params(at, at, jobInstance)
                    .update();
        });
    }
}
