package dev.nightjar.worker;

import dev.nightjar.engine.StopSignal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A worker that does what its request says a worker must not do, as often as the request says, and then does its work. */
public final class HostileWorker implements WorkerKind {

    static final String KIND = "hostile";

    private HostileWorker() {}

    /** Lives as a worker. */
    public static void main(String[] arguments) {
        System.exit(Worker.live(List.of(new HostileWorker()), Map.of("engine_version", "7"), arguments));
    }

    /** Something bad. */
    enum Way {
        NONE,
        KILLED,
        FROZEN,
        HANGS,
        HANGS_WITH_A_CHILD,
        OUT_OF_MEMORY,
        GARBAGE,
        GARBAGE_WITHOUT_END,
        NOISE,
        PRINTS,
        SILENT,
        LEAVES,
        OTHER_SCHEMA,
        OTHER_REQUEST,
        WRONG_HASH,
        WRONG_HASH_IN_FILE,
        FILE_ELSEWHERE,
        STACK_OVERFLOW,
        REFUSES,
        NO_DISK
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public WorkerAnswer work(Members request, Reached reached, StopSignal stop) throws IOException {
        Way way = Way.valueOf(request.text("way"));
        Path attempts = Path.of(request.text("attempts"));
        long bad = request.whole("bad");
        int size = request.count("size");
        String results = request.textIfAny("results").orElse("");
        String name = request.text("request");
        request.check();
        reached.reached(1, 4);
        long before = Files.list(attempts).count();
        Files.createFile(attempts.resolve(Long.toString(ProcessHandle.current().pid())));
        if (before < bad) {
            misbehave(way, name, results, attempts);
        }
        reached.reached(4, 4);
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 7);
        return new WorkerAnswer(List.of("NIFTY"), List.of(ByteBuffer.wrap(bytes)));
    }

    private static void misbehave(Way way, String name, String results, Path attempts) throws IOException {
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        OutputStream err = new FileOutputStream(FileDescriptor.err);
        String document =
                "{\"schema_version\":%d,\"kind\":\"hostile\",\"request\":\"%s\",\"symbols\":[],\"result\":{%s}}";
        String sevens = "7".repeat(64);
        switch (way) {
            case NONE -> {}
            case KILLED -> signal("-KILL");
            case FROZEN -> signal("-STOP");
            case HANGS -> hang();
            case HANGS_WITH_A_CHILD -> {
                Process child =
                        new ProcessBuilder("sleep", "100000").inheritIO().start();
                Files.writeString(attempts.resolveSibling("child"), Long.toString(child.pid()));
                hang();
            }
            case OUT_OF_MEMORY -> {
                List<long[]> all = new ArrayList<>();
                while (all.size() < Integer.MAX_VALUE) {
                    all.add(new long[1 << 16]);
                }
            }
            case GARBAGE -> out.write("loading ...\n".getBytes(StandardCharsets.UTF_8));
            case GARBAGE_WITHOUT_END -> {
                byte[] garbage = new byte[1 << 20];
                Arrays.fill(garbage, (byte) 'x');
                for (int megabyte = 0; megabyte < 8; megabyte++) {
                    out.write(garbage);
                }
            }
            case NOISE -> {
                byte[] noise = "{[ noise \n".repeat(100).getBytes(StandardCharsets.UTF_8);
                for (int kilobyte = 0; kilobyte < 100_000; kilobyte++) {
                    err.write(noise);
                }
            }
            case PRINTS -> System.out.println("what a library prints");
            case SILENT -> Runtime.getRuntime().halt(0);
            case LEAVES -> {
                err.write("first\nsecond\nthe disk is on fire\n".getBytes(StandardCharsets.UTF_8));
                Runtime.getRuntime().halt(77);
            }
            case OTHER_SCHEMA -> say(out, document.formatted(2, name, ""));
            case OTHER_REQUEST -> say(out, document.formatted(1, "of yesterday", ""));
            case WRONG_HASH ->
                say(out, document.formatted(1, name, "\"bytes\":3,\"sha256\":\"" + sevens + "\",\"base64\":\"AAAA\""));
            case WRONG_HASH_IN_FILE -> {
                Files.write(Path.of(results, "hostile-" + sevens + ".result"), new byte[3]);
                say(
                        out,
                        document.formatted(
                                1,
                                name,
                                "\"bytes\":3,\"sha256\":\"" + sevens + "\",\"file\":\"hostile-" + sevens
                                        + ".result\""));
            }
            case FILE_ELSEWHERE ->
                say(
                        out,
                        document.formatted(
                                1,
                                name,
                                "\"bytes\":3,\"sha256\":\"" + sevens + "\",\"file\":\"../hostile-" + sevens
                                        + ".result\""));
            case STACK_OVERFLOW -> deeper(0);
            case REFUSES -> throw WorkerException.dataChanged("day 2024-10-29 has changed");
            case NO_DISK -> throw new UncheckedIOException(new IOException("No space left on device"));
        }
    }

    @SuppressWarnings("InfiniteRecursion") // what it is for
    private static int deeper(int depth) {
        return depth < 0 ? depth : deeper(depth + 1) + 1;
    }

    private static void say(OutputStream out, String document) throws IOException {
        out.write(document.getBytes(StandardCharsets.UTF_8));
        out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static void signal(String which) throws IOException {
        new ProcessBuilder("kill", which, Long.toString(ProcessHandle.current().pid())).start();
        hang();
    }

    private static void hang() {
        while (true) {
            LockSupport.park();
        }
    }
}
