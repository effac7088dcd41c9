package dev.nightjar.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.market.CorporateAction.Dividend;
import dev.nightjar.market.CorporateAction.Split;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AdjustmentTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final LocalDate LATER = day("2003-12-31");

    /** The example of Yahoo's help page: a 2:1 split on 2/18, a dividend of 0.08 with ex-date 2/21. */
    private static final Split SPLIT = new Split(day("2003-02-18"), 2, 1);

    private static final Dividend DIVIDEND = new Dividend(day("2003-02-21"), new BigDecimal("0.08"));
    private static final NavigableMap<LocalDate, BigDecimal> CLOSES = closes(
            "2003-02-16 46.99",
            "2003-02-17 48.30",
            "2003-02-18 24.96",
            "2003-02-19 24.91",
            "2003-02-20 24.95",
            "2003-02-21 24.53",
            "2003-02-22 24.54");

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    private static NavigableMap<LocalDate, BigDecimal> closes(String... rows) {
        NavigableMap<LocalDate, BigDecimal> closes = new TreeMap<>();
        for (String row : rows) {
            closes.put(day(row.substring(0, 10)), new BigDecimal(row.substring(11)));
        }
        return closes;
    }

    /**
     * By hand: the dividend's factor is 1 - 0.08 / 24.95 = 24.87 / 24.95. So 46.99 / 2 * 24.87 / 24.95 = 23.4196653…,
     * 48.30 / 2 * 24.87 / 24.95 = 24.0725651…, 24.96 * 24.87 / 24.95 = 24.8799679…, 24.91 * … = 24.8301282…, and the last
     * close before the ex-date comes to 24.95 - 0.08.
     */
    @Test
    void pricesBeforeAnExDateAreMultipliedByItsFactor() {
        Adjustment adjustment = Adjustment.of(List.of(DIVIDEND, SPLIT), LATER, CLOSES);

        assertThat(CLOSES.entrySet().stream()
                        .map(close -> Decimals.format(
                                adjustment.price(close.getKey(), Decimals.exactUnits(close.getValue(), 2), 2),
                                Adjustment.SCALE)))
                .containsExactly(
                        "23.419665", "24.072565", "24.879968", "24.830128", "24.870000", "24.530000", "24.540000");
    }

    @Test
    void onlySplitsChangeVolumes() {
        Adjustment adjustment = Adjustment.of(List.of(SPLIT, DIVIDEND), LATER, CLOSES);

        assertThat(adjustment.volume(day("2003-02-17"), 1_001)).isEqualTo(2_002);
        assertThat(adjustment.volume(day("2003-02-18"), 1_001)).isEqualTo(1_001);
        Adjustment reverse = Adjustment.of(List.of(new Split(day("2003-02-18"), 1, 10)), LATER, CLOSES);
        assertThat(List.of(
                        reverse.volume(day("2003-02-17"), 14),
                        reverse.volume(day("2003-02-17"), 15),
                        reverse.volume(day("2003-02-17"), 25)))
                .as("half-even")
                .containsExactly(1L, 2L, 2L);
        assertThat(reverse.price(day("2003-02-17"), 4_830, 2)).isEqualTo(483_000_000);
    }

    @Test
    void whatHappensAfterTheDayIsNotKnown() {
        List<CorporateAction> actions = List.of(SPLIT, DIVIDEND);

        assertThat(Adjustment.of(actions, day("2003-02-17"), CLOSES).price(day("2003-02-16"), 4_699, 2))
                .isEqualTo(46_990_000);
        assertThat(Adjustment.of(actions, day("2003-02-18"), CLOSES).price(day("2003-02-16"), 4_699, 2))
                .as("the ex-date itself counts")
                .isEqualTo(23_495_000);
        assertThat(Adjustment.of(actions, day("2003-02-20"), CLOSES).price(day("2003-02-16"), 4_699, 2))
                .isEqualTo(23_495_000);
        assertThat(Adjustment.of(actions, day("2003-02-21"), CLOSES).price(day("2003-02-16"), 4_699, 2))
                .isEqualTo(23_419_665);
    }

    /** By hand: a close of 90 is 30 after a 3:1 split; a dividend of 1.5 on that is 5 percent; 90 / 3 * 0.95 = 28.5. */
    @Test
    void aDividendOnTheDayOfASplitIsForAShareAfterIt() {
        LocalDate exDate = day("2020-06-01");
        Adjustment adjustment = Adjustment.of(
                List.of(new Dividend(exDate, new BigDecimal("1.5")), new Split(exDate, 3, 1)),
                exDate,
                closes("2020-05-29 90"));

        assertThat(adjustment.price(day("2020-05-29"), 90, 0)).isEqualTo(28_500_000);
    }

    /** By hand: a third of 0.01, 0.02 … at scale 6 is 0.003333, 0.006667; half of 0.000001 and 0.000003 goes to even. */
    @Test
    void roundsHalfEvenAtScaleSix() {
        LocalDate before = day("2020-05-29");
        Adjustment third = Adjustment.of(List.of(new Split(day("2020-06-01"), 3, 1)), LATER.plusYears(20), CLOSES);
        assertThat(third.price(before, 1, 2)).isEqualTo(3_333);
        assertThat(third.price(before, 2, 2)).isEqualTo(6_667);
        Adjustment half = Adjustment.of(List.of(new Split(day("2020-06-01"), 2, 1)), LATER.plusYears(20), CLOSES);
        assertThat(half.price(before, 1, 6)).isZero();
        assertThat(half.price(before, 3, 6)).isEqualTo(2);
        assertThat(half.price(before, 25, 7)).as("0.00000125").isEqualTo(1);
        assertThat(half.price(day("2020-06-01"), 25, 7)).as("0.0000025").isEqualTo(2);
    }

    @Test
    void barsAreAdjustedDayByDay() {
        long[] starts = new long[4];
        LocalTime[] times = {LocalTime.of(15, 58), LocalTime.of(15, 59), LocalTime.of(9, 30), LocalTime.of(9, 31)};
        for (int bar = 0; bar < starts.length; bar++) {
            starts[bar] = (bar < 2 ? day("2003-02-14") : day("2003-02-18"))
                    .atTime(times[bar])
                    .atZone(NEW_YORK)
                    .toEpochSecond();
        }
        Bars raw = Bars.of(
                2,
                starts,
                new long[] {4_830, 4_831, 2_400, 2_410},
                new long[] {4_840, 4_841, 2_420, 2_420},
                new long[] {4_820, 4_821, 2_390, 2_400},
                new long[] {4_831, 4_830, 2_410, 2_415},
                new long[] {100, 101, 7, 8});

        Bars adjusted = Adjustment.of(List.of(SPLIT), LATER, Adjustment.closes(raw, NEW_YORK))
                .adjusted(raw, NEW_YORK);

        assertThat(adjusted.priceScale()).isEqualTo(6);
        List<String> rows = new ArrayList<>();
        for (int bar = 0; bar < adjusted.count(); bar++) {
            assertThat(adjusted.start(bar)).isEqualTo(starts[bar]);
            rows.add(adjusted.open(bar) + " " + adjusted.high(bar) + " " + adjusted.low(bar) + " " + adjusted.close(bar)
                    + " " + adjusted.volume(bar));
        }
        assertThat(rows)
                .containsExactly(
                        "24150000 24200000 24100000 24155000 200",
                        "24155000 24205000 24105000 24150000 202",
                        "24000000 24200000 23900000 24100000 7",
                        "24100000 24200000 24000000 24150000 8");
        assertThat(Adjustment.closes(raw, NEW_YORK))
                .containsExactly(
                        java.util.Map.entry(day("2003-02-14"), new BigDecimal("48.30")),
                        java.util.Map.entry(day("2003-02-18"), new BigDecimal("24.15")));
    }

    @Test
    void whatCannotBeAdjustedIsRefused() {
        assertThatThrownBy(() -> Adjustment.of(List.of(DIVIDEND), LATER, closes("2003-02-21 24.53")))
                .hasMessage("no close is known before the dividend of 2003-02-21");
        assertThatThrownBy(() ->
                        Adjustment.of(List.of(new Dividend(day("2003-02-21"), new BigDecimal("24.95"))), LATER, CLOSES))
                .hasMessage("the dividend of 2003-02-21, 24.95, is not below the close of 2003-02-20, 24.95");
        assertThatThrownBy(() -> new Split(day("2003-02-21"), 0, 1))
                .hasMessage("a split is of whole shares above 0, was 0:1 on 2003-02-21");
        assertThatThrownBy(() -> new Dividend(day("2003-02-21"), BigDecimal.ZERO))
                .hasMessage("a dividend is above 0, was 0 on 2003-02-21");
    }

    /** The same rule said plainly, in decimals of many digits. */
    @Test
    void agreesWithDecimalsOfManyDigits() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            List<CorporateAction> actions = new ArrayList<>();
            NavigableMap<LocalDate, BigDecimal> closes = new TreeMap<>();
            LocalDate first = day("2010-01-01");
            for (int number = 0; number < 400; number++) {
                LocalDate date = first.plusDays(number);
                closes.put(date, BigDecimal.valueOf(1_000 + random.nextInt(100_000), 2));
                if (number > 0 && random.nextInt(20) == 0) {
                    actions.add(
                            random.nextInt(4) == 0
                                    ? new Split(date, 1 + random.nextInt(9), 1 + random.nextInt(3))
                                    : new Dividend(date, BigDecimal.valueOf(1 + random.nextInt(900), 3)));
                }
            }
            LocalDate asOf = first.plusDays(random.nextInt(400));
            Adjustment adjustment = Adjustment.of(actions, asOf, closes);
            for (var close : closes.entrySet()) {
                BigDecimal factor = BigDecimal.ONE;
                for (CorporateAction action : actions) {
                    if (action.exDate().isAfter(close.getKey())
                            && !action.exDate().isAfter(asOf)) {
                        factor = factor.multiply(plainly(action, closes), MathContext.DECIMAL128);
                    }
                }
                BigDecimal wanted = close.getValue().multiply(factor).setScale(6, RoundingMode.HALF_EVEN);
                assertThat(adjustment.price(close.getKey(), Decimals.exactUnits(close.getValue(), 2), 2))
                        .as("seed %s, %s", seed, close.getKey())
                        .isEqualTo(Decimals.exactUnits(wanted, 6));
            }
        }
    }

    private static BigDecimal plainly(CorporateAction action, NavigableMap<LocalDate, BigDecimal> closes) {
        if (action instanceof Split split) {
            return BigDecimal.valueOf(split.oldShares())
                    .divide(BigDecimal.valueOf(split.newShares()), MathContext.DECIMAL128);
        }
        BigDecimal close = closes.lowerEntry(action.exDate()).getValue();
        return BigDecimal.ONE.subtract(((Dividend) action).amount().divide(close, MathContext.DECIMAL128));
    }
}
