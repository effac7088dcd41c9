package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.Timeframe;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded bars go into the store and come out as they were. */
class GoldenBarsTest {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final Timeframe MINUTE = new Timeframe(1);
    private static final Timeframe DAY = new Timeframe(Timeframe.DAY);

    @TempDir
    private Path temp;

    /** Bars by start, each with the fields of a candle file's columns behind the timestamp. */
    private static final class Recorded {
        private final int scale;
        private final SortedMap<LocalDateTime, String[]> rows = new TreeMap<>();

        Recorded(int scale) {
            this.scale = scale;
        }

        private String[] row(LocalDateTime start) {
            return rows.computeIfAbsent(start, absent -> {
                String[] row = new String[CandleIntake.COLUMNS.size()];
                Arrays.fill(row, "");
                return row;
            });
        }

        private void add(LocalDateTime start, int side, List<BigDecimal> prices, String volume) {
            String[] row = row(start);
            for (int field = 0; field < 4; field++) {
                row[5 * side + field] = prices.get(field).setScale(scale).toPlainString();
            }
            row[5 * side + 4] = volume;
        }

        /** Milliseconds since midnight, or {@code yyyyMMdd HH:mm}; then prices in units of the scale. */
        Recorded lean(Path zip, boolean quotes) {
            LocalDate date = zip.getFileName().toString().matches("\\d{8}_.*")
                    ? date(zip.getFileName().toString())
                    : LocalDate.EPOCH;
            for (String[] fields : LeanZip.rows(zip)) {
                LocalDateTime start = fields[0].length() == 14
                        ? date(fields[0]).atTime(LocalTime.parse(fields[0].substring(9)))
                        : date.atTime(LocalTime.ofNanoOfDay(Long.parseLong(fields[0]) * 1_000_000));
                for (int side = quotes ? 1 : 0; side < (quotes ? 3 : 1); side++) {
                    int from = side == 2 ? 6 : 1;
                    if (!fields[from].isEmpty()) {
                        add(start, side, units(fields, from), fields[from + 4]);
                    }
                }
            }
            return this;
        }

        private static LocalDate date(String text) {
            return LocalDate.parse(text.substring(0, 8), DateTimeFormatter.BASIC_ISO_DATE);
        }

        private List<BigDecimal> units(String[] fields, int from) {
            // prices of an index are not multiplied
            return Stream.of(fields)
                    .skip(from)
                    .limit(4)
                    .map(price -> price.contains(".") || scale == 2
                            ? new BigDecimal(price)
                            : BigDecimal.valueOf(Long.parseLong(price), scale))
                    .toList();
        }

        Recorded csv(Path file) throws IOException {
            for (String line : Files.readAllLines(file).stream().skip(1).toList()) {
                String[] fields = line.split(",", -1);
                LocalDateTime start = fields[0].length() == 10
                        ? LocalDate.parse(fields[0]).atStartOfDay()
                        : LocalDateTime.parse(fields[0].replace(' ', 'T'));
                List<BigDecimal> prices =
                        Stream.of(fields).skip(1).limit(4).map(BigDecimal::new).toList();
                add(start, 0, prices, fields[5]);
            }
            return this;
        }
    }

    private void comesOutAsItWentIn(
            String instrument, Timeframe timeframe, Recorded recorded, String open, String close) throws IOException {
        String symbol = instrument.substring(0, instrument.indexOf(','));
        TestFolder files = new TestFolder(temp.resolve("folder"))
                .file("instruments.csv", TestFolder.INSTRUMENTS, instrument + recorded.scale)
                .file("exchanges.csv", "exchange,zone,open,close", "FX,UTC,00:00:00,23:59:59");
        List<String> lines = new ArrayList<>();
        List<String> inside = new ArrayList<>();
        boolean[] sides = new boolean[3];
        recorded.rows.values().forEach(row -> {
            for (int side = 0; side < 3; side++) {
                sides[side] |= !row[5 * side].isEmpty();
            }
        });
        String header = String.join(",", CandleFile.columns(sides[0], sides[1], sides[2]));
        recorded.rows.forEach((start, row) -> {
            StringBuilder line = new StringBuilder(start.format(TIME));
            for (int field = 0; field < row.length; field++) {
                line.append(sides[field / 5] ? "," + row[field] : "");
            }
            lines.add(line.toString());
            LocalTime time = start.toLocalTime();
            if (timeframe.equals(DAY)
                    || !(time.isBefore(LocalTime.parse(open)) || time.isAfter(LocalTime.parse(close)))) {
                inside.add(line.toString());
            }
        });
        lines.add(0, header);
        inside.add(0, header);
        files.file("candles/" + symbol + "/" + timeframe.label() + ".csv", lines.toArray(String[]::new));
        CandleKey key = new CandleKey(symbol, timeframe);

        DayStore store = DayStore.open(temp.resolve("store"));
        CandleImport imported = store.bars().importFrom(DataFolder.open(files.root()), key, false);
        new DataExport(store, temp.resolve("exported"), false, file -> {}).dataFolder(List.of(), List.of(key));

        assertThat(Files.readAllLines(temp.resolve("exported/candles/" + symbol + "/" + timeframe.label() + ".csv")))
                .isEqualTo(inside);
        long outside = imported.findings().stream()
                .filter(finding -> finding.kind() == Finding.Kind.OUTSIDE_SESSION)
                .mapToLong(Finding::count)
                .sum();
        assertThat(outside).isEqualTo(lines.size() - inside.size());
        DayStore again = DayStore.open(temp.resolve("again"));
        assertThat(again.bars()
                        .importFrom(DataFolder.open(temp.resolve("exported")), key, false)
                        .hash())
                .isEqualTo(imported.hash());
    }

