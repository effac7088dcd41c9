package dev.nightjar.engine;

import dev.nightjar.market.Decimals;
import dev.nightjar.market.Timeframe;
import dev.nightjar.strategy.Role;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of a day's slices before they come: for all instances with the same instruments, each thing found out once and
 * not before somebody asks.
 */
final class Outlook {

    private record SeriesKey(Role role, Timeframe timeframe) {}

    private final SliceTape slices;
    private final Map<Role, MomentTape> tapes = new EnumMap<>(Role.class);
    /** Whether candles go on from the day before, so that bars may have none that begins with the day. */
    private final boolean ongoing;

    private final Map<Role, Extremes> prices = new EnumMap<>(Role.class);
    private final Map<SeriesKey, Completions> completions = new HashMap<>();
    private final Map<Fact.Key, Fact> facts = new HashMap<>();

    Outlook(SliceTape slices, MomentTape trading, @Nullable MomentTape supporting, boolean ongoing) {
        this.slices = slices;
        this.ongoing = ongoing;
        tapes.put(Role.TI, trading);
        if (supporting != null) {
            tapes.put(Role.SI, supporting);
        }
    }

    private int place(Role role, int slice) {
        return role == Role.TI ? slices.trading(slice) : slices.supporting(slice);
    }

    /** {@return the last price of an instrument by slice, as {@link Extremes#key keys} of doubles} */
    Extremes prices(Role role) {
        return prices.computeIfAbsent(role, key -> {
            MomentTape tape = tapes.get(role);
            long[] values = new long[slices.count()];
            for (int slice = 0; slice < values.length; slice++) {
                int place = place(role, slice);
                values[slice] = place < 0 || tape == null
                        ? Extremes.NONE
                        : Extremes.key(Decimals.toDouble(tape.lastPrice(place), tape.priceScale()));
            }
            return new Extremes(values);
        });
    }

    /** {@return the slices in which a candle completes} */
    Completions completions(Role role, Timeframe timeframe, CandleTape candles) {
        return completions.computeIfAbsent(new SeriesKey(role, timeframe), key -> {
            int[] found = new int[slices.count()];
            int[] candlesFound = new int[slices.count()];
            int count = 0;
            int forming = -1;
            for (int slice = 0; slice < found.length; slice++) {
                int place = place(role, slice);
                if (place < 0) {
                    continue;
                }
                if (forming < 0 && ongoing && candles.isOfBars()) {
                    forming = candles.before();
                }
                int candle = candles.formingAt(place, slices.time(slice));
                // The first candle there is has none before it that could have completed.
                if (candle != forming && candle > 0) {
                    candlesFound[count] = candle;
                    found[count++] = slice;
                }
                forming = candle;
            }
            return new Completions(Arrays.copyOf(found, count), Arrays.copyOf(candlesFound, count), found.length);
        });
    }

    /** {@return the one that is about that, see {@link Alarms#facts}} */
    Fact fact(Fact.Key about) {
        return facts.computeIfAbsent(about, key -> new Fact());
    }
}
