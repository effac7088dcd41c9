package dev.nightjar.report;

import dev.nightjar.market.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last line of a page, by which anybody can tell that it is whole, and of what: nobody has to keep hashes of pages, which differ
 * from version to version while the numbers they show do not.
 */
public final class PageSeal {

    private static final Pattern LINE = Pattern.compile("<!-- of ([0-9a-f]{64}), sha256 ([0-9a-f]{64}) -->\n");
    private static final int LENGTH = "<!-- of , sha256  -->\n".length() + 2 * 64;

    private PageSeal() {}

    /**
     * {@return a page with its last line}
     *
     * @param parts what stands before it, one after the other
     * @param of SHA-256 of what the page shows, in hexadecimal
     */
    static byte[] sealed(List<byte[]> parts, String of) {
        int length = parts.stream().mapToInt(part -> part.length).sum();
        ByteBuffer page = ByteBuffer.allocate(length + LENGTH);
        MessageDigest digest = Sha256.digest();
        for (byte[] part : parts) {
            page.put(part);
            digest.update(part);
        }
        String line = "<!-- of " + of + ", sha256 " + HexFormat.of().formatHex(digest.digest()) + " -->\n";
        return page.put(line.getBytes(StandardCharsets.US_ASCII)).array();
    }

    /**
     * {@return what is wrong with a page; empty if it is whole and shows what it should}
     *
     * @param of SHA-256 of what it should show, in hexadecimal
     */
    public static String problem(byte[] page, String of) {
        int end = Math.max(0, page.length - LENGTH);
        Matcher line =
                LINE.matcher(new String(Arrays.copyOfRange(page, end, page.length), StandardCharsets.ISO_8859_1));
        if (!line.matches()) {
            return "is torn or changed: its last line, which seals it, is missing";
        }
        MessageDigest digest = Sha256.digest();
        digest.update(page, 0, end);
        if (!HexFormat.of().formatHex(digest.digest()).equals(line.group(2))) {
            return "is torn or changed: it has another SHA-256 than its last line says";
        }
        return line.group(1).equals(of) ? "" : "shows other results than those beside it";
    }
}
