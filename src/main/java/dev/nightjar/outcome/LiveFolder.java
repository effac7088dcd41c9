package dev.nightjar.outcome;

import dev.nightjar.market.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The files of an instance while it is running, in {@code <folder>.running}: each file is whole whenever it is read. They are for
 * looking at, and need not survive a power cut. One thread at a time.
 */
public final class LiveFolder {

    private final Path running;
    private final Map<String, String> written = new HashMap<>();

    /**
     * @param folder where the results will stand when the run has ended
     */
    public LiveFolder(Path folder) {
        running = folder.resolveSibling(folder.getFileName() + ResultFolders.RUNNING);
    }

    /** {@return where the files are} */
    public Path path() {
        return running;
    }

    /** Writes the files whose bytes are not what this object wrote last. */
    public void write(Map<String, byte[]> files) throws IOException {
        Files.createDirectories(running);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            String hash = Sha256.hex(file.getValue());
            if (!hash.equals(written.get(file.getKey()))) {
                Path target = running.resolve(file.getKey());
                Path part = running.resolve(file.getKey() + ".tmp");
                Files.write(part, file.getValue());
                DurableFiles.move(part, target);
                written.put(file.getKey(), hash);
            }
        }
    }

    /** Deletes the folder, also one that an earlier process left; the next {@link #write} makes it anew, whole. */
    public void remove() throws IOException {
        written.clear();
        DurableFiles.deleteTree(running);
    }
}
