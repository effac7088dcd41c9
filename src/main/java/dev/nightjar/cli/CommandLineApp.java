package dev.nightjar.cli;

import dev.nightjar.batch.Failures;
import dev.nightjar.batch.FileErrors;
import dev.nightjar.engine.RunStoppedException;
import dev.nightjar.market.UnreadableMarketException;
import dev.nightjar.run.DaysNotAvailableException;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.InvalidSettingsException;
import dev.nightjar.store.DatabaseException;
import dev.nightjar.strategy.Nearest;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * All commands. Wrong arguments give one message on the error stream and {@link ExitCode#USAGE}; whatever else goes wrong gives a
 * message and the exit code of its kind.
 */
final class CommandLineApp {

    private final Job job;
    private final PrintStream out;
    private final PrintStream err;

    CommandLineApp(Job job, PrintStream out, PrintStream err) {
        this.job = job;
        this.out = out;
        this.err = err;
    }

    /** {@return all commands; for the job, which is not to wait for them, none beside it} */
    private CommandLine commands(String[] args) {
        CommandLine commands = new CommandLine(new JobCommand(job, out, err));
        if (!runsQueue(args)) {
            commands.addSubcommand(new BacktestCommand(out, err))
                    .addSubcommand(new SimulateCommand(out, err))
                    .addSubcommand(new PlanCommand(out, err))
                    .addSubcommand(new ValidateCommand(out, err))
                    .addSubcommand(new QueueCommand(out, err))
                    .addSubcommand(new RunsCommand(out, err))
                    .addSubcommand(data(out, err))
                    .addSubcommand(new StrategyCommand(out, err))
                    .addSubcommand(new WorkerCommand(err))
                    .addSubcommand(new VersionCommand(out))
                    .addSubcommand(new CommandLine.HelpCommand());
        }
        return commands.setExpandAtFiles(false)
                .setUsageHelpWidth(110)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.AUTO))
                .setOut(writer(out))
                .setErr(writer(err))
                .setExecutionStrategy(CommandLineApp::execute)
                .setParameterExceptionHandler(this::refused)
                .setExecutionExceptionHandler((problem, command, parsed) -> failed(problem));
    }

    /** {@return whether they are nothing but {@code key=value}, a queue among them, so that no refusal names a command} */
    private static boolean runsQueue(String[] args) {
        return Stream.of(args).anyMatch(arg -> arg.startsWith("queue="))
                && Stream.of(args).allMatch(arg -> arg.indexOf('=') > 0 || arg.equals(JobCommand.NO_HTML));
    }

    private static CommandLine data(PrintStream out, PrintStream err) {
        return new CommandLine(new DataCommand())
                .addSubcommand(new DataImportCommand(out, err))
                .addSubcommand(new DataListCommand(out, err))
                .addSubcommand(new DataCheckCommand(out, err))
                .addSubcommand(new DataExportCommand(out))
                .addSubcommand(new DataHashCommand(out))
                .addSubcommand(new DataGenerateCommand(out, err));
    }

    int run(String... args) {
        CommandLine commands = commands(args);
        int exitCode = commands.execute(args);
        commands.getOut().flush();
        commands.getErr().flush();
        return exitCode;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static int execute(ParseResult parsed) {
        if (parsed.hasSubcommand()
                && (parsed.hasMatchedPositional(0) || !parsed.matchedOptions().isEmpty())) {
            throw new ParameterException(
                    parsed.commandSpec().commandLine(),
                    "what stands before '" + parsed.subcommand().commandSpec().name()
                            + "' would be ignored; options go after the command");
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private int refused(ParameterException problem, String[] args) {
        CommandLine command = problem.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        err.println(name + ": " + problem.getMessage());
        CommandLine above = command.getParent();
        err.println("Try '"
                + (above == null
                        ? name + " help"
                        : above.getParent() == null
                                ? above.getCommandName() + " help " + command.getCommandName()
                                : name + " --help")
                + "'.");
        return ExitCode.USAGE.number();
    }

    private int failed(Exception problem) {
        Optional<ExitCode> expected = exitCode(problem);
        if (expected.isPresent()) {
            err.println(message(problem));
            return expected.get().number();
        }
        Failures.unexpected(problem, err);
        return ExitCode.INTERNAL.number();
    }

    private static Optional<ExitCode> exitCode(Exception problem) {
        if (problem instanceof InvalidSettingsException) {
            return Optional.of(ExitCode.USAGE);
        }
        if (problem instanceof UnreadableMarketException || problem instanceof DaysNotAvailableException) {
            return Optional.of(ExitCode.DATA);
        }
        if (problem instanceof IOException
                || problem instanceof UncheckedIOException
                || problem instanceof DatabaseException
                || problem instanceof DataAccessException
                || problem instanceof TransactionException) {
            return Optional.of(ExitCode.INFRASTRUCTURE);
        }
        if (problem instanceof RunStoppedException) {
            return Optional.of(ExitCode.STOPPED);
        }
        return Optional.empty();
    }

    /** The JDK's file errors often say only the name of the file; their class says what is wrong with it. */
    private static String message(Exception problem) {
        Throwable cause = problem;
        if (problem instanceof UncheckedIOException io
                && String.valueOf(io.getCause()).equals(io.getMessage())) {
            cause = Objects.requireNonNullElse(io.getCause(), io);
        }
        if (problem instanceof DataAccessException || problem instanceof TransactionException) {
            return "the database cannot be used: " + problem.getMessage();
        }
        return cause instanceof IOException
                ? FileErrors.message((IOException) cause)
                : String.valueOf(cause.getMessage());
    }

    /** {@return the word among the commands that is most like the given one} */
    static String guess(CommandLine commands, String word) {
        return Nearest.closest(word, commands.getSubcommands().keySet())
                .map(nearest -> "; did you mean '" + nearest + "'?")
                .orElse("");
    }
}
