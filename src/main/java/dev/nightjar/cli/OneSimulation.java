package dev.nightjar.cli;

import dev.nightjar.batch.FeeCatalog;
import dev.nightjar.batch.RunForecast;
import dev.nightjar.cli.SimulationConfigs.Candidate;
import dev.nightjar.plan.Limits;
import dev.nightjar.plan.PerformanceModel;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.QueueSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A simulation's file in place of a queue, for commands that look at what would run. */
final class OneSimulation {

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

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    /**
     * What was asked.
     *
     * @param data the name of the data set
     */
    record Asked(Path file, String data, Limits limits) {

        /** {@return what the file holds} */
        Candidate candidate(HomeOptions installation) {
            return SimulationConfigs.read(List.of(file), new FeeCatalog(installation.home()))
                    .get(0);
        }

        /** {@return what this host has learned, if it has a database} */
        PerformanceModel model(HomeOptions installation) {
            PerformanceModel[] model = {PerformanceModel.shipped()};
            if (installation.databaseExists()) {
                var unused = installation.with(database -> {
                    model[0] = RunForecast.model(database);
                    return ExitCode.DONE.number();
                });
            }
            return model[0];
        }
    }

    /**
     * {@return what was asked; null if it was a queue}
     *
     * @param queue what else stands on the command line
     * @throws ParameterException if it was something of both, or something is missing
     */
    @Nullable Asked asked(List<String> queue) {
        if (config == null) {
            if (data != null || threads != null) {
                throw refused("--data and --threads belong to --config; a queue has data=… and threads=…");
            }
            return null;
        }
        if (!queue.isEmpty()) {
            throw refused("it is of a queue or, with --config, of a simulation; not of both");
        }
        if (data == null) {
            throw refused("--config needs --data, the data folder or the data set");
        }
        int workers = threads == null
                ? Math.min(Runtime.getRuntime().availableProcessors(), QueueSettings.MAX_THREADS)
                : threads;
        if (workers < 1 || workers > QueueSettings.MAX_THREADS) {
            throw refused("--threads: must be a whole number from 1 to " + QueueSettings.MAX_THREADS + ", was '"
                    + workers + "'");
        }
        if (!Files.isRegularFile(config)) {
            throw refused("--config: there is no file " + config);
        }
        return new Asked(config, DataOptions.name(data), RunForecast.limits(workers));
    }

    private ParameterException refused(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
