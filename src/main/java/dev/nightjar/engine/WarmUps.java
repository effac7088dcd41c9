package dev.nightjar.engine;

import dev.nightjar.market.Bars;
import dev.nightjar.market.Session;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.WarmUp;
import dev.nightjar.strategy.Evaluation;
import dev.nightjar.strategy.IndicatorKind;
import dev.nightjar.strategy.IndicatorSpec;
import dev.nightjar.strategy.InstrumentConfig;
import dev.nightjar.strategy.Strategy;
import dev.nightjar.strategy.TimeframeConfig;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The candles before a day that instances with one {@link Sight} use, and what a reader should know of them. */
final class WarmUps {

    private record Used(String symbol, Timeframe timeframe, WarmUp warmUp, List<String> warnings) {}

    private final DayTapes tapes;
    private final Evaluation evaluation;
    private final List<Used> all = new ArrayList<>();
    /** Why no instance can run. */
    private @Nullable RuntimeException problem;

    WarmUps(Strategy strategy, DayTapes tapes) {
        this.tapes = tapes;
        evaluation = strategy.evaluation();
        try {
            add(strategy.trading());
            if (strategy.supporting() != null) {
                add(strategy.supporting());
            }
        } catch (RuntimeException found) {
            // It is thrown once all is told that was found before.
            problem = found;
        }
    }

    /** Tells an instance's journal, or throws what keeps the instance from running. */
    void tell(DayJournal journal) {
        for (Used used : all) {
            journal.warmUp(used.symbol(), used.timeframe(), used.warmUp());
            for (String warning : used.warnings()) {
                journal.warning(warning);
            }
        }
        if (problem != null) {
            throw problem;
        }
    }

    private void add(InstrumentConfig instrument) {
        instrument.timeframes().forEach(timeframe -> add(instrument.symbol(), timeframe));
    }

    private void add(String symbol, TimeframeConfig config) {
        Timeframe timeframe = config.timeframe();
        WarmUp warmUp = tapes.day().warmUp(symbol, timeframe);
        all.add(new Used(symbol, timeframe, warmUp, new ArrayList<>()));
        for (IndicatorSpec spec : config.indicators().values()) {
            if (warmUp.bars().count() == 0 && warmUp.source() != WarmUp.Source.UNUSED) {
                throw new IllegalStateException("no candle of " + symbol + " " + timeframe.label() + " before "
                        + tapes.day().date() + " to warm up " + spec.displayName());
            }
            warnOfMissingValues(symbol, timeframe, warmUp.bars(), spec);
        }
    }

    private void warn(String message) {
        all.get(all.size() - 1).warnings().add(message);
    }

    /** Says what the candles before the day are not enough for. */
    private void warnOfMissingValues(String symbol, Timeframe timeframe, Bars before, IndicatorSpec spec) {
        int count = before.count();
        int needed = Indicators.needed(spec);
        if (count < needed) {
            warn(count + " candles of " + candlesBefore(symbol, timeframe) + "; " + spec.displayName()
                    + " needs " + needed
                    + (spec.kind().outputs().size() == 1
                            ? " for its first value and is null until then"
                            : " for the first value of every output, which is null until then"));
        }
        if (spec.kind().needsVolume()
                && count > 0
                && IntStream.range(0, count).allMatch(bar -> before.volume(bar) == 0)) {
            warn("no candle of " + candlesBefore(symbol, timeframe) + " has volume; " + spec.displayName()
                    + " is null where there is none");
        }
        if (spec.kind() == IndicatorKind.ANCHORED_VWAP && !hasCandleFrom(spec.time("anchor_time"), timeframe)) {
            warn("no candle of " + symbol + " " + timeframe.label() + " starts at or after " + spec.time("anchor_time")
                    + "; " + spec.displayName() + " is null");
        }
        if (spec.kind().needsWholeSession()
                && tapes.candles(symbol, timeframe, evaluation).count() > count
                && Double.isNaN(
                        tapes.indicator(new DayTapes.IndicatorKey(symbol, timeframe, spec), evaluation)[0][count])) {
            warn("the candles of " + candlesBefore(symbol, timeframe) + " begin inside the session before; "
                    + spec.displayName() + " is null until there is a whole one");
        }
    }

    private String candlesBefore(String symbol, Timeframe timeframe) {
        return symbol + " " + timeframe.label() + " before " + tapes.day().date();
    }

    private boolean hasCandleFrom(LocalTime time, Timeframe timeframe) {
        Session session = tapes.day().session();
        return timeframe.bucketStart(timeframe.bucket(session.close(), session), session) >= session.at(time);
    }
}
