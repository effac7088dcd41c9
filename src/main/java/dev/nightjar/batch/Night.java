package dev.nightjar.batch;

import dev.nightjar.data.DataException;
import dev.nightjar.data.DayStore;
import dev.nightjar.market.MarketDay;
import dev.nightjar.run.FeeSchedules;
import dev.nightjar.run.Instance;
import dev.nightjar.run.Mode;
import dev.nightjar.run.QueueSettings;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.simulation.CapitalMode;
import dev.nightjar.simulation.ParsedSimulation;
import dev.nightjar.simulation.SimulationConfig;
import dev.nightjar.simulation.SymbolHistory;
import dev.nightjar.store.Database;
import dev.nightjar.store.DatabaseException;
import dev.nightjar.store.PartitionStore;
import dev.nightjar.store.PredictionStore;
import dev.nightjar.store.PublicationStore;
import dev.nightjar.store.QueueStore;
import dev.nightjar.store.RunDay;
import dev.nightjar.store.RunInstance;
import dev.nightjar.store.RunPrediction;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunStore;
import dev.nightjar.strategy.ParsedStrategy;
import dev.nightjar.strategy.Strategy;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** One run that is being worked on: what its steps share. Everything it knows can be read again from the database. */
final class Night {

    private final Home home;
    private final FeeSchedules fees;
    private final Database database;
    private final QueueSettings settings;
    private final long runId;
    private final long number;
    private final Stop stop;
    private final Progress progress;
    private final Timings timings = new Timings();
    private final QueuedStrategies strategies;
    private final int plannedThreads;
    private final AtomicBoolean liveWarned = new AtomicBoolean();
    private final StoredDays storedDays;
    /** By instance. */
    private final Map<Integer, SoftReference<SimulationData>> simulationData = new ConcurrentHashMap<>();

    private final Map<Integer, SimulationFacts> simulationFacts = new ConcurrentHashMap<>();

    private final RunProgress work;
    private final ReentrantReadWriteLock memory = new ReentrantReadWriteLock(true);
    private volatile Map<LocalDate, RunDay> days = Map.of();
    private @Nullable WarmUps warmUps;
    private @Nullable Map<Integer, Instance> accepted;
    private @Nullable PartitionProcesses processes;

    Night(
            Home home,
            FeeSchedules fees,
            Database database,
            QueueSettings settings,
            RunRow run,
            Stop stop,
            Progress progress) {
        this.home = home;
        this.fees = fees;
        this.database = database;
        this.settings = settings;
        this.runId = run.id();
        this.number = run.run();
        this.stop = stop;
        this.progress = progress;
        this.strategies = new QueuedStrategies(queues(), fees);
        this.storedDays = new StoredDays(home, settings.data(), settings.replay());
        this.work = new RunProgress(progress);
        this.plannedThreads = threads(QueueSettings.ofValues(run.queue(), Nights.map(run.settings()), fees));
    }

    Home home() {
        return home;
    }

    FeeSchedules fees() {
        return fees;
    }

    Database database() {
        return database;
    }

    QueueStore queues() {
        return new QueueStore(database);
    }

    QueuedStrategies strategies() {
        return strategies;
    }

    RunStore runs() {
        return new RunStore(database);
    }

    PartitionStore partitions() {
        return new PartitionStore(database);
    }

    PublicationStore publications() {
        return new PublicationStore(database);
    }

    PredictionStore predictions() {
        return new PredictionStore(database);
    }

    QueueSettings settings() {
        return settings;
    }

    String queue() {
        return settings.queue();
    }

    long runId() {
        return runId;
    }

    /** {@return the run's number in its queue} */
    long number() {
        return number;
    }

    Stop stop() {
        return stop;
    }

    Progress progress() {
        return progress;
    }

    /** {@return how far its partitions are} */
    RunProgress work() {
        return work;
    }

    /** {@return what partitions in threads share, and one that needs all of the memory has alone} */
    ReentrantReadWriteLock memory() {
        return memory;
    }

    /** {@return the processes that work on its partitions if the settings ask for them} */
    synchronized PartitionProcesses processes() {
        if (processes == null) {
            processes = PartitionProcesses.of(this);
        }
        return processes;
    }

    /** The partitions are done, or given up. */
    synchronized void endProcesses() {
        if (processes != null) {
            processes.close();
            processes = null;
        }
    }

    Timings timings() {
        return timings;
    }

    int threads() {
        return threads(settings);
    }

    /**
     * {@return how many partitions run at the same time: what the plan says, unless the run is taken up with other threads than it was
     * planned for}
     */
    int workers() {
        if (settings.mode() == Mode.LIVE_SIMULATION) {
            return 1;
        }
        return predictions()
                .of(runId)
                .filter(prediction -> threads() == plannedThreads)
                .map(RunPrediction::workers)
                .orElseGet(this::threads);
    }

