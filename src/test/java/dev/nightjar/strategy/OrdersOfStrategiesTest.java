package dev.nightjar.strategy;

import static dev.nightjar.strategy.TradeLayoutReaderTest.BASE;
import static dev.nightjar.strategy.TradeLayoutReaderTest.LEG;
import static dev.nightjar.strategy.TradeLayoutReaderTest.read;
import static dev.nightjar.strategy.TradeLayoutReaderTest.strategy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.OptionType;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What strategies may say of contracts, orders, protections and exits; what they may not say, TradeLayoutReaderTest tells. */
class OrdersOfStrategiesTest {

    static final String DETAILS = ",\n  'optionDetails':{'optionType':'PE','strikeType':'OTM2','expiry':'W1'}";
    private static final String EXIT_ORDER = "/nodes/4/data/exitNodeData/";

    @ParameterizedTest
    @CsvSource({"intraday, false, false", "positional, true, true", "delivery, true, true", "carryforward, true, true"})
    void positionsOfPositionalStrategiesAreKeptOvernight(String type, boolean positional, boolean overnight) {
        Strategy strategy = strategy(BASE.replace("'exchange'", "'strategyType':'" + type + "','exchange'"));

        assertThat(strategy.positional()).isEqualTo(positional);
        assertThat(strategy.legs().get(0).overnight()).isEqualTo(overnight);
    }

    @Test
    void isIntradayAndEvaluatedEachSecondUnlessItSaysOtherwise() {
        assertThat(strategy(BASE).positional()).isFalse();
        assertThat(strategy(BASE).evaluation()).isEqualTo(Evaluation.SECOND);
        assertThat(strategy(BASE.replace("'exchange'", "'evaluation':'second','exchange'"))
                        .evaluation())
                .isEqualTo(Evaluation.SECOND);
        assertThat(strategy(BASE.replace("'exchange'", "'evaluation':'tick','exchange'"))
                        .evaluation())
                .isEqualTo(Evaluation.TICK);
    }

    @ParameterizedTest
    @CsvSource({"intraday, false", "delivery, true", "carryforward, true"})
    void aLegOfAPositionalStrategySaysHowLongItIsKept(String product, boolean overnight) {
        assertThat(strategy(positional(withLeg("'productType':'" + product + "'")))
                        .legs()
                        .get(0)
                        .overnight())
                .isEqualTo(overnight);
    }

