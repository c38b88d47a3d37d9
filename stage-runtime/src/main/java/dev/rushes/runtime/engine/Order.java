package dev.rushes.runtime.engine;

import dev.rushes.runtime.stage.JobTicket.Priority;
import java.util.UUID;

/** What an operator, the API or another stage asks of this stage. */
public sealed interface Order {

    /** Stop all work for the runs of a job up to and including {@code run}, and drop what waits. */
    record Cancel(UUID jobId, int run) implements Order {}

    /** The records of a job count with this urgency, those that wait and those that come. */
    record SetPriority(UUID jobId, Priority priority) implements Order {}

    /** Take up nothing new; what runs, runs on. */
    record Pause() implements Order {}

    /** Take up work again. */
    record Resume() implements Order {}

    /** Records at a time on this instance, at least 1, until {@link ResetConcurrency}. */
    record SetConcurrency(int records) implements Order {}

    /** As many records at a time as the settings of this instance say. */
    record ResetConcurrency() implements Order {}
}
