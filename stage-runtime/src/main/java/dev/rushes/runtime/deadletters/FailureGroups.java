package dev.rushes.runtime.deadletters;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.rules.FailureFingerprint;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The failures behind many letters.
 *
 * @param groups most frequent first
 * @param looked letters that were looked at
 * @param others matching letters of failures that are too many to tell apart
 * @param complete whether all letters were looked at; else only the newest
 */
public record FailureGroups(List<Group> groups, long looked, long others, boolean complete) {
    public FailureGroups {
        groups = List.copyOf(groups);
    }

    /**
     * Letters with one fingerprint.
     *
     * @param count how many
     * @param unreplayed how many of them have never been replayed
     * @param first when the first of them was given up
     * @param last when the last of them was given up
     * @param tenants owners, at most 20 of them
     * @param sample the last of them
     */
    public record Group(
            FailureFingerprint fingerprint,
            FlowStage stage,
            String code,
            long count,
            long unreplayed,
            Instant first,
            Instant last,
            Set<String> tenants,
            LetterPlace sample) {
        public Group {
            tenants = Set.copyOf(tenants);
        }
    }
}
