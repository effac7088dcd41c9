package dev.nightjar.bench;

import dev.nightjar.data.DataFolder;
import dev.nightjar.data.DayStore;
import dev.nightjar.data.ImportStages;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How fast a day is imported from CSV, by stage, each with the stages before it.
 *
 * <p>Arguments: a folder to work in; how many ticks; any of {@code shuffled}, {@code options}, {@code gzip}, {@code once}.
 * The yardstick is a loop that knows the columns and sums their numbers.
 */
public final class ImportBench {

    private static final LocalDate DATE = LocalDate.parse(TickRows.DATE);
    private static final int ROUNDS = 9;

    private ImportBench() {}

    public static void main(String[] args) throws Exception {
        Path scratch = Path.of(args[0]).resolve("import");
        long ticks = args.length > 1 ? Long.parseLong(args[1].replace("_", "")) : 10_000_000;
        List<String> how = Arrays.asList(args);
        boolean ordered = !how.contains("shuffled");
        boolean gzip = how.contains("gzip");
        TickRows.write(scratch, ticks, ordered, how.contains("options"), gzip);
        Path file = scratch.resolve("ticks/" + TickRows.DATE + (gzip ? ".csv.gz" : ".csv"));
        System.out.printf(
                Locale.ROOT,
                "%,d ticks, %.1f bytes a row%s%n",
                ticks,
                (double) Files.size(file) / ticks,
                gzip ? ", compressed" : "");
        int rounds = how.contains("once") ? 1 : ROUNDS;
        DataFolder folder = DataFolder.open(scratch);
        List<Rounds.Work> works = new ArrayList<>();
        if (!gzip) {
            works.add(new Rounds.Work("a bare loop over the bytes", () -> bareLoop(file, ticks)));
        }
        if (ordered) {
            works.add(new Rounds.Work("reading and putting in order", () -> ImportStages.intake(folder, DATE)));
        }
        int[] round = {0};
        works.add(new Rounds.Work("the whole import, to the finished file", () -> {
            DayStore store = DayStore.open(scratch.resolve("store" + round[0]++));
            store.importDays(folder, List.of(DATE), day -> {});
            return ticks;
        }));
        new Rounds(ticks, rounds).run(works);
    }

    private static long bareLoop(Path file, long ticks) {
        byte[] bytes = new byte[1 << 20];
        long sum = 0;
        long number = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.read(bytes); length > 0; length = in.read(bytes)) {
                for (int at = 0; at < length; at++) {
                    int digit = bytes[at] - '0';
                    if (digit >= 0 && digit <= 9) {
                        number = number * 10 + digit;
                    } else if (bytes[at] == ',' || bytes[at] == '\n') {
                        sum += number;
                        number = 0;
                    }
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return sum == 0 ? 0 : ticks;
    }
}