    static List<Arguments> contracts() {
        ExpiryChoice nearest = new ExpiryChoice('M', 0);
        return List.of(
                Arguments.of(
                        "'type':'options','optionDetails':{'optionType':'CE','strikeType':'ITM99','expiry':'Q3'}",
                        ContractChoice.option(OptionType.CE, 'Q', 3, -99)),
                Arguments.of(
                        "'optionDetails':{'optionType':'CE','strikeValue':24500.50,'expiry':'W0'}",
                        new ContractChoice.Option(
                                OptionType.CE, new ExpiryChoice('W', 0), 0, new BigDecimal("24500.5"))),
                Arguments.of(
                        "'optionDetails':{'optionType':'PE','strikeType':'FIXED','strikeValue':24450,'expiry':'Y1'}",
                        new ContractChoice.Option(OptionType.PE, new ExpiryChoice('Y', 1), 0, new BigDecimal("24450"))),
                Arguments.of(
                        "'optionDetails':{'optionType':'PE','strikeType':'ATM','strikeValue':null,'expiry':'W1'}",
                        ContractChoice.option(OptionType.PE, 'W', 1, 0)),
                Arguments.of("'type':'futures'", new ContractChoice.Future(nearest)),
                Arguments.of("'type':'future','optionDetails':{}", new ContractChoice.Future(nearest)),
                Arguments.of(
                        "'type':'futures','optionDetails':{'expiry':'M1','optionType':'','strikeType':null}",
                        new ContractChoice.Future(new ExpiryChoice('M', 1))),
                Arguments.of("'type':'stock'", new ContractChoice.Stock()),
                Arguments.of("'type':'stocks','optionDetails':null", new ContractChoice.Stock()),
                Arguments.of(
                        "'type':'equity','optionDetails':{'optionType':'','expiry':null}", new ContractChoice.Stock()));
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void legsChooseContracts(String members, ContractChoice contract) {
        assertThat(BASE).contains(DETAILS);
        assertThat(strategy(BASE.replace(DETAILS, "," + members)).legs().get(0).contract())
                .isEqualTo(contract);
    }

    @ParameterizedTest
    @CsvSource({"futures, future", "stock, equity"})
    void theStartNodeSaysWhatLegsTradeThatDoNot(String type, String alias) {
        ContractChoice expected =
                type.equals("stock") ? new ContractChoice.Stock() : new ContractChoice.Future(new ExpiryChoice('M', 0));
        String layout = BASE.replace(DETAILS, "");
        String both = layout.replace("'type':'options','symbol'", "'type':'" + alias + "','symbol'")
                .replace("'type':'options','underlyingType'", "'type':'" + type + "','underlyingType'");
        String config = layout.replace("'type':'options','symbol'", "'type':'" + alias + "','symbol'")
                .replace("'type':'options','underlyingType'", "'underlyingType'");
        String instrument = layout.replace("'type':'options','symbol'", "'symbol'")
                .replace("'type':'options','underlyingType'", "'type':'" + type + "','underlyingType'");

        for (String one : List.of(both, config, instrument)) {
            assertThat(strategy(one).legs().get(0).contract()).isEqualTo(expected);
        }
        assertThat(strategy(both.replace("'maxEntries':9", "'type':'options'" + DETAILS))
                        .legs()
                        .get(0)
                        .contract())
                .isEqualTo(ContractChoice.option(OptionType.PE, 'W', 1, 2));
    }

    static List<Arguments> orders() {
        BigDecimal nine = new BigDecimal("9");
        return List.of(
                Arguments.of("'maxEntries':1", OrderTerms.MARKET),
                Arguments.of("'orderType':'market','time_in_force':'day','limitPrice':null", OrderTerms.MARKET),
                Arguments.of(
                        "'orderType':'limit','limitPrice':100.25",
                        new OrderTerms(OrderType.LIMIT, new BigDecimal("100.25"), null, null, false)),
                Arguments.of(
                        "'orderType':'limit','limitOffset':{'type':'points','value':0}",
                        new OrderTerms(OrderType.LIMIT, null, new Distance(false, BigDecimal.ZERO), null, false)),
                Arguments.of(
                        "'orderType':'limit','limitOffset':{'type':'percentage','value':2.5}",
                        new OrderTerms(OrderType.LIMIT, null, new Distance(true, new BigDecimal("2.5")), null, false)),
                Arguments.of(
                        "'orderType':'stop','stopPrice':9", new OrderTerms(OrderType.STOP, null, null, nine, false)),
                Arguments.of(
                        "'orderType':'stop_limit','stopPrice':9,'limitPrice':8",
                        new OrderTerms(OrderType.STOP_LIMIT, new BigDecimal("8"), null, nine, false)),
                Arguments.of(
                        "'orderType':'stop_limit','stopPrice':9,'limitOffset':{'type':'points','value':0.05}",
                        new OrderTerms(
                                OrderType.STOP_LIMIT, null, new Distance(false, new BigDecimal("0.05")), nine, false)));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void legsOrder(String members, OrderTerms terms) {
        assertThat(leg(members).order()).isEqualTo(terms);
    }

    @Test
    void ordersRestBeyondTheDayOnlyWhereTheirLegIsKeptOvernight() {
        String gtc = "'orderType':'stop','stopPrice':9,'time_in_force':'gtc'";

        assertThat(strategy(positional(withLeg(gtc))).legs().get(0).order().goodTillCancelled())
                .isTrue();
        assertThat(read(positional(withLeg(gtc + ",'productType':'intraday'"))).errors())
                .extracting(Problem::pointer)
                .containsExactly(LEG + "/time_in_force");
    }

    static List<Arguments> protections() {
        BigDecimal two = new BigDecimal("2");
        Protections.StopLoss percent = new Protections.StopLoss(new Distance(true, two), null);
        return List.of(
                Arguments.of("'stopLoss':{'enabled':false,'triggerType':'nonsense'}", Protections.NONE),
                Arguments.of(
                        "'stopLoss':{'enabled':true,'triggerType':'percentage','stopPercentage':2}",
                        new Protections(percent, null, null)),
                Arguments.of(
                        "'stopLoss':{'enabled':true,'triggerType':'percentage','stopPercentage':2,'limitBuffer':0,"
                                + "'waitTime':0,'waitForMarket':false}",
                        new Protections(percent, null, null)),
                Arguments.of(
                        "'stopLoss':{'enabled':true,'triggerType':'points','stopPoints':2,'limitBuffer':0.5,"
                                + "'waitTime':1.5}",
                        new Protections(
                                new Protections.StopLoss(
                                        new Distance(false, two),
                                        new Protections.LimitClose(new BigDecimal("0.5"), 1_500_000_000L, false)),
                                null,
                                null)),
                Arguments.of(
                        "'takeProfit':{'enabled':true,'triggerType':'percentage','targetPercentage':2,'limitBuffer':0,"
                                + "'waitTime':0,'waitTimeUnit':'minutes','waitForMarket':false}",
                        new Protections(null, new Protections.TakeProfit(new Distance(true, two)), null)),
                Arguments.of(
                        "'takeProfit':{'enabled':true,'triggerType':'points','targetPoints':2}",
                        new Protections(null, new Protections.TakeProfit(new Distance(false, two)), null)),
                Arguments.of(
                        "'trailingStop':{'enabled':true,'triggerType':'percentage','initialDistance':2}",
                        new Protections(
                                null,
                                null,
                                new Protections.TrailingStop(new Distance(true, two), BigDecimal.ZERO, null))),
                Arguments.of(
                        "'trailingStop':{'enabled':true,'triggerType':'points','initialDistance':2,'stepSize':0.5,"
                                + "'limitBuffer':3,'waitTime':2,'waitTimeUnit':'minutes'}",
                        new Protections(
                                null,
                                null,
                                new Protections.TrailingStop(
                                        new Distance(false, two),
                                        new BigDecimal("0.5"),
                                        new Protections.LimitClose(new BigDecimal("3"), 120_000_000_000L, false)))),
                Arguments.of(
                        "'stopLoss':{'enabled':true,'triggerType':'percentage','stopPercentage':2},"
                                + "'takeProfit':{'enabled':false},"
                                + "'trailingStop':{'enabled':true,'triggerType':'points','initialDistance':2,"
                                + "'limitBuffer':3,'waitForMarket':true}",
                        new Protections(
                                percent,
                                null,
                                new Protections.TrailingStop(
                                        new Distance(false, two),
                                        BigDecimal.ZERO,
                                        new Protections.LimitClose(new BigDecimal("3"), 0, true)))));
    }

    @ParameterizedTest
    @MethodSource("protections")
    void legsAndPartialExitsAreProtected(String blocks, Protections expected) {
        ParsedStrategy leg = read(withLeg(blocks));
        ParsedStrategy exit = read(partialExit(blocks));

        assertThat(leg.warnings()).isEmpty();
        assertThat(Objects.requireNonNull(leg.strategy()).legs().get(0).protections())
                .isEqualTo(expected);
        assertThat(exit.warnings()).isEmpty();
        assertThat(exit(exit.strategy()))
                .isEqualTo(new Node.Exit("exit", "exit", "leg", new BigDecimal("0.5"), expected));
    }

    @Test
    void anExitOfEverythingLeavesNothingToProtect() {
        String stop = "'stopLoss':{'enabled':true,'triggerType':'points','stopPoints':2}";
        ParsedStrategy parsed = read(partialExit(stop).replace("'quantity':'specific'", "'quantity':'all'"));

        assertThat(parsed.warnings())
                .extracting(Problem::toString)
                .singleElement()
                .asString()
                .startsWith(EXIT_ORDER + "postExecutionConfig/stopLoss: has no effect, the exit closes all there is");
        assertThat(exit(parsed.strategy())).isEqualTo(new Node.Exit("exit", "exit", "leg"));
    }

    static List<Arguments> withoutEffect() {
        return List.of(
                warning(
                        "'stopLoss':{'enabled':true,'triggerType':'points','stopPoints':2,'stopPercentage':20}",
                        "/stopLoss/stopPercentage",
                        "has no effect, triggerType asks for stopPoints"),
                warning(
                        "'takeProfit':{'enabled':true,'triggerType':'percentage','targetPoints':2,'targetPercentage':20}",
                        "/takeProfit/targetPoints",
                        "has no effect, triggerType asks for targetPercentage"),
                warning(
                        "'stopLoss':{'enabled':true,'triggerType':'points','stopPoints':2,'waitTime':5}",
                        "/stopLoss/waitTime",
                        "has no effect without a limitBuffer above 0"),
                warning(
                        "'trailingStop':{'enabled':true,'triggerType':'points','initialDistance':2,'limitBuffer':0,"
                                + "'waitForMarket':true}",
                        "/trailingStop/waitForMarket",
                        "has no effect without a limitBuffer above 0"),
                warning(
                        "'stopLoss':{'enabled':true,'triggerType':'points','stopPoints':2,'limitBuffer':1,'waitTime':5,"
                                + "'waitForMarket':true}",
                        "/stopLoss/waitTime",
                        "has no effect, waitForMarket: true waits however long it takes"),
                warning(
                        "'stopLoss':{'enabled':true,'triggerType':'points','stopPoints':2,'buffer':1}",
                        "/stopLoss/buffer",
                        "is not known and has no effect"),
                warning(
                        "'takeProfit':{'enabled':true,'triggerType':'percentage','targetPercentage':100}",
                        "/takeProfit/targetPercentage",
                        "lies 100 percent or more below the price of a sell, where it is never hit"));
    }

    private static Arguments warning(String blocks, String place, String message) {
        return Arguments.of(blocks, place, message);
    }

    @ParameterizedTest
    @MethodSource("withoutEffect")
    void warnsOfWhatHasNoEffectOnAProtection(String blocks, String place, String message) {
        assertThat(read(withLeg(blocks)).warnings())
                .extracting(Problem::pointer, Problem::message)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(LEG + place, message));
        assertThat(read(partialExit(blocks)).warnings())
                .extracting(Problem::pointer, Problem::message)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(EXIT_ORDER + "postExecutionConfig" + place, message));
    }

