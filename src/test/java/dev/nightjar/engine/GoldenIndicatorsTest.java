package dev.nightjar.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nightjar.market.Bars;
import dev.nightjar.market.Session;
import dev.nightjar.market.TickColumns;
import dev.nightjar.market.Timeframe;
import dev.nightjar.strategy.Evaluation;
import dev.nightjar.strategy.IndicatorKind;
import dev.nightjar.strategy.IndicatorSpec;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Columns of indicators that others computed, each within the tolerance that comes with it. */
final class GoldenIndicatorsTest {

    private static final Path FOLDER =
            Path.of(System.getProperty("nightjar.golden", "../shared/golden")).resolve("indicators-lean");

    private static final int SCALE = 9;
    private static final long DAY = 86_400;

    /** An output of ours. */
    private record Ours(IndicatorSpec spec, String output) {}

    /** The listed columns that a name and parameters of ours express, by their name there. */
    private static final Map<String, Ours> EXPRESSED = expressed();

    /** The listed columns that none of ours is, and why. */
    private static final Map<String, String> OTHERS = Map.of(
            "RSI (Cutler/simple)", "averages gains and losses simply; ours is Wilder's",
            "ATR (Wilder)", "counts the first candle's high minus low as a true range; ours, like TA-Lib's, does not",
            "ATR (simple)", "averages true ranges simply; ours is Wilder's",
            "+DI", "adx has one output, the index",
            "-DI", "adx has one output, the index",
            "VWAP (moving 50)",
                    "moves over 50 candles of (o + h + l + c) / 4; ours is of a session and (h + l + c) / 3",
            "Keltner middle", "is a simple average of typical prices; ours is an exponential one of closes",
            "Keltner upper", "is made of simple averages; ours of exponential ones",
            "Keltner lower", "is made of simple averages; ours of exponential ones");

    private static Map<String, Ours> expressed() {
        Map<String, Ours> map = new LinkedHashMap<>();
        map.put("SMA", ours("SMA", IndicatorKind.SMA, "14"));
        map.put("EMA", ours("EMA", IndicatorKind.EMA, "14"));
        map.put("WMA (linear)", ours("WMA", IndicatorKind.WMA, "6"));
        map.put("RSI (Wilder)", ours("RSI", IndicatorKind.RSI, "14"));
        map.put("MACD", ours("MACD", IndicatorKind.MACD));
        map.put("MACD signal", ours("MACDs", IndicatorKind.MACD));
        map.put("MACD histogram", ours("MACDh", IndicatorKind.MACD));
        map.put("Bollinger middle", ours("BBM", IndicatorKind.BBANDS));
        map.put("Bollinger upper", ours("BBU", IndicatorKind.BBANDS));
        map.put("Bollinger lower", ours("BBL", IndicatorKind.BBANDS));
        map.put("ADX", ours("ADX", IndicatorKind.ADX));
        map.put("Stochastic %K (slow 3)", ours("STOCHk", IndicatorKind.STOCH, "12", "5", "3"));
        map.put("Stochastic %D", ours("STOCHd", IndicatorKind.STOCH, "12", "5", "3"));
        map.put("CCI", ours("CCI", IndicatorKind.CCI, "14"));
        map.put("Supertrend", ours("SUPERT", IndicatorKind.SUPERTREND));
        map.put("Donchian upper", ours("DCU", IndicatorKind.DONCHIAN, "50", "50"));
        map.put("Donchian lower", ours("DCL", IndicatorKind.DONCHIAN, "50", "50"));
        map.put("Williams %R", ours("WILLR", IndicatorKind.WILLR));
        map.put("OBV", ours("OBV", IndicatorKind.OBV));
        map.put("MFI", ours("MFI", IndicatorKind.MFI, "20"));
        map.put("ROC %", ours("ROC", IndicatorKind.ROC, "50"));
        map.put("Momentum (difference)", ours("MOM", IndicatorKind.MOM, "50"));
        map.put("Aroon oscillator", ours("AROONOSC", IndicatorKind.AROON));
        map.put("Parabolic SAR", ours("PSARl or PSARs", IndicatorKind.PSAR));
        map.put("Std deviation^2 (variance)", ours("STDEV squared", IndicatorKind.STDEV, "10"));
        map.put("TEMA", ours("TEMA", IndicatorKind.TEMA, "5"));
        map.put("DEMA", ours("DEMA", IndicatorKind.DEMA, "5"));
        map.put("HMA", ours("HMA", IndicatorKind.HMA, "16"));
        map.put("Chaikin money flow", ours("CMF", IndicatorKind.CMF));
        return map;
    }

