package dev.nightjar.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Takes what a worker writes to its standard output, however much, and keeps as much as an answer may be. */
final class Answer implements Runnable {

    /** A result in base64, and what stands around it. */
    static final int LARGEST = 4 << 20;

    private final InputStream in;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long length;

    Answer(InputStream in) {
        this.in = in;
    }

    @Override
    public void run() {
        byte[] chunk = new byte[1 << 16];
        try {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                keep(chunk, read);
            }
        } catch (IOException e) {
            // The process is gone.
        }
    }

    private synchronized void keep(byte[] chunk, int read) {
        kept.write(chunk, 0, (int) Math.min(read, Math.max(0, LARGEST - length)));
        length += read;
    }

    /** {@return how much was written} */
    synchronized long length() {
        return length;
    }

    synchronized byte[] bytes() {
        return kept.toByteArray();
    }
}
