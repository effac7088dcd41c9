package dev.nightjar.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where everything of an installation lies. */
public record Home(Path root) {

    public Home {
        root = root.toAbsolutePath().normalize();
    }

    /** {@return the settings files that add to the program's own, or replace them} */
    public Path jobs() {
        return root.resolve("jobs");
    }

    Path locks() {
        return root.resolve("locks");
    }

    /** {@return where results are published} */
    public Path output() {
        return root.resolve("backtest_data");
    }

    Path journals(String queue, long run) {
        return root.resolve("journals").resolve(queue).resolve(Long.toString(run));
    }

    /** {@return the days imported from a data folder; inside the home it is named by its path there, so that homes can move} */
    Path dayStore(String data) {
        Path folder = data(data);
        String name = folder.startsWith(root)
                ? root.relativize(folder).toString()
                : folder.getFileName() + "-" + Integer.toHexString(folder.hashCode());
        return root.resolve("store").resolve(name.replace('/', '_').replace('\\', '_'));
    }

    /** {@return a data folder as the settings name it: inside the home unless it is absolute} */
    Path data(String data) {
        return root.resolve(data).normalize();
    }

    Path sampleData() {
        return root.resolve("sample").resolve("data");
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
