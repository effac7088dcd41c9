package dev.nightjar.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * At what prices and costs an instance trades.
 *
 * @param latencyNanos an order of {@link FillModel#NEXT_TICK} reaches the market so long after its slice
 * @param maxQuoteAgeNanos a last tick older than this fills no market order; {@link Long#MAX_VALUE} is unlimited
 */
public record TradingTerms(
        FillModel fill, long latencyNanos, long maxQuoteAgeNanos, Slippage slippage, FeeSchedule fees) {

    /** Last prices, without slippage and fees. */
    public static final TradingTerms DEFAULT =
            new TradingTerms(FillModel.LAST, 0, Long.MAX_VALUE, Slippage.NONE, FeeSchedule.NONE);

    /** Tells a schedule from another of the same name. */
    static final String FEES_HASH = "fees-hash";

    public TradingTerms {
        if (latencyNanos < 0 || maxQuoteAgeNanos < 0) {
            throw new IllegalArgumentException("latency and age of quotes must not be negative, were " + latencyNanos
                    + " and " + maxQuoteAgeNanos + " ns");
        }
    }

    /** {@return every term by the key users write, as text, and the hash of the fees; {@link #ofValues} reads them back} */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("fill", fill.label());
        values.put("latency", latency());
        values.put("max-quote-age", maxQuoteAge());
        values.put("slippage", slippage.toString());
        values.put("fees", fees.name());
        values.put(FEES_HASH, fees.hash());
        return values;
    }

    /** {@return the fees alone as {@link #values} have them, of what has its other terms elsewhere} */
    public static Map<String, String> ofFees(FeeSchedule fees) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("fees", fees.name());
        values.put(FEES_HASH, fees.hash());
        return values;
    }

    /**
     * {@return the terms whose {@link #values} these are; what is not there is as in {@link #DEFAULT}}
     *
     * <p>Fees that are not there any more as they were are {@linkplain FeeSchedule#isLost lost}.
     */
    public static TradingTerms ofValues(Map<String, String> values, FeeSchedules schedules) {
        Map<String, String> changes = new LinkedHashMap<>(values);
        String hash = changes.remove(FEES_HASH);
        String fees = changes.remove("fees");
        TradingTerms terms = TermChanges.of("", changes).over(DEFAULT, schedules);
        return fees == null ? terms : terms.with(snapshot(fees, hash, schedules));
    }

    /** {@return the schedule, if it still has that hash} */
    static FeeSchedule snapshot(String name, @Nullable String hash, FeeSchedules schedules) {
        try {
            FeeSchedule now = schedules.named(name);
            return hash == null || hash.equals(now.hash()) ? now : FeeSchedule.lost(name, hash);
        } catch (IllegalArgumentException | InvalidSettingsException gone) {
            return FeeSchedule.lost(name, hash == null ? "" : hash);
        }
    }

    private TradingTerms with(FeeSchedule schedule) {
        return new TradingTerms(fill, latencyNanos, maxQuoteAgeNanos, slippage, schedule);
    }

    /** {@return the latency as settings write it} */
    public String latency() {
        return SettingValues.duration(latencyNanos);
    }

    /** {@return the age as settings write it} */
    public String maxQuoteAge() {
        return maxQuoteAgeNanos == Long.MAX_VALUE ? SettingValues.UNLIMITED : SettingValues.duration(maxQuoteAgeNanos);
    }

    /** {@return what was asked for and would have no effect; empty if nothing was} */
    public List<String> conflicts() {
        List<String> conflicts = new ArrayList<>();
        if (latencyNanos > 0 && fill != FillModel.NEXT_TICK) {
            conflicts.add("latency " + latency() + " has no effect with fill " + fill.label() + "; it needs fill "
                    + FillModel.NEXT_TICK.label());
        }
        if (maxQuoteAgeNanos != Long.MAX_VALUE && fill == FillModel.NEXT_TICK) {
            conflicts.add("max-quote-age " + maxQuoteAge() + " has no effect with fill " + fill.label()
                    + ", which never fills at an earlier quote; it must be " + SettingValues.UNLIMITED);
        }
        return conflicts;
    }
}
