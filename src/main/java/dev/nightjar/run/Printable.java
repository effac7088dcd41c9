package dev.nightjar.run;

/** Prepares text from outside for messages. */
final class Printable {

    private static final int LENGTH = 80;

    private Printable() {}

    /** {@return the text, shortened, with control characters shown as {@code ?}} */
    static String of(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(LENGTH)
                .map(character -> Character.isISOControl(character) ? '?' : character)
                .forEach(shown::appendCodePoint);
        return text.codePointCount(0, text.length()) > LENGTH ? shown + "..." : shown.toString();
    }
}
