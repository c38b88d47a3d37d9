package dev.rushes.runtime.rules;

import java.util.HashMap;
import java.util.Map;

/**
 * Which records may run side by side in a process after others have died. A record was present at a death if somebody had begun it, told so, and
 * never said what became of it. Most deaths are nobody's fault, so one of them says little; whoever was present at two may be the reason, and the
 * next one must not be a neighbour's doing.
 *
 * <pre>
 *   deaths               what it is     runs beside
 *   0                    innocent       everything
 *   1                    a witness      innocents and other witnesses
 *   2, or one too few    a suspect      innocents
 *   the limit            a killer       everything: it is buried and not run
 * </pre>
 *
 * <p>So of a killer and the many that ran beside it in two processes, each is tried by itself the third time: the killer dies alone, and the others
 * end. Not thread-safe.
 *
 * @param <W> names a piece of work
 */
public final class Suspects<W> {
    private static final int MOST_IN_COMPANY = 1;

    private final int limit;
    private final int alone;
    private final Map<W, Integer> running = new HashMap<>();

    /** @param limit deaths that make a record one that kills its process */
    public Suspects(int limit) {
        this.limit = limit;
        this.alone = Math.min(MOST_IN_COMPANY + 1, limit - 1);
    }

    /**
     * Whether a record may begin beside what runs now.
     *
     * @param deaths at how many it was present
     */
    public boolean mayBegin(int deaths) {
        if (deaths == 0 || deaths >= limit) {
            return true;
        }
        return deaths >= alone ? running.isEmpty() : running.values().stream().noneMatch(its -> its >= alone);
    }

    /**
     * A record begins.
     *
     * @return false if it must wait
     */
    public boolean begin(W work, int deaths) {
        if (!mayBegin(deaths)) {
            return false;
        }
        if (deaths > 0 && deaths < limit) {
            running.put(work, deaths);
        }
        return true;
    }

    /** A record has ended, or need not be feared any more. */
    public void end(W work) {
        running.remove(work);
    }

    /** Whether nothing runs that was present at a death. */
    public boolean isEmpty() {
        return running.isEmpty();
    }
}
