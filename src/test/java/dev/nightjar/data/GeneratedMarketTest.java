package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nightjar.market.OptionType;
import dev.nightjar.market.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratedMarketTest {

    private static final LocalDate TUESDAY = LocalDate.of(2024, 10, 29);
    private static final LocalDate THURSDAY = LocalDate.of(2024, 10, 31);
    private static final LocalTime OPEN = LocalTime.of(9, 15);
    private static final double SESSION = 6.25 * 3600;
    private static final double YEAR = 365 * 86_400.0;
    private static final double RATE = 0.065;
    private static final double STEP = 0.05;

    @TempDir
    private Path folder;

    /** A row of a tick file. */
    private record Row(
            LocalTime time, long sequence, String symbol, double price, long quantity, long interest, String[] fields) {

        static Row of(String line) {
            String[] fields = line.split(",", -1);
            return new Row(
                    LocalTime.parse(fields[0].substring(11)),
                    Long.parseLong(fields[1]),
                    fields[2],
                    fields[3].isEmpty() ? Double.NaN : Double.parseDouble(fields[3]),
                    Long.parseLong(fields[4]),
                    Long.parseLong(fields[5]),
                    fields);
        }

        boolean isOption() {
            return symbol.contains(":OPT:");
        }

        double strike() {
            return Double.parseDouble(symbol.split(":")[3]);
        }

        OptionType type() {
            return OptionType.valueOf(symbol.split(":")[4]);
        }

        LocalDate expiry() {
            return LocalDate.parse(symbol.split(":")[1]);
        }

        int second() {
            return (int) OPEN.until(time, ChronoUnit.SECONDS);
        }

        double intrinsic(double spot) {
            return Math.max(0, type() == OptionType.CE ? spot - strike() : strike() - spot);
        }
    }

    private static MarketRecipe recipe(long seed, LocalDate first, LocalDate last, String symbols, long ticks) {
        MarketRecipe.Symbols chosen = MarketRecipe.Symbols.of(symbols);
        return new MarketRecipe(
                seed, first, last, chosen.underlyings(), chosen.instruments(), ticks, false, false, false, false);
    }

    private Path write(String name, MarketRecipe recipe) {
        Path target = folder.resolve(name);
        new GeneratedMarket(recipe).write(target, ticks -> {});
        return target;
    }

    private static List<Row> rows(Path folder, LocalDate date) throws IOException {
        return Files.readAllLines(folder.resolve("ticks/" + date + ".csv")).stream()
                .skip(1)
                .map(Row::of)
                .toList();
    }

    /** The bytes are pinned: another Java, another machine or an innocent change must not make another market. */
    @Test
    void sameRecipeGivesSameBytes() throws IOException {
        Path first = write("first", recipe(7, TUESDAY, TUESDAY, "60", 20_000));

        assertThat(Sha256.of(Files.readString(first.resolve("ticks/2024-10-29.csv"))))
                .isEqualTo("53375cf0bd7a55fc535d42c07fec09cd335cc2231f2ea37c0e62385cbf87e3fe");
        assertThat(Sha256.of(Files.readString(first.resolve("instruments.csv"))))
                .isEqualTo("8c07db459f672b368a128b99ea84a16d27b05f748c646686a7cfecd8a2f4d661");
        assertThat(write("second", recipe(7, TUESDAY, TUESDAY, "60", 20_000)).resolve("ticks/2024-10-29.csv"))
                .hasSameBinaryContentAs(first.resolve("ticks/2024-10-29.csv"));
        assertThat(Files.readString(first.resolve("README.md")))
                .contains("MADE DATA")
                .contains("data generate --seed 7 --date 2024-10-29..2024-10-29 --symbols NIFTY,RELIANCE,HDFCBANK,60"
                        + " --ticks 20000\n");
        assertThat(Files.readString(write("third", recipe(8, TUESDAY, TUESDAY, "60", 20_000))
                        .resolve("ticks/2024-10-29.csv")))
                .isNotEqualTo(Files.readString(first.resolve("ticks/2024-10-29.csv")));
    }

    @Test
    void countsAreThoseAskedForAndTimesAscendWithinTheSession() throws IOException {
        Path market = write("market", recipe(1, TUESDAY, TUESDAY, "300", 200_000));
        List<Row> rows = rows(market, TUESDAY);

        assertThat(rows).hasSize(200_000);
        assertThat(Files.readAllLines(market.resolve("instruments.csv"))).hasSize(301);
        assertThat(rows).isSortedAccordingTo(Comparator.comparing(Row::time));
        assertThat(rows.get(0).time()).isEqualTo(OPEN);
        assertThat(rows.get(rows.size() - 1).time()).isBetween(LocalTime.of(15, 29, 50), LocalTime.of(15, 29, 59));
        for (int row = 0; row < rows.size(); row++) {
            assertThat(rows.get(row).sequence()).isEqualTo(row);
        }
        assertThat(rows.stream().map(Row::symbol).distinct()).hasSizeGreaterThan(295);
    }

    @Test
    void theFolderIsAFolderLikeAnyOther() {
        DataFolder data = DataFolder.open(write("market", recipe(1, TUESDAY, THURSDAY, "NIFTY,RELIANCE,80", 5_000)));

        assertThat(data.days()).containsExactly(TUESDAY, LocalDate.of(2024, 10, 30), THURSDAY);
        assertThat(data.gaps(TUESDAY, THURSDAY)).isEmpty();
        assertThat(data.tradable(TUESDAY)).hasSize(80).containsKeys("NIFTY", "RELIANCE", "NIFTY:2024-10-31:FUT");
    }

    @Test
    void activityOpensWithABurstAndIsLowestAtNoonAndFallsWithTheDistanceFromTheMoney() throws IOException {
        List<Row> rows = rows(write("market", recipe(3, TUESDAY, TUESDAY, "NIFTY,150", 150_000)), TUESDAY);
        Map<Integer, Long> minutes =
                rows.stream().collect(Collectors.groupingBy(row -> row.second() / 60, Collectors.counting()));
        double noon = between(minutes, 160, 200);

        assertThat(minutes.get(0)).isGreaterThan((long) (4 * noon));
        assertThat(between(minutes, 20, 40)).isGreaterThan(1.2 * noon);
        assertThat(between(minutes, 355, 375)).isGreaterThan(1.4 * noon);

        double spot = rows.get(0).price();
        Predicate<Row> nearest = row -> row.isOption() && row.expiry().equals(THURSDAY);
        long near = rows.stream()
                .filter(nearest.and(row -> Math.abs(row.strike() - spot) < 150))
                .count();
        long far = rows.stream()
                .filter(nearest.and(row -> Math.abs(row.strike() - spot) >= 600 && Math.abs(row.strike() - spot) < 750))
                .count();
        assertThat(near).isGreaterThan(3 * far).isGreaterThan(0);
        assertThat(far).isGreaterThan(0);
    }

    private static double between(Map<Integer, Long> minutes, int from, int to) {
        return minutes.entrySet().stream()
                .filter(minute -> minute.getKey() >= from && minute.getKey() < to)
                .mapToLong(Map.Entry::getValue)
                .average()
                .orElseThrow();
    }

    @Test
    void thereAreShortPauses() throws IOException {
        List<Row> rows = rows(write("market", recipe(3, TUESDAY, TUESDAY, "30", 100_000)), TUESDAY);
        List<Integer> gaps = new ArrayList<>();
        for (int row = 1; row < rows.size(); row++) {
            int gap = rows.get(row).second() - rows.get(row - 1).second();
            if (gap > 3) {
                gaps.add(gap);
            }
        }

        assertThat(gaps).isNotEmpty().hasSizeLessThanOrEqualTo(3).allMatch(gap -> gap <= 50);
    }

    @Test
    void contractsAreWorthWhatBlackAndScholesSayAtTheLastIndexPrice() throws IOException {
        List<Row> rows = rows(write("market", recipe(5, TUESDAY, TUESDAY, "NIFTY,BANKNIFTY,200", 60_000)), TUESDAY);
        Map<String, Double> spots = new HashMap<>();
        int options = 0;
        for (Row row : rows) {
            String underlying = row.symbol().split(":")[0];
            if (underlying.equals(row.symbol())) {
                spots.put(underlying, row.price());
            } else {
                double spot = spots.getOrDefault(underlying, Double.NaN);
                double years = years(row);
                double forward = spot * Math.exp(RATE * years);
                double value = forward;
                if (row.isOption()) {
                    options++;
                    double distance = Math.log(row.strike() / forward);
                    double volatility = (underlying.equals("NIFTY") ? 0.115 : 0.14) * 1.25
                            - 0.09 * distance
                            + 0.35 * distance * distance;
                    value = Math.max(STEP, BlackScholes.value(row.type(), spot, row.strike(), years, RATE, volatility));
                }
                assertThat(row.price()).as(row.toString()).isCloseTo(value, within(STEP + 1e-6));
                assertThat(row.price() / STEP).isCloseTo(Math.rint(row.price() / STEP), within(1e-6));
            }
        }
        assertThat(options).isGreaterThan(30_000);
    }

    private static double years(Row row) {
        LocalDate expiry = LocalDate.parse(row.symbol().split(":")[1]);
        return (TUESDAY.until(expiry, ChronoUnit.DAYS) * 86_400 + SESSION - row.second()) / YEAR;
    }

    /** Prices alone are looked at, of one second and one index price: no formula of options but parity. */
    @Test
    void callLessPutIsIndexLessDiscountedStrikeUpToTheRounding() throws IOException {
        List<Row> rows = rows(write("market", recipe(6, TUESDAY, TUESDAY, "NIFTY,60", 200_000)), TUESDAY);
        Map<String, Row> now = new HashMap<>();
        double spot = 0;
        int second = -1;
        int pairs = 0;
        for (Row row : rows) {
            if (row.symbol().equals("NIFTY") || row.second() != second) {
                now.clear();
                second = row.second();
                spot = row.symbol().equals("NIFTY") ? row.price() : spot;
            }
            // what is worth less than a step trades at one, so those say nothing
            if (!row.isOption() || row.price() <= STEP) {
                continue;
            }
            now.put(row.symbol(), row);
            String start = row.symbol().substring(0, row.symbol().length() - 2);
            Row call = now.get(start + "CE");
            Row put = now.get(start + "PE");
            if (call != null && put != null) {
                pairs++;
                assertThat(call.price() - put.price())
                        .as(row.toString())
                        .isCloseTo(spot - row.strike() * Math.exp(-RATE * years(row)), within(2 * STEP + 1e-6));
            }
        }
        assertThat(pairs).isGreaterThan(5_000);
    }

    @Test
    void premiumsEndAtTheirIntrinsicValueOnAnExpiryDay() throws IOException {
        MarketRecipe plain = recipe(2, TUESDAY, TUESDAY, "NIFTY,100", 100_000);
        MarketRecipe expiring = new MarketRecipe(
                plain.seed(),
                TUESDAY,
                TUESDAY,
                plain.underlyings(),
                plain.instruments(),
                plain.ticks(),
                true,
                false,
                false,
                false);
        List<Row> rows = rows(write("expiring", expiring), TUESDAY);
        double spot = 0;
        Map<String, Double> firstExtra = new TreeMap<>();
        Map<String, Double> lastExtra = new TreeMap<>();
        for (Row row : rows) {
            if (row.symbol().equals("NIFTY")) {
                spot = row.price();
            } else if (row.isOption() && row.expiry().equals(TUESDAY)) {
                double extra = row.price() - row.intrinsic(spot);
                firstExtra.putIfAbsent(row.symbol(), extra);
                if (row.second() >= SESSION - 60) {
                    lastExtra.put(row.symbol(), extra);
                }
            }
        }

        assertThat(firstExtra.values().stream().max(Double::compare).orElseThrow())
                .isGreaterThan(30);
        assertThat(lastExtra).hasSizeGreaterThan(20);
        lastExtra.forEach((symbol, extra) -> assertThat(extra).as(symbol).isBetween(-0.1, 7.0));
        assertThat(rows(write("plain", plain), TUESDAY))
                .noneMatch(row -> row.isOption() && row.expiry().equals(TUESDAY));
    }

    @Test
    void aDayOpensNearWhereTheLastOneClosedAndOpenInterestGoesOn() throws IOException {
        // a Thursday; the Friday is a holiday, and a weekend follows
        LocalDate thursday = LocalDate.of(2024, 11, 14);
        LocalDate monday = LocalDate.of(2024, 11, 18);
        Path market = write("market", recipe(4, thursday, monday, "NIFTY,60", 20_000));
        List<Row> before = rows(market, thursday);
        List<Row> after = rows(market, monday);
        assertThat(market.resolve("ticks").toFile().list())
                .containsExactlyInAnyOrder("2024-11-14.csv", "2024-11-18.csv");
        double close = last(before, "NIFTY").price();
        String contract = after.stream()
                .filter(Row::isOption)
                .map(Row::symbol)
                .filter(symbol -> before.stream().anyMatch(row -> row.symbol().equals(symbol)))
                .findFirst()
                .orElseThrow();

        assertThat(after.get(0).price()).isCloseTo(close, within(0.03 * close)).isNotEqualTo(close);
        assertThat(before).anyMatch(row -> row.isOption() && row.expiry().equals(thursday));
        assertThat(after).noneMatch(row -> row.isOption() && row.expiry().equals(thursday));
        Row next = after.stream()
                .filter(row -> row.symbol().equals(contract))
                .findFirst()
                .orElseThrow();
        assertThat(Math.abs(next.interest() - last(before, contract).interest()))
                .isLessThanOrEqualTo(next.quantity());
        assertThat(Files.readString(market.resolve("instruments.csv")))
                .contains(contract + ",OPTION,NFO,NIFTY,")
                .contains(",2024-11-14\n", ",2024-11-18\n");

        assertThat(write("alone", recipe(4, thursday, thursday, "NIFTY,60", 20_000))
                        .resolve("ticks/2024-11-14.csv"))
                .hasSameBinaryContentAs(market.resolve("ticks/2024-11-14.csv"));
    }

    private static Row last(List<Row> rows, String symbol) {
        return rows.stream()
                .filter(row -> row.symbol().equals(symbol))
                .reduce((one, other) -> other)
                .orElseThrow();
    }

    @Test
    void candlesLeadToTheFirstDayAndThenAreThoseOfTheTicks() throws IOException {
        Path market = write("market", recipe(12, TUESDAY, THURSDAY, "NIFTY,TCS,40", 30_000));
        List<String> minutes = Files.readAllLines(market.resolve("candles/NIFTY/1m.csv"));
        List<String> quarters = Files.readAllLines(market.resolve("candles/TCS/15m.csv"));

        assertThat(quarters.stream().filter(line -> line.compareTo("2024-10-29") < 0))
                .hasSizeGreaterThanOrEqualTo(500);
        assertThat(minutes.subList(1, minutes.size())).isSorted();
        String before = minutes.stream()
                .filter(line -> line.startsWith("2024-10-28 15:29"))
                .findFirst()
                .orElseThrow();
        assertThat(before.split(",")[4]).isEqualTo("24300.00");
        for (LocalDate date : List.of(TUESDAY, THURSDAY)) {
            Map<Integer, List<Double>> prices = rows(market, date).stream()
                    .filter(row -> row.symbol().equals("NIFTY"))
                    .collect(Collectors.groupingBy(
                            row -> row.second() / 60,
                            TreeMap::new,
                            Collectors.mapping(Row::price, Collectors.toList())));
            List<String> expected = new ArrayList<>();
            prices.forEach((minute, all) -> expected.add(String.format(
                    java.util.Locale.ROOT,
                    "%s %s:00,%.2f,%.2f,%.2f,%.2f,0",
                    date,
                    OPEN.plusMinutes(minute),
                    all.get(0),
                    all.stream().max(Double::compare).orElseThrow(),
                    all.stream().min(Double::compare).orElseThrow(),
                    all.get(all.size() - 1))));
            assertThat(minutes.stream().filter(line -> line.startsWith(date.toString())))
                    .isEqualTo(expected);
        }
    }

    @Test
    void stocksAndIndicesMoveTogether() throws IOException {
        List<Row> rows = rows(write("market", recipe(9, TUESDAY, TUESDAY, "NIFTY,BANKNIFTY,TCS", 150_000)), TUESDAY);
        double[][] returns = new double[2][370];
        String[] symbols = {"NIFTY", "BANKNIFTY"};
        for (int symbol = 0; symbol < 2; symbol++) {
            String name = symbols[symbol];
            double[] closes = new double[375];
            rows.stream()
                    .filter(row -> row.symbol().equals(name))
                    .forEach(row -> closes[row.second() / 60] = row.price());
            for (int minute = 0; minute < 370; minute++) {
                returns[symbol][minute] = Math.log(closes[minute + 1] / closes[minute]);
            }
        }

        assertThat(correlation(returns[0], returns[1])).isBetween(0.75, 0.97);
        assertThat(rows).filteredOn(row -> row.symbol().equals("TCS")).hasSizeGreaterThan(1_000);
    }

    private static double correlation(double[] one, double[] other) {
        double product = 0;
        double square = 0;
        double otherSquare = 0;
        for (int place = 0; place < one.length; place++) {
            product += one[place] * other[place];
            square += one[place] * one[place];
            otherSquare += other[place] * other[place];
        }
        return product / Math.sqrt(square * otherSquare);
    }

    @Test
    void quotesEncloseThePriceAndMayStandAlone() throws IOException {
        MarketRecipe plain = recipe(10, TUESDAY, TUESDAY, "NIFTY,TCS,80", 40_000);
        MarketRecipe quoted = new MarketRecipe(
                10, TUESDAY, TUESDAY, plain.underlyings(), plain.instruments(), 40_000, false, false, true, false);
        int alone = 0;
        for (Row row : rows(write("market", quoted), TUESDAY)) {
            String bid = row.fields()[6];
            String ask = row.fields()[7];
            if (row.symbol().equals("NIFTY")) {
                assertThat(bid + ask).isEmpty();
                assertThat(row.price()).isPositive();
                continue;
            }
            assertThat(Double.parseDouble(bid)).isPositive().isLessThan(Double.parseDouble(ask));
            if (Double.isNaN(row.price())) {
                alone++;
                assertThat(row.quantity()).isZero();
            } else {
                assertThat(row.price()).isBetween(Double.parseDouble(bid), Double.parseDouble(ask));
                assertThat(row.quantity()).isPositive();
            }
        }

        assertThat(alone).isBetween(6_000, 10_000);
    }

    @Test
    void millisecondsAndCompressionChangeNothingElse() throws IOException {
        MarketRecipe plain = recipe(11, TUESDAY, TUESDAY, "NIFTY,40", 10_000);
        MarketRecipe fine = new MarketRecipe(
                11, TUESDAY, TUESDAY, plain.underlyings(), plain.instruments(), 10_000, false, true, false, true);
        List<String> seconds = Files.readAllLines(write("plain", plain).resolve("ticks/2024-10-29.csv"));
        List<String> milliseconds;
        try (InputStream in =
                new GZIPInputStream(Files.newInputStream(write("fine", fine).resolve("ticks/2024-10-29.csv.gz")))) {
            milliseconds = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }

        assertThat(milliseconds.stream().map(line -> line.replaceFirst("\\.\\d{3},", ",")))
                .isEqualTo(seconds);
        List<LocalTime> times =
                milliseconds.stream().skip(1).map(line -> Row.of(line).time()).toList();
        assertThat(times).isSorted().anyMatch(time -> time.getNano() == 999_000_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 1 | NIFTY",
                "29 | 29 | NIFTY",
                "60 | 60 | NIFTY RELIANCE HDFCBANK",
                "NIFTY | 150 | NIFTY",
                "BANKNIFTY,ACME | 151 | BANKNIFTY ACME",
                "TCS,INFY | 2 | TCS INFY",
                "NIFTY, BANKNIFTY, 1000 | 1000 | NIFTY BANKNIFTY"
            })
    void symbolsAreANumberOrNamesOrBoth(String text, int instruments, String underlyings) {
        MarketRecipe.Symbols symbols = MarketRecipe.Symbols.of(text);

        assertThat(symbols.instruments()).isEqualTo(instruments);
        assertThat(String.join(" ", symbols.underlyings())).isEqualTo(underlyings);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | must be a number of instruments, or different names",
                "nifty | in capital letters",
                "NIFTY,NIFTY | different names",
                "300,NIFTY | and behind them",
                "NIFTY,, | must be a number of instruments",
                "NIFTY,TCS,1 | so the number must be at least that",
                "TCS,10 | must be at most 1 instruments with TCS",
                "NIFTY,5000 | must be at most 4001 instruments with NIFTY"
            })
    void otherSymbolsAreRefused(String text, String reason) {
        assertThatThrownBy(() -> MarketRecipe.Symbols.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aChainCanBeAsBigAsIsPromised() throws IOException {
        Path market = write("market", recipe(1, TUESDAY, TUESDAY, "NIFTY,4001", 100));

        assertThat(Files.readAllLines(market.resolve("instruments.csv"))).hasSize(4_002);
        assertThat(rows(market, TUESDAY)).hasSize(100);
    }

    @Test
    void whatCannotBeMadeIsRefused() throws IOException {
        LocalDate sunday = LocalDate.of(2024, 10, 27);

        assertThatThrownBy(() -> new GeneratedMarket(recipe(1, sunday, sunday, "1", 100)))
                .hasMessage("the exchange is closed on 2024-10-27; the next trading day is 2024-10-28");
        LocalDate longAgo = LocalDate.of(1990, 3, 5);
        assertThatThrownBy(() -> new GeneratedMarket(recipe(1, longAgo, longAgo, "1", 100)))
                .hasMessage("the exchange is closed on 1990-03-05; its hours of that time are not known");
        assertThatThrownBy(() -> recipe(1, TUESDAY, sunday, "1", 100)).hasMessageContaining("is before the first");
        assertThatThrownBy(() -> recipe(1, TUESDAY, TUESDAY, "60", 2)).hasMessageContaining("at least one for each");
        Files.writeString(folder.resolve("something"), "");
        assertThatThrownBy(() -> new GeneratedMarket(recipe(1, TUESDAY, TUESDAY, "1", 100)).write(folder, ticks -> {}))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("is not empty");
    }
}
