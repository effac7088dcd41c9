package dev.nightjar.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.StringJoiner;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file with every column of an agreed set once, in any order. It is read by DuckDB, a few thousand rows at a time;
 * rows are told by their number in the file, from 1.
 */
final class ParquetFile {

    /** A file that needs more at a time has row groups that are too large to be read beside a heap of usual size. */
    private static final String MEMORY = "256MB";

    /**
     * So little that DuckDB is ahead by a single chunk, which is then still in the processor's cache when it is copied: by its
     * default of a megabyte all rows take a seventh more time.
     */
    private static final String AHEAD = "1KB";

    private static final String ROW_NUMBER = "file_row_number";

    private final String name;
    private final Path file;

    private ParquetFile(String name, Path file) {
        this.name = name;
        this.file = file;
    }

    /** {@return the file under a root, told by its path relative to it} */
    static ParquetFile of(Path root, Path file) {
        return new ParquetFile(root.relativize(file).toString(), file);
    }

    /** Told of the rows, some at a time. */
    interface Rows {
        /**
         * Takes rows of which the columns hold the values.
         *
         * @param numbers of the rows in the file, from 1
         * @param count how many rows
         * @param total how many rows the file has
         */
        void read(long[] numbers, int count, long total);
    }

    String name() {
        return name;
    }

    /** {@return the place of a row, as messages begin} */
    String at(long row) {
        return name + " row " + row + ": ";
    }

    /**
     * Reads the file once.
     *
     * @param columns there may be these and no other; they hold the values of the rows that are told
     * @param order says itself which row comes before which, if it is there; then rows are counted as they come, else each
     *     brings its number in the file
     */
    void read(List<? extends ParquetColumn> columns, @Nullable ParquetColumn order, Problems problems, Rows rows) {
        checkReadable();
        try (DuckDBConnection connection = connect()) {
            Map<String, String> types = types(connection);
            if (!bind(columns, types, problems)) {
                return;
            }
            prepare(connection, columns);
            long total = number(connection, "SELECT num_rows FROM parquet_file_metadata(" + literal() + ")");
            boolean numbered = order == null || !order.isThere();
            List<? extends ParquetColumn> there =
                    columns.stream().filter(ParquetColumn::isThere).toList();
            String select = select(there, numbered);
            long seen = stream(new ParquetReader(connection, select, there, numbered), there, total, rows);
            if (seen != total) {
                problems.add(name + ": is damaged or cut off; " + seen + " of its " + total + " rows could be read"
                        + because(connection, select));
            }
        } catch (SQLException refused) {
            problems.add(name
                    + (isOutOfMemory(refused)
                            ? ": needs more than " + MEMORY + " beside the heap; write it with smaller row groups ("
                            : ": is no Parquet file, or is damaged or cut off (")
                    + reason(refused) + ")");
        }
    }

    /** Adds that the value of a row is missing or cannot be used. */
    void refuse(ParquetColumn column, int row, long number, int scale, Problems problems) {
        boolean missing = column.value(row, scale) == ParquetColumn.NONE;
        String text = missing ? " " : " " + column.text(row) + " ";
        String reason = missing ? "is missing" : column.reason(row, scale);
        problems.add(name + ": " + column.name() + " " + reason, () -> at(number) + column.name() + text + reason);
    }

