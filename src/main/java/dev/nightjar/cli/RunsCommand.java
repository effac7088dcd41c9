package dev.nightjar.cli;

import dev.nightjar.batch.Figures;
import dev.nightjar.batch.NightJob;
import dev.nightjar.batch.RunControl;
import dev.nightjar.batch.RunForecast;
import dev.nightjar.batch.RunPurge;
import dev.nightjar.batch.RunRepair;
import dev.nightjar.outcome.NightFiles;
import dev.nightjar.outcome.PublishedFolder;
import dev.nightjar.outcome.ResultFolders;
import dev.nightjar.report.NightReport;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.Html;
import dev.nightjar.run.Printable;
import dev.nightjar.run.QueueSettings;
import dev.nightjar.store.Database;
import dev.nightjar.store.InstanceResult;
import dev.nightjar.store.PartitionStore;
import dev.nightjar.store.PlannedPartition;
import dev.nightjar.store.RunInstance;
import dev.nightjar.store.RunRow;
import dev.nightjar.store.RunState;
import dev.nightjar.store.RunStore;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What ran, what runs, and what is to become of it. Works while a job runs. */
@Command(
        name = "runs",
        description = "list runs, look at one, stop, resume, abandon, verify or publish it again, purge old ones",
        mixinStandardHelpOptions = true)
final class RunsCommand {

    private static final Pattern DAYS = Pattern.compile("(\\d{1,5})d");

    private final PrintStream out;
    private final PrintStream err;

    RunsCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Command(name = "list", description = "the newest runs, newest first", mixinStandardHelpOptions = true)
    int list(
            @Mixin HomeOptions options,
            @Option(names = "--queue", paramLabel = "<queue>", description = "of this queue only") @Nullable String queue,
            @Option(
                            names = "--limit",
                            paramLabel = "<n>",
                            defaultValue = "20",
                            description = "default: ${DEFAULT-VALUE}")
                    int limit) {
        if (!options.databaseExists()) {
            say("nothing ever ran in " + options.home().root());
            return done();
        }
        return options.with(database -> {
            RunControl control = new RunControl(options.home(), database);
            List<RunRow> runs = new RunStore(database).newest(queue, limit);
            runs.forEach(run -> say(line(run, control)));
            if (runs.isEmpty()) {
                say("no runs" + (queue == null ? "" : " of queue " + queue));
            }
            return done();
        });
    }

    @Command(
            name = "show",
            description = "one run, with its strategies and all that happened",
            mixinStandardHelpOptions = true)
    int show(
            @Mixin HomeOptions options,
            @Parameters(paramLabel = "<run>") long number,
            @Option(names = "--queue", paramLabel = "<queue>") @Nullable String queue) {
        return with(options, number, queue, (database, run) -> {
            RunStore runs = new RunStore(database);
            say(line(run, new RunControl(options.home(), database)));
            say("settings " + run.settings());
            say("begun " + run.startedAt() + " on host " + run.host() + " by pid " + run.pid() + ", trigger "
                    + run.trigger()
                    + (run.finishedAt() == null ? "" : ", ended " + run.finishedAt()) + ", taken up again "
                    + run.restarts() + " times, engine " + run.engineVersion());
            List<PlannedPartition> partitions = new PartitionStore(database).partitions(run.id());
            say(partitions.stream().filter(PlannedPartition::done).count() + " of " + partitions.size()
                    + " partitions done");
            RunForecast.lines(database, run.id()).forEach(this::say);
            Map<Integer, InstanceResult> results =
                    runs.results(run.id()).stream().collect(Collectors.toMap(InstanceResult::instance, one -> one));
            for (RunInstance instance : runs.instances(run.id())) {
                InstanceResult result = results.get(instance.instance());
                say("  " + instance.state().label() + "  " + instance.key()
                        + (result == null
                                ? ""
                                : "  " + result.totalTrades() + " trades, P&L "
                                        + Figures.money(result, run.totalPnl() == null) + ", " + result.folder()));
                instance.reasons().forEach(reason -> say("    " + reason));
                instance.warnings().forEach(warning -> say("    warning: " + warning));
            }
            runs.events(run.id()).forEach(event -> say(event.at() + "  " + event.kind() + "  " + event.message()));
            return done();
        });
    }

