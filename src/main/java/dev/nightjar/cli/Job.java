package dev.nightjar.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/** Runs a queue. */
@FunctionalInterface
interface Job {

    /**
     * Runs a queue and returns what the process exits with.
     *
     * @param overrides what the command line says, by key
     */
    int run(Path home, String queue, Map<String, String> overrides, PrintStream out, PrintStream err);
}
