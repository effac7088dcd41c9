package dev.nightjar.engine;

import dev.nightjar.market.Decimals;
import dev.nightjar.market.Timeframe;
import dev.nightjar.strategy.Operand;
import dev.nightjar.strategy.Role;
import dev.nightjar.strategy.Strategy;
import org.jspecify.annotations.Nullable;

/** What all instances of one graph see of the market on a day, by the places their graph has for it. */
final class MarketView {

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
    private boolean shared;
    /** By fact of the graph; null until it is asked for. */
    private final @Nullable Fact[] facts;

    /**
     * @param strategy one with that graph
     * @param ongoing whether candles and indicators go on from the day before
     */
    MarketView(Graph graph, Strategy strategy, DayTapes tapes, boolean ongoing) {
        this.graph = graph;
        String symbol = strategy.trading().symbol();
        String other =
                strategy.supporting() == null ? null : strategy.supporting().symbol();
        trading = tapes.moments(symbol, strategy.evaluation());
        supporting = other == null ? null : tapes.moments(other, strategy.evaluation());
        slices = tapes.slices(symbol, other, strategy.evaluation());
        candles = graph.series().stream()
                .map(series -> candles(series, strategy, tapes, ongoing))
                .toArray(CandleTape[]::new);
        indicators = graph.indicators().stream()
                .map(ref -> indicator(ref, strategy, tapes, ongoing))
                .toArray(double[][][]::new);
        times = graph.times().stream().mapToLong(tapes::at).toArray();
        outlook = tapes.outlook(symbol, other, strategy.evaluation(), ongoing);
        completions = new Completions[candles.length];
        verdicts = new Verdicts[2 * graph.nodeCount()];
        this.ongoing = ongoing;
        facts = new Fact[graph.facts().size()];
    }

    private static CandleTape candles(Graph.Series series, Strategy strategy, DayTapes tapes, boolean ongoing) {
        String symbol = strategy.instrument(series.role()).symbol();
        Timeframe timeframe = series.timeframe().timeframe();
        return ongoing
                ? tapes.ongoingCandles(symbol, timeframe, strategy.evaluation())
                : tapes.candles(symbol, timeframe, strategy.evaluation());
    }

    private double[][] indicator(Graph.IndicatorRef ref, Strategy strategy, DayTapes tapes, boolean ongoing) {
        Graph.Series series = graph.series().get(ref.series());
        String symbol = strategy.instrument(series.role()).symbol();
        Timeframe timeframe = series.timeframe().timeframe();
        return ongoing
                ? tapes.ongoingIndicator(symbol, timeframe, ref.spec(), strategy.evaluation())
                : tapes.indicator(symbol, timeframe, ref.spec(), strategy.evaluation());
    }

    SliceTape slices() {
        return slices;
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

    /** Another instance has it too. */
    void share() {
        shared = true;
    }

    /** {@return whether what an evaluation finds is worth keeping: others look here too, and what was on other days does not matter} */
    boolean keepsFindings() {
        return shared && !ongoing;
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
            known = outlook.fact(graph.facts().get(fact));
            facts[fact] = known;
        }
        return known;
    }

    Completions completions(int series) {
        Completions known = completions[series];
        if (known == null) {
            Graph.Series own = graph.series().get(series);
            known = outlook.completions(own.role(), own.timeframe().timeframe(), candles[series]);
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
