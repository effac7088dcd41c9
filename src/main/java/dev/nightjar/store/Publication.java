package dev.nightjar.store;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where and as what a run was published.
 *
 * @param root the folder of all results, by its real path: homes may share a database
 * @param folder of the night, inside the root
 * @param finishedAt as its files say it; to the microsecond, as it is kept
 * @param nightjarVersion which made the files
 * @param files the SHA-256 of the night's own files in hexadecimal, by name
 */
public record Publication(
        long runId, String root, String folder, Instant finishedAt, String nightjarVersion, Map<String, String> files) {

    public Publication {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }
}
