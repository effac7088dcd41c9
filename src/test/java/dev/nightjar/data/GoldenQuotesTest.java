package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.BarSet;
import dev.nightjar.market.BarWidth;
import dev.nightjar.market.Bars;
import dev.nightjar.market.Decimals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Recorded quotes of two venues, and the bars that were published of them: built from the store they are the same. */
class GoldenQuotesTest {

    private static final List<LocalDate> DAYS =
            List.of(LocalDate.of(2014, 5, 1), LocalDate.of(2014, 5, 2), LocalDate.of(2014, 5, 7));

    @TempDir
    private Path temp;

    private static Path data() {
        return LeanZip.golden("lean-fx-eurusd-ticks-to-bars");
    }

    private static Path zip(String venue, String resolution, LocalDate day) {
        return data().resolve("Data/forex")
                .resolve(venue)
                .resolve(resolution)
                .resolve("eurusd")
                .resolve(day.format(DateTimeFormatter.BASIC_ISO_DATE) + "_quote.zip");
    }

    private Path folder(String venue, String zone) {
        TestFolder folder = new TestFolder(temp.resolve(venue))
                .file(
                        "exchanges.csv",
                        "exchange,zone,open,close",
                        venue.toUpperCase(java.util.Locale.ROOT) + "," + zone + ",00:00:00,23:59:59")
                .file(
                        "instruments.csv",
                        TestFolder.INSTRUMENTS,
                        "EURUSD,CURRENCY," + venue.toUpperCase(java.util.Locale.ROOT) + ",,,,,,,5");
        for (LocalDate day : DAYS) {
            List<String> lines = new ArrayList<>(List.of(TestFolder.TICKS + ",bid,ask"));
            for (String[] fields : LeanZip.rows(zip(venue, "tick", day))) {
                LocalTime time = LocalTime.ofNanoOfDay(Long.parseLong(fields[0]) * 1_000_000);
                String clock = time.format(DateTimeFormatter.ofPattern("HH:mm:ss.SSS", java.util.Locale.ROOT));
                lines.add(day + " " + clock + "," + lines.size() + ",EURUSD,,0,0," + fields[1] + "," + fields[2]);
            }
            folder.gzip("ticks/" + day + ".csv.gz", lines.toArray(String[]::new));
        }
        return folder.root();
    }

    @ParameterizedTest
    @CsvSource({"oanda,UTC", "fxcm,-05:00"})
    void barsFromTheStoreAreThePublishedOnes(String venue, String zone) throws IOException {
        JsonNode expected = JsonMapper.shared()
                .readTree(Files.readString(data().resolveSibling("expected.json")))
                .get("bars");
        DayStore store = DayStore.open(temp.resolve("store"));
        DataFolder source = DataFolder.open(folder(venue, zone));
        store.importDays(source, source.days(), day -> {});

        for (LocalDate date : DAYS) {
            DataDay day = store.open(date);
            for (String resolution : List.of("second", "minute")) {
                int seconds = resolution.equals("second") ? 1 : 60;
                List<String> published = LeanZip.rows(zip(venue, resolution, date)).stream()
                        .map(fields -> String.join(",", fields))
                        .toList();

                List<String> built = lines(DayBars.of(day, "EURUSD", new BarWidth(seconds)), day);

                assertThat(built).as("%s %s %s", venue, resolution, date).isEqualTo(published);
                assertThat(built)
                        .hasSize(expected.get(venue + " " + date.format(DateTimeFormatter.BASIC_ISO_DATE) + " "
                                        + seconds + "s")
                                .asInt());
            }
        }
    }

    private static List<String> lines(BarSet bars, DataDay day) {
        Bars bids = Objects.requireNonNull(bars.bids());
        Bars asks = Objects.requireNonNull(bars.asks());
        assertThat(bars.trades()).isNull();
        assertThat(asks.count()).isEqualTo(bids.count());
        List<String> lines = new ArrayList<>();
        for (int bar = 0; bar < bids.count(); bar++) {
            assertThat(asks.start(bar)).isEqualTo(bids.start(bar));
            long millis = (bids.start(bar) - day.session().open()) * 1000;
            lines.add(millis + "," + prices(bids, bar) + ",0," + prices(asks, bar) + ",0");
        }
        return lines;
    }

    private static String prices(Bars bars, int bar) {
        return String.join(
                ",",
                Decimals.format(bars.open(bar), 5),
                Decimals.format(bars.high(bar), 5),
                Decimals.format(bars.low(bar), 5),
                Decimals.format(bars.close(bar), 5));
    }

    @Test
    void quotesAreExportedAndComeBackTheSame() {
        DayStore store = DayStore.open(temp.resolve("store"));
        DataFolder source = DataFolder.open(folder("fxcm", "-05:00"));
        store.importDays(source, source.days(), day -> {});

        new DataExport(store, temp.resolve("exported"), true, file -> {}).dataFolder(DAYS, List.of());

        DayStore again = DayStore.open(temp.resolve("again"));
        DataFolder exported = DataFolder.open(temp.resolve("exported"));
        again.importDays(exported, exported.days(), day -> {});
        for (LocalDate day : DAYS) {
            assertThat(again.hash(day)).isEqualTo(store.hash(day));
        }
    }
}
