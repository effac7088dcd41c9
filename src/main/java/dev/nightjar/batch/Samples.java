package dev.nightjar.batch;

import dev.nightjar.data.SampleData;
import dev.nightjar.store.Database;
import dev.nightjar.store.NewQueueItem;
import dev.nightjar.store.QueueStore;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Fills a new home with something to look at: the sample market day and a queue of varied strategies. */
final class Samples {

    /** The only queue that is ever filled. */
    static final String QUEUE = "admin_tester";

    private static final String BROKER = "sample";

    private Samples() {}

    /** Fills the home if nothing was ever queued in it, and this is the queue to be filled. */
    static void seed(Home home, String queue, Database database, Progress progress) throws IOException {
        QueueStore store = new QueueStore(database);
        if (!queue.equals(QUEUE) || store.everUsed()) {
            return;
        }
        SampleData.copyTo(home.sampleData());
        copyStrategies(home.sampleStrategies());
        List<NewQueueItem> items = QueueAdditions.read(
                        QUEUE,
                        List.of(home.sampleStrategies()),
                        QUEUE,
                        BROKER,
                        BigDecimal.ONE,
                        null,
                        false,
                        new FeeCatalog(home))
                .items()
                .stream()
                .map(item -> new NewQueueItem(
                        item.queue(), item.key(), item.json(), item.capital(), item.oneShot(), true, item.source()))
                .collect(Collectors.toList());
        store.addAll(items, Night.now());
        progress.say("new home " + home.root() + ": filled with SAMPLE DATA, one market day and " + items.size()
                + " strategies");
    }

    static void copyStrategies(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Resource resource :
                new PathMatchingResourcePatternResolver().getResources("classpath*:samples/strategies/*.json")) {
            try (InputStream in = resource.getInputStream()) {
                Files.copy(
                        in,
                        folder.resolve(String.valueOf(resource.getFilename())),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
