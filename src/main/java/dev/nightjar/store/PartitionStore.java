package dev.nightjar.store;

import dev.nightjar.outcome.CrashPoint;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The partitions of the runs: what is planned, who works on it, and what is done. */
public final class PartitionStore {

    private static final String PARTITION =
            "select name, position, instances, days, symbols, predicted_cost, work, state, attempt,"
                    + " journal, sha256, bytes, cpu_nanos, wall_nanos, own_process from partition_plan where run_id = ?";

    private final Database database;
    private final JdbcClient jdbc;

    public PartitionStore(Database database) {
        this.database = database;
        this.jdbc = database.jdbc();
    }

    /** Settles how a run is cut. Doing it again replaces the plan, and nothing of it is done. */
    public void planned(long runId, List<PlannedPartition> partitions) {
        database.inTransaction(() -> {
            jdbc.sql("delete from partition_total where run_id = ?")
                    .param(runId)
                    .update();
            int before = jdbc.sql("delete from partition_plan where run_id = ?")
                    .param(runId)
                    .update();
            database.each(
                    "insert into partition_plan (run_id, name, position, instances, days, symbols, predicted_cost, work,"
                            + " ticks, instance_days, state) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'PLANNED')",
                    partitions.stream()
                            .map(partition -> new @Nullable Object[] {
                                runId,
                                partition.name(),
                                partition.position(),
                                Texts.text(partition.instances()),
                                Texts.text(partition.days()),
                                Texts.text(partition.symbols()),
                                partition.predictedCost(),
                                Works.text(partition.work()),
                                partition.work().ticks(),
                                partition.work().strategyDays()
                            })
                            .toList());
            if (before == 0) {
                RunStore.progressed(jdbc, runId);
            }
        });
    }

    /** {@return all partitions of a run, in the order in which they are begun} */
    public List<PlannedPartition> partitions(long runId) {
        return jdbc.sql(PARTITION + " order by position")
                .param(runId)
                .query(PartitionStore::partition)
                .list();
    }

    /** {@return when partitions that are done were, by name} */
    public Map<String, Instant> finishedAt(long runId) {
        Map<String, Instant> ends = new HashMap<>();
        jdbc.sql("select name, finished_at from partition_plan where run_id = ? and finished_at is not null")
                .param(runId)
                .query(row -> {
                    ends.put(
                            row.getString(1),
                            row.getObject(2, OffsetDateTime.class).toInstant());
                });
        return ends;
    }

    /** {@return the partition of that name} */
    public PlannedPartition partition(long runId, String name) {
        return jdbc.sql(PARTITION + " and name = ?")
                .params(runId, name)
                .query(PartitionStore::partition)
                .single();
    }

    /**
     * Takes up a partition. Whoever took it up before can no longer finish it.
     *
     * @return the number of the attempt, or empty if the partition is done
     */
    public OptionalLong claim(long runId, String name) {
        return database.inTransaction(() -> {
            int claimed = jdbc.sql("update partition_plan set state = 'RUNNING', attempt = attempt + 1"
                            + " where run_id = ? and name = ? and state <> 'DONE'")
                    .params(runId, name)
                    .update();
            return claimed == 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(jdbc.sql("select attempt from partition_plan where run_id = ? and name = ?")
                            .params(runId, name)
                            .query(Long.class)
                            .single());
        });
    }

