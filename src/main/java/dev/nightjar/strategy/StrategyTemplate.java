package dev.nightjar.strategy;

import dev.nightjar.strategy.ParameterFinder.Found;
import dev.nightjar.strategy.ParameterFinder.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A strategy file in which values can be replaced by others.
 *
 * <p>A value is named by its JSON pointer or by the names on the way to it, with dots between them: of {@code buy}, {@code call}, {@code
 * stopLoss}, {@code stopPoints} any may be left out but the last, as long as only one value is meant. The only number of an
 * indicator goes by the indicator's key alone.
 */
public final class StrategyTemplate {

    private static final int MAX_LAYERS = 4;
    private static final int CANDIDATES_TOLD = 8;

    private final JsonValue document;
    private final String strategyId;
    private final String name;
    private final List<Found> found = new ArrayList<>();
    private final Map<String, List<Found>> byLast = new HashMap<>();
    private final Map<String, Found> byPointer = new HashMap<>();
    private final Map<Found, StrategyParameter> shown = new IdentityHashMap<>();

    /** Texts that hold JSON, with what they say. */
    private final Map<JsonValue, JsonValue> decoded = new IdentityHashMap<>();

    private final Set<JsonValue> ids = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
    private JsonValue.@Nullable Members outermost;
    private @Nullable JsonValue nameValue;
    private final @Nullable Strategy strategy;

    private StrategyTemplate(JsonValue document, ParsedStrategy parsed) {
        this.document = document;
        this.strategyId = String.valueOf(parsed.strategyId());
        this.strategy = parsed.strategy();
        String named = layer(document, "", 1);
        this.name = named == null ? strategyId : named;
        refuseRepeated(document, "");
        for (Found one : found) {
            byPointer.put(one.pointer(), one);
            byLast.computeIfAbsent(last(one), last -> new ArrayList<>()).add(one);
            if (one.sole()) {
                byLast.computeIfAbsent(owner(one), last -> new ArrayList<>()).add(one);
            }
        }
    }

    /**
     * {@return the template that a file is}
     *
     * @param parsed what {@link TradeLayoutReader} says of it; it may have errors, but must name the strategy
     * @throws IllegalArgumentException if it is no JSON, names no strategy, or an object has a member twice
     */
    public static StrategyTemplate of(String json, ParsedStrategy parsed) {
        if (parsed.strategyId() == null) {
            throw new IllegalArgumentException("names no strategy");
        }
        try {
            return new StrategyTemplate(JsonText.parse(json), parsed);
        } catch (JsonText.SyntaxException e) {
            throw new IllegalArgumentException(e.reason(), e);
        }
    }

    public String strategyId() {
        return strategyId;
    }

    /** {@return the name people gave the strategy, else its id} */
    public String name() {
        return name;
    }

    /** {@return everything that can be replaced, in file order} */
    public List<StrategyParameter> parameters() {
        return found.stream().map(this::shown).toList();
    }

    /**
     * {@return the value that is meant}
     *
     * @param written a JSON pointer, or names with dots between them
     * @throws StrategyParameter.UnknownNameException if that means none or several of the values
     */
    public StrategyParameter find(String written) {
        if (written.startsWith("/")) {
            Found one = byPointer.get(written);
            if (one == null) {
                throw new StrategyParameter.UnknownNameException(
                        Shown.name(written) + " is no place of a value that can be replaced", List.of());
            }
            return shown(one);
        }
        List<Found> matching = matching(written);
        if (matching.size() > 1) {
            List<Found> whole =
                    matching.stream().filter(one -> path(one).equals(written)).toList();
            matching = whole.size() == 1 ? whole : matching;
        }
        if (matching.size() == 1) {
            return shown(matching.get(0));
        }
        if (matching.isEmpty()) {
            throw new StrategyParameter.UnknownNameException(
                    Shown.name(written) + " names no value of the strategy" + nearest(written), List.of());
        }
        List<StrategyParameter> candidates = matching.stream().map(this::shown).toList();
        throw new StrategyParameter.UnknownNameException(
                Shown.name(written) + " names " + candidates.size() + " values of the strategy: "
                        + candidates.stream()
                                .limit(CANDIDATES_TOLD)
                                .map(StrategyTemplate::told)
                                .collect(Collectors.joining(", "))
                        + (candidates.size() > CANDIDATES_TOLD
                                ? " and " + (candidates.size() - CANDIDATES_TOLD) + " more"
                                : ""),
                candidates);
    }

