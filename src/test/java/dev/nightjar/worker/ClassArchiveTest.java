package dev.nightjar.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {

    private static final String PROGRAM = "worker.jar";

    @TempDir
    private Path programs;

    private Path own;
    private int rehearsals;

    @BeforeEach
    void unpackProgram() throws IOException {
        own = program("own");
    }

    /** {@return a folder with a program of one class} */
    private Path program(String name) throws IOException {
        Path folder = Files.createDirectories(programs.resolve(name));
        String entry = Rehearsed.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(folder.resolve(PROGRAM));
                ZipOutputStream jar = new ZipOutputStream(file);
                InputStream bytes =
                        Objects.requireNonNull(Rehearsed.class.getClassLoader().getResourceAsStream(entry))) {
            jar.putNextEntry(new ZipEntry(entry));
            bytes.transferTo(jar);
        }
        return folder;
    }

    private final class Counted implements Rehearsal {

        private final Class<?> main;

        Counted(Class<?> main) {
            this.main = main;
        }

        @Override
        public Class<?> mainClass() {
            return main;
        }

        @Override
        public List<String> requests(Path folder) {
            rehearsals++;
            return List.of("one", "two");
        }
    }

    private ClassArchive archive() {
        return new ClassArchive(own, own.resolve(PROGRAM).toString());
    }

    @Test
    void itIsMadeOnceAndIsWhatTheNextProcessLoadsItsClassesFrom() throws Exception {
        Path file = archive().file(new Counted(Rehearsed.class)).orElseThrow();

        assertThat(archive().file(new Counted(Rehearsed.class))).contains(file);
        assertThat(rehearsals).isEqualTo(1);
        Process process = WorkerProcess.begin(new ProcessBuilder(
                WorkerProgram.java().get(0),
                "-XX:SharedArchiveFile=" + file,
                "-Xlog:class+load",
                "-cp",
                own.resolve(PROGRAM).toString(),
                Rehearsed.class.getName(),
                "done"));
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(said)
                .contains(Rehearsed.class.getName() + " source: shared objects file (top)")
                .contains("\ndone\n");
    }

    /** Java itself would use it, and crash. */
    @Test
    void oneThatIsDamagedIsMadeAgain() throws IOException {
        Path file = archive().file(new Counted(Rehearsed.class)).orElseThrow();
        assertThat(file.toFile().setWritable(true)).isTrue();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.UTF_8.encode("damaged"), channel.size() / 2);
        }

        Path again = archive().file(new Counted(Rehearsed.class)).orElseThrow();

        assertThat(rehearsals).isEqualTo(2);
        assertThat(again.getFileName().toString()).endsWith(".jsa");
        try (Stream<Path> left = Files.list(own)) {
            assertThat(left).containsExactlyInAnyOrder(own.resolve(PROGRAM), again);
        }
    }

    @Test
    void whereItCannotBeMadeItIsNotTriedAgain() {
        assertThat(archive().file(new Counted(ClassArchiveTest.class))).isEmpty();
        assertThat(archive().file(new Counted(ClassArchiveTest.class))).isEmpty();
        assertThat(rehearsals).isEqualTo(1);
    }

    @Test
    void anotherClassPathHasAnotherOne() throws IOException {
        Path file = archive().file(new Counted(Rehearsed.class)).orElseThrow();
        Path moved = program("moved");
        Files.copy(file, moved.resolve(String.valueOf(file.getFileName())));

        assertThat(new ClassArchive(moved, moved.resolve(PROGRAM).toString()).file(new Counted(Rehearsed.class)))
                .hasValueSatisfying(other -> assertThat(other.getFileName()).isNotEqualTo(file.getFileName()));
    }

    @Test
    void severalProcessesMayMakeItAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Callable<Path> work =
                    () -> archive().file(new Counted(Rehearsed.class)).orElseThrow();
            for (Future<Path> file : threads.invokeAll(List.of(work, work, work))) {
                assertThat(file.get()).exists();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(archive().file(new Counted(ClassArchiveTest.class)))
                .as("what is there is not made again, by a class that is not in the jar")
                .isPresent();
    }

    @Test
    void olderProgramsThatNobodyUsesGo() throws Exception {
        Path unused = aged(program("unused"), 2_000);
        Files.createFile(unused.resolve(".used"));
        Path ofBefore = aged(program("said-nothing-of-its-use"), 2_000);
        Path begun = program(".unpacking-now");
        Path used = aged(program("used"), 2_000);
        Path mine = aged(program("mine"), 2_000);
        Path newer = aged(program("newer"), 9_000);
        aged(own, 5_000);
        ProgramUse.begin(mine);
        List<String> command = new ArrayList<>(WorkerProgram.java());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Holding.class.getName(), used.toString()));
        Process other = new ProcessBuilder(command).start();
        try {
            assertThat(other.getInputStream().read()).isEqualTo('!');

            ProgramUse.sweep(programs, own, PROGRAM);

            assertThat(unused).doesNotExist();
            assertThat(List.of(used, mine, newer, own, ofBefore, begun))
                    .allSatisfy(folder -> assertThat(folder.resolve(PROGRAM)).exists());
        } finally {
            other.destroyForcibly().waitFor();
        }
        ProgramUse.sweep(programs, own, PROGRAM);
        assertThat(used).doesNotExist();
        try (Stream<Path> left = Files.list(programs)) {
            Set<Path> folders = new HashSet<>(left.toList());
            assertThat(folders).containsExactlyInAnyOrder(mine, newer, own, ofBefore, begun);
        }
    }

    private static Path aged(Path folder, long millis) {
        try {
            Files.setLastModifiedTime(folder.resolve(PROGRAM), FileTime.fromMillis(millis));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    /** Uses a program until it is killed. */
    static final class Holding {

        private Holding() {}

        public static void main(String[] arguments) throws Exception {
            ProgramUse.begin(Path.of(arguments[0]));
            System.out.print('!');
            System.out.flush();
            Thread.sleep(60_000);
        }
    }
}
