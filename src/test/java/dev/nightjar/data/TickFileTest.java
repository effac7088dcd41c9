package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.Instrument;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both ways to read a row say the same: the usual one of the documented order of columns, and the careful one. */
class TickFileTest {

    private static final LocalDate DAY = LocalDate.of(2024, 10, 29);
    private static final String OPTION = "NIFTY:2024-11-07:OPT:24250:CE";
    private static final String LONG = "L".repeat(61);
    private static final String LONGEST = "L".repeat(140);

    private static final List<List<String>> FIELDS = List.of(
            List.of(
                    "2024-10-29 09:15:00",
                    "2024-10-29 09:15:00.5",
                    "2024-10-29 09:15:01.123456789",
                    "2024-10-29 09:15:00.1234567890",
                    "2024-10-29 09:15:00.",
                    "2024-10-29 09:15:00,5",
                    "2024-10-29 09:15:00.1x",
                    "2024-10-29 09:15:6",
                    "2024-10-29 09:15:61",
                    "2024-10-29T09:16:02",
                    ""),
            List.of("0", "7", "12345678", "123456789", "123456789012345", "1234567890123456", "-1", "1x", "", "+1"),
            List.of("NIFTY", OPTION, LONG, LONGEST, "NIFT", "", "\"NIFTY\"", "ÄÖ"),
            List.of(
                    "1",
                    "0",
                    "0.05",
                    "24250.5",
                    "24250.55",
                    "24250.555",
                    "124250.55",
                    "1234567.8",
                    "123456789.25",
                    "1234567890",
                    "12345678",
                    "99999999999999999999",
                    ".5",
                    "5.",
                    ".",
                    "1.2.3",
                    "1..2",
                    "-1",
                    "1e3",
                    "NaN",
                    "",
                    "1-2",
                    "1,2",
                    "1/2"),
            List.of("0", "25", "12345678", "123456789", "1234567890123456", "", "2.5", "-3", "1:", "\"4\""),
            List.of("0", "1", "12345678", "123456789", "", "7 ", "-1", "1\r", "x"),
            List.of("1", "0.05", "24250.55", "124250.55", "", "5.", "-1", "\"6\""),
            List.of("2", "0.05", "24250.55", "124250.55", "", ".5", "1\r", "1,2", "1x"));

    private static final List<String> NAMES =
            List.of("timestamp", "sequence", "symbol", "ltp", "ltq", "oi", "bid", "ask");

    @TempDir
    private Path temp;

    static Stream<Arguments> forms() {
        return Stream.of(true, false)
                .flatMap(sequence -> Stream.of(true, false).map(quotes -> Arguments.of(sequence, quotes)));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void bothWaysSayTheSame(boolean sequence, boolean quotes) {
        List<Integer> columns = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7));
        columns.removeIf(column -> (column == 1 && !sequence) || (column > 5 && !quotes));
        Random random = new Random(5);
        int usable = 0;
        for (int round = 0; round < 1_500; round++) {
            List<String> row = new ArrayList<>();
            int odd = random.nextInt(FIELDS.size());
            for (int column = 0; column < FIELDS.size(); column++) {
                List<String> values = FIELDS.get(column);
                boolean any = column == odd || random.nextInt(8) == 0;
                row.add(values.get(random.nextInt(any ? values.size() : 2)));
            }
            List<String> usual = read(columns, row);
            List<Integer> others = new ArrayList<>(columns);
            // a comma within a field shifts those behind it
            others.add(0, others.remove(others.size() - 1));
            boolean shifts =
                    columns.stream().map(row::get).anyMatch(field -> field.contains(",") || field.endsWith("\r"));
            if (!shifts) {
                assertThat(usual).as("%s", row).isEqualTo(read(others, row));
                usable += usual.get(0).equals("[]") ? 1 : 0;
            } else if (columns.stream().map(row::get).anyMatch(field -> field.contains(","))) {
                assertThat(usual.get(0)).as("%s", row).isNotEqualTo("[]");
            }
        }
        assertThat(usable).isGreaterThan(200);
    }

    /** Where a comma should be may be a line end: then there are two lines, and both are too short. */
    @ParameterizedTest
    @MethodSource("forms")
    void twoShortLinesAreNoRow(boolean sequence, boolean quotes) {
        List<Integer> columns = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7));
        columns.removeIf(column -> (column == 1 && !sequence) || (column > 5 && !quotes));
        List<String> row = FIELDS.stream().map(values -> values.get(0)).toList();
        String header = columns.stream().map(NAMES::get).collect(Collectors.joining(","));
        String line = columns.stream().map(row::get).collect(Collectors.joining(","));
        assertThat(read(header, line).get(0)).isEqualTo("[]");
        for (int comma = line.indexOf(','); comma >= 0; comma = line.indexOf(',', comma + 1)) {
            String broken = line.substring(0, comma) + "\n" + line.substring(comma + 1);
            assertThat(read(header, broken).get(0))
                    .contains("line 2: has ", "line 3: has ", " fields, the header has " + columns.size());
        }
    }

    /** {@return problems, findings and ticks of the row} */
    private List<String> read(List<Integer> columns, List<String> row) {
        return read(
                columns.stream().map(NAMES::get).collect(Collectors.joining(",")),
                columns.stream().map(row::get).collect(Collectors.joining(",")));
    }

    private List<String> read(String header, String line) {
        TestFolder folder = new TestFolder(temp)
                .file(
                        "instruments.csv",
                        TestFolder.INSTRUMENTS,
                        TestFolder.NIFTY,
                        TestFolder.option("2024-11-07", 24_250, "CE"),
                        LONG + ",STOCK,NSE,,,,,,0.05,2")
                .file("ticks/" + DAY + ".csv", header, line);
        DataFolder source = DataFolder.open(folder.root());
        List<Instrument> tradable = List.copyOf(source.tradable(DAY).values());
        Problems problems = new Problems();
        Findings findings = new Findings();
        List<String> ticks = new ArrayList<>();
        TickIntake intake = new TickIntake(
                source.session(DAY),
                tradable,
                (minute, count, symbols, times, prices, quantities, interests, bids, asks) -> ticks.add(minute + " "
                        + symbols[0] + " " + times[0] + " " + prices[0] + " " + quantities[0] + " " + interests[0] + " "
                        + (bids == null ? "" : bids[0]) + " " + (asks == null ? "" : asks[0])),
                null,
                findings,
                problems,
                (rows, bytes, all) -> {});
        source.readTicks(DAY, intake);
        intake.finish();
        return Arrays.asList(problems.messages().toString(), findings.list().toString(), ticks.toString());
    }
}
