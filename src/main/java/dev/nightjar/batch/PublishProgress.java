package dev.nightjar.batch;

import dev.nightjar.store.RunStore;
import java.util.concurrent.TimeUnit;

/**
 * How far the publishing of a run ever got, kept among its events. A process that gets further than those before it has made progress, so
 * that a run that is interrupted again and again is not given up while it gets on.
 */
final class PublishProgress {

    private static final String KIND = "publishing";
    private static final String WORDS = " folders are in place";
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Night night;
    private int furthest;
    private long toldAt;
    private boolean told;

    private PublishProgress(Night night, int furthest) {
        this.night = night;
        this.furthest = furthest;
    }

    static PublishProgress of(Night night) {
        return new PublishProgress(
                night,
                night.runs().events(night.runId()).stream()
                        .filter(event -> event.kind().equals(KIND))
                        .map(RunStore.Event::message)
                        .mapToInt(message -> Integer.parseInt(message.replace(WORDS, "")))
                        .max()
                        .orElse(0));
    }

    /** So many folders are in place; the database hears of it now and then. */
    void published(int folders) {
        long now = System.nanoTime();
        if (folders > furthest && (!told || now - toldAt > PAUSE_NANOS)) {
            furthest = folders;
            told = true;
            toldAt = now;
            night.event(KIND, folders + WORDS);
            night.runs().progressed(night.runId());
        }
    }
}
