package dev.nightjar.run;

import dev.nightjar.market.Sha256;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a queue's run does, fully resolved.
 *
 * @param queue its name
 * @param mode how time passes
 * @param speed seconds of market time per second; 0 in a backtest, else above 0 and at most {@link #MAX_SPEED}
 * @param dates which trading days
 * @param data the data folder; relative ones are inside the home
 * @param replay what of the data stands for the market
 * @param terms at what prices and costs instances trade whose broker connection asks for nothing else
 * @param capital the capital base of items that have none of their own, in money; null without one
 * @param stepBudget how many steps an instance may take on a day, 1 to {@link #MAX_STEP_BUDGET}
 * @param partitions how many partitions a backtest is cut into; 0 lets the planner choose
 * @param threads how many partitions run at the same time; 0 is one per processor
 * @param workers where partitions are worked on
 * @param onUnfinished what happens to an unfinished run
 * @param html which pages are made
 * @param keepRuns how many good runs are kept when a night has gone well, with all that came after them; 0 keeps all
 * @param trigger who started this run
 */
public record QueueSettings(
        String queue,
        Mode mode,
        BigDecimal speed,
        DateRule dates,
        String data,
        Replay replay,
        TradingTerms terms,
        @Nullable BigDecimal capital,
        long stepBudget,
        int partitions,
        int threads,
        WorkerSettings workers,
        OnUnfinished onUnfinished,
        Html html,
        int keepRuns,
        Trigger trigger) {

    /** The fastest a simulation is paced. */
    public static final int MAX_SPEED = 100_000;

    /**
     * The steps of an instance and day in a queue that says nothing. A strategy of thirty comparisons takes about two million on a day of
     * 22,500 seconds.
     */
    public static final long DEFAULT_STEP_BUDGET = 10_000_000_000L;

    /** The largest step budget. */
    public static final long MAX_STEP_BUDGET = 1_000_000_000_000_000L;

    /** The key of the pages. */
    public static final String HTML = "html";

    /** The key of the step budget. */
    public static final String STEP_BUDGET = "step-budget";

    /** The most runs a queue may ask to keep; more are kept by keeping all. */
    public static final int MAX_KEEP_RUNS = 100_000;

    /** The most partitions a run may ask for. */
    public static final int MAX_PARTITIONS = 10_000;

    /** The most threads a run may ask for. */
    public static final int MAX_THREADS = 256;

    /** The data folder of a queue that names none. */
    public static final String DEFAULT_DATA = "market";

    /** What may change without changing what is computed or how it is cut, and so when a run is taken up again. */
    public static final Set<String> NOT_SHAPING = Set.of(
            "threads",
            WorkerSettings.WORKERS,
            WorkerSettings.MEMORY,
            WorkerSettings.TIMEOUT,
            "on-unfinished",
            HTML,
            "keep-runs",
            "trigger");

    public QueueSettings {
        QueueNames.check(queue);
        speed = plain(speed);
        SettingValues.checkSpeed(speed);
        if ((mode == Mode.BACKTEST) != (speed.signum() == 0)) {
            throw new IllegalArgumentException("speed must be 0 in a backtest and above 0 in a live_simulation, was "
                    + speed.toPlainString() + " in a " + mode.label());
        }
        SettingValues.folder(data);
        if (capital != null) {
            capital = plain(capital);
            SettingValues.checkCapital(capital);
        }
        SettingValues.checkStepBudget(stepBudget);
        checkCount("partitions", partitions, MAX_PARTITIONS);
        checkCount("threads", threads, MAX_THREADS);
        checkCount("keep-runs", keepRuns, MAX_KEEP_RUNS);
        String conflict = WorkerSettings.conflict(mode, workers.way());
        if (!conflict.isEmpty()) {
            throw new IllegalArgumentException(WorkerSettings.WORKERS + " " + conflict);
        }
    }

    /** {@return the settings of a queue nobody has configured: a backtest at full speed of the latest day} */
    public static QueueSettings defaults(String queue) {
        return new QueueSettings(
                queue,
                Mode.BACKTEST,
                BigDecimal.ZERO,
                new DateRule.Latest(),
                DEFAULT_DATA,
                Replay.DEFAULT,
                TradingTerms.DEFAULT,
                null,
                DEFAULT_STEP_BUDGET,
                0,
                0,
                WorkerSettings.DEFAULT,
                OnUnfinished.RESUME_AND_RUN,
                Html.ALL,
                0,
                Trigger.MANUAL);
    }

    /**
     * {@return the settings whose {@link #values} these are}
     *
     * <p>Fees that are not there any more as they were are {@linkplain FeeSchedule#isLost lost}.
     *
     * @throws InvalidSettingsException if they are not
     */
    public static QueueSettings ofValues(String queue, Map<String, String> values, FeeSchedules schedules) {
        return QueueSettingsReader.readValues(queue, values, schedules);
    }

    /** {@return every setting that is set, by the key users write, as text; {@link #ofValues} reads them back} */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("mode", mode.label());
        values.put("speed", speed.toPlainString());
        values.put("date", dates.toString());
        values.put("data", data);
        values.putAll(replay.values());
        values.putAll(terms.values());
        if (capital != null) {
            values.put("capital", capital.toPlainString());
        }
        values.put(STEP_BUDGET, Long.toString(stepBudget));
        values.put("partitions", SettingValues.count(partitions));
        values.put("threads", SettingValues.count(threads));
        values.putAll(workers.values());
        values.put("on-unfinished", onUnfinished.label());
        values.put(HTML, html.label());
        if (keepRuns > 0) {
            values.put("keep-runs", SettingValues.keepRuns(keepRuns));
        }
        values.put("trigger", trigger.label());
        return Collections.unmodifiableMap(values);
    }

    /**
     * {@return the SHA-256, in hexadecimal, of everything that shapes results or plan: all settings but {@link
     * #NOT_SHAPING}}
     */
    public String fingerprint() {
        StringBuilder text = new StringBuilder("queue=").append(queue).append('\n');
        shaping()
                .forEach((key, value) ->
                        text.append(key).append('=').append(value).append('\n'));
        return Sha256.of(text.toString());
    }

    private Map<String, String> shaping() {
        Map<String, String> shaping = new LinkedHashMap<>(values());
        shaping.keySet().removeAll(NOT_SHAPING);
        return shaping;
    }

    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static void checkCount(String key, int count, int most) {
        if (count < 0 || count > most) {
            throw new IllegalArgumentException(key + " must be 0 (automatic) or 1 to " + most + ", was " + count);
        }
    }
}
