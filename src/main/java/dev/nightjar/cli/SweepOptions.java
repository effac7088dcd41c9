package dev.nightjar.cli;

import dev.nightjar.batch.SweepRequest;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which variants of a strategy are put into a queue. */
final class SweepOptions {

    @Option(
            names = "--sweep",
            paramLabel = "<parameter=values>",
            description = {
                "one variant for every value: a..b, a..b:step, times a..b:5m, or values with commas;",
                "several sweeps make all combinations; `strategy parameters` lists what can be swept"
            })
    private List<String> sweeps = List.of();

    @Option(
            names = "--sweep-file",
            paramLabel = "<file>",
            description = "one variant for every row of a CSV file with a column for each parameter, and maybe an id")
    private @Nullable Path list;

    @Option(
            names = "--bind",
            paramLabel = "<name=place,place>",
            description = "one name for several places that always have the same value")
    private List<String> bindings = List.of();

    @Option(
            names = "--where",
            paramLabel = "<condition>",
            description = "only combinations for which it holds, such as fast<slow")
    private List<String> conditions = List.of();

    @Option(
            names = "--skip-invalid",
            description = "leave out combinations that are no valid strategies, instead of refusing all")
    private boolean skipInvalid;

    SweepRequest request() {
        return new SweepRequest(sweeps, list, bindings, conditions, skipInvalid);
    }
}
