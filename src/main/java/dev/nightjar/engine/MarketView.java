package dev.nightjar.engine;

import dev.nightjar.market.Decimals;
import dev.nightjar.strategy.Evaluation;
import dev.nightjar.strategy.Operand;
import dev.nightjar.strategy.Role;
import dev.nightjar.strategy.Strategy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What instances with one {@link Sight} see of the market on a day, by the places their graph has for it. */
final class MarketView {

    private final Sight sight;
    private final Graph graph;
    private final MomentTape trading;
    private final @Nullable MomentTape supporting;
    private final SliceTape slices;
    private final CandleTape[] candles;
    /** By indicator of the graph, by output, by candle. */
    private final double[][][] indicators;
    /** By time of day of the graph, in epoch seconds. */
    private final long[] times;

    private final Outlook outlook;
    /** By series of the graph: the slices in which its candles complete; null until they are asked for. */
    private final @Nullable Completions[] completions;
    /** By node of the graph, those of its re-entry conditions behind all others; null until they are asked for. */
    private final @Nullable Verdicts[] verdicts;

    private final boolean ongoing;
    /** By fact of the graph; null until it is asked for. */
    private final @Nullable Fact[] facts;

    private final @Nullable WarmUps warmUps;

    /**
     * @param strategy one that sees this
     * @param warmUps the candles before the day; null if candles and indicators go on from the day before
     */
    MarketView(Sight sight, Strategy strategy, DayTapes tapes, @Nullable WarmUps warmUps) {
        this.sight = sight;
        this.warmUps = warmUps;
        ongoing = warmUps == null;
        graph = sight.graph();
        Evaluation evaluation = strategy.evaluation();
        String symbol = strategy.trading().symbol();
        String other =
                strategy.supporting() == null ? null : strategy.supporting().symbol();
        trading = tapes.moments(symbol, evaluation);
        supporting = other == null ? null : tapes.moments(other, evaluation);
        slices = tapes.slices(symbol, other, evaluation);
        candles = new CandleTape[graph.series().size()];
        for (int own = 0; own < candles.length; own++) {
            Graph.Series series = graph.series().get(own);
            String its = strategy.instrument(series.role()).symbol();
            candles[own] = ongoing
                    ? tapes.ongoingCandles(its, series.timeframe(), evaluation)
                    : tapes.candles(its, series.timeframe(), evaluation);
        }
        indicators = new double[sight.keys().size()][][];
        for (int place = 0; place < indicators.length; place++) {
            DayTapes.IndicatorKey key = sight.keys().get(place);
            indicators[place] = ongoing ? tapes.ongoingIndicator(key, evaluation) : tapes.indicator(key, evaluation);
        }
        times = new long[graph.times().size()];
        for (int place = 0; place < times.length; place++) {
            times[place] = tapes.at(graph.times().get(place));
        }
        outlook = tapes.outlook(symbol, other, evaluation, ongoing);
        completions = new Completions[candles.length];
        verdicts = new Verdicts[2 * graph.nodeCount()];
        facts = new Fact[graph.facts().size()];
    }

    SliceTape slices() {
        return slices;
    }

    MomentTape trading() {
        return trading;
    }

    /** {@return the candles before the day, if nothing goes on from the day before} */
    WarmUps warmUps() {
        return Objects.requireNonNull(warmUps);
    }

    CandleTape candles(int series) {
        return candles[series];
    }

    double[] indicator(int indicator, int output) {
        return indicators[indicator][output];
    }

    /** {@return a time of day of the graph, in epoch seconds} */
    long time(int operand) {
        return times[operand];
    }

    /** {@return the latest moment of an instrument's tape in a slice, -1 before its first; behind the last slice as in that} */
    int place(Role role, int slice) {
        int latest = Math.min(slice, slices.count() - 1);
        return role == Role.TI ? slices.trading(latest) : slices.supporting(latest);
    }

    double live(Role role, Operand.LiveField field, int slice) {
        int place = place(role, slice);
        MomentTape tape = role == Role.TI ? trading : supporting;
        if (place < 0 || tape == null) {
            return Double.NaN;
        }
        return switch (field) {
            case PRICE -> Decimals.toDouble(tape.lastPrice(place), tape.priceScale());
            case VOLUME -> tape.volume(place);
            case OPEN_INTEREST -> tape.openInterest(place);
        };
    }

    /** {@return the last price of an instrument by slice, as {@link Extremes#key keys} of doubles} */
    Extremes prices(Role role) {
        return outlook.prices(role);
    }

    /** {@return whether what an evaluation finds is worth keeping: others look here too, and what was on other days does not matter} */
    boolean keepsFindings() {
        return sight.isShared() && !ongoing;
    }

    /** {@return those of a signal's conditions, which look at the market alone} */
    Verdicts verdicts(int node, boolean afterReEntry) {
        int place = afterReEntry ? graph.nodeCount() + node : node;
        Verdicts known = verdicts[place];
        if (known == null) {
            known = new Verdicts();
            verdicts[place] = known;
        }
        return known;
    }

    Fact fact(int fact) {
        Fact known = facts[fact];
        if (known == null) {
            // What is about an indicator that nobody else looks at is kept as long as this is.
            known = sight.hasLonely(fact) ? new Fact() : outlook.fact(sight.fact(fact));
            facts[fact] = known;
        }
        return known;
    }

    Completions completions(int series) {
        Completions known = completions[series];
        if (known == null) {
            Graph.Series own = graph.series().get(series);
            known = outlook.completions(own.role(), own.timeframe(), candles[series]);
            completions[series] = known;
        }
        return known;
    }

    /** {@return the candle of a series that forms in a slice; -1 before the first tick} */
    int forming(int series, int slice) {
        int place = place(graph.series().get(series).role(), slice);
        return place < 0 ? -1 : candles[series].formingAt(place, slices.time(slice));
    }

    /** {@return whether a candle of a series completes in a slice} */
    boolean completesIn(int series, int slice) {
        return completions(series).isIn(slice);
    }

    /** {@return the first slice behind one in which a candle of some series completes, before {@code end}; else that} */
    int nextCompletion(int[] series, int behind, int end) {
        int next = end;
        for (int own : series) {
            next = completions(own).next(behind, next);
        }
        return next;
    }

    /** {@return the last slice up to one in which a candle of some series completed; -1 if there is none} */
    int latestCompletion(int[] series, int slice) {
        int latest = -1;
        for (int own : series) {
            latest = Math.max(latest, completions(own).latest(slice));
        }
        return latest;
    }
}
