package dev.nightjar.reference;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nightjar.data.GoldenNine;
import dev.nightjar.market.Bars;
import dev.nightjar.market.Session;
import dev.nightjar.run.InstanceKey;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The recorded day of the nine positions. */
final class GoldenReferenceEngineTest {

    private static final Path FOLDER = GoldenNine.SOURCE;
    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    @BeforeEach
    void needsTheRecordedDay() {
        assumeTrue(Files.isDirectory(FOLDER), FOLDER + " is absent");
    }

    @Test
    void theNineTradesAndTheirSumAreTheRecordedOnes() throws IOException {
        RecordedNine.assertTrades(run("1"), 1);
    }

    @Test
    void twiceTheScaleLosesTwiceAsMuchToThePaisa() throws IOException {
        RecordedNine.assertTrades(run("2"), 2);
    }

    @Test
    void theThirtyEightEventsAreTheRecordedOnes() throws IOException {
        RecordedNine.assertEvents(run("1").get("events.jsonl"), FOLDER);
    }

    private static Map<String, String> run(String scale) throws IOException {
        InstanceKey key = new InstanceKey("user", "strategy", "broker", new BigDecimal(scale));
        return ReferenceEngine.run(
                Files.readString(FOLDER.resolve("strategy_5708424d.json")), key, null, List.of(day()));
    }

    private static ListedDay day() throws IOException {
        Session session = Session.of(LocalDate.of(2024, 10, 29), ZONE, LocalTime.of(9, 15), LocalTime.of(15, 30));
        ListedDay.Builder day = ListedDay.of(session).index("NIFTY", 2, "50");
        for (Map<String, String> row : rows("reconstructed_nifty_ticks.csv")) {
            day.tick("NIFTY", nanos(row.get("timestamp")), new BigDecimal(row.get("ltp")), 0);
        }
        List<Map<String, String>> options = rows("golden_option_ticks.csv");
        options.forEach(row -> day.option(row.get("symbol"), 2));
        // the nearest expiry, which week 1 steps over
        day.option("NIFTY:2024-10-31:OPT:24250:CE", 2);
        options.forEach(
                row -> day.tick(row.get("symbol"), nanos(row.get("timestamp")), new BigDecimal(row.get("ltp")), 0));
        List<Map<String, String>> warmUp = rows("candles_1m_warmup.csv");
        return day.warmUp(
                        "NIFTY",
                        1,
                        Bars.of(
                                2,
                                warmUp.stream()
                                        .mapToLong(row -> nanos(row.get("timestamp")) / 1_000_000_000L)
                                        .toArray(),
                                column(warmUp, "open"),
                                column(warmUp, "high"),
                                column(warmUp, "low"),
                                column(warmUp, "close"),
                                new long[warmUp.size()]))
                .build();
    }

    private static long[] column(List<Map<String, String>> rows, String name) {
        return rows.stream()
                .mapToLong(
                        row -> new BigDecimal(row.get(name)).movePointRight(2).longValueExact())
                .toArray();
    }

    private static long nanos(String stamp) {
        return LocalDateTime.parse(stamp, STAMP).atZone(ZONE).toEpochSecond() * 1_000_000_000L;
    }

    private static List<Map<String, String>> rows(String file) throws IOException {
        List<String> lines = Files.readAllLines(FOLDER.resolve(file));
        String[] names = lines.get(0).split(",");
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            Map<String, String> row = new HashMap<>();
            for (int place = 0; place < names.length; place++) {
                row.put(names[place], cells[place]);
            }
            rows.add(row);
        }
        return rows;
    }
}
