package dev.nightjar.cli;

import dev.nightjar.run.ExitCode;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What help tells of a worker; {@link Main} begins one without any of this. */
@Command(
        name = WorkerCommand.NAME,
        customSynopsis = {
            "job.jar worker --config-json '<json>'   the request itself",
            "job.jar worker --config-json -          takes it from the standard input",
            "job.jar worker --config-file <file>     a file that holds it",
            "job.jar worker --config-json - --supervised",
            "               the request is the first line of the standard input, which stays open; when it ends,",
            "               the manager is gone, and the worker ends too"
        },
        description = {
            "Works on one request, as the job has it done with workers=processes, and ends.",
            "",
            "The answer is one JSON document on the standard output. Progress, logs and errors are JSON objects on the",
            "error stream, one a line. docs/workers.md describes request and answer."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 done, 1 internal error, 2 request refused, 4 data, 5 infrastructure, 7 stopped,",
            "9 not enough memory."
        })
final class WorkerCommand implements Callable<Integer> {

    static final String NAME = "worker";

    private static final List<String> HELP = List.of("--help", "-h");

    private final PrintStream err;

    WorkerCommand(PrintStream err) {
        this.err = err;
    }

    /** {@return whether these arguments ask what a worker is} */
    static boolean asksForHelp(String... arguments) {
        return Arrays.stream(arguments).anyMatch(HELP::contains);
    }

    @Override
    public Integer call() {
        err.println(NAME + " is a process of its own: it is begun as the first word behind job.jar");
        return ExitCode.USAGE.number();
    }
}
