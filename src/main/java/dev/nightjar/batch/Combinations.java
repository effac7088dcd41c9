package dev.nightjar.batch;

import dev.nightjar.run.Ids;
import dev.nightjar.run.ParameterValue;
import dev.nightjar.run.Printable;
import dev.nightjar.run.SweepCondition;
import dev.nightjar.run.SweepValues;
import dev.nightjar.run.Variant;
import dev.nightjar.strategy.StrategyParameter;
import dev.nightjar.strategy.StrategyTemplate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The combinations of parameter values that a sweep asks for, each with the values of all parameters.
 *
 * <p>Of several sweeps the last one changes from one combination to the next; those of a list stand in its order.
 */
final class Combinations {

    /** How many mistakes of a list are told. */
    private static final int PROBLEMS_TOLD = 20;

    /** How many parameters are told to who named none of them. */
    private static final int PARAMETERS_TOLD = 15;

    private static final String ID = "id";

    private final List<Parameter> parameters;
    private final List<List<String>> rows;
    private final List<@Nullable String> ids;
    private final List<String> remarks;
    private final int[] inFileOrder;

    private Combinations(
            List<Parameter> parameters, List<List<String>> rows, List<@Nullable String> ids, List<String> remarks) {
        this.parameters = List.copyOf(parameters);
        this.rows = rows;
        this.ids = ids;
        this.remarks = List.copyOf(remarks);
        this.inFileOrder = IntStream.range(0, parameters.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> parameters.get(i).position()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * What changes.
     *
     * @param name as it is shown and stored
     * @param places whose values are always equal
     * @param position of the first place among all values of the file
     */
    record Parameter(String name, List<StrategyParameter> places, int position) {

        StrategyParameter.Kind kind() {
            return places.get(0).kind();
        }
    }

    /** The sweep cannot be made; there may be several reasons. */
    static final class RefusedException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        RefusedException(List<String> problems) {
            super(String.join("\n", problems));
        }
    }

    /**
     * {@return what a sweep asks for}
     *
     * @throws RefusedException if it cannot be made, with every reason
     */
    static Combinations of(SweepRequest request, StrategyTemplate template, Path strategy) {
        return new Reader(request, template, strategy).read();
    }

    int count() {
        return rows.size();
    }

    List<Parameter> parameters() {
        return parameters;
    }

    /** {@return the values of a combination, as they stand in the strategy} */
    List<String> values(int combination) {
        return rows.get(combination);
    }

    /** {@return the strategy_id a list gives the combination, or null} */
    @Nullable String id(int combination) {
        return ids.isEmpty() ? null : ids.get(combination);
    }

    /** {@return the values by name, in the order of the file, however they were asked for} */
    Variant variant(int combination, String strategyId) {
        Map<String, ParameterValue> values = new LinkedHashMap<>();
        for (int i : inFileOrder) {
            Parameter parameter = parameters.get(i);
            values.put(
                    parameter.name(), SweepValues.stored(rows.get(combination).get(i), parameter.kind()));
        }
        return new Variant(strategyId, values);
    }

    /** {@return what the sweep came to, in words, a line each} */
    List<String> remarks() {
        return remarks;
    }

    /** Reads a request, collecting everything that is wrong with it. */
    private static final class Reader {

        private final SweepRequest request;
        private final StrategyTemplate template;
        private final Path strategy;
        private final List<String> problems = new ArrayList<>();
        private final Map<String, List<StrategyParameter>> bindings = new LinkedHashMap<>();
        private final Set<String> used = new HashSet<>();
        private final List<Parameter> parameters = new ArrayList<>();
        private final Map<String, String> byPointer = new HashMap<>();
        private final List<String> remarks = new ArrayList<>();
        private boolean unknown;

        Reader(SweepRequest request, StrategyTemplate template, Path strategy) {
            this.request = request;
            this.template = template;
            this.strategy = strategy;
        }

        Combinations read() {
            readBindings();
            if (request.list() != null && !request.sweeps().isEmpty()) {
                problems.add("--sweep and --sweep-file cannot go together; put all values into the file");
            } else if (request.list() == null && request.sweeps().isEmpty()) {
                problems.add("--bind, --where and --skip-invalid go with --sweep or --sweep-file");
            }
            refuseIfWrong();
            Combinations all = request.list() == null ? product() : list(request.list());
            bindings.keySet().stream()
                    .filter(name -> !used.contains(name))
                    .forEach(name -> problems.add("--bind " + Printable.of(name) + " is not swept"));
            refuseIfWrong();
            return all.where(conditions(), remarks);
        }

        private void refuseIfWrong() {
            if (!problems.isEmpty()) {
                List<String> told = new ArrayList<>(problems.subList(0, Math.min(problems.size(), PROBLEMS_TOLD)));
                if (told.size() < problems.size()) {
                    told.add("and " + (problems.size() - told.size()) + " more mistakes");
                }
                if (unknown) {
                    told.addAll(sweepable());
                }
                throw new RefusedException(told);
            }
        }

        private List<String> sweepable() {
            List<StrategyParameter> usual = template.parameters().stream()
                    .filter(StrategyParameter::usual)
                    .toList();
            List<String> lines = new ArrayList<>();
            lines.add("what can be swept in " + strategy + ":");
            for (StrategyParameter one : usual.subList(0, Math.min(usual.size(), PARAMETERS_TOLD))) {
                lines.add("  " + Printable.of(one.name()) + ", now " + Printable.of(one.value()) + ", at "
                        + Printable.of(one.pointer()));
            }
            lines.add(
                    "  " + (usual.size() > PARAMETERS_TOLD ? "and " + (usual.size() - PARAMETERS_TOLD) + " more, " : "")
                            + "and texts, flags and offsets: strategy parameters --all " + strategy);
            return lines;
        }

        private void readBindings() {
            for (String binding : request.bindings()) {
                String place = "--bind " + Printable.of(binding) + ": ";
                int equals = binding.indexOf('=');
                String name = equals < 0 ? "" : binding.substring(0, equals).strip();
                if (name.isEmpty() || equals == binding.length() - 1) {
                    problems.add(place + "must be name=place,place, such as length=1m.rsi,5m.rsi");
                    continue;
                }
                List<StrategyParameter> places = new ArrayList<>();
                for (String one : binding.substring(equals + 1).split(",", -1)) {
                    StrategyParameter found = find(place, one.strip());
                    if (found != null && places.contains(found)) {
                        problems.add(place + Printable.of(one.strip()) + " is there twice");
                    } else if (found != null) {
                        places.add(found);
                    }
                }
                if (places.stream().map(StrategyParameter::kind).distinct().count() > 1) {
                    problems.add(place + "its places take different kinds of values: "
                            + String.join(
                                    ", ",
                                    places.stream()
                                            .map(one -> one.name() + " "
                                                    + one.kind().accepted())
                                            .toList()));
                }
                if (bindings.put(name, List.copyOf(places)) != null) {
                    problems.add(place + "another --bind has this name already");
                }
            }
        }

        private @Nullable StrategyParameter find(String place, String written) {
            try {
                return template.find(written);
            } catch (StrategyParameter.UnknownNameException e) {
                problems.add(place + e.getMessage());
                unknown |= e.candidates().isEmpty();
                return null;
            }
        }

        /** {@return the parameter that is meant; null, and a problem, if none is} */
        private @Nullable Parameter parameter(String place, String written) {
            List<StrategyParameter> bound = bindings.get(written);
            Parameter parameter;
            if (bound == null) {
                StrategyParameter found = find(place, written);
                if (found == null) {
                    return null;
                }
                parameter = new Parameter(found.name(), List.of(found), template.position(found));
            } else {
                used.add(written);
                parameter = new Parameter(
                        written,
                        bound,
                        bound.stream().mapToInt(template::position).min().orElse(0));
            }
            boolean free = true;
            for (StrategyParameter one : parameter.places()) {
                String other = byPointer.putIfAbsent(one.pointer(), written);
                if (other != null) {
                    problems.add(place + "is swept by " + Printable.of(other) + " already");
                    free = false;
                }
            }
            if (parameters.stream().anyMatch(other -> other.name().equals(parameter.name())) && free) {
                problems.add(place + "another parameter has this name; give the --bind another");
                free = false;
            }
            return free ? parameter : null;
        }

        private Combinations product() {
            List<List<String>> values = new ArrayList<>();
            for (String sweep : request.sweeps()) {
                int equals = sweep.indexOf('=');
                if (equals <= 0) {
                    problems.add("--sweep " + Printable.of(sweep)
                            + ": must be parameter=values, such as fast=5..20 or fast=5,10,20");
                    continue;
                }
                String written = sweep.substring(0, equals).strip();
                String place = "--sweep " + Printable.of(written) + ": ";
                Parameter parameter = parameter(place, written);
                if (parameter == null) {
                    continue;
                }
                try {
                    List<String> some = SweepValues.parse(sweep.substring(equals + 1), parameter.kind());
                    parameters.add(parameter);
                    values.add(some);
                    remarks.add(told(parameter, some));
                } catch (IllegalArgumentException e) {
                    problems.add(place + e.getMessage() + "; now " + Printable.of(now(parameter)));
                }
            }
            refuseIfWrong();
            long count = 1;
            for (List<String> some : values) {
                count = Math.multiplyExact(count, some.size());
                if (count > (long) SweepValues.MOST * SweepValues.MOST) {
                    break;
                }
            }
            if (count > SweepValues.MOST) {
                problems.add("the sweeps make "
                        + (count > (long) SweepValues.MOST * SweepValues.MOST ? "more than " : "") + count
                        + " combinations, at most " + SweepValues.MOST + " are accepted");
                refuseIfWrong();
            }
            List<List<String>> rows = List.of(List.of());
            for (List<String> some : values) {
                List<List<String>> longer = new ArrayList<>(rows.size() * some.size());
                for (List<String> row : rows) {
                    for (String value : some) {
                        List<String> next = new ArrayList<>(row);
                        next.add(value);
                        longer.add(List.copyOf(next));
                    }
                }
                rows = longer;
            }
            return new Combinations(parameters, rows, List.of(), List.of());
        }

        private static String now(Parameter parameter) {
            return String.join(
                    ", ",
                    parameter.places().stream().map(StrategyParameter::value).toList());
        }

        private static String told(Parameter parameter, List<String> values) {
            return Printable.of(parameter.name()) + ": "
                    + (values.size() == 1
                            ? "1 value, " + values.get(0)
                            : values.size() + " values, " + Printable.of(values.get(0)) + " to "
                                    + Printable.of(values.get(values.size() - 1)));
        }

        private Combinations list(Path file) {
            List<SweepFile.Row> lines;
            try {
                lines = SweepFile.parse(StrategySources.read(file)).rows();
            } catch (IOException e) {
                throw new RefusedException(List.of(FileErrors.of(file, e)));
            } catch (IllegalArgumentException e) {
                throw new RefusedException(List.of(file + ", " + e.getMessage()));
            }
            if (lines.isEmpty()) {
                throw new RefusedException(List.of(file
                        + " is empty, expected a line with the names of parameters and a line for each" + " variant"));
            }
            if (lines.size() - 1 > SweepValues.MOST) {
                throw new RefusedException(List.of(
                        file + " has " + (lines.size() - 1) + " rows, at most " + SweepValues.MOST + " are accepted"));
            }
            SweepFile.Row header = lines.get(0);
            boolean named = header.fields().get(0).strip().equals(ID);
            List<String> names =
                    header.fields().subList(named ? 1 : 0, header.fields().size());
            if (names.isEmpty()) {
                problems.add(file + ", line " + header.line() + ": names no parameter");
            }
            for (String name : names) {
                Parameter parameter = parameter(
                        file + ", line " + header.line() + ", " + Printable.of(name.strip()) + ": ", name.strip());
                if (parameter != null) {
                    parameters.add(parameter);
                }
            }
            if (lines.size() == 1) {
                problems.add(file + " has a header and no row, expected a row for each variant");
            }
            refuseIfWrong();
            List<List<String>> rows = new ArrayList<>();
            List<@Nullable String> ids = new ArrayList<>();
            Map<List<String>, Integer> linesByValues = new HashMap<>();
            Map<String, Integer> linesById = new HashMap<>();
            for (SweepFile.Row line : lines.subList(1, lines.size())) {
                String place = file + ", line " + line.line() + ": ";
                if (line.fields().size() != header.fields().size()) {
                    problems.add(place + "has " + line.fields().size() + " fields, the header has "
                            + header.fields().size());
                    continue;
                }
                if (named) {
                    String id = id(place, line.fields().get(0), line.line(), linesById);
                    ids.add(id);
                }
                List<String> row = row(
                        file,
                        line,
                        line.fields().subList(named ? 1 : 0, line.fields().size()));
                Integer other = row == null ? null : linesByValues.putIfAbsent(row, line.line());
                if (other != null) {
                    problems.add(place + "has the values of line " + other);
                } else if (row != null) {
                    rows.add(row);
                }
            }
            refuseIfWrong();
            remarks.add(rows.size() + (rows.size() == 1 ? " variant" : " variants") + " in " + file);
            return new Combinations(parameters, rows, ids, List.of());
        }

        private @Nullable List<String> row(Path file, SweepFile.Row line, List<String> fields) {
            List<String> row = new ArrayList<>();
            for (int i = 0; i < parameters.size(); i++) {
                try {
                    row.add(SweepValues.value(fields.get(i), parameters.get(i).kind()));
                } catch (IllegalArgumentException e) {
                    problems.add(file + ", line " + line.line() + ", "
                            + Printable.of(parameters.get(i).name()) + ": " + e.getMessage());
                }
            }
            return row.size() == parameters.size() ? List.copyOf(row) : null;
        }

        private String id(String place, String written, int line, Map<String, Integer> linesById) {
            String id = written.strip();
            try {
                Ids.check("id", id);
                // Folders are named by the beginning of an id, on some disks without regard to upper and lower case.
                Integer other = linesById.putIfAbsent(
                        id.substring(0, Math.min(id.length(), VariantIds.LENGTH))
                                .toLowerCase(Locale.ROOT),
                        line);
                if (other != null) {
                    problems.add(place + "id " + Printable.of(id) + " begins with the same " + VariantIds.LENGTH
                            + " characters as that of line " + other + ", by which result folders are named");
                }
            } catch (IllegalArgumentException e) {
                problems.add(place + e.getMessage());
            }
            return id;
        }

        private List<Condition> conditions() {
            List<Condition> conditions = new ArrayList<>();
            for (String written : request.conditions()) {
                String place = "--where " + Printable.of(written) + ": ";
                try {
                    SweepCondition condition = SweepCondition.parse(written);
                    int left = swept(condition.left());
                    int right = swept(condition.right());
                    if (left < 0 && right < 0) {
                        problems.add(place + "neither " + Printable.of(condition.left()) + " nor "
                                + Printable.of(condition.right()) + " is swept; swept are "
                                + String.join(
                                        ", ",
                                        parameters.stream().map(Parameter::name).toList()));
                        continue;
                    }
                    StrategyParameter.Kind kind =
                            parameters.get(Math.max(left, right)).kind();
                    if (left >= 0
                            && right >= 0
                            && parameters.get(left).kind()
                                    != parameters.get(right).kind()) {
                        problems.add(place + "compares values of different kinds");
                        continue;
                    }
                    if (!condition.fits(kind)) {
                        problems.add(place + "only numbers and times have an order; accepted: ==, !=");
                        continue;
                    }
                    conditions.add(new Condition(
                            condition,
                            left,
                            left < 0 ? fixed(condition.left(), kind) : "",
                            right,
                            right < 0 ? fixed(condition.right(), kind) : "",
                            kind));
                } catch (IllegalArgumentException e) {
                    problems.add(place + e.getMessage());
                }
            }
            refuseIfWrong();
            return conditions;
        }

        /** {@return a value, or what a place that is not swept has} */
        private String fixed(String written, StrategyParameter.Kind kind) {
            try {
                return SweepValues.value(written, kind);
            } catch (IllegalArgumentException e) {
                try {
                    StrategyParameter found = template.find(written);
                    if (found.kind() == kind) {
                        return SweepValues.value(found.value(), kind);
                    }
                } catch (StrategyParameter.UnknownNameException unknown) {
                    // Told below.
                }
                throw new IllegalArgumentException(
                        Printable.of(written) + " is neither " + kind.accepted()
                                + " nor a value of the strategy that is",
                        e);
            }
        }

        /** {@return the number of the swept parameter that is meant, -1 if none is} */
        private int swept(String written) {
            for (int i = 0; i < parameters.size(); i++) {
                if (parameters.get(i).name().equals(written)) {
                    return i;
                }
            }
            try {
                String pointer = template.find(written).pointer();
                for (int i = 0; i < parameters.size(); i++) {
                    if (parameters.get(i).places().stream()
                            .anyMatch(one -> one.pointer().equals(pointer))) {
                        return i;
                    }
                }
            } catch (StrategyParameter.UnknownNameException e) {
                return -1;
            }
            return -1;
        }
    }

    /**
     * A condition on combinations.
     *
     * @param left the number of the parameter, -1 for a value
     * @param right the number of the parameter, -1 for a value
     */
    private record Condition(
            SweepCondition condition,
            int left,
            String leftValue,
            int right,
            String rightValue,
            StrategyParameter.Kind kind) {

        boolean holds(List<String> row) {
            return condition.holds(left < 0 ? leftValue : row.get(left), right < 0 ? rightValue : row.get(right), kind);
        }
    }

    private Combinations where(List<Condition> conditions, List<String> told) {
        List<String> all = new ArrayList<>(told);
        List<List<String>> kept = rows;
        List<@Nullable String> keptIds = ids;
        for (Condition condition : conditions) {
            List<List<String>> next = new ArrayList<>();
            List<@Nullable String> nextIds = new ArrayList<>();
            for (int i = 0; i < kept.size(); i++) {
                if (condition.holds(kept.get(i))) {
                    next.add(kept.get(i));
                    if (!keptIds.isEmpty()) {
                        nextIds.add(keptIds.get(i));
                    }
                }
            }
            all.add((kept.size() - next.size()) + " of " + kept.size() + " combinations left out by --where "
                    + Printable.of(condition.condition().toString()));
            kept = next;
            keptIds = nextIds;
        }
        if (kept.isEmpty()) {
            throw new RefusedException(List.of("--where leaves nothing of " + rows.size() + " combinations"));
        }
        return new Combinations(parameters, kept, keptIds, all);
    }
}
