package dev.nightjar.store;

import dev.nightjar.outcome.CrashPoint;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.Variant;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The runs: what each works on, how far it is, and what came of it. */
public final class RunStore {

    private static final String RUN =
            "select run_id, queue, run, state, trigger, mode, settings, overrides, sample_data,"
                    + " nightjar_version, engine_version, first_day, last_day, host, pid, started_at, finished_at, restarts,"
                    + " restarts_without_progress, instances, completed, rejected, failed, total_trades, total_pnl, fees,"
                    + " lag_p99_micros from run";

    private static final String UNFINISHED = "('preparing', 'running', 'stopped', 'failed')";

    private final Database database;
    private final JdbcClient jdbc;

    public RunStore(Database database) {
        this.database = database;
        this.jdbc = database.jdbc();
    }

    /** Begins the next run of a queue. A process begins one run at a time: what it began at that very moment is this run. */
    public RunRow begin(NewRun run) {
        return database.inTransaction(() -> {
            Optional<RunRow> begun = jdbc.sql(RUN + " where queue = ? and host = ? and pid = ? and started_at = ?")
                    .params(run.queue(), run.host(), run.pid(), QueueStore.utc(run.startedAt()))
                    .query(RunStore::run)
                    .optional();
            if (begun.isPresent()) {
                return begun.get();
            }
            long number = 1
                    + jdbc.sql("select coalesce(max(run), 0) from run where queue = ?")
                            .param(run.queue())
                            .query(Long.class)
                            .single();
            jdbc.sql("insert into run (queue, run, state, trigger, mode, settings, overrides, sample_data,"
                            + " nightjar_version, engine_version, host, pid, started_at)"
                            + " values (?, ?, 'preparing', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                    .param(run.queue())
                    .param(number)
                    .param(run.trigger())
                    .param(run.mode())
                    .param(run.settings())
                    .param(run.overrides())
                    .param(run.sampleData())
                    .param(run.nightjarVersion())
                    .param(run.engineVersion())
                    .param(run.host())
                    .param(run.pid())
                    .param(QueueStore.utc(run.startedAt()))
                    .update();
            return find(run.queue(), number).orElseThrow();
        });
    }

    /** {@return the run of that number} */
    public Optional<RunRow> find(String queue, long run) {
        return jdbc.sql(RUN + " where queue = ? and run = ?")
                .params(queue, run)
                .query(RunStore::run)
                .optional();
    }

    /** {@return the run as it stands now} */
    public RunRow get(long runId) {
        return jdbc.sql(RUN + " where run_id = ?")
                .param(runId)
                .query(RunStore::run)
                .single();
    }

    /** {@return the runs of that number in all queues} */
    public List<RunRow> numbered(long run) {
        return jdbc.sql(RUN + " where run = ? order by queue")
                .param(run)
                .query(RunStore::run)
                .list();
    }

    /** {@return the oldest run of a queue that can go on} */
    public Optional<RunRow> unfinished(String queue) {
        return jdbc.sql(RUN + " where queue = ? and state in " + UNFINISHED + " order by run limit 1")
                .param(queue)
                .query(RunStore::run)
                .optional();
    }

    /** {@return the days that published runs of the queue covered, those of purged ones too} */
    public Set<LocalDate> doneDays(String queue) {
        return jdbc.sql("select distinct trading_day from run_day join run on run.run_id = run_day.run_id"
                        + " where run.queue = ? and run.state = 'done'"
                        + " union select trading_day from purged_day where queue = ?")
                .params(queue, queue)
                .query((row, number) -> row.getObject(1, LocalDate.class))
                .set();
    }

    /** {@return the last run of a queue before that of a number that has all its results} */
    public Optional<RunRow> doneBefore(String queue, long run) {
        return jdbc.sql(RUN + " where queue = ? and run < ? and state = 'done' order by run desc limit 1")
                .params(queue, run)
                .query(RunStore::run)
                .optional();
    }

    /** {@return the newest runs, newest first, of one queue or of all} */
    public List<RunRow> newest(@Nullable String queue, int limit) {
        JdbcClient.StatementSpec query = queue == null
                ? jdbc.sql(RUN + " order by started_at desc, run_id desc limit ?")
                        .param(limit)
                : jdbc.sql(RUN + " where queue = ? order by run desc limit ?").params(queue, limit);
        return query.query(RunStore::run).list();
    }

    /**
     * Another process, or this one again, takes up an unfinished run. That counts as one without progress, unless the run was stopped or
     * {@linkplain #lacked lacked} something.
     *
     * @param run as it was found; if somebody has taken it up since, nothing happens
     */
    public void takeUp(RunRow run, String host, long pid, String nightjarVersion) {
        jdbc.sql("update run set restarts = restarts + 1, restarts_without_progress ="
                        + " restarts_without_progress + case when state = 'stopped' or state = 'failed' and exists"
                        + " (select 1 from run_event where run_event.run_id = run.run_id and kind = 'lacking'"
                        + " and at = run.finished_at) then 0 else 1 end,"
                        + " state = case when first_day is null then 'preparing' else 'running' end,"
                        + " stop_requested = false, finished_at = null, host = ?, pid = ?, nightjar_version = ?"
                        + " where run_id = ? and restarts = ?")
                .params(host, pid, nightjarVersion, run.id(), run.restarts())
                .update();
    }

    /** What is not part of what the run is was asked for otherwise: that counts from now on. */
    public void settings(long runId, String settings) {
        jdbc.sql("update run set settings = ? where run_id = ?")
                .params(settings, runId)
                .update();
    }

    /** Something of the run is done for good: whoever takes it up after a crash goes on from there. */
    public void progressed(long runId) {
        progressed(jdbc, runId);
    }

    static void progressed(JdbcClient jdbc, long runId) {
        jdbc.sql("update run set restarts_without_progress = 0 where run_id = ? and restarts_without_progress > 0")
                .param(runId)
                .update();
    }

    /** The run's partitions are all to be done again, by another engine. */
    public void redo(long runId, String engineVersion) {
        database.inTransaction(() -> {
            jdbc.sql("delete from partition_total where run_id = ?")
                    .param(runId)
                    .update();
            jdbc.sql(
                            "update partition_plan set state = 'PLANNED', attempt = attempt + 1, journal = null, sha256 = null,"
                                    + " bytes = null, lag_p99_micros = null, cpu_nanos = null, wall_nanos = null, own_process = null,"
                                    + " finished_at = null where run_id = ?")
                    .param(runId)
                    .update();
            jdbc.sql("update run set engine_version = ? where run_id = ?")
                    .params(engineVersion, runId)
                    .update();
        });
    }

    /**
     * Settles what the run works on. Doing it again replaces what was settled before.
     *
     * @param days of the strategies; empty if there are none
     * @param first the first day that anything of it covers
     * @param last the last one
     */
    public void prepared(long runId, List<RunInstance> instances, List<RunDay> days, LocalDate first, LocalDate last) {
        database.inTransaction(() -> {
            jdbc.sql("delete from run_instance where run_id = ?").param(runId).update();
            jdbc.sql("delete from run_day where run_id = ?").param(runId).update();
            database.each(
                    "insert into run_instance (run_id, instance, queue_item_id, user_id, strategy_id, strategy_name,"
                            + " broker_connection_id, scale, kind, sweep_of, parameters, strategy_hash, data_hash, capital, terms, state,"
                            + " reasons, warnings) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    instances.stream().map(instance -> row(runId, instance)).toList());
            database.each(
                    "insert into run_day (run_id, trading_day, data_hash, warm_up_hash) values (?, ?, ?, ?)",
                    days.stream()
                            .map(day -> new @Nullable Object[] {runId, day.date(), day.dataHash(), day.warmUpHash()})
                            .toList());
            long rejected = instances.stream()
                    .filter(instance -> instance.state() == RunInstance.State.REJECTED)
                    .count();
            jdbc.sql("update run set state = 'running', instances = ?, rejected = ?, restarts_without_progress ="
                            + " case when first_day is null then 0 else restarts_without_progress end,"
                            + " first_day = ?, last_day = ? where run_id = ?")
                    .params(instances.size(), rejected, first, last, runId)
                    .update();
        });
    }

    private static @Nullable Object[] row(long runId, RunInstance instance) {
        InstanceKey key = instance.key();
        return new @Nullable Object[] {
            runId,
            instance.instance(),
            instance.queueItem(),
            key.userId(),
            key.strategyId(),
            instance.strategyName(),
            key.brokerConnectionId(),
            QueueStore.text(key.scale()),
            instance.kind().label(),
            instance.variant().sweepOf(),
            Texts.parameters(instance.variant().parameters()),
            instance.strategyHash(),
            instance.dataHash(),
            instance.capital(),
            Texts.text(instance.terms()),
            instance.state().label(),
            Texts.text(instance.reasons()),
            Texts.text(instance.warnings())
        };
    }

    /** {@return the instances of a run, in queue order} */
    public List<RunInstance> instances(long runId) {
        return jdbc.sql("select instance, queue_item_id, user_id, strategy_id, strategy_name, broker_connection_id,"
                        + " scale, kind, sweep_of, parameters, strategy_hash, data_hash, capital, terms, state, reasons, warnings"
                        + " from run_instance where run_id = ? order by instance")
                .param(runId)
                .query(RunStore::instance)
                .list();
    }

    /** {@return the days of a run, ascending} */
    public List<RunDay> days(long runId) {
        return jdbc.sql(
                        "select trading_day, data_hash, warm_up_hash from run_day where run_id = ? order by trading_day")
                .param(runId)
                .query((row, number) ->
                        new RunDay(row.getObject(1, LocalDate.class), row.getString(2), row.getString(3)))
                .list();
    }

    /** Asks whoever works on a run to stop. */
    public void requestStop(long runId) {
        jdbc.sql("update run set stop_requested = true where run_id = ?")
                .param(runId)
                .update();
    }

    /** {@return whether somebody asked the run to stop} */
    public boolean stopRequested(long runId) {
        return jdbc.sql("select stop_requested from run where run_id = ?")
                .param(runId)
                .query(Boolean.class)
                .single();
    }

    /** The run is over for now, or for good. */
    public void end(long runId, RunState state, Instant now) {
        jdbc.sql("update run set state = ?, finished_at = ?, stop_requested = false where run_id = ?")
                .params(state.label(), QueueStore.utc(now), runId)
                .update();
    }

    /**
     * The run has failed for now because something around it is not there, such as room, the database or data. Who takes it up then does
     * not count as one who did not get on.
     *
     * @param message what is not there
     */
    public void lacked(long runId, String message, Instant now) {
        database.inTransaction(() -> {
            end(runId, RunState.FAILED, now);
            event(runId, "lacking", message, now);
        });
    }

    /**
     * The run's results are settled: figures of the run and of its instances. Doing it again replaces what was settled
     * before.
     *
     * @throws IllegalStateException if the run is done: with its results the hashes of what was published would go
     */
    public void aggregated(
            long runId,
            List<RunInstance> instances,
            List<InstanceResult> results,
            @Nullable Long lagP99Micros,
            Instant now) {
        database.inTransaction(() -> {
            if (get(runId).state() == RunState.DONE) {
                throw new IllegalStateException("run_id " + runId + " is done, and its results stay as they are");
            }
            jdbc.sql("delete from instance_result where run_id = ?")
                    .param(runId)
                    .update();
            database.each(
                    "insert into instance_result (run_id, instance, total_trades, winning_trades, total_pnl, fees,"
                            + " currency, win_rate, max_drawdown, folder, finished_at) values (?,?,?,?,?,?,?,?,?,?,?)",
                    results.stream().map(result -> row(runId, result, now)).toList());
            CrashPoint.DURING_AGGREGATED.pass();
            database.each(
                    "update run_instance set state = ?, reasons = ? where run_id = ? and instance = ?",
                    instances.stream()
                            .map(instance -> new @Nullable Object[] {
                                instance.state().label(), Texts.text(instance.reasons()), runId, instance.instance()
                            })
                            .toList());
            jdbc.sql(
                            "update run set restarts_without_progress = case when completed + failed = 0 and rejected < instances"
                                    + " then 0 else restarts_without_progress end, completed = ?, rejected = ?, failed = ?,"
                                    + " total_trades = ?, total_pnl = ?, fees = ?, lag_p99_micros = ? where run_id = ?")
                    .param(count(instances, RunInstance.State.COMPLETED))
                    .param(count(instances, RunInstance.State.REJECTED))
                    .param(count(instances, RunInstance.State.FAILED))
                    .param(results.stream()
                            .mapToLong(InstanceResult::totalTrades)
                            .reduce(0, Math::addExact))
                    .param(sum(results, InstanceResult::totalPnl))
                    .param(sum(results, InstanceResult::fees))
                    .param(lagP99Micros)
                    .param(runId)
                    .update();
        });
    }

    private static @Nullable Object[] row(long runId, InstanceResult result, Instant now) {
        return new @Nullable Object[] {
            runId,
            result.instance(),
            result.totalTrades(),
            result.winningTrades(),
            result.totalPnl(),
            result.fees(),
            result.currency(),
            result.winRate(),
            result.maxDrawdown(),
            result.folder(),
            QueueStore.utc(now)
        };
    }

    /** {@return what may be more than a single instance can have; null if it is in several currencies} */
    private static @Nullable BigDecimal sum(List<InstanceResult> results, ToLongFunction<InstanceResult> figure) {
        if (results.stream().map(InstanceResult::currency).distinct().count() > 1) {
            return null;
        }
        return results.stream()
                .map(result -> BigDecimal.valueOf(figure.applyAsLong(result)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static long count(List<RunInstance> instances, RunInstance.State state) {
        return instances.stream().filter(instance -> instance.state() == state).count();
    }

    /** {@return the figures of a run's instances that have any, in queue order} */
    public List<InstanceResult> results(long runId) {
        return jdbc.sql("select instance, total_trades, winning_trades, total_pnl, fees, currency, win_rate,"
                        + " max_drawdown, folder from instance_result where run_id = ? order by instance")
                .param(runId)
                .query((row, number) -> new InstanceResult(
                        row.getInt("instance"),
                        row.getLong("total_trades"),
                        row.getLong("winning_trades"),
                        row.getLong("total_pnl"),
                        row.getLong("fees"),
                        row.getString("currency"),
                        row.getBigDecimal("win_rate"),
                        row.getLong("max_drawdown"),
                        row.getString("folder")))
                .list();
    }

    /** Everything is published: the run is done, its items know how they fared, and one-shot items leave the queue. */
    public void published(long runId, Instant now) {
        database.inTransaction(() -> {
            RunRow run = get(runId);
            List<RunInstance> instances = instances(runId);
            database.each(
                    "update queue_item set last_run = ?, last_status = ? where queue_item_id = ?",
                    instances.stream()
                            .map(instance -> new @Nullable Object[] {
                                run.run(), instance.state().label(), instance.queueItem()
                            })
                            .toList());
            database.each(
                    "update queue_item set removal = queue_item_id, removed_at = ?"
                            + " where queue_item_id = ? and one_shot and removal = 0 and strategy_hash = ?",
                    instances.stream()
                            .map(instance -> new @Nullable Object[] {
                                QueueStore.utc(now), instance.queueItem(), instance.strategyHash()
                            })
                            .toList());
            CrashPoint.DURING_MARKING.pass();
            end(runId, RunState.DONE, now);
        });
    }

    /** {@return the folder swaps inside an output root that were begun and have not ended} */
    public List<Swap> swaps(String root) {
        return jdbc.sql("select root, folder, run_id from publish_swap where root = ? order by folder")
                .param(root)
                .query((row, number) -> new Swap(row.getString("root"), row.getString("folder"), row.getLong("run_id")))
                .list();
    }

    /** Notes that folders are about to be swapped, all or none. */
    public void beginSwaps(List<Swap> swaps, Instant now) {
        database.inTransaction(() -> {
            endSwaps(swaps);
            database.each(
                    "insert into publish_swap (root, folder, run_id, begun_at) values (?, ?, ?, ?)",
                    swaps.stream()
                            .map(swap -> new @Nullable Object[] {
                                swap.root(), swap.folder(), swap.runId(), QueueStore.utc(now)
                            })
                            .toList());
        });
    }

    /** Notes that the swaps of folders have ended, one way or the other. */
    public void endSwaps(List<Swap> swaps) {
        database.inTransaction(() -> database.each(
                "delete from publish_swap where root = ? and folder = ?",
                swaps.stream()
                        .map(swap -> new @Nullable Object[] {swap.root(), swap.folder()})
                        .toList()));
    }

    /**
     * A folder swap.
     *
     * @param root the output root, by its real path: homes may share a database
     * @param folder what is replaced, inside the output root
     * @param runId names the folders that stand beside it meanwhile
     */
    public record Swap(String root, String folder, long runId) {}

    /** Writes down something that happened to a run, once for the moment it happened at. */
    public void event(long runId, String kind, String message, Instant now) {
        OffsetDateTime at = QueueStore.utc(now);
        database.inTransaction(() -> {
            boolean known = jdbc.sql("select message from run_event where run_id = ? and at = ? and kind = ?")
                    .params(runId, at, kind)
                    .query(String.class)
                    .list()
                    .contains(message);
            if (!known) {
                jdbc.sql("insert into run_event (run_id, at, kind, message) values (?, ?, ?, ?)")
                        .params(runId, at, kind, message)
                        .update();
            }
        });
    }

    /** {@return what happened to a run, oldest first} */
    public List<Event> events(long runId) {
        return jdbc.sql("select at, kind, message from run_event where run_id = ? order by run_event_id")
                .param(runId)
                .query((row, number) -> new Event(
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("kind"),
                        row.getString("message")))
                .list();
    }

    /**
     * Something that happened to a run.
     *
     * @param kind one word
     */
    public record Event(Instant at, String kind, String message) {}

    private static RunRow run(ResultSet row, int number) throws SQLException {
        OffsetDateTime finished = row.getObject("finished_at", OffsetDateTime.class);
        return new RunRow(
                row.getLong("run_id"),
                row.getString("queue"),
                row.getLong("run"),
                RunState.of(row.getString("state")),
                row.getString("trigger"),
                row.getString("mode"),
                row.getString("settings"),
                row.getString("overrides"),
                row.getBoolean("sample_data"),
                row.getString("nightjar_version"),
                row.getString("engine_version"),
                row.getObject("first_day", LocalDate.class),
                row.getObject("last_day", LocalDate.class),
                row.getString("host"),
                row.getLong("pid"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                finished == null ? null : finished.toInstant(),
                row.getInt("restarts"),
                row.getInt("restarts_without_progress"),
                row.getInt("instances"),
                row.getInt("completed"),
                row.getInt("rejected"),
                row.getInt("failed"),
                row.getLong("total_trades"),
                units(row.getBigDecimal("total_pnl")),
                units(row.getBigDecimal("fees")),
                row.getObject("lag_p99_micros", Long.class));
    }

    private static @Nullable BigInteger units(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.toBigIntegerExact();
    }

    private static RunInstance instance(ResultSet row, int number) throws SQLException {
        return new RunInstance(
                row.getInt("instance"),
                row.getLong("queue_item_id"),
                new InstanceKey(
                        row.getString("user_id"),
                        row.getString("strategy_id"),
                        row.getString("broker_connection_id"),
                        new BigDecimal(row.getString("scale"))),
                RunInstance.Kind.of(row.getString("kind")),
                new Variant(row.getString("sweep_of"), Texts.parameters(row.getString("parameters"))),
                row.getString("strategy_name"),
                row.getString("strategy_hash"),
                row.getString("data_hash"),
                row.getObject("capital", Long.class),
                Texts.map(row.getString("terms")),
                RunInstance.State.of(row.getString("state")),
                Texts.strings(row.getString("reasons")),
                Texts.strings(row.getString("warnings")));
    }
}
