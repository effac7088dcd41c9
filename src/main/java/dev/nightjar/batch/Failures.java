package dev.nightjar.batch;

import java.io.PrintStream;
import java.io.UncheckedIOException;

/** Says in words what went wrong. */
public final class Failures {

    private Failures() {}

    /** {@return our own sentence where there is one; what others say needs its class to be understood} */
    static String message(Throwable cause) {
        String message = cause.getMessage();
        boolean ours = cause.getClass().getName().startsWith("dev.nightjar")
                || cause instanceof UncheckedIOException
                || cause instanceof IllegalArgumentException
                || cause instanceof IllegalStateException;
        return ours && message != null ? message : cause.toString();
    }

    /** Tells of what nobody expected: a mistake in the program, or a machine that has not what it needs. */
    public static void unexpected(Throwable problem, PrintStream err) {
        err.println("internal error: please report this with the lines below");
        problem.printStackTrace(err);
    }
}
