package dev.nightjar.run;

/** Prepares text from outside for messages: it can neither fill a screen nor steer a terminal. */
public final class Printable {

    private static final int LENGTH = 80;

    private Printable() {}

    /** {@return the text, whole and in its lines, with all other control characters shown as {@code ?}} */
    public static String whole(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .map(character ->
                        Character.isISOControl(character) && character != '\n' && character != '\t' ? '?' : character)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    /** {@return the text, shortened, with control characters shown as {@code ?}} */
    public static String of(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(LENGTH)
                .map(character -> Character.isISOControl(character) ? '?' : character)
                .forEach(shown::appendCodePoint);
        return text.codePointCount(0, text.length()) > LENGTH ? shown + "..." : shown.toString();
    }
}
