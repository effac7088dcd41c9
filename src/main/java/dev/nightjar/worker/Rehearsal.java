package dev.nightjar.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Small work that has a worker load what all of them need, once, so that Java can keep it for the next ones. */
public interface Rehearsal {

    /** {@return whose main method does as many requests as its argument says, one a line of its standard input, and exits} */
    Class<?> mainClass();

    /**
     * {@return the requests, each in one line}
     *
     * @param folder for what they need
     */
    List<String> requests(Path folder) throws IOException;
}
