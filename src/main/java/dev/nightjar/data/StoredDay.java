package dev.nightjar.data;

import java.time.LocalDate;
import java.util.List;

/**
 * What a store tells of one of its days without reading ticks.
 *
 * @param hash of its content
 * @param bytes of its file
 * @param ticks how many it has
 * @param symbols how many instruments ticked
 * @param findings what was found when it was imported
 */
public record StoredDay(LocalDate date, String hash, long bytes, long ticks, int symbols, List<Finding> findings) {

    public StoredDay {
        findings = List.copyOf(findings);
    }
}
