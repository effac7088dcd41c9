package dev.nightjar.batch;

import java.io.UncheckedIOException;

/** Says in words what went wrong. */
final class Failures {

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
}
