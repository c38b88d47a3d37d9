package dev.rushes.runtime.kafka;

import dev.rushes.runtime.engine.Trace;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that an operator did, or tried to. No secrets: everybody who may read the audit reads it.
 *
 * @param id of this entry
 * @param at when
 * @param deed what the entry belongs to
 * @param subject what it was done to
 * @param result how far it got
 * @param outcome what came of it, by name
 * @param trace trace that it continues; empty begins one
 */
public record AuditEntry(
        UUID id,
        Instant at,
        Deed deed,
        Subject subject,
        Result result,
        Map<String, String> outcome,
        Optional<Trace> trace) {
    public AuditEntry {
        outcome = Map.copyOf(outcome);
    }

    /**
     * What somebody asked for; the same for all entries about it.
     *
     * @param id of the action
     * @param operator who
     * @param action what, such as "dead-letters.replay"
     * @param reason why, in the operator's words; may be empty
     * @param arguments what was asked for, by name
     * @param dryRun whether nothing is to be changed
     */
    public record Deed(
            UUID id, String operator, String action, String reason, Map<String, String> arguments, boolean dryRun) {
        public Deed {
            arguments = Map.copyOf(arguments);
        }
    }

    /**
     * What it was done to.
     *
     * @param name of the thing; empty for the action as a whole
     * @param tenant owner; empty if it has none
     * @param job the job that it belongs to, if any
     * @param run the run that the action opened, if any
     */
    public record Subject(String name, String tenant, Optional<UUID> job, Optional<Integer> run) {
        /** The action as a whole. */
        public static final Subject WHOLE = new Subject("", "", Optional.empty(), Optional.empty());
    }

    /** How far it got. */
    public enum Result {
        /** Nothing has been done yet. */
        BEGUN,
        DONE,
        SKIPPED,
        REFUSED,
        FAILED
    }
}
