package dev.nightjar.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/** A comma-separated file with a header: every column of an agreed set once, in any order. */
final class CsvFile {

    private final String name;
    private final Opener opener;
    private final boolean gzip;

    private CsvFile(String name, Opener opener, boolean gzip) {
        this.name = name;
        this.opener = opener;
        this.gzip = gzip;
    }

    /** {@return the file under a root, told by its path relative to it; gzip if its name ends so} */
    static CsvFile of(Path root, Path file) {
        String name = root.relativize(file).toString();
        return new CsvFile(name, () -> Files.newInputStream(file), name.endsWith(".gz"));
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
                false);
    }

    private interface Opener {
        InputStream open() throws IOException;
    }

    /** Told of each record. */
    interface Row {
        /** @param places the field of each column asked for */
        void read(CsvReader reader, int[] places);
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
        long line = 0;
        try (CsvReader reader = CsvReader.of(opener.open(), gzip)) {
            if (!reader.next()) {
                problems.add(name + ": is empty, its first line should be " + String.join(",", columns));
                return;
            }
            int[] places = header(reader, columns, optional, refused, problems);
            int fields = reader.count();
            while (places.length > 0 && reader.next()) {
                line = reader.line();
                String defect = reader.defect();
                if (defect != null) {
                    problems.add(name + ": broken lines", () -> at(reader) + defect);
                } else if (reader.count() != fields) {
                    problems.add(
                            name + ": wrong number of fields",
                            () -> at(reader) + "has " + reader.count() + " fields, the header has " + fields);
                } else {
                    row.read(reader, places);
                }
            }
        } catch (EOFException | ZipException damaged) {
            problems.add(name + ": the compressed data is cut off or damaged after line " + line + " ("
                    + damaged.getMessage() + ")");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(name + " cannot be read: " + unreadable.getMessage(), unreadable);
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
                problems.add(told + "is unknown" + wanted);
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
