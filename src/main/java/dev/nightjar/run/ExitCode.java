package dev.nightjar.run;

import java.util.List;
import java.util.Locale;

/** How a process ended: one table for every command, the job and its workers. Numbers never change their meaning. */
public enum ExitCode {
    /** Everything asked for was done. */
    DONE(0),
    /** A defect of the program; nothing the user did. */
    INTERNAL(1),
    /** Wrong arguments or settings; nothing was started. */
    USAGE(2),
    /** Done, but at least one strategy was rejected or failed; the others have results. */
    DONE_WITH_REJECTS(3),
    /** Market data is missing, incomplete or unreadable. */
    DATA(4),
    /** The home, the disk or the database cannot be used. */
    INFRASTRUCTURE(5),
    /** The run failed and can be resumed, or was given up after failing several times. */
    FAILED(6),
    /** The run was asked to stop and did; it can be resumed. */
    STOPPED(7),
    /** Another process holds the queue. */
    BUSY(8),
    /** There was not enough memory for what was asked. */
    MEMORY(9);

    /** From what is well to what needs attention first. */
    private static final List<ExitCode> SEVERITY =
            List.of(DONE, DONE_WITH_REJECTS, BUSY, STOPPED, USAGE, DATA, FAILED, MEMORY, INFRASTRUCTURE, INTERNAL);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** {@return what the process exits with} */
    public int number() {
        return number;
    }

    /** {@return what programs are told beside the number, such as {@code data}} */
    public String category() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@return the one of two that matters more to whoever looks at one code only} */
    public ExitCode worse(ExitCode other) {
        return SEVERITY.indexOf(this) >= SEVERITY.indexOf(other) ? this : other;
    }
}
