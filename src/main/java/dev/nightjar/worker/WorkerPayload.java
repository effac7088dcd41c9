package dev.nightjar.worker;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/** What came out of a worker, whose bytes were found to be those it told the SHA-256 of. */
public sealed interface WorkerPayload {

    /** {@return how many bytes} */
    long size();

    /** {@return of the bytes, in hexadecimal} */
    String sha256();

    /** It came with the answer. */
    record Inline(ByteBuffer bytes, long size, String sha256) implements WorkerPayload {}

    /** It lies in a file, which goes away with the {@link WorkerResult} unless it is moved before. */
    record InFile(Path file, long size, String sha256) implements WorkerPayload {}
}
