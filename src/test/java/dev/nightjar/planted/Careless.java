package dev.nightjar.planted;

import dev.nightjar.market.Session;
import dev.nightjar.run.Mode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.logging.Logger;
import org.springframework.core.io.Resource;

/** Breaks every rule of a pure room once, so that the architecture test can be seen to notice. */
final class Careless {

    private final Random random = new Random(1);
    private final LongSupplier clock = System::nanoTime;

    private Careless() {}

    Path file(Session session) {
        return Path.of(session.toString());
    }

    Instant now() {
        return Instant.now();
    }

    long elapsed(Mode mode) {
        System.out.println(mode);
        return clock.getAsLong() + random.nextLong();
    }

    void log(Resource resource) {
        Logger.getGlobal().info(resource.getDescription());
    }
}
