package dev.nightjar.batch;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a list of variants: CSV as RFC 4180 describes it, with any line ends, with or without a byte order mark.
 *
 * @param rows those that are not blank, the header first
 */
record SweepFile(List<Row> rows) {

    /**
     * One row.
     *
     * @param line of the file it begins in, from 1
     */
    record Row(int line, List<String> fields) {
        Row {
            fields = List.copyOf(fields);
        }
    }

    SweepFile {
        rows = List.copyOf(rows);
    }

    /**
     * {@return what a text says}
     *
     * @throws IllegalArgumentException if it is no CSV, naming the line
     */
    static SweepFile parse(String text) {
        Reader reader = new Reader(text.startsWith("\uFEFF") ? text.substring(1) : text);
        List<Row> rows = new ArrayList<>();
        while (reader.hasMore()) {
            Row row = reader.row();
            if (row.fields().size() > 1 || !row.fields().get(0).isBlank()) {
                rows.add(row);
            }
        }
        return new SweepFile(rows);
    }

    /** Goes through the text letter by letter. */
    private static final class Reader {

        private final String text;
        private int at;
        private int line = 1;

        Reader(String text) {
            this.text = text;
        }

        boolean hasMore() {
            return at < text.length();
        }

        Row row() {
            int begins = line;
            List<String> fields = new ArrayList<>();
            fields.add(field());
            while (hasMore() && text.charAt(at) == ',') {
                at++;
                fields.add(field());
            }
            endOfLine();
            return new Row(begins, fields);
        }

        private void endOfLine() {
            if (hasMore() && text.charAt(at) == '\r') {
                at++;
                if (hasMore() && text.charAt(at) == '\n') {
                    at++;
                }
            } else if (hasMore()) {
                at++;
            }
            line++;
        }

        private String field() {
            if (!hasMore() || text.charAt(at) != '"') {
                int from = at;
                while (hasMore() && ",\r\n".indexOf(text.charAt(at)) < 0) {
                    at++;
                }
                return text.substring(from, at);
            }
            int begins = line;
            StringBuilder field = new StringBuilder();
            at++;
            while (hasMore()) {
                char letter = text.charAt(at++);
                if (letter != '"') {
                    line += letter == '\n' ? 1 : 0;
                    field.append(letter);
                } else if (hasMore() && text.charAt(at) == '"') {
                    field.append('"');
                    at++;
                } else {
                    if (hasMore() && ",\r\n".indexOf(text.charAt(at)) < 0) {
                        throw new IllegalArgumentException(
                                "line " + line + ": text stands after a closing quote, expected a comma");
                    }
                    return field.toString();
                }
            }
            throw new IllegalArgumentException("line " + begins + ": a quote is opened and not closed");
        }
    }
}
