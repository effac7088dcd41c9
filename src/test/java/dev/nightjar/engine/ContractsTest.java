package dev.nightjar.engine;

import static dev.nightjar.engine.TestGraph.leg;
import static dev.nightjar.engine.TestGraph.points;
import static dev.nightjar.engine.TestGraph.stop;
import static dev.nightjar.engine.TestGraph.stopLoss;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.OptionType;
import dev.nightjar.market.Side;
import dev.nightjar.market.TestDay;
import dev.nightjar.strategy.ContractChoice;
import dev.nightjar.strategy.ExpiryChoice;
import dev.nightjar.strategy.OrderTerms;
import dev.nightjar.strategy.Protections;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which contract a leg trades. */
class ContractsTest {

    private static final String NEAR = "NIFTY:2024-10-31:FUT";
    private static final String FAR = "NIFTY:2024-11-28:FUT";

    private static Instrument future(String symbol) {
        return new Instrument(
                symbol,
                InstrumentKind.FUTURE,
                "NFO",
                "NIFTY",
                LocalDate.parse(symbol.substring(6, 16)),
                null,
                null,
                25,
                0,
                2);
    }

    private static Instrument stock(String symbol) {
        return new Instrument(symbol, InstrumentKind.STOCK, "NSE", null, null, null, null, 1, 0, 2);
    }

    private static List<String> run(TestDay day, String trading, ContractChoice choice, OrderTerms order) {
        return new TestGraph(leg("leg", Side.BUY, choice, order, Protections.NONE))
                .trading(trading)
                .squareOffAt("15:00:00")
                .run(day);
    }

    private static List<String> run(TestDay day, String trading, ContractChoice choice) {
        return run(day, trading, choice, OrderTerms.MARKET);
    }

    private static ContractChoice option(String strike) {
        return new ContractChoice.Option(OptionType.CE, new ExpiryChoice('W', 0), 0, new BigDecimal(strike));
    }

    @Test
    void aFixedStrikeIsTradedWhereverTheUnderlyingIs() {
        TestDay day = new TestDay()
                .withOption(24300, OptionType.CE)
                .withTicks("09:15:00 NIFTY 23000", "09:15:00 " + TestDay.option(24300, OptionType.CE) + " 7");
        assertThat(run(day, "NIFTY", option("24300.0")))
                .first()
                .asString()
                .endsWith("opened l0#1 BUY 75@700 under 2300000");
        assertThat(run(day, "NIFTY", option("24301")))
                .first()
                .asString()
                .endsWith("entry_skipped n2 re0 skipped l0 no_contract");
    }

    @Test
    void aFixedStrikeNeedsNoStrikeInterval() {
        TestDay day = new TestDay().with(stock("ACME")).withTicks("09:15:00 ACME 100");
        assertThat(run(day, "ACME", option("100"))).first().asString().endsWith("skipped l0 no_contract");
        assertThat(run(day, "ACME", ContractChoice.option(OptionType.CE, 'W', 0, 0)))
                .containsExactly("failed no strike interval is known for ACME");
    }

    @Test
    void futuresAreThoseOfTheDay() {
        TestDay day = new TestDay()
                .with(future(NEAR))
                .with(future(FAR))
                .withTicks("09:15:00 NIFTY 24250", "09:15:00 " + NEAR + " 24270", "09:15:00 " + FAR + " 24390");
        assertThat(run(day, "NIFTY", new ContractChoice.Future(new ExpiryChoice('M', 0))))
                .first()
                .asString()
                .contains("75@2427000");
        assertThat(run(day, "NIFTY", new ContractChoice.Future(new ExpiryChoice('M', 1))))
                .first()
                .asString()
                .contains("75@2439000");
        assertThat(run(day, "NIFTY", new ContractChoice.Future(new ExpiryChoice('M', 2))))
                .first()
                .asString()
                .endsWith("skipped l0 no_contract");
    }

    @Test
    void aStockIsTheTradingInstrumentAndATickOfItsOwnIsTheUnderlyingsPrice() {
        TestDay day = new TestDay()
                .with(stock("ACME"))
                .withTicks("09:15:00 ACME 100", "09:15:00.5 ACME 101", "09:15:01 ACME 104", "09:15:02 ACME 90");
        assertThat(run(day, "ACME", new ContractChoice.Stock()))
                .first()
                .asString()
                .endsWith("opened l0#1 BUY 75@10100 under 10100");
        assertThat(run(day, "ACME", new ContractChoice.Stock(), stop("103")))
                .contains("3<2 09:15:01 order_filled n2 opened l0#1 BUY 75@10400 under 10400");
        assertThat(new TestGraph(leg(
                                "leg", Side.BUY, new ContractChoice.Stock(), OrderTerms.MARKET, stopLoss(points("5"))))
                        .trading("ACME")
                        .run(day))
                .contains("3<2 09:15:02 protection_hit n2 hit l0 stop_loss 9600 closed l0#1 @9000 profit -825000000");
    }

    @Test
    void anIndexCannotBeTraded() {
        TestDay day = new TestDay().withTicks("09:15:00 NIFTY 24250");
        assertThat(run(day, "NIFTY", new ContractChoice.Stock()))
                .containsExactly("failed NIFTY is an index, which cannot be traded");
    }
}