    /** {@return the number of a value in file order} */
    public int position(StrategyParameter parameter) {
        for (int place = 0; place < found.size(); place++) {
            if (found.get(place).pointer().equals(parameter.pointer())) {
                return place;
            }
        }
        throw new IllegalArgumentException(parameter.pointer() + " is no place of this strategy");
    }

    private static String told(StrategyParameter parameter) {
        return Shown.name(parameter.name()) + " (" + parameter.pointer() + ", now " + Shown.name(parameter.value())
                + ")";
    }

    private String nearest(String written) {
        Set<String> names = new LinkedHashSet<>();
        found.stream()
                .filter(ParameterFinder::usual)
                .forEach(one -> names.add(shown(one).name()));
        return Nearest.to(written, names)
                .map(near -> "; did you mean " + Shown.name(near) + "?")
                .orElse("");
    }

    private List<Found> matching(String written) {
        // A name's last part may itself have dots, so every ending is tried.
        Set<Found> matching = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
        List<Found> inOrder = new ArrayList<>();
        for (int dot = -1; dot < written.length(); ) {
            for (Found one : byLast.getOrDefault(written.substring(dot + 1), List.of())) {
                if (means(written, one) && matching.add(one)) {
                    inOrder.add(one);
                }
            }
            int next = written.indexOf('.', dot + 1);
            if (next < 0) {
                break;
            }
            dot = next;
        }
        return inOrder;
    }

    private static boolean means(String written, Found one) {
        int count = one.tokens().size();
        return means(written, one.tokens(), 0, count) || one.sole() && means(written, one.tokens(), 0, count - 1);
    }

    /** {@return whether the text is some of the tokens in their order, the last one included} */
    private static boolean means(String written, List<Token> tokens, int from, int to) {
        if (to > from && tokens.get(to - 1).text().equals(written)) {
            return true;
        }
        for (int token = from; token < to - 1; token++) {
            String text = tokens.get(token).text();
            if (written.length() > text.length() + 1
                    && written.startsWith(text)
                    && written.charAt(text.length()) == '.'
                    && means(written.substring(text.length() + 1), tokens, token + 1, to)) {
                return true;
            }
        }
        return false;
    }

    private StrategyParameter shown(Found one) {
        return shown.computeIfAbsent(
                one,
                it -> new StrategyParameter(
                        shortest(it),
                        it.pointer(),
                        it.kind(),
                        it.value(),
                        it.missing() == null,
                        ParameterFinder.usual(it),
                        note(it)));
    }

    /** {@return the shortest name that means only this; its pointer if there is none} */
    private String shortest(Found one) {
        List<Token> tokens = one.tokens();
        if (one.sole() && matching(owner(one)).size() == 1) {
            return owner(one);
        }
        List<Integer> entities = new ArrayList<>();
        for (int token = tokens.size() - 2; token >= 0; token--) {
            if (tokens.get(token).entity()) {
                entities.add(token);
            }
        }
        // The number of a comparison says nothing without the node.
        int fewest = one.condition() == null ? 1 : 2;
        for (int named = Math.min(fewest, entities.size()); named <= entities.size(); named++) {
            List<Integer> others = new ArrayList<>();
            for (int token = tokens.size() - 2; token >= 0; token--) {
                if (!entities.contains(token)) {
                    others.add(token);
                }
            }
            for (int more = 0; more <= others.size(); more++) {
                Set<Integer> kept = new LinkedHashSet<>(entities.subList(0, named));
                kept.addAll(others.subList(0, more));
                kept.add(tokens.size() - 1);
                String name = kept.stream()
                        .sorted()
                        .map(token -> tokens.get(token).text())
                        .collect(Collectors.joining("."));
                if (!name.startsWith("/") && matching(name).size() == 1) {
                    return name;
                }
            }
        }
        return one.pointer();
    }

    private String note(Found one) {
        ParameterFinder.Comparison comparison = one.condition();
        if (comparison == null || strategy == null) {
            return "";
        }
        for (Node node : strategy.nodes()) {
            if (node instanceof Node.Signal signal && signal.id().equals(comparison.nodeId())) {
                List<Condition.Leaf> leaves = Leaves.of(
                        comparison.list().equals("conditions") ? signal.conditions() : signal.reEntryConditions());
                return comparison.number() < leaves.size()
                        ? ConditionText.raw(leaves.get(comparison.number()), strategy)
                        : "";
            }
        }
        return "";
    }

