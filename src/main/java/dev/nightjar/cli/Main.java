package dev.nightjar.cli;

/** Entry point of {@code job.jar}. */
public final class Main {

    private Main() {}

    /** Runs the command named by the arguments. */
    public static void main(String[] args) {
        System.exit(2);
    }
}
