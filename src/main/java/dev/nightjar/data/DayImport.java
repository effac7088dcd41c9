package dev.nightjar.data;

import java.time.LocalDate;
import java.util.List;

/**
 * What became of one day of an import.
 *
 * @param date the day
 * @param hash of the stored day's content
 * @param alreadyThere whether the store had it, from a source that has not changed since
 * @param done how many days of the import are behind us, this one included
 * @param total how many days the import looks at: the wanted ones and, for warm-ups, all earlier ones of the folder
 * @param findings what there is to know about its data, one for each kind
 */
public record DayImport(
        LocalDate date, String hash, boolean alreadyThere, int done, int total, List<Finding> findings) {

    public DayImport {
        findings = List.copyOf(findings);
    }
}
