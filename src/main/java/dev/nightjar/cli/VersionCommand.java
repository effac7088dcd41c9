package dev.nightjar.cli;

import dev.nightjar.batch.Version;
import dev.nightjar.engine.Engine;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** Says which program this is. */
@Command(name = "version", description = "Prints the versions of program, engine and Java.")
final class VersionCommand implements Callable<Integer> {

    private final PrintStream out;

    VersionCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        out.println(text());
        return 0;
    }

    private static String text() {
        return "nightjar " + Version.NIGHTJAR + ", engine " + Engine.VERSION + ", Java " + Runtime.version();
    }

    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {text()};
        }
    }
}
