package dev.nightjar.worker;

import dev.nightjar.run.ExitCode;
import dev.nightjar.strategy.Nearest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a worker's request is.
 *
 * @param json the request itself, or {@code -} for the standard input; empty if it is in a file
 * @param file where it is; empty if it is not in a file
 * @param supervised whether the standard input is held open by a manager: the request is its first line, and its end is the manager's
 */
record WorkerArguments(String json, String file, boolean supervised) {

    static final String JSON = "--config-json";
    static final String FILE = "--config-file";
    static final String SUPERVISED = "--supervised";

    private static final List<String> KNOWN = List.of(JSON, FILE, SUPERVISED);
    private static final String ACCEPTED =
            JSON + " '<json>', " + JSON + " - (from the standard input) or " + FILE + " <file>";

    /**
     * {@return what arguments mean, in any order; a value follows its option, or an equals sign}
     *
     * @throws WorkerException with everything that is wrong
     */
    static WorkerArguments of(String... arguments) {
        Map<String, String> given = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (int place = 0; place < arguments.length; place++) {
            String[] parts = arguments[place].split("=", 2);
            String option = parts[0];
            String value = "";
            if (!KNOWN.contains(option)) {
                problems.add("'" + option + "' is no option of a worker; did you mean "
                        + Nearest.closest(option, KNOWN).orElse(JSON) + "?");
                continue;
            }
            if (option.equals(SUPERVISED)) {
                if (parts.length == 2) {
                    problems.add(SUPERVISED + " has no value");
                }
            } else if (parts.length == 2) {
                value = parts[1];
            } else if (place + 1 < arguments.length && !KNOWN.contains(arguments[place + 1])) {
                value = arguments[++place];
            }
            if (value.isEmpty() && !option.equals(SUPERVISED)) {
                problems.add(option + " needs a value");
            }
            if (given.put(option, value) != null) {
                problems.add(option + " is given twice");
            }
        }
        if (given.containsKey(JSON) == given.containsKey(FILE)) {
            problems.add("one of these is needed: " + ACCEPTED);
        }
        boolean supervised = given.containsKey(SUPERVISED);
        if (supervised && !"-".equals(given.get(JSON))) {
            problems.add(SUPERVISED + " is for " + JSON + " - only");
        }
        if (!problems.isEmpty()) {
            throw new WorkerException(
                    "ARGUMENTS_INVALID", ExitCode.USAGE, String.join("; ", problems), problems, false);
        }
        return new WorkerArguments(given.getOrDefault(JSON, ""), given.getOrDefault(FILE, ""), supervised);
    }

    /** {@return the request} */
    byte[] request(InputStream in) throws IOException {
        if (!file.isEmpty()) {
            try {
                return Files.readAllBytes(Path.of(file));
            } catch (NoSuchFileException missing) {
                throw new WorkerException(
                        "REQUEST_INVALID", ExitCode.USAGE, FILE + " " + file + ": does not exist", List.of(), false);
            }
        }
        if (!json.equals("-")) {
            return json.getBytes(StandardCharsets.UTF_8);
        }
        return supervised ? line(in) : in.readAllBytes();
    }

    private static byte[] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int letter = in.read();
        while (letter >= 0 && letter != '\n') {
            line.write(letter);
            letter = in.read();
        }
        if (letter < 0) {
            throw new WorkerException(
                    "STOPPED", ExitCode.STOPPED, "the manager ended before its request was whole", List.of(), true);
        }
        return line.toByteArray();
    }
}
