package dev.nightjar.cli;

import dev.nightjar.batch.NightJob;
import dev.nightjar.batch.PartitionWorker;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Entry point of {@code job.jar}. */
public final class Main {

    private Main() {}

    /** Runs the command named by the arguments and exits with its code. */
    public static void main(String[] args) throws ReflectiveOperationException {
        // A worker does without all that other commands bring with them, as it is there in a moment and gone again.
        if (args.length > 0 && args[0].equals(WorkerCommand.NAME) && !WorkerCommand.asksForHelp(args)) {
            System.exit(PartitionWorker.live(Arrays.copyOfRange(args, 1, args.length)));
        }
        ClassLoader loader = ProgramLoader.of(Main.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        System.exit((int) loader.loadClass(Main.class.getName())
                .getMethod("run", String[].class)
                .invoke(null, (Object) args));
    }

    /** {@return what the process exits with, once the command named by the arguments has run} */
    public static int run(String[] args) {
        // Names from strategy files may hold any letter, whatever the machine's locale can print.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int exitCode = new CommandLineApp(NightJob::run, out, err).run(args);
        out.flush();
        err.flush();
        return exitCode;
    }
}
