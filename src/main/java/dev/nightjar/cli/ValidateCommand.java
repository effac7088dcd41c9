package dev.nightjar.cli;

import dev.nightjar.batch.QueueValidation;
import dev.nightjar.batch.ValidationFinding;
import dev.nightjar.batch.ValidationFinding.Phase;
import dev.nightjar.batch.ValidationFinding.Severity;
import dev.nightjar.cli.SimulationConfigs.Candidate;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.Printable;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** A dry run: everything that is wrong with a launch of a queue, phase by phase. Works while a job runs. */
@Command(
        name = "validate",
        description = {
            "Goes through everything that a launch of a queue does before the first partition: settings, strategies, days,",
            "data, warm-up, plan. All errors and warnings are told, also where a launch would end at the first.",
            "Or, with --config, through what a run of a portfolio simulation does.",
            "Nothing is run, and nothing is written to the database; days that are missing in the day store are imported."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Exits with what the launch would end with: 0 if nothing stands in its way, else 2, 3 or 4."})
final class ValidateCommand implements Callable<Integer> {

    private final PrintStream out;
    private final PrintStream err;

    @Parameters(
            paramLabel = "key=value",
            arity = "0..*",
            description = "queue=NAME, and settings that override the queue's, as for the launch itself")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--json", description = "as JSON, one document")
    private boolean json;

    @Mixin
    private OneSimulation simulation = new OneSimulation();

    @Mixin
    private HomeOptions installation = new HomeOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ValidateCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        OneSimulation.Asked asked = simulation.asked(settings);
        if (asked != null) {
            Candidate candidate = asked.candidate(installation);
            QueueValidation validation = validation();
            validation.run(
                    asked.file().toString(),
                    candidate.config(),
                    candidate.reasons(),
                    asked.data(),
                    asked.limits(),
                    asked.model(installation));
            return told("config", asked.file().toString(), validation);
        }
        QueueArguments given = QueueArguments.of(spec.commandLine(), settings);
        QueueValidation[] validation = new QueueValidation[1];
        if (installation.databaseExists()) {
            var unused = installation.with(database -> {
                validation[0] = validation();
                validation[0].run(given.queue(), given.settings(), database);
                return ExitCode.DONE.number();
            });
        } else {
            validation[0] = validation();
            validation[0].run(given.queue(), given.settings(), null);
        }
        return told("queue", given.queue(), validation[0]);
    }

    private QueueValidation validation() {
        return new QueueValidation(installation.home(), line -> err.println(Printable.whole(line)));
    }

    private int told(String kind, String name, QueueValidation validation) {
        if (json) {
            out.println(new JsonMapper().writeValueAsString(forScripts(kind, name, validation)));
        } else {
            print(kind, name, validation);
        }
        return validation.exitCode().number();
    }

    private void print(String kind, String name, QueueValidation validation) {
        for (Phase phase : Phase.values()) {
            List<ValidationFinding> findings = validation.findings().stream()
                    .filter(finding -> finding.phase() == phase)
                    .toList();
            out.println(phase.label() + ": " + summary(phase, findings, validation));
            findings.forEach(finding -> out.println("  " + Printable.whole(finding.toString())));
            if (phase == Phase.PLAN) {
                validation.plan().forEach(reason -> out.println("  " + Printable.whole(reason)));
            }
        }
        out.println(kind + " " + Printable.whole(name) + ": " + counted(validation.count(Severity.ERROR), "error")
                + ", " + counted(validation.count(Severity.WARNING), "warning"));
    }

    private static String summary(Phase phase, List<ValidationFinding> findings, QueueValidation validation) {
        if (!validation.isDone(phase)) {
            return findings.isEmpty() ? "not looked at, as an earlier phase left nothing to look at" : "failed";
        }
        String found = findings.isEmpty() ? "nothing wrong" : counted(findings.size(), "finding");
        return switch (phase) {
            case STRATEGIES ->
                counted(validation.accepted().size(), "strategy", "strategies")
                        + (validation.simulations() == 0
                                ? ""
                                : " and " + counted(validation.simulations(), "simulation"))
                        + " to run, " + found;
            case DAYS -> span(validation.days()) + ", " + found;
            default -> found;
        };
    }

    private static String span(List<LocalDate> days) {
        return days.isEmpty()
                ? "each simulation has its own"
                : counted(days.size(), "day") + " from " + days.get(0) + " to " + days.get(days.size() - 1);
    }

    private static String counted(long count, String one) {
        return counted(count, one, one + "s");
    }

    private static String counted(long count, String one, String more) {
        return count + " " + (count == 1 ? one : more);
    }

    private static Map<String, Object> forScripts(String kind, String name, QueueValidation validation) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(kind, name);
        document.put("valid", validation.count(Severity.ERROR) == 0);
        document.put("strategies", validation.accepted().size());
        document.put("simulations", validation.simulations());
        document.put("days", validation.days().stream().map(Object::toString).toList());
        List<String> phases = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            if (validation.isDone(phase)) {
                phases.add(phase.label());
            }
        }
        document.put("phases", phases);
        document.put("plan", validation.plan());
        document.put(
                "findings",
                validation.findings().stream().map(ValidateCommand::forScripts).toList());
        return document;
    }

    private static Map<String, Object> forScripts(ValidationFinding finding) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("phase", finding.phase().label());
        members.put("severity", finding.severity().label());
        members.put("place", finding.place());
        members.put("message", finding.message());
        return members;
    }
}
