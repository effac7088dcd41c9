package dev.nightjar.worker;

import dev.nightjar.strategy.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Members of an object that was sent. What is missing, of another type or unknown is noted with its place, and reading goes on with
 * an empty value, so that all that is wrong can be told at once; nothing that was read counts before {@link #check}.
 */
public final class Members {

    private final String place;
    private final Map<String, ?> values;
    private final List<String> problems;
    private final Set<String> asked = new TreeSet<>();
    private final List<Members> inner = new ArrayList<>();

    private Members(String place, Map<String, ?> values, List<String> problems) {
        this.place = place;
        this.values = values;
        this.problems = problems;
    }

    static Members of(Map<String, ?> values) {
        return new Members("", values, new ArrayList<>());
    }

    /** {@return whether there is such a member} */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** {@return a text, as it was written} */
    public String text(String name) {
        return needed(name, String.class, "a text", "");
    }

    /** {@return a text that may be missing} */
    public Optional<String> textIfAny(String name) {
        asked.add(name);
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    /** {@return what a text means; reading it may throw {@link IllegalArgumentException}, which says what would be accepted} */
    public <T> T value(String name, Function<String, T> reader, T otherwise) {
        String text = needed(name, String.class, "a text", "");
        if (values.get(name) instanceof String) {
            try {
                return reader.apply(text);
            } catch (IllegalArgumentException | java.time.DateTimeException refused) {
                problem(name, refused.getMessage() + ", was '" + text + "'");
            }
        }
        return otherwise;
    }

    /** {@return a whole number} */
    public long whole(String name) {
        return needed(name, Long.class, "a whole number", 0L);
    }

    /** {@return a whole number that fits an int, not negative} */
    public int count(String name) {
        long whole = whole(name);
        if (whole < 0 || whole > Integer.MAX_VALUE) {
            problem(name, "must be from 0 to " + Integer.MAX_VALUE + ", was " + whole);
            return 0;
        }
        return (int) whole;
    }

    /** {@return true or false} */
    public boolean flag(String name) {
        return needed(name, Boolean.class, "true or false", false);
    }

    /** {@return an object} */
    public Members object(String name) {
        return within("/" + name, needed(name, Map.class, "an object", Map.of()));
    }

    /** {@return all members of an object, which must be texts} */
    public Map<String, String> textsByName(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        needed(name, Map.class, "an object", Map.of()).forEach((key, value) -> {
            if (value instanceof String text) {
                texts.put((String) key, text);
            } else {
                problem(name + "/" + key, "must be a text");
            }
        });
        return texts;
    }

    /** {@return an array of texts} */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object element : needed(name, List.class, "an array", List.of())) {
            if (element instanceof String text) {
                texts.add(text);
            } else {
                problem(name + "/" + texts.size(), "must be a text");
                return texts;
            }
        }
        return texts;
    }

    /** {@return an array of objects} */
    public List<Members> objects(String name) {
        List<Members> objects = new ArrayList<>();
        for (Object element : needed(name, List.class, "an array", List.of())) {
            if (element instanceof Map<?, ?> members) {
                objects.add(within("/" + name + "/" + objects.size(), members));
            } else {
                problem(name + "/" + objects.size(), "must be an object");
                return objects;
            }
        }
        return objects;
    }

    /** {@return an object of any content, as JSON} */
    public String json(String name) {
        Map<?, ?> members = needed(name, Map.class, "an object", Map.of());
        return new String(JsonDocument.bytes(named(members)), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Notes what is wrong with a member. */
    public void problem(String name, String message) {
        problems.add(place + "/" + name + " " + message);
    }

    /** {@return an array of objects or texts as it was read, to be read elsewhere} */
    private <T> T needed(String name, Class<T> type, String what, T otherwise) {
        asked.add(name);
        Object value = values.get(name);
        if (value == null) {
            problem(name, "is missing; it must be " + what);
            return otherwise;
        }
        if (!type.isInstance(value)) {
            problem(name, "must be " + what);
            return otherwise;
        }
        return type.cast(value);
    }

    private Members within(String name, Map<?, ?> members) {
        Members object = new Members(place + name, named(members), problems);
        inner.add(object);
        return object;
    }

    /** The names of what was read are texts. */
    @SuppressWarnings("unchecked")
    private static Map<String, ?> named(Map<?, ?> members) {
        return (Map<String, ?>) members;
    }

    /**
     * Ends reading.
     *
     * @throws WorkerException if anything was wrong, or if there are members nobody asked for
     */
    public void check() {
        unknown();
        if (!problems.isEmpty()) {
            throw WorkerException.request(problems);
        }
    }

    private void unknown() {
        for (String name : values.keySet()) {
            if (!asked.contains(name)) {
                problems.add(place + "/" + name + " is unknown"
                        + Nearest.closest(name, asked)
                                .map(nearest -> "; did you mean " + nearest + "?")
                                .orElse(""));
            }
        }
        inner.forEach(Members::unknown);
    }
}
