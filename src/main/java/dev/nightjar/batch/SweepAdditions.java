package dev.nightjar.batch;

import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.ParameterValue;
import dev.nightjar.run.Printable;
import dev.nightjar.run.Variant;
import dev.nightjar.store.NewQueueItem;
import dev.nightjar.store.QueueItem;
import dev.nightjar.store.QueueStore;
import dev.nightjar.strategy.ParsedStrategy;
import dev.nightjar.strategy.Problem;
import dev.nightjar.strategy.Strategy;
import dev.nightjar.strategy.StrategyParameter;
import dev.nightjar.strategy.StrategyTemplate;
import dev.nightjar.strategy.TradeLayoutReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Variants of one strategy file that are about to be put into a queue.
 *
 * <p>Every one is read as the file itself would be. Those that are no valid strategies are told with examples, and refuse all unless
 * it was asked to leave them out. A parameter all of whose values make the same strategy is refused: somebody would compare
 * results that cannot differ.
 */
public final class SweepAdditions {

    /** How many invalid combinations are told. */
    private static final int EXAMPLES = 5;

    /** In how many combinations a parameter is tried before it counts as one without effect. */
    private static final int TRIED = 200;

    private final String queue;
    private final Path file;
    private final InstanceKey key;
    private final StrategyTemplate template;
    private final Combinations combinations;
    private final StrategyTemplate.Variants variants;
    private final @Nullable Long capital;
    private final boolean oneShot;

    /** The numbers of the combinations that are added. */
    private final int[] valid;

    private final List<String> problems;

    private SweepAdditions(
            String queue,
            Path file,
            InstanceKey key,
            StrategyTemplate template,
            Combinations combinations,
            @Nullable Long capital,
            boolean oneShot,
            boolean skipInvalid) {
        this.queue = queue;
        this.file = file;
        this.key = key;
        this.template = template;
        this.combinations = combinations;
        this.capital = capital;
        this.oneShot = oneShot;
        this.variants = template.variants(combinations.parameters().stream()
                .map(Combinations.Parameter::places)
                .toList());
        List<String> invalid = new ArrayList<>();
        this.valid = judged(skipInvalid, invalid);
        this.problems = List.copyOf(invalid);
        refuseWithoutEffect();
    }

