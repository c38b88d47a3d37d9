package dev.rushes.runtime.wire;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.rushes.flow.FlowStage;
import java.util.UUID;

/** Identifiers that follow from what they identify (UUID version 5, RFC 9562), so that a repeat has the same one. */
public final class EventIds {
    private EventIds() {}

    /** Identifier of a fact or event of one job, run and stage. The job's own id is the name space. */
    public static UUID of(UUID jobId, int run, FlowStage stage, String name) {
        return UuidCreator.getNameBasedSha1(jobId, run + "/" + stage.label() + "/" + name);
    }
}
