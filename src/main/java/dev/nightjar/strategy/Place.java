package dev.nightjar.strategy;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A value of a strategy file and where it stands; problems are told to it. */
public final class Place {

    private final Problems problems;
    private final @Nullable Place parent;

    /** The step from the parent in a JSON pointer, or null for text that was decoded where it stands. */
    private final @Nullable String token;

    private final int index;
    private final @Nullable JsonValue value;

    private Place(
            Problems problems, @Nullable Place parent, @Nullable String token, int index, @Nullable JsonValue value) {
        this.problems = problems;
        this.parent = parent;
        this.token = token;
        this.index = index;
        this.value = value;
    }

    public static Place root(JsonValue value, Problems problems) {
        return new Place(problems, null, null, 0, value);
    }

    /**
     * {@return the place of a member}
     *
     * @param index its number among the members
     * @param member null if it is missing
     */
    Place member(String name, int index, @Nullable JsonValue member) {
        return new Place(problems, this, name, index, member);
    }

    /** {@return the elements of an array; none, and an error, if it is not one} */
    public List<Place> elements(String what) {
        if (!(value instanceof JsonValue.Array array)) {
            error("must be a list of " + what);
            return List.of();
        }
        return IntStream.range(0, array.elements().size())
                .mapToObj(i -> member(Integer.toString(i), i, array.elements().get(i)))
                .toList();
    }

    /** {@return this place, or what its text says if it holds JSON as text; null, and an error, if that is no JSON} */
    @Nullable Place decoded() {
        if (!(value instanceof JsonValue.Text text)) {
            return this;
        }
        try {
            return new Place(problems, this, null, 0, JsonText.parse(text.value()));
        } catch (JsonText.SyntaxException e) {
            error(e.reason());
            return null;
        }
    }

    /** {@return the value, null if it is missing or the null of JSON} */
    public @Nullable JsonValue value() {
        return value instanceof JsonValue.Nothing ? null : value;
    }

    /** {@return the text that stands here, or null, and an error, if it is not a text or empty} */
    public @Nullable String text(String what) {
        if (value instanceof JsonValue.Text text && !text.value().isEmpty()) {
            return text.value();
        }
        error("must be " + what);
        return null;
    }

    public void error(String message) {
        problems.error(order(), problem(problems.full() ? "" : message));
    }

    void warning(String message) {
        problems.warning(order(), problem(message));
    }

    /**
     * Tells that a name stands here which names nothing.
     *
     * @param what a word for it, such as "operator"
     */
    public void unknown(String what, String name, Collection<String> accepted) {
        if (problems.full()) {
            error("");
            return;
        }
        Optional<String> nearest = Nearest.to(name, accepted);
        error("unknown " + what
                + (accepted.isEmpty() ? ", there is none" : ", accepted: " + Shown.list(accepted))
                + nearest.map(near -> "; did you mean " + Shown.name(near)).orElse(""));
    }

    private Problem problem(String message) {
        return new Problem(pointer(), value == null ? "" : Shown.value(value), message);
    }

    String pointer() {
        Deque<String> tokens = new ArrayDeque<>();
        for (Place place = this; place != null; place = place.parent) {
            if (place.token != null) {
                tokens.addFirst(place.token);
            }
        }
        StringBuilder pointer = new StringBuilder();
        tokens.forEach(
                step -> pointer.append('/').append(step.replace("~", "~0").replace("/", "~1")));
        return pointer.toString();
    }

    /** The numbers of the steps from the root: sorts as the document reads. */
    private int[] order() {
        Deque<Integer> steps = new ArrayDeque<>();
        for (Place place = this; place.parent != null; place = place.parent) {
            steps.addFirst(place.index);
        }
        return steps.stream().mapToInt(Integer::intValue).toArray();
    }
}
