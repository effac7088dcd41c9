package dev.nightjar.cli;

import dev.nightjar.batch.Home;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where an installation lies. */
final class HomeOption {

    @Option(
            names = "--nightjar.home",
            paramLabel = "<folder>",
            defaultValue = "nightjar-home",
            description = "where everything is kept (default: ${DEFAULT-VALUE})")
    private Path home = Path.of("nightjar-home");

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    /** Refuses an empty name, as of a script's variable that is not set. */
    Home home() {
        if (home.toString().isBlank()) {
            throw new ParameterException(command.commandLine(), "--nightjar.home: must name a folder, was empty");
        }
        return new Home(home);
    }
}
