package dev.nightjar.batch;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells people how far a run is: a bar that redraws itself on a terminal, otherwise a line every few seconds.
 *
 * <p>What is counted are units of work, such as partitions, or seconds of market time.
 */
public final class Progress implements AutoCloseable {

    private static final int BAR = 30;
    private static final long TERMINAL_MILLIS = 200;
    private static final long LINE_MILLIS = 5_000;

    private final PrintStream out;
    private final boolean terminal;
    private @Nullable ScheduledExecutorService ticker;
    private String what = "";
    private String unit = "";
    private long total;
    private long done;
    private long begun;
    /** Told by weight; below 0 while units count. */
    private double share = -1;

    private boolean drawn;

    public Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** {@return whether somebody is looking: a terminal that can redraw a line} */
    public static boolean onTerminal() {
        return System.console() != null && !"dumb".equals(System.getenv("TERM")) && System.getenv("CI") == null;
    }

    /** Says something, in a line of its own. */
    public synchronized void say(String line) {
        wipe();
        out.println(line);
        out.flush();
    }

    /** Begins to count. */
    public synchronized void begin(String newWhat, String newUnit, long newTotal) {
        stopTicking();
        what = newWhat;
        unit = newUnit;
        total = newTotal;
        done = 0;
        share = -1;
        begun = System.nanoTime();
        long every = terminal ? TERMINAL_MILLIS : LINE_MILLIS;
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "progress");
            thread.setDaemon(true);
            return thread;
        });
        var unused = executor.scheduleAtFixedRate(this::tell, every, every, TimeUnit.MILLISECONDS);
        ticker = executor;
    }

    /** More is done. */
    public synchronized void advance(long by) {
        done += by;
    }

    /** That part of all work is done, however many units that is; it never becomes less. */
    public synchronized void share(double reached) {
        share = Math.max(share, Math.min(1, reached));
    }

    /** That much is done. */
    synchronized void reached(long newDone) {
        done = newDone;
    }

    /** Ends counting, with a last word. */
    public synchronized void end() {
        stopTicking();
        wipe();
        if (!what.isEmpty()) {
            out.println(line(System.nanoTime() - begun));
            out.flush();
            what = "";
        }
    }

    private synchronized void tell() {
        if (what.isEmpty()) {
            return;
        }
        String line = line(System.nanoTime() - begun);
        if (terminal) {
            out.print("\r\u001b[K" + line);
            drawn = true;
        } else {
            out.println(line);
        }
        out.flush();
    }

    private void wipe() {
        if (drawn) {
            out.print("\r\u001b[K");
            drawn = false;
        }
    }

    private void stopTicking() {
        if (ticker != null) {
            ticker.shutdownNow();
            ticker = null;
        }
    }

    private String line(long elapsedNanos) {
        double part = share >= 0 ? share : total == 0 ? 1 : Math.min(1, (double) done / total);
        StringBuilder line = new StringBuilder(what);
        if (terminal) {
            int full = (int) (part * BAR);
            line.append(" [")
                    .append("#".repeat(full))
                    .append(".".repeat(BAR - full))
                    .append(']');
        }
        double seconds = elapsedNanos / 1e9;
        line.append(String.format(Locale.ROOT, " %d of %d %s, %.0f %%", done, total, unit, 100 * part));
        if (done > 0 && seconds > 0) {
            line.append(String.format(Locale.ROOT, ", %.1f a second", done / seconds));
        }
        if (part > 0 && seconds > 0) {
            if (done < total) {
                line.append(", ").append(text(seconds / part * (1 - part))).append(" left");
            } else {
                line.append(", took ").append(text(seconds));
            }
        }
        return line.toString();
    }

    private static String text(double seconds) {
        Duration duration = Duration.ofMillis(Math.round(seconds * 1000));
        if (duration.toMinutes() == 0) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        return String.format(
                Locale.ROOT, "%d:%02d:%02d", duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }

    @Override
    public synchronized void close() {
        stopTicking();
        wipe();
    }
}
