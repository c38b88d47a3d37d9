package dev.rushes.ingest.generation.domain;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The life of a purchase.
 *
 * <pre>
 *               withdrawn: the service has certainly not taken it
 *                  ▲
 *   (nothing) ─► INTENDED ─► RUNNING ─► READY
 *                  │  ▲        ▲ │        │
 *                  ▼  │ late   │ ▼        ▼
 *               UNKNOWN ───────┘ OVER ◄───┘
 * </pre>
 */
public enum PurchaseState {
    /** Somebody is about to ask the service. From here until there is an answer it may have been bought. */
    INTENDED,
    /** Nobody knows whether it was bought: the answer was lost. */
    UNKNOWN,
    /** Bought: the service has given it an identifier and makes the film. */
    RUNNING,
    /** The film is made and can be fetched. */
    READY,
    /** There is no film and there will be none. */
    OVER;

    /** Whether that may come next. An answer that comes late is better than none. */
    public boolean mayBecome(PurchaseState next) {
        return switch (this) {
            case INTENDED -> Set.of(UNKNOWN, RUNNING, OVER).contains(next);
            case UNKNOWN -> Set.of(RUNNING, OVER).contains(next);
            case RUNNING -> Set.of(READY, OVER).contains(next);
            case READY -> next == OVER;
            case OVER -> false;
        };
    }

    /** States from which that one can be reached. */
    public static List<PurchaseState> before(PurchaseState next) {
        return Arrays.stream(values()).filter(state -> state.mayBecome(next)).toList();
    }

    /** Whether it may be withdrawn: the service has said that it did not take it. */
    public boolean mayBeWithdrawn() {
        return this == INTENDED || this == UNKNOWN;
    }
}
