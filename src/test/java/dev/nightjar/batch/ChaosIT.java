package dev.nightjar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.outcome.CrashPoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that dies at one named point after the other ends as if it had not; {@code scripts/chaos} does that at length. */
class ChaosIT {

    private static final List<String> PROGRAM =
            List.of("-jar", Path.of("target", "job.jar").toAbsolutePath().toString());

    @TempDir
    private Path folder;

    @Test
    void aRunDiesAtEverySecondPointOnTheHomesOwnFile() throws Exception {
        try (ChaosDatabase database = ChaosDatabase.h2()) {
            diesAt(database, 0);
        }
    }

    @Test
    void andAtTheOthersOnPostgres() throws Exception {
        try (ChaosDatabase database = ChaosDatabase.postgres()) {
            diesAt(database, 1);
        }
    }

    private void diesAt(ChaosDatabase database, int first) throws IOException, InterruptedException {
        List<CrashPoint> all = List.of(CrashPoint.values());
        List<CrashPoint> points = new ArrayList<>();
        for (int place = first; place < all.size(); place += 2) {
            points.add(all.get(place));
        }
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        Chaos chaos = new Chaos(folder, PROGRAM, database, 1, new PrintStream(told, true, StandardCharsets.UTF_8));

        chaos.disturbAt(points);

        assertThat(chaos.hit()).as(told.toString(StandardCharsets.UTF_8)).containsExactlyInAnyOrderElementsOf(points);
        assertThat(chaos.passed()).as(told.toString(StandardCharsets.UTF_8)).isTrue();
    }
}
