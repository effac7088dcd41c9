package dev.nightjar.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Terms that somebody asks for instead of others; what is null stays as it was.
 *
 * @param fees the name of a schedule
 */
public record TermChanges(
        @Nullable FillModel fill,
        @Nullable Long latencyNanos,
        @Nullable Long maxQuoteAgeNanos,
        @Nullable Slippage slippage,
        @Nullable String fees) {

    /** Nothing is asked for. */
    public static final TermChanges NONE = new TermChanges(null, null, null, null, null);

    /** The keys of {@link #values}. */
    public static final Set<String> KEYS = Set.of("fill", "latency", "max-quote-age", "slippage", "fees");

    /**
     * {@return the changes written as text}
     *
     * @param place where they were written, for messages
     * @param values by the key users write; some of {@link #KEYS}
     * @throws InvalidSettingsException with everything that is wrong
     */
    public static TermChanges of(String place, Map<String, String> values) {
        List<SettingProblem> problems = new ArrayList<>();
        values.forEach((key, value) -> {
            if (!KEYS.contains(key)) {
                problems.add(new SettingProblem(place, key, value, "unknown setting"));
            }
        });
        Reader reader = new Reader(place, values, problems);
        TermChanges changes = new TermChanges(
                reader.read("fill", FillModel::of),
                reader.read("latency", SettingValues::latency),
                reader.read("max-quote-age", SettingValues::maxQuoteAge),
                reader.read("slippage", Slippage::parse),
                values.get("fees"));
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
        return changes;
    }

    private record Reader(String place, Map<String, String> values, List<SettingProblem> problems) {
        <T> @Nullable T read(String key, Function<String, T> read) {
            String text = values.get(key);
            try {
                return text == null ? null : read.apply(text);
            } catch (IllegalArgumentException refused) {
                problems.add(new SettingProblem(place, key, text, String.valueOf(refused.getMessage())));
                return null;
            }
        }
    }

    /** {@return what is asked for, by the key users write, as text} */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        TradingTerms shown = over(TradingTerms.DEFAULT, name -> FeeSchedule.NONE);
        if (fill != null) {
            values.put("fill", fill.label());
        }
        if (latencyNanos != null) {
            values.put("latency", shown.latency());
        }
        if (maxQuoteAgeNanos != null) {
            values.put("max-quote-age", shown.maxQuoteAge());
        }
        if (slippage != null) {
            values.put("slippage", slippage.toString());
        }
        if (fees != null) {
            values.put("fees", fees);
        }
        return values;
    }

    /**
     * {@return the terms with these changes}
     *
     * @param place where the changes were written, for messages
     * @throws InvalidSettingsException if there is no such schedule, if its file cannot be used, or if one of the terms would
     *     have no effect
     */
    public TradingTerms over(TradingTerms base, String place, FeeSchedules schedules) {
        check(place, schedules);
        TradingTerms terms = over(base, schedules);
        List<String> conflicts = terms.conflicts();
        if (!conflicts.isEmpty()) {
            throw new InvalidSettingsException(conflicts.stream()
                    .map(conflict -> new SettingProblem(place, "", "", conflict))
                    .toList());
        }
        return terms;
    }

    /**
     * Looks whether the fees can be used.
     *
     * @throws InvalidSettingsException if there is no such schedule, or if its file cannot be used
     */
    public void check(String place, FeeSchedules schedules) {
        if (fees != null) {
            try {
                schedules.named(fees);
            } catch (IllegalArgumentException unknown) {
                throw new InvalidSettingsException(
                        List.of(new SettingProblem(place, "fees", fees, String.valueOf(unknown.getMessage()))));
            }
        }
    }

    TradingTerms over(TradingTerms base, FeeSchedules schedules) {
        return new TradingTerms(
                fill == null ? base.fill() : fill,
                latencyNanos == null ? base.latencyNanos() : latencyNanos,
                maxQuoteAgeNanos == null ? base.maxQuoteAgeNanos() : maxQuoteAgeNanos,
                slippage == null ? base.slippage() : slippage,
                fees == null ? base.fees() : schedules.named(fees));
    }
}
