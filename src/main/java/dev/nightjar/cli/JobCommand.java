package dev.nightjar.cli;

import dev.nightjar.run.Html;
import dev.nightjar.run.QueueSettings;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code job.jar} does without a command: it runs a queue. */
@Command(
        name = "job.jar",
        description = "Runs a queue of trading strategies through history.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  job.jar queue=admin_tester",
            "  job.jar queue=nightly date=2024-10-29 trigger=scheduled --nightjar.home=/srv/nightjar",
            "  job.jar backtest --strategy S.json --data DIR --date 2024-10-29 --out DIR",
            "",
            "Exit codes: 0 done, 1 internal error, 2 usage or settings, 3 done with rejects, 4 data,",
            "5 infrastructure, 6 failed, 7 stopped, 8 queue held by another process, 9 not enough memory."
        })
final class JobCommand implements Callable<Integer> {

    static final String NO_HTML = "--no-html";

    private final Job job;
    private final PrintStream out;
    private final PrintStream err;

    @Parameters(
            paramLabel = "key=value",
            arity = "0..*",
            description = {
                "queue=NAME says which queue; further settings override the queue's:",
                "mode, speed, date, from, to, data, replay, warm-up, capital, partitions, threads, workers,",
                "worker-memory, worker-timeout, step-budget, on-unfinished, html, trigger."
            })
    private List<String> settings = new ArrayList<>();

    @Option(names = NO_HTML, description = "Makes no pages: the same as html=none.")
    private boolean noHtml;

    @Mixin
    private HomeOptions installation = new HomeOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    JobCommand(Job job, PrintStream out, PrintStream err) {
        this.job = job;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        QueueArguments given = QueueArguments.of(spec.commandLine(), settings);
        Map<String, String> values = new LinkedHashMap<>(given.settings());
        if (noHtml && values.putIfAbsent(QueueSettings.HTML, Html.NONE.label()) != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    NO_HTML + " and " + QueueSettings.HTML + "=… say the same thing; give one of them");
        }
        values.putAll(installation.database());
        return job.run(installation.home().root(), given.queue(), values, out, err);
    }
}
