package dev.nightjar.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.nightjar.market.BarsBuilder;
import dev.nightjar.market.Instrument;
import dev.nightjar.market.InstrumentKind;
import dev.nightjar.market.Timeframe;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs of other frameworks, trade by trade. The numbers are theirs; see the README of each case. */
class GoldenSimulationTest {

    private static final Path GOLDEN = Path.of(System.getProperty("nightjar.golden", "../shared/golden"));
    private static final ZoneId UTC = ZoneOffset.UTC;

    @Test
    void googleAlwaysInTheMarketAsBacktestingPyTradesIt() throws IOException {
        Path folder = folder("backtestingpy-goog-sma-cross");
        SymbolHistory history = history("GOOG", folder.resolve("data/backtesting/test/GOOG.csv"));
        SimulationConfig config = TestSimulations.config(
                "profile: 'backtesting_py'",
                "symbols: ['GOOG']",
                "start_date: '2004-08-19'",
                "end_date: '2013-03-01'",
                "strategy: 'ma_crossover'",
                "strategy_parameters: {'short_ma': 10, 'long_ma': 30}");

        Ledger ledger = TestSimulations.run(config, history);

        List<String> expected = new ArrayList<>();
        JsonNode run = json(folder).get("run_here");
        for (JsonNode trade : run.get("trades")) {
            expected.add(trade.get(0).asLong() + " from " + trade.get(7).asString() + " at "
                    + plain(trade.get(3).decimalValue()) + " to " + trade.get(8).asString() + " at "
                    + plain(trade.get(4).decimalValue()));
        }
        assertThat(expected).hasSize(66);
        assertThat(roundTrips(ledger)).containsExactlyElementsOf(expected);
        assertThat(ledger.equity()).hasSize(2148);
        Ledger.Point last = ledger.equity().get(2147);
        assertThat(BigDecimal.valueOf(last.equity(), 6)).isEqualByComparingTo("51422.99");
        assertThat(last.held()).isZero();
        assertThat(ledger.equity().stream().mapToLong(Ledger.Point::equity).max())
                .hasValue(75_787_440_000L);
        assertThat(ledger.skips()).isEmpty();
    }

    @Test
    void dailyBarsAsBacktraderTradesThem() throws IOException {
        Path folder = folder("backtrader-daily-sma-cross");
        SymbolHistory history = history("DAY", folder.resolve("data/datas/2006-day-001.txt"));
        SimulationConfig config = TestSimulations.config(
                "profile: 'backtrader'",
                "symbols: ['DAY']",
                "start_date: '2006-01-01'",
                "end_date: '2006-12-31'",
                "strategy: 'ma_crossover'",
                "strategy_parameters: {'short_ma': 1, 'long_ma': 15}");

        Ledger ledger = TestSimulations.run(config, history);

        List<String> expected = new ArrayList<>();
        for (JsonNode fill :
                json(folder).get("run_of_backtrader_here").get("stock").get("fills")) {
            expected.add(fill.get(0).asString() + " " + fill.get(1).asString() + " 1 @ "
                    + plain(fill.get(3).decimalValue()));
        }
        assertThat(expected).hasSize(23);
        assertThat(ledger.fills().stream()
                        .map(fill ->
                                date(fill.time()) + " " + fill.side() + " " + fill.quantity() + " @ " + price(fill)))
                .containsExactlyElementsOf(expected);
        Ledger.Point last = ledger.equity().get(ledger.equity().size() - 1);
        assertThat(BigDecimal.valueOf(last.equity(), 6)).isEqualByComparingTo("10284.10");
        assertThat(BigDecimal.valueOf(last.cash(), 6)).isEqualByComparingTo("6164.16");
    }

    private static Path folder(String name) {
        Path folder = GOLDEN.resolve(name);
        assumeThat(folder).as("the golden case is not here").isDirectory();
        return folder;
    }

    private static JsonNode json(Path folder) throws IOException {
        return JsonMapper.builder()
                .enable(tools.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build()
                .readTree(Files.readString(folder.resolve("expected.json")));
    }

    /** Every fill closes the position before it, and opens the next one on the other side. */
    private static List<String> roundTrips(Ledger ledger) {
        List<String> trips = new ArrayList<>();
        Ledger.Fill entry = null;
        for (Ledger.Fill fill : ledger.fills()) {
            if (entry == null) {
                entry = fill;
            } else {
                assertThat(fill.side()).isEqualTo(entry.side().opposite());
                assertThat(fill.positionAfter()).isZero();
                trips.add(entry.positionAfter() + " from " + date(entry.time()) + " at " + price(entry) + " to "
                        + date(fill.time()) + " at " + price(fill));
                entry = null;
            }
        }
        return trips;
    }

    private static String price(Ledger.Fill fill) {
        return plain(BigDecimal.valueOf(fill.price(), fill.priceScale()));
    }

    private static String plain(BigDecimal price) {
        return price.setScale(4).toPlainString();
    }

    private static LocalDate date(long time) {
        return LocalDate.ofEpochDay(Math.floorDiv(time, 86_400L));
    }

    private static SymbolHistory history(String symbol, Path csv) throws IOException {
        BarsBuilder bars = new BarsBuilder(4);
        for (String line : Files.readAllLines(csv).stream().skip(1).toList()) {
            String[] cells = line.split(",");
            bars.add(
                    LocalDate.parse(cells[0]).atStartOfDay(UTC).toEpochSecond(),
                    units(cells[1]),
                    units(cells[2]),
                    units(cells[3]),
                    units(cells[4]),
                    Long.parseLong(cells[5]));
        }
        Instrument instrument = new Instrument(symbol, InstrumentKind.STOCK, "NASDAQ", null, null, null, null, 1, 0, 4);
        return new SymbolHistory(
                instrument, UTC, new Timeframe(Timeframe.DAY), bars.bars(), List.of(), null, null, List.of());
    }

    private static long units(String price) {
        return new BigDecimal(price).movePointRight(4).longValueExact();
    }
}
