package dev.nightjar.run;

import dev.nightjar.market.Timeframe;
import dev.nightjar.strategy.Nearest;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads what a queue means: its file, and over it what the command line says.
 *
 * <p>Values are read as written (a YAML date or number is text here), so nothing is rounded or reinterpreted on the way.
 * Everything wrong in file and command line is reported together.
 *
 * <p>{@code mode} and {@code speed} go together: where only one of them is given it decides the other, because speed 0
 * <em>is</em> a backtest. {@code date} stands against {@code from} and {@code to}: each layer may give one or the other.
 */
public final class QueueSettingsReader {

    private static final String COMMAND_LINE = "command line";

    /** Longer than this, a word is not taken for a misspelt setting. */
    private static final int LONGEST_GUESS = 64;

    private final List<SettingProblem> problems = new ArrayList<>();

    private final FeeSchedules schedules;

    private QueueSettingsReader(FeeSchedules schedules) {
        this.schedules = schedules;
    }

    /**
     * {@return the settings of a queue}
     *
     * @param queue its name
     * @param file what the file is called in messages
     * @param yaml the file's text; null if there is no file
     * @param overrides what the command line says, by key
     * @param schedules those that may be named
     * @throws InvalidSettingsException with everything that is wrong
     */
    public static QueueSettings read(
            String queue, String file, @Nullable String yaml, Map<String, String> overrides, FeeSchedules schedules) {
        QueueSettingsReader reader = new QueueSettingsReader(schedules);
        try {
            QueueNames.check(queue);
        } catch (IllegalArgumentException refused) {
            reader.problems.add(new SettingProblem(COMMAND_LINE, "", "", String.valueOf(refused.getMessage())));
            throw new InvalidSettingsException(reader.problems);
        }
        QueueSettings fromFile = yaml == null
                ? QueueSettings.defaults(queue)
                : reader.over(QueueSettings.defaults(queue), reader.fileEntries(file, yaml));
        QueueSettings settings = reader.over(fromFile, reader.entries(overrides, Key::onCommandLine));
        return reader.checked(settings);
    }

    static QueueSettings readValues(String queue, Map<String, String> values, FeeSchedules schedules) {
        Map<String, String> settings = new LinkedHashMap<>(values);
        String hash = settings.remove(TradingTerms.FEES_HASH);
        QueueSettingsReader reader = new QueueSettingsReader(name -> TradingTerms.snapshot(name, hash, schedules));
        return reader.checked(reader.over(QueueSettings.defaults(queue), reader.entries(settings, key -> true)));
    }

    private QueueSettings checked(QueueSettings settings) {
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
        return settings;
    }

    private Map<Key, Entry> fileEntries(String file, String yaml) {
        Map<Key, Entry> entries = new EnumMap<>(Key.class);
        Node root;
        try {
            LoaderOptions options = new LoaderOptions();
            root = new Yaml(new SafeConstructor(options)).compose(new StringReader(yaml));
        } catch (MarkedYAMLException malformed) {
            String place = malformed.getProblemMark() == null
                    ? file
                    : file + " line " + (malformed.getProblemMark().getLine() + 1);
            problems.add(new SettingProblem(place, "", "", "is not YAML: " + malformed.getProblem()));
            return entries;
        } catch (YAMLException malformed) {
            problems.add(new SettingProblem(file, "", "", "is not YAML: " + malformed.getMessage()));
            return entries;
        }
        if (root == null) {
            return entries;
        }
        if (!(root instanceof MappingNode mapping)) {
            problems.add(new SettingProblem(file, "", "", "must hold lines of the form 'key: value'"));
            return entries;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String place = file + " line " + (tuple.getKeyNode().getStartMark().getLine() + 1);
            String name = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
            if (!(tuple.getValueNode() instanceof ScalarNode value)
                    || value.getTag().equals(Tag.NULL)) {
                problems.add(new SettingProblem(place, name, "", "needs one plain value, or leave the line out"));
                continue;
            }
            add(entries, new Entry(place, name, value.getValue()), Key::inFile);
        }
        return entries;
    }

    private Map<Key, Entry> entries(Map<String, String> values, Function<Key, Boolean> allowed) {
        Map<Key, Entry> entries = new EnumMap<>(Key.class);
        values.forEach((name, value) -> add(entries, new Entry(COMMAND_LINE, name, value), allowed));
        return entries;
    }

    private void add(Map<Key, Entry> entries, Entry entry, Function<Key, Boolean> allowed) {
        Optional<Key> key = Key.of(entry.name());
        if (key.isEmpty()) {
            problems.add(entry.problem("unknown setting" + guess(entry.name(), allowed)));
        } else if (!allowed.apply(key.get())) {
            problems.add(entry.problem(
                    key.get().inFile() ? "is set in the queue's file only" : "is given on the command line only"));
        } else if (entries.putIfAbsent(key.get(), entry) != null) {
            problems.add(entry.problem("is given twice"));
        }
    }

