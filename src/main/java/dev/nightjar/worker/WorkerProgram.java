package dev.nightjar.worker;

import dev.nightjar.market.Sha256;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * How workers are started: the Java of this process, and of its classes those that workers need.
 *
 * <p>A jar of jars needs its loader to be read, which costs more than a small request. So its own classes, and the few libraries that
 * workers use, are copied out once, into a folder named by their content, from where every worker starts at once, with a {@link
 * ClassArchive} beside them. Folders of older programs that nobody uses any more are deleted. Where no folder can be written, workers
 * start from the jar.
 */
public final class WorkerProgram {

    /** For tests: another class whose main method is started instead. */
    private static final String OTHER_MAIN = "nightjar.worker-main";

    private static final String CLASSES = "BOOT-INF/classes/";
    private static final String LIBRARIES = "BOOT-INF/lib/";
    private static final String JSON_LIBRARY = LIBRARIES + "jackson-core-";
    private static final String PROGRAM = "worker.jar";
    private static final String JAR = ".jar";
    /** Begins the name of a folder that is being filled. */
    static final String UNPACKING = ".unpacking";
    /** The word that makes {@code job.jar} a worker. */
    private static final String COMMAND = "worker";

    private static final int NAME_DIGITS = 16;

    private final List<String> start;

    private WorkerProgram(List<String> start) {
        this.start = List.copyOf(start);
    }

    /**
     * {@return what starts workers of this very program}
     *
     * @param mainClass whose main method lives as a worker
     * @param folder where classes are copied to if need be, and stay for the next time
     * @param rehearsal what is done once for the next starts to be quicker; null does without
     */
    public static WorkerProgram of(Class<?> mainClass, Path folder, @Nullable Rehearsal rehearsal) {
        String classPath = System.getProperty("java.class.path", "");
        String main = System.getProperty(OTHER_MAIN, mainClass.getName());
        if (classPath.contains(File.pathSeparator) || !Files.isRegularFile(Path.of(classPath))) {
            return new WorkerProgram(List.of("-cp", classPath, main));
        }
        try (JarFile jar = new JarFile(classPath)) {
            @Nullable Manifest manifest = jar.getManifest();
            if (manifest == null || jar.getEntry(CLASSES) == null) {
                return new WorkerProgram(List.of("-cp", classPath, main));
            }
            return unpacked(jar, manifest, folder, main, rehearsal);
        } catch (IOException | UncheckedIOException e) {
            return new WorkerProgram(
                    List.of("-jar", Path.of(classPath).toAbsolutePath().toString(), COMMAND));
        }
    }

    /** {@return how Java is started for a worker, with nothing said yet of which one} */
    static List<String> java() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // One thread works; the others only wait for its collector.
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                // The standard output is for the answer alone.
                "-XX:+DisplayVMOutputToStderr",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-Dfile.encoding=UTF-8");
    }

    /**
     * {@return the command that starts a worker, each argument for itself}
     *
     * @param brief whether it has so little to do that it ends before code compiled for speed is used
     * @param folder where the Java machine may leave what it has to say of its own crash
     */
    List<String> command(int heapMegabytes, boolean brief, Path folder) {
        List<String> command = new ArrayList<>(java());
        command.add("-Xmx" + heapMegabytes + "m");
        command.add("-XX:ErrorFile=" + folder.resolve("crash-%p.log"));
        if (brief) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        command.addAll(start);
        command.addAll(List.of(WorkerArguments.JSON, "-", WorkerArguments.SUPERVISED));
        return command;
    }

    private static WorkerProgram unpacked(
            JarFile jar, Manifest manifest, Path folder, String main, @Nullable Rehearsal rehearsal)
            throws IOException {
        List<ZipEntry> entries = jar.stream()
                .filter(entry -> !entry.isDirectory())
                .filter(entry ->
                        entry.getName().startsWith(CLASSES) || entry.getName().startsWith(JSON_LIBRARY))
                .map(ZipEntry.class::cast)
                .toList();
        StringBuilder content = new StringBuilder();
        entries.forEach(entry -> content.append(entry.getName())
                .append(' ')
                .append(entry.getSize())
                .append(' ')
                .append(entry.getCrc())
                .append('\n'));
        Path unpacked = folder.resolve(Sha256.of(content.toString()).substring(0, NAME_DIGITS))
                .toAbsolutePath();
        do {
            if (!Files.isRegularFile(unpacked.resolve(PROGRAM))) {
                unpack(jar, manifest, entries, unpacked);
            }
            ProgramUse.begin(unpacked);
            // Until it was said to be used, another process may have deleted it.
        } while (!Files.isRegularFile(unpacked.resolve(PROGRAM)));
        ProgramUse.sweep(folder, unpacked, PROGRAM);
        String classPath = classPath(unpacked);
        List<String> start = new ArrayList<>();
        if (rehearsal != null) {
            new ClassArchive(unpacked, classPath)
                    .file(rehearsal)
                    .ifPresent(archive -> start.add("-XX:SharedArchiveFile=" + archive));
        }
        start.addAll(List.of("-cp", classPath, main));
        return new WorkerProgram(start);
    }

    private static void unpack(JarFile jar, Manifest manifest, List<ZipEntry> entries, Path unpacked)
            throws IOException {
        Path folder = unpacked.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path begun = Files.createTempDirectory(folder, UNPACKING);
        try {
            try (OutputStream file = Files.newOutputStream(begun.resolve(PROGRAM));
                    ZipOutputStream classes = new ZipOutputStream(file)) {
                classes.putNextEntry(new ZipEntry(JarFile.MANIFEST_NAME));
                versions(manifest).write(classes);
                for (ZipEntry entry : entries) {
                    try (InputStream content = jar.getInputStream(entry)) {
                        if (entry.getName().startsWith(CLASSES)) {
                            classes.putNextEntry(stored(entry));
                            content.transferTo(classes);
                        } else {
                            Files.copy(content, begun.resolve(entry.getName().substring(LIBRARIES.length())));
                        }
                    }
                }
            }
            if (Files.isDirectory(unpacked) && !Files.exists(unpacked.resolve(PROGRAM))) {
                // Somebody has deleted a part of it.
                WorkerResult.delete(unpacked);
            }
            try {
                Files.move(begun, unpacked, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
                // Another process was faster, and what it copied is the same.
            }
        } finally {
            WorkerResult.delete(begun);
        }
    }

    /** What is not packed is read faster. */
    private static ZipEntry stored(ZipEntry packed) {
        ZipEntry entry = new ZipEntry(packed.getName().substring(CLASSES.length()));
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(packed.getSize());
        entry.setCrc(packed.getCrc());
        return entry;
    }

    private static Manifest versions(Manifest manifest) {
        Manifest versions = new Manifest();
        Attributes attributes = versions.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        for (Attributes.Name name :
                List.of(Attributes.Name.IMPLEMENTATION_TITLE, Attributes.Name.IMPLEMENTATION_VERSION)) {
            Object value = manifest.getMainAttributes().get(name);
            if (value != null) {
                attributes.put(name, value);
            }
        }
        return versions;
    }

    private static String classPath(Path unpacked) throws IOException {
        List<String> jars = new ArrayList<>();
        try (var files = Files.list(unpacked)) {
            files.map(Path::toAbsolutePath)
                    .map(Path::toString)
                    .filter(file -> file.endsWith(JAR))
                    .sorted()
                    .forEach(jars::add);
        }
        return String.join(File.pathSeparator, jars);
    }
}
