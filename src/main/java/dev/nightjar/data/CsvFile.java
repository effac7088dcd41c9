package dev.nightjar.data;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/** A comma-separated file with a header: every column of an agreed set once, in any order. */
final class CsvFile {

    private static final int LARGEST_BUFFER = 131072;

    private final String name;
    private final Opener opener;
    private final boolean gzip;
    private final long size;

    private CsvFile(String name, Opener opener, boolean gzip, long size) {
        this.name = name;
        this.opener = opener;
        this.gzip = gzip;
        this.size = size;
    }

    /** {@return the file under a root, told by its path relative to it; gzip if its name ends so} */
    static CsvFile of(Path root, Path file) {
        String name = root.relativize(file).toString();
        try {
            return new CsvFile(name, () -> Files.newInputStream(file), name.endsWith(".gz"), Files.size(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(name + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** {@return a file the project ships, beside this class's resources root} */
    static CsvFile shipped(String resource) {
        return new CsvFile(
                resource,
                () -> {
                    InputStream in = CsvFile.class.getResourceAsStream("/" + resource);
                    if (in == null) {
                        throw new IOException("the resource /" + resource + " is missing from the program");
                    }
                    return in;
                },
                false,
                0);
    }

    private interface Opener {
        InputStream open() throws IOException;
    }

    private int bufferSize() {
        int smallest = 2 * CsvReader.MAX_LINE;
        return gzip ? LARGEST_BUFFER : (int) Math.max(smallest, Math.min(LARGEST_BUFFER, size));
    }

    /** {@return how many bytes the file has; 0 if that is not known} */
    long size() {
        return size;
    }

    /** Knows how many bytes were read. */
    private static final class CountedStream extends FilterInputStream {
        private long count;

        private CountedStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }

    /** Told of each record. */
    interface Row {
        /** @param places the field of each column asked for */
        void read(CsvReader reader, int[] places);
    }

    /** Takes all records behind the header. */
    interface Rows {
        /**
         * Reads them.
         *
         * @param places the field of each column asked for, below 0 if it is not there
         * @param bytes how many bytes of the file were read so far
         */
        void readAll(CsvReader reader, int[] places, LongSupplier bytes) throws IOException;
    }

    String name() {
        return name;
    }

    /** {@return the place of the reader's record, as messages begin} */
    String at(CsvReader reader) {
        return name + " line " + reader.line() + ": ";
    }

    /**
     * Reads the file once.
     *
     * @param columns all of them must be there, and no other
     * @param refused columns that are known and not accepted, with the reason
     */
    void read(List<String> columns, Map<String, String> refused, Problems problems, Row row) {
        read(columns, List.of(), refused, problems, row);
    }

    /**
     * Reads the file once.
     *
     * @param columns all of them must be there, and no other but the optional ones
     * @param optional their places come after those of the columns, below 0 if they are not there
     * @param refused columns that are known and not accepted, with the reason
     */
    void read(List<String> columns, List<String> optional, Map<String, String> refused, Problems problems, Row row) {
        readAll(columns, optional, refused, problems, (reader, places, bytes) -> {
            int fields = reader.count();
            while (reader.next()) {
                if (isWhole(reader, fields, problems)) {
                    row.read(reader, places);
                }
            }
        });
    }

    /**
     * {@return whether the reader's record has the fields of the header}
     *
     * @param fields how many the header has
     */
    boolean isWhole(CsvReader reader, int fields, Problems problems) {
        String defect = reader.defect();
        if (defect != null) {
            problems.add(name + ": broken lines", () -> at(reader) + defect);
        } else if (reader.count() != fields) {
            problems.add(
                    name + ": wrong number of fields",
                    () -> at(reader) + "has " + reader.count() + " fields, the header has " + fields);
        }
        return defect == null && reader.count() == fields;
    }

    /** Reads the file once, as {@link #read} does, and leaves the records to somebody else. */
    void readAll(
            List<String> columns, List<String> optional, Map<String, String> refused, Problems problems, Rows rows) {
        try (CountedStream in = new CountedStream(opener.open())) {
            readAll(in, columns, optional, refused, problems, rows);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(name + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private void readAll(
            CountedStream in,
            List<String> columns,
            List<String> optional,
            Map<String, String> refused,
            Problems problems,
            Rows rows)
            throws IOException {
        CsvReader reader = null;
        try {
            reader = new CsvReader(gzip ? new GzipStream(in, CsvReader.MAX_LINE, () -> in.count) : in, bufferSize());
            if (!reader.next()) {
                problems.add(name + ": is empty, its first line should be " + String.join(",", columns));
                return;
            }
            int[] places = header(reader, columns, optional, refused, problems);
            if (places.length > 0) {
                rows.readAll(reader, places, () -> in.count);
            }
        } catch (EOFException | ZipException damaged) {
            problems.add(name + ": the compressed data is cut off or damaged after line "
                    + (reader == null ? 0 : reader.line()) + " ("
                    + Objects.requireNonNullElse(damaged.getMessage(), "it ends too early") + ")");
        }
    }

    /** {@return the field of each column, or nothing when the header is wrong} */
    private int[] header(
            CsvReader reader,
            List<String> columns,
            List<String> optional,
            Map<String, String> refused,
            Problems problems) {
        String wanted = "; the columns are " + String.join(",", columns)
                + (optional.isEmpty() ? "" : " and, if wanted, " + String.join(",", optional));
        List<String> known = Stream.concat(columns.stream(), optional.stream()).toList();
        int[] places = new int[known.size()];
        Arrays.fill(places, -1);
        boolean usable = true;
        String defect = reader.defect();
        if (defect != null) {
            problems.add(at(reader) + defect + wanted);
            return new int[0];
        }
        for (int field = 0; field < reader.count(); field++) {
            String column = reader.text(field);
            int place = known.indexOf(column);
            String told = at(reader) + "column \"" + shortened(column) + "\" ";
            if (refused.containsKey(column)) {
                problems.add(told + refused.get(column));
                usable = false;
            } else if (place < 0) {
                problems.add(name + ": unknown columns", () -> told + "is unknown" + wanted);
                usable = false;
            } else if (places[place] >= 0) {
                problems.add(told + "is there twice" + wanted);
                usable = false;
            } else {
                places[place] = field;
            }
        }
        for (int column = 0; column < columns.size(); column++) {
            if (places[column] < 0) {
                problems.add(at(reader) + "column \"" + columns.get(column) + "\" is missing" + wanted);
                usable = false;
            }
        }
        return usable ? places : new int[0];
    }

    /** {@return a value as it stands in messages} */
    static String shortened(String value) {
        return value.length() <= 60 ? value : value.substring(0, 60) + "…";
    }
}
