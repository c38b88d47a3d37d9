package dev.rushes.runtime.rules;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether the registry is away, or only can't say anything about one schema. What it does not answer may be an outage, which passes; but if it
 * answers about others each time, and again and again not about this one, the records of that schema must not hold up all the rest: from then on
 * they are records that can't be read, for a reason that nobody knows. Thread-safe.
 *
 * <pre>
 *   about this schema    about others    then
 *   no answer            no answer       the registry is away; what was counted is forgotten
 *   no answer            answer          the registry is away, until that has come so often, a second apart: then it is the schema
 *   answer               –               nothing is wrong; what was counted is forgotten
 * </pre>
 */
public final class SchemaDoubt {
    /** With the waits of a stage's outage between them that is about half a minute. */
    public static final int USUAL = 5;

    private static final long APART = Duration.ofSeconds(1).toNanos();
    private static final int MOST_SCHEMAS = 1_000;

    private final int most;
    private final Map<Integer, Doubt> doubts = new ConcurrentHashMap<>();

    private record Doubt(int times, long last) {
        Doubt again(long now) {
            return now - last < APART ? this : new Doubt(times + 1, now);
        }
    }

    /** @param most questions about one schema that count as an outage */
    public SchemaDoubt(int most) {
        this.most = most;
    }

    /**
     * The registry did not answer about a schema.
     *
     * @param othersKnown whether it answers about others
     * @param now by a clock that only goes forward, in nanoseconds
     * @return whether it is the schema, and not the registry
     */
    public boolean unanswered(int schema, boolean othersKnown, long now) {
        if (!othersKnown) {
            doubts.remove(schema);
            return false;
        }
        if (doubts.size() >= MOST_SCHEMAS && !doubts.containsKey(schema)) {
            doubts.clear();
        }
        return doubts.merge(schema, new Doubt(1, now), (before, first) -> before.again(now))
                        .times()
                > most;
    }

    /** The schema is known. */
    public void answered(int schema) {
        doubts.remove(schema);
    }
}