    static int threads(QueueSettings settings) {
        return settings.threads() == 0 ? Runtime.getRuntime().availableProcessors() : settings.threads();
    }

    /** {@return whether the data is what the program came with} */
    static boolean sampleData(Home home, QueueSettings settings) {
        return home.data(settings.data()).equals(home.sampleData());
    }

    Path journals() {
        return home.journals(queue(), number);
    }

    DataSet dataSet() {
        return DataSet.open(home, settings.data());
    }

    DayStore dayStore() {
        return DayStore.open(home.dayStore(settings.data()));
    }

    /**
     * {@return a day as it was when the run was prepared}
     *
     * @throws DataException if it is not there any more
     */
    MarketDay open(LocalDate date) {
        RunDay expected = day(date);
        MarketDay day = storedDays.open(date);
        Path store = home.dayStore(settings.data());
        if (!day.hash().equals(expected.dataHash())) {
            throw changed(
                    "day " + date,
                    settings.replay().width() == null ? store.resolve(DayStore.fileName(date, day.hash())) : store,
                    "its data",
                    expected.dataHash(),
                    day.hash());
        }
        String before = warmUps().hash(day);
        if (!before.equals(expected.warmUpHash())) {
            throw changed("day " + date, store, "the candles before it", expected.warmUpHash(), before);
        }
        return day;
    }

    /** {@return what was known of a day; asked once for all days, which are settled before the first is opened} */
    private RunDay day(LocalDate date) {
        if (!days.containsKey(date)) {
            days = runs().days(runId).stream().collect(Collectors.toMap(RunDay::date, Function.identity()));
        }
        return Objects.requireNonNull(days.get(date), () -> date + " is no day of the run");
    }

    /** What a run began with is not what there is now: nobody would know which of them its results are of. */
    private DataException changed(String subject, Path file, String what, String expected, String found) {
        return new DataException(
                subject,
                List.of(what + " have changed since run " + number + " of queue " + queue() + " was prepared: " + file
                        + " has the hash " + found + ", the run began with " + expected
                        + "; " + waysOut()));
    }

    private String waysOut() {
        return "put the data in " + home.data(settings.data())
                + " back as they were, import them again (data import) and start the same command again; or give the run up with:"
                + " runs abandon " + number + " --queue " + queue();
    }

    /**
     * Imports those days of the run again that the store has lost. Whether they still are what they were is seen when they are
     * opened.
     */
    void restoreLostDays() {
        List<LocalDate> lost = runs().days(runId).stream()
                .map(RunDay::date)
                .filter(this::isLost)
                .toList();
        if (!lost.isEmpty() && Files.isDirectory(home.data(settings.data()))) {
            dataSet()
                    .importDays(
                            settings.replay().width() == null ? lost : List.of(),
                            imported ->
                                    progress.say("imported " + imported.date() + " again, which the store had lost"));
            storedDays.refresh();
        }
        List<RunInstance> rows = runs().instances(runId);
        boolean lostBars = simulations(rows).entrySet().stream()
                .anyMatch(simulation -> rows.stream()
                        .anyMatch(row -> row.instance() == simulation.getKey() && isLost(row, simulation.getValue())));
        if (lostBars && Files.isDirectory(home.data(settings.data()))) {
            dataSet().importCandles();
        }
    }

    private boolean isLost(RunInstance row, SimulationConfig config) {
        try {
            var unused = facts(row, config);
            return false;
        } catch (DataException lost) {
            return true;
        }
    }

    /**
     * Looks whether all simulations still have what they were prepared with: what is missing then is no fault of theirs.
     *
     * @throws DataException if one has not
     */
    void requireDataOfSimulations() {
        List<RunInstance> rows = runs().instances(runId);
        Map<Integer, SimulationConfig> simulations = simulations(rows);
        for (RunInstance row : rows) {
            SimulationConfig config = simulations.get(row.instance());
            if (config != null) {
                // Symbols of an account they share are needed once more.
                Object unused = config.capitalMode() == CapitalMode.SHARED ? data(row, config) : facts(row, config);
            }
        }
    }

    private boolean isLost(LocalDate date) {
        try {
            return !storedDays.open(date).date().equals(date);
        } catch (DataException lost) {
            return true;
        }
    }

    synchronized WarmUps warmUps() {
        if (warmUps == null) {
            warmUps = WarmUps.of(accepted().values());
        }
        return warmUps;
    }

    /** {@return the strategies that were not rejected, by number, of a run that is prepared} */
    synchronized Map<Integer, Instance> accepted() {
        if (accepted == null) {
            accepted = accepted(runs().instances(runId));
        }
        return accepted;
    }

