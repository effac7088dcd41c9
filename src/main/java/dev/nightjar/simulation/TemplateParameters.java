package dev.nightjar.simulation;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The values of a template's parameters, all of them.
 *
 * @param values by name; numbers without trailing zeros
 */
public record TemplateParameters(SortedMap<String, BigDecimal> values) {

    public TemplateParameters {
        SortedMap<String, BigDecimal> plain = new TreeMap<>();
        values.forEach((name, value) -> {
            BigDecimal stripped = value.stripTrailingZeros();
            plain.put(name, stripped.scale() < 0 ? stripped.setScale(0) : stripped);
        });
        values = Collections.unmodifiableSortedMap(plain);
    }

    /** {@return a value} */
    public BigDecimal number(String name) {
        BigDecimal value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("there is no parameter " + name + " among " + values.keySet());
        }
        return value;
    }

    public int whole(String name) {
        return number(name).intValueExact();
    }

    public double factor(String name) {
        return number(name).doubleValue();
    }
}
