package dev.nightjar.outcome;

import dev.nightjar.run.Ids;
import dev.nightjar.run.InstanceKey;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;

/** Where results stand. A folder that would leave the folder of all results is refused, whatever the ids are. */
public final class ResultFolders {

    static final String STAGING = ".staging-";
    static final String OLD = ".old-";
    static final String FOUND = ".found-";
    static final String RUNNING = ".running";

    private static final String NIGHTS = "nights";

    private ResultFolders() {}

    /**
     * {@return the folder of an instance's results}
     *
     * @throws IllegalArgumentException if an id cannot name a folder, or the folder would lie outside the root
     */
    public static Path of(Path root, InstanceKey key) {
        Ids.checkUser(key.userId());
        Ids.check("strategy_id", key.strategyId());
        Ids.check("broker_connection_id", key.brokerConnectionId());
        return inside(root, key.userId(), key.folder());
    }

    /** {@return the folder of a one-off run of a strategy} */
    public static Path direct(Path root, InstanceKey key) {
        Ids.check("strategy_id", key.strategyId());
        return inside(root, key.folder());
    }

    /**
     * {@return the folder of a night}
     *
     * @param date the last trading day of the run
     */
    public static Path night(Path root, String queue, LocalDate date) {
        return inside(root, NIGHTS, Ids.check("queue", queue), date.toString());
    }

    /** {@return how {@code index.json} and {@code night.json} name a folder} */
    public static String name(Path root, Path folder) {
        StringBuilder name = new StringBuilder();
        for (Path part : root.toAbsolutePath()
                .normalize()
                .relativize(folder.toAbsolutePath().normalize())) {
            name.append(name.isEmpty() ? "" : "/").append(part);
        }
        return name.toString();
    }

    /** {@return whether it has the name of published results, not of some that are coming, going or still running} */
    static boolean isPublished(Path folder) {
        String name = String.valueOf(folder.getFileName());
        return !name.contains(STAGING) && !name.contains(OLD) && !name.contains(FOUND) && !name.endsWith(RUNNING);
    }

    private static Path inside(Path root, String... names) {
        Path base = root.toAbsolutePath().normalize();
        Path path = base;
        for (String name : names) {
            Path next;
            try {
                next = path.resolve(name);
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException(
                        "'" + name + "' cannot be the name of a folder on this machine: " + e.getReason(), e);
            }
            if (!next.normalize().equals(next) || !path.equals(next.getParent())) {
                throw new IllegalArgumentException("'" + name + "' would leave the folder " + path);
            }
            if (Files.isSymbolicLink(next)) {
                throw new IllegalArgumentException(next + " is a link; results are written to real folders only");
            }
            path = next;
        }
        return path;
    }
}
