package dev.rushes.ingest.tus.domain;

import java.util.Set;

/**
 * The life of an upload.
 *
 * <pre>
 *   RECEIVING ──► RECEIVED ──► STORED ──► DONE
 *       └────────────┴───────────┴─────────┴──► GONE
 * </pre>
 */
public enum Phase {
    /** Bytes are missing. */
    RECEIVING,
    /** All bytes are recorded, but not yet one object. */
    RECEIVED,
    /** The object is there; the job, if one is wanted, has not been acknowledged. */
    STORED,
    /** Nothing is left to do. */
    DONE,
    /** Being removed; to everybody else it does not exist. */
    GONE;

    /** Where it may go from here. */
    public Set<Phase> next() {
        return switch (this) {
            case RECEIVING -> Set.of(RECEIVED, GONE);
            case RECEIVED -> Set.of(STORED, GONE);
            case STORED -> Set.of(DONE, GONE);
            case DONE -> Set.of(GONE);
            case GONE -> Set.of();
        };
    }
}
