package dev.nightjar.market;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names content by its SHA-256. */
public final class Sha256 {

    private Sha256() {}

    /** {@return a digest for content that comes in pieces} */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    /** {@return the SHA-256 in hexadecimal} */
    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    /** {@return the SHA-256, in hexadecimal, of the text in UTF-8} */
    public static String of(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }
}
