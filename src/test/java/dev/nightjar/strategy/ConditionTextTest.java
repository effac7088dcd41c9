package dev.nightjar.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.Timeframe;
import dev.nightjar.strategy.Condition.Comparison;
import dev.nightjar.strategy.Condition.Leaf;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionTextTest {

    private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");
    private static final Operand THIRTY = new Operand.Constant(30, "30");
    private static final Strategy STRATEGY = new Strategy(
            "s",
            "S",
            "NSE",
            new InstrumentConfig(
                    "NIFTY",
                    List.of(new TimeframeConfig(
                            "1m", new Timeframe(1), Map.of("rsi_1", IndicatorSpec.of(IndicatorKind.RSI, "14"))))),
            null,
            List.of(),
            List.of());

    @Test
    void namesEveryOperand() {
        assertThat(raw(new Operand.Constant(1, "true"))).isEqualTo("true < 30");
        assertThat(raw(new Operand.CurrentTime())).isEqualTo("Current Time < 30");
        assertThat(raw(new Operand.TimeOfDay(LocalTime.of(9, 17)))).isEqualTo("09:17 < 30");
        assertThat(raw(new Operand.TimeOfDay(LocalTime.of(9, 17), "09:17:00"))).isEqualTo("09:17:00 < 30");
        assertThat(raw(new Operand.LiveValue(Role.SI, Operand.LiveField.PRICE))).isEqualTo("SI.underlying_ltp < 30");
        assertThat(raw(new Operand.NodeVariable("entry-condition-1", "SignalLow")))
                .isEqualTo("entry-condition-1.SignalLow < 30");
        assertThat(raw(new Operand.PositionValue("entry-2-pos1", Operand.PositionField.ENTRY_PRICE)))
                .isEqualTo("entry-2-pos1.entryPrice < 30");
        assertThat(raw(new Operand.PnlValue(Operand.PnlType.TOTAL, null))).isEqualTo("overall.total_pnl < 30");
        assertThat(raw(new Operand.PnlValue(Operand.PnlType.REALIZED, "entry-2-pos1")))
                .isEqualTo("entry-2-pos1.realized_pnl < 30");
    }

    @Test
    void namesPartsOfTheTimeAndWhatIsTradedAsTheFilesDo() {
        assertThat(raw(new Operand.ClockField(Operand.Clock.HOUR))).isEqualTo("hour < 30");
        assertThat(raw(new Operand.LiveValue(Role.TI, Operand.LiveField.VOLUME)))
                .isEqualTo("TI.volume < 30");
        assertThat(raw(new Operand.LiveValue(Role.SI, Operand.LiveField.OPEN_INTEREST)))
                .isEqualTo("SI.oi < 30");
        assertThat(raw(new Operand.PositionValue("leg", Operand.PositionField.TRAILING_POSITION_PRICE)))
                .isEqualTo("leg.trailingPositionPrice < 30");
        Leaf hour = new Leaf(Comparison.EQUAL, new Operand.ClockField(Operand.Clock.HOUR), THIRTY, null);
        assertThat(ConditionText.evaluated(hour, 9, 30, Double.NaN, KOLKATA)).isEqualTo("9.00 == 30.00");
    }

    @Test
    void showsCrosses() {
        Leaf above = new Leaf(Comparison.CROSSES_ABOVE, THIRTY, THIRTY, null);
        Leaf below = new Leaf(Comparison.CROSSES_BELOW, THIRTY, THIRTY, null);
        assertThat(ConditionText.raw(above, STRATEGY)).isEqualTo("30 crosses_above 30");
        assertThat(ConditionText.evaluated(above, 26.97, 30, Double.NaN, KOLKATA))
                .isEqualTo("26.97 crosses_above 30.00");
        assertThat(ConditionText.evaluated(below, Double.NaN, 30, Double.NaN, KOLKATA))
                .isEqualTo("null crosses_below 30.00");
    }

    @Test
    void showsTheStatusInWords() {
        Operand status = new Operand.PositionValue("leg", Operand.PositionField.STATUS);
        Leaf leaf = new Leaf(Comparison.EQUAL, status, new Operand.Status(true), null);
        assertThat(ConditionText.raw(leaf, STRATEGY)).isEqualTo("leg.status == open");
        assertThat(ConditionText.evaluated(leaf, 1, 1, Double.NaN, KOLKATA)).isEqualTo("open == open");
        assertThat(ConditionText.evaluated(leaf, 0, 1, Double.NaN, KOLKATA)).isEqualTo("closed == open");
        assertThat(ConditionText.evaluated(leaf, Double.NaN, 1, Double.NaN, KOLKATA))
                .isEqualTo("null == open");
    }

    @Test
    void tellsHowFarBackASeriesIsRead() {
        assertThat(raw(new Operand.CandleValue(Role.TI, "1m", PriceField.HIGH, 0)))
                .isEqualTo("TI.1m.High < 30");
        assertThat(raw(new Operand.CandleValue(Role.TI, "1m", PriceField.HIGH, -1)))
                .isEqualTo("Previous[TI.1m.High] < 30");
        assertThat(raw(new Operand.CandleValue(Role.TI, "1m", PriceField.HIGH, -3)))
                .isEqualTo("Previous[TI.1m.High, 3] < 30");
        assertThat(raw(new Operand.IndicatorValue(Role.TI, "1m", "rsi_1", -1)))
                .isEqualTo("Previous[TI.1m.rsi(14,close)] < 30");
    }

    @Test
    void showsExpressionsWithTheirOwnSigns() {
        Operand price = new Operand.LiveValue(Role.TI, Operand.LiveField.PRICE);
        assertThat(raw(new Operand.Expression(
                        Operand.Operator.PLUS_PERCENT,
                        new Operand.Expression(Operand.Operator.MINUS, price, THIRTY),
                        THIRTY)))
                .isEqualTo("((TI.underlying_ltp - 30) +% 30) < 30");
    }

    @Test
    void showsBothBoundsOfBetween() {
        Leaf leaf = new Leaf(Comparison.BETWEEN, THIRTY, THIRTY, new Operand.Constant(70, "70"));
        assertThat(ConditionText.raw(leaf, STRATEGY)).isEqualTo("30 between 30 and 70");
        assertThat(ConditionText.evaluated(leaf, 1, 2, 3, KOLKATA)).isEqualTo("1.00 between 2.00 and 3.00");
    }

    @Test
    void roundsValuesHalfEvenByTheirExactValue() {
        assertThat(evaluated(0.125, 0.375)).isEqualTo("0.12 < 0.38");
        assertThat(evaluated(26.968018597059825, -0.001)).isEqualTo("26.97 < 0.00");
        // The double nearest to 1.005 lies below it.
        assertThat(evaluated(1.005, Double.NaN)).isEqualTo("1.00 < null");
        assertThat(evaluated(1e20, Double.NEGATIVE_INFINITY)).isEqualTo("100000000000000000000.00 < -Infinity");
    }

    @Test
    void showsTimesInTheExchangesZone() {
        Leaf leaf = new Leaf(
                Comparison.GREATER_OR_EQUAL,
                new Operand.CurrentTime(),
                new Operand.TimeOfDay(LocalTime.of(9, 17)),
                null);
        assertThat(ConditionText.evaluated(leaf, 1730173740.0, 1730173620.0, Double.NaN, KOLKATA))
                .isEqualTo("09:19:00 >= 09:17:00");
        assertThat(ConditionText.evaluated(leaf, 1730173740.25, 1730173620.0, Double.NaN, KOLKATA))
                .isEqualTo("09:19:00.250 >= 09:17:00");
        assertThat(ConditionText.evaluated(leaf, 1730173740.123456, 1730173620.0, Double.NaN, KOLKATA))
                .isEqualTo("09:19:00.123456 >= 09:17:00");
        assertThat(ConditionText.evaluated(leaf, 1730173740.1205, 1730173620.0, Double.NaN, KOLKATA))
                .isEqualTo("09:19:00.120500 >= 09:17:00");
        // Doubles of this size are 0.24 microseconds apart.
        assertThat(ConditionText.evaluated(leaf, Math.nextDown(1730173740.0), 1730173620.0, Double.NaN, KOLKATA))
                .isEqualTo("09:19:00 >= 09:17:00");
    }

    @Test
    void leavesStandInReadingOrder() {
        Leaf a = new Leaf(Comparison.LESS, THIRTY, THIRTY, null);
        Leaf b = new Leaf(Comparison.GREATER, THIRTY, THIRTY, null);
        Leaf c = new Leaf(Comparison.EQUAL, THIRTY, THIRTY, null);
        Condition nested = new Condition.Group(true, List.of(b, new Condition.Group(false, List.of())));
        assertThat(Leaves.of(List.of(new Condition.Group(false, List.of(a, nested)), c)))
                .containsExactly(a, b, c);
    }

    private static String raw(Operand lhs) {
        return ConditionText.raw(new Leaf(Comparison.LESS, lhs, THIRTY, null), STRATEGY);
    }

    private static String evaluated(double lhs, double rhs) {
        return ConditionText.evaluated(new Leaf(Comparison.LESS, THIRTY, THIRTY, null), lhs, rhs, Double.NaN, KOLKATA);
    }
}
