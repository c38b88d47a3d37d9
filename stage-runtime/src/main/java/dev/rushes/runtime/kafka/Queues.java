package dev.rushes.runtime.kafka;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.rules.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What lies on the topics of the stages and flows through them, as far as the living instances do not say it themselves. Looked at in the
 * background; nobody who asks waits.
 */
public interface Queues {

    /** The latest look; empty until there is one, which needs Kafka. */
    Optional<Look> latest();

    /**
     * A look at all stages.
     *
     * @param at when
     * @param stages every stage
     */
    record Look(Instant at, Map<FlowStage, Depth> stages) {
        public Look {
            stages = Map.copyOf(stages);
        }
    }

    /**
     * One stage.
     *
     * @param topic what lies on partitions of its topic that no living instance owns
     * @param retryTopic the same of its retry topic
     * @param letters dead letters that are kept
     * @param replayed those of them that have been replayed
     * @param flow what leaves the stage
     */
    record Depth(Orphaned topic, Orphaned retryTopic, long letters, long replayed, Flow flow) {}

    /**
     * What lies on partitions that nobody reads.
     *
     * @param partitions how many there are
     * @param records those behind the last commit
     * @param oldest when the oldest of them was written, if that could be read
     */
    record Orphaned(int partitions, long records, Optional<Instant> oldest) {}

    /**
     * Records that left the stage, on all instances together.
     *
     * @param over for how long that was counted
     * @param perMinute empty until it was looked at twice
     * @param byUrgency the same, each urgency by itself
     */
    record Flow(Duration over, OptionalDouble perMinute, Map<Urgency, Double> byUrgency) {
        public Flow {
            byUrgency = Map.copyOf(byUrgency);
        }
    }
}
