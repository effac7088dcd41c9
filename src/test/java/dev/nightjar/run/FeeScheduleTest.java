package dev.nightjar.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightjar.market.Decimals;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.Side;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeeScheduleTest {

    private static final LocalDate DAY = LocalDate.of(2024, 10, 29);
    private static final String SETTLED =
            "component,exchanges,kinds,side,settlement,basis,rate,of,valid_from,valid_to\n";
    private static final String HEADER =
            "component,exchanges,kinds,side,basis,rate,of,minimum,maximum,rounding,valid_from,valid_to\n";

    @Test
    void noneCostsNothingEverywhere() {
        assertThat(fees(FeeSchedule.NONE, "XNAS", InstrumentKind.CRYPTO, Side.SELL, "0.5", 7, 100, LocalDate.MIN))
                .isZero();
        assertThat(FeeSchedule.NONE.name()).isEqualTo("none");
    }

    /** 2.5 lots, 65 units at 181.60: the turnover is 11,804.00. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "b,,,,order,20,,,,,, | 20",
                "b,,,,lot,3,,,,,, | 7.5",
                "b,,,,unit,0.005,,,,,, | 0.325",
                "b,,,,unit,0.005,,1,,,, | 1",
                "b,,,,percent,0.03,,,,,, | 3.5412",
                "b,,,,percent,0.3,,,20,,, | 20",
                "b,,,,order,200,,150,1%,,, | 118.04",
                "b,,,,order,1,,150,1%,,, | 118.04",
                "b,,,,percent,0.03503,,,,,, | 4.134941",
                "b,,,,percent,0.03503,,,,half_even:0.01,, | 4.13",
                "b,,,,percent,0.03503,,,,up:0.01,, | 4.14",
                "b,,,,percent,0.03503,,,,down:1,, | 4",
                "b,,,,order,2.5,,,,half_even:1,, | 2",
                "b,,,,order,2.5,,,,half_up:1,, | 3",
                "b,,,,order,0.07,,,,up:0.05,, | 0.1",
                "b,,,SELL,order,20,,,,,, | 0",
                "b,,,BUY,order,20,,,,,, | 20"
            })
    void oneRow(String row, String cost) {
        assertThat(buy(schedule(HEADER + row))).isEqualTo(money(cost));
    }

    /** By hand: 0.0000005 and 0.0000015 lie half-way between two money units. */
    @Test
    void halfAMoneyUnitGoesToTheEvenOne() {
        assertThat(buy(schedule(HEADER + "b,,,,order,0.0000005,,,,,,"))).isZero();
        assertThat(buy(schedule(HEADER + "b,,,,order,0.0000015,,,,,,"))).isEqualTo(2);
    }

    /** By hand: brokerage 20, charge 11,804 x 0.03503 % = 4.134941 (4.1349412), tax 18 % of 24.134941 = 4.344289 (.38). */
    @Test
    void percentagesOfComponentsAreOfWhatWasRounded() {
        FeeSchedule schedule = schedule(HEADER
                + "brokerage,,,,order,20,,,,,,\n"
                + "charge,,,,percent,0.03503,,,,,,\n"
                + "stt,,,SELL,percent,0.1,,,,,,\n"
                + "gst,,,,percent_of,18,brokerage charge stt,,,,,\n");

        assertThat(buy(schedule)).isEqualTo(money("28.479230"));
    }

    @Test
    void theRowOfTheDayCounts() {
        FeeSchedule schedule = schedule(HEADER
                + "stt,NFO,OPTION,SELL,percent,0.0625,,,,,2023-04-01,2024-09-30\n"
                + "stt,NFO,OPTION,SELL,percent,0.1,,,,,2024-10-01,\n");

        assertThat(sell(schedule, LocalDate.of(2023, 4, 1))).isEqualTo(money("7.3775"));
        assertThat(sell(schedule, LocalDate.of(2024, 9, 30))).isEqualTo(money("7.3775"));
        assertThat(sell(schedule, LocalDate.of(2024, 10, 1))).isEqualTo(money("11.804"));
        assertThatThrownBy(() -> sell(schedule, LocalDate.of(2023, 3, 31)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("fee schedule test has no stt for a fill of kind OPTION at NFO on 2023-03-31;"
                        + " it has some from 2023-04-01 to 2024-09-30, from 2024-10-01 on");
    }

    /**
     * By hand: what was bought pays 0.125 % of 65 at 181.60 = 14.755 and 18 % of it = 2.6559; what was sold pays nothing, a future 3,
     * a share, which no row of settlement is for, nothing.
     */
    @Test
    void settlementCostsWhatItsRowsSay() {
        FeeSchedule schedule = schedule(SETTLED
                + "stt,NFO,OPTION,SELL,,percent,0.1,,,\n"
                + "stt,NFO,FUTURE STOCK,,,percent,0.02,,,\n"
                + "stt,NFO,OPTION,SELL,yes,percent,0.125,,2019-09-01,2026-03-31\n"
                + "stt,NFO,FUTURE,,yes,order,3,,,\n"
                + "gst,,,,yes,percent_of,18,stt,,\n");

        assertThat(settled(schedule, InstrumentKind.OPTION, Side.SELL, 18160, DAY))
                .isEqualTo(money("17.4109"));
        assertThat(settled(schedule, InstrumentKind.OPTION, Side.BUY, 18160, DAY))
                .isZero();
        assertThat(settled(schedule, InstrumentKind.FUTURE, Side.BUY, 18160, DAY))
                .isEqualTo(money("3.54"));
        assertThat(settled(schedule, InstrumentKind.STOCK, Side.SELL, 18160, DAY))
                .isZero();
        assertThat(sell(schedule, DAY)).as("a trade").isEqualTo(money("11.804"));
        assertThatThrownBy(() -> settled(schedule, InstrumentKind.OPTION, Side.BUY, 18160, LocalDate.of(2019, 8, 31)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("fee schedule test has no stt for a settlement of kind OPTION at NFO on 2019-08-31;"
                        + " it has some from 2019-09-01 to 2026-03-31");
    }

    @Test
    void anOptionThatIsWorthNothingIsNotExercised() {
        FeeSchedule schedule = schedule(SETTLED + "stt,,,,,order,1,,,\n" + "stt,,,,yes,order,20,,,\n");

        assertThat(settled(schedule, InstrumentKind.OPTION, Side.SELL, 0, DAY)).isZero();
        assertThat(settled(schedule, InstrumentKind.OPTION, Side.SELL, 5, DAY)).isEqualTo(money("20"));
        assertThat(settled(schedule, InstrumentKind.FUTURE, Side.SELL, 0, DAY)).isEqualTo(money("20"));
        assertThatThrownBy(() -> settled(FeeSchedule.lost("own", "ab"), InstrumentKind.OPTION, Side.SELL, 0, DAY))
                .hasMessage("fee schedule own has changed since it was settled on");
    }

    @Test
    void rowsOfSettlementAreChecked() {
        InvalidSettingsException refused = catchThrowableOfType(
                InvalidSettingsException.class,
                () -> schedule(SETTLED
                        + "stt,,,,,order,1,,,\n"
                        + "stt,,,,no,order,1,,,\n"
                        + "gst,,,,yes,percent_of,18,stt,,\n"
                        + "tax,,,,yes,order,1,,,\n"
                        + "tax,,,,yes,order,2,,,\n"));

        assertThat(refused.problems().stream().map(SettingProblem::toString))
                .containsExactly(
                        "fees/test.csv line 3: settlement: must be yes (contracts that expire) or empty (what is traded),"
                                + " was 'no'",
                        "fees/test.csv line 4: of: must name components of settlement rows above, separated by blanks, was"
                                + " 'stt'",
                        "fees/test.csv line 6: component: applies to the same fills and days as line 5, was 'tax'");
        assertThatThrownBy(() -> schedule(SETTLED + "stt,,,,yes,order,1,,,\n"))
                .hasMessage("fees/test.csv: all rows are of settlement; nothing says what trades cost");
    }

    @Test
    void nothingIsFreeBecauseNobodySaidSo() {
        FeeSchedule schedule = schedule(
                HEADER + "brokerage,,,,order,20,,,,,,\n" + "stt,NFO,OPTION FUTURE,SELL,percent,0.1,,,,,2024-10-01,\n");

        assertThat(buy(schedule)).isEqualTo(money("20"));
        assertThatThrownBy(() -> fees(schedule, "BFO", InstrumentKind.OPTION, Side.BUY, "1", 1, 100, DAY))
                .hasMessage("fee schedule test has no stt for a fill of kind OPTION at BFO on 2024-10-29;"
                        + " its rows of stt are for FUTURE OPTION at NFO");
        assertThatThrownBy(() -> fees(schedule, "NFO", InstrumentKind.STOCK, Side.SELL, "1", 1, 100, DAY))
                .hasMessageContaining("no stt for a fill of kind STOCK");
        assertThatThrownBy(() -> fees(schedule, "NFO", InstrumentKind.OPTION, Side.BUY, "1", 1, 100, DAY.minusYears(1)))
                .as("a buy would have been free")
                .hasMessageContaining("no stt for a fill of kind OPTION at NFO on 2023-10-29");
    }

    @Test
    void hashIsOfWhatDecidesCostsAndOfNothingElse() {
        String table = "component,basis,rate\nbrokerage,order,20\n";

        assertThat(schedule("# a remark\n\nrate,component,basis,source\n20.00,brokerage,order,somewhere\n")
                        .hash())
                .isEqualTo(schedule(table).hash());
        for (String other : List.of(
                table.replace("20", "21"),
                table.replace("order", "lot"),
                table.replace("brokerage,", "commission,"),
                table + "tax,order,1\n",
                HEADER + "brokerage,,,,order,20,,,,half_up:0.01,,\n",
                HEADER + "brokerage,,,,order,20,,,,,2020-01-01,\n",
                HEADER + "brokerage,,,BUY,order,20,,,,,,\n",
                table.replace("component,", "settlement,component,").replace("brokerage,", ",brokerage,")
                        + "yes,brokerage,order,20\n",
                HEADER + "brokerage,NSE,,,order,20,,,,,,\n",
                HEADER + "brokerage,,STOCK,,order,20,,,,,,\n",
                HEADER + "brokerage,,,,order,20,,1,,,,\n",
                HEADER + "brokerage,,,,order,20,,,30,,,\n",
                HEADER + "brokerage,,,,order,20,,,30%,,,\n")) {
            assertThat(schedule(other).hash())
                    .as(other)
                    .isNotEqualTo(schedule(table).hash());
        }
    }

    @Test
    void aLostScheduleRefusesEveryFill() {
        assertThatThrownBy(() -> buy(FeeSchedule.lost("own", "ab")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("fee schedule own has changed since it was settled on");
    }

    @Test
    void everythingWrongInATableIsToldAtOnce() {
        InvalidSettingsException refused = catchThrowableOfType(
                InvalidSettingsException.class,
                () -> schedule(HEADER
                        + "Brokerage,nse,SHARE,buy,flat,-1,x,none,5.,round,2024-02-30,soon\n"
                        + "a,,,,order,20\n"
                        + "a,,,,order,20,b,,,,,\n"
                        + "a,,,,percent_of,20,,,,,,\n"
                        + "a,,,,order,20,,5,4,,2024-10-02,2024-10-01\n"
                        + "a,,,BUY,order,20,,,,,2024-10-01,2024-10-02\n"
                        + "a,NSE,,,order,20,,,,,2024-10-02,\n"));

        assertThat(refused.problems().stream().map(SettingProblem::toString))
                .containsExactly(
                        "fees/test.csv line 2: component: must be a name of small letters, digits and _ that begins with a"
                                + " letter, such as brokerage, was 'Brokerage'",
                        "fees/test.csv line 2: exchanges: must be empty (any) or exchanges separated by blanks, such as"
                                + " NSE NFO, was 'nse'",
                        "fees/test.csv line 2: kinds: must be empty (any) or kinds separated by blanks, out of [INDEX,"
                                + " STOCK, FUTURE, OPTION, CURRENCY, CRYPTO], was 'SHARE'",
                        "fees/test.csv line 2: side: must be empty (both), BUY or SELL, was 'buy'",
                        "fees/test.csv line 2: basis: must be one of order, lot, unit, percent, percent_of, was 'flat'",
                        "fees/test.csv line 2: rate: must be a number of at least 0, with at most 12 digits before and 9"
                                + " behind the point, was '-1'",
                        "fees/test.csv line 2: of: must name components of rows above, separated by blanks, was 'x'",
                        "fees/test.csv line 2: minimum: must be a number of at least 0, with at most 12 digits before and 9"
                                + " behind the point, was 'none'",
                        "fees/test.csv line 2: maximum: must be an amount such as 20, or a part of the turnover such as"
                                + " 1%, was '5.'",
                        "fees/test.csv line 2: rounding: must be empty or how and to what, such as half_up:0.01, with one"
                                + " of half_even, half_up, up, down, was 'round'",
                        "fees/test.csv line 2: valid_from: must be empty or a date such as 2024-10-01, was '2024-02-30'",
                        "fees/test.csv line 2: valid_to: must be empty or a date such as 2024-10-01, was 'soon'",
                        "fees/test.csv line 3: has 6 fields, the header has 12; fields hold no commas and no quotes",
                        "fees/test.csv line 4: of: must name components of rows above, separated by blanks, was 'b'",
                        "fees/test.csv line 5: of: must name the components that a row of basis percent_of is a"
                                + " percentage of",
                        "fees/test.csv line 6: valid_to: must not be before valid_from, which is 2024-10-02, was"
                                + " '2024-10-01'",
                        "fees/test.csv line 6: maximum: must not be below the minimum, which is 5, was '4'",
                        "fees/test.csv line 8: component: applies to the same fills and days as line 7, was 'a'");
    }

    @Test
    void theHeaderIsChecked() {
        assertThatThrownBy(() -> schedule("component,price,price,rate\na,1,1,1\n"))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("fees/test.csv line 1: header: unknown column (accepted: component, basis, rate,")
                .hasMessageContaining("fees/test.csv line 1: header: the column basis is missing");
        assertThatThrownBy(() -> schedule("component,basis,rate,rate\n"))
                .hasMessageContaining("this column is there twice, was 'rate'");
        assertThatThrownBy(() -> schedule("component,basis,rate\n")).hasMessageContaining("fees/test.csv: has no rows");
        assertThatThrownBy(() -> schedule("# nothing\n")).hasMessageContaining("fees/test.csv: has no rows");
    }

    @Test
    void whatIsShippedSaysWhereItComesFrom() {
        assertThatThrownBy(() -> FeeScheduleReader.read(
                        "test", "fees/test.csv", "component,basis,rate,source\na,order,1,here\n", true))
                .hasMessageContaining("the column verified is missing");
        assertThatThrownBy(() -> FeeScheduleReader.read(
                        "test",
                        "fees/test.csv",
                        HEADER.strip() + ",settlement,source,verified\na,,,,order,1,,,,,,,,,maybe\n",
                        true))
                .hasMessageContaining("line 2: source: must say where the row comes from")
                .hasMessageContaining("line 2: verified: must be yes or no, was 'maybe'");
    }

    /** Percentages with all four ways of rounding, against a quotient of integers of its own. */
    @Test
    void amountsAreExact() {
        Random random = new Random(11);
        for (int trial = 0; trial < 2_000; trial++) {
            RoundingMode mode = List.of(
                            RoundingMode.HALF_EVEN, RoundingMode.HALF_UP, RoundingMode.UP, RoundingMode.DOWN)
                    .get(random.nextInt(4));
            int step = List.of(1, 5, 10_000, 50_000, 1_000_000).get(random.nextInt(5));
            int rate = random.nextInt(100_000);
            long quantity = 1 + random.nextInt(1_000_000);
            long price = random.nextInt(10_000_000);
            FeeSchedule schedule =
                    schedule(HEADER + "b,,,,percent," + new BigDecimal(BigInteger.valueOf(rate), 5).toPlainString()
                            + ",,,," + mode.name().toLowerCase(Locale.ROOT) + ":"
                            + new BigDecimal(BigInteger.valueOf(step), 6).toPlainString() + ",,\n");

            // rate 10^-5 %, price 10^-2, money 10^-6: 10^-9 of the currency is 10^-3 of a money unit. All steps divide
            // exactly.
            BigDecimal exact = new BigDecimal(
                    BigInteger.valueOf(rate).multiply(BigInteger.valueOf(price)).multiply(BigInteger.valueOf(quantity)),
                    3);
            long expected = exact.divide(BigDecimal.valueOf(step), 40, RoundingMode.UNNECESSARY)
                            .setScale(0, mode)
                            .longValueExact()
                    * step;

            assertThat(fees(schedule, "NFO", InstrumentKind.OPTION, Side.BUY, "1", quantity, price, DAY))
                    .isEqualTo(expected);
        }
    }

    private static FeeSchedule schedule(String table) {
        return FeeScheduleReader.read("test", "fees/test.csv", table, false);
    }

    private static long buy(FeeSchedule schedule) {
        return fees(schedule, "NFO", InstrumentKind.OPTION, Side.BUY, "2.5", 65, 18160, DAY);
    }

    private static long sell(FeeSchedule schedule, LocalDate date) {
        return fees(schedule, "NFO", InstrumentKind.OPTION, Side.SELL, "2.5", 65, 18160, date);
    }

    private static long fees(
            FeeSchedule schedule,
            String exchange,
            InstrumentKind kind,
            Side side,
            String lots,
            long quantity,
            long price,
            LocalDate date) {
        return schedule.fees(date, exchange, kind, side, new BigDecimal(lots), quantity, price, 2);
    }

    private static long settled(FeeSchedule schedule, InstrumentKind kind, Side side, long price, LocalDate date) {
        return schedule.settlementFees(date, "NFO", kind, side, new BigDecimal("2.5"), 65, price, 2);
    }

    private static long money(String amount) {
        return Decimals.exactUnits(new BigDecimal(amount), Decimals.MONEY_SCALE);
    }
}