    @Test
    void warnsOfStopsThatABuyNeverReaches() {
        String stop = "'stopLoss':{'enabled':true,'triggerType':'percentage','stopPercentage':100}";
        String buy = "'positionType':'buy'";
        String sell = "'positionType':'sell'";

        assertThat(read(withLeg(stop).replace(sell, buy)).warnings())
                .extracting(Problem::pointer)
                .containsExactly(LEG + "/stopLoss/stopPercentage");
        assertThat(read(partialExit(stop).replace(sell, buy)).warnings())
                .extracting(Problem::pointer)
                .containsExactly(EXIT_ORDER + "postExecutionConfig/stopLoss/stopPercentage");
        assertThat(read(withLeg(stop)).warnings()).isEmpty();
        assertThat(read(withLeg(stop.replace(":100", ":99.999999")).replace(sell, buy))
                        .warnings())
                .isEmpty();
        String limit = "'orderType':'limit','limitOffset':{'type':'percentage','value':100}";
        assertThat(read(withLeg(limit).replace(sell, buy)).warnings())
                .extracting(Problem::pointer)
                .containsExactly(LEG + "/limitOffset/value");
        assertThat(read(withLeg(limit)).warnings()).isEmpty();
    }

    @Test
    void warnsOfTrailingStopsThatBeginBelowZero() {
        String trailing = "'trailingStop':{'enabled':true,'triggerType':'percentage','initialDistance':120}";

        assertThat(read(withLeg(trailing).replace("'sell'", "'buy'")).warnings())
                .extracting(Problem::message)
                .containsExactly("lies 100 percent or more below the price of a buy, where it is never hit");
        assertThat(read(withLeg(trailing)).warnings()).isEmpty();
    }

