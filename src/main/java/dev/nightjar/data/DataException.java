package dev.nightjar.data;

import dev.nightjar.market.UnreadableMarketException;
import java.util.List;

/** Market data that cannot be used: every problem that was found, each naming file, place, value and what would do. */
public final class DataException extends UnreadableMarketException {

    private static final long serialVersionUID = 1L;

    private final String subject;
    private final transient List<String> problems;

    /**
     * @param subject what was being read or written, such as a folder or a file
     * @param problems at least one
     */
    public DataException(String subject, List<String> problems) {
        super(subject + ": " + String.join("\n  ", problems));
        this.subject = subject;
        this.problems = List.copyOf(problems);
    }

    /** {@return what was being read or written} */
    String subject() {
        return subject;
    }

    /** {@return what is wrong, one line each, in the order it was found} */
    public List<String> problems() {
        return problems;
    }
}
