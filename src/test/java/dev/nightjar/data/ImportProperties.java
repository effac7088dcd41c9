package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.TickSeries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is stored is a function of the ticks, not of how they were written. */
class ImportProperties {

    private static final LocalDate DAY = LocalDate.of(2024, 10, 29);
    private static final List<String> SYMBOLS = List.of("NIFTY", "NIFTY:2024-11-07:OPT:24250:CE");
    private static final List<String> COLUMNS =
            List.of("timestamp", "sequence", "symbol", "ltp", "ltq", "oi", "bid", "ask");

    @TempDir
    private Path temp;

    static Stream<Long> seeds() {
        return Stream.iterate(1L, seed -> seed + 1).limit(25);
    }

    /** Prices are hundredths; below 0 there is none. */
    private record Tick(
            int second, int nanos, int sequence, int symbol, long price, long quantity, long oi, long bid, long ask) {}

    private static List<Tick> ticks(Random random, boolean quotes) {
        List<Tick> ticks = new ArrayList<>();
        int second = 9 * 3600 + 15 * 60;
        int nanos = 0;
        int sequence = 0;
        int unit = random.nextBoolean() ? 1_000_000_000 : 1_000_000;
        for (int tick = 0; tick < 2_000; tick++) {
            if (random.nextInt(4) == 0) {
                sequence++;
            } else if (unit < 1_000_000_000 && nanos < 900 * unit && random.nextBoolean()) {
                nanos += unit * (1 + random.nextInt(50));
                sequence = random.nextInt(3);
            } else {
                second += 1 + random.nextInt(20);
                nanos = unit < 1_000_000_000 ? unit * random.nextInt(900) : 0;
                sequence = 0;
            }
            if (second > 15 * 3600 + 30 * 60) {
                break;
            }
            boolean quoted = quotes && random.nextInt(3) > 0;
            boolean traded = !quoted || random.nextBoolean();
            long price = 1 + random.nextInt(3_000_000);
            ticks.add(new Tick(
                    second,
                    nanos,
                    sequence,
                    random.nextInt(SYMBOLS.size()),
                    traded ? price : -1,
                    traded ? random.nextInt(1_000) : 0,
                    random.nextInt(5) * 1_000L,
                    quoted ? price : -1,
                    quoted && random.nextInt(5) > 0 ? price + 5 : -1));
        }
        return ticks;
    }

    private interface Form {
        String text(Tick tick, String column);
    }

    private static String price(long hundredths, Random random, boolean plain) {
        if (hundredths < 0) {
            return "";
        }
        String text = String.format(Locale.ROOT, "%d.%02d", hundredths / 100, hundredths % 100);
        if (plain) {
            return text;
        }
        return switch (random.nextInt(4)) {
            case 0 -> text + "000";
            case 1 -> "0" + text;
            case 2 -> "\"" + text + "\"";
            default ->
                text.replaceAll("\\.?0+$", "").isEmpty()
                        ? text
                        : text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
        };
    }

    private static Form form(Random random, boolean plain, int style) {
        return (tick, column) -> switch (column) {
            case "timestamp" -> time(tick, style, plain ? 0 : random.nextInt(3));
            case "sequence" -> String.valueOf(tick.sequence());
            case "symbol" ->
                plain || random.nextInt(8) > 0 ? SYMBOLS.get(tick.symbol()) : "\"" + SYMBOLS.get(tick.symbol()) + "\"";
            case "ltp" -> price(tick.price(), random, plain);
            case "ltq" -> plain || random.nextInt(8) > 0 ? String.valueOf(tick.quantity()) : tick.quantity() + ".0";
            case "oi" -> String.valueOf(tick.oi());
            case "bid" -> price(tick.bid(), random, plain);
            default -> price(tick.ask(), random, plain);
        };
    }

    private static String time(Tick tick, int style, int zeros) {
        int second = tick.second() - (style == 1 ? 19_800 : 0);
        String fraction = tick.nanos() == 0 && zeros == 0
                ? ""
                : String.format(Locale.ROOT, ".%09d", tick.nanos()).substring(0, zeros == 2 ? 10 : 4);
        return String.format(
                Locale.ROOT,
                "2024-10-29%s%02d:%02d:%02d%s%s",
                style == 0 ? " " : "T",
                second / 3600,
                second / 60 % 60,
                second % 60,
                fraction,
                style == 1 ? "Z" : style == 2 ? "+05:30" : "");
    }

