package dev.nightjar.outcome;

import static dev.nightjar.outcome.TellingFixture.ENTRY;
import static dev.nightjar.outcome.TellingFixture.EXIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.engine.DayJournal;
import dev.nightjar.engine.DayJournal.EventKind;
import dev.nightjar.engine.DayJournal.ExitReason;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures by hand, and tellings that cannot be true. */
class StrategyResultTest {

    private static final int NONE = DayJournal.NONE;

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }

    private static Metrics.OnCapital onCapital(TellingFixture told, long capital) {
        Metrics.OnCapital onCapital = told.result(capital).metrics().onCapital();
        if (onCapital == null) {
            throw new AssertionError("no figures on capital");
        }
        return onCapital;
    }

    /** Of +300, -150, 0 and -75: 75 in all; wins 300, losses 225; 300 / 225 = 1.333333; -225 / 2 = -112.5; 75 / 4 = 18.75. */
    @Test
    void countsAndAverages() {
        Tally tally = new TellingFixture()
                .trades(300, -150, 0, -75)
                .result()
                .metrics()
                .total();
        assertThat(tally.trades()).isEqualTo(4);
        assertThat(tally.winning()).isEqualTo(1);
        assertThat(tally.losing()).isEqualTo(2);
        assertThat(tally.breakeven()).isEqualTo(1);
        assertThat(tally.winRate()).isEqualTo(decimal("25.000000"));
        assertThat(tally.pnl()).isEqualTo(75_000_000);
        assertThat(tally.grossProfit()).isEqualTo(300_000_000);
        assertThat(tally.grossLoss()).isEqualTo(-225_000_000);
        assertThat(tally.profitFactor()).isEqualTo(decimal("1.333333"));
        assertThat(tally.averageWin()).isEqualTo(300_000_000);
        assertThat(tally.averageLoss()).isEqualTo(-112_500_000);
        assertThat(tally.largestWin()).isEqualTo(300_000_000);
        assertThat(tally.largestLoss()).isEqualTo(-150_000_000);
        assertThat(tally.expectancy()).isEqualTo(18_750_000);
        assertThat(tally.reEntries()).isEqualTo(3);
        assertThat(tally.averageDurationSeconds()).isEqualTo(decimal("30.000000"));
    }

    /** Realised 300, 150, 375 | 225, 75: the peak of 375 falls to 75, by 300; the second day alone falls from 0 to -300. */
    @Test
    void drawdownRunsAcrossDaysAndStartsAnewInEach() {
        Metrics metrics = new TellingFixture()
                .trades(300, -150, 225)
                .nextDay()
                .trades(-150, -150)
                .result()
                .metrics();
        assertThat(metrics.maxDrawdown()).isEqualTo(300_000_000);
        assertThat(metrics.days()).extracting(Metrics.Day::maxDrawdown).containsExactly(150_000_000L, 300_000_000L);
        assertThat(metrics.days())
                .extracting(Metrics.Day::maxDrawdownMarked)
                .containsExactly(150_000_000L, 300_000_000L);
    }

    /** Marks 0 -> +900 -> +75 fall by 825, which no realised figure shows. */
    @Test
    void markedDrawdownSeesWhatWasNotRealised() {
        TellingFixture told = new TellingFixture();
        told.begin(EventKind.NODE_COMPLETED, "09:19:00", ENTRY, NONE)
                .opened(0, 1, "09:19:00", 18160, 0)
                .end();
        told.journal().mark(4, 900_000_000);
        told.begin(EventKind.NODE_COMPLETED, "09:21:00", EXIT, 0)
                .closed(0, 1, "09:21:00", 18060, 75_000_000, ExitReason.EXIT_CONDITION_MET)
                .end();
        told.journal().mark(6, 75_000_000);
        Metrics metrics = told.result().metrics();
        assertThat(metrics.maxDrawdown()).isZero();
        assertThat(metrics.maxDrawdownMarked()).isEqualTo(825_000_000);
    }

    /**
     * By hand, on 15,000: r = 0.02, -0.01, 0.05. Sum 0.06, mean 0.02; squared deviations 0, 0.0009, 0.0009, so the sample
     * deviation is 0.03. Return 6; annual 6 x 252 / 3 = 504; volatility 3 x 15.8745078664 = 47.623524; sharpe 2/3 x 15.8745...
     * = 10.583005; downside sqrt(0.0001 / 3) = 0.0057735, sortino 3.4641016 x 15.8745... = 54.990908; drawdown 150 is 1.
     */
    @Test
    void ratiosOnCapital() {
        Metrics.OnCapital figures = onCapital(
                new TellingFixture()
                        .trades(300)
                        .nextDay()
                        .trades(-150)
                        .nextDay()
                        .trades(750),
                15_000);
        assertThat(figures)
                .isEqualTo(new Metrics.OnCapital(
                        decimal("6.000000"),
                        decimal("504.000000"),
                        decimal("47.623524"),
                        decimal("10.583005"),
                        decimal("54.990908"),
                        decimal("1.000000")));
    }

    /** Seven times 0.3 is where a mean of plain sums misses 0.3, and a plain deviation is not 0. */
    @Test
    void equalReturnsHaveNoSharpeRatio() {
        TellingFixture told = new TellingFixture().trades(300);
        for (int day = 1; day < 7; day++) {
            told.nextDay().trades(300);
        }
        Metrics.OnCapital figures = onCapital(told, 1000);
        assertThat(figures.volatility()).isEqualTo(decimal("0.000000"));
        assertThat(figures.sharpe()).isNull();
        assertThat(figures.sortino()).isNull();
        assertThat(figures.totalReturn()).isEqualTo(decimal("210.000000"));
    }

    @Test
    void oneDayHasAReturnButNoDeviation() {
        assertThat(onCapital(new TellingFixture().trades(-300), 15_000))
                .isEqualTo(new Metrics.OnCapital(decimal("-2.000000"), null, null, null, null, decimal("2.000000")));
    }

    @Test
    void withoutCapitalThereAreNoReturns() {
        assertThat(new TellingFixture().trades(300).result().metrics().onCapital())
                .isNull();
    }

    @Test
    void capitalMustBePositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TellingFixture().result(0))
                .withMessage("capital must be positive, was 0 x 10^-6");
    }

    @Test
    void averagesRoundHalfEvenToMoneyBeforeTheyArePrinted() {
        assertThat(new TellingFixture()
                        .trades(75, 75, -75)
                        .result()
                        .metrics()
                        .total()
                        .expectancy())
                .isEqualTo(25_000_000);
        assertThat(new TellingFixture()
                        .trades(75, 75, 0)
                        .result()
                        .metrics()
                        .total()
                        .expectancy())
                .isEqualTo(50_000_000);
        assertThat(new TellingFixture()
                        .trades(75, 0, 0, 0, 0, 0, 0)
                        .result()
                        .metrics()
                        .total()
                        .expectancy())
                .as("75 / 7 = 10.7142857")
                .isEqualTo(10_714_286);
    }

    @Test
    void aFailedDayKeepsWhatHappenedAndMayLeaveAPositionOpen() {
        TellingFixture told = new TellingFixture().trades(300);
        told.begin(EventKind.NODE_COMPLETED, "11:00:00", ENTRY, NONE)
                .opened(1, 1, "11:00:00", 100, 0)
                .end();
        told.journal().mark(105, 100_000_000);
        told.journal().failed("overflow");
        StrategyResult result = told.nextDay().trades(75).result();
        assertThat(result.positions()).hasSize(3);
        assertThat(result.positions().get(1).lastExit()).isNull();
        assertThat(result.metrics().total().pnl()).isEqualTo(375_000_000);
        assertThat(result.metrics().days())
                .extracting(Metrics.Day::failedReason)
                .containsExactly("overflow", null);
    }

    @Test
    void aMarkThatIsNotTheSumOfTheTradesIsRefused() {
        TellingFixture told = new TellingFixture().trades(300);
        told.journal().mark(300, 299_999_999);
        assertThatThrownBy(told::result)
                .isInstanceOf(InconsistentResultException.class)
                .hasMessage("user-1/strategy-1/broker-1/1.5 on 2024-10-29: the trades' profits sum to 300.000000, "
                        + "but the day's last mark is 299.999999");
    }

    @Test
    void aProfitThatItsFillsDoNotMakeIsRefused() {
        TellingFixture told = opened();
        told.begin(EventKind.NODE_COMPLETED, "09:21:00", EXIT, 0)
                .closed(0, 1, "09:21:00", 18060, 75_000_001, ExitReason.EXIT_CONDITION_MET)
                .end();
        told.journal().mark(6, 75_000_001);
        assertRefused(told, "event 1 closes pos1-20241029-r0 with a profit of 75.000001, but its fills make 75.000000");
    }

    @Test
    void aCloseMustMatchAnOpenTransaction() {
        TellingFixture none = new TellingFixture();
        none.begin(EventKind.NODE_COMPLETED, "09:21:00", EXIT, NONE)
                .closed(1, 1, "09:21:00", 18060, 0, ExitReason.EXIT_CONDITION_MET)
                .end();
        assertRefused(none, "event 0 closes pos2, which is not open");

        TellingFixture other = opened();
        other.begin(EventKind.NODE_COMPLETED, "09:21:00", EXIT, 0)
                .closed(0, 2, "09:21:00", 18060, 75_000_000, ExitReason.EXIT_CONDITION_MET)
                .end();
        assertRefused(other, "event 1 closes 75 of pos1 number 2, but 75 of number 1 are open");
    }

    @Test
    void anOpenPositionAtTheEndOfADayIsRefused() {
        assertRefused(opened(), "pos1-20241029-r0 is still open at the day's end");
    }

    @Test
    void aSecondEntryWhileOneIsOpenIsRefused() {
        TellingFixture told = opened();
        told.begin(EventKind.NODE_COMPLETED, "09:21:00", ENTRY, NONE)
                .opened(0, 2, "09:21:00", 18160, 0)
                .end();
        assertRefused(told, "event 1 opens pos1, of which pos1-20241029-r0 is open");
    }

    @Test
    void placesThatDoNotExistAreRefused() {
        assertRefused(
                new TellingFixture().event(EventKind.NODE_COMPLETED, "09:15:00", 7, NONE),
                "event 0 (node_completed) is of node 7 of 7");
        assertRefused(
                new TellingFixture().event(EventKind.SESSION_END, "15:30:00", 0, NONE),
                "event 0 (session_end) is of node 0 of 7");
        TellingFixture told = new TellingFixture();
        told.begin(EventKind.SESSION_END, "15:30:00", NONE, NONE);
        told.journal().cancelled(1, false);
        told.end();
        assertRefused(told, "event 0 cancels an order of pos2, which has none resting");
    }

    @Test
    void daysMustAscend() {
        TellingFixture told = new TellingFixture().nextDay();
        List<DayRecord> days = List.of(told.days().get(1), told.days().get(0));
        assertThatThrownBy(() -> StrategyResult.of(TellingFixture.instance("NSE"), null, days))
                .hasMessage("user-1/strategy-1/broker-1/1.5 on 2024-10-29: the day comes after 2024-10-30");
    }

    private static TellingFixture opened() {
        return new TellingFixture()
                .begin(EventKind.NODE_COMPLETED, "09:19:00", ENTRY, NONE)
                .opened(0, 1, "09:19:00", 18160, 0)
                .end();
    }

    private static void assertRefused(TellingFixture told, String message) {
        assertThatThrownBy(told::result)
                .isInstanceOf(InconsistentResultException.class)
                .hasMessage("user-1/strategy-1/broker-1/1.5 on 2024-10-29: " + message);
    }
}