    /**
     * {@return values of a column by the number of their row, from 1, null included; at most 10,000}
     *
     * @param condition which rows, as an expression in SQL
     */
    Map<Long, String> some(ParquetColumn column, List<? extends ParquetColumn> columns, String condition) {
        Map<Long, String> values = new LinkedHashMap<>();
        try (Connection connection = connect()) {
            prepare(connection, columns);
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT " + ROW_NUMBER + " + 1, " + column.identifier()
                            + " FROM " + table() + " WHERE " + condition + " LIMIT 10000")) {
                while (result.next()) {
                    values.put(result.getLong(1), String.valueOf(result.getString(2)));
                }
            }
        } catch (SQLException refused) {
            throw new IllegalStateException(name + " could not be read again: " + reason(refused), refused);
        }
        return values;
    }

    /** {@return how many bytes it has} */
    long size() {
        try {
            return Files.size(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(name + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private void checkReadable() {
        try (InputStream in = Files.newInputStream(file)) {
            in.readNBytes(1);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(name + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Each file has a database of its own, in memory and empty: a damaged file can make one unusable. */
    private static DuckDBConnection connect() throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("threads", "1");
        settings.setProperty("memory_limit", MEMORY);
        settings.setProperty("temp_directory", "");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("enable_external_file_cache", "false");
        try {
            DuckDBConnection connection =
                    new DuckDBDriver().connect("jdbc:duckdb:", settings).unwrap(DuckDBConnection.class);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET streaming_buffer_size = '" + AHEAD + "'");
            }
            return connection;
        } catch (LinkageError missing) {
            throw new DataException(
                    "Parquet",
                    List.of("the library that reads it cannot be loaded on this machine (" + missing
                            + "); bring the data as CSV"));
        }
    }

    /** {@return the type of each column as DuckDB reads it, in the order of the file} */
    private Map<String, String> types(Connection connection) throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet result = statement.executeQuery(
                    "DESCRIBE SELECT * FROM read_parquet(" + literal() + ", hive_partitioning = false)")) {
                while (result.next()) {
                    types.put(result.getString(1), result.getString(2));
                }
            }
            try (ResultSet result =
                    statement.executeQuery("SELECT name FROM parquet_schema(" + literal() + ") WHERE type = 'INT96'")) {
                while (result.next()) {
                    types.replace(result.getString(1), "INT96");
                }
            }
        }
        return types;
    }

    private boolean bind(List<? extends ParquetColumn> columns, Map<String, String> types, Problems problems) {
        Problems found = new Problems();
        Map<String, ParquetColumn> known = new LinkedHashMap<>();
        columns.forEach(column -> known.put(column.name(), column));
        StringJoiner required = new StringJoiner(",", "; the columns are ", "");
        StringJoiner optional = new StringJoiner(",", " and, if wanted, ", "").setEmptyValue("");
        columns.forEach(column -> (column.isRequired() ? required : optional).add(column.name()));
        String wanted = required.toString() + optional;
        types.forEach((column, type) -> {
            ParquetColumn own = known.get(column);
            String told = name + ": column \"" + CsvFile.shortened(column) + "\" ";
            if (own == null) {
                found.add(told + "is unknown" + wanted);
            } else if (!own.bind(type)) {
                found.add(told + "has the type " + CsvFile.shortened(type) + "; it may be " + own.accepted());
            }
        });
        for (ParquetColumn column : columns) {
            if (column.isRequired() && !types.containsKey(column.name())) {
                found.add(name + ": column \"" + column.name() + "\" is missing" + wanted);
            }
        }
        problems.addAll(found.messages());
        return !found.any();
    }

    private static void prepare(Connection connection, List<? extends ParquetColumn> columns) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (ParquetColumn column : columns) {
                for (String preparation : column.preparations()) {
                    statement.execute(preparation);
                }
            }
        }
    }

    private String select(List<? extends ParquetColumn> columns, boolean numbered) {
        StringJoiner select = new StringJoiner(", ", "SELECT ", " FROM " + table());
        if (numbered) {
            select.add(ROW_NUMBER);
        }
        columns.forEach(column -> select.add(column.expression()));
        return select.toString();
    }

    private String table() {
        return "read_parquet(" + literal() + ", hive_partitioning = false, file_row_number = true)";
    }

    /** {@return the file's path in SQL; what DuckDB takes for a pattern of names stands for itself} */
    private String literal() {
        String pattern = file.toAbsolutePath().toString().replaceAll("[\\[*?]", "[$0]");
        return "'" + pattern.replace("'", "''") + "'";
    }

    /** {@return how many rows came} */
    private static long stream(ParquetReader reading, List<? extends ParquetColumn> columns, long total, Rows rows)
            throws SQLException {
        long seen = 0;
        try (reading) {
            for (ParquetReader.Block block = reading.next(); block != null; block = reading.next()) {
                int count = block.count();
                for (int column = 0; column < columns.size(); column++) {
                    columns.get(column).take(block.values(column), count);
                }
                if (count > 0) {
                    rows.read(block.numbers(), count, total);
                }
                seen += count;
                reading.back(block);
            }
        }
        return seen;
    }

    /** {@return why rows are missing: the chunk interface ends silently, a result that is asked for whole does not} */
    private static String because(Connection connection, String select) {
        try {
            number(connection, "SELECT (bit_xor(hash(t)) % 2)::BIGINT FROM (" + select + ") t");
            return "";
        } catch (SQLException reason) {
            return " (" + reason(reason) + ")";
        }
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            if (!result.next()) {
                throw new SQLException("no row for " + query);
            }
            return result.getLong(1);
        }
    }

    private static boolean isOutOfMemory(SQLException refused) {
        return String.valueOf(refused.getMessage()).startsWith("Out of Memory");
    }

    /** {@return the message without the query it is about} */
    private static String reason(SQLException refused) {
        String message = String.valueOf(refused.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
