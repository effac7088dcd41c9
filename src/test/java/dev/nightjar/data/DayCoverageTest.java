package dev.nightjar.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DayCoverageTest {

    private static final LocalDate DAY = LocalDate.of(2024, 10, 29);

    @TempDir
    private Path temp;

    private Set<String> judged = Set.of("NIFTY", "TCS");

    private DayCoverage coverage(String... rows) {
        new TestFolder(temp)
                .file(
                        "instruments.csv",
                        TestFolder.INSTRUMENTS + ",listed",
                        TestFolder.NIFTY + ",2000-01-03",
                        "TCS,STOCK,NSE,,,,,,,2,2004-08-25",
                        TestFolder.option("2024-11-07", 24_250, "CE") + ",")
                .file(
                        "ticks/2024-10-29.csv",
                        Stream.concat(Stream.of(TestFolder.TICKS), Arrays.stream(rows))
                                .toArray(String[]::new));
        return DayCoverage.of(TestFolder.imported(temp, DAY), judged);
    }

    @Test
    void tellsFirstAndLastSecondGapsAndWhatIsSilent() {
        DayCoverage coverage = coverage(
                "2024-10-29 09:00:00,0,NIFTY,1,0,0",
                "2024-10-29 09:45:00,0,NIFTY,1,0,0",
                "2024-10-29 09:45:00.5,0,NIFTY,1,0,0",
                "2024-10-29 15:00:00,0,NIFTY,1,0,0",
                "2024-10-29 15:30:00,0,NIFTY,1,0,0",
                "2024-10-29 15:29:00,0,NIFTY:2024-11-07:OPT:24250:CE,1,0,0");

        long open = coverage.session().open();
        assertThat(coverage.instruments())
                .containsExactly(new DayCoverage.Covered(
                        "NIFTY", 4, open + 1_800, open + 22_500, 22_500 - 2, 22_500 - 1_800 - 1_800, open + 1_800));
        assertThat(coverage.silent()).containsExactly("TCS");
        assertThat(coverage.isComplete()).isFalse();
        assertThat(coverage.shortcomings())
                .containsExactly(
                        "2024-10-29: TCS has no tick", "2024-10-29: NIFTY has no tick between 09:45 and 15:00");
    }

    @Test
    void halfAnHourWithoutATickIsTolerated() {
        judged = Set.of("NIFTY");
        String[] rows = IntStream.rangeClosed(0, 11)
                .mapToObj(tick -> LocalTime.of(9, 45).plusMinutes(30L * tick))
                .filter(time -> !time.isAfter(LocalTime.of(15, 30)))
                .map(time -> "2024-10-29 " + time + ":00,0,NIFTY,1,0,0")
                .toArray(String[]::new);

        assertThat(coverage(rows).shortcomings()).isEmpty();
    }

    @Test
    void whatNobodyLooksAtIsRemarkedOnAndStopsNobody() {
        judged = Set.of("NIFTY");
        List<String> rows = IntStream.rangeClosed(0, 25)
                .mapToObj(tick -> LocalTime.of(9, 15).plusMinutes(15L * tick))
                .map(time -> "2024-10-29 " + time + ":00,0,NIFTY,1,0,0")
                .collect(Collectors.toCollection(ArrayList::new));
        rows.add("2024-10-29 12:00:00,1,TCS,1,0,0");

        DayCoverage coverage = coverage(rows.toArray(String[]::new));

        assertThat(coverage.shortcomings()).isEmpty();
        assertThat(coverage.remarks())
                .containsExactly(
                        "2024-10-29: the first tick of TCS is at 12:00, the session opens at 09:15",
                        "2024-10-29: the last tick of TCS is at 12:00, the session closes at 15:30");
    }

    @Test
    void aDayThatStartsLateOrStopsEarlyIsIncomplete() {
        DayCoverage coverage = coverage(
                "2024-10-29 09:45:01,0,NIFTY,1,0,0",
                "2024-10-29 15:00:00,0,NIFTY,1,0,0",
                "2024-10-29 09:15:00,0,TCS,1,0,0",
                "2024-10-29 14:59:59,0,TCS,1,0,0");

        assertThat(coverage.isComplete()).isFalse();
        assertThat(coverage.shortcomings())
                .containsExactly(
                        "2024-10-29: the first tick of NIFTY is at 09:45:01, the session opens at 09:15",
                        "2024-10-29: NIFTY has no tick between 09:45:01 and 15:00",
                        "2024-10-29: TCS has no tick between 09:15 and 14:59:59",
                        "2024-10-29: the last tick of TCS is at 14:59:59, the session closes at 15:30");
    }

    @Test
    void aDayOfOptionsAloneIsIncomplete() {
        assertThat(coverage("2024-10-29 10:00:00,0,NIFTY:2024-11-07:OPT:24250:CE,1,0,0")
                        .shortcomings())
                .containsExactly("2024-10-29: nothing but futures and options has a tick");
    }
}
