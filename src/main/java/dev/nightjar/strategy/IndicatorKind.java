package dev.nightjar.strategy;

import static dev.nightjar.strategy.IndicatorParameter.candles;
import static dev.nightjar.strategy.IndicatorParameter.clock;
import static dev.nightjar.strategy.IndicatorParameter.factor;
import static dev.nightjar.strategy.IndicatorParameter.length;
import static dev.nightjar.strategy.IndicatorParameter.priceField;
import static dev.nightjar.strategy.IndicatorParameter.word;

import java.time.LocalTime;
import java.util.List;

/** The indicators that exist, by the names strategy files use, with their parameters and outputs in order. */
public enum IndicatorKind {
    SMA("sma", List.of(length(1, 20), priceField()), "SMA"),
    EMA("ema", List.of(length(1, 21), priceField()), "EMA"),
    WMA("wma", List.of(length(1, 20), priceField()), "WMA"),
    DEMA("dema", List.of(length(1, 20), priceField()), "DEMA"),
    TEMA("tema", List.of(length(1, 20), priceField()), "TEMA"),
    HMA("hma", List.of(length(2, 16), priceField()), "HMA"),
    KAMA("kama", List.of(length(1, 10), candles("fast", 1, 2), candles("slow", 1, 30), priceField()), "KAMA"),
    VWMA("vwma", List.of(length(1, 20), priceField()), "VWMA"),
    ZLEMA("zlema", List.of(length(1, 20), priceField()), "ZLEMA"),

    RSI("rsi", List.of(length(2, 14), priceField()), "RSI"),
    STOCH("stoch", List.of(candles("k", 1, 14), candles("d", 1, 3), candles("smooth_k", 1, 3)), "STOCHk", "STOCHd"),
    STOCHRSI(
            "stochrsi",
            List.of(length(2, 14), candles("rsi_length", 2, 14), candles("k", 1, 3), candles("d", 1, 3)),
            "STOCHRSIk",
            "STOCHRSId"),
    MACD(
            "macd",
            List.of(candles("fast", 1, 12), candles("slow", 1, 26), candles("signal", 1, 9)),
            "MACD",
            "MACDh",
            "MACDs"),
    PPO("ppo", List.of(candles("fast", 1, 12), candles("slow", 1, 26), candles("signal", 1, 9)), "PPO", "PPOh", "PPOs"),
    ROC("roc", List.of(length(1, 10), priceField()), "ROC"),
    MOM("mom", List.of(length(1, 10), priceField()), "MOM"),
    CCI("cci", List.of(length(2, 20)), "CCI"),
    WILLR("willr", List.of(length(1, 14)), "WILLR"),
    CMO("cmo", List.of(length(2, 14), priceField()), "CMO"),
    TRIX("trix", List.of(length(1, 15), priceField()), "TRIX"),

    AROON("aroon", List.of(length(1, 14)), "AROOND", "AROONU", "AROONOSC"),
    ADX("adx", List.of(length(2, 14)), "ADX"),
    VORTEX("vortex", List.of(length(1, 14)), "VTXP", "VTXM"),
    PSAR(
            "psar",
            List.of(factor("af0", 1, "0.02"), factor("af", 1, "0.02"), factor("max_af", 1, "0.2")),
            "PSARl",
            "PSARs",
            "PSARaf",
            "PSARr"),
    SUPERTREND(
            "supertrend",
            List.of(length(1, 10), factor("multiplier", 1000, "3")),
            "SUPERT",
            "SUPERTd",
            "SUPERTl",
            "SUPERTs"),
    LINREG("linreg", List.of(length(2, 14), priceField()), "LR"),

    ATR("atr", List.of(length(1, 14)), "ATR"),
    NATR("natr", List.of(length(1, 14)), "NATR"),
    BBANDS("bbands", List.of(length(2, 20), factor("std", 1000, "2"), priceField()), "BBL", "BBM", "BBU", "BBB", "BBP"),
    KC("kc", List.of(length(1, 20), factor("scalar", 1000, "2")), "KCL", "KCB", "KCU"),
    DONCHIAN("donchian", List.of(candles("lower_length", 1, 20), candles("upper_length", 1, 20)), "DCL", "DCM", "DCU"),
    STDEV("stdev", List.of(length(2, 20), priceField()), "STDEV"),

    OBV("obv", List.of(), "OBV"),
    MFI("mfi", List.of(length(2, 14)), "MFI"),
    CMF("cmf", List.of(length(1, 20)), "CMF"),
    AD("ad", List.of(), "AD"),
    VWAP("vwap", List.of(), "VWAP"),
    ANCHORED_VWAP(
            "anchored_vwap",
            List.of(word("anchor_type", "session"), clock("anchor_time", LocalTime.of(9, 15))),
            "VWAP"),

    PIVOT("pivot", List.of(word("timeframe", "D")), "PP", "R1", "R2", "R3", "S1", "S2", "S3"),
    CPR("cpr", List.of(word("timeframe", "D")), "TC", "PIVOT", "BC"),
    CAMARILLA("camarilla", List.of(word("timeframe", "D")), "H4", "H3", "H2", "H1", "L1", "L2", "L3", "L4"),
    FIBONACCI_PIVOT("fib_pivot", List.of(word("timeframe", "D")), "PP", "R1", "R2", "R3", "S1", "S2", "S3"),
    WOODIE_PIVOT("woodie_pivot", List.of(word("timeframe", "D")), "PP", "R1", "R2", "S1", "S2"),
    DEMARK_PIVOT("demark_pivot", List.of(word("timeframe", "D")), "PP", "R1", "S1"),

    ICHIMOKU(
            "ichimoku",
            List.of(
                    candles("tenkan_period", 1, 9),
                    candles("kijun_period", 1, 26),
                    candles("senkou_b_period", 1, 52),
                    candles("displacement", 1, 26)),
            "tenkan_sen",
            "kijun_sen",
            "senkou_span_a",
            "senkou_span_b",
            "chikou_span"),
    HA("ha", List.of(), "HA_open", "HA_high", "HA_low", "HA_close"),
    HEIKINASHI("heikinashi", List.of(), "HA_Open", "HA_High", "HA_Low", "HA_Close");

    private final String label;
    private final List<IndicatorParameter> parameters;
    private final List<String> outputs;

    IndicatorKind(String label, List<IndicatorParameter> parameters, String... outputs) {
        this.label = label;
        this.parameters = List.copyOf(parameters);
        this.outputs = List.of(outputs);
    }

    public String label() {
        return label;
    }

    public List<IndicatorParameter> parameters() {
        return parameters;
    }

    /** {@return the names of its outputs; the operands of one that has several name theirs} */
    public List<String> outputs() {
        return outputs;
    }

    /** {@return whether it is made from volume, and has no value where there is none} */
    public boolean needsVolume() {
        return switch (this) {
            case VWMA, MFI, CMF, VWAP, ANCHORED_VWAP -> true;
            default -> false;
        };
    }

    /** {@return whether it is made from the session before, and has no value where that is not known whole} */
    public boolean needsWholeSession() {
        return switch (this) {
            case PIVOT, CPR, CAMARILLA, FIBONACCI_PIVOT, WOODIE_PIVOT, DEMARK_PIVOT -> true;
            default -> false;
        };
    }

    /** {@return the place of a parameter, -1 if the kind has none of that name} */
    int place(String parameter) {
        for (int place = 0; place < parameters.size(); place++) {
            if (parameters.get(place).name().equals(parameter)) {
                return place;
            }
        }
        return -1;
    }
}
