package dev.nightjar.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer of ClickHouse in the format Native, block by block: a block is the numbers of columns and rows, then each
 * column's name, type and values. Only one block is held. Not for several threads.
 *
 * <p>A server that fails while it answers appends its error to what it has sent already; that is found wherever it stands.
 */
final class NativeBlocks implements AutoCloseable {

    /** The default of servers is 65,536, and queries ask for no more. */
    private static final int MAX_ROWS = 1 << 20;

    private static final int MAX_TEXT = 1 << 16;

    private static final int MAX_NAME = 1 << 14;

    /** How much of an error is told. */
    private static final int MAX_ERROR = 300;

    private static final Pattern ERROR = Pattern.compile(
            "Code: (\\d+)[.,] (?:e\\.displayText\\(\\) = )?(DB::[A-Za-z:]*Exception: .*)", Pattern.DOTALL);

    private static final Pattern TIME_64 = Pattern.compile("DateTime64\\(([0-9])(?:, ?'[^']*')?\\)");

    private static final long NANOS = 1_000_000_000L;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private final Wire wire;
    private final List<Kind> kinds;
    private final Column[] columns;
    private int rows;

    /** What a query expects of a column. */
    enum Kind {
        /** {@code String}. */
        TEXT("String"),
        /** Whole numbers, and {@code Date} as days since 1970. */
        WHOLE("a whole number or Date"),
        /** {@code Float64}. */
        REAL("Float64"),
        /** {@code DateTime}, {@code DateTime64} or whole seconds; read as epoch nanoseconds. */
        TIME("DateTime, DateTime64 or UInt32");

        private final String wanted;

        Kind(String wanted) {
            this.wanted = wanted;
        }
    }

    /** The server's own words about why it could not answer. */
    static final class ServerErrorException extends IOException {
        private static final long serialVersionUID = 1L;

        private final int code;

