package dev.nightjar.cli;

import dev.nightjar.batch.QueuePlan;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a launch of a queue would do, without doing it. Works while a job runs. */
@Command(
        name = "plan",
        description = {
            "Tells what a launch of a queue would run: strategies, days, partitions, predicted cost and disk space.",
            "Nothing is run, and nothing is written to the database; days that are missing in the day store are imported."
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
    private HomeOptions installation = new HomeOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    PlanCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        QueueArguments given = QueueArguments.of(spec.commandLine(), settings);
        QueuePlan plan = new QueuePlan(installation.home(), given.queue(), given.settings(), out, err);
        if (!installation.databaseExists()) {
            return plan.withoutDatabase().number();
        }
        return installation.with(database -> plan.print(database, explain).number());
    }
}
