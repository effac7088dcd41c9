package dev.nightjar.run;

import dev.nightjar.market.BarWidth;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.WarmUp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of the market a run replays.
 *
 * @param width of the stored candles that stand for the ticks; null replays the ticks
 * @param warmUp how many candles before a day its indicators see, 0 to {@link WarmUp#LENGTH}
 */
public record Replay(@Nullable Timeframe width, int warmUp) {

    /** Ticks, with the longest warm-up. */
    public static final Replay DEFAULT = new Replay(null, WarmUp.LENGTH);

    static final String TICKS = "ticks";

    private static final Pattern COUNT = Pattern.compile("\\d{1,4}");

    public Replay {
        if (warmUp < 0 || warmUp > WarmUp.LENGTH) {
            throw new IllegalArgumentException(warmUpAccepted());
        }
    }

    /**
     * {@return what values say that users write}
     *
     * @param place where they were written, for messages
     * @param replay null is that of {@link #DEFAULT}
     * @param warmUp null is that of {@link #DEFAULT}
     * @throws InvalidSettingsException with everything that is wrong
     */
    public static Replay of(String place, @Nullable String replay, @Nullable String warmUp) {
        List<SettingProblem> problems = new ArrayList<>();
        Timeframe width = DEFAULT.width;
        int candles = DEFAULT.warmUp;
        try {
            width = replay == null ? width : width(replay);
        } catch (IllegalArgumentException refused) {
            problems.add(new SettingProblem(place, "replay", replay, String.valueOf(refused.getMessage())));
        }
        try {
            candles = warmUp == null ? candles : candles(warmUp);
        } catch (IllegalArgumentException refused) {
            problems.add(new SettingProblem(place, "warm-up", warmUp, String.valueOf(refused.getMessage())));
        }
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
        return new Replay(width, candles);
    }

    static @Nullable Timeframe width(String text) {
        return text.equals(TICKS)
                ? null
                : BarWidth.labelled(text)
                        .filter(BarWidth::isWholeMinutes)
                        .map(BarWidth::timeframe)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "must be " + TICKS + " or the timeframe of stored candles, such as 1m, 5m, 1h or 1d"));
    }

    static int candles(String text) {
        int candles = COUNT.matcher(text).matches() ? Integer.parseInt(text) : -1;
        if (candles < 0 || candles > WarmUp.LENGTH) {
            throw new IllegalArgumentException(warmUpAccepted());
        }
        return candles;
    }

    private static String warmUpAccepted() {
        return "must be a whole number of candles from 0 to " + WarmUp.LENGTH;
    }

    /** {@return what is replayed, as users write it} */
    public String label() {
        return width == null ? TICKS : width.label();
    }

    /** {@return both, by the key users write, as text} */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("replay", label());
        values.put("warm-up", Integer.toString(warmUp));
        return values;
    }

    /** {@return what of the terms this replay cannot serve, one sentence each} */
    public List<String> conflicts(TradingTerms terms) {
        List<String> conflicts = new ArrayList<>();
        if (width != null && terms.fill() == FillModel.QUOTE) {
            conflicts.add("fill " + terms.fill().label() + " needs bid and ask, which replay " + label()
                    + " has not; it must be " + FillModel.LAST.label() + " or " + FillModel.NEXT_TICK.label());
        }
        if (width != null && terms.latencyNanos() > 0) {
            conflicts.add("latency " + terms.latency() + " needs ticks, replay " + label()
                    + " fills at the opens and closes of its candles; it must be 0");
        }
        return conflicts;
    }
}
