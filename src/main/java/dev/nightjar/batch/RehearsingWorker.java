package dev.nightjar.batch;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Does some requests one after the other, each like a worker of its own, for Java to see all that workers load. */
public final class RehearsingWorker {

    private RehearsingWorker() {}

    /** Does them and exits.
     *
     * @param arguments how many lines of the standard input are requests
     */
    public static void main(String[] arguments) throws IOException {
        int requests = Integer.parseInt(arguments[0]);
        int worst = 0;
        // Nothing behind the line may be read: the last worker reads its request itself, and waits for the end of the
        // stream.
        InputStream in = new FileInputStream(FileDescriptor.in);
        for (int request = 1; request < requests; request++) {
            worst = Math.max(worst, PartitionWorker.live("--config-json", line(in)));
        }
        System.exit(Math.max(worst, PartitionWorker.live("--config-json", "-", "--supervised")));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int letter = in.read(); letter >= 0 && letter != '\n'; letter = in.read()) {
            line.write(letter);
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
