package dev.nightjar.cli;

import dev.nightjar.batch.NightJob;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Entry point of {@code job.jar}. */
public final class Main {

    private Main() {}

    /** Runs the command named by the arguments and exits with its code. */
    public static void main(String[] args) {
        // Names from strategy files may hold any letter, whatever the machine's locale can print.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int exitCode = new CommandLineApp(NightJob::run, out, err).run(args);
        out.flush();
        err.flush();
        System.exit(exitCode);
    }
}
