package dev.nightjar.data;

import java.util.List;

/**
 * What became of the candles of one symbol and timeframe of an import.
 *
 * @param hash of the stored candles
 * @param alreadyThere whether the store had them, from a source that has not changed since
 * @param findings what should be known of them
 */
public record CandleImport(CandleKey key, String hash, boolean alreadyThere, List<Finding> findings) {

    public CandleImport {
        findings = List.copyOf(findings);
    }
}
