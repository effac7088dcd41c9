package dev.nightjar.simulation;

/** Writes JSON without blanks. */
final class JsonWriter {

    private static final char FIRST_PRINTABLE = ' ';

    private final StringBuilder text = new StringBuilder();
    private boolean first = true;
    /** Whether a name stands before what comes next. */
    private boolean named;

    void open(char bracket) {
        element();
        text.append(bracket);
        first = true;
    }

    void close(char bracket) {
        text.append(bracket);
        first = false;
    }

    void name(String name) {
        element();
        quoted(name);
        text.append(':');
        named = true;
    }

    void text(String name, String value) {
        name(name);
        text(value);
    }

    void number(String name, long value) {
        name(name);
        number(value);
    }

    void text(String value) {
        element();
        quoted(value);
    }

    void number(long value) {
        element();
        text.append(value);
    }

    /** A value that is JSON already. */
    void raw(String json) {
        element();
        text.append(json);
    }

    private void element() {
        if (!named && !first) {
            text.append(',');
        }
        named = false;
        first = false;
    }

    private void quoted(String value) {
        text.append('"');
        for (int place = 0; place < value.length(); place++) {
            char letter = value.charAt(place);
            if (letter == '"' || letter == '\\') {
                text.append('\\').append(letter);
            } else if (letter < FIRST_PRINTABLE || Character.isSurrogate(letter)) {
                text.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) letter));
            } else {
                text.append(letter);
            }
        }
        text.append('"');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
