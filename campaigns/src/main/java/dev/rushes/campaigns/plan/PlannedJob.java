package dev.rushes.campaigns.plan;

import dev.rushes.campaigns.plan.Trouble.Failing;
import dev.rushes.flow.FlowStage;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A job of the campaign.
 *
 * @param id its identifier
 * @param tenant its owner
 * @param chunks chunks that its split makes, at least 1
 * @param trouble what goes wrong with it
 */
public record PlannedJob(UUID id, String tenant, int chunks, Trouble trouble) {
    /** Tries of every stub stage. */
    public static final int ATTEMPTS = 3;

    /** What a job must come to. */
    public enum End {
        COMPLETED,
        FAILED_AT_ONCE,
        GIVEN_UP
    }

    public End end() {
        return switch (trouble) {
            case Trouble.None none -> End.COMPLETED;
            case Trouble.BadFootage bad -> End.FAILED_AT_ONCE;
            case Failing failing -> failing.tries() < ATTEMPTS ? End.COMPLETED : End.GIVEN_UP;
        };
    }

    /** A unit of work of one stage. */
    public record Unit(FlowStage stage, String name) {}

    /** All units that a job of this shape does when it is completed. */
    public List<Unit> units() {
        List<Unit> units = new ArrayList<>();
        units.add(new Unit(FlowStage.UPLOAD, ""));
        units.add(new Unit(FlowStage.SPLIT, ""));
        for (int chunk = 0; chunk < chunks; chunk++) {
            units.add(new Unit(FlowStage.SPLIT, chunkName(chunk)));
            units.add(new Unit(FlowStage.ANALYSIS, chunkName(chunk)));
        }
        units.add(new Unit(FlowStage.TIMELINE, ""));
        units.add(new Unit(FlowStage.RENDER, ""));
        return units;
    }

    /** Name of a chunk's unit, the one that the real stages use. */
    public static String chunkName(int chunk) {
        return "video-%05d".formatted(chunk);
    }
}
