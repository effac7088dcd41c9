package dev.nightjar.batch;

import dev.nightjar.run.InstanceKey;
import dev.nightjar.store.NewQueueItem;
import dev.nightjar.store.QueueStore;
import dev.nightjar.strategy.ParsedStrategy;
import dev.nightjar.strategy.Problem;
import dev.nightjar.strategy.TradeLayoutReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Strategy files that are about to be put into a queue.
 *
 * <p>A strategy with errors may stand in a queue: every run rejects it with all reasons, which are told now already. A file that
 * cannot be named, because it is not readable or its ids cannot be folder names, is not added.
 */
public final class QueueAdditions {

    private static final String DEFAULT_USER = "local";
    private static final String ENDING = ".json";

    private final List<NewQueueItem> items;
    private final List<String> problems;

    private QueueAdditions(List<NewQueueItem> items, List<String> problems) {
        this.items = items;
        this.problems = problems;
    }

    /**
     * Reads files, and the {@code .json} files in folders, in alphabetical order.
     *
     * @param user whose they are; null for whom each file names
     * @param capital in money, or null
     * @throws IllegalArgumentException if there is nothing at one of the places, or a value cannot be used
     */
    public static QueueAdditions read(
            String queue,
            List<Path> sources,
            @Nullable String user,
            String broker,
            BigDecimal scale,
            @Nullable BigDecimal capital,
            boolean oneShot) {
        List<NewQueueItem> items = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path file : files(sources)) {
            String json;
            try {
                json = Files.readString(file);
            } catch (CharacterCodingException e) {
                problems.add(file + ": not added: it is not UTF-8 text");
                continue;
            } catch (IOException e) {
                problems.add(file + ": not added: it cannot be read: " + e);
                continue;
            }
            ParsedStrategy parsed = TradeLayoutReader.read(json);
            String strategyId = parsed.strategyId() == null ? stem(file) : parsed.strategyId();
            String userId = user != null ? user : parsed.userId() == null ? DEFAULT_USER : parsed.userId();
            InstanceKey key = new InstanceKey(userId, strategyId, broker, scale);
            List<String> hostile = PrepareStep.hostile(key);
            if (!hostile.isEmpty()) {
                hostile.forEach(problem -> problems.add(file + ": not added: " + problem));
                continue;
            }
            for (Problem error : parsed.errors()) {
                problems.add(file + ": will be rejected: " + error);
            }
            items.add(new NewQueueItem(queue, key, json, units(capital), oneShot, false, file.toString()));
        }
        return new QueueAdditions(items, problems);
    }

    /** {@return what is wrong with the files, one line each} */
    public List<String> problems() {
        return problems;
    }

    /** Puts them into the queue, all or none, and tells what that did, one line each. */
    public List<String> add(QueueStore store, Instant now) {
        Map<NewQueueItem, QueueStore.Added> added = store.addAll(items, now);
        return added.entrySet().stream()
                .map(entry -> word(entry.getValue()) + " " + entry.getKey().key() + " ("
                        + entry.getKey().source() + ")")
                .toList();
    }

    List<NewQueueItem> items() {
        return items;
    }

    private static String word(QueueStore.Added added) {
        return switch (added) {
            case NEW -> "added";
            case CHANGED -> "replaced";
            case SAME -> "stands already:";
        };
    }

    private static @Nullable Long units(@Nullable BigDecimal capital) {
        if (capital == null) {
            return null;
        }
        try {
            long units = capital.movePointRight(6).longValueExact();
            if (units > 0) {
                return units;
            }
        } catch (ArithmeticException e) {
            // Told below.
        }
        throw new IllegalArgumentException(
                "capital must be an amount above 0 with at most 6 fraction digits, was " + capital.toPlainString());
    }

    private static List<Path> files(List<Path> sources) {
        List<Path> files = new ArrayList<>();
        for (Path source : sources) {
            if (Files.isDirectory(source)) {
                List<Path> inside = jsonFiles(source);
                if (inside.isEmpty()) {
                    throw new IllegalArgumentException(source + ": the folder has no " + ENDING + " file");
                }
                files.addAll(inside);
            } else if (Files.exists(source)) {
                files.add(source);
            } else {
                throw new IllegalArgumentException(source + ": there is no such file or folder");
            }
        }
        return files;
    }

    private static List<Path> jsonFiles(Path folder) {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalArgumentException(folder + ": the folder cannot be read: " + e, e);
        }
    }

    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    }
}