    private static String guess(String name, Function<Key, Boolean> allowed) {
        List<String> names = Arrays.stream(Key.values())
                .filter(allowed::apply)
                .map(Key::label)
                .toList();
        String meant = name.length() > LONGEST_GUESS
                ? ""
                : Nearest.closest(name, names)
                        .map(nearest -> "; did you mean '" + nearest + "'?")
                        .orElse("");
        return meant + " (accepted: " + String.join(", ", names) + ")";
    }

    /** {@return the settings with a layer laid over them; what cannot be used is reported and left as it was} */
    private QueueSettings over(QueueSettings base, Map<Key, Entry> layer) {
        Pacing pacing = pacing(new Pacing(base.mode(), base.speed()), layer);
        BigDecimal capital = layer.containsKey(Key.CAPITAL)
                ? value(layer, Key.CAPITAL, SettingValues::capital).orElse(null)
                : base.capital();
        TradingTerms terms = terms(base.terms(), layer);
        Replay replay = replay(base.replay(), terms, layer);
        return new QueueSettings(
                base.queue(),
                pacing.mode(),
                pacing.speed(),
                dates(base.dates(), layer),
                value(layer, Key.DATA, SettingValues::folder).orElse(base.data()),
                replay,
                terms,
                capital,
                value(layer, Key.STEP_BUDGET, SettingValues::stepBudget).orElse(base.stepBudget()),
                value(layer, Key.PARTITIONS, text -> SettingValues.count(text, QueueSettings.MAX_PARTITIONS))
                        .orElse(base.partitions()),
                value(layer, Key.THREADS, text -> SettingValues.count(text, QueueSettings.MAX_THREADS))
                        .orElse(base.threads()),
                workers(base.workers(), pacing.mode(), layer),
                value(layer, Key.ON_UNFINISHED, OnUnfinished::of).orElse(base.onUnfinished()),
                value(layer, Key.HTML, Html::of).orElse(base.html()),
                value(layer, Key.KEEP_RUNS, SettingValues::keepRuns).orElse(base.keepRuns()),
                value(layer, Key.TRIGGER, Trigger::of).orElse(base.trigger()));
    }

    private WorkerSettings workers(WorkerSettings base, Mode mode, Map<Key, Entry> layer) {
        WorkerSettings.Way wanted =
                value(layer, Key.WORKERS, WorkerSettings.Way::of).orElse(base.way());
        String conflict = WorkerSettings.conflict(mode, wanted);
        if (!conflict.isEmpty()) {
            Stream.of(Key.WORKERS, Key.SPEED, Key.MODE)
                    .filter(layer::containsKey)
                    .findFirst()
                    .ifPresent(key -> problems.add(entry(layer, key)
                            .problem(
                                    key == Key.WORKERS
                                            ? conflict
                                            : "does not go with workers " + wanted.label() + ", which " + conflict)));
        }
        WorkerSettings.Way way = conflict.isEmpty() ? wanted : WorkerSettings.Way.THREADS;
        return new WorkerSettings(
                way,
                value(layer, Key.WORKER_MEMORY, SettingValues::memory).orElse(base.memoryMegabytes()),
                value(layer, Key.WORKER_TIMEOUT, SettingValues::timeout).orElse(base.timeoutNanos()));
    }

    private TradingTerms terms(TradingTerms base, Map<Key, Entry> layer) {
        TradingTerms terms = new TradingTerms(
                value(layer, Key.FILL, FillModel::of).orElse(base.fill()),
                value(layer, Key.LATENCY, SettingValues::latency).orElse(base.latencyNanos()),
                value(layer, Key.MAX_QUOTE_AGE, SettingValues::maxQuoteAge).orElse(base.maxQuoteAgeNanos()),
                value(layer, Key.SLIPPAGE, Slippage::parse).orElse(base.slippage()),
                fees(layer).orElse(base.fees()));
        Stream.of(Key.LATENCY, Key.MAX_QUOTE_AGE, Key.FILL)
                .filter(layer::containsKey)
                .findFirst()
                .ifPresent(key -> terms.conflicts()
                        .forEach(conflict -> problems.add(entry(layer, key).problem(conflict))));
        return terms;
    }

    private Replay replay(Replay base, TradingTerms terms, Map<Key, Entry> layer) {
        Optional<Timeframe> width = Optional.ofNullable(base.width());
        if (layer.containsKey(Key.REPLAY)) {
            width = value(layer, Key.REPLAY, text -> Optional.ofNullable(Replay.width(text)))
                    .orElse(width);
        }
        Replay replay = new Replay(
                width.orElse(null), value(layer, Key.WARM_UP, Replay::candles).orElse(base.warmUp()));
        Stream.of(Key.REPLAY, Key.LATENCY, Key.FILL)
                .filter(layer::containsKey)
                .findFirst()
                .ifPresent(key -> replay.conflicts(terms)
                        .forEach(conflict -> problems.add(entry(layer, key).problem(conflict))));
        return replay;
    }

    private Optional<FeeSchedule> fees(Map<Key, Entry> layer) {
        try {
            return value(layer, Key.FEES, schedules::named);
        } catch (InvalidSettingsException broken) {
            problems.addAll(broken.problems());
            return Optional.empty();
        }
    }

