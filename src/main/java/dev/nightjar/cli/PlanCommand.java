package dev.nightjar.cli;

import dev.nightjar.batch.FeeCatalog;
import dev.nightjar.batch.QueuePlan;
import dev.nightjar.batch.RunForecast;
import dev.nightjar.batch.SimulationPlan;
import dev.nightjar.plan.PerformanceModel;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.QueueSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a launch of a queue would do, without doing it. Works while a job runs. */
@Command(
        name = "plan",
        description = {
            "Tells what a launch of a queue would run: strategies, days, partitions, predicted cost and disk space.",
            "Nothing is run, and nothing is written to the database; days that are missing in the day store are imported.",
            "Or, with --config, how a portfolio simulation would be cut."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PlanCommand implements Callable<Integer> {

    private final PrintStream out;
    private final PrintStream err;

    @Parameters(
            paramLabel = "key=value",
            arity = "0..*",
            description = "queue=NAME, and settings that override the queue's, as for the launch itself")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--explain",
            description =
                    "also how each strategy is evaluated: what it sleeps through, what wakes it, what it shares with others")
    private boolean explain;

    @Option(names = "--config", paramLabel = "FILE", description = "a portfolio simulation, instead of a queue")
    private @Nullable Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR|NAME",
            description =
                    "with --config: a data folder, which is imported first, or the name of a data set that was imported")
    private @Nullable String data;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "with --config: how many workers there may be (default: one a processor)")
    private @Nullable Integer threads;

    @Mixin
    private HomeOptions installation = new HomeOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    PlanCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws IOException {
        if (config != null) {
            return simulation(config);
        }
        if (data != null || threads != null) {
            throw new ParameterException(
                    spec.commandLine(), "--data and --threads belong to --config; a queue has data=… and threads=…");
        }
        QueueArguments given = QueueArguments.of(spec.commandLine(), settings);
        QueuePlan plan = new QueuePlan(installation.home(), given.queue(), given.settings(), out, err);
        if (!installation.databaseExists()) {
            return plan.withoutDatabase().number();
        }
        return installation.with(database -> plan.print(database, explain).number());
    }

    private int simulation(Path file) throws IOException {
        if (!settings.isEmpty() || explain) {
            throw new ParameterException(
                    spec.commandLine(),
                    "a plan is that of a queue or, with --config, that of a simulation; not of both");
        }
        if (data == null) {
            throw new ParameterException(spec.commandLine(), "--config needs --data, the data folder or the data set");
        }
        int workers = threads == null
                ? Math.min(Runtime.getRuntime().availableProcessors(), QueueSettings.MAX_THREADS)
                : threads;
        if (workers < 1 || workers > QueueSettings.MAX_THREADS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--threads: must be a whole number from 1 to " + QueueSettings.MAX_THREADS + ", was '" + workers
                            + "'");
        }
        if (!Files.isRegularFile(file)) {
            throw new ParameterException(spec.commandLine(), "--config: there is no file " + file);
        }
        SimulationPlan plan = new SimulationPlan(installation.home(), out, err);
        PerformanceModel[] model = {PerformanceModel.shipped()};
        if (installation.databaseExists()) {
            var unused = installation.with(database -> {
                model[0] = RunForecast.model(database);
                return ExitCode.DONE.number();
            });
        }
        return plan.print(file, DataOptions.name(data), workers, new FeeCatalog(installation.home()), model[0])
                .number();
    }
}
