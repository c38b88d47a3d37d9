package dev.rushes.campaigns.stub;

import dev.rushes.flow.FlowStage;
import java.util.UUID;

/**
 * A piece of work that may have one effect at most.
 *
 * @param job its job
 * @param stage the stage that does it
 * @param unit unit of the stage; empty where it has one
 */
public record EffectKey(UUID job, FlowStage stage, String unit) {

    /** As one word, and as a file name. */
    public String text() {
        return job + "." + stage.label() + "." + unit;
    }

    /** What {@link #text} wrote. */
    public static EffectKey of(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("Expected job.stage.unit, but got \"" + text + "\"");
        }
        return new EffectKey(UUID.fromString(parts[0]), FlowStage.ofLabel(parts[1]), parts[2]);
    }
}
