package dev.nightjar.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.market.Side;
import dev.nightjar.simulation.Ledger;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripsTest {

    private static final long UNIT = LedgerFixture.UNIT;

    private static List<RoundTrip> closed(LedgerFixture account) {
        Ledger ledger = account.ledger();
        RoundTrips.Paired paired = RoundTrips.of(ledger);
        Reconciliation.of(ledger, paired);
        return paired.closed();
    }

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }

    /** Not the last bought of any symbol: A bought at 100 and B at 50, A sold at 110 and B at 60 are two wins. */
    @Test
    void symbolsAreNotMixed() {
        List<RoundTrip> trips = closed(new LedgerFixture(1_000, "A", "B")
                .buy("A", 1, 100)
                .endOfDay()
                .buy("B", 1, 50)
                .endOfDay()
                .sell("A", 1, 110)
                .endOfDay()
                .sell("B", 1, 60)
                .endOfDay());

        assertThat(trips).extracting(RoundTrip::symbol).containsExactly("A", "B");
        assertThat(trips).extracting(RoundTrip::pnl).containsExactly(10 * UNIT, 10 * UNIT);
        assertThat(TradeStatistics.tally(trips).winRate()).isEqualTo(decimal("100.000000"));
    }

    /** 10 at 100 and 10 at 120; 15 sold at 110: ten of the first make 100, five of the second lose 50. */
    @Test
    void theFirstBoughtAreTheFirstSold() {
        LedgerFixture account = new LedgerFixture(10_000)
                .buy("A", 10, 100)
                .endOfDay()
                .buy("A", 10, 120)
                .endOfDay()
                .sell("A", 15, 110)
                .close("A", 115);
        List<RoundTrip> trips = closed(account);

        assertThat(trips).extracting(RoundTrip::quantity).containsExactly(decimal("1E+1"), decimal("5"));
        assertThat(trips).extracting(RoundTrip::pnl).containsExactly(100 * UNIT, -50 * UNIT);
        assertThat(RoundTrips.of(account.ledger()).open().get("A"))
                .singleElement()
                .satisfies(lot -> {
                    assertThat(lot.quantity()).isEqualByComparingTo("5");
                    assertThat(lot.entryValue()).isEqualTo(600 * UNIT);
                });
    }

    /** Fees of 1.000001 for three shares: 0.333334 (half-even of 0.333333666…), then 0.333333 or 0.333334, and the rest. */
    @Test
    void partsOfFeesAddUpToTheFee() {
        List<RoundTrip> trips = closed(new LedgerFixture(1_000)
                .trade("A", Side.BUY, 3, 100, 1_000_001)
                .endOfDay()
                .trade("A", Side.SELL, 1, 100, 7)
                .endOfDay()
                .trade("A", Side.SELL, 1, 100, 7)
                .endOfDay()
                .trade("A", Side.SELL, 1, 100, 7)
                .endOfDay());

        assertThat(trips).hasSize(3);
        assertThat(trips.stream().mapToLong(RoundTrip::entryFees)).containsExactly(333_334L, 333_334L, 333_333L);
        assertThat(trips.stream().mapToLong(RoundTrip::exitFees)).containsExactly(7L, 7L, 7L);
        assertThat(trips.stream().mapToLong(RoundTrip::pnl).sum()).isEqualTo(-1_000_022);
    }

    /** One sale of two parts: its fee of 5 is shared 2 (half-even of 2.5) and 3. */
    @Test
    void oneExitOfTwoEntriesSharesItsFees() {
        List<RoundTrip> trips = closed(new LedgerFixture(1_000)
                .buy("A", 1, 100)
                .endOfDay()
                .buy("A", 1, 101)
                .endOfDay()
                .trade("A", Side.SELL, 2, 100, 5)
                .endOfDay());

        assertThat(trips.stream().mapToLong(RoundTrip::exitFees)).containsExactly(2L, 3L);
    }

    @Test
    void shortsGainWhenPricesFall() {
        List<RoundTrip> trips = closed(new LedgerFixture(1_000)
                .sell("A", 5, 100)
                .close("A", 95)
                .buy("A", 5, 90)
                .endOfDay());

        assertThat(trips).singleElement().satisfies(trip -> {
            assertThat(trip.side()).isEqualTo(Side.SELL);
            assertThat(trip.pnl()).isEqualTo(50 * UNIT);
            assertThat(trip.pnlPercent()).isEqualTo(decimal("10.000000"));
        });
    }

    /** Long 5, then 8 sold: five close, three are a short. */
    @Test
    void whatIsSoldBeyondTheHoldingOpensAShort() {
        LedgerFixture account = new LedgerFixture(1_000)
                .buy("A", 5, 100)
                .endOfDay()
                .trade("A", Side.SELL, 8, 110, 8)
                .close("A", 110)
                .buy("A", 3, 100)
                .endOfDay();
        List<RoundTrip> trips = closed(account);

        assertThat(trips).extracting(RoundTrip::side).containsExactly(Side.BUY, Side.SELL);
        assertThat(trips.stream().mapToLong(RoundTrip::pnl)).containsExactly(50 * UNIT - 5, 30 * UNIT - 3);
    }

    /** 10 at 100 become 50; sold at 22 they make 100. */
    @Test
    void aSplitChangesHowManySharesNotWhatTheyCost() {
        List<RoundTrip> trips = closed(new LedgerFixture(1_000)
                .buy("A", 10, 100)
                .endOfDay()
                .split("A", 5, 1, 0)
                .endOfDay()
                .sell("A", 50, 22)
                .endOfDay());

        assertThat(trips).singleElement().satisfies(trip -> {
            assertThat(trip.quantity()).isEqualByComparingTo("50");
            assertThat(trip.entryQuantity()).isEqualByComparingTo("10");
            assertThat(trip.entryPrice()).isEqualByComparingTo("100");
            assertThat(trip.pnl()).isEqualTo(100 * UNIT);
        });
    }

    /** 7 at 100, one for two: 3 and a half; the half is paid with 105 and cost 100; the rest cost 600. */
    @Test
    void theFractionASplitLeavesIsAnExit() {
        LedgerFixture account = new LedgerFixture(1_000)
                .buy("A", 7, 100)
                .endOfDay()
                .split("A", 1, 2, 105 * UNIT)
                .endOfDay()
                .sell("A", 3, 210)
                .endOfDay();
        List<RoundTrip> trips = closed(account);

        assertThat(trips).hasSize(2);
        assertThat(trips.get(0).exitReason()).isEqualTo("split");
        assertThat(trips.get(0).quantity()).isEqualTo(decimal("0.5"));
        assertThat(trips.get(0).exitPrice()).isEqualByComparingTo("210");
        assertThat(trips.get(0).pnl()).isEqualTo(5 * UNIT);
        assertThat(trips.get(1).pnl()).isEqualTo(30 * UNIT);
    }

    /** One share, one for ten: nothing is left but money. */
    @Test
    void aSplitCanLeaveNothingButMoney() {
        List<RoundTrip> trips = closed(new LedgerFixture(1_000)
                .buy("A", 1, 100)
                .endOfDay()
                .split("A", 1, 10, 90 * UNIT)
                .endOfDay());

        assertThat(trips).singleElement().satisfies(trip -> {
            assertThat(trip.quantity()).isEqualTo(decimal("0.1"));
            assertThat(trip.pnl()).isEqualTo(-10 * UNIT);
        });
    }

    /** Two lots of 3, one for two: one and a half each, three together; two sold are one and a half and a half. */
    @Test
    void lotsMayHoldFractionsThatAreWholeTogether() {
        List<RoundTrip> trips = closed(new LedgerFixture(1_000)
                .buy("A", 3, 10)
                .endOfDay()
                .buy("A", 3, 20)
                .endOfDay()
                .split("A", 1, 2, 0)
                .endOfDay()
                .sell("A", 2, 40)
                .close("A", 40));

        assertThat(trips).extracting(RoundTrip::quantity).containsExactly(decimal("1.5"), decimal("0.5"));
        // 60 - 30, and 20 - 20
        assertThat(trips.stream().mapToLong(RoundTrip::pnl)).containsExactly(30 * UNIT, 0L);
    }

    @Test
    void dividendsAreNoTrades() {
        LedgerFixture account = new LedgerFixture(1_000)
                .buy("A", 10, 50)
                .close("A", 50)
                .dividend("A", 20 * UNIT)
                .close("A", 48);
        Ledger ledger = account.ledger();

        Reconciliation told = Reconciliation.of(ledger, RoundTrips.of(ledger));

        assertThat(told).isEqualTo(new Reconciliation(1_000 * UNIT, 1_000 * UNIT, 0, 20 * UNIT, -20 * UNIT));
    }

    @Test
    void moneyThatAppearsIsNoticed() {
        Ledger ledger = new LedgerFixture(1_000)
                .buy("A", 1, 50)
                .close("A", 50)
                .miscount(1)
                .close("A", 50)
                .ledger();

        assertThatThrownBy(() -> Reconciliation.of(ledger, RoundTrips.of(ledger)))
                .isInstanceOf(InconsistentLedgerException.class)
                .hasMessageContaining("cash of 950.000001", "950.000000");
    }

    @Test
    void sharesThatVanishAreNoticed() {
        Ledger right = new LedgerFixture(1_000).buy("A", 2, 50).close("A", 50).ledger();
        Ledger wrong = new Ledger(
                right.zone(),
                right.symbols(),
                right.capital(),
                right.fills(),
                right.flows(),
                right.skips(),
                right.equity(),
                List.of(),
                right.warnings(),
                right.dropped());

        assertThatThrownBy(() -> Reconciliation.of(wrong, RoundTrips.of(wrong)))
                .isInstanceOf(InconsistentLedgerException.class)
                .hasMessageContaining("bought and sold are {A=2}, but open at the end {}");
    }

    /** Whatever is traded, the trades, dividends and what is open explain the equity exactly. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theEquityIsExplained(long seed) {
        Random random = new Random(seed);
        LedgerFixture account = new LedgerFixture(1_000_000);
        long held = 0;
        double price = 100;
        for (int day = 0; day < 60; day++) {
            price = Math.max(1, price + random.nextInt(11) - 5);
            int choice = random.nextInt(10);
            if (choice < 4) {
                long quantity = 1L + random.nextInt(9);
                account.trade("A", Side.BUY, quantity, price, random.nextInt(1000));
                held += quantity;
            } else if (choice < 8) {
                long quantity = 1L + random.nextInt(9);
                account.trade("A", Side.SELL, quantity, price, random.nextInt(1000));
                held -= quantity;
            } else if (choice == 8 && held > 0) {
                long oldShares = 1L + random.nextInt(3);
                long newShares = 1L + random.nextInt(3);
                account.split("A", newShares, oldShares, held * newShares % oldShares == 0 ? 0 : 12_345);
                held = held * newShares / oldShares;
            } else if (held > 0) {
                account.dividend("A", 777);
            }
            account.close("A", price);
        }

        List<RoundTrip> trips = closed(account);

        assertThat(trips).isNotEmpty();
    }
}
