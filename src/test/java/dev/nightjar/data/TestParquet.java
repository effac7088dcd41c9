package dev.nightjar.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/** Writes Parquet files. */
final class TestParquet {

    private TestParquet() {}

    /**
     * Writes the result of a query.
     *
     * @param options of the COPY statement behind the format, such as {@code compression snappy}; may be empty
     */
    static void write(Path file, String query, String options) {
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'Asia/Kolkata'");
            statement.execute("COPY (" + query + ") TO '" + file.toString().replace("'", "''") + "' (FORMAT parquet"
                    + (options.isEmpty() ? "" : ", " + options) + ")");
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** {@return the query for the rows of a CSV file, every column a VARCHAR, null where it is empty} */
    static String csv(Path file) {
        return "read_csv('" + file.toString().replace("'", "''") + "', all_varchar = true, header = true, delim = ',')";
    }
}
