package dev.nightjar.cli;

import dev.nightjar.batch.PartitionRunner;
import dev.nightjar.data.DataException;
import dev.nightjar.data.DataFolder;
import dev.nightjar.market.MarketDay;
import java.lang.ref.SoftReference;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The days of a data folder, read once and kept as long as there is memory for them. For several threads. */
final class Days implements PartitionRunner.Days {

    private final DataFolder folder;
    private final Map<LocalDate, SoftReference<MarketDay>> kept = new HashMap<>();
    private final Map<LocalDate, String> hashes = new HashMap<>();
    private final Map<LocalDate, Object> locks = new ConcurrentHashMap<>();

    Days(DataFolder folder) {
        this.folder = folder;
    }

    @Override
    public MarketDay open(LocalDate date) {
        // Partitions of one day wait for whoever reads it first; those of other days do not.
        synchronized (locks.computeIfAbsent(date, day -> new Object())) {
            MarketDay day = keptDay(date);
            if (day == null) {
                day = folder.load(date);
                keep(date, day);
            }
            return day;
        }
    }

    private synchronized @Nullable MarketDay keptDay(LocalDate date) {
        SoftReference<MarketDay> reference = kept.get(date);
        return reference == null ? null : reference.get();
    }

    private synchronized void keep(LocalDate date, MarketDay day) {
        String before = hashes.putIfAbsent(date, day.hash());
        if (before != null && !before.equals(day.hash())) {
            throw new DataException(
                    folder.root().toString(), List.of("the data of " + date + " changed during the run"));
        }
        kept.put(date, new SoftReference<>(day));
    }
}
