package dev.rushes.runtime.stage;

import java.time.Instant;
import reactor.core.publisher.Mono;

/** The budget of an outside service, as a stage uses it while it handles one record. Shared with all instances. */
public interface Lane {

    /**
     * The pass that was claimed before the work began.
     *
     * @throws IllegalStateException if {@link Stage#claims} named no such lane
     */
    LanePass pass();

    /**
     * Asks for one more call in the middle of the work. Never waits.
     *
     * @param tokens most that the call may cost
     * @return the pass; {@link LaneBusy} if there is no room now
     */
    Mono<LanePass> reserve(long tokens);

    /**
     * The service has said that it takes no calls until then (a 429): pauses the lane on every instance. A shorter pause than the one that
     * holds changes nothing. The record itself is still to be ended, as throttled.
     *
     * @param why what the service said, for the log; no secrets
     * @return completes when this instance has stopped and the others have been told
     */
    Mono<Void> hold(Instant until, String why);
}
