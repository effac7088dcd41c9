package dev.nightjar.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nightjar.market.CorporateAction.Dividend;
import dev.nightjar.market.CorporateAction.Split;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Our factors against those LEAN publishes for AAPL and SPY. A row of its factor files says what prices up to and
 * including its date are multiplied with; it is checked with the raw prices beside it.
 */
class GoldenAdjustmentTest {

    private static final Path GOLDEN = Path.of(System.getProperty("nightjar.golden", "../shared/golden"));
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    private record FactorRow(LocalDate date, BigDecimal price, BigDecimal split, BigDecimal reference) {}

    private static Path data(String golden) {
        Path data = GOLDEN.resolve(golden).resolve("data/Data/equity/usa");
        Assumptions.assumeTrue(Files.isDirectory(data), "no golden data at " + data);
        return data;
    }

    private static List<FactorRow> factors(Path file) throws IOException {
        List<FactorRow> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] cells = line.split(",", -1);
            rows.add(new FactorRow(
                    LocalDate.parse(cells[0], DAY),
                    new BigDecimal(cells[1]),
                    new BigDecimal(cells[2]),
                    new BigDecimal(cells[3])));
        }
        return rows;
    }

    private static List<String[]> rows(Path zip) throws IOException {
        try (InputStream file = Files.newInputStream(zip);
                ZipInputStream in = new ZipInputStream(file)) {
            in.getNextEntry();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(",", -1))
                    .toList();
        }
    }

    private static Bars bars(List<String[]> rows, List<Long> starts) {
        long[][] columns = new long[6][rows.size()];
        for (int row = 0; row < rows.size(); row++) {
            columns[0][row] = starts.get(row);
            for (int column = 1; column < 6; column++) {
                columns[column][row] = Long.parseLong(rows.get(row)[column]);
            }
        }
        return Bars.of(4, columns[0], columns[1], columns[2], columns[3], columns[4], columns[5]);
    }

    @Test
    void theSevenForOneSplitOfApple() throws IOException {
        Path data = data("lean-us-aapl-split-minute");
        List<String[]> rows = new ArrayList<>();
        List<Long> starts = new ArrayList<>();
        for (String day : List.of("20140605", "20140606", "20140609")) {
            long midnight = LocalDate.parse(day, DAY).atStartOfDay(NEW_YORK).toEpochSecond();
            for (String[] row : rows(data.resolve("minute/aapl/" + day + "_trade.zip"))) {
                rows.add(row);
                starts.add(midnight + Long.parseLong(row[0]) / 1000);
            }
        }
        Bars raw = bars(rows, starts);
        LocalDate exDate = LocalDate.of(2014, 6, 9);
        List<FactorRow> factors = factors(data.resolve("factor_files/aapl.csv"));
        double published = splitOn(factors, exDate.minusDays(3)) / splitOn(factors, exDate);

        Bars adjusted = Adjustment.of(List.of(new Split(exDate, 7, 1)), exDate, Adjustment.closes(raw, NEW_YORK))
                .adjusted(raw, NEW_YORK);

        int monday = raw.firstAtOrAfter(exDate.atStartOfDay(NEW_YORK).toEpochSecond());
        assertThat(monday).isGreaterThan(780);
        for (int bar = 0; bar < raw.count(); bar++) {
            double factor = bar < monday ? published : 1;
            assertThat(Decimals.toDouble(adjusted.close(bar), 6))
                    .isCloseTo(Decimals.toDouble(raw.close(bar), 4) * factor, within(0.0002));
            assertThat(adjusted.volume(bar)).isEqualTo(bar < monday ? raw.volume(bar) * 7 : raw.volume(bar));
        }
    }

    private static double splitOn(List<FactorRow> factors, LocalDate date) {
        return factors.stream()
                .filter(row -> !row.date().isBefore(date))
                .findFirst()
                .orElseThrow()
                .split()
                .doubleValue();
    }

    /** The dividends are those the published factors imply, to a hundredth of a cent; the closes are the raw ones. */
    @Test
    void twentyThreeYearsOfDividendsOfSpy() throws IOException {
        Path data = data("lean-us-spy-daily");
        List<String[]> rows = rows(data.resolve("daily/spy.zip"));
        List<Long> starts = rows.stream()
                .map(row -> LocalDate.parse(row[0].substring(0, 8), DAY)
                        .atStartOfDay(NEW_YORK)
                        .toEpochSecond())
                .toList();
        Bars raw = bars(rows, starts);
        NavigableMap<LocalDate, BigDecimal> closes = Adjustment.closes(raw, NEW_YORK);
        List<FactorRow> factors = factors(data.resolve("factor_files/spy.csv"));
        List<CorporateAction> dividends = new ArrayList<>();
        for (int row = 1; row + 1 < factors.size(); row++) {
            FactorRow factor = factors.get(row);
            BigDecimal kept = factor.price().divide(factors.get(row + 1).price(), 12, RoundingMode.HALF_EVEN);
            BigDecimal amount =
                    factor.reference().multiply(BigDecimal.ONE.subtract(kept)).setScale(4, RoundingMode.HALF_EVEN);
            dividends.add(new Dividend(closes.higherKey(factor.date()), amount));
        }
        assertThat(dividends).hasSizeGreaterThan(90);

        Adjustment adjustment = Adjustment.of(dividends, closes.lastKey(), closes);

        for (int row = 1; row + 1 < factors.size(); row++) {
            FactorRow factor = factors.get(row);
            assertThat(adjustment.price(factor.date(), 1_000_000, 0) / 1e12)
                    .as("the factor on %s", factor.date())
                    .isCloseTo(factor.price().doubleValue(), within(2e-5));
        }
    }
}
