package dev.nightjar.run;

/**
 * Something wrong with one setting.
 *
 * @param place the file, with the line if there is one, or {@code command line}
 * @param key the setting as the user wrote it; empty for the whole file
 * @param value what stood there; empty if nothing stood there
 * @param message what is wrong and what would be accepted, without a full stop
 */
public record SettingProblem(String place, String key, String value, String message) {

    @Override
    public String toString() {
        return place + ": " + (key.isEmpty() ? "" : Printable.of(key) + ": ") + message
                + (value.isEmpty() ? "" : ", was '" + Printable.of(value) + "'");
    }
}