    private static String path(Found one) {
        return one.tokens().stream().map(Token::text).collect(Collectors.joining("."));
    }

    private static String last(Found one) {
        return one.tokens().get(one.tokens().size() - 1).text();
    }

    private static String owner(Found one) {
        return one.tokens().get(one.tokens().size() - 2).text();
    }

    /** {@return the name the strategy goes by, if this layer or one inside it says it} */
    private @Nullable String layer(JsonValue value, String pointer, int layer) {
        JsonValue inside = decode(value);
        if (!(inside instanceof JsonValue.Members object)) {
            return null;
        }
        ids(object);
        String named = text(object, "name");
        if (named == null) {
            named = text(object, "strategy_name");
        }
        if (outermost == null) {
            outermost = object;
            nameValue = object.members().get("name");
        }
        JsonValue nodes = object.members().get("nodes");
        if (nodes != null && !(nodes instanceof JsonValue.Nothing)) {
            found.addAll(ParameterFinder.in(decode(nodes), pointer + "/nodes"));
            return named;
        }
        for (String next : List.of("strategy", "strategy_config")) {
            JsonValue inner = object.members().get(next);
            if (inner != null && !(inner instanceof JsonValue.Nothing) && layer < MAX_LAYERS) {
                String inner2 = layer(inner, pointer + "/" + next, layer + 1);
                return named == null ? inner2 : named;
            }
        }
        return named;
    }

    private void ids(JsonValue.Members object) {
        for (String member : List.of("strategy_id", "id")) {
            JsonValue id = object.members().get(member);
            if (id instanceof JsonValue.Text) {
                ids.add(id);
                return;
            }
        }
    }

    private static @Nullable String text(JsonValue.Members object, String member) {
        return object.members().get(member) instanceof JsonValue.Text text
                        && !text.value().isEmpty()
                ? text.value()
                : null;
    }

    /** What occurs again would be lost in what is written. */
    private void refuseRepeated(JsonValue value, String pointer) {
        JsonValue inside = decoded.getOrDefault(value, value);
        if (inside instanceof JsonValue.Members object) {
            if (!object.repeated().isEmpty()) {
                throw new IllegalArgumentException((pointer.isEmpty() ? "/" : pointer) + ": "
                        + Shown.list(object.repeated()) + " occurs more than once in its object");
            }
            object.members().forEach((member, inner) -> refuseRepeated(inner, pointer + "/" + member));
        } else if (inside instanceof JsonValue.Array array) {
            for (int index = 0; index < array.elements().size(); index++) {
                refuseRepeated(array.elements().get(index), pointer + "/" + index);
            }
        }
    }

    private JsonValue decode(JsonValue value) {
        if (!(value instanceof JsonValue.Text text)) {
            return value;
        }
        try {
            JsonValue inside = JsonText.parse(text.value());
            decoded.put(value, inside);
            return inside;
        } catch (JsonText.SyntaxException e) {
            return value;
        }
    }

    /**
     * {@return what writes files that differ from this one in some values}
     *
     * @param places of each value that changes: one, or several that are always equal
     */
    public Variants variants(List<List<StrategyParameter>> places) {
        Map<JsonValue, Slot> slots = new IdentityHashMap<>();
        Map<JsonValue, Map<String, Slot>> additions = new IdentityHashMap<>();
        ids.forEach(id -> slots.put(id, new Slot(ID, true)));
        if (nameValue != null) {
            slots.put(nameValue, new Slot(NAME, true));
        } else if (outermost != null) {
            additions.put(outermost, new HashMap<>(Map.of("name", new Slot(NAME, true))));
        }
        for (int value = 0; value < places.size(); value++) {
            for (StrategyParameter place : places.get(value)) {
                Found one = byPointer.get(place.pointer());
                if (one == null) {
                    throw new IllegalArgumentException(place.pointer() + " is no place of this strategy");
                }
                Slot slot = new Slot(value, one.quoted());
                if (one.missing() == null) {
                    slots.put(one.leaf(), slot);
                } else {
                    additions
                            .computeIfAbsent(one.leaf(), object -> new HashMap<>())
                            .put(one.missing(), slot);
                }
            }
        }
        Writer writer = new Writer(slots, additions, decoded);
        writer.write(document, 0);
        return writer.variants();
    }

    private static final int ID = -1;
    private static final int NAME = -2;

    /**
     * Where something is put in.
     *
     * @param value the number of the value, or {@link #ID} or {@link #NAME}
     */
    private record Slot(int value, boolean quoted) {}

