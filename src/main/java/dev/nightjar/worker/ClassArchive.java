package dev.nightjar.worker;

import dev.nightjar.market.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The classes of workers as Java has them in its memory after loading them (class data sharing, JEP 310 and 350), kept in a file: whoever
 * starts with it need not find, read and check them again.
 *
 * <p>A file is of one Java and one class path, names both, and the SHA-256 of its content, since Java does not look whether a file is
 * damaged. It is made by a worker of its own that does a {@link Rehearsal}; where that does not work, that is noted, and workers start
 * without. No file ever changes what a worker does.
 */
final class ClassArchive {

    private static final String ENDING = ".jsa";
    private static final String NONE = ".none";
    private static final int NAME_DIGITS = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** What a Java machine that can make none exits with: 1 if it refuses to, 0 if it does not and says nothing. */
    private static final int CANNOT = 1;

    private final Path folder;
    private final String classPath;
    private final String name;

    /**
     * @param folder where it is kept
     * @param classPath of jars, by their absolute paths
     */
    ClassArchive(Path folder, String classPath) {
        this.folder = folder;
        this.classPath = classPath;
        name = Sha256.of(String.join(
                        "\n",
                        System.getProperty("java.home", ""),
                        System.getProperty("java.vm.name", ""),
                        System.getProperty("java.vm.version", ""),
                        classPath))
                .substring(0, NAME_DIGITS);
    }

    /** {@return the file, which is made if it is not there; empty if there can be none} */
    Optional<Path> file(Rehearsal rehearsal) {
        try {
            Optional<Path> kept = kept();
            if (kept.isEmpty() && !Files.exists(folder.resolve(name + NONE))) {
                make(rehearsal);
                kept = kept();
            }
            return kept;
        } catch (IOException | UncheckedIOException e) {
            // It would have saved time, and nothing else.
            return Optional.empty();
        }
    }

    /** {@return the file if it is whole; one that is damaged is deleted} */
    private Optional<Path> kept() throws IOException {
        List<Path> named;
        try (Stream<Path> files = Files.list(folder)) {
            named = files.filter(file -> {
                        String own = String.valueOf(file.getFileName());
                        return own.startsWith(name + "-") && own.endsWith(ENDING);
                    })
                    .sorted()
                    .toList();
        }
        for (Path file : named) {
            if (String.valueOf(file.getFileName()).equals(name + "-" + hash(file) + ENDING)) {
                return Optional.of(file);
            }
            Files.deleteIfExists(file);
        }
        return Optional.empty();
    }

    private static String hash(Path file) throws IOException {
        return Sha256.hex(Files.readAllBytes(file)).substring(0, NAME_DIGITS);
    }

    /** Several processes may do so at once; each has a folder of its own, and one file is as good as another. */
    private void make(Rehearsal rehearsal) throws IOException {
        Path own = Files.createTempDirectory(folder, ".rehearsal");
        try {
            Path made = own.resolve("classes" + ENDING);
            OptionalInt code = rehearse(rehearsal, own, made);
            if (code.isEmpty()) {
                // It was stopped, or there was no time for it; another launch may have more.
                return;
            }
            if (code.getAsInt() == 0 && Files.isRegularFile(made)) {
                Files.move(made, folder.resolve(name + "-" + hash(made) + ENDING), StandardCopyOption.ATOMIC_MOVE);
            } else if (code.getAsInt() <= CANNOT) {
                // Anything else, such as a signal, was against this one only.
                Files.write(folder.resolve(name + NONE), new byte[0]);
            }
        } finally {
            WorkerResult.delete(own);
        }
    }

    /** {@return what it exited with; empty if it was not waited for} */
    private OptionalInt rehearse(Rehearsal rehearsal, Path own, Path made) throws IOException {
        List<String> requests = rehearsal.requests(own.resolve("home"));
        List<String> command = new ArrayList<>(WorkerProgram.java());
        command.addAll(List.of(
                "-XX:ArchiveClassesAtExit=" + made,
                "-cp",
                classPath,
                rehearsal.mainClass().getName(),
                Integer.toString(requests.size())));
        Process process = WorkerProcess.begin(new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD));
        // It stays open meanwhile: its end tells the process that nobody wants the file any more.
        try (OutputStream in = process.getOutputStream()) {
            in.write((String.join("\n", requests) + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
            return process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    ? OptionalInt.of(process.exitValue())
                    : OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        } finally {
            end(process);
        }
    }

    /** Ends it for certain: what still writes keeps its folder from being deleted. */
    private static void end(Process process) {
        process.destroyForcibly();
        boolean interrupted = false;
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
