package dev.nightjar.cli;

import dev.nightjar.batch.StrategySources;
import dev.nightjar.batch.SweepAdditions;
import dev.nightjar.batch.TextTable;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.Printable;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.strategy.StrategyParameter;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Strategy files: whether they are right, and what may stand in them. */
@Command(
        name = "strategy",
        description = "check strategy files, list what can be swept in them, or print the JSON Schema of their format",
        mixinStandardHelpOptions = true)
final class StrategyCommand {

    private static final String SCHEMA = "/schema/strategy.schema.json";

    private final PrintStream out;
    private final PrintStream err;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    StrategyCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Command(
            name = "check",
            description = "read strategy files and tell everything that is wrong with them; nothing is run",
            mixinStandardHelpOptions = true)
    int check(
            @Parameters(paramLabel = "<file|folder>", arity = "1..*", description = "files, or folders of .json files")
                    List<Path> paths,
            @Option(
                            names = "--scale",
                            paramLabel = "<n>",
                            defaultValue = "1",
                            description = "what quantities are multiplied by; default: ${DEFAULT-VALUE}")
                    BigDecimal scale)
            throws IOException {
        checkScale(scale);
        List<Path> files = StrategySources.find(paths);
        int refused = 0;
        for (Path file : files) {
            // Files that could not run beside each other are each right nevertheless.
            StrategyFiles.Candidate candidate = StrategyFiles.read(file, scale, TradingTerms.DEFAULT);
            String name = Printable.whole(file.toString());
            refused += candidate.instance() == null ? 1 : 0;
            out.println(name + (candidate.instance() == null ? ": refused" : ": valid"));
            candidate.reasons().forEach(reason -> err.println(name + ": " + Printable.whole(reason)));
            candidate.warnings().forEach(warning -> err.println(name + ": warning: " + Printable.whole(warning)));
        }
        out.println(files.size() + " checked, " + refused + " refused");
        return (refused == 0 ? ExitCode.DONE : ExitCode.DONE_WITH_REJECTS).number();
    }

    private void checkScale(BigDecimal scale) {
        try {
            new InstanceKey(StrategySources.DEFAULT_USER, "any", "any", scale);
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(spec.commandLine(), "--scale: " + refused.getMessage());
        }
    }

    @Command(
            name = "parameters",
            description = "list what `queue add --sweep` can change in a strategy file, with its present values",
            mixinStandardHelpOptions = true)
    int parameters(
            @Parameters(paramLabel = "<file>") Path file,
            @Option(
                            names = "--all",
                            description = "texts, flags, offsets and multipliers as well, not only numbers and times")
                    boolean all)
            throws IOException {
        List<StrategyParameter> parameters;
        try {
            parameters = SweepAdditions.parameters(
                    StrategySources.find(List.of(file)).get(0));
        } catch (IllegalArgumentException refused) {
            err.println(refused.getMessage());
            return ExitCode.USAGE.number();
        }
        TextTable table = new TextTable("parameter", "now", "place");
        for (StrategyParameter parameter : parameters) {
            if (all || parameter.usual()) {
                table.row(
                        Printable.of(parameter.name()),
                        Printable.of(parameter.value()) + (parameter.written() ? "" : " (default)"),
                        Printable.of(parameter.pointer())
                                + (parameter.note().isEmpty() ? "" : "  in " + Printable.of(parameter.note())));
            }
        }
        table.lines().forEach(out::println);
        long hidden =
                parameters.stream().filter(parameter -> !parameter.usual()).count();
        if (!all && hidden > 0) {
            out.println("and " + hidden + " texts, flags, offsets and multipliers: --all");
        }
        return ExitCode.DONE.number();
    }

    @Command(
            name = "schema",
            description = "print the JSON Schema (draft 2020-12) of strategy files, for editors and other programs",
            mixinStandardHelpOptions = true)
    int schema() throws IOException {
        try (InputStream in = Objects.requireNonNull(StrategyCommand.class.getResourceAsStream(SCHEMA), SCHEMA)) {
            out.print(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return ExitCode.DONE.number();
    }
}
