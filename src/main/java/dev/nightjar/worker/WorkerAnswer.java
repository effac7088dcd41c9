package dev.nightjar.worker;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What came of a request.
 *
 * @param symbols that were looked at
 * @param result the bytes that came out, in pieces
 */
public record WorkerAnswer(List<String> symbols, List<ByteBuffer> result) {

    public WorkerAnswer {
        symbols = List.copyOf(symbols);
        result = List.copyOf(result);
    }
}