    private static Ours ours(String output, IndicatorKind kind, String... parameters) {
        return new Ours(IndicatorSpec.of(kind, parameters), output);
    }

    @BeforeEach
    void needsTheColumns() {
        assumeTrue(Files.isDirectory(FOLDER), FOLDER + " is absent");
    }

    @Test
    void everyListedColumnIsOursWithinItsToleranceOrKnownToBeAnother() throws IOException {
        JsonNode listed = new JsonMapper()
                .readTree(Files.readString(FOLDER.resolve("expected.json")))
                .path("indicators");
        int columns = 0;
        int rows = 0;
        for (JsonNode row : listed) {
            String name = row.path("indicator").asString();
            Ours ours = EXPRESSED.get(name);
            assertThat(ours != null ^ OTHERS.containsKey(name)).as(name).isTrue();
            if (ours != null) {
                double tolerance = row.path("tolerance_of_origin_test").asDouble();
                int compared = compare(
                        row.path("file").asString(), row.path("expected_column").asString(), ours, tolerance);
                // SuperTrend starts one candle after its first average, and the nine rows before that are zeros.
                int fewer = name.equals("Supertrend") ? 10 : 0;
                assertThat(compared)
                        .as("rows of " + name)
                        .isGreaterThanOrEqualTo(
                                row.path("our_check").path("rows_compared").asInt() - fewer);
                columns++;
                rows += compared;
            }
        }
        System.out.println("golden indicators: " + columns + " of " + listed.size() + " listed columns compared, "
                + rows + " rows");
        assertThat(columns).isEqualTo(29).isEqualTo(EXPRESSED.size());
        assertThat(columns + OTHERS.size()).isEqualTo(listed.size());
    }

    @Test
    void theColumnsThatAreNotListedAreOursToo() throws IOException {
        int rows = compare("spy_with_StochRSI.csv", "k", ours("STOCHRSIk", IndicatorKind.STOCHRSI), 1e-9)
                + compare("spy_with_StochRSI.csv", "d", ours("STOCHRSId", IndicatorKind.STOCHRSI), 1e-9)
                + compare("spy_cmo.txt", "CMO_5", ours("CMO", IndicatorKind.CMO, "5"), 1e-9)
                + compare("spy_ppo.txt", "PPO_5_10", ours("PPO", IndicatorKind.PPO, "5", "10"), 1e-9)
                + compare("spy_trix.txt", "TRIX_5", ours("TRIX", IndicatorKind.TRIX, "5"), 1e-9)
                + compare("spy_with_zlema.csv", "ZLEMA5", ours("ZLEMA", IndicatorKind.ZLEMA, "5"), 1e-9)
                + compare("spy_kama.txt", "KAMA_5", ours("KAMA", IndicatorKind.KAMA, "5"), 1e-9)
                + compare("spy_natr.txt", "NATR_5", ours("NATR", IndicatorKind.NATR, "5"), 1e-9)
                + compare("spy_with_vtx.csv", "plus_vtx", ours("VTXP", IndicatorKind.VORTEX), 1e-9)
                + compare("spy_with_vtx.csv", "minus_vtx", ours("VTXM", IndicatorKind.VORTEX), 1e-9)
                + compare("spy_with_ichimoku.csv", "Tenkan", ours("tenkan_sen", IndicatorKind.ICHIMOKU), 1e-9)
                + compare("spy_with_ichimoku.csv", "Kijun", ours("kijun_sen", IndicatorKind.ICHIMOKU), 1e-9)
                + compare("spy_with_ichimoku.csv", "Senkou A", ours("senkou_span_a", IndicatorKind.ICHIMOKU), 1e-9)
                + compare("spy_with_ichimoku.csv", "Senkou B", ours("senkou_span_b", IndicatorKind.ICHIMOKU), 1e-9)
                + compare("spy_heikin_ashi.txt", "HA_Open", ours("HA_Open", IndicatorKind.HEIKINASHI), 1e-4)
                + compare("spy_heikin_ashi.txt", "HA_High", ours("HA_High", IndicatorKind.HEIKINASHI), 1e-4)
                + compare("spy_heikin_ashi.txt", "HA_Low", ours("HA_Low", IndicatorKind.HEIKINASHI), 1e-4)
                + compare("spy_heikin_ashi.txt", "HA_Close", ours("HA_Close", IndicatorKind.HEIKINASHI), 1e-4)
                // volumes of a hundred million
                + compare("spy_ad.txt", "AD", ours("AD", IndicatorKind.AD), 10);
        System.out.println("golden indicators: 19 more columns compared, " + rows + " rows");
        assertThat(rows).isGreaterThan(9_000);
    }

