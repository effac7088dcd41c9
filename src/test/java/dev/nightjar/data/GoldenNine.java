package dev.nightjar.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** The recorded day of the nine positions in the canonical layout. Tests that need it are skipped where it is absent. */
public final class GoldenNine {

    /** Where the recorded files lie; the system property {@code nightjar.golden} moves them. */
    public static final Path SOURCE =
            Path.of(System.getProperty("nightjar.golden", "../shared/golden")).resolve("nine_positions");

    private static final String DAY = "2024-10-29";

    /** W0 has no ticks; it is listed so that W1 is the second expiry, as it was. */
    private static final List<String> EXPIRIES = List.of("2024-10-31", "2024-11-07");

    private GoldenNine() {}

    /** {@return a new data folder inside the given one, holding NIFTY, its 1m warm-up and its options} */
    public static Path folder(Path tempDir) throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(SOURCE), "no golden data at " + SOURCE);
        Path folder = tempDir.resolve("golden-nine");
        Files.createDirectories(folder.resolve("ticks"));
        Files.createDirectories(folder.resolve("candles/NIFTY"));
        Files.write(folder.resolve("instruments.csv"), instruments());
        Files.write(folder.resolve("ticks/" + DAY + ".csv"), ticks());
        Files.write(folder.resolve("candles/NIFTY/1m.csv"), warmUp());
        return folder;
    }

    private static List<String> instruments() {
        List<String> lines = new ArrayList<>();
        lines.add("symbol,kind,exchange,underlying,expiry,strike,option_type,lot_size,tick_size,price_scale,listed");
        lines.add("NIFTY,INDEX,NSE,,,,,,0.05,2,");
        for (String expiry : EXPIRIES) {
            for (int strike = 23_500; strike <= 25_000; strike += 50) {
                for (String type : List.of("CE", "PE")) {
                    lines.add("NIFTY:" + expiry + ":OPT:" + strike + ":" + type + ",OPTION,NFO,NIFTY," + expiry + ","
                            + strike + "," + type + ",75,0.05,2,2024-09-26");
                }
            }
        }
        return lines;
    }

    private static List<String> ticks() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("timestamp,sequence,symbol,ltp,ltq,oi");
        Map<String, Integer> used = new HashMap<>();
        for (String[] row : rows("reconstructed_nifty_ticks.csv")) {
            lines.add(row[0] + "," + row[1] + "," + row[2] + "," + row[3] + ",0,0");
            used.merge(row[0], 1, Integer::sum);
        }
        for (String[] row : rows("golden_option_ticks.csv")) {
            int sequence = used.merge(row[0], 1, Integer::sum) - 1;
            lines.add(
                    row[0] + "," + sequence + "," + row[1] + "," + row[2] + ",0," + (row[3].isEmpty() ? "0" : row[3]));
        }
        return lines;
    }

    private static List<String> warmUp() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("timestamp,open,high,low,close,volume");
        for (String[] row : rows("candles_1m_warmup.csv")) {
            lines.add(String.join(",", List.of(row).subList(0, 6)));
        }
        return lines;
    }

    private static List<String[]> rows(String file) throws IOException {
        return Files.readAllLines(SOURCE.resolve(file)).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
    }
}
