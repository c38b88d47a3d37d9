package dev.rushes.runtime.engine;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.rules.LaneLimits;
import dev.rushes.runtime.rules.LanePieces;
import java.util.List;
import java.util.Set;

/**
 * A lane as it is set up, the same on every instance.
 *
 * @param name such as "gemini:flash"
 * @param stages who may use it; its pieces go round their partitions
 * @param limits what the service grants
 */
public record LaneDefinition(String name, List<FlowStage> stages, LaneLimits limits) {

    /** @throws IllegalArgumentException if there is no stage, or the limits are too small for them all */
    public LaneDefinition {
        stages = stages.stream().distinct().sorted().toList();
        if (name.isBlank() || stages.isEmpty()) {
            throw new IllegalArgumentException(
                    "Expected a lane with a name and stages that use it, but got \"" + name + "\" and " + stages);
        }
        int unused = limits.pieces(stages.size());
    }

    public static LaneDefinition of(String name, FlowStage stage, LaneLimits limits) {
        return new LaneDefinition(name, List.copyOf(Set.of(stage)), limits);
    }

    LanePieces pieces() {
        return new LanePieces(limits.pieces(stages.size()), stages.size());
    }
}