    /** A slot in the text; what is put in is escaped as often as texts are wrapped around it. */
    private record Gap(Slot slot, int depth) {}

    /** Writes files that differ in some values. */
    public static final class Variants {

        private final List<String> literals;
        private final List<Gap> gaps;

        private Variants(List<String> literals, List<Gap> gaps) {
            this.literals = List.copyOf(literals);
            this.gaps = List.copyOf(gaps);
        }

        /**
         * {@return the text of a file}
         *
         * @param values each of the kind of its places
         */
        public String text(String strategyId, String name, List<String> values) {
            StringBuilder text = new StringBuilder();
            for (int gap = 0; gap < gaps.size(); gap++) {
                text.append(literals.get(gap));
                Slot slot = gaps.get(gap).slot();
                String value = switch (slot.value()) {
                    case ID -> strategyId;
                    case NAME -> name;
                    default -> values.get(slot.value());
                };
                text.append(Writer.escaped(
                        slot.quoted() ? Writer.quoted(value) : value,
                        gaps.get(gap).depth()));
            }
            return text.append(literals.get(gaps.size())).toString();
        }
    }

    /** Writes JSON without spaces, leaving gaps. */
    private static final class Writer {

        private final Map<JsonValue, Slot> slots;
        private final Map<JsonValue, Map<String, Slot>> additions;
        private final Map<JsonValue, JsonValue> decoded;
        private final List<String> literals = new ArrayList<>();
        private final List<Gap> gaps = new ArrayList<>();
        private final StringBuilder literal = new StringBuilder();

        Writer(
                Map<JsonValue, Slot> slots,
                Map<JsonValue, Map<String, Slot>> additions,
                Map<JsonValue, JsonValue> decoded) {
            this.slots = slots;
            this.additions = additions;
            this.decoded = decoded;
        }

        Variants variants() {
            literals.add(literal.toString());
            return new Variants(literals, gaps);
        }

        /** @param depth how many texts are wrapped around it */
        void write(JsonValue value, int depth) {
            Slot slot = slots.get(value);
            JsonValue inside = decoded.get(value);
            if (slot != null) {
                gap(slot, depth);
            } else if (inside != null) {
                put("\"", depth);
                write(inside, depth + 1);
                put("\"", depth);
            } else if (value instanceof JsonValue.Members object) {
                members(object, depth);
            } else if (value instanceof JsonValue.Array array) {
                String separator = "[";
                for (JsonValue element : array.elements()) {
                    put(separator, depth);
                    separator = ",";
                    write(element, depth);
                }
                put(array.elements().isEmpty() ? "[]" : "]", depth);
            } else if (value instanceof JsonValue.Text text) {
                put(quoted(text.value()), depth);
            } else if (value instanceof JsonValue.Numeral numeral) {
                put(numeral.text(), depth);
            } else {
                put(value instanceof JsonValue.Flag flag ? Boolean.toString(flag.value()) : "null", depth);
            }
        }

        private void members(JsonValue.Members object, int depth) {
            String separator = "{";
            for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
                put(separator + quoted(member.getKey()) + ":", depth);
                separator = ",";
                write(member.getValue(), depth);
            }
            Map<String, Slot> added = new java.util.TreeMap<>(additions.getOrDefault(object, Map.of()));
            for (Map.Entry<String, Slot> member : added.entrySet()) {
                put(separator + quoted(member.getKey()) + ":", depth);
                separator = ",";
                gap(member.getValue(), depth);
            }
            put(separator.equals("{") ? "{}" : "}", depth);
        }

        private void gap(Slot slot, int depth) {
            literals.add(literal.toString());
            literal.setLength(0);
            gaps.add(new Gap(slot, depth));
        }

        private void put(String text, int depth) {
            literal.append(escaped(text, depth));
        }

        static String quoted(String text) {
            return '"' + escaped(text, 1) + '"';
        }

        /** {@return the text as it stands inside so many texts} */
        static String escaped(String text, int depth) {
            String escaped = text;
            for (int layer = 0; layer < depth; layer++) {
                escaped = escaped(escaped);
            }
            return escaped;
        }

        private static String escaped(String text) {
            StringBuilder escaped = new StringBuilder(text.length() + 2);
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '"' || c == '\\') {
                    escaped.append('\\').append(c);
                } else if (c < ' ') {
                    escaped.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
                } else {
                    escaped.append(c);
                }
            }
            return escaped.toString();
        }
    }
}
