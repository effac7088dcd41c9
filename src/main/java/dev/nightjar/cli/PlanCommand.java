package dev.nightjar.cli;

import dev.nightjar.batch.QueuePlan;
import dev.nightjar.batch.SimulationPlan;
import dev.nightjar.cli.SimulationConfigs.Candidate;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.Printable;
import dev.nightjar.simulation.SimulationConfig;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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

    @Mixin
    private OneSimulation simulation = new OneSimulation();

    @Mixin
    private HomeOptions installation = new HomeOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    PlanCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        OneSimulation.Asked asked = simulation.asked(settings);
        if (asked != null) {
            return plan(asked);
        }
        QueueArguments given = QueueArguments.of(spec.commandLine(), settings);
        QueuePlan plan = new QueuePlan(installation.home(), given.queue(), given.settings(), out, err);
        if (!installation.databaseExists()) {
            return plan.withoutDatabase().number();
        }
        return installation.with(database -> plan.print(database, explain).number());
    }

    private int plan(OneSimulation.Asked asked) {
        if (explain) {
            throw new ParameterException(spec.commandLine(), "--explain is of a queue's strategies");
        }
        Candidate candidate = asked.candidate(installation);
        SimulationConfig config = candidate.config();
        if (config == null) {
            candidate.reasons().forEach(reason -> err.println(Printable.whole(asked.file() + ": " + reason)));
            return ExitCode.USAGE.number();
        }
        return new SimulationPlan(installation.home(), out, err)
                .tell(config, asked.data(), 0, asked.limits(), asked.model(installation))
                .number();
    }
}