        ServerErrorException(int code, String message) {
            super(message);
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /** Something that is not the format, or not what the query asks for. */
    static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    private static final class Column {
        private long[] values = new long[0];
        private byte[] nulls = new byte[0];
        private boolean nullable;
        private byte[] text = new byte[0];
        private int[] ends = new int[0];
    }

    NativeBlocks(InputStream in, List<Kind> kinds) {
        wire = new Wire(in);
        this.kinds = List.copyOf(kinds);
        columns = new Column[kinds.size()];
        Arrays.setAll(columns, column -> new Column());
    }

    /**
     * Reads the next block that has rows.
     *
     * @return whether there is one
     * @throws ServerErrorException if the server says that it failed
     * @throws MalformedException if that is no block
     * @throws IOException if the connection breaks, or the answer ends within a block
     */
    boolean next() throws IOException {
        try {
            do {
                if (wire.atEnd()) {
                    rows = 0;
                    return false;
                }
                block();
            } while (rows == 0);
            return true;
        } catch (IOException failed) {
            rows = 0;
            ServerErrorException told = error(wire.lastWords());
            throw told == null ? failed : told;
        }
    }

    /** {@return the error that the server tells in a text, or null if it tells none} */
    static @Nullable ServerErrorException error(String text) {
        Matcher matcher = ERROR.matcher(text);
        if (!matcher.find()) {
            return null;
        }
        String message = matcher.group(2).replaceAll(", e\\.what\\(\\) = DB::[A-Za-z:]*Exception", "");
        message = message.substring(message.indexOf(": ") + 2).strip();
        int code = matcher.group(1).length() > 9 ? 0 : Integer.parseInt(matcher.group(1));
        String line = message.replaceAll("\\s+", " ");
        return new ServerErrorException(code, line.length() <= MAX_ERROR ? line : line.substring(0, MAX_ERROR) + "…");
    }

    private void block() throws IOException {
        long columnCount = wire.number();
        long rowCount = wire.number();
        boolean empty = columnCount == 0 && rowCount == 0;
        if (!empty && (columnCount != kinds.size() || rowCount < 0 || rowCount > MAX_ROWS)) {
            throw new MalformedException("a block of " + kinds.size() + " columns and at most " + MAX_ROWS
                    + " rows was expected, this begins with " + columnCount + " columns and " + rowCount + " rows");
        }
        rows = (int) rowCount;
        if (!empty) {
            for (int column = 0; column < columns.length; column++) {
                read(columns[column], kinds.get(column));
            }
        }
    }

    private void read(Column column, Kind kind) throws IOException {
        String name = wire.text();
        String type = wire.text();
        column.nullable = type.startsWith("Nullable(") && type.endsWith(")");
        String plain = column.nullable ? type.substring("Nullable(".length(), type.length() - 1) : type;
        Layout layout = layout(plain, kind);
        if (layout == null) {
            throw new MalformedException("column \"" + CsvFile.shortened(name) + "\" comes as "
                    + CsvFile.shortened(type) + ", expected is " + kind.wanted
                    + (plain.startsWith("LowCardinality(") ? "; the query must CAST it" : ""));
        }
        if (rows == 0) {
            return;
        }
        if (column.nullable) {
            column.nulls = column.nulls.length < rows ? new byte[rows] : column.nulls;
            wire.bytes(column.nulls, rows);
        }
        if (kind == Kind.TEXT) {
            texts(column);
        } else {
            column.values = column.values.length < rows ? new long[rows] : column.values;
            numbers(column.values, layout);
        }
    }

    /**
     * How values lie on the wire.
     *
     * @param width bytes of one
     * @param factor they are multiplied with
     */
    private record Layout(int width, boolean signed, long factor) {}

    private static @Nullable Layout layout(String type, Kind kind) {
        return switch (kind) {
            case TEXT -> type.equals("String") ? new Layout(0, false, 1) : null;
            case REAL -> type.equals("Float64") ? new Layout(8, true, 1) : null;
            case WHOLE -> whole(type);
            case TIME -> time(type);
        };
    }

    private static @Nullable Layout whole(String type) {
        return switch (type) {
            case "UInt8" -> new Layout(1, false, 1);
            case "Int8" -> new Layout(1, true, 1);
            case "UInt16", "Date" -> new Layout(2, false, 1);
            case "Int16" -> new Layout(2, true, 1);
            case "UInt32" -> new Layout(4, false, 1);
            case "Int32" -> new Layout(4, true, 1);
            case "UInt64", "Int64" -> new Layout(8, true, 1);
            default -> null;
        };
    }

    private static @Nullable Layout time(String type) {
        if (type.equals("UInt32") || type.equals("DateTime") || type.startsWith("DateTime('")) {
            return new Layout(4, false, NANOS);
        }
        Matcher matcher = TIME_64.matcher(type);
        if (!matcher.matches()) {
            return null;
        }
        long factor = NANOS;
        for (int digit = Integer.parseInt(matcher.group(1)); digit > 0; digit--) {
            factor /= 10;
        }
        return new Layout(8, true, factor);
    }

    private void numbers(long[] values, Layout layout) throws IOException {
        int row = 0;
        while (row < rows) {
            int many = Math.min(rows - row, wire.need(layout.width()) / layout.width());
            byte[] bytes = wire.buffer;
            int at = wire.at;
            int end = row + many;
            switch (layout.width()) {
                case 8 -> {
                    for (; row < end; row++, at += 8) {
                        values[row] = (long) LONGS.get(bytes, at);
                    }
                }
                case 4 -> {
                    for (; row < end; row++, at += 4) {
                        int value = (int) INTS.get(bytes, at);
                        values[row] = layout.signed() ? value : Integer.toUnsignedLong(value);
                    }
                }
                case 2 -> {
                    for (; row < end; row++, at += 2) {
                        short value = (short) SHORTS.get(bytes, at);
                        values[row] = layout.signed() ? value : Short.toUnsignedLong(value);
                    }
                }
                default -> {
                    for (; row < end; row++, at++) {
                        values[row] = layout.signed() ? bytes[at] : Byte.toUnsignedLong(bytes[at]);
                    }
                }
            }
            wire.at = at;
        }
        if (layout.factor() != 1) {
            for (row = 0; row < rows; row++) {
                values[row] *= layout.factor();
            }
        }
    }

    private void texts(Column column) throws IOException {
        column.ends = column.ends.length < rows ? new int[rows] : column.ends;
        int end = 0;
        for (int row = 0; row < rows; row++) {
            long length = wire.number();
            if (length < 0 || length > MAX_TEXT) {
                throw new MalformedException("a text of " + length + " bytes; at most " + MAX_TEXT + " are expected");
            }
            if (end + length > column.text.length) {
                column.text = Arrays.copyOf(column.text, Math.max(1 << 12, 2 * (end + (int) length)));
            }
            wire.bytes(column.text, end, (int) length);
            end += (int) length;
            column.ends[row] = end;
        }
    }

    /** {@return how many rows the block has} */
    int rows() {
        return rows;
    }

    boolean isNull(int column, int row) {
        return columns[column].nullable && columns[column].nulls[row] != 0;
    }

    /** {@return a value of a {@link Kind#WHOLE} or {@link Kind#TIME} column; 64 bits without sign may come out below zero} */
    long whole(int column, int row) {
        return columns[column].values[row];
    }

    /** {@return a value of a {@link Kind#REAL} column} */
    double real(int column, int row) {
        return Double.longBitsToDouble(columns[column].values[row]);
    }

    /** {@return the bytes of all values of a {@link Kind#TEXT} column, one behind the other} */
    byte[] bytes(int column) {
        return columns[column].text;
    }

    int start(int column, int row) {
        return row == 0 ? 0 : columns[column].ends[row - 1];
    }

    int end(int column, int row) {
        return columns[column].ends[row];
    }

    String text(int column, int row) {
        int start = start(column, row);
        return new String(bytes(column), start, end(column, row) - start, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        wire.close();
    }

    /** The bytes, with some of those that were read already. */
    private static final class Wire {

        private static final int SIZE = 1 << 17;

        /** How much is kept behind and looked at for an error; errors are short. */
        private static final int LAST_WORDS = 1 << 14;

        /** An answer that is not understood is read no further to find an error at its end. */
        private static final long PATIENCE = 1L << 26;

        private final InputStream in;
        private final byte[] buffer = new byte[SIZE];
        private int at;
        private int end;
        private long read;

        private Wire(InputStream in) {
            this.in = in;
        }

        private boolean atEnd() throws IOException {
            return at == end && !fill();
        }

        /** Makes room, keeping what was not read and the last words before it, and reads more. */
        private boolean fill() throws IOException {
            if (end == SIZE) {
                int from = Math.max(0, at - LAST_WORDS);
                System.arraycopy(buffer, from, buffer, 0, end - from);
                at -= from;
                end -= from;
            }
            int more = in.read(buffer, end, SIZE - end);
            if (more < 0) {
                return false;
            }
            end += more;
            read += more;
            return true;
        }

        /** {@return how many bytes can be read at once, at least so many} */
        private int need(int bytes) throws IOException {
            while (end - at < bytes) {
                if (!fill()) {
                    throw new EOFException("the answer ends within a block");
                }
            }
            return end - at;
        }

        private long number() throws IOException {
            long value = 0;
            for (int shift = 0; shift < 63; shift += 7) {
                need(1);
                byte next = buffer[at++];
                value |= (long) (next & 0x7f) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw new MalformedException("a number of more than 63 bits");
        }

        private String text() throws IOException {
            long length = number();
            if (length < 0 || length > MAX_NAME) {
                throw new MalformedException("a name of " + length + " bytes; at most " + MAX_NAME + " are expected");
            }
            byte[] bytes = new byte[(int) length];
            bytes(bytes, bytes.length);
            return new String(bytes, StandardCharsets.UTF_8);
        }

        private void bytes(byte[] to, int length) throws IOException {
            bytes(to, 0, length);
        }

        private void bytes(byte[] to, int from, int length) throws IOException {
            int done = 0;
            while (done < length) {
                int many = Math.min(length - done, need(1));
                System.arraycopy(buffer, at, to, from + done, many);
                at += many;
                done += many;
            }
        }

        /** {@return the end of the answer as text, after reading to it} */
        private String lastWords() {
            long until = read + PATIENCE;
            try {
                do {
                    at = end;
                } while (read < until && fill());
            } catch (IOException broken) {
                // what came before the connection broke may hold the reason
                at = end;
            }
            int from = Math.max(0, end - LAST_WORDS);
            return new String(buffer, from, end - from, StandardCharsets.UTF_8);
        }

        private void close() {
            try {
                in.close();
            } catch (IOException closed) {
                // nothing is read from it any more
                at = end;
            }
        }
    }
}