    @Test
    void tellsEverythingThatIsWrongWithALeg() {
        String layout = withLeg("'orderType':'limit','stopPrice':1,'time_in_force':'gtc','productType':'delivery',"
                        + "'takeProfit':{'enabled':true,'triggerType':'points','targetPoints':0,'limitBuffer':2}")
                .replace("'expiry':'W1'", "'expiry':'W1','strikeValue':0");

        assertThat(read(layout).errors())
                .extracting(problem -> problem.pointer().substring(LEG.length()))
                .containsExactly(
                        "/stopPrice",
                        "/productType",
                        "/takeProfit/targetPoints",
                        "/takeProfit/limitBuffer",
                        "/optionDetails/strikeType",
                        "/optionDetails/strikeValue",
                        "/limitPrice");
    }

    @ParameterizedTest
    @CsvSource({"==, true", "!=, false"})
    void theStatusOfAPositionIsComparedWithItsWords(String operator, boolean statusFirst) {
        String status = "{'type':'position_data','vpi':'leg','field':'status'}";
        String word = "{'type':'constant','value':'closed'}";
        Strategy strategy = strategy(TradeLayoutReaderTest.withConditions("{'lhs':" + (statusFirst ? status : word)
                + ",'operator':'" + operator + "','rhs':" + (statusFirst ? word : status) + "}"));
        Condition.Leaf leaf =
                Leaves.of(((Node.Signal) strategy.nodes().get(1)).conditions()).get(0);

        assertThat(statusFirst ? leaf.lhs() : leaf.rhs())
                .isEqualTo(new Operand.PositionValue("leg", Operand.PositionField.STATUS));
        assertThat(statusFirst ? leaf.rhs() : leaf.lhs()).isEqualTo(new Operand.Status(false));
    }