    @Command(
            name = "open",
            description = "prints where the page of a run's night is, for a browser",
            mixinStandardHelpOptions = true)
    int open(
            @Mixin HomeOptions options,
            @Parameters(paramLabel = "<run>") long number,
            @Option(names = "--queue", paramLabel = "<queue>") @Nullable String queue) {
        return with(options, number, queue, (database, run) -> {
            if (run.lastDay() == null) {
                return refuse(named(run) + " has no page: it was never prepared");
            }
            Path folder = ResultFolders.night(options.home().output(), run.queue(), run.lastDay());
            Path page = folder.resolve(NightReport.NAME);
            if (run.state() != RunState.DONE || !Files.isRegularFile(page)) {
                return refuse(named(run) + " has no page: "
                        + (run.state() == RunState.DONE
                                ? page + " is not there; it was run without pages, or somebody deleted it"
                                : "it is " + run.state().label()));
            }
            // the rows of whoever published last may be purged, or stand in another database
            String whose =
                    PublishedFolder.whose(folder.resolve(NightFiles.NIGHT)).orElse("an unknown run");
            if (!whose.equals(named(run))) {
                return refuse("the page of " + run.lastDay() + " is that of " + whose + ", not of " + named(run));
            }
            out.println(page.toAbsolutePath());
            return done();
        });
    }

    @Command(
            name = "stop",
            description = "ask a running run to stop; it can be resumed",
            mixinStandardHelpOptions = true)
    int stop(
            @Mixin HomeOptions options,
            @Parameters(paramLabel = "<run>") long number,
            @Option(names = "--queue", paramLabel = "<queue>") @Nullable String queue) {
        return with(options, number, queue, (database, run) -> {
            Optional<String> holder = new RunControl(options.home(), database).stop(run);
            if (holder.isEmpty()) {
                return refuse(named(run) + " is not being worked on; its state is "
                        + run.state().label());
            }
            say("asked " + named(run) + " to stop (" + holder.get() + ")");
            return done();
        });
    }

    @Command(
            name = "abandon",
            description = "give an unfinished run up; its results are never published",
            mixinStandardHelpOptions = true)
    int abandon(
            @Mixin HomeOptions options,
            @Parameters(paramLabel = "<run>") long number,
            @Option(names = "--queue", paramLabel = "<queue>") @Nullable String queue) {
        return with(options, number, queue, (database, run) -> {
            Optional<String> refusal = new RunControl(options.home(), database).abandon(run, Instant.now());
            if (refusal.isPresent()) {
                return refuse(named(run) + " " + refusal.get());
            }
            say(named(run) + " is given up");
            return done();
        });
    }

    @Command(
            name = "resume",
            description = "go on with an unfinished run, and nothing else",
            mixinStandardHelpOptions = true)
    int resume(
            @Mixin HomeOptions options,
            @Parameters(paramLabel = "<run>") long number,
            @Option(names = "--queue", paramLabel = "<queue>") @Nullable String queue,
            @Option(
                            names = "--html",
                            paramLabel = "none|night|all",
                            description = "which pages are made, if not those it was begun with")
                    @Nullable String html,
            @Option(names = "--no-html", description = "makes no pages: the same as --html none") boolean noHtml) {
        if (noHtml && html != null) {
            return refuse("--no-html and --html say the same thing; give one of them");
        }
        Map<String, String> settings = new LinkedHashMap<>();
        StringBuilder resumed = new StringBuilder();
        int found = with(options, number, queue, (database, run) -> {
            RunRow first = new RunStore(database).unfinished(run.queue()).orElse(run);
            if (!run.state().unfinished()) {
                return refuse(named(run) + " is " + run.state().label() + ", there is nothing to resume");
            }
            if (first.run() != run.run()) {
                return refuse(named(first) + " is unfinished too and comes first");
            }
            settings.putAll(
                    new JsonMapper().readValue(run.overrides(), new TypeReference<LinkedHashMap<String, String>>() {}));
            resumed.append(run.queue());
            return done();
        });
        if (found != ExitCode.DONE.number()) {
            return found;
        }
        settings.put("on-unfinished", "resume");
        if (noHtml || html != null) {
            settings.put(QueueSettings.HTML, noHtml ? Html.NONE.label() : html);
        }
        settings.putAll(options.database());
        return NightJob.run(options.home().root(), resumed.toString(), settings, out, err);
    }