    /**
     * Reads a strategy file and makes its variants.
     *
     * @param sources the file; a sweep is of one file
     * @param user whose they are; null for whom the file names
     * @param capital in money, or null
     * @throws IllegalArgumentException if they cannot be added, with every reason in lines
     */
    public static SweepAdditions read(
            String queue,
            List<Path> sources,
            SweepRequest request,
            @Nullable String user,
            String broker,
            BigDecimal scale,
            @Nullable BigDecimal capital,
            boolean oneShot) {
        if (sources.size() != 1 || Files.isDirectory(sources.get(0))) {
            throw new IllegalArgumentException("a sweep is of one strategy file, given "
                    + (sources.size() == 1 ? "the folder " + sources.get(0) : sources.size() + " files or folders"));
        }
        Path file = sources.get(0);
        String json;
        try {
            if (!Files.exists(file)) {
                throw new java.nio.file.NoSuchFileException(file.toString());
            }
            json = StrategySources.read(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(FileErrors.of(file, e), e);
        }
        ParsedStrategy parsed = TradeLayoutReader.read(json);
        String strategyId = parsed.strategyId();
        if (strategyId == null || QueueAdditions.namesItsUserBadly(parsed)) {
            throw new Combinations.RefusedException(parsed.errors().stream()
                    .map(error -> file + ": not added: " + error)
                    .toList());
        }
        String named = parsed.userId() == null ? StrategySources.DEFAULT_USER : parsed.userId();
        InstanceKey key = new InstanceKey(user == null ? named : user, strategyId, broker, scale);
        List<String> hostile = ItemJudge.hostile(key);
        if (!hostile.isEmpty()) {
            throw new Combinations.RefusedException(hostile.stream()
                    .map(problem -> file + ": not added: " + problem)
                    .toList());
        }
        StrategyTemplate template = template(file, json, parsed);
        return new SweepAdditions(
                queue,
                file,
                key,
                template,
                Combinations.of(request, template, file),
                QueueAdditions.units(capital),
                oneShot,
                request.skipInvalid());
    }

    /** {@return the places of a file that can be swept} */
    public static List<StrategyParameter> parameters(Path file) throws IOException {
        String json = StrategySources.read(file);
        ParsedStrategy parsed = TradeLayoutReader.read(json);
        if (parsed.strategyId() == null) {
            throw new Combinations.RefusedException(
                    parsed.errors().stream().map(error -> file + ": " + error).toList());
        }
        return template(file, json, parsed).parameters();
    }

    private static StrategyTemplate template(Path file, String json, ParsedStrategy parsed) {
        try {
            return StrategyTemplate.of(json, parsed);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private int[] judged(boolean skipInvalid, List<String> told) {
        String[] reasons = new String[combinations.count()];
        IntStream.range(0, reasons.length).parallel().forEach(combination -> {
            List<Problem> wrong = problems(combinations.values(combination));
            if (!wrong.isEmpty()) {
                reasons[combination] =
                        wrong.get(0) + (wrong.size() == 1 ? "" : " (and " + (wrong.size() - 1) + " more)");
            }
        });
        int[] fine = IntStream.range(0, reasons.length)
                .filter(combination -> reasons[combination] == null)
                .toArray();
        int invalid = reasons.length - fine.length;
        if (invalid > 0) {
            told.add(invalid + " of " + reasons.length + " combinations are no valid strategies"
                    + (skipInvalid ? " and were left out" : ""));
            IntStream.range(0, reasons.length)
                    .filter(combination -> reasons[combination] != null)
                    .limit(EXAMPLES)
                    .forEach(combination -> told.add("  " + shown(combination) + ": " + reasons[combination]));
            if (invalid > EXAMPLES) {
                told.add("  and " + (invalid - EXAMPLES) + " more");
            }
            if (fine.length == 0 || !skipInvalid) {
                told.add("nothing was added"
                        + (fine.length == 0
                                ? ""
                                : "; --skip-invalid adds the other " + fine.length
                                        + ", --where says which combinations are wanted"));
                throw new Combinations.RefusedException(told);
            }
        }
        return fine;
    }

    private String shown(int combination) {
        return Printable.whole(
                combinations.variant(combination, key.strategyId()).shown());
    }

    private List<Problem> problems(List<String> values) {
        ParsedStrategy parsed = parsed(values);
        Strategy strategy = parsed.strategy();
        return strategy == null ? parsed.errors() : new Instance(key, strategy).problems();
    }

    /** What the strategy of a variant is, but for its id and name. */
    private ParsedStrategy parsed(List<String> values) {
        return TradeLayoutReader.read(variants.text(key.strategyId(), template.name(), values));
    }

    private void refuseWithoutEffect() {
        List<String> idle = new ArrayList<>();
        for (int parameter = 0; parameter < combinations.parameters().size(); parameter++) {
            if (!hasEffect(parameter)) {
                Combinations.Parameter one = combinations.parameters().get(parameter);
                idle.add(Printable.of(one.name()) + " ("
                        + String.join(
                                ", ",
                                one.places().stream()
                                        .map(StrategyParameter::pointer)
                                        .toList())
                        + ") has no effect: the strategies of all its values are the same");
            }
        }
        if (!idle.isEmpty()) {
            throw new Combinations.RefusedException(idle);
        }
    }

    private boolean hasEffect(int parameter) {
        List<String> values = IntStream.of(valid)
                .mapToObj(combination -> combinations.values(combination).get(parameter))
                .distinct()
                .limit(2)
                .toList();
        if (values.size() < 2) {
            return true;
        }
        int step = Math.max(1, valid.length / TRIED);
        for (int at = 0; at < valid.length; at += step) {
            List<String> row = combinations.values(valid[at]);
            List<String> changed = new ArrayList<>(row);
            changed.set(parameter, row.get(parameter).equals(values.get(0)) ? values.get(1) : values.get(0));
            Strategy other = parsed(changed).strategy();
            if (other == null || !other.equals(parsed(row).strategy())) {
                return true;
            }
        }
        return false;
    }

    /** {@return what was found wrong although the others are added, a line each} */
    public List<String> problems() {
        return problems;
    }

    /**
     * Puts the variants into the queue, all or none, and tells what that did, in lines.
     *
     * @throws IllegalArgumentException if an id that was asked for has a folder that is somebody else's
     */
    public List<String> add(QueueStore store, Instant now) {
        return store.alone(key.brokerConnectionId(), now, () -> addAlone(store, now));
    }

    private List<String> addAlone(QueueStore store, Instant now) {
        VariantIds ids = new VariantIds(queue, key, store.standing(), valid.length);
        List<String> chosen = new ArrayList<>();
        List<String> occupied = new ArrayList<>();
        for (int combination : valid) {
            Map<String, ParameterValue> values =
                    combinations.variant(combination, key.strategyId()).parameters();
            String id = combinations.id(combination);
            if (id == null) {
                id = ids.standing(values);
            } else {
                QueueItem occupant = ids.occupant(queue, keyOf(id));
                if (occupant != null) {
                    occupied.add("id " + Printable.of(id) + ": its result folder would also be that of "
                            + occupant.key() + ", item " + occupant.id() + " of queue " + occupant.queue()
                            + "; choose another, or remove that item");
                }
            }
            chosen.add(id == null ? ids.next() : id);
        }
        if (!occupied.isEmpty()) {
            throw new Combinations.RefusedException(occupied);
        }
        Iterable<NewQueueItem> items = () -> IntStream.range(0, valid.length)
                .mapToObj(place -> item(valid[place], chosen.get(place)))
                .iterator();
        List<QueueStore.Added> added = store.addAll(items, now);
        return told(chosen, added, ids.others(chosen));
    }

    private InstanceKey keyOf(String id) {
        return new InstanceKey(key.userId(), id, key.brokerConnectionId(), key.scale());
    }

    private NewQueueItem item(int combination, String id) {
        Variant variant = combinations.variant(combination, key.strategyId());
        return new NewQueueItem(
                queue,
                keyOf(id),
                variants.text(id, template.name() + " " + variant.shown(), combinations.values(combination)),
                capital,
                oneShot,
                false,
                file.toString(),
                variant);
    }

    private List<String> told(List<String> chosen, List<QueueStore.Added> added, int others) {
        List<String> lines = new ArrayList<>();
        for (String remark : combinations.remarks()) {
            lines.add(Printable.whole(remark));
        }
        for (QueueStore.Added kind : QueueStore.Added.values()) {
            List<Integer> places = IntStream.range(0, valid.length)
                    .filter(place -> added.get(place) == kind)
                    .boxed()
                    .toList();
            if (!places.isEmpty()) {
                int first = places.get(0);
                int last = places.get(places.size() - 1);
                lines.add(word(kind) + " " + places.size() + (places.size() == 1 ? " variant" : " variants") + " of "
                        + key.strategyId() + ": " + keyOf(chosen.get(first)) + " " + shown(valid[first])
                        + (places.size() == 1 ? "" : " to " + keyOf(chosen.get(last)) + " " + shown(valid[last])));
            }
        }
        if (others > 0) {
            lines.add(others + (others == 1 ? " variant" : " variants") + " of " + key.strategyId()
                    + " with other values stood in the queue before and " + (others == 1 ? "stays" : "stay")
                    + "; queue remove --sweep-of " + key.strategyId() + " --queue " + queue
                    + " takes out all its variants");
        }
        return lines;
    }

    private static String word(QueueStore.Added added) {
        return switch (added) {
            case NEW -> "added";
            case CHANGED -> "replaced";
            case SAME -> "stand already:";
        };
    }
}
