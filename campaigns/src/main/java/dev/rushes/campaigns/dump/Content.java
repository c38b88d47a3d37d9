package dev.rushes.campaigns.dump;

import dev.rushes.campaigns.stub.EffectKey;
import dev.rushes.flow.FlowStage;
import java.util.Optional;
import java.util.UUID;

/** What a record says, as far as a checker wants to know. */
public sealed interface Content {

    /** Somebody wants a film. */
    record Request(UUID job) implements Content {}

    /**
     * A fact of a stage.
     *
     * @param type name of the record, such as MediaStored
     * @param key work that it tells of
     * @param eventId its identifier
     * @param effect the effect behind it
     */
    record Fact(String type, EffectKey key, UUID eventId, String effect) implements Content {}

    /**
     * News of a job.
     *
     * @param stage where; empty for the whole run
     * @param unit unit of the stage; empty where it has one
     * @param effect the effect behind it, where the event names one
     * @param code failure code; empty if it is about none
     */
    record Event(
            String type, UUID job, Optional<FlowStage> stage, String unit, UUID eventId, String effect, String code)
            implements Content {}

    /** A command to all instances. */
    record Command() implements Content {}

    /** Bytes that are no fact. */
    record Unreadable() implements Content {}
}