    /**
     * Finishes a partition: where its journal is, what it took, and a row for every instance and day. All or nothing. Finished again by
     * the same attempt it stays as it is.
     *
     * @return false if somebody else has taken it up meanwhile; then nothing is written
     */
    public boolean finish(
            long runId,
            String name,
            long attempt,
            String journal,
            String sha256,
            long bytes,
            @Nullable Long lagP99Micros,
            Measured measured,
            List<DayTotal> totals,
            Instant now) {
        return database.inTransaction(() -> {
            int finished = jdbc.sql("update partition_plan set state = 'DONE', journal = ?, sha256 = ?, bytes = ?,"
                            + " lag_p99_micros = ?, cpu_nanos = ?, wall_nanos = ?, own_process = ?, finished_at = ?"
                            + " where run_id = ? and name = ? and attempt = ? and state = 'RUNNING'")
                    .param(journal)
                    .param(sha256)
                    .param(bytes)
                    .param(lagP99Micros)
                    .param(measured.cpuNanos())
                    .param(measured.wallNanos())
                    .param(measured.ownProcess())
                    .param(QueueStore.utc(now))
                    .param(runId)
                    .param(name)
                    .param(attempt)
                    .update();
            if (finished == 0) {
                return jdbc.sql("select count(*) from partition_plan where run_id = ? and name = ? and attempt = ?"
                                        + " and state = 'DONE' and sha256 = ?")
                                .params(runId, name, attempt, sha256)
                                .query(Integer.class)
                                .single()
                        == 1;
            }
            CrashPoint.DURING_FINISH.pass();
            database.each(
                    "insert into partition_total (run_id, instance, trading_day, name, trades, pnl, fees, failure)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                    totals.stream()
                            .map(total -> new @Nullable Object[] {
                                runId,
                                total.instance(),
                                total.date(),
                                name,
                                total.trades(),
                                total.pnl(),
                                total.fees(),
                                total.failure()
                            })
                            .toList());
            RunStore.progressed(jdbc, runId);
            return true;
        });
    }

    /** A partition that was done is to be done again, because its journal is lost or damaged. */
    public void redo(long runId, String name) {
        database.inTransaction(() -> {
            jdbc.sql("delete from partition_total where run_id = ? and name = ?")
                    .params(runId, name)
                    .update();
            jdbc.sql(
                            "update partition_plan set state = 'PLANNED', attempt = attempt + 1, journal = null, sha256 = null,"
                                    + " bytes = null, lag_p99_micros = null, cpu_nanos = null, wall_nanos = null, own_process = null,"
                                    + " finished_at = null where run_id = ? and name = ?")
                    .params(runId, name)
                    .update();
        });
    }

    /** {@return what every instance did on every day, by instance and day} */
    public List<DayTotal> totals(long runId) {
        return jdbc.sql("select instance, trading_day, trades, pnl, fees, failure from partition_total"
                        + " where run_id = ? order by instance, trading_day")
                .param(runId)
                .query((row, number) -> new DayTotal(
                        row.getInt("instance"),
                        row.getObject("trading_day", LocalDate.class),
                        row.getLong("trades"),
                        row.getLong("pnl"),
                        row.getLong("fees"),
                        row.getString("failure")))
                .list();
    }

    /** {@return how late the slices of the run's slowest paced partition came, or null if none was paced} */
    public @Nullable Long lagP99Micros(long runId) {
        List<Long> lags = jdbc.sql("select lag_p99_micros from partition_plan where run_id = ?"
                        + " and lag_p99_micros is not null order by lag_p99_micros desc")
                .param(runId)
                .query(Long.class)
                .list();
        return lags.isEmpty() ? null : lags.get(0);
    }

    private static PlannedPartition partition(ResultSet row, int number) throws SQLException {
        return new PlannedPartition(
                row.getString("name"),
                row.getInt("position"),
                Texts.numbers(row.getString("instances")),
                Texts.strings(row.getString("days")).stream()
                        .map(LocalDate::parse)
                        .toList(),
                Texts.hashes(row.getString("symbols")),
                row.getDouble("predicted_cost"),
                Works.work(row.getString("work")),
                row.getString("state").equals("DONE"),
                row.getLong("attempt"),
                row.getString("journal"),
                row.getString("sha256"),
                row.getObject("bytes", Long.class),
                measured(row));
    }

    private static @Nullable Measured measured(ResultSet row) throws SQLException {
        Long cpu = row.getObject("cpu_nanos", Long.class);
        return cpu == null ? null : new Measured(cpu, row.getLong("wall_nanos"), row.getBoolean("own_process"));
    }
}
