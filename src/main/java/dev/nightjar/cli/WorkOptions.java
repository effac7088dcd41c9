package dev.nightjar.cli;

import dev.nightjar.run.QueueSettings;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How work is cut and how much of it is done at the same time; no result depends on it. */
final class WorkOptions {

    private static final Pattern COUNT = Pattern.compile("[1-9]\\d{0,4}");

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Partitions at the same time (default: one a processor).")
    private @Nullable String threads;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "How the work is cut (default: by predicted cost); no result depends on it.")
    private @Nullable String partitions;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    int threads() {
        return threads == null
                ? Math.min(Runtime.getRuntime().availableProcessors(), QueueSettings.MAX_THREADS)
                : count("--threads", threads, QueueSettings.MAX_THREADS);
    }

    /** {@return 0 if it was not given} */
    int partitions() {
        return partitions == null ? 0 : count("--partitions", partitions, QueueSettings.MAX_PARTITIONS);
    }

    private int count(String option, String text, int most) {
        if (!COUNT.matcher(text).matches() || Integer.parseInt(text) > most) {
            throw new ParameterException(
                    command.commandLine(),
                    option + ": must be a whole number from 1 to " + most + ", was '" + text + "'");
        }
        return Integer.parseInt(text);
    }
}
