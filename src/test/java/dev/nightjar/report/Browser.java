package dev.nightjar.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Chromium without a window, if it is installed. */
public final class Browser {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final int SECONDS = 120;

    private final Path program;
    private final Path scratch;

    /**
     * What became of a page.
     *
     * @param dom its markup once its scripts were done
     * @param console what they and the browser complained of
     */
    public record Shown(String dom, List<String> console) {}

    private Browser(Path program, Path scratch) {
        this.program = program;
        this.scratch = scratch;
    }

    /** {@return one that keeps its own files in that folder; empty if none is installed} */
    public static Optional<Browser> find(Path scratch) {
        return Stream.of(String.valueOf(System.getenv("PATH")).split(":"))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> new Browser(program, scratch));
    }

    /** {@return the page as it is after a while} */
    public Shown show(String address, String... options) throws IOException, InterruptedException {
        Path dom = Files.createTempFile(scratch, "dom", ".html");
        Path log = Files.createTempFile(scratch, "console", ".log");
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--user-data-dir=" + scratch.resolve("profile"),
                "--window-size=1400,2000",
                "--virtual-time-budget=20000",
                "--enable-logging=stderr"));
        command.addAll(List.of(options));
        command.addAll(List.of("--dump-dom", address));
        Process process = new ProcessBuilder(command)
                .redirectOutput(dom.toFile())
                .redirectError(log.toFile())
                .start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the browser has not shown " + address + " after " + SECONDS + " s");
        }
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return new Shown(
                    Files.readString(dom),
                    lines.filter(line -> line.contains("CONSOLE")).toList());
        }
    }
}
