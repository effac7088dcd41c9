package dev.nightjar.report;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What was asked for last, as much of it as may be kept. For several threads; two that ask at once may both make it. */
final class Recent<K, V> {

    private final long room;
    private final ToLongFunction<V> size;
    private final Function<K, V> make;
    private final Map<K, V> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long used;

    /**
     * @param room how much is kept, in what {@code size} measures; the newest is kept whatever its size
     * @param make never returns null
     */
    Recent(long room, ToLongFunction<V> size, Function<K, V> make) {
        this.room = room;
        this.size = size;
        this.make = make;
    }

    /** {@return how much is kept now} */
    long used() {
        synchronized (kept) {
            return used;
        }
    }

    V get(K key) {
        synchronized (kept) {
            V known = kept.get(key);
            if (known != null) {
                return known;
            }
        }
        V made = make.apply(key);
        synchronized (kept) {
            V other = kept.putIfAbsent(key, made);
            if (other != null) {
                return other;
            }
            used += size.applyAsLong(made);
            Iterator<V> oldest = kept.values().iterator();
            while (used > room && kept.size() > 1) {
                used -= size.applyAsLong(oldest.next());
                oldest.remove();
            }
        }
        return made;
    }
}
