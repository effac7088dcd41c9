package dev.nightjar.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/**
 * A JSON document as it stands in a page: gzip in Base64.
 *
 * @param base64 its letters
 */
record Packed(byte[] base64) {

    static Packed of(byte[] json) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(1024 + json.length / 8);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Packed(Base64.getEncoder().encode(packed.toByteArray()));
    }
}