    /** Whether an operand alone can make a cross. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | {'type':'live_data','field':'ltp'}",
                "true  | {'type':'live_data','field':'volume'}",
                "true  | {'type':'live_data','field':'oi'}",
                "true  | {'type':'current_time'}",
                "true  | {'type':'time','field':'minute'}",
                "true  | {'type':'candle_data','field':'Close','offset':0,'timeframeId':'1m'}",
                "true  | {'type':'candle_data','field':'Close','offset':-1,'timeframeId':'1m'}",
                "true  | {'type':'indicator','name':'rsi_1','offset':-1,'timeframeId':'1m'}",
                "true  | {'type':'pnl_data','scope':'overall','pnlType':'realized'}",
                "true  | {'type':'position_data','vpi':'leg','field':'currentPrice'}",
                "true  | {'type':'position_data','vpi':'leg','field':'pnl'}",
                "true  | {'type':'position_data','vpi':'leg','field':'realizedPnl'}",
                "true  | {'type':'position_data','vpi':'leg','field':'unrealizedPnl'}",
                "true  | {'type':'position_data','vpi':'leg','field':'trailingPositionPrice'}",
                "false | {'type':'position_data','vpi':'leg','field':'entryPrice'}",
                "false | {'type':'position_data','vpi':'leg','field':'exitPrice'}",
                "false | {'type':'position_data','vpi':'leg','field':'quantity'}",
                "false | {'type':'position_data','vpi':'leg','field':'multiplier'}",
                "false | {'type':'position_data','vpi':'leg','field':'underlyingPriceOnEntry'}",
                "false | {'type':'position_data','vpi':'leg','field':'underlyingPriceOnExit'}",
                "false | {'type':'constant','value':1}",
                "false | {'type':'constant','value':'10:00'}",
                "false | {'type':'time_function','timeValue':'10:00'}",
                "false | {'type':'node_variable','nodeId':'signal','variableName':'Floor'}",
            })
    void crossesNeedASideThatChangesByItself(boolean changes, String operand) {
        String constant = "{'type':'constant','value':1}";
        String sum = "{'type':'expression','operation':'+','left':" + constant + ",'right':" + operand + "}";
        for (String[] sides : new String[][] {{operand, constant}, {constant, operand}, {sum, constant}}) {
            for (String operator : new String[] {"crosses_above", "crosses_below"}) {
                ParsedStrategy parsed = read(TradeLayoutReaderTest.withConditions(
                        "{'lhs':" + sides[0] + ",'operator':'" + operator + "','rhs':" + sides[1] + "}"));
                if (changes) {
                    assertThat(parsed.errors()).isEmpty();
                } else {
                    assertThat(parsed.errors()).singleElement().satisfies(error -> {
                        assertThat(error.pointer()).isEqualTo("/nodes/1/data/conditions/0/operator");
                        assertThat(error.message()).startsWith("neither side changes by itself, expected a price");
                    });
                }
            }
        }
    }

    @Test
    void aPartThatIsNoUnitIsAProblemOfTheScale() {
        String half = partialExit("").replace("'specificQuantity':0.5", "'specificQuantity':0.02");

        assertThat(instance(half, "1").problems()).isEmpty();
        assertThat(instance(half, "0.66").problems())
                .extracting(Problem::message)
                .containsExactly(
                        "exit exit of leg leg: floor(specificQuantity 0.02 x multiplier 75 x scale 0.66) must be"
                                + " at least 1 unit, was 0");
        assertThat(instance(half.replace("'targetPositionVpi':'leg',", ""), "0.66")
                        .problems())
                .hasSize(1);
        assertThat(instance(half, "0.001").problems()).hasSize(2);
    }

    @Test
    void aPartIsWholeUnits() {
        Instance part = instance(partialExit("").replace("'specificQuantity':0.5", "'specificQuantity':0.51"), "2");
        Instance whole = instance(BASE, "2");
        Node.Leg leg = whole.strategy().legs().get(0);

        assertThat(whole.quantity(leg)).isEqualTo(225);
        assertThat(part.quantity(exit(part.strategy()), leg)).isEqualTo(76);
        assertThat(whole.quantity(exit(whole.strategy()), leg)).isEqualTo(Long.MAX_VALUE);
    }

    private static Instance instance(String layout, String scale) {
        return new Instance(new InstanceKey("u", "s", "b", new BigDecimal(scale)), strategy(layout));
    }

    private static Node.Exit exit(@Nullable Strategy strategy) {
        return (Node.Exit) Objects.requireNonNull(strategy).nodes().get(4);
    }

    private static Node.Leg leg(String members) {
        return strategy(withLeg(members)).legs().get(0);
    }

    static String withLeg(String members) {
        return BASE.replace("'maxEntries':9", members);
    }

    static String partialExit(String protections) {
        return BASE.replace("'quantity':'all'", "'quantity':'specific','specificQuantity':0.5")
                .replace("'exitNodeData':{", "'exitNodeData':{'postExecutionConfig':{" + protections + "},");
    }

    private static String positional(String layout) {
        return layout.replace("'exchange'", "'strategyType':'positional','exchange'");
    }
}
