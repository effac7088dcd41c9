package dev.nightjar.batch;

import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.ParameterValue;
import dev.nightjar.store.QueueItem;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Ids of the variants of a strategy: the beginning of its own, {@code ~} and a number, in as many characters as folders are named by.
 *
 * <p>Values that stand in the queue already keep the id they have; others get the numbers after the highest that stands in any
 * queue. So an id never changes its meaning while it stands, and its folder is nobody else's.
 */
final class VariantIds {

    /** Folders are named by so many characters of an id. */
    static final int LENGTH = 13;

    private static final int FEWEST_DIGITS = 4;

    private final String strategyId;
    private final String userId;
    private final String broker;
    private final BigDecimal scale;
    private final Map<List<Map.Entry<String, ParameterValue>>, String> standing = new HashMap<>();
    private final Map<String, QueueItem> folders = new HashMap<>();
    private final int digits;
    private int last;

    /**
     * @param queue the variants are for
     * @param items what stands in any queue
     * @param wanted how many ids may be asked for
     */
    VariantIds(String queue, InstanceKey file, Collection<QueueItem> items, int wanted) {
        this.strategyId = file.strategyId();
        this.userId = file.userId();
        this.broker = file.brokerConnectionId();
        this.scale = file.scale();
        for (QueueItem item : items) {
            folders.put(folder(item.key()), item);
            boolean ours = item.key().userId().equalsIgnoreCase(userId)
                    && item.key().brokerConnectionId().equalsIgnoreCase(broker);
            if (ours) {
                last = Math.max(last, number(item.key().strategyId()));
            }
            if (item.queue().equals(queue)
                    && item.key().userId().equals(userId)
                    && item.key().brokerConnectionId().equals(broker)
                    && item.key().scale().equals(scale)
                    && strategyId.equals(item.variant().sweepOf())) {
                standing.put(sorted(item.variant().parameters()), item.key().strategyId());
            }
        }
        this.digits = Math.max(FEWEST_DIGITS, Integer.toString(last + wanted).length());
    }

    /** {@return the id by which the values stand in the queue, or null} */
    @Nullable String standing(Map<String, ParameterValue> parameters) {
        return standing.get(sorted(parameters));
    }

    /** {@return how many variants of the strategy stand in the queue under other ids than these} */
    int others(Collection<String> chosen) {
        Set<String> others = new HashSet<>(standing.values());
        others.removeAll(new HashSet<>(chosen));
        return others.size();
    }

    /** Lists tell apart by their hashes what maps of many numbers do not. */
    private static List<Map.Entry<String, ParameterValue>> sorted(Map<String, ParameterValue> parameters) {
        return List.copyOf(new TreeMap<>(parameters).entrySet());
    }

    /** {@return an id nobody has} */
    String next() {
        String id;
        do {
            id = numbered(++last, digits);
        } while (folders.containsKey(folder(new InstanceKey(userId, id, broker, scale))));
        return id;
    }

    /** {@return whoever else has the folder that results of a key would have, or null} */
    @Nullable QueueItem occupant(String queue, InstanceKey key) {
        QueueItem item = folders.get(folder(key));
        return item == null || item.queue().equals(queue) && item.key().equals(key) ? null : item;
    }

    private String numbered(int number, int width) {
        String written = String.format(Locale.ROOT, "%0" + width + "d", number);
        int room = LENGTH - 1 - written.length();
        return strategyId.substring(0, Math.min(strategyId.length(), room)) + "~" + written;
    }

    /** {@return the number in an id that a variant of this strategy could have, else 0} */
    private int number(String id) {
        int tilde = id.lastIndexOf('~');
        int width = id.length() - tilde - 1;
        if (tilde < 0
                || width < FEWEST_DIGITS
                || width > 9
                || !id.chars().skip(tilde + 1L).allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        int number = Integer.parseInt(id.substring(tilde + 1));
        return numbered(number, width).equalsIgnoreCase(id) ? number : 0;
    }

    private static String folder(InstanceKey key) {
        return (key.userId() + "/" + key.folder()).toLowerCase(Locale.ROOT);
    }
}
