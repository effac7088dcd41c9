package dev.nightjar.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nightjar.market.Side;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Figures by hand, and those other libraries publish. */
class SimulationStatisticsTest {

    private static final Path GOLDEN = Path.of("../shared/golden");
    private static final LocalDate MONDAY = LocalDate.of(2024, 1, 1);
    private static final long UNIT = 1_000_000;

    private static Basis basis(Basis.Formulas formulas, String riskFreePercent) {
        return new Basis(formulas, 252, new BigDecimal(riskFreePercent));
    }

    /** {@return an equity of one bar a day} */
    private static EquityCurve curve(long capital, double... equity) {
        List<EquityCurve.Point> points = new ArrayList<>();
        for (double value : equity) {
            points.add(new EquityCurve.Point(MONDAY.plusDays(points.size()), Math.round(value * UNIT)));
        }
        return new EquityCurve(capital * UNIT, points);
    }

    private static ReturnStatistics returns(Basis basis, EquityCurve curve) {
        return ReturnStatistics.of(
                basis, curve, DrawdownStatistics.of(basis, curve).fraction());
    }

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }

    /** Two sleeves of 5,000 that become 5,050, 5,025, 5,100 and 4,950, 5,050, 5,000: what neither of them says alone. */
    @Test
    void aPortfolioHasFiguresOfItsOwn() {
        EquityCurve portfolio = curve(10_000, 10_000, 10_075, 10_100);
        Basis basis = basis(Basis.Formulas.POPULATION, "2");

        ReturnStatistics figures = returns(basis, portfolio);

        assertThat(figures.totalReturn()).isEqualTo(decimal("1.000000"));
        assertThat(figures.volatility()).isCloseTo(decimal("4.95"), within(decimal("0.005")));
        assertThat(figures.sharpe()).isCloseTo(decimal("16.53"), within(decimal("0.005")));
        assertThat(DrawdownStatistics.of(basis, portfolio).percent()).isEqualTo(decimal("0.000000"));
        assertThat(figures.calmar()).as("nothing to divide by").isNull();
    }

    /** A sleeve alone: 10,000, 10,100, 10,050, 10,200. */
    @Test
    void oneSleeveAloneLooksBetterThanItIs() {
        EquityCurve sleeve = curve(10_000, 10_100, 10_050, 10_200);
        Basis basis = basis(Basis.Formulas.POPULATION, "2");

        assertThat(returns(basis, sleeve).volatility()).isCloseTo(decimal("13.42"), within(decimal("0.005")));
        assertThat(returns(basis, sleeve).sharpe()).isCloseTo(decimal("12.36"), within(decimal("0.005")));
        assertThat(DrawdownStatistics.of(basis, sleeve).percent())
                .isCloseTo(decimal("0.495"), within(decimal("0.0005")));
    }

    /** Four days make the return of a year by the power of 252 / 4, not of 252 / 5: 1.008 to the 63rd is 1.6520. */
    @Test
    void yearsAreMadeOfReturnsNotOfPoints() {
        EquityCurve curve = curve(100_000, 100_500, 100_250, 101_000, 100_800);
        Basis basis = basis(Basis.Formulas.POPULATION, "2");

        ReturnStatistics figures = returns(basis, curve);

        assertThat(figures.annualReturn()).isCloseTo(decimal("65.20"), within(decimal("0.005")));
        assertThat(figures.sharpe()).isCloseTo(decimal("7.0524"), within(decimal("0.00005")));
        assertThat(DrawdownStatistics.of(basis, curve).percent())
                .isCloseTo(decimal("0.2488"), within(decimal("0.00005")));
        // 100,000 to 100,800 over three calendar days: 1.008 to the power of 121.75
        assertThat(figures.cagr()).isCloseTo(decimal("163.8"), within(decimal("0.05")));
    }

    /** Returns 0.1, -0.1, 0: mean 0, sample deviation 0.1; downside root of 0.01 / 3. Population: root of 0.02 / 3. */
    @Test
    void deviationsAreASamplesUnlessTheBasisSaysOtherwise() {
        EquityCurve curve = curve(1_000, 1_100, 990, 990);

        ReturnStatistics sample = returns(basis(Basis.Formulas.NIGHTJAR, "0"), curve);
        ReturnStatistics population = returns(basis(Basis.Formulas.POPULATION, "0"), curve);

        assertThat(sample.volatility()).isCloseTo(BigDecimal.valueOf(10 * Math.sqrt(252)), within(decimal("0.000001")));
        assertThat(population.volatility())
                .isCloseTo(BigDecimal.valueOf(100 * Math.sqrt(252 * 0.02 / 3)), within(decimal("0.000001")));
        assertThat(sample.sharpe()).isCloseTo(decimal("0"), within(decimal("0.000001")));
        assertThat(sample.bestDay()).isEqualTo(decimal("10.000000"));
        assertThat(sample.worstDay()).isEqualTo(decimal("-10.000000"));
    }

    /** Two percent a year without risk: 0.02 / 252 a day. Returns 0.01 and -0.01. */
    @Test
    void downsideIsMeasuredFromTheRiskFreeRate() {
        EquityCurve curve = curve(100, 101, 99.99);
        double target = 0.02 / 252;
        double downside = Math.sqrt(Math.pow(0.01 + target, 2) / 2) * Math.sqrt(252);

        assertThat(returns(basis(Basis.Formulas.NIGHTJAR, "2"), curve).sortino())
                .isCloseTo(BigDecimal.valueOf(-0.02 / downside), within(decimal("0.000001")));
    }

    @Test
    void whatIsUndefinedIsNull() {
        Basis basis = basis(Basis.Formulas.NIGHTJAR, "0");

        ReturnStatistics none = returns(basis, curve(100));
        assertThat(none.totalReturn()).isEqualTo(decimal("0.000000"));
        assertThat(none)
                .usingRecursiveComparison()
                .isEqualTo(new ReturnStatistics(
                        decimal("0.000000"), null, null, null, null, null, null, null, null, null, null));
        ReturnStatistics oneDay = returns(basis, curve(100, 101));
        assertThat(oneDay.totalReturn()).isEqualTo(decimal("1.000000"));
        assertThat(oneDay.cagr()).isNull();
        assertThat(oneDay.volatility()).isNull();
        assertThat(oneDay.sharpe()).isNull();
        assertThat(oneDay.sortino()).isNull();
        ReturnStatistics still = returns(basis, curve(100, 100, 100, 100));
        assertThat(still.volatility()).isEqualTo(decimal("0.000000"));
        assertThat(still.sharpe()).isNull();
        assertThat(still.sortino()).isNull();
        assertThat(still.calmar()).isNull();
        ReturnStatistics ruined = returns(basis, curve(100, 50, -10));
        assertThat(ruined.totalReturn()).isEqualTo(decimal("-110.000000"));
        assertThat(ruined.annualReturn()).isNull();
        assertThat(ruined.cagr()).isNull();
        // a part of a debt is no return: a gain would look like a loss
        ReturnStatistics inDebt = returns(basis, curve(1_000, 1_000, -200, 100));
        assertThat(inDebt.valueAtRisk()).isNull();
        assertThat(inDebt.volatility()).isNull();
        assertThat(inDebt.sharpe()).isNull();
        assertThat(inDebt.sortino()).isNull();
    }

    /** Of 21 days the two worst count: 5 % of 21 is more than 1. */
    @Test
    void valueAtRiskIsTheLossOfTheWorstDays() {
        double[] equity = new double[21];
        double value = 1_000;
        for (int day = 0; day < 21; day++) {
            value *= day == 3 ? 0.9 : day == 7 ? 0.96 : 1.001;
            equity[day] = value;
        }
        Basis basis = basis(Basis.Formulas.NIGHTJAR, "0");

        ReturnStatistics figures = returns(basis, curve(1_000, equity));

        assertThat(figures.valueAtRisk()).isCloseTo(decimal("4"), within(decimal("0.00001")));
        assertThat(figures.conditionalValueAtRisk()).isCloseTo(decimal("7"), within(decimal("0.00001")));
    }

    /** Several bars a day: what counts of a day is its end; drawdowns see every bar. */
    @Test
    void oneReturnADayButDrawdownsAtEveryBar() {
        EquityCurve curve = new EquityCurve(
                100 * UNIT,
                List.of(
                        new EquityCurve.Point(MONDAY, 80 * UNIT),
                        new EquityCurve.Point(MONDAY, 110 * UNIT),
                        new EquityCurve.Point(MONDAY.plusDays(1), 121 * UNIT)));
        Basis basis = basis(Basis.Formulas.NIGHTJAR, "0");

        assertThat(ReturnStatistics.returns(basis, curve)).containsExactly(110.0 / 100 - 1, 121.0 / 110 - 1);
        assertThat(DrawdownStatistics.of(basis, curve).percent()).isEqualTo(decimal("20.000000"));
    }

    /** Peak 120 on day 2, lowest 90 on day 4, back on day 6; then 126 to 120 from day 7 on, never back. */
    @Test
    void drawdownsHaveAPeakALowestPointAndARecovery() {
        DrawdownStatistics fall = DrawdownStatistics.of(
                basis(Basis.Formulas.NIGHTJAR, "0"), curve(100, 110, 120, 100, 90, 110, 120, 126, 120, 121, 120));

        assertThat(fall.percent()).isEqualTo(decimal("25.000000"));
        assertThat(fall.money()).isEqualTo(30 * UNIT);
        assertThat(fall.from()).isEqualTo(MONDAY.plusDays(1));
        assertThat(fall.to()).isEqualTo(MONDAY.plusDays(3));
        assertThat(fall.recovered()).isEqualTo(MONDAY.plusDays(5));
        assertThat(fall.days()).isEqualTo(4);
        assertThat(fall.recoveryDays()).isEqualTo(2);
        assertThat(fall.longestDays()).isEqualTo(4);
        assertThat(fall.averageDays()).isEqualTo(decimal("3.500000"));
        // (25 % + 4.761905 %) / 2
        assertThat(fall.averagePercent()).isEqualTo(decimal("14.880952"));
    }

    @Test
    void aDrawdownThatIsNotOverEndsWithTheLastBar() {
        DrawdownStatistics fall =
                DrawdownStatistics.of(basis(Basis.Formulas.NIGHTJAR, "0"), curve(100, 95, 99, 90, 92));

        assertThat(fall.from())
                .as("the starting capital, dated with the first bar")
                .isEqualTo(MONDAY);
        assertThat(fall.percent()).isEqualTo(decimal("10.000000"));
        assertThat(fall.recovered()).isNull();
        assertThat(fall.recoveryDays()).isNull();
        assertThat(fall.days()).isEqualTo(3);
    }

    private static RoundTrip trip(Side side, long quantity, double entry, double exit, LocalDate from, LocalDate to) {
        return new RoundTrip(
                "S",
                1,
                side,
                BigDecimal.valueOf(quantity),
                BigDecimal.valueOf(quantity),
                from.atStartOfDay(ZoneOffset.UTC).toEpochSecond(),
                BigDecimal.valueOf(entry),
                Math.round(entry * quantity * UNIT),
                "signal",
                to.atStartOfDay(ZoneOffset.UTC).toEpochSecond(),
                BigDecimal.valueOf(exit),
                Math.round(exit * quantity * UNIT),
                "signal",
                0,
                0);
    }

    /** +20, -10, +5, -5 of 100 each: money 20, -10, 5, -5; a mean of 2.5 is a third of the mean loss of 7.5. */
    @Test
    void tradesAreJudgedByTheirMoney() {
        List<RoundTrip> trips = List.of(
                trip(Side.BUY, 1, 100, 120, MONDAY, MONDAY.plusDays(1)),
                trip(Side.BUY, 1, 100, 90, MONDAY, MONDAY.plusDays(2)),
                trip(Side.SELL, 1, 100, 95, MONDAY, MONDAY.plusDays(3)),
                trip(Side.SELL, 1, 100, 105, MONDAY, MONDAY.plusDays(2)));

        TradeStatistics figures = TradeStatistics.of(basis(Basis.Formulas.NIGHTJAR, "0"), trips);

        assertThat(figures.tally().winRate()).isEqualTo(decimal("50.000000"));
        assertThat(figures.profitFactor()).isEqualTo(decimal("1.666667"));
        assertThat(figures.tally().expectancy()).isEqualTo(2_500_000);
        assertThat(figures.expectancyRatio()).isEqualTo(decimal("0.333333"));
        assertThat(figures.expectancyPercent()).isEqualTo(decimal("2.500000"));
        assertThat(figures.bestPercent()).isEqualTo(decimal("20.000000"));
        assertThat(figures.worstPercent()).isEqualTo(decimal("-10.000000"));
        // 2 x 2.5 over the root of (17.5^2 + 12.5^2 + 2.5^2 + 7.5^2) / 3
        assertThat(figures.sqn()).isCloseTo(decimal("0.377964"), within(decimal("0.000001")));
        // 0.5 - 0.5 x 7.5 / 12.5
        assertThat(figures.kelly()).isEqualTo(decimal("0.200000"));
        assertThat(figures.tally().averageDurationSeconds()).isEqualTo(decimal("172800.000000"));
    }

    @Test
    void withoutTradesThereIsNothingToSayOfThem() {
        TradeStatistics none = TradeStatistics.of(basis(Basis.Formulas.NIGHTJAR, "0"), List.of());

        assertThat(none)
                .usingRecursiveComparison()
                .ignoringFields("tally")
                .isEqualTo(new TradeStatistics(none.tally(), null, null, null, null, null, null, null, null));
        assertThat(none.tally().winRate()).isNull();
        TradeStatistics one = TradeStatistics.of(
                basis(Basis.Formulas.NIGHTJAR, "0"), List.of(trip(Side.BUY, 1, 100, 120, MONDAY, MONDAY)));
        assertThat(one.sqn()).isNull();
        assertThat(one.profitFactor()).isNull();
        assertThat(one.kelly()).isNull();
        assertThat(one.expectancyRatio()).isNull();
    }

    /** Ten times the difference of its prices, less commissions of 4: its eleven closed trades. */
    @Test
    void backtradersSystemQualityNumber() throws IOException {
        JsonNode published = golden("backtrader-daily-sma-cross").get("published");
        List<RoundTrip> trips = new ArrayList<>();
        for (int trade = 0; trade < published.get("sqn_trades").asInt(); trade++) {
            double pnl = 10
                            * (published.get("sell_exec").get(trade).asDouble()
                                    - published.get("buy_exec").get(trade).asDouble())
                    - 4;
            trips.add(trip(Side.BUY, 1, 10_000, 10_000 + pnl, MONDAY, MONDAY));
        }

        assertThat(TradeStatistics.of(basis(Basis.Formulas.BACKTRADER, "0"), trips)
                        .sqn())
                .isEqualTo(new BigDecimal(published.get("sqn_first_14_chars").asString())
                        .setScale(6, RoundingMode.HALF_EVEN));
    }

    /**
     * What backtesting.py calls Beta is the slope of logarithmic returns against those of the share's own closes, and its Alpha a
     * difference of whole returns, not of a year: with buy and hold from the close of the first bar on which both means are known, the 30th.
     */
    @Test
    void alphaAndBetaOfBacktestingPyAreMeasuredOnTheClosesOfTheShare() throws IOException {
        JsonNode golden = golden("backtestingpy-goog-sma-cross");
        List<String> rows =
                Files.readAllLines(GOLDEN.resolve("backtestingpy-goog-sma-cross/data/backtesting/test/GOOG.csv"));
        double[] closes = rows.stream()
                .skip(1)
                .mapToDouble(row -> Double.parseDouble(row.split(",")[4]))
                .toArray();
        double[] equity = new double[closes.length];
        Arrays.fill(equity, 10_000);
        for (JsonNode trade : golden.get("run_here").get("trades")) {
            for (int bar = trade.get(1).asInt(); bar < equity.length; bar++) {
                double price =
                        bar < trade.get(2).asInt() ? closes[bar] : trade.get(4).asDouble();
                equity[bar] += trade.get(0).asDouble() * (price - trade.get(3).asDouble());
            }
        }
        JsonNode published = golden.get("published_statistics");

        double beta = Moments.slope(logarithmic(equity), logarithmic(closes));
        double held = 100 * (closes[closes.length - 1] / closes[29] - 1);
        double made = 100 * (equity[equity.length - 1] / equity[0] - 1);

        assertThat(beta).isCloseTo(Double.parseDouble(published.get("Beta").asString()), within(1e-9));
        assertThat(held)
                .isCloseTo(
                        Double.parseDouble(
                                published.get("Buy & Hold Return [%]").asString()),
                        within(1e-9));
        assertThat(made - beta * held)
                .isCloseTo(Double.parseDouble(published.get("Alpha [%]").asString()), within(1e-6));
    }

    private static double[] logarithmic(double[] values) {
        return IntStream.range(1, values.length)
                .mapToDouble(place -> Math.log(values[place] / values[place - 1]))
                .toArray();
    }

    /** Its equity, made here from the trades it lists and the closes: all figures it publishes of equity and trades. */
    @Test
    void publishedFiguresOfBacktestingPy() throws IOException {
        JsonNode golden = golden("backtestingpy-goog-sma-cross");
        List<String> rows =
                Files.readAllLines(GOLDEN.resolve("backtestingpy-goog-sma-cross/data/backtesting/test/GOOG.csv"));
        List<RoundTrip> trips = new ArrayList<>();
        double[] equity = new double[rows.size() - 1];
        Arrays.fill(equity, 10_000);
        for (JsonNode trade : golden.get("run_here").get("trades")) {
            double size = trade.get(0).asDouble();
            double entry = trade.get(3).asDouble();
            double exit = trade.get(4).asDouble();
            for (int bar = trade.get(1).asInt(); bar < equity.length; bar++) {
                double price = bar < trade.get(2).asInt()
                        ? Double.parseDouble(rows.get(bar + 1).split(",")[4])
                        : exit;
                equity[bar] += size * (price - entry);
            }
            trips.add(trip(
                    size > 0 ? Side.BUY : Side.SELL,
                    Math.round(Math.abs(size)),
                    entry,
                    exit,
                    LocalDate.parse(trade.get(7).asString()),
                    LocalDate.parse(trade.get(8).asString())));
        }
        List<EquityCurve.Point> points = new ArrayList<>();
        for (double value : equity) {
            points.add(new EquityCurve.Point(
                    LocalDate.parse(rows.get(points.size() + 1).split(",")[0]), Math.round(value * 100) * UNIT / 100));
        }
        EquityCurve curve = new EquityCurve(10_000 * UNIT, points);
        Basis basis = basis(Basis.Formulas.BACKTESTING_PY, "0");
        DrawdownStatistics falls = DrawdownStatistics.of(basis, curve);
        ReturnStatistics returns = ReturnStatistics.of(basis, curve, falls.fraction());
        TradeStatistics trades = TradeStatistics.of(basis, trips);

        Map<String, @Nullable BigDecimal> ours = Map.ofEntries(
                Map.entry("Return [%]", returns.totalReturn()),
                Map.entry("Return (Ann.) [%]", some(returns.annualReturn())),
                Map.entry("CAGR [%]", some(returns.cagr())),
                Map.entry("Volatility (Ann.) [%]", some(returns.volatility())),
                Map.entry("Sharpe Ratio", some(returns.sharpe())),
                Map.entry("Sortino Ratio", some(returns.sortino())),
                Map.entry("Calmar Ratio", some(returns.calmar())),
                Map.entry("Max. Drawdown [%]", falls.percent().negate()),
                Map.entry("Avg. Drawdown [%]", some(falls.averagePercent()).negate()),
                Map.entry("# Trades", BigDecimal.valueOf(trades.tally().trades())),
                Map.entry("Win Rate [%]", some(trades.tally().winRate())),
                Map.entry("Best Trade [%]", some(trades.bestPercent())),
                Map.entry("Worst Trade [%]", some(trades.worstPercent())),
                Map.entry("Avg. Trade [%]", some(trades.averagePercent())),
                Map.entry("Profit Factor", some(trades.profitFactor())),
                Map.entry("Expectancy [%]", some(trades.expectancyPercent())),
                Map.entry("SQN", some(trades.sqn())),
                Map.entry("Kelly Criterion", some(trades.kelly())),
                Map.entry("Equity Final [$]", Ratios.money(curve.last())),
                Map.entry("Equity Peak [$]", Ratios.money(curve.highest())));
        JsonNode published = golden.get("published_statistics");
        ours.forEach((name, figure) -> assertThat(figure)
                .as(name)
                .isCloseTo(new BigDecimal(published.get(name).asString()), within(decimal("0.0000006"))));
        assertThat(falls.longestDays() + " days 00:00:00")
                .isEqualTo(published.get("Max. Drawdown Duration").asString());
        assertThat(falls.averageDays() + " days 00:00:00")
                .isEqualTo(published.get("Avg. Drawdown Duration").asString());
    }

    private static BigDecimal some(@Nullable BigDecimal figure) {
        return Objects.requireNonNull(figure);
    }

    private static JsonNode golden(String name) throws IOException {
        Path file = GOLDEN.resolve(name).resolve("expected.json");
        Assumptions.assumeTrue(Files.exists(file), "golden data is not here: " + file);
        return new JsonMapper().readTree(Files.readString(file));
    }
}
