package dev.nightjar.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.OptionType;
import dev.nightjar.market.Side;
import dev.nightjar.market.Timeframe;
import dev.nightjar.strategy.Condition.Comparison;
import dev.nightjar.strategy.Condition.Leaf;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TradeLayoutReaderTest {

    private static final String LHS = "{'type':'live_data','field':'ltp','instrumentType':'TI'}";
    static final String SIGNAL = "/nodes/1/data/conditions/0/conditions/0";
    static final String LEG = "/nodes/2/data/positions/0";
    private static final String STATUS = "{'type':'position_data','vpi':'leg','field':'status'}";
    private static final String END = "/nodes/6/data/endConditions";

    private static final String INDICATORS = "sma, ema, wma, dema, tema, hma, kama, vwma, zlema, rsi, stoch, stochrsi,"
            + " macd, ppo, roc, mom, cci, willr, cmo, trix, aroon, adx, vortex, psar, supertrend, linreg, atr, natr,"
            + " bbands, kc, donchian, stdev, obv, mfi, cmf, ad, vwap, anchored_vwap, pivot, cpr, camarilla, fib_pivot,"
            + " woodie_pivot, demark_pivot, ichimoku, ha, heikinashi";

    /** A small strategy with a node of every type. */
    static final String BASE = """
            {'strategy_id':'s-1','user_id':'u-1','name':'Small','nodes':[
            {'id':'start','type':'startNode','data':{'exchange':'NSE',
              'tradingInstrument':{'type':'options','underlyingType':'index'},
              'tradingInstrumentConfig':{'type':'options','symbol':'NIFTY','timeframes':[
                {'id':'1m','unit':'minutes','number':1,'indicators':{'rsi_1':{'indicator_name':'rsi','length':10}}}]}}},
            {'id':'signal','type':'entrySignalNode','data':{'label':'Go','conditions':[
              {'groupLogic':'AND','conditions':[{'lhs':LHS,'operator':'<','rhs':{'type':'constant','value':30}}]}],
              'variables':[{'name':'Floor','expression':
                {'type':'candle_data','field':'Low','offset':-1,'timeframeId':'1m'}}]}},
            {'id':'entry','type':'entryNode','data':{'positions':[{'vpi':'leg','priority':2,'quantity':1.5,
              'multiplier':75,'positionType':'sell','maxEntries':9,
              'optionDetails':{'optionType':'PE','strikeType':'OTM2','expiry':'W1'}}]}},
            {'id':'stop','type':'exitSignalNode','data':{'conditions':[
              {'lhs':{'type':'current_time'},'operator':'>=','rhs':{'type':'time_function','timeValue':'10:00'}}]}},
            {'id':'exit','type':'exitNode','data':{'exitNodeData':{'orderConfig':
              {'targetPositionVpi':'leg','quantity':'all'}}}},
            {'id':'again','type':'reEntryNode','data':{'conditions':[{'conditions':[
              {'lhs':{'type':'current_time'},'operator':'>=','rhs':{'type':'constant','value':'11:00:30'}}]}],
              'retryConfig':{'maxReEntries':3,'groupNumber':1,'maxEntries':1},'targetEntryNodeId':'entry'}},
            {'id':'end','type':'squareOffNode','data':{'endConditions':{'timeBasedExit':{'enabled':true,'exitTime':'15:10'}}}}],
            'edges':[{'source':'start','target':'signal'},{'source':'start','target':'end'},
            {'source':'signal','target':'entry'},{'source':'entry','target':'stop'},{'source':'stop','target':'exit'},
            {'source':'exit','target':'again'},{'source':'again','target':'entry'},{'source':'signal','target':'entry'}]}
            """;

    @Test
    void readsEveryNode() {
        Strategy strategy = strategy(BASE);

        assertThat(strategy.strategyId()).isEqualTo("s-1");
        assertThat(strategy.name()).isEqualTo("Small");
        assertThat(strategy.exchange()).isEqualTo("NSE");
        assertThat(strategy.supporting()).isNull();
        assertThat(strategy.trading().symbol()).isEqualTo("NIFTY");
        TimeframeConfig timeframe = strategy.trading().timeframe("1m");
        assertThat(timeframe.timeframe()).isEqualTo(new Timeframe(1));
        assertThat(timeframe.indicators()).containsEntry("rsi_1", IndicatorSpec.of(IndicatorKind.RSI, "10"));
        assertThat(strategy.nodes())
                .extracting(Node::type)
                .containsExactly(
                        "startNode",
                        "entrySignalNode",
                        "entryNode",
                        "exitSignalNode",
                        "exitNode",
                        "reEntrySignalNode",
                        "squareOffNode");
        assertThat(strategy.nodes())
                .extracting(Node::label)
                .containsExactly("start", "Go", "entry", "stop", "exit", "again", "end");
        assertThat(strategy.children())
                .containsExactly(List.of(1, 6), List.of(2), List.of(3), List.of(4), List.of(5), List.of(2), List.of());
        assertThat(strategy.legs())
                .containsExactly(new Node.Leg(
                        "leg",
                        2,
                        new BigDecimal("1.5"),
                        new BigDecimal("75"),
                        Side.SELL,
                        ContractChoice.option(OptionType.PE, 'W', 1, 2),
                        OptionalInt.of(9)));
        assertThat(strategy.nodes().get(4)).isEqualTo(new Node.Exit("exit", "exit", "leg"));
        assertThat(((Node.ReEntrySignal) strategy.nodes().get(5)).maxReEntries())
                .isEqualTo(3);
        assertThat(strategy.nodes().get(6))
                .isEqualTo(new Node.SquareOff(
                        "end", "end", false, null, null, new Node.TimeExit(LocalTime.of(15, 10), 0)));
    }

    @Test
    void readsEveryOperand() {
        assertThat(operand("{'type':'constant','value':30.50,'valueType':'number','numberValue':0}"))
                .isEqualTo(new Operand.Constant(30.5, "30.50"));
        assertThat(operand("{'type':'constant','value':'1e2'}")).isEqualTo(new Operand.Constant(100, "1e2"));
        assertThat(operand("{'type':'constant','value':true}")).isEqualTo(new Operand.Constant(1, "true"));
        assertThat(operand("{'type':'constant','value':'09:17:05'}"))
                .isEqualTo(new Operand.TimeOfDay(LocalTime.of(9, 17, 5), "09:17:05"));
        assertThat(operand("{'type':'current_time'}")).isEqualTo(new Operand.CurrentTime());
        assertThat(operand("{'type':'time_function','timeValue':'09:17'}"))
                .isEqualTo(new Operand.TimeOfDay(LocalTime.of(9, 17), "09:17"));
        assertThat(operand("{'type':'live_data','field':'mark'}"))
                .isEqualTo(new Operand.LiveValue(Role.TI, Operand.LiveField.PRICE));
        assertThat(operand("{'type':'live_data','field':'volume','instrumentType':'TI'}"))
                .isEqualTo(new Operand.LiveValue(Role.TI, Operand.LiveField.VOLUME));
        assertThat(operand("{'type':'live_data','field':'oi'}"))
                .isEqualTo(new Operand.LiveValue(Role.TI, Operand.LiveField.OPEN_INTEREST));
        assertThat(operand("{'type':'market_data','dataField':'High','offset':0,'timeframeId':'1m'}"))
                .isEqualTo(new Operand.CandleValue(Role.TI, "1m", PriceField.HIGH, 0));
        assertThat(operand("{'type':'indicator','name':'rsi_1','parameter':null,'offset':-500,'timeframeId':'1m'}"))
                .isEqualTo(new Operand.IndicatorValue(Role.TI, "1m", "rsi_1", -500));
        assertThat(operand("{'type':'node_variable','nodeId':'signal','variableName':'Floor'}"))
                .isEqualTo(new Operand.NodeVariable("signal", "Floor"));
        assertThat(operand("{'type':'position_data','vpi':'leg','field':'realizedPnl','source':'x'}"))
                .isEqualTo(new Operand.PositionValue("leg", Operand.PositionField.REALIZED_PNL));
        assertThat(operand("{'type':'pnl_data','scope':'overall','pnlType':'total','vpi':''}"))
                .isEqualTo(new Operand.PnlValue(Operand.PnlType.TOTAL, null));
        assertThat(operand("{'type':'pnl_data','scope':'position','vpi':'leg','pnlType':'unrealized'}"))
                .isEqualTo(new Operand.PnlValue(Operand.PnlType.UNREALIZED, "leg"));
        assertThat(operand("{'type':'expression','operation':'-%','left':{'type':'current_time'},"
                        + "'right':{'type':'constant','value':2}}"))
                .isEqualTo(new Operand.Expression(
                        Operand.Operator.MINUS_PERCENT, new Operand.CurrentTime(), new Operand.Constant(2, "2")));
    }

    @ParameterizedTest
    @EnumSource(Operand.Clock.class)
    void readsThePartsOfTheTimeByBothNames(Operand.Clock clock) {
        assertThat(operand("{'type':'time_function','function':'" + clock.label() + "','timeValue':''}"))
                .isEqualTo(new Operand.ClockField(clock));
        assertThat(operand("{'type':'time','field':'" + clock.label() + "'}")).isEqualTo(new Operand.ClockField(clock));
    }

    @Test
    void readsTheTimeItselfByItsOtherNames() {
        assertThat(operand("{'type':'time_function','function':'current_time'}"))
                .isEqualTo(new Operand.CurrentTime());
        assertThat(operand("{'type':'time','field':'current_time'}")).isEqualTo(new Operand.CurrentTime());
    }

    @ParameterizedTest
    @EnumSource(value = Operand.PositionField.class, mode = EnumSource.Mode.EXCLUDE, names = "STATUS")
    void readsEveryFieldOfAPosition(Operand.PositionField field) {
        assertThat(operand("{'type':'position_data','vpi':'leg','field':'" + field.label() + "'}"))
                .isEqualTo(new Operand.PositionValue("leg", field));
    }

    @Test
    void readsTheSupportingInstrumentWhenItIsEnabled() {
        String config = "'supportingInstrumentConfig':{'type':'index','symbol':'BANKNIFTY','timeframes':"
                + "[{'id':'h','unit':'hours','number':2,'timeframe':'2h','indicators':{'e':{'indicator_name':'ema'}}}]}";
        String candle = "{'type':'indicator','name':'e','offset':-1,'timeframeId':'h','instrumentType':'SI'}";
        String with = BASE.replace("LHS", candle).replace("'exchange'", config + ",'exchange'");

        InstrumentConfig supporting = Objects.requireNonNull(
                strategy(with.replace("'exchange'", "'supportingInstrumentEnabled':true,'exchange'"))
                        .supporting());
        assertThat(supporting.timeframe("h").timeframe()).isEqualTo(new Timeframe(120));
        assertThat(supporting.timeframe("h").indicators())
                .containsEntry("e", IndicatorSpec.of(IndicatorKind.EMA, "21"));
        assertThat(errors(with))
                .contains(SIGNAL + "/lhs/instrumentType: the supporting instrument is not enabled in the start node, "
                        + "accepted: TI, was \"SI\"");
    }

    @Test
    void readsGroupsAndOperators() {
        String leaf = "{'lhs':LHS,'operator':'%s','rhs':{'type':'constant','value':1}}";
        String between = "{'lhs':LHS,'operator':'between','rhs':{'type':'constant','value':1},"
                + "'rhs2':{'type':'constant','value':2}}";
        String group = "{'groupLogic':'OR','conditions':[" + leaf.formatted("!=") + ",{'conditions':[" + between
                + "]}]}," + leaf.formatted("==");
        Strategy strategy = strategy(withConditions(group));
        List<Condition> roots = ((Node.Signal) strategy.nodes().get(1)).conditions();

        assertThat(roots).hasSize(2);
        assertThat(((Condition.Group) roots.get(0)).any()).isTrue();
        assertThat(((Condition.Group)
                                ((Condition.Group) roots.get(0)).conditions().get(1))
                        .any())
                .isFalse();
        assertThat(Leaves.of(roots))
                .extracting(Leaf::comparison)
                .containsExactly(Comparison.NOT_EQUAL, Comparison.BETWEEN, Comparison.EQUAL);
        assertThat(Leaves.of(roots).get(1).upper()).isEqualTo(new Operand.Constant(2, "2"));
    }

    @Test
    void reEntryConditionsNeedTheirFlag() {
        String list = "'reEntryExitConditions':[{'conditions':[{'lhs':{'type':'current_time'},'operator':'<',"
                + "'rhs':{'type':'constant','value':1}}]}]";
        String at = "'exitSignalNode','data':{";
        Strategy with = strategy(BASE.replace(at, at + "'hasReEntryExitConditions':true," + list + ","));
        ParsedStrategy without = read(BASE.replace(at, at + list + ","));

        assertThat(((Node.Signal) with.nodes().get(3)).reEntryConditions()).hasSize(1);
        assertThat(((Node.Signal) Objects.requireNonNull(without.strategy())
                                .nodes()
                                .get(3))
                        .reEntryConditions())
                .isEmpty();
        assertThat(without.warnings())
                .extracting(Problem::pointer)
                .containsExactly("/nodes/3/data/reEntryExitConditions");
    }

    @Test
    void squareOffLimitsAreExact() {
        Node.SquareOff node = squareOff("'immediateExit':{'enabled':true},'performanceBasedExit':{'enabled':true,"
                + "'dailyPnLTarget':{'enabled':true,'targetType':'absolute','targetAmount':5000.25},"
                + "'dailyLossLimit':{'enabled':true,'limitType':'percentage','limitAmount':0.333333,"
                + "'initialCapital':100.01}},'timeBasedExit':{'enabled':true,'exitAtMarketClose':true,'exitTime':''}");

        assertThat(node.immediate()).isTrue();
        assertThat(node.profitTarget()).isEqualTo(5_000_250_000L);
        // 100.01 x 0.333333 / 100 = 0.3333663333; whole units reach it from 0.333367 on.
        assertThat(node.lossLimit()).isEqualTo(333_367L);
        assertThat(node.timeExit()).isEqualTo(new Node.TimeExit(null, 5));
    }

    @Test
    void findsTheGraphInEveryEnvelope() {
        String graph = BASE.replace("'strategy_id':'s-1','user_id':'u-1','name':'Small',", "");
        String names = "{'id':'s-1','user_id':'u-1','strategy_name':'Small',";
        String nodes = BASE.substring(BASE.indexOf('['), BASE.lastIndexOf(",\n'edges'"));
        for (String document : List.of(
                names + "'strategy':" + graph + "}",
                names + "'strategy_config':" + text(graph) + "}",
                names + "'strategy':" + text(graph.replace(nodes, text(nodes))) + "}",
                text(BASE))) {
            ParsedStrategy parsed = read(document);
            assertThat(parsed.errors()).isEmpty();
            assertThat(parsed.strategy()).isEqualTo(strategy(BASE));
            assertThat(parsed.userId()).isEqualTo("u-1");
        }
    }

    @Test
    void pointsIntoTextsThatHoldJson() {
        String graph = BASE.replace("'positionType':'sell'", "'positionType':'seel'");

        assertThat(errors("{'strategy_id':'s','strategy':" + text(graph) + "}"))
                .containsExactly("/strategy" + LEG
                        + "/positionType: unknown position type, accepted: buy, sell; did you mean sell, was \"seel\"");
        assertThat(errors("{'strategy_id':'s','strategy':'{\\n  oops'}"))
                .singleElement()
                .asString()
                .startsWith("/strategy: is not JSON: line 2, column ");
        assertThat(errors(BASE.replace("'signal'", "'a/b~c'").replace("LHS", "7")))
                .containsExactly(
                        "/nodes/1/data/conditions/0/conditions/0/lhs: must be an operand: an object with a type, was 7");
    }

    /** Each row: what is changed, into what, where the only error then is, and how its message begins. */
    static List<Arguments> refusals() {
        return List.of(
                Arguments.of(
                        "'type':'exitNode'",
                        "'type':'exitNod'",
                        "/nodes/4/type",
                        "unknown node type, accepted: startNode, entrySignalNode, entryNode, exitSignalNode, exitNode, reEntrySignalNode, reEntryNode, squareOffNode, strategyOverview; did you mean exitNode"),
                Arguments.of(
                        "{'id':'exit',",
                        "{'id':'exit','type':'exitNode','data':{}},{'id':'exit',",
                        "/nodes/5/id",
                        "another node has this id already"),
                Arguments.of(
                        "{'id':'start',",
                        "{'id':'','type':'exitNode','data':{}},{'id':'start',",
                        "/nodes/0/id",
                        "must be an id that is unique in the strategy"),
                Arguments.of(
                        "'type':'startNode'",
                        "'type':'strategyOverview'",
                        "/nodes",
                        "there is no node of type startNode, expected one"),
                Arguments.of(
                        "'target':'end'",
                        "'target':'ned'",
                        "/edges/1/target",
                        "unknown node, accepted: start, signal, entry, stop, exit, again, end; did you mean end"),
                Arguments.of(
                        "'exchange':'NSE',",
                        "",
                        "/nodes/0/data/exchange",
                        "is missing, expected the exchange of the trading instrument, such as NSE"),
                Arguments.of(
                        "'exchange':'NSE'",
                        "'exchange':'nse'",
                        "/nodes/0/data/exchange",
                        "must be the exchange of the trading instrument in capital letters, such as NSE"),
                Arguments.of(
                        "'exchange'",
                        "'strategyType':'btst','exchange'",
                        "/nodes/0/data/strategyType",
                        "strategy type btst is not available yet, accepted: intraday, positional, delivery, carryforward"),
                Arguments.of(
                        "'exchange'",
                        "'evaluation':'bar','exchange'",
                        "/nodes/0/data/evaluation",
                        "unknown evaluation, accepted: second, tick"),
                Arguments.of(
                        "'exchange'",
                        "'endConditions':{},'exchange'",
                        "/nodes/0/data/endConditions",
                        "end conditions in a start node are not available, put them into a squareOffNode"),
                Arguments.of(
                        "'exchange'",
                        "'runningVariables':[1],'exchange'",
                        "/nodes/0/data/runningVariables",
                        "running variables are not available yet, expected none"),
                Arguments.of(
                        "{'type':'options','underlyingType'",
                        "{'type':'swaps','underlyingType'",
                        "/nodes/0/data/tradingInstrument/type",
                        "unknown instrument type, accepted: options, futures, stock, future, stocks, equity"),
                Arguments.of(
                        "'type':'options','symbol'",
                        "'type':'stock','symbol'",
                        "/nodes/0/data/tradingInstrumentConfig/type",
                        "does not agree with tradingInstrument.type, which is options"),
                Arguments.of(
                        "'underlyingType':'index'",
                        "'underlyingType':'currency'",
                        "/nodes/0/data/tradingInstrument/underlyingType",
                        "underlying type currency is not available yet, accepted: index, stock"),
                Arguments.of(
                        "'symbol':'NIFTY'",
                        "'symbol':'../x'",
                        "/nodes/0/data/tradingInstrumentConfig/symbol",
                        "must be the symbol of an index or stock, such as NIFTY, of letters, digits and & - _ ."),
                Arguments.of(
                        "'unit':'minutes'",
                        "'unit':'seconds'",
                        "/nodes/0/data/tradingInstrumentConfig/timeframes/0/unit",
                        "unknown unit, accepted: minutes, hours, days"),
                Arguments.of(
                        "'number':1",
                        "'number':1441",
                        "/nodes/0/data/tradingInstrumentConfig/timeframes/0/number",
                        "must be a whole number from 1 to 1440"),
                Arguments.of(
                        "'number':1",
                        "'number':'1'",
                        "/nodes/0/data/tradingInstrumentConfig/timeframes/0/number",
                        "must be a whole number from 1 to 1440"),
                Arguments.of(
                        "'minutes','number':1",
                        "'hours','number':25",
                        "/nodes/0/data/tradingInstrumentConfig/timeframes/0/number",
                        "makes a timeframe of 1500 minutes, at most a day is possible"),
                Arguments.of(
                        "'number':1",
                        "'number':1,'timeframe':'5m'",
                        "/nodes/0/data/tradingInstrumentConfig/timeframes/0/timeframe",
                        "does not agree with unit and number, which make 1m"),
                Arguments.of(
                        "'indicator_name':'rsi'",
                        "'indicator_name':'ris'",
                        "/nodes/0/data/tradingInstrumentConfig/timeframes/0/indicators/rsi_1/indicator_name",
                        "unknown indicator, accepted: " + INDICATORS + "; did you mean rsi"),
                Arguments.of(
                        "'length':10",
                        "'length':1",
                        "/nodes/0/data/tradingInstrumentConfig/timeframes/0/indicators/rsi_1/length",
                        "must be a whole number from 2 to 500"),
                Arguments.of(
                        "'length':10",
                        "'lenght':10",
                        "/nodes/0/data/tradingInstrumentConfig/timeframes/0/indicators/rsi_1/lenght",
                        "unknown parameter of rsi, accepted: display_name, indicator_name, length, price_field; did you mean length"),
                Arguments.of(
                        "'length':10",
                        "'price_field':'volume'",
                        "/nodes/0/data/tradingInstrumentConfig/timeframes/0/indicators/rsi_1/price_field",
                        "unknown price_field, accepted: close, open, high, low"),
                Arguments.of(
                        "LHS",
                        "{'type':'liv_data'}",
                        SIGNAL + "/lhs/type",
                        "unknown operand type, accepted: constant, current_time, time_function, time, live_data, candle_data, market_data, indicator, node_variable, position_data, pnl_data, expression; did you mean live_data"),
                Arguments.of(
                        "LHS",
                        "{'type':'live_data','field':'delta'}",
                        SIGNAL + "/lhs/field",
                        "unknown field, accepted: ltp, underlying_ltp, price, mark, last_traded_price, volume, oi"),
                Arguments.of(
                        "LHS",
                        "{'type':'constant','value':'open'}",
                        SIGNAL + "/lhs/value",
                        "must be a number, true, false or a time as HH:MM or HH:MM:SS; open and closed are only compared with the status of a position"),
                Arguments.of(
                        "LHS",
                        "{'type':'constant','value':1e999}",
                        SIGNAL + "/lhs/value",
                        "must be a number, true, false or a time as HH:MM or HH:MM:SS"),
                Arguments.of(
                        "LHS",
                        "{'type':'constant'}",
                        SIGNAL + "/lhs/value",
                        "is missing, expected a number, true, false or a time as HH:MM or HH:MM:SS"),
                Arguments.of(
                        "LHS",
                        "{'type':'time_function','function':'week'}",
                        SIGNAL + "/lhs/function",
                        "unknown part of the time, accepted: current_time, hour, minute, second, day, month, year"),
                Arguments.of(
                        "LHS",
                        "{'type':'time','field':'minutes'}",
                        SIGNAL + "/lhs/field",
                        "unknown part of the time, accepted: current_time, hour, minute, second, day, month, year; did you mean minute"),
                Arguments.of(
                        "LHS",
                        "{'type':'time'}",
                        SIGNAL + "/lhs/field",
                        "is missing, expected one of current_time, hour"),
                Arguments.of(
                        "LHS",
                        "{'type':'time_function','function':'hour','timeValue':'09:17'}",
                        SIGNAL + "/lhs/timeValue",
                        "there is a function as well, expected one of the two"),
                Arguments.of(
                        "LHS",
                        "{'type':'time_function'}",
                        SIGNAL + "/lhs/timeValue",
                        "is missing, expected a time as HH:MM or HH:MM:SS"),
                Arguments.of(
                        "LHS",
                        "{'type':'time_function','timeValue':'9:17'}",
                        SIGNAL + "/lhs/timeValue",
                        "must be a time as HH:MM or HH:MM:SS"),
                Arguments.of(
                        "LHS",
                        "{'type':'candle_data','field':'Hihg','offset':0,'timeframeId':'1m'}",
                        SIGNAL + "/lhs/field",
                        "unknown field, accepted: Open, High, Low, Close, Volume; did you mean High"),
                Arguments.of(
                        "LHS",
                        "{'type':'candle_data','field':'High','dataField':'Low','offset':0,'timeframeId':'1m'}",
                        SIGNAL + "/lhs/dataField",
                        "does not agree with field, which is High"),
                Arguments.of(
                        "LHS",
                        "{'type':'candle_data','field':'High','offset':1,'timeframeId':'1m'}",
                        SIGNAL + "/lhs/offset",
                        "must be a whole number from -500 to 0"),
                Arguments.of(
                        "LHS",
                        "{'type':'candle_data','field':'High','timeframeId':'1m'}",
                        SIGNAL + "/lhs/offset",
                        "is missing, expected a whole number from -500 to 0"),
                Arguments.of(
                        "LHS",
                        "{'type':'candle_data','field':'High','offset':0,'timeframeId':'5m'}",
                        SIGNAL + "/lhs/timeframeId",
                        "unknown timeframe of TI, accepted: 1m"),
                Arguments.of(
                        "LHS",
                        "{'type':'indicator','name':'rsi_1','offset':0,'timeframeId':'1m'}",
                        SIGNAL + "/lhs/offset",
                        "indicators exist on completed candles only, the last of which has offset -1"),
                Arguments.of(
                        "LHS",
                        "{'type':'indicator','name':'rsi_2','offset':-1,'timeframeId':'1m'}",
                        SIGNAL + "/lhs/name",
                        "unknown indicator of timeframe 1m, accepted: rsi_1; did you mean rsi_1"),
                Arguments.of(
                        "LHS",
                        "{'type':'indicator','name':'rsi_1','parameter':'x','offset':-1,'timeframeId':'1m'}",
                        SIGNAL + "/lhs/parameter",
                        "unknown output of rsi, accepted: RSI"),
                Arguments.of(
                        "LHS",
                        "{'type':'node_variable','nodeId':'singal','variableName':'Floor'}",
                        SIGNAL + "/lhs/nodeId",
                        "unknown node, accepted: signal; did you mean signal"),
                Arguments.of(
                        "LHS",
                        "{'type':'node_variable','nodeId':'signal','variableName':'Flor'}",
                        SIGNAL + "/lhs/variableName",
                        "unknown variable of node signal, accepted: Floor; did you mean Floor"),
                Arguments.of(
                        "LHS",
                        "{'type':'node_variable','nodeId':'entry','variableName':'Floor'}",
                        SIGNAL + "/lhs/variableName",
                        "unknown variable of node entry, there is none"),
                Arguments.of(
                        "LHS",
                        "{'type':'position_data','vpi':'leg','field':'delta'}",
                        SIGNAL + "/lhs/field",
                        "unknown field, accepted: entryPrice, exitPrice, currentPrice, quantity, pnl, realizedPnl, unrealizedPnl, underlyingPriceOnEntry, underlyingPriceOnExit, multiplier, status, trailingPositionPrice"),
                Arguments.of(
                        "LHS",
                        STATUS,
                        SIGNAL + "/rhs",
                        "a status is compared with nothing but the constants \"open\" and \"closed\""),
                Arguments.of(
                        "LHS,'operator':'<','rhs':{'type':'constant','value':30}",
                        STATUS + ",'operator':'<','rhs':{'type':'constant','value':'open'}",
                        SIGNAL + "/operator",
                        "a status is compared by == and != only"),
                Arguments.of(
                        "LHS",
                        "{'type':'expression','operation':'+','left':" + STATUS
                                + ",'right':{'type':'constant','value':1}}",
                        SIGNAL + "/lhs/left",
                        "a status is no number, it can only be compared with the constants \"open\" and \"closed\""),
                Arguments.of(
                        "LHS",
                        "{'type':'expression','operation':'+','left':LHS,'right':{'type':'constant','value':'closed'}}",
                        SIGNAL + "/lhs/right/value",
                        "must be a number, true, false or a time as HH:MM or HH:MM:SS; open and closed are only"),
                Arguments.of(
                        "{'type':'candle_data','field':'Low','offset':-1,'timeframeId':'1m'}",
                        STATUS,
                        "/nodes/1/data/variables/0/expression",
                        "a status is no number"),
                Arguments.of(
                        "{'type':'constant','value':30}",
                        "{'type':'constant','value':'open'}",
                        SIGNAL + "/rhs/value",
                        "must be a number, true, false or a time as HH:MM or HH:MM:SS; open and closed are only"),
                Arguments.of(
                        "'operator':'<','rhs':{'type':'constant','value':30}",
                        "'operator':'between','rhs':{'type':'constant','value':30},'rhs2':" + STATUS,
                        SIGNAL + "/rhs2",
                        "a status is no number"),
                Arguments.of(
                        "LHS",
                        "{'type':'position_data','vpi':'legs','field':'pnl'}",
                        SIGNAL + "/lhs/vpi",
                        "unknown position (vpi), accepted: leg; did you mean leg"),
                Arguments.of(
                        "LHS",
                        "{'type':'pnl_data','scope':'overall','pnlType':'total','vpi':'leg'}",
                        SIGNAL + "/lhs/vpi",
                        "the scope is overall, which has no vpi; expected scope position, or no vpi"),
                Arguments.of(
                        "LHS",
                        "{'type':'pnl_data','scope':'position','pnlType':'total'}",
                        SIGNAL + "/lhs/vpi",
                        "is missing, expected the vpi of a position of an entry node"),
                Arguments.of(
                        "LHS",
                        "{'type':'expression','operation':'^','left':{'type':'current_time'},'right':{'type':'current_time'}}",
                        SIGNAL + "/lhs/operation",
                        "unknown operation, accepted: +, -, *, /, +%, -%"),
                Arguments.of(
                        "LHS",
                        "{'type':'expression','operation':'+','left':{'type':'current_time'}}",
                        SIGNAL + "/lhs/right",
                        "is missing, expected an operand"),
                Arguments.of(
                        "'operator':'<'",
                        "'operator':'=<'",
                        SIGNAL + "/operator",
                        "unknown operator, accepted: <, <=, >, >=, ==, !=, between, crosses_above, crosses_below; did you mean <="),
                Arguments.of(
                        "'operator':'>=','rhs':{'type':'time_function','timeValue':'10:00'}",
                        "'operator':'crosses','rhs':{'type':'time_function','timeValue':'10:00'}",
                        "/nodes/3/data/conditions/0/operator",
                        "unknown operator, accepted: <, <=, >, >=, ==, !=, between, crosses_above, crosses_below"),
                Arguments.of(
                        "'operator':'<'", "'operator':'between'", SIGNAL + "/rhs2", "is missing, expected an operand"),
                Arguments.of(
                        "'groupLogic':'AND'",
                        "'groupLogic':'XOR'",
                        "/nodes/1/data/conditions/0/groupLogic",
                        "unknown group logic, accepted: AND, OR; did you mean OR"),
                Arguments.of(
                        "'groupLogic':'AND'",
                        "'groupLogic':'AND','operator':'<'",
                        "/nodes/1/data/conditions/0/operator",
                        "stands in a group, expected in an element of its conditions"),
                Arguments.of(
                        "'name':'Floor',",
                        "",
                        "/nodes/1/data/variables/0/name",
                        "is missing, expected the name of the variable"),
                Arguments.of(
                        "'positions':[",
                        "'positions':[{'multiplier':1,'quantity':1,'positionType':'buy','optionDetails':{'optionType':'PE','strikeType':'ATM','expiry':'W1'}},",
                        LEG + "/vpi",
                        "is missing, expected an id of the position that is unique in the strategy"),
                Arguments.of(
                        "'positions':[",
                        "'positions':[{'vpi':'leg','multiplier':1,'quantity':1,'positionType':'buy','optionDetails':{'optionType':'PE','strikeType':'ATM','expiry':'W1'}},",
                        "/nodes/2/data/positions/1/vpi",
                        "another position of the strategy has this vpi already"),
                Arguments.of("'quantity':1.5", "'quantity':0", LEG + "/quantity", "must be a positive number"),
                Arguments.of(
                        "'quantity':1.5",
                        "'quantity':0.0000001",
                        LEG + "/quantity",
                        "must have at most 12 digits before and 6 after the decimal point"),
                Arguments.of(
                        "'quantity':1.5",
                        "'quantity':1e2000000000",
                        LEG + "/quantity",
                        "must have at most 12 digits before and 6 after the decimal point"),
                Arguments.of("'multiplier':75", "'multiplier':-75", LEG + "/multiplier", "must be a positive number"),
                Arguments.of(
                        "'multiplier':75",
                        "'multiplier':75,'lotSize':50",
                        LEG + "/lotSize",
                        "does not agree with multiplier, which is 75"),
                Arguments.of(
                        "'maxEntries':9",
                        "'maxEntries':0",
                        LEG + "/maxEntries",
                        "must be a whole number from 1 to 1000000"),
                Arguments.of(
                        "'maxEntries':9",
                        "'orderType':'sl-m'",
                        LEG + "/orderType",
                        "unknown order type, accepted: market, limit, stop, stop_limit"),
                Arguments.of(
                        "'maxEntries':9",
                        "'orderType':'limit'",
                        LEG + "/limitPrice",
                        "is missing, expected a positive number, or a limitOffset, for an order of type limit"),
                Arguments.of(
                        "'maxEntries':9",
                        "'orderType':'stop_limit','stopPrice':9",
                        LEG + "/limitPrice",
                        "is missing, expected a positive number, or a limitOffset, for an order of type stop_limit"),
                Arguments.of(
                        "'maxEntries':9",
                        "'orderType':'limit','limitPrice':0",
                        LEG + "/limitPrice",
                        "must be a positive number"),
                Arguments.of(
                        "'maxEntries':9",
                        "'orderType':'limit','limitPrice':9,'limitOffset':{'type':'points','value':1}",
                        LEG + "/limitOffset",
                        "there is a limitPrice as well, expected one of the two"),
                Arguments.of(
                        "'maxEntries':9",
                        "'orderType':'limit','limitOffset':7",
                        LEG + "/limitOffset",
                        "must be an object"),
                Arguments.of(
                        "'maxEntries':9",
                        "'orderType':'limit','limitOffset':{'type':'ticks','value':1}",
                        LEG + "/limitOffset/type",
                        "unknown type of offset, accepted: points, percentage"),
                Arguments.of(
                        "'maxEntries':9",
                        "'orderType':'limit','limitOffset':{'type':'points','value':-1}",
                        LEG + "/limitOffset/value",
                        "must be a number of at least 0"),
                Arguments.of(
                        "'maxEntries':9",
                        "'orderType':'limit','limitOffset':{'type':'points'}",
                        LEG + "/limitOffset/value",
                        "is missing, expected a number of at least 0"),
                Arguments.of(
                        "'maxEntries':9",
                        "'orderType':'limit','limitPrice':9,'stopPrice':9",
                        LEG + "/stopPrice",
                        "an order of type limit has no stopPrice, expected none"),
                Arguments.of(
                        "'maxEntries':9",
                        "'orderType':'stop'",
                        LEG + "/stopPrice",
                        "is missing, expected a positive number"),
                Arguments.of(
                        "'maxEntries':9",
                        "'orderType':'stop','stopPrice':0.0000001",
                        LEG + "/stopPrice",
                        "must have at most 12 digits before and 6 after the decimal point"),
                Arguments.of(
                        "'maxEntries':9",
                        "'orderType':'stop','stopPrice':9,'limitPrice':9",
                        LEG + "/limitPrice",
                        "an order of type stop has no limitPrice, expected none"),
                Arguments.of(
                        "'maxEntries':9",
                        "'stopPrice':9",
                        LEG + "/stopPrice",
                        "an order of type market has no stopPrice, expected none"),
                Arguments.of(
                        "'maxEntries':9",
                        "'orderType':'market','limitOffset':{'type':'points','value':1}",
                        LEG + "/limitOffset",
                        "an order of type market has no limitOffset, expected none"),
                Arguments.of(
                        "'maxEntries':9",
                        "'time_in_force':'ioc'",
                        LEG + "/time_in_force",
                        "unknown time in force, accepted: day, gtc"),
                Arguments.of(
                        "'maxEntries':9",
                        "'time_in_force':'gtc'",
                        LEG + "/time_in_force",
                        "gtc is only for legs that are kept overnight in a positional strategy, expected day"),
                Arguments.of(
                        "'maxEntries':9",
                        "'productType':'mis'",
                        LEG + "/productType",
                        "unknown product type, accepted: intraday, delivery, carryforward"),
                Arguments.of(
                        "'maxEntries':9",
                        "'productType':'delivery'",
                        LEG + "/productType",
                        "the strategy is intraday, expected intraday, or strategyType positional in the start node"),
                Arguments.of(
                        "'maxEntries':9",
                        "'productType':'carryforward'",
                        LEG + "/productType",
                        "the strategy is intraday, expected intraday, or strategyType positional in the start node"),
                Arguments.of(
                        "'maxEntries':9",
                        "'type':'swap'",
                        LEG + "/type",
                        "unknown instrument type, accepted: options, futures, stock, future, stocks, equity"),
                Arguments.of(
                        "'maxEntries':9,\n  'optionDetails':{'optionType':'PE','strikeType':'OTM2','expiry':'W1'}",
                        "'type':'futures','optionDetails':{'optionType':'PE','expiry':'M1'}",
                        LEG + "/optionDetails/optionType",
                        "a future has no optionType, expected none"),
                Arguments.of(
                        "'maxEntries':9,\n  'optionDetails':{'optionType':'PE','strikeType':'OTM2','expiry':'W1'}",
                        "'type':'futures','optionDetails':{'strikeValue':24000,'expiry':'M1'}",
                        LEG + "/optionDetails/strikeValue",
                        "a future has no strikeValue, expected none"),
                Arguments.of(
                        "'maxEntries':9,\n  'optionDetails':{'optionType':'PE','strikeType':'OTM2','expiry':'W1'}",
                        "'type':'futures','optionDetails':{'expiry':'X1'}",
                        LEG + "/optionDetails/expiry",
                        "must be W, M, Q or Y and a number from 0 to 99, such as W1"),
                Arguments.of(
                        "'maxEntries':9,\n  'optionDetails':{'optionType':'PE','strikeType':'OTM2','expiry':'W1'}",
                        "'type':'equity','optionDetails':{'optionType':'','expiry':'M1'}",
                        LEG + "/optionDetails/expiry",
                        "a stock has no expiry, expected none"),
                Arguments.of(
                        ",\n  'optionDetails':{'optionType':'PE','strikeType':'OTM2','expiry':'W1'}",
                        "",
                        LEG + "/optionDetails",
                        "is missing, expected an object with optionType, strikeType and expiry"),
                Arguments.of("'maxEntries':9", "'stopLoss':7", LEG + "/stopLoss", "must be an object"),
                Arguments.of(
                        "'maxEntries':9",
                        "'stopLoss':{'enabled':true,'stopPercentage':20}",
                        LEG + "/stopLoss/triggerType",
                        "is missing, expected one of percentage, points"),
                Arguments.of(
                        "'maxEntries':9",
                        "'stopLoss':{'enabled':true,'triggerType':'level','stopPercentage':20}",
                        LEG + "/stopLoss/triggerType",
                        "unknown trigger type, accepted: percentage, points"),
                Arguments.of(
                        "'maxEntries':9",
                        "'stopLoss':{'enabled':true,'triggerType':'points'}",
                        LEG + "/stopLoss/stopPoints",
                        "is missing, expected a positive number"),
                Arguments.of(
                        "'maxEntries':9",
                        "'stopLoss':{'enabled':true,'triggerType':'percentage','stopPercentage':0}",
                        LEG + "/stopLoss/stopPercentage",
                        "must be a positive number"),
                Arguments.of(
                        "'maxEntries':9",
                        "'stopLoss':{'enabled':true,'triggerType':'points','stopPoints':1,'limitBuffer':-1}",
                        LEG + "/stopLoss/limitBuffer",
                        "must be a number of at least 0"),
                Arguments.of(
                        "'maxEntries':9",
                        "'stopLoss':{'enabled':true,'triggerType':'points','stopPoints':1,'limitBuffer':1,'waitTime':-5}",
                        LEG + "/stopLoss/waitTime",
                        "must be a number of at least 0"),
                Arguments.of(
                        "'maxEntries':9",
                        "'stopLoss':{'enabled':true,'triggerType':'points','stopPoints':1,'limitBuffer':1,'waitTime':1000001}",
                        LEG + "/stopLoss/waitTime",
                        "must be at most 1000000"),
                Arguments.of(
                        "'maxEntries':9",
                        "'stopLoss':{'enabled':true,'triggerType':'points','stopPoints':1,'limitBuffer':1,'waitTime':5,'waitTimeUnit':'hours'}",
                        LEG + "/stopLoss/waitTimeUnit",
                        "unknown unit, accepted: seconds, minutes"),
                Arguments.of(
                        "'maxEntries':9",
                        "'stopLoss':{'enabled':true,'triggerType':'points','stopPoints':1,'waitForMarket':'no'}",
                        LEG + "/stopLoss/waitForMarket",
                        "must be true or false"),
                Arguments.of(
                        "'maxEntries':9",
                        "'takeProfit':{'enabled':true,'triggerType':'percentage','targetPoints':1}",
                        LEG + "/takeProfit/targetPercentage",
                        "is missing, expected a positive number"),
                Arguments.of(
                        "'maxEntries':9",
                        "'takeProfit':{'enabled':true,'triggerType':'points','targetPoints':1,'limitBuffer':0.5}",
                        LEG + "/takeProfit/limitBuffer",
                        "a target always closes at market, expected 0, false or no limitBuffer"),
                Arguments.of(
                        "'maxEntries':9",
                        "'takeProfit':{'enabled':true,'triggerType':'points','targetPoints':1,'waitTime':5}",
                        LEG + "/takeProfit/waitTime",
                        "a target always closes at market, expected 0, false or no waitTime"),
                Arguments.of(
                        "'maxEntries':9",
                        "'takeProfit':{'enabled':true,'triggerType':'points','targetPoints':1,'waitForMarket':true}",
                        LEG + "/takeProfit/waitForMarket",
                        "a target always closes at market, expected 0, false or no waitForMarket"),
                Arguments.of(
                        "'maxEntries':9",
                        "'trailingStop':{'enabled':true,'initialDistance':1}",
                        LEG + "/trailingStop/triggerType",
                        "is missing, expected one of percentage, points"),
                Arguments.of(
                        "'maxEntries':9",
                        "'trailingStop':{'enabled':true,'triggerType':'points','stepSize':1}",
                        LEG + "/trailingStop/initialDistance",
                        "is missing, expected a positive number"),
                Arguments.of(
                        "'maxEntries':9",
                        "'trailingStop':{'enabled':true,'triggerType':'points','initialDistance':1,'stepSize':-1}",
                        LEG + "/trailingStop/stepSize",
                        "must be a number of at least 0"),
                Arguments.of(
                        "'maxEntries':9",
                        "'stopLoss':{'stopPercentage':20}",
                        LEG + "/stopLoss",
                        "must say enabled: true or enabled: false"),
                Arguments.of(
                        "'OTM2'",
                        "'OTM'",
                        LEG + "/optionDetails/strikeType",
                        "must be ATM, OTM1 to OTM99, ITM1 to ITM99, or FIXED with a strikeValue"),
                Arguments.of(
                        "'W1'",
                        "'D1'",
                        LEG + "/optionDetails/expiry",
                        "must be W, M, Q or Y and a number from 0 to 99, such as W1"),
                Arguments.of(
                        "'W1'",
                        "'W1','strikeValue':24000",
                        LEG + "/optionDetails/strikeType",
                        "there is a strikeValue, beside which it must be FIXED or absent"),
                Arguments.of(
                        "'OTM2'",
                        "'FIXED'",
                        LEG + "/optionDetails/strikeValue",
                        "is missing, expected a positive number"),
                Arguments.of(
                        "'OTM2'",
                        "'FIXED','strikeValue':-1",
                        LEG + "/optionDetails/strikeValue",
                        "must be a positive number"),
                Arguments.of(
                        "'strikeType':'OTM2',",
                        "",
                        LEG + "/optionDetails/strikeType",
                        "is missing, expected ATM, OTM1 to OTM99, ITM1 to ITM99, or FIXED with a strikeValue"),
                Arguments.of(
                        "'PE'", "'PUT'", LEG + "/optionDetails/optionType", "unknown option type, accepted: CE, PE"),
                Arguments.of(
                        "'data':{'positions'",
                        "'data':{'instrument':'SI','positions'",
                        "/nodes/2/data/instrument",
                        "only the trading instrument can be traded, accepted: TI or NIFTY"),
                Arguments.of(
                        "'targetPositionVpi':'leg'",
                        "'targetPositionVpi':'leg2'",
                        "/nodes/4/data/exitNodeData/orderConfig/targetPositionVpi",
                        "unknown position (vpi), accepted: leg; did you mean leg"),
                Arguments.of(
                        "'data':{'exitNodeData':{'orderConfig':\n  {'targetPositionVpi':'leg',",
                        "'data':{'exitType':'specific','exitNodeData':{'orderConfig':\n  {",
                        "/nodes/4/data/exitType",
                        "needs exitNodeData.orderConfig.targetPositionVpi, without it all legs are closed"),
                Arguments.of(
                        "'quantity':'all'",
                        "'quantity':'half'",
                        "/nodes/4/data/exitNodeData/orderConfig/quantity",
                        "unknown quantity, accepted: all, specific"),
                Arguments.of(
                        "'quantity':'all'",
                        "'quantity':'specific'",
                        "/nodes/4/data/exitNodeData/orderConfig/specificQuantity",
                        "is missing, expected a positive number"),
                Arguments.of(
                        "'quantity':'all'",
                        "'quantity':'specific','specificQuantity':0",
                        "/nodes/4/data/exitNodeData/orderConfig/specificQuantity",
                        "must be a positive number"),
                Arguments.of(
                        "'quantity':'all'",
                        "'orderType':'limit'",
                        "/nodes/4/data/exitNodeData/orderConfig/orderType",
                        "order type limit is not available yet, accepted: market"),
                Arguments.of(
                        "'exitNodeData':{",
                        "'exitNodeData':{'reEntryConfig':{'enabled':true},",
                        "/nodes/4/data/exitNodeData/reEntryConfig",
                        "re-entries belong into a reEntrySignalNode below the exit, expected enabled: false"),
                Arguments.of(
                        "'exitNodeData':{",
                        "'exitNodeData':{'postExecutionConfig':{'trailingStop':{'enabled':true,'triggerType':'points'}},",
                        "/nodes/4/data/exitNodeData/postExecutionConfig/trailingStop/initialDistance",
                        "is missing, expected a positive number"),
                Arguments.of(
                        "'exitNodeData':{",
                        "'exitNodeData':{'postExecutionConfig':{'stopLoss':{'triggerType':'points'}},",
                        "/nodes/4/data/exitNodeData/postExecutionConfig/stopLoss",
                        "must say enabled: true or enabled: false"),
                Arguments.of(
                        "'maxReEntries':3,",
                        "",
                        "/nodes/5/data/retryConfig/maxReEntries",
                        "is missing, expected a whole number from 0 to 1000000"),
                Arguments.of(
                        "'targetEntryNodeId':'entry'",
                        "'targetEntryNodeId':'exit'",
                        "/nodes/5/data/targetEntryNodeId",
                        "unknown entry node, accepted: entry"),
                Arguments.of(
                        "'exitTime':'15:10'",
                        "'exitTime':'25:10'",
                        END + "/timeBasedExit/exitTime",
                        "must be a time as HH:MM or HH:MM:SS"),
                Arguments.of(
                        "'exitTime':'15:10'",
                        "'exitTime':'15:10','exitAtMarketClose':1",
                        END + "/timeBasedExit/exitAtMarketClose",
                        "must be true or false"),
                Arguments.of(
                        "'timeBasedExit'",
                        "'performanceBasedExit':{'enabled':true,'dailyPnLTarget':{'enabled':true,'targetType':'percentage','targetAmount':1}},'timeBasedExit'",
                        END + "/performanceBasedExit/dailyPnLTarget/initialCapital",
                        "is missing, expected a positive number"),
                Arguments.of(
                        "'timeBasedExit'",
                        "'performanceBasedExit':{'enabled':true,'dailyLossLimit':{'enabled':true,'limitType':'absolute','limitAmount':-1}},'timeBasedExit'",
                        END + "/performanceBasedExit/dailyLossLimit/limitAmount",
                        "must be a positive number"),
                Arguments.of(
                        "'s-1'",
                        "'../../etc'",
                        "/strategy_id",
                        "must not begin or end with a dot and not contain two in a row"),
                Arguments.of("'u-1'", "'a/b'", "/user_id", "must not contain any of "),
                Arguments.of("'u-1'", "'a\\tb'", "/user_id", "must not contain characters other than printable ASCII"),
                Arguments.of("'u-1'", "''", "/user_id", "must not be empty"),
                Arguments.of("'u-1'", "7", "/user_id", "must be a text"),
                Arguments.of("'strategy_id':'s-1',", "", "/strategy_id", "is missing, expected the id of the strategy"),
                Arguments.of(
                        "'name':'Small'",
                        "'name':'Small','name':'Again'",
                        "/name",
                        "occurs more than once in its object"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refuses(String part, String changed, String pointer, String message) {
        assertThat(BASE).contains(part);
        int at = BASE.indexOf(part);

        List<Problem> errors = read(BASE.substring(0, at) + changed + BASE.substring(at + part.length()))
                .errors();

        assertThat(errors)
                .filteredOn(error -> error.pointer().equals(pointer))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.message()).startsWith(message);
                    assertThat(error.value().isEmpty()).isEqualTo(message.startsWith("is missing"));
                });
        assertThat(errors).hasSize(1);
    }

    @Test
    void tellsAllErrorsInDocumentOrder() {
        String broken = BASE.replace("'1m','unit'", "'2m','unit'")
                .replace("'OTM2'", "'OTX'")
                .replace("'source':'exit'", "'source':'exti'")
                .replace("'operator':'<'", "'operator':'<>'");

        assertThat(read(broken).errors())
                .extracting(Problem::pointer)
                .containsExactly(
                        SIGNAL + "/operator",
                        "/nodes/1/data/variables/0/expression/timeframeId",
                        LEG + "/optionDetails/strikeType",
                        "/edges/5/source");
        assertThat(read(broken).strategy()).isNull();
    }

    @Test
    void warnsOfWhatHasNoEffect() {
        ParsedStrategy parsed = read(BASE.replace(
                        "'label':'Go'",
                        "'label':'Go','colour':'red','_lastUpdated':1,"
                                + "'conditionsPreview':'x','alertNotification':{'enabled':true}")
                .replace(",{'source':'exit','target':'again'}", "")
                .replace("{'source':'exit','target':'again'},", ""));

        assertThat(parsed.errors()).isEmpty();
        assertThat(parsed.warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "/nodes/1/data/colour: is not known and has no effect, was \"red\"",
                        "/nodes/1/data/alertNotification: alerts are not sent, it has no effect, was {\"enabled\":true}",
                        "/nodes/5: no chain of edges leads here from the start node, it never acts, was "
                                + parsed.warnings().get(2).value());
    }

    @Test
    void warnsOfEndTimesThatHaveNoEffect() {
        assertThat(endWarnings("'timeBasedExit':{'enabled':true,'exitAtMarketClose':true,'exitTime':'15:10'}"))
                .containsExactly(END + "/timeBasedExit/exitTime: has no effect, exitAtMarketClose: true decides the"
                        + " time, was \"15:10\"");
        assertThat(endWarnings("'timeBasedExit':{'enabled':true,'exitTime':'15:10','minutesBeforeClose':5}"))
                .containsExactly(END + "/timeBasedExit/minutesBeforeClose: has no effect without"
                        + " exitAtMarketClose: true, was 5");
        assertThat(endWarnings("'timeBasedExit':{'enabled':true,'exitAtMarketClose':true,'exitTime':'',"
                        + "'minutesBeforeClose':5},"
                        + "'performanceBasedExit':{'enabled':false,'dailyPnLTarget':{'enabled':true}}"))
                .isEmpty();
    }

    @Test
    void warnsOfConditionsThatNeverOrAlwaysHold() {
        assertThat(read(withConditions("")).warnings())
                .extracting(Problem::message)
                .containsExactly("there are no conditions, the signal never fires");
        assertThat(read(withConditions("{'conditions':[]}")).warnings())
                .extracting(Problem::message)
                .containsExactly("is a group without conditions, which is always true");
    }

    @Test
    void saysWhereTextIsNoJson() {
        assertThat(errors("{'a':1,\n  }"))
                .singleElement()
                .asString()
                .startsWith("/: is not JSON: line 2, column 3: ")
                .doesNotContain("StreamRead");
        assertThat(errors("{'a':[1")).singleElement().asString().endsWith("the text ends in the middle of a value");
        assertThat(errors("{} {}"))
                .singleElement()
                .asString()
                .endsWith("there is more text after the end of the value");
        assertThat(errors("[]"))
                .containsExactly(
                        "/: must be an object with nodes and edges, or one with strategy or strategy_config, was []");
        assertThat(errors("{'strategy_id':'s'}")).singleElement().asString().startsWith("/nodes: is missing");
    }

    @Test
    void hostileSizeCostsLittle() {
        String deep = "[".repeat(2_000) + "]".repeat(2_000);
        String group = "{'conditions':[".repeat(1_000) + "]}".repeat(1_000);
        String longText = "x".repeat(5_000_000);

        assertThat(errors(deep))
                .singleElement()
                .asString()
                .contains("nesting depth")
                .doesNotContain("`");
        assertThat(errors(withConditions(group))).singleElement().asString().contains("nesting depth");
        assertThat(errors(BASE.replace("'sell'", "'" + longText + "'")))
                .singleElement()
                .asString()
                .hasSizeLessThan(300);
        assertThat(errors(BASE.replace("'u-1'", "'" + longText + "'")))
                .singleElement()
                .asString()
                .contains("must have at most 128 characters, has 5000000");
        assertThat(errors(BASE.replace("'data':", "'" + longText + "':")))
                .singleElement()
                .asString()
                .hasSizeLessThan(400);
        assertThat(errors("{'a':" + "9".repeat(1_000) + "}"))
                .singleElement()
                .asString()
                .contains("1000");
        assertThat(errors(" ".repeat(10_000_001))).singleElement().asString().contains("10000001 characters");
    }

    @Test
    void readsTenThousandNodes() {
        StringBuilder nodes = new StringBuilder();
        StringBuilder edges = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            nodes.append("{'id':'n").append(i).append("','type':'exitNode','data':{}},");
            edges.append("{'source':'start','target':'n").append(i).append("'},");
        }
        String large = BASE.replace("'nodes':[", "'nodes':[" + nodes).replace("'edges':[", "'edges':[" + edges);

        assertThat(strategy(large).nodes()).hasSize(10_007);

        List<Problem> errors =
                read(large.replace("'source':'start'", "'source':'strat'")).errors();
        assertThat(errors).hasSize(Problems.MAX_LISTED + 1);
        assertThat(errors.get(0).message()).contains(" and 9992 more");
        assertThat(errors.get(Problems.MAX_LISTED).message()).isEqualTo("has 9502 more problems that are not listed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\uFEFF"})
    void refusesNothing(String document) {
        assertThat(TradeLayoutReader.read(document).errors())
                .containsExactly(new Problem("", "", "is empty, expected JSON"));
    }

    private static String text(String json) {
        return "'"
                + json.replace("LHS", LHS)
                        .replace("\\", "\\\\")
                        .replace("'", "\\'")
                        .replace("\n", "\\n") + "'";
    }

    static Operand operand(String json) {
        Node.Signal signal =
                (Node.Signal) strategy(BASE.replace("LHS", json)).nodes().get(1);
        return Leaves.of(signal.conditions()).get(0).lhs();
    }

    private static List<String> endWarnings(String conditions) {
        ParsedStrategy parsed = read(BASE.replace("'timeBasedExit':{'enabled':true,'exitTime':'15:10'}", conditions));
        assertThat(parsed.errors()).isEmpty();
        return parsed.warnings().stream().map(Problem::toString).toList();
    }

    private static Node.SquareOff squareOff(String conditions) {
        return (Node.SquareOff)
                strategy(BASE.replace("'timeBasedExit':{'enabled':true,'exitTime':'15:10'}", conditions))
                        .nodes()
                        .get(6);
    }

    static String withConditions(String conditions) {
        int from = BASE.indexOf("{'groupLogic'");
        int to = BASE.indexOf("],\n  'variables'");
        return BASE.substring(0, from) + conditions + BASE.substring(to);
    }

    static Strategy strategy(String json) {
        ParsedStrategy parsed = read(json);
        assertThat(parsed.errors()).isEmpty();
        return Objects.requireNonNull(parsed.strategy());
    }

    private static List<String> errors(String json) {
        return read(json).errors().stream().map(Problem::toString).toList();
    }

    /** Reads JSON that is written with single quotes; LHS stands for an operand. */
    static ParsedStrategy read(String json) {
        return TradeLayoutReader.read(json(json));
    }

    static String json(String layout) {
        return layout.replace("LHS", LHS).replace('\'', '"');
    }
}
