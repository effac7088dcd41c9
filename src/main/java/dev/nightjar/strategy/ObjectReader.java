package dev.nightjar.strategy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the members of one object, and knows at the end which of them nobody asked for. */
public final class ObjectReader {

    /** Numbers of lots, units and money stay below this, so that their products fit. */
    private static final int MAX_DIGITS = 12;

    private static final int FRACTION_DIGITS = dev.nightjar.market.Decimals.FACTOR_SCALE;

    private final Place place;
    private final Map<String, Place> members = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();

    private ObjectReader(Place place, JsonValue.Members object) {
        this.place = place;
        object.members().forEach((name, value) -> members.put(name, place.member(name, members.size(), value)));
        for (String name : object.repeated()) {
            place(name).error("occurs more than once in its object");
        }
    }

    /** {@return a reader of the object at the place; null, and an error, if there is none} */
    public static @Nullable ObjectReader of(Place place, String what) {
        if (place.value() instanceof JsonValue.Members object) {
            return new ObjectReader(place, object);
        }
        place.error("must be " + what);
        return null;
    }

    Place place() {
        return place;
    }

    /** {@return the names of all members, in file order} */
    public List<String> names() {
        return List.copyOf(members.keySet());
    }

    /** {@return the member, or null if it is missing or null} */
    public @Nullable Place find(String name) {
        known.add(name);
        Place member = members.get(name);
        return member == null || member.value() == null ? null : member;
    }

    /** {@return the member; null, and an error, if it is missing} */
    public @Nullable Place need(String name, String what) {
        Place member = find(name);
        if (member == null) {
            place(name).error("is missing, expected " + what);
        }
        return member;
    }

    /** {@return the place of a member, whether it is there or not} */
    public Place place(String name) {
        Place member = members.get(name);
        return member == null ? place.member(name, members.size(), null) : member;
    }

    public @Nullable String text(String name, String what) {
        Place member = need(name, what);
        return member == null ? null : member.text(what);
    }

    /** {@return the text, or null if it is missing or empty} */
    public @Nullable String optionalText(String name, String what) {
        Place member = find(name);
        if (member == null
                || member.value() instanceof JsonValue.Text text && text.value().isEmpty()) {
            return null;
        }
        return member.text(what);
    }

    public <T> @Nullable T choice(String name, Choices<T> choices) {
        Place member = find(name);
        if (member == null) {
            place(name)
                    .error("is missing, expected one of "
                            + Shown.list(choices.accepted().keySet()));
            return null;
        }
        return choices.read(member);
    }

    /** {@return what the member means, or the default if it is missing; null, and an error, if it is none of the choices} */
    public <T> @Nullable T optionalChoice(String name, Choices<T> choices, @Nullable T otherwise) {
        Place member = find(name);
        return member == null ? otherwise : choices.read(member);
    }

    /** Complains if the member is there and none of the choices. */
    void check(String name, Choices<?> choices) {
        Place member = find(name);
        if (member != null) {
            choices.read(member);
        }
    }

    boolean flag(String name) {
        Place member = find(name);
        if (member == null) {
            return false;
        }
        if (member.value() instanceof JsonValue.Flag flag) {
            return flag.value();
        }
        member.error("must be true or false");
        return false;
    }

    /** {@return the whole number; null if it is missing, or, with an error, wrong} */
    public @Nullable Integer optionalInteger(String name, int min, int max) {
        Place member = find(name);
        if (member == null) {
            return null;
        }
        BigDecimal number = number(member);
        if (number == null
                || number.scale() > 0
                || number.compareTo(BigDecimal.valueOf(min)) < 0
                || number.compareTo(BigDecimal.valueOf(max)) > 0) {
            member.error("must be a whole number from " + min + " to " + max);
            return null;
        }
        return number.intValueExact();
    }

    public @Nullable Integer integer(String name, int min, int max) {
        Place member = need(name, "a whole number from " + min + " to " + max);
        return member == null ? null : optionalInteger(name, min, max);
    }

    /** {@return the number; null, and an error, unless it is positive with at most 6 fraction digits} */
    public @Nullable BigDecimal positive(String name) {
        Place member = need(name, "a positive number");
        if (member == null) {
            return null;
        }
        BigDecimal number = number(member);
        if (number == null || number.signum() <= 0) {
            member.error("must be a positive number");
            return null;
        }
        return bounded(member, number);
    }

    /** {@return the number; null, and an error, unless it is 0 or more with at most 6 fraction digits} */
    @Nullable BigDecimal amount(String name) {
        return need(name, "a number of at least 0") == null ? null : optionalAmount(name);
    }

    /** {@return the number; null if it is missing, or, with an error, wrong} */
    public @Nullable BigDecimal optionalAmount(String name) {
        Place member = find(name);
        if (member == null) {
            return null;
        }
        BigDecimal number = number(member);
        if (number == null || number.signum() < 0) {
            member.error("must be a number of at least 0");
            return null;
        }
        return bounded(member, number);
    }

    private static @Nullable BigDecimal bounded(Place member, BigDecimal number) {
        if (number.scale() > FRACTION_DIGITS || (long) number.precision() - number.scale() > MAX_DIGITS) {
            member.error("must have at most " + MAX_DIGITS + " digits before and " + FRACTION_DIGITS
                    + " after the decimal point");
            return null;
        }
        return number.scale() < 0 ? number.setScale(0) : number;
    }

    /** {@return the number without trailing zeros, or null if it is none or has an absurd exponent} */
    private static @Nullable BigDecimal number(Place member) {
        if (!(member.value() instanceof JsonValue.Numeral numeral)) {
            return null;
        }
        try {
            return new BigDecimal(numeral.text()).stripTrailingZeros();
        } catch (NumberFormatException | ArithmeticException e) {
            return null;
        }
    }

    /** {@return the elements of a list; none if it is missing} */
    public List<Place> list(String name, String what) {
        Place member = find(name);
        return member == null ? List.of() : member.elements(what);
    }

    /** {@return a reader of a member object, or null if it is missing or, with an error, no object} */
    public @Nullable ObjectReader object(String name) {
        Place member = find(name);
        return member == null ? null : of(member, "an object");
    }

    /** Says that these members are known and have no effect. */
    ObjectReader without(String... names) {
        known.addAll(Arrays.asList(names));
        return this;
    }

    ObjectReader without(Set<String> names) {
        known.addAll(names);
        return this;
    }

    /** Warns of members nobody reads. */
    void warnOfTheRest() {
        members.forEach((name, member) -> {
            if (!known.contains(name) && !DrawingMembers.everywhere(name)) {
                member.warning("is not known and has no effect");
            }
        });
    }

    /** Refuses members nobody reads. */
    public void refuseTheRest(String what) {
        members.forEach((name, member) -> {
            if (!known.contains(name)) {
                member.unknown(what, name, known);
            }
        });
    }
}