    @Command(
            name = "verify",
            description = "look whether journals and results of a finished run are as they were published",
            mixinStandardHelpOptions = true)
    int verify(
            @Mixin HomeOptions options,
            @Parameters(paramLabel = "<run>") long number,
            @Option(names = "--queue", paramLabel = "<queue>") @Nullable String queue) {
        return with(
                options,
                number,
                queue,
                (database, run) ->
                        new RunRepair(options.home(), database, out).verify(run).number());
    }

    @Command(
            name = "publish",
            description = "make again what of a finished run's results is torn, missing or changed",
            mixinStandardHelpOptions = true)
    int publish(
            @Mixin HomeOptions options,
            @Parameters(paramLabel = "<run>") long number,
            @Option(names = "--queue", paramLabel = "<queue>") @Nullable String queue,
            @Option(
                            names = "--rerun",
                            description =
                                    "run partitions again whose journals are lost or damaged; what comes out must be"
                                            + " the same")
                    boolean rerun) {
        return with(
                options,
                number,
                queue,
                (database, run) -> new RunRepair(options.home(), database, out)
                        .publish(run, rerun, Instant.now())
                        .number());
    }

    @Command(
            name = "purge",
            description =
                    "forget old runs: their rows and journals, and data that no run and no queue needs; never the last good"
                            + " results, and nothing that is published",
            mixinStandardHelpOptions = true)
    int purge(
            @Mixin HomeOptions options,
            @Option(names = "--queue", paramLabel = "<queue>", description = "runs of this queue only, and no data")
                    @Nullable String queue,
            @Option(names = "--keep", paramLabel = "<n>", description = "keep so many good runs of each queue")
                    @Nullable Integer keep,
            @Option(names = "--older-than", paramLabel = "<days>d", description = "keep what is younger, such as 90d")
                    @Nullable String olderThan,
            @Option(names = "--dry-run", description = "only tell what would go") boolean dryRun) {
        RunPurge.Policy policy;
        try {
            policy = new RunPurge.Policy(keep, olderThan == null ? null : days(olderThan));
        } catch (IllegalArgumentException e) {
            return refuse(String.valueOf(e.getMessage()));
        }
        if (!options.databaseExists()) {
            return refuse("nothing ever ran in " + options.home().root());
        }
        return options.with(database -> new RunPurge(options.home(), database, this::say)
                .purge(queue, policy, dryRun, Instant.now())
                .number());
    }

    private static Duration days(String text) {
        Matcher form = DAYS.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("--older-than must be a number of days such as 90d, was '" + text + "'");
        }
        return Duration.ofDays(Long.parseLong(form.group(1)));
    }

    private int with(
            HomeOptions options, long number, @Nullable String queue, BiFunction<Database, RunRow, Integer> work) {
        if (!options.databaseExists()) {
            return refuse("nothing ever ran in " + options.home().root());
        }
        return options.with(database -> {
            List<RunRow> runs = new RunStore(database)
                    .numbered(number).stream()
                            .filter(run -> queue == null || run.queue().equals(queue))
                            .toList();
            if (runs.size() > 1) {
                return refuse("several queues have a run " + number + "; say which: --queue "
                        + runs.stream().map(RunRow::queue).collect(Collectors.joining("|")));
            }
            if (runs.isEmpty()) {
                return refuse(
                        "there is no run " + number + (queue == null ? "" : " of queue " + queue) + "; see: runs list");
            }
            return work.apply(database, runs.get(0));
        });
    }

    private static String line(RunRow run, RunControl control) {
        String state = run.state().label();
        if (run.state() == RunState.PREPARING || run.state() == RunState.RUNNING) {
            state = control.holder(run)
                    .map(holder -> run.state().label() + " by " + holder)
                    .orElse("interrupted");
        }
        return run.queue() + " run " + run.run() + "  " + state + "  " + run.mode()
                + (run.firstDay() == null ? "" : "  " + run.firstDay() + ".." + run.lastDay()) + "  " + run.instances()
                + " strategies, " + run.completed() + " completed, " + run.rejected() + " rejected, " + run.failed()
                + " failed, " + run.totalTrades() + " trades, P&L " + Figures.total(run.totalPnl())
                + (run.sampleData() ? "  SAMPLE DATA" : "");
    }

    private static String named(RunRow run) {
        return "run " + run.run() + " of queue " + run.queue();
    }

    /** Much of what is told was read from files. */
    private void say(String line) {
        out.println(Printable.whole(line));
    }

    private static int done() {
        return ExitCode.DONE.number();
    }

    private int refuse(String message) {
        err.println(message);
        return ExitCode.USAGE.number();
    }
}