    /** {@return how many rows both have} */
    private static int compare(String file, String column, Ours ours, double tolerance) throws IOException {
        List<Map<String, String>> rows = rows(file);
        double[] values = values(ours, bars(rows));
        int compared = 0;
        double most = 0;
        for (int row = 0; row < values.length; row++) {
            String expected = rows.get(row).getOrDefault(column, "");
            if (expected.isEmpty() || expected.equals("NaN") || Double.isNaN(values[row])) {
                continue;
            }
            double difference = Math.abs(values[row] - Double.parseDouble(expected));
            assertThat(difference)
                    .as("%s, %s row %d: ours is %s, theirs %s", file, column, row, values[row], expected)
                    .isLessThanOrEqualTo(tolerance);
            most = Math.max(most, difference);
            compared++;
        }
        System.out.printf(
                Locale.ROOT,
                "%-28s %-32s %5d rows, largest difference %.3g of %.3g%n",
                ours.spec().displayName(),
                column,
                compared,
                most,
                tolerance);
        return compared;
    }

    private static double[] values(Ours ours, Bars bars) {
        CandleTape tape = CandleTape.of(
                bars,
                MomentTape.of(TickColumns.EMPTY, SCALE, Evaluation.SECOND),
                new Timeframe(Timeframe.DAY),
                Session.of(LocalDate.of(2024, 10, 29), ZoneOffset.UTC, LocalTime.of(9, 15), LocalTime.of(15, 30)));
        double[][] outputs = Indicators.over(tape, ours.spec());
        return switch (ours.output()) {
            case "PSARl or PSARs" ->
                IntStream.range(0, bars.count())
                        .mapToDouble(bar -> Double.isNaN(outputs[0][bar]) ? outputs[1][bar] : outputs[0][bar])
                        .toArray();
            case "STDEV squared" ->
                IntStream.range(0, bars.count())
                        .mapToDouble(bar -> outputs[0][bar] * outputs[0][bar])
                        .toArray();
            default -> outputs[ours.spec().kind().outputs().indexOf(ours.output())];
        };
    }

    private static Bars bars(List<Map<String, String>> rows) {
        return Bars.of(
                SCALE,
                IntStream.range(0, rows.size()).mapToLong(row -> row * DAY).toArray(),
                units(rows, "open"),
                units(rows, "high"),
                units(rows, "low"),
                units(rows, "close"),
                rows.stream()
                        .mapToLong(row -> new BigDecimal(row.getOrDefault("volume", "0")).longValueExact())
                        .toArray());
    }

    /** Files with nothing but closes have candles without any range. */
    private static long[] units(List<Map<String, String>> rows, String name) {
        return rows.stream()
                .map(row -> new BigDecimal(Objects.requireNonNull(row.getOrDefault(name, row.get("close")))))
                .mapToLong(price -> price.setScale(SCALE, RoundingMode.HALF_EVEN)
                        .unscaledValue()
                        .longValueExact())
                .toArray();
    }

    /** {@return the rows by column; those of prices and volume in small letters too} */
    private static List<Map<String, String>> rows(String file) throws IOException {
        List<String> lines = Files.readAllLines(FOLDER.resolve("data").resolve(file));
        String[] names = lines.get(0).split(",");
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            if (line.isBlank()) {
                continue;
            }
            String[] cells = line.split(",", -1);
            Map<String, String> row = new LinkedHashMap<>();
            for (int place = 0; place < Math.min(names.length, cells.length); place++) {
                row.put(names[place].trim(), cells[place].trim());
                row.put(names[place].trim().toLowerCase(Locale.ROOT), cells[place].trim());
            }
            rows.add(row);
        }
        return rows;
    }
}