    private DayImport imported(
            String name, List<String> columns, List<Tick> ticks, Form form, String end, boolean gzip) {
        StringBuilder text = new StringBuilder(String.join(",", columns)).append(end);
        for (Tick tick : ticks) {
            text.append(columns.stream().map(column -> form.text(tick, column)).collect(Collectors.joining(",")))
                    .append(end);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        TestFolder folder = new TestFolder(temp.resolve(name));
        folder.bytes("ticks/2024-10-29.csv" + (gzip ? ".gz" : ""), gzip ? TestFolder.compressed(bytes) : bytes);
        return store(name)
                .importDays(DataFolder.open(folder.root()), List.of(DAY), false, day -> {})
                .get(0);
    }

    private DayStore store(String name) {
        return DayStore.open(temp.resolve(name + "-store"));
    }

    private byte[] dayFile(String name, DayImport day) throws IOException {
        return Files.readAllBytes(
                temp.resolve(name + "-store/2024-10-29-" + day.hash().substring(0, 16) + ".day"));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theFormOfAFileDoesNotMatter(long seed) throws IOException {
        Random random = new Random(seed);
        boolean quotes = seed % 2 == 0;
        List<Tick> ticks = ticks(random, quotes);
        List<String> usual = quotes ? COLUMNS : COLUMNS.subList(0, 6);
        DayImport plain = imported("plain", usual, ticks, form(random, true, 0), "\n", false);
        List<Tick> turned = new ArrayList<>(ticks);
        Collections.shuffle(turned, random);
        List<String> columns = new ArrayList<>(usual);
        Collections.shuffle(columns, random);

        DayImport other = imported(
                "other",
                seed % 3 == 0 ? usual : columns,
                turned,
                form(random, seed % 5 == 0, (int) (seed % 3)),
                random.nextBoolean() ? "\r\n" : "\n",
                random.nextBoolean());

        assertThat(other.hash()).isEqualTo(plain.hash());
        assertThat(dayFile("other", other)).isEqualTo(dayFile("plain", plain));
        assertThat(kinds(other)).isEqualTo(kinds(plain));
        assertThat(plain.findings()).noneMatch(found -> found.kind() == Finding.Kind.OUT_OF_ORDER);
        assertThat(other.findings()).anyMatch(found -> found.kind() == Finding.Kind.OUT_OF_ORDER);
        assertThat(columnsOf(store("plain").open(DAY))).isEqualTo(naive(ticks));
    }

    /** Of what does not depend on the order of rows. */
    private static Map<Finding.Kind, Long> kinds(DayImport day) {
        return day.findings().stream()
                .filter(found -> found.kind() != Finding.Kind.OUT_OF_ORDER)
                .collect(Collectors.toMap(Finding::kind, Finding::count));
    }

    private static List<List<Long>> naive(List<Tick> ticks) {
        List<List<Long>> rows = new ArrayList<>();
        long midnight = DAY.atStartOfDay(java.time.ZoneId.of("Asia/Kolkata")).toEpochSecond();
        for (int rank = 0; rank < ticks.size(); rank++) {
            Tick tick = ticks.get(rank);
            rows.add(List.of(
                    (long) rank,
                    (long) tick.symbol(),
                    (midnight + tick.second()) * 1_000_000_000L + tick.nanos(),
                    tick.price() < 0 ? TickSeries.NO_PRICE : tick.price(),
                    tick.quantity(),
                    tick.oi(),
                    tick.bid() < 0 ? TickSeries.NO_PRICE : tick.bid(),
                    tick.ask() < 0 ? TickSeries.NO_PRICE : tick.ask()));
        }
        return rows;
    }

    private static List<List<Long>> columnsOf(DataDay day) {
        List<List<Long>> rows = new ArrayList<>();
        for (int symbol = 0; symbol < SYMBOLS.size(); symbol++) {
            TickSeries ticks = day.ticks(SYMBOLS.get(symbol));
            for (int tick = 0; tick < ticks.count(); tick++) {
                rows.add(List.of(
                        ticks.sequence(tick),
                        (long) symbol,
                        ticks.time(tick),
                        ticks.price(tick),
                        ticks.quantity(tick),
                        ticks.openInterest(tick),
                        ticks.bid(tick),
                        ticks.ask(tick)));
            }
        }
        rows.sort((left, right) -> Long.compare(left.get(0), right.get(0)));
        return rows;
    }

    /** Whether rows go to a spool or straight into the store shows in nothing but the time it takes. */
    @ParameterizedTest
    @MethodSource("seeds")
    void theSpoolGivesBackWhatStreamsThrough(long seed) {
        Random random = new Random(seed);
        List<Tick> ticks = ticks(random, true);
        // out of order by less than a minute at most, with some rows there twice
        for (int swaps = 0; swaps < 50; swaps++) {
            int place = random.nextInt(ticks.size() - 1);
            if (ticks.get(place).second() / 60 == ticks.get(place + 1).second() / 60) {
                Collections.swap(ticks, place, place + 1);
            }
        }
        Collections.addAll(ticks, ticks.get(ticks.size() - 1));
        Form form = form(random, true, 0);
        DayImport streamed = imported("streamed", COLUMNS, ticks, form, "\n", false);

        Findings findings = new Findings();
        Problems problems = new Problems();
        DataFolder source = DataFolder.open(temp.resolve("streamed"));
        List<dev.nightjar.market.Instrument> tradable =
                List.copyOf(source.tradable(DAY).values());
        try (DayWriter writer = DayWriter.begin(temp.resolve("spooled"), source.session(DAY), tradable);
                TickSpool spool = TickSpool.begin(temp.resolve("spooled"), 376)) {
            TickIntake intake = new TickIntake(
                    source.session(DAY), tradable, writer::minute, spool, findings, problems, (rows, bytes, all) -> {});
            source.readTicks(DAY, intake);
            intake.finish();
            assertThat(problems.any()).isFalse();
            DataDay day = store("streamed").open(DAY);
            String hash = writer.finish(
                    source.instruments(DAY, day.ticked()),
                    source.underlyings(
                            DAY, source.instruments(DAY, day.ticked()).values()));

            assertThat(hash).isEqualTo(streamed.hash());
        }
        findings.addAll(DayQuality.of(store("streamed").open(DAY)));
        assertThat(findings.list()).isEqualTo(streamed.findings());
        assertThat(findings.count(Finding.Kind.DUPLICATE)).isEqualTo(1);
    }
}
