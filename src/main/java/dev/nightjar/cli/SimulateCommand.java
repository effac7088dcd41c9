package dev.nightjar.cli;

import dev.nightjar.batch.FileErrors;
import dev.nightjar.batch.SampleSimulations;
import dev.nightjar.batch.StrategySources;
import dev.nightjar.data.SampleData;
import dev.nightjar.run.WorkerSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs portfolio simulations from files over a data folder, without queue or database. */
@Command(
        name = "simulate",
        description = "Runs portfolio simulations from files over a data folder, without queue or database.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class SimulateCommand implements Callable<Integer> {

    private static final String SAMPLE = "sample";

    private final PrintStream out;
    private final PrintStream err;

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE|DIR",
            description =
                    "A simulation's file, or a folder of *.json; may be given several times. The word sample: those that"
                            + " come with the program, over --data sample.")
    private List<Path> configs = new ArrayList<>();

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR|NAME",
            description =
                    "A data folder, which is imported first, or the name of a data set that was imported. The word"
                            + " sample: the data that comes with the program.")
    private String data = "";

    @Mixin
    private HomeOption home = new HomeOption();

    @Mixin
    private WorkOptions work = new WorkOptions();

    @Option(
            names = "--workers",
            paramLabel = "threads|processes",
            defaultValue = "threads",
            description = "Where partitions are worked on: in threads, or in processes of their own (default:"
                    + " ${DEFAULT-VALUE}); no result depends on it.")
    private String workers = "threads";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Each simulation's results go to DIR/<simulation_id>_direct (the id cut to 13 letters).")
    private Path folder = Path.of("");

    @Option(names = "--no-html", description = "Makes no report.html beside the results.")
    private boolean noHtml;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    SimulateCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws IOException {
        List<Path> files;
        try {
            files = StrategySources.find(configs.stream().map(this::source).toList());
        } catch (NoSuchFileException missing) {
            throw new ParameterException(spec.commandLine(), "--config: " + FileErrors.message(missing));
        }
        Simulate simulate = new Simulate(
                files, home.home(), dataSet(), work.threads(), work.partitions(), workers(), !noHtml, folder, out, err);
        return ProcessEnd.during(
                simulate::run, "stopped; simulations that are not in the table have no new results", out, err);
    }

    private WorkerSettings workers() {
        try {
            return new WorkerSettings(
                    WorkerSettings.Way.of(workers),
                    WorkerSettings.DEFAULT.memoryMegabytes(),
                    WorkerSettings.DEFAULT.timeoutNanos());
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(
                    spec.commandLine(), "--workers: " + unknown.getMessage() + ", was '" + workers + "'");
        }
    }

    private Path source(Path config) {
        if (!config.toString().equals(SAMPLE) || Files.exists(config)) {
            return config;
        }
        Path folder = home.home().sampleSimulations();
        SampleSimulations.copyTo(folder);
        return folder;
    }

    private String dataSet() {
        if (!data.equals(SAMPLE) || Files.exists(Path.of(data))) {
            return DataOptions.name(data);
        }
        Path folder = home.home().sampleData();
        SampleData.copyTo(folder);
        return folder.toString();
    }
}
