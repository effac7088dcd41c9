package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightjar.engine.StopSignal;
import dev.nightjar.market.Sha256;
import dev.nightjar.report.PageData;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report is of the run that makes it, or there is none; whatever is wrong with one costs nothing else. */
class ReportsTest {

    private static final String TRADES = "[]";

    @TempDir
    private Path root;

    private final Map<Path, Reports.Results> folders = new LinkedHashMap<>();
    private final List<Path> locked = new ArrayList<>();

    @Test
    void aReportShowsTheFilesOfItsRunAndNoOthers() throws IOException {
        Path folder = folder("a");
        Files.writeString(folder.resolve("mine.json"), "{\"secret\":1}");
        Files.writeString(folder.resolve("mine.csv"), "torn");

        assertThat(written(StopSignal.NEVER)).isEmpty();

        assertThat(PageData.of(folder.resolve("report.html")).propertyNames())
                .contains("run.json", "trades.json")
                .doesNotContain("mine.json", "mine.csv");
        assertThat(Reports.problem(folder)).isEmpty();
    }

    @Test
    void whatCannotBeMadeIsToldAndCostsNoOtherReport() throws IOException {
        Path changed = folder("changed");
        Files.writeString(changed.resolve("trades.json"), "[ ]");
        Path ofAnother = folder("of-another");
        Files.writeString(ofAnother.resolve("run.json"), run("of another", TRADES));
        Path gone = folder("gone");
        Files.delete(gone.resolve("run.json"));
        Path blocked = folder("blocked");
        Files.delete(blocked.resolve("trades.json"));
        Files.createDirectory(blocked.resolve("trades.json"));
        Path huge = folder("huge");
        try (RandomAccessFile file =
                new RandomAccessFile(huge.resolve("trades.json").toFile(), "rw")) {
            // has no room in an array, and takes none on the disk
            file.setLength(3L << 30);
        }
        Path occupied = folder("occupied");
        Files.createDirectories(occupied.resolve("report.html").resolve("mine"));
        Path last = folder("last");

        List<String> missing = written(StopSignal.NEVER);

        assertThat(missing)
                .hasSize(6)
                .anySatisfy(why -> assertThat(why).contains(changed.toString(), "trades.json is not the one that was"))
                .anySatisfy(why -> assertThat(why).contains(ofAnother.toString(), "run.json is not the one that was"))
                .anySatisfy(why -> assertThat(why).contains(gone.toString(), "run.json: does not exist"))
                .anySatisfy(why -> assertThat(why).contains(blocked.toString(), "directory"))
                .anySatisfy(why -> assertThat(why).contains(huge.toString(), "too large for the memory"))
                .anySatisfy(why -> assertThat(why).contains(occupied.toString(), "report.html"));
        assertThat(last.resolve("report.html")).isNotEmptyFile();
        try (Stream<Path> all = Files.walk(root)) {
            assertThat(all.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
        }
    }

    /** Somebody publishes there while the page waits to be put in place. */
    @Test
    void aPageIsNotPutBesideOthersResults() throws Exception {
        Path folder = folder("a");
        Reports.Made made = reports().made(folder, folders.values().iterator().next());
        Files.writeString(folder.resolve("run.json"), run("later", TRADES));

        assertThat(catchThrowableOfType(StrategyWork.FailedException.class, made::put))
                .hasMessageContaining("is of another run");
        assertThat(folder.resolve("report.html")).doesNotExist();
    }

    @Test
    void nobodyElseWaitsWhilePagesAreMadeAndStoppingLeavesTheRest() throws IOException {
        Path first = folder("a");
        Path second = folder("b");

        assertThat(written(StopSignal.NEVER)).isEmpty();
        assertThat(locked).as("for each page that was put in place").hasSize(2);
        assertThat(Stream.of(first, second)).allMatch(folder -> Files.exists(folder.resolve("report.html")));

        Files.delete(first.resolve("report.html"));
        assertThat(written(() -> true)).containsExactly("not all reports were made: asked to stop");
        assertThat(first.resolve("report.html")).doesNotExist();
    }

    @Test
    void whatIsKeptForTheNextReportsLeavesMostOfTheMemoryToThemselves() {
        assertThat(reports().kept()).isBetween(1L, StrategyWorkers.room() / 4);
    }

    private List<String> written(StopSignal stop) {
        return reports()
                .written(
                        folders,
                        () -> {
                            Path file = root.resolve(".lock");
                            locked.add(file);
                            return PublishLock.take(file, StopSignal.NEVER, waits -> {
                                throw new AssertionError(waits);
                            });
                        },
                        stop);
    }

    private static Reports reports() {
        return new Reports(
                day -> {
                    throw new AssertionError("no prices are drawn");
                },
                () -> {
                    throw new AssertionError("no candles are drawn");
                });
    }

    /** {@return a folder as a run leaves it, of which a report is to be made} */
    private Path folder(String name) throws IOException {
        Path folder = Files.createDirectory(root.resolve(name));
        Files.writeString(folder.resolve("trades.json"), TRADES);
        String run = run(name, TRADES);
        Files.writeString(folder.resolve("run.json"), run);
        folders.put(folder, new Reports.Results(new Reports.Subject("INR", List.of(), null), Sha256.of(run)));
        return folder;
    }

    private static String run(String name, String trades) {
        return "{\"instance\":{\"strategy_name\":\"" + name + "\"},\"days\":[],\"files\":{\"trades.json\":\""
                + Sha256.hex(trades.getBytes(StandardCharsets.UTF_8)) + "\"}}";
    }
}
