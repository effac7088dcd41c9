package dev.nightjar.run;

/** Prepares text from outside for messages: it can neither fill a screen nor steer a terminal. */
public final class Printable {

    private static final int LENGTH = 80;

    private Printable() {}

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
