package dev.nightjar.cli;

import dev.nightjar.run.QueueNames;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * A queue and what of its settings is changed, as they stand on the command line: {@code queue=NAME key=value}.
 *
 * @param settings by key, without the queue
 */
record QueueArguments(String queue, Map<String, String> settings) {

    private static final String QUEUE = "queue";

    QueueArguments {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** @throws ParameterException of that command, with what is wrong */
    static QueueArguments of(CommandLine command, List<String> arguments) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals <= 0) {
                boolean commands = !command.getSubcommands().isEmpty();
                throw new ParameterException(
                        command,
                        "'" + argument + "' is " + (commands ? "neither a command nor key=value" : "not key=value")
                                + (commands ? CommandLineApp.guess(command, argument) : ""));
            }
            String key = argument.substring(0, equals);
            if (values.putIfAbsent(key, argument.substring(equals + 1)) != null) {
                throw new ParameterException(command, key + " is given twice");
            }
        }
        String queue = values.remove(QUEUE);
        if (queue == null) {
            throw new ParameterException(
                    command, "which queue? give queue=NAME, such as queue=admin_tester" + commands(command));
        }
        try {
            QueueNames.check(queue);
        } catch (IllegalArgumentException problem) {
            throw new ParameterException(command, String.valueOf(problem.getMessage()));
        }
        return new QueueArguments(queue, values);
    }

    private static String commands(CommandLine command) {
        String names = command.getSubcommands().keySet().stream().collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : ", or a command: " + names;
    }
}
