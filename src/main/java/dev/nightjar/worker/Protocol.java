package dev.nightjar.worker;

import java.util.regex.Pattern;

/** What manager and worker agree on. */
final class Protocol {

    /** Changes whenever an older side would misunderstand a newer one. */
    static final long VERSION = 1;

    /** Larger results are written to files. */
    static final int LARGEST_INLINE = 1 << 20;

    static final String ENDING = ".result";

    /** Names the SHA-256 of its content. */
    static final Pattern RESULT_FILE = Pattern.compile("[a-z]+-([0-9a-f]{64})\\.result");

    private Protocol() {}

    static String resultFile(String kind, String sha256) {
        return kind + "-" + sha256 + ENDING;
    }
}
