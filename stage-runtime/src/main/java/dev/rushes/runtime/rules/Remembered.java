package dev.rushes.runtime.rules;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A bounded number of values, each under its key; the one that was set longest ago is forgotten first. Thread-safe; to look waits for nobody, because
 * each record is looked up, and hardly one is there.
 */
final class Remembered<K, V> {
    private final int limit;
    private final Map<K, V> inOrder = new LinkedHashMap<>();
    private final Map<K, V> values = new ConcurrentHashMap<>();

    /** @param limit keys to remember, at least 1 */
    Remembered(int limit) {
        this.limit = limit;
    }

    @Nullable
    V get(K key) {
        // Mostly nothing is: then the key, which may be in the cache of another processor, need not be read.
        return values.isEmpty() ? null : values.get(key);
    }

    /**
     * Sets a value; its key is the newest then.
     *
     * @param merge what to remember if there was a value before, of that and the new one
     */
    synchronized void set(K key, V value, BinaryOperator<V> merge) {
        V before = inOrder.remove(key);
        V now = before == null ? value : merge.apply(before, value);
        inOrder.put(key, now);
        values.put(key, now);
        if (inOrder.size() > limit) {
            K eldest = inOrder.keySet().iterator().next();
            inOrder.remove(eldest);
            values.remove(eldest);
        }
    }
}
