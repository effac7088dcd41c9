package dev.nightjar.bench;

import dev.nightjar.data.DataFolder;
import dev.nightjar.data.DayStore;
import dev.nightjar.data.ImportStages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBDriver;
import org.duckdb.DuckDBPreparedStatement;

/**
 * How fast a day is imported from Parquet, by stage, each with the stages before it; for a file of integer columns and for one
 * of timestamps and doubles.
 *
 * <p>Arguments: a folder to work in; how many ticks; {@code once} for a single round. The yardstick is DuckDB handing out the
 * same columns without anyone looking at them.
 */
public final class ParquetBench {

    private static final LocalDate DATE = LocalDate.of(2024, 10, 29);
    private static final int SYMBOLS = 300;
    private static final int ROUNDS = 7;

    private ParquetBench() {}

    public static void main(String[] args) throws Exception {
        Path scratch = Path.of(args[0]).resolve("parquet");
        long ticks = args.length > 1 ? Long.parseLong(args[1].replace("_", "")) : 10_000_000;
        int rounds = Arrays.asList(args).contains("once") ? 1 : ROUNDS;
        measure(
                "integers",
                scratch.resolve("integers"),
                ticks,
                rounds,
                "1730173500000 + i * 22500000 // " + ticks + " AS timestamp, i AS sequence, price::DECIMAL(9,2) AS ltp,"
                        + " (25 * (1 + hash(i) % 8))::INTEGER AS ltq, 0::INTEGER AS oi");
        measure(
                "timestamps, doubles",
                scratch.resolve("doubles"),
                ticks,
                rounds,
                "TIMESTAMP '2024-10-29 09:15:00' + to_milliseconds(i * 22500000 // " + ticks + ") AS timestamp,"
                        + " price::DECIMAL(9,2)::DOUBLE AS ltp, (25 * (1 + hash(i) % 8))::BIGINT AS ltq, 0::BIGINT AS oi");
    }

    private static void measure(String what, Path root, long ticks, int rounds, String columns) throws Exception {
        Path file = write(root, ticks, columns);
        System.out.printf(
                Locale.ROOT, "%s: %,d ticks, %.2f bytes a row%n", what, ticks, (double) Files.size(file) / ticks);
        DataFolder folder = DataFolder.open(root);
        int[] round = {0};
        new Rounds(ticks, rounds)
                .run(List.of(
                        new Rounds.Work("DuckDB alone", () -> scanned(file)),
                        new Rounds.Work("reading and putting in order", () -> ImportStages.intake(folder, DATE)),
                        new Rounds.Work("the whole import, to the finished file", () -> {
                            DayStore.open(root.resolve("store" + round[0]++))
                                    .importDays(folder, List.of(DATE), day -> {});
                            return ticks;
                        })));
    }

    private static Path write(Path root, long ticks, String columns) throws IOException, SQLException {
        Files.createDirectories(root.resolve("ticks"));
        StringBuilder instruments = new StringBuilder(
                "symbol,kind,exchange,underlying,expiry,strike,option_type,lot_size,tick_size,price_scale\n");
        for (int symbol = 0; symbol < SYMBOLS; symbol++) {
            int strike = 20_000 + 50 * symbol;
            instruments
                    .append("NIFTY:2024-11-07:OPT:" + strike + ":CE,OPTION,NFO,NIFTY,2024-11-07," + strike)
                    .append(",CE,25,0.05,2\n");
        }
        Files.writeString(root.resolve("instruments.csv"), instruments);
        Path file = root.resolve("ticks/" + DATE + ".parquet");
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT " + columns + ", 'NIFTY:2024-11-07:OPT:' || (20000 + 50 * symbol) || ':CE'"
                    + " AS symbol FROM (SELECT i, hash(i + 1) % " + SYMBOLS + " AS symbol, (20000 + 140 * symbol"
                    + " + hash(i + 2) % 32 + i * 22500 // " + ticks + " // 60 % 50) * 0.05 AS price FROM range(" + ticks
                    + ") r(i))) TO '" + file + "' (FORMAT parquet, COMPRESSION zstd)");
        }
        return file;
    }

    private static Connection connect() throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("threads", "1");
        return new DuckDBDriver().connect("jdbc:duckdb:", settings);
    }

    private static long scanned(Path file) throws SQLException {
        long rows = 0;
        try (Connection connection = connect();
                DuckDBPreparedStatement statement = connection
                        .prepareStatement("SELECT * FROM read_parquet('" + file + "')")
                        .unwrap(DuckDBPreparedStatement.class);
                DuckDBChunkedResult result = statement.query()) {
            while (result.nextChunk()) {
                rows += result.chunk().rowCount();
            }
        }
        return rows;
    }
}
