package dev.nightjar.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.strategy.StrategyParameter.Kind;
import org.junit.jupiter.api.Test;

/** What values a sweep has. */
class SweepValuesTest {

    @Test
    void rangesIncludeTheirEndIfAStepHitsIt() {
        assertThat(SweepValues.parse("5..8", Kind.NUMBER)).containsExactly("5", "6", "7", "8");
        assertThat(SweepValues.parse("5..11:3", Kind.NUMBER)).containsExactly("5", "8", "11");
        assertThat(SweepValues.parse("5..12:3", Kind.NUMBER)).containsExactly("5", "8", "11");
        assertThat(SweepValues.parse("7..7", Kind.NUMBER)).containsExactly("7");
        assertThat(SweepValues.parse("-1..1", Kind.NUMBER)).containsExactly("-1", "0", "1");
    }

    /** A tenth added ten times in binary is not one. */
    @Test
    void decimalsAreExact() {
        assertThat(SweepValues.parse("0.1..1.0:0.1", Kind.NUMBER))
                .containsExactly("0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1");
        assertThat(SweepValues.parse("0.000001..0.000003:0.000001", Kind.NUMBER))
                .containsExactly("0.000001", "0.000002", "0.000003");
        assertThat(SweepValues.parse("100..300:1e2", Kind.NUMBER)).containsExactly("100", "200", "300");
    }

    @Test
    void listsAndRangesGoTogether() {
        assertThat(SweepValues.parse("5, 10 ,20..22", Kind.NUMBER)).containsExactly("5", "10", "20", "21", "22");
        assertThat(SweepValues.parse("1.50,0.0,1e3", Kind.NUMBER)).containsExactly("1.5", "0", "1000");
        assertThat(SweepValues.parse("ATM,OTM1, a..b", Kind.TEXT)).containsExactly("ATM", "OTM1", " a..b");
        assertThat(SweepValues.parse("true,false", Kind.FLAG)).containsExactly("true", "false");
    }

    @Test
    void timesHaveStepsWithAUnit() {
        assertThat(SweepValues.parse("09:20..09:30:5m", Kind.TIME)).containsExactly("09:20", "09:25", "09:30");
        assertThat(SweepValues.parse("09:20..11:20:1h,15:00:00", Kind.TIME))
                .containsExactly("09:20", "10:20", "11:20", "15:00");
        assertThat(SweepValues.parse("09:20..09:21:30s", Kind.TIME)).containsExactly("09:20", "09:20:30", "09:21");
        assertThat(SweepValues.parse("23:58..23:59:10m", Kind.TIME)).containsExactly("23:58");
        refused("09:20..09:30", Kind.TIME, "has no step; write one such as 09:20..09:30:5m");
        refused("09:20..09:30:5", Kind.TIME, "must be a range of times with a step");
        refused("09:20..09:30:0m", Kind.TIME, "must be above 0");
        refused("09:30..09:20:5m", Kind.TIME, "begins after its end; write 09:20..09:30");
        refused("24:00", Kind.TIME, "must be a time as HH:MM or HH:MM:SS, was 24:00");
        refused("9:20", Kind.TIME, "was 9:20");
        refused("00:00..23:59:1s,00:00", Kind.TIME, "twice");
    }

    @Test
    void mistakesAreNamed() {
        refused("", Kind.NUMBER, "has no values");
        refused("5,,6", Kind.NUMBER, "has an empty value");
        refused("5,6,5.0", Kind.NUMBER, "has the value 5 twice");
        refused("1..3,2", Kind.NUMBER, "has the value 2 twice");
        refused("1..5:0", Kind.NUMBER, "the step of 1..5:0 must be above 0");
        refused("1..5:-1", Kind.NUMBER, "the step of 1..5:-1 must be above 0");
        refused("9..5", Kind.NUMBER, "begins above its end; write 5..9");
        refused("..5", Kind.NUMBER, "must be a number of at most 30 digits, was empty");
        refused("NaN", Kind.NUMBER, "must be a number of at most 30 digits, was NaN");
        refused("1..Infinity", Kind.NUMBER, "was Infinity");
        refused("0x10", Kind.NUMBER, "was 0x10");
        refused("1..1e9", Kind.NUMBER, "makes 1000000000 values, at most 100000 are accepted");
        refused("1..2:1e-29", Kind.NUMBER, "values, at most 100000 are accepted");
        refused("1..50000,100001..150001", Kind.NUMBER, "makes 100001 values, at most 100000 are accepted");
        refused("1e999999999", Kind.NUMBER, "must be a number of at most 30 digits");
        refused("1e-999999999", Kind.NUMBER, "must be a number of at most 30 digits");
        refused("yes", Kind.FLAG, "must be true or false, was yes");
        refused("a\u0000b", Kind.TEXT, "a text without control characters, was a?b");
        refused("x".repeat(201), Kind.TEXT, "has a value of 201 characters, at most 200 are accepted");
        assertThat(SweepValues.parse("1..100000", Kind.NUMBER)).hasSize(100_000);
    }

    private static void refused(String written, Kind kind, String message) {
        assertThatThrownBy(() -> SweepValues.parse(written, kind))
                .as(written)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void conditionsCompareNumbersAsNumbersAndTimesAsTimes() {
        assertThat(SweepCondition.parse("fast < slow").holds("9", "10", Kind.NUMBER))
                .isTrue();
        assertThat(SweepCondition.parse("fast<=slow").holds("10", "10.0", Kind.NUMBER))
                .isTrue();
        assertThat(SweepCondition.parse("fast<slow").holds("10", "10.0", Kind.NUMBER))
                .isFalse();
        assertThat(SweepCondition.parse("a>=b").holds("2", "3", Kind.NUMBER)).isFalse();
        assertThat(SweepCondition.parse("a>b").holds("3", "2", Kind.NUMBER)).isTrue();
        assertThat(SweepCondition.parse("a!=b").holds("2", "2.0", Kind.NUMBER)).isFalse();
        assertThat(SweepCondition.parse("a==b").holds("09:20", "09:20:00", Kind.TIME))
                .isTrue();
        assertThat(SweepCondition.parse("a<b").holds("09:20", "10:00", Kind.TIME))
                .isTrue();
        assertThat(SweepCondition.parse("a<b").fits(Kind.TEXT)).isFalse();
        assertThat(SweepCondition.parse("a==b").fits(Kind.TEXT)).isTrue();
        for (String written : new String[] {"", "fast", "fast<", "<3", "fast=slow"}) {
            assertThatThrownBy(() -> SweepCondition.parse(written))
                    .as(written)
                    .hasMessageContaining("such as fast<slow");
        }
    }
}
