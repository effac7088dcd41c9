package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.market.TickSeries;
import dev.nightjar.market.Timeframe;
import dev.nightjar.market.WarmUp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleDataTest {

    private static final Path RESOURCES = Path.of("src/main/resources/samples/data");

    @TempDir
    private static Path temp;

    private static DataDay day;

    @BeforeAll
    static void copy() {
        SampleData.copyTo(temp.resolve("sample"));
        DataFolder folder = DataFolder.open(temp.resolve("sample"));
        assertThat(folder.days()).containsExactly(SampleData.DAY);
        day = TestFolder.imported(folder.root(), SampleData.DAY);
    }

    @Test
    void isCompleteAndIndexTicksEverySecond() {
        DayCoverage coverage = DayCoverage.of(day, Set.of("NIFTY"));

        assertThat(coverage.isComplete()).isTrue();
        assertThat(coverage.silent()).isEmpty();
        assertThat(coverage.instruments())
                .containsExactly(new DayCoverage.Covered(
                        "NIFTY",
                        22_513,
                        day.session().open(),
                        day.session().close() - 1,
                        0,
                        1,
                        day.session().open()));
        assertThat(day.hash()).isEqualTo(SampleData.HASH);
    }

    @Test
    void hasTwoExpiriesAndContractsThatTradeAllDay() {
        assertThat(day.optionExpiries("NIFTY")).containsExactly(LocalDate.of(2024, 10, 31), LocalDate.of(2024, 11, 7));
        assertThat(day.instruments()).hasSize(73);
        day.instruments().forEach(instrument -> {
            TickSeries ticks = day.ticks(instrument.symbol());
            assertThat(ticks.count()).as(instrument.symbol()).isGreaterThan(2_000);
            assertThat(ticks.time(0)).isLessThan((day.session().open() + 10) * 1_000_000_000L);
        });
    }

    /** The entries and exits its own strategy makes; the price is the last one of the second. */
    @ParameterizedTest
    @CsvSource({
        "24250:PE, 09:19:00, 18160",
        "24250:PE, 10:48:00, 26005",
        "24250:CE, 11:42:00, 26205",
        "24250:CE, 12:04:00, 28780",
        "24300:CE, 12:05:09, 25465",
        "24300:CE, 12:15:00, 26345",
        "24300:CE, 12:17:53, 26270",
        "24300:CE, 12:52:00, 27475",
        "24300:CE, 12:53:49, 27550",
        "24300:CE, 13:03:00, 28870",
        "24350:CE, 13:05:50, 25400",
        "24350:CE, 14:03:00, 26535",
        "24400:CE, 14:13:25, 26700",
        "24400:CE, 14:15:00, 27290",
        "24400:CE, 14:19:32, 27600",
        "24400:CE, 15:08:00, 29400",
        "24500:CE, 15:09:25, 23435",
        "24500:CE, 15:25:00, 22925"
    })
    void keepsThePricesOfTheTape(String contract, LocalTime time, long price) {
        TickSeries ticks = day.ticks("NIFTY:2024-11-07:OPT:" + contract);
        long second = day.session().at(time);

        int last = ticks.firstAtOrAfter((second + 1) * 1_000_000_000L) - 1;

        assertThat(ticks.price(last)).isEqualTo(price);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void hasAWholeWarmUp(int minutes) {
        WarmUp warmUp = day.warmUp("NIFTY", new Timeframe(minutes));

        assertThat(warmUp.source()).isEqualTo(WarmUp.Source.STORED);
        assertThat(warmUp.bars().count()).isEqualTo(WarmUp.LENGTH);
        assertThat(warmUp.bars().close(499)).isEqualTo(2_436_770);
    }

    @Test
    void survivesTheStore() {
        DayStore store = DayStore.open(temp.resolve("store"));
        store.importDays(DataFolder.open(temp.resolve("sample")), List.of(SampleData.DAY), progress -> {});

        DayAssert.equal(store.open(SampleData.DAY), day);
        assertThat(store.hash(SampleData.DAY)).isEqualTo(SampleData.HASH);
    }

    @Test
    void isCopiedWholeAndLeftAloneWhenItIsThere() throws IOException {
        Path folder = temp.resolve("copied");
        SampleData.copyTo(folder);
        Path instruments = folder.resolve("instruments.csv");
        Files.setLastModifiedTime(instruments, FileTime.fromMillis(1));
        Files.writeString(folder.resolve("README.md"), "changed", StandardCharsets.UTF_8);

        SampleData.copyTo(folder);

        assertThat(Files.getLastModifiedTime(instruments)).isEqualTo(FileTime.fromMillis(1));
        try (Stream<Path> shipped = Files.walk(RESOURCES)) {
            for (Path file : shipped.filter(Files::isRegularFile).toList()) {
                String name = RESOURCES.relativize(file).toString();
                if (!name.equals("files.txt")) {
                    assertThat(folder.resolve(name)).hasSameBinaryContentAs(file);
                }
            }
        }
    }
}