    Map<Integer, Instance> accepted(List<RunInstance> instances) {
        return instances.stream()
                .filter(instance -> instance.kind() == RunInstance.Kind.GRAPH)
                .filter(instance -> instance.state() != RunInstance.State.REJECTED)
                .collect(Collectors.toMap(RunInstance::instance, this::instance));
    }

    /** {@return the simulations among some instances that were not rejected, by number} */
    SortedMap<Integer, SimulationConfig> simulations(List<RunInstance> instances) {
        SortedMap<Integer, SimulationConfig> simulations = new TreeMap<>();
        instances.stream()
                .filter(instance -> instance.kind() == RunInstance.Kind.SIMULATION)
                .filter(instance -> instance.state() != RunInstance.State.REJECTED)
                .forEach(instance -> simulations.put(instance.instance(), simulation(instance.strategyHash())));
        return simulations;
    }

    private SimulationConfig simulation(String hash) {
        ParsedSimulation parsed = strategies.simulation(hash);
        SimulationConfig config = parsed.config();
        if (config == null) {
            throw new IllegalStateException("simulation " + hash + " was accepted when run " + number
                    + " was prepared, and this version rejects it: " + parsed.errors());
        }
        return config;
    }

    /** What a simulation was found to be prepared with need not be found out again. */
    void prepared(int instance, SimulationFacts facts) {
        simulationFacts.put(instance, facts);
    }

    /**
     * {@return what is to be told of a simulation's data, as it was when the run was prepared}
     *
     * @throws DataException if it is not there any more
     */
    SimulationFacts facts(RunInstance row, SimulationConfig config) {
        return simulationFacts.computeIfAbsent(
                row.instance(), instance -> unchanged(row, SimulationFacts.of(dayStore(), config)));
    }

    /**
     * {@return what a simulation depends on, as it was when the run was prepared; read once as long as there is memory for it}
     *
     * @throws DataException if it is not there any more
     */
    SimulationData data(RunInstance row, SimulationConfig config) {
        SimulationData[] found = new SimulationData[1];
        simulationData.compute(row.instance(), (instance, known) -> {
            @Nullable SimulationData kept = known == null ? null : known.get();
            found[0] = kept == null ? SimulationData.of(dayStore(), config) : kept;
            var unused = unchanged(row, found[0].facts());
            return kept == null ? new SoftReference<>(found[0]) : known;
        });
        return found[0];
    }

    /**
     * {@return what a partition of a simulation depends on, as it was when the run was planned}
     *
     * @throws DataException if it is not there any more
     */
    SortedMap<String, SymbolHistory> histories(
            RunInstance row, SimulationConfig config, SortedMap<String, String> symbols) {
        SimulationData.Part part = SimulationData.part(dayStore(), config, symbols);
        if (!part.changes().isEmpty()) {
            throw changed(row, part.changes());
        }
        return part.histories();
    }

    private SimulationFacts unchanged(RunInstance row, SimulationFacts facts) {
        if (!facts.hash().equals(row.dataHash())) {
            throw changed(
                    "simulation " + row.key(),
                    home.dayStore(settings.data()),
                    "the bars, corporate actions and listings of its symbols",
                    String.valueOf(row.dataHash()),
                    facts.hash());
        }
        return facts;
    }

    private DataException changed(RunInstance row, List<String> changes) {
        List<String> problems = new ArrayList<>();
        problems.add("its data in " + home.dayStore(settings.data()) + " have changed since run " + number
                + " of queue " + queue() + " was prepared; " + waysOut());
        problems.addAll(changes);
        return new DataException("simulation " + row.key(), problems);
    }

    private Instance instance(RunInstance row) {
        return new Instance(
                row.key(),
                strategy(row.strategyHash()),
                TradingTerms.ofValues(row.terms(), fees),
                settings.stepBudget());
    }

    private Strategy strategy(String hash) {
        ParsedStrategy parsed = strategies.of(hash);
        Strategy strategy = parsed.strategy();
        if (strategy == null) {
            throw new IllegalStateException("strategy " + hash + " was accepted when run " + number
                    + " was prepared, and this version rejects it: " + parsed.errors());
        }
        return strategy;
    }

    /** Says that live results are not shown, once in a process; the run goes on without them. */
    void notShown(String why) {
        if (liveWarned.compareAndSet(false, true)) {
            try {
                event("warning", "live results are not shown: " + why);
            } catch (DataAccessException | TransactionException | DatabaseException e) {
                // Those who do the work will notice.
            }
        }
    }

    void event(String kind, String message) {
        runs().event(runId, kind, message, now());
    }

    static Instant now() {
        return Instant.now();
    }
}