    private Pacing pacing(Pacing base, Map<Key, Entry> layer) {
        Optional<Mode> mode = value(layer, Key.MODE, Mode::of);
        Optional<BigDecimal> speed = value(layer, Key.SPEED, SettingValues::speed);
        if (speed.isPresent()) {
            Mode implied = speed.get().signum() == 0 ? Mode.BACKTEST : Mode.LIVE_SIMULATION;
            if (mode.isPresent() && mode.get() != implied) {
                Entry entry = entry(layer, Key.SPEED);
                problems.add(entry.problem("must be 0 in a backtest and above 0 in a live_simulation; mode is "
                        + mode.get().label()));
                return base;
            }
            return new Pacing(implied, speed.get());
        }
        if (mode.isEmpty() || layer.containsKey(Key.SPEED)) {
            return base;
        }
        if (mode.get() == Mode.BACKTEST) {
            return new Pacing(Mode.BACKTEST, BigDecimal.ZERO);
        }
        if (base.speed().signum() == 0) {
            problems.add(entry(layer, Key.MODE).problem("needs a speed above 0, such as speed 500"));
            return base;
        }
        return base;
    }

    private DateRule dates(DateRule base, Map<Key, Entry> layer) {
        boolean range = layer.containsKey(Key.FROM) || layer.containsKey(Key.TO);
        Optional<DateRule> rule = value(layer, Key.DATE, DateRule::parse);
        Optional<LocalDate> from = value(layer, Key.FROM, QueueSettingsReader::day);
        Optional<LocalDate> to = value(layer, Key.TO, QueueSettingsReader::day);
        if (!range) {
            return rule.orElse(base);
        }
        if (layer.containsKey(Key.DATE)) {
            problems.add(entry(layer, Key.DATE).problem("must not be given together with from and to"));
            return base;
        }
        if (!layer.containsKey(Key.FROM) || !layer.containsKey(Key.TO)) {
            Key given = layer.containsKey(Key.FROM) ? Key.FROM : Key.TO;
            problems.add(entry(layer, given).problem("from and to are given together"));
            return base;
        }
        if (from.isEmpty() || to.isEmpty()) {
            return base;
        }
        if (to.get().isBefore(from.get())) {
            problems.add(entry(layer, Key.TO).problem("must not be before from, which is " + from.get()));
            return base;
        }
        return new DateRule.Range(from.get(), to.get());
    }

    private static LocalDate day(String text) {
        try {
            return DateRule.day(text);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException("must be a date such as 2024-10-29", refused);
        }
    }

    private static Entry entry(Map<Key, Entry> layer, Key key) {
        Entry entry = layer.get(key);
        if (entry == null) {
            throw new IllegalStateException(key.label() + " is not in this layer");
        }
        return entry;
    }

    private <T> Optional<T> value(Map<Key, Entry> layer, Key key, Function<String, T> read) {
        Entry entry = layer.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(read.apply(entry.value()));
        } catch (IllegalArgumentException refused) {
            problems.add(entry.problem(String.valueOf(refused.getMessage())));
            return Optional.empty();
        }
    }

    /** What may be set, and where. */
    private enum Key {
        MODE("mode", true, true),
        SPEED("speed", true, true),
        DATE("date", true, true),
        FROM("from", true, true),
        TO("to", true, true),
        DATA("data", true, true),
        REPLAY("replay", true, true),
        WARM_UP("warm-up", true, true),
        FILL("fill", true, false),
        LATENCY("latency", true, false),
        MAX_QUOTE_AGE("max-quote-age", true, false),
        SLIPPAGE("slippage", true, false),
        FEES("fees", true, false),
        CAPITAL("capital", true, true),
        STEP_BUDGET(QueueSettings.STEP_BUDGET, true, true),
        PARTITIONS("partitions", true, true),
        THREADS("threads", true, true),
        WORKERS(WorkerSettings.WORKERS, true, true),
        WORKER_MEMORY(WorkerSettings.MEMORY, true, true),
        WORKER_TIMEOUT(WorkerSettings.TIMEOUT, true, true),
        ON_UNFINISHED("on-unfinished", true, true),
        HTML(QueueSettings.HTML, true, true),
        KEEP_RUNS("keep-runs", true, true),
        TRIGGER("trigger", false, true);

        private final String label;
        private final boolean inFile;
        private final boolean onCommandLine;

        Key(String label, boolean inFile, boolean onCommandLine) {
            this.label = label;
            this.inFile = inFile;
            this.onCommandLine = onCommandLine;
        }

        String label() {
            return label;
        }

        boolean inFile() {
            return inFile;
        }

        boolean onCommandLine() {
            return onCommandLine;
        }

        static Optional<Key> of(String label) {
            return Arrays.stream(values())
                    .filter(key -> key.label.equals(label))
                    .findFirst();
        }
    }

    private record Entry(String place, String name, String value) {
        SettingProblem problem(String message) {
            return new SettingProblem(place, name, value, message);
        }
    }

    private record Pacing(Mode mode, BigDecimal speed) {}
}
