package dev.nightjar.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table of reference data: shipped with the program, where every row says where it comes from and whether that was
 * verified, or brought by a data folder in a file of the same name, where it may.
 */
final class ReferenceFile {

    /** The first day of what has always been so, as far as a folder is concerned. */
    static final LocalDate ALWAYS = LocalDate.MIN;

    static final String FROM = "from";
    static final String SOURCE = "source";
    static final String VERIFIED = "verified";

    private final CsvFile file;
    private final boolean shipped;

    private ReferenceFile(CsvFile file, boolean shipped) {
        this.file = file;
        this.shipped = shipped;
    }

    static ReferenceFile shipped(String name) {
        return new ReferenceFile(CsvFile.shipped("reference/" + name), true);
    }

    /** {@return the folder's own file of that name, or null if it has none} */
    static @Nullable ReferenceFile of(Path folder, String name) {
        Path path = folder.resolve(name);
        return Files.exists(path) ? new ReferenceFile(CsvFile.of(folder, path), false) : null;
    }

    /**
     * Reads the rows; columns {@code source} and {@code verified} come on top of those named.
     *
     * @param columns must be there
     * @param optional must be there in what is shipped, may be missing in a folder's file
     */
    void read(List<String> columns, List<String> optional, Problems problems, Consumer<CsvRow> reading) {
        List<String> further = new ArrayList<>(optional);
        further.add(SOURCE);
        further.add(VERIFIED);
        List<String> all = Stream.concat(columns.stream(), further.stream()).toList();
        file.read(shipped ? all : columns, shipped ? List.of() : further, Map.of(), problems, (reader, places) -> {
            CsvRow row = new CsvRow(file, reader, all, places, problems);
            if (shipped && row.isEmpty(SOURCE)) {
                row.refuse(SOURCE, "where the row comes from");
            }
            String verified = row.text(VERIFIED);
            if (!verified.equals("yes") && !verified.equals("no") && (shipped || !verified.isEmpty())) {
                row.refuse(VERIFIED, "yes or no");
            }
            reading.accept(row);
        });
    }

    /** {@return the first day of a row's validity; in a folder's file an empty one is {@link #ALWAYS}} */
    @Nullable LocalDate from(CsvRow row) {
        return shipped ? row.date(FROM) : row.dateOr(FROM, ALWAYS);
    }
}
