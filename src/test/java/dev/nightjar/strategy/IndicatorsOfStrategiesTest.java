package dev.nightjar.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What strategy files may say of indicators, and what their operands may ask them for. */
class IndicatorsOfStrategiesTest {

    private static final String INDICATOR = "/nodes/0/data/tradingInstrumentConfig/timeframes/0/indicators/it";
    private static final String OPERAND = "/nodes/1/data/conditions/0/conditions/0/lhs";

    private static ParsedStrategy read(String indicator, String operandMembers) {
        String json = """
                {'strategy_id':'s','user_id':'u','name':'Small','nodes':[
                {'id':'start','type':'startNode','data':{'exchange':'NSE',
                  'tradingInstrument':{'type':'options','underlyingType':'index'},
                  'tradingInstrumentConfig':{'type':'options','symbol':'NIFTY','timeframes':[
                    {'id':'1m','unit':'minutes','number':1,'indicators':{'it':INDICATOR}}]}}},
                {'id':'signal','type':'entrySignalNode','data':{'conditions':[{'conditions':[
                  {'lhs':{'type':'indicator','name':'it','offset':-1,'timeframeId':'1m'OPERAND},
                  'operator':'<','rhs':{'type':'constant','value':30}}]}]}}],
                'edges':[{'source':'start','target':'signal'}]}
                """;
        return TradeLayoutReader.read(json.replace("INDICATOR", indicator)
                .replace("OPERAND", operandMembers)
                .replace('\'', '"'));
    }

    private static List<String> errors(String indicator, String operandMembers) {
        return read(indicator, operandMembers).errors().stream()
                .map(Problem::toString)
                .toList();
    }

    private static IndicatorSpec spec(String indicator, String operandMembers) {
        ParsedStrategy parsed = read(indicator, operandMembers);
        assertThat(parsed.errors()).isEmpty();
        return Objects.requireNonNull(Objects.requireNonNull(parsed.strategy())
                .trading()
                .timeframe("1m")
                .indicators()
                .get("it"));
    }

    private static String first(IndicatorKind kind) {
        return ",'parameter':'" + kind.outputs().get(0) + "'";
    }

    @Test
    void haveTheseNamesParametersDefaultsAndOutputs() {
        assertThat(Arrays.stream(IndicatorKind.values()).map(kind -> {
                    IndicatorSpec spec = spec("{'indicator_name':'" + kind.label() + "'}", first(kind));
                    String names = kind.parameters().stream()
                            .map(IndicatorParameter::name)
                            .collect(Collectors.joining(" "));
                    return spec.displayName() + " [" + names + "] " + String.join(" ", kind.outputs());
                }))
                .containsExactly(
                        "sma(20,close) [length price_field] SMA",
                        "ema(21,close) [length price_field] EMA",
                        "wma(20,close) [length price_field] WMA",
                        "dema(20,close) [length price_field] DEMA",
                        "tema(20,close) [length price_field] TEMA",
                        "hma(16,close) [length price_field] HMA",
                        "kama(10,2,30,close) [length fast slow price_field] KAMA",
                        "vwma(20,close) [length price_field] VWMA",
                        "zlema(20,close) [length price_field] ZLEMA",
                        "rsi(14,close) [length price_field] RSI",
                        "stoch(14,3,3) [k d smooth_k] STOCHk STOCHd",
                        "stochrsi(14,14,3,3) [length rsi_length k d] STOCHRSIk STOCHRSId",
                        "macd(12,26,9) [fast slow signal] MACD MACDh MACDs",
                        "ppo(12,26,9) [fast slow signal] PPO PPOh PPOs",
                        "roc(10,close) [length price_field] ROC",
                        "mom(10,close) [length price_field] MOM",
                        "cci(20) [length] CCI",
                        "willr(14) [length] WILLR",
                        "cmo(14,close) [length price_field] CMO",
                        "trix(15,close) [length price_field] TRIX",
                        "aroon(14) [length] AROOND AROONU AROONOSC",
                        "adx(14) [length] ADX",
                        "vortex(14) [length] VTXP VTXM",
                        "psar(0.02,0.02,0.2) [af0 af max_af] PSARl PSARs PSARaf PSARr",
                        "supertrend(10,3) [length multiplier] SUPERT SUPERTd SUPERTl SUPERTs",
                        "linreg(14,close) [length price_field] LR",
                        "atr(14) [length] ATR",
                        "natr(14) [length] NATR",
                        "bbands(20,2,close) [length std price_field] BBL BBM BBU BBB BBP",
                        "kc(20,2) [length scalar] KCL KCB KCU",
                        "donchian(20,20) [lower_length upper_length] DCL DCM DCU",
                        "stdev(20,close) [length price_field] STDEV",
                        "obv [] OBV",
                        "mfi(14) [length] MFI",
                        "cmf(20) [length] CMF",
                        "ad [] AD",
                        "vwap [] VWAP",
                        "anchored_vwap(session,09:15) [anchor_type anchor_time] VWAP",
                        "pivot(D) [timeframe] PP R1 R2 R3 S1 S2 S3",
                        "cpr(D) [timeframe] TC PIVOT BC",
                        "camarilla(D) [timeframe] H4 H3 H2 H1 L1 L2 L3 L4",
                        "fib_pivot(D) [timeframe] PP R1 R2 R3 S1 S2 S3",
                        "woodie_pivot(D) [timeframe] PP R1 R2 S1 S2",
                        "demark_pivot(D) [timeframe] PP R1 S1",
                        "ichimoku(9,26,52,26) [tenkan_period kijun_period senkou_b_period displacement]"
                                + " tenkan_sen kijun_sen senkou_span_a senkou_span_b chikou_span",
                        "ha [] HA_open HA_high HA_low HA_close",
                        "heikinashi [] HA_Open HA_High HA_Low HA_Close");
    }

