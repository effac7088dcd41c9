package dev.nightjar.cli;

import picocli.CommandLine.Command;

/** Market data: what is in the home, what comes in, what goes out. */
@Command(
        name = "data",
        description = "import market data, list it, check it, export it; make some up",
        mixinStandardHelpOptions = true)
final class DataCommand {}