    private static void leanDays(Recorded recorded, Path folder, boolean quotes) throws IOException {
        String ending = quotes ? "_quote.zip" : "_trade.zip";
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(ending)).forEach(file -> recorded.lean(file, quotes));
        }
    }

    @Test
    void minutesOfAnNseStock() throws IOException {
        Recorded recorded = new Recorded(4);
        Path data = LeanZip.golden("lean-nse-yesbank-minute");
        leanDays(recorded, data.resolve("Data/equity/india/minute/yesbank"), false);

        comesOutAsItWentIn("YESBANK,STOCK,NSE,,,,,,,", MINUTE, recorded, "09:15", "15:30");
    }

    @Test
    void minutesOfAnNseIndex() throws IOException {
        Recorded recorded = new Recorded(2);
        Path data = LeanZip.golden("lean-nse-nifty-index-ema-minute");
        leanDays(recorded, data.resolve("Data/index/india/minute/nifty50"), false);

        comesOutAsItWentIn("NIFTY,INDEX,NSE,,,,,,,", MINUTE, recorded, "09:15", "15:30");
    }

    @Test
    void minutesOfATradedFundThatSeldomTrades() throws IOException {
        Recorded recorded = new Recorded(4);
        Path data = LeanZip.golden("lean-nse-nifty-index-ema-minute");
        leanDays(recorded, data.resolve("Data/equity/india/minute/juniorbees"), false);

        comesOutAsItWentIn("JUNIORBEES,STOCK,NSE,,,,,,,", MINUTE, recorded, "09:15", "15:30");
    }

    @Test
    void minutesOfAnAmericanFundWithQuotes() throws IOException {
        Recorded recorded = new Recorded(4);
        Path minutes = LeanZip.golden("lean-us-spy-minute-orders").resolve("Data/equity/usa/minute/spy");
        leanDays(recorded, minutes, false);
        leanDays(recorded, minutes, true);

        comesOutAsItWentIn("SPY,STOCK,ARCX,,,,,,,", MINUTE, recorded, "09:30", "16:00");
    }

    @Test
    void minutesOfAnAmericanStockWithQuotes() throws IOException {
        Recorded recorded = new Recorded(4);
        Path minutes = LeanZip.golden("lean-us-aapl-split-minute").resolve("Data/equity/usa/minute/aapl");
        leanDays(recorded, minutes, false);
        leanDays(recorded, minutes, true);

        comesOutAsItWentIn("AAPL,STOCK,XNAS,,,,,,,", MINUTE, recorded, "09:30", "16:00");
    }

    @Test
    void daysOfAnAmericanFund() throws IOException {
        Recorded recorded = new Recorded(4)
                .lean(LeanZip.golden("lean-us-spy-daily").resolve("Data/equity/usa/daily/spy.zip"), false);

        comesOutAsItWentIn("SPY,STOCK,ARCX,,,,,,,", DAY, recorded, "09:30", "16:00");
    }

    @Test
    void daysOfAnAmericanStock() throws IOException {
        Recorded recorded = new Recorded(2)
                .csv(LeanZip.golden("backtestingpy-goog-sma-cross").resolve("backtesting/test/GOOG.csv"));

        comesOutAsItWentIn("GOOG,STOCK,XNAS,,,,,,,", DAY, recorded, "09:30", "16:00");
    }

    @Test
    void hoursOfACurrencyPair() throws IOException {
        Recorded recorded = new Recorded(5)
                .csv(LeanZip.golden("backtestingpy-goog-sma-cross").resolve("backtesting/test/EURUSD.csv"));

        comesOutAsItWentIn("EURUSD,CURRENCY,FX,,,,,,,", new Timeframe(60), recorded, "00:00", "23:59:59");
    }
}
