package dev.nightjar.worker;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a worker is asked.
 *
 * @param name tells this request from all others of the same manager, also in messages
 * @param kind of {@link WorkerKind}
 * @param brief whether it is so little work that compiling for speed costs more than it gains
 * @param members of the kind: objects, arrays, texts, whole numbers, true and false
 */
public record WorkerRequest(String name, String kind, boolean brief, Map<String, ?> members) {

    /** {@return the document that a worker reads} */
    Map<String, Object> document(Path results) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema_version", Protocol.VERSION);
        document.put("kind", kind);
        document.put("request", name);
        document.put("results", results.toAbsolutePath().toString());
        document.putAll(members);
        return document;
    }

    /**
     * {@return the same as one line of text, without its end}
     *
     * @param results where a large result is to be written
     */
    public String line(Path results) {
        return new String(JsonDocument.bytes(document(results)), StandardCharsets.UTF_8);
    }
}