    @Test
    void areOneComputationHoweverTheirParametersAreWritten() {
        IndicatorSpec spec = IndicatorSpec.of(IndicatorKind.BBANDS, "20", "2.5", "low");

        assertThat(spec(
                        "{'indicator_name':'bbands','std':'2.50','length':20.0,'price_field':'low'}",
                        ",'parameter':'BBP'"))
                .isEqualTo(spec);
        assertThat(spec(
                        "{'indicator_name':'bbands','std':2.5,'length':'2e1','price_field':'low'}",
                        ",'parameter':'BBL'"))
                .isEqualTo(spec);
        assertThat(spec.displayName()).isEqualTo("bbands(20,2.5,low)");
        assertThat(spec("{'indicator_name':'rsi','length':null}", "")).isEqualTo(IndicatorSpec.of(IndicatorKind.RSI));
        assertThat(spec("{'indicator_name':'anchored_vwap','anchor_time':'09:30:00'}", ""))
                .isEqualTo(IndicatorSpec.of(IndicatorKind.ANCHORED_VWAP, "session", "09:30"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    'macd','slow':501 | slow: must be a whole number from 1 to 500, was 501
                    'macd','slow':'x' | slow: must be a whole number from 1 to 500, was "x"
                    'macd','slow':9.5 | slow: must be a whole number from 1 to 500, was 9.5
                    'macd','slow':true | slow: must be a whole number from 1 to 500, was true
                    'macd','slow':12 | fast: must be below slow, which is 12
                    'macd','fast':'30' | fast: must be below slow, which is 26, was "30"
                    'kama','fast':30 | fast: must be below slow, which is 30, was 30
                    'hma','length':1 | length: must be a whole number from 2 to 500, was 1
                    'bbands','std':0 | std: must be a number from 0.000001 to 1000 with at most 6 fraction digits, was 0
                    'bbands','std':2.1234567 | std: must be a number from 0.000001 to 1000 with at most 6 fraction digits, was 2.1234567
                    'bbands','std':1e999999999 | std: must be a number from 0.000001 to 1000 with at most 6 fraction digits, was 1e999999999
                    'psar','af':1.5 | af: must be a number from 0.000001 to 1 with at most 6 fraction digits, was 1.5
                    'psar','af1':0.1 | af1: unknown parameter of psar, accepted: display_name, indicator_name, af0, af, max_af; did you mean af0, was 0.1
                    'atr','price_field':'close' | price_field: unknown parameter of atr, accepted: display_name, indicator_name, length, was "close"
                    'sma','price_field':'clsoe' | price_field: unknown price_field, accepted: close, open, high, low; did you mean close, was "clsoe"
                    'sma','price_field':['close'] | price_field: must be one of close, open, high, low, was ["close"]
                    'pivot','timeframe':'W' | timeframe: unknown timeframe, accepted: D, was "W"
                    'anchored_vwap','anchor_time':'9:15' | anchor_time: must be a time as HH:MM or HH:MM:SS, was "9:15"
                    'anchored_vwap','anchor_type':'week' | anchor_type: unknown anchor_type, accepted: session, was "week"
                    """)
    void refuseParametersTheyDoNotTake(String members, String message) {
        assertThat(errors("{'indicator_name':" + members + "}", ""))
                .anyMatch(error -> error.startsWith(INDICATOR + "/" + message));
    }

    @Test
    void areRefusedByNameWithAllThatExist() {
        String all =
                Arrays.stream(IndicatorKind.values()).map(IndicatorKind::label).collect(Collectors.joining(", "));

        assertThat(errors("{'indicator_name':'squeeze','bb_length':20}", ""))
                .containsExactly(INDICATOR + "/indicator_name: indicator squeeze is not available, accepted: " + all
                        + ", was \"squeeze\"");
        assertThat(errors("{'indicator_name':'MACD'}", ""))
                .containsExactly(INDICATOR + "/indicator_name: unknown indicator, accepted: " + all
                        + "; did you mean macd, was \"MACD\"");
        assertThat(errors("{}", ""))
                .containsExactly(INDICATOR + "/indicator_name: is missing, expected the name of an indicator");
    }

    @Test
    void areAskedForAnOutputByName() {
        ParsedStrategy parsed = read("{'indicator_name':'macd'}", ",'parameter':'MACDs'");
        Node.EntrySignal signal = (Node.EntrySignal)
                Objects.requireNonNull(parsed.strategy()).nodes().get(1);

        assertThat(Leaves.of(signal.conditions()).get(0).lhs())
                .isEqualTo(new Operand.IndicatorValue(Role.TI, "1m", "it", 2, -1));
        assertThat(ConditionText.raw(Leaves.of(signal.conditions()).get(0), Objects.requireNonNull(parsed.strategy())))
                .isEqualTo("Previous[TI.1m.macd(12,26,9)_MACDs] < 30");
        assertThat(errors("{'indicator_name':'rsi'}", ",'parameter':'RSI'")).isEmpty();
        assertThat(errors("{'indicator_name':'rsi'}", ",'parameter':null")).isEmpty();
    }

    @Test
    void refuseOutputsTheyDoNotHave() {
        assertThat(errors("{'indicator_name':'macd'}", ",'parameter':'MACDz'"))
                .containsExactly(OPERAND + "/parameter: unknown output of macd, accepted: MACD, MACDh, MACDs;"
                        + " did you mean MACD, was \"MACDz\"");
        assertThat(errors("{'indicator_name':'macd'}", ""))
                .containsExactly(OPERAND + "/parameter: is missing, expected an output of macd: MACD, MACDh, MACDs");
        assertThat(errors("{'indicator_name':'macd'}", ",'parameter':2"))
                .containsExactly(OPERAND + "/parameter: must be an output of macd: MACD, MACDh, MACDs, was 2");
    }

    @Test
    void cannotBeMadeOfArgumentsTheyDoNotTake() {
        assertThatThrownBy(() -> IndicatorSpec.of(IndicatorKind.RSI, "1"))
                .hasMessage("rsi: length must be a whole number from 2 to 500, was 1");
        assertThatThrownBy(() -> IndicatorSpec.of(IndicatorKind.OBV, "1")).hasMessage("obv has 0 parameters, not 1");
        assertThatThrownBy(() -> IndicatorSpec.of(IndicatorKind.MACD, "26"))
                .hasMessage("macd: fast must be below slow, which is 26");
        assertThatThrownBy(() -> new IndicatorSpec(IndicatorKind.ATR, List.of(new IndicatorArgument.Word("close"))))
                .hasMessage("atr: length must be a whole number from 1 to 500, was close");
    }
}
