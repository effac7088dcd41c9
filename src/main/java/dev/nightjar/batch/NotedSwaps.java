package dev.nightjar.batch;

import dev.nightjar.outcome.CrashPoint;
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
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The swaps of strategies' folders. All are noted in the database before the first one begins, in one transaction, and the notes go
 * together when the last one has ended: to put right a folder that nobody has touched changes nothing.
 */
final class NotedSwaps implements AutoCloseable {

    /** How folders are called that find out whether the disk takes anything. */
    private static final String PROBE = ".probe-";

    private final Night night;
    private final Path root;
    private final String realRoot;
    private final Map<String, RunStore.Swap> noted = new LinkedHashMap<>();
    private final Set<RunStore.Swap> stuck = ConcurrentHashMap.newKeySet();
    private final AtomicInteger probes = new AtomicInteger();

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
     * @throws IOException if the disk takes them nowhere
     */
    String swapIn(RunInstance row, Map<String, byte[]> files) throws StrategyWork.FailedException, IOException {
        Path folder = folder(row);
        RunStore.Swap swap = swap(folder);
        CrashPoint.BEFORE_SWAP.pass();
        try {
            FolderSwap.replace(folder, night.runId(), files);
        } catch (IOException e) {
            putRight(folder, swap, e);
            if (!fit(files)) {
                throw e;
            }
            again(folder, swap, files);
        }
        CrashPoint.AFTER_SWAP.pass();
        return swap.folder();
    }

    /** Somebody may have removed the folder while it was written, or made room since. */
    private void again(Path folder, RunStore.Swap swap, Map<String, byte[]> files) throws StrategyWork.FailedException {
        try {
            FolderSwap.replace(folder, night.runId(), files);
        } catch (IOException e) {
            putRight(folder, swap, e);
            throw StrategyWork.FailedException.unwritable(e);
        }
    }

    private void putRight(Path folder, RunStore.Swap swap, IOException problem) {
        try {
            FolderSwap.recover(folder, night.runId());
        } catch (IOException again) {
            stuck.add(swap);
            problem.addSuppressed(again);
        }
    }

    /**
     * {@return whether the same files can be written elsewhere among the results: otherwise it is the disk that is full or broken, which is
     * no strategy's fault}
     */
    private boolean fit(Map<String, byte[]> files) {
        try {
            FolderSwap.tryOut(root.resolve(PROBE + probes.incrementAndGet()), files);
            return true;
        } catch (IOException e) {
            return false;
        }
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
