package dev.nightjar.cli;

import dev.nightjar.batch.Home;
import dev.nightjar.batch.StoredData;
import dev.nightjar.strategy.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which data sets of which home. */
final class DataOptions {

    @Mixin
    private HomeOption home = new HomeOption();

    @Option(
            names = "--data",
            paramLabel = "<name>",
            description = "the data set, as settings name it, or the data folder it came from")
    private @Nullable String data;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    Home home() {
        return home.home();
    }

    /** {@return how a data set is called that the command line names: a folder that is here, or a name} */
    static String name(String given) {
        Path here = Path.of(given).toAbsolutePath().normalize();
        return Files.isDirectory(here) ? here.toString() : given;
    }

    /** {@return the data set that was named, or all} */
    List<StoredData> chosen() {
        String wanted = data;
        if (wanted == null) {
            return StoredData.of(home());
        }
        return List.of(StoredData.find(home(), name(wanted))
                .or(() -> StoredData.find(home(), wanted))
                .orElseThrow(() -> refused("there is no data set " + wanted + " in " + home().root() + guess(wanted))));
    }

    /** {@return the data set that was named, or the only one} */
    StoredData one() {
        List<StoredData> found = chosen();
        if (found.isEmpty()) {
            throw refused("there is no data in " + home().root() + "; see: data import");
        }
        if (found.size() > 1) {
            throw refused("which data set? --data "
                    + found.stream().map(StoredData::name).collect(Collectors.joining("|")));
        }
        return found.get(0);
    }

    private String guess(String wanted) {
        List<String> names =
                StoredData.of(home()).stream().map(StoredData::name).toList();
        return Nearest.closest(wanted, names)
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElse(names.isEmpty() ? "; see: data import" : "; there are: " + String.join(", ", names));
    }

    /** {@return the days an option names, or null if it was not given} */
    @Nullable DayRange range(String option, @Nullable String text) {
        try {
            return text == null ? null : DayRange.of(text);
        } catch (IllegalArgumentException problem) {
            throw refused(option + ": " + problem.getMessage() + ", was '" + text + "'");
        }
    }

    ParameterException refused(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
