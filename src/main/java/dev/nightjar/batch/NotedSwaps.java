package dev.nightjar.batch;

import dev.nightjar.outcome.FolderSwap;
import dev.nightjar.outcome.ResultFolders;
import dev.nightjar.store.RunInstance;
import dev.nightjar.store.RunStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The swaps of strategies' folders. All are noted in the database before the first one begins, in one transaction, and the notes go
 * together when the last one has ended: to put right a folder that nobody has touched changes nothing.
 */
final class NotedSwaps implements AutoCloseable {

    private final Night night;
    private final Path root;
    private final String realRoot;
    private final Map<String, RunStore.Swap> noted = new LinkedHashMap<>();
    private final Set<RunStore.Swap> stuck = ConcurrentHashMap.newKeySet();

    private NotedSwaps(Night night, String realRoot) {
        this.night = night;
        this.root = night.home().output();
        this.realRoot = realRoot;
    }

    /**
     * Notes the swaps of the strategies that have a folder.
     *
     * @param realRoot the folder of all results, by its real path
     */
    static NotedSwaps begin(Night night, String realRoot, List<RunInstance> rows) {
        NotedSwaps swaps = new NotedSwaps(night, realRoot);
        for (RunInstance row : rows) {
            try {
                RunStore.Swap swap = swaps.swap(swaps.folder(row));
                swaps.noted.put(swap.folder(), swap);
            } catch (StrategyWork.FailedException e) {
                // Told when its turn comes.
            }
        }
        night.runs().beginSwaps(List.copyOf(swaps.noted.values()), Night.now());
        return swaps;
    }

    /**
     * Replaces the folder of a strategy whose swap is noted. Several threads may do this for several strategies.
     *
     * @return the name of the folder that now has the files
     * @throws StrategyWork.FailedException if it cannot have them; the others can
     */
    String swapIn(RunInstance row, Map<String, byte[]> files) throws StrategyWork.FailedException {
        Path folder = folder(row);
        RunStore.Swap swap = swap(folder);
        CrashPoint.BEFORE_SWAP.pass();
        try {
            FolderSwap.replace(folder, night.runId(), files);
        } catch (IOException e) {
            try {
                FolderSwap.recover(folder, night.runId());
            } catch (IOException again) {
                stuck.add(swap);
                e.addSuppressed(again);
            }
            throw StrategyWork.FailedException.unwritable(e);
        }
        CrashPoint.AFTER_SWAP.pass();
        return swap.folder();
    }

    private Path folder(RunInstance row) throws StrategyWork.FailedException {
        try {
            return ResultFolders.of(root, row.key());
        } catch (IllegalArgumentException e) {
            throw StrategyWork.FailedException.unwritable(e);
        }
    }

    private RunStore.Swap swap(Path folder) {
        return new RunStore.Swap(realRoot, ResultFolders.name(root, folder), night.runId());
    }

    /** Nobody swaps any more. What could not be put right stays noted, and whoever publishes next tries again. */
    @Override
    public void close() {
        night.runs()
                .endSwaps(noted.values().stream()
                        .filter(swap -> !stuck.contains(swap))
                        .toList());
    }
}
