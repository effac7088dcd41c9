package dev.nightjar.batch;

import dev.nightjar.market.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where everything of an installation lies. */
public record Home(Path root) {

    /** How much of a hash tells the stores of data folders of one name apart. */
    private static final int STORE_DIGITS = 16;

    public Home {
        root = root.toAbsolutePath().normalize();
    }

    /** {@return the settings files that add to the program's own, or replace them} */
    public Path jobs() {
        return root.resolve("jobs");
    }

    /** {@return the fee schedules that add to the program's own, or replace them} */
    Path fees() {
        return root.resolve("fees");
    }

    Path locks() {
        return root.resolve("locks");
    }

    /** {@return where results are published} */
    public Path output() {
        return root.resolve("backtest_data");
    }

    /** {@return the same, made if it was not there, by the path at which every process of this host finds it} */
    Path realOutput() throws IOException {
        return Files.createDirectories(output().getParent()).toRealPath().resolve(output().getFileName());
    }

    Path journals(String queue, long run) {
        return root.resolve("journals").resolve(queue).resolve(Long.toString(run));
    }

    /**
     * {@return the days imported from a data folder}
     *
     * <p>It is named by how the settings name the folder, and inside the home by its path there, so that a home can move
     * together with its days.
     */
    Path dayStore(String data) {
        Path folder = data(data);
        String named = dataName(data);
        String readable = folder.startsWith(root) ? named.replace('/', '_') : String.valueOf(folder.getFileName());
        return stores().resolve(readable + "-" + Sha256.of(named).substring(0, STORE_DIGITS));
    }

    /** {@return where the stores of all data sets are} */
    Path stores() {
        return root.resolve("store");
    }

    /** {@return what has been purged and is not deleted yet} */
    Path purged() {
        return root.resolve("purged");
    }

    /** {@return what worker processes run that this program has no other way to start at once} */
    public Path programs() {
        return root.resolve("programs");
    }

    /** {@return how a data set is called, of all names that mean the same folder} */
    String dataName(String data) {
        Path folder = data(data);
        return (folder.startsWith(root)
                        ? root.relativize(folder)
                        : Path.of(data).normalize())
                .toString()
                .replace('\\', '/');
    }

    /** {@return a data folder as the settings name it: inside the home unless it is absolute} */
    public Path data(String data) {
        return root.resolve(data).normalize();
    }

    /** {@return where the sample's data folder is written when it is wanted} */
    public Path sampleData() {
        return root.resolve("sample").resolve("data");
    }

    /** {@return where the sample's simulations are written when they are wanted} */
    public Path sampleSimulations() {
        return root.resolve("sample").resolve("simulations");
    }

    Path sampleStrategies() {
        return root.resolve("sample").resolve("strategies");
    }

    /**
     * Makes the home if there is none.
     *
     * @throws UnusableHomeException if it cannot be written
     */
    public void create() {
        try {
            Files.createDirectories(root);
            Path probe = Files.createTempFile(root, ".nightjar", ".probe");
            Files.delete(probe);
        } catch (IOException e) {
            throw new UnusableHomeException(
                    "the home " + root + " cannot be written: " + e + "; name another with --nightjar.home", e);
        }
    }

    /** The home cannot be used. */
    static final class UnusableHomeException extends UncheckedIOException {

        private static final long serialVersionUID = 1L;

        UnusableHomeException(String message, IOException cause) {
            super(message, cause);
        }
    }
}
