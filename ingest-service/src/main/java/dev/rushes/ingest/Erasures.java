package dev.rushes.ingest;

import java.util.UUID;
import reactor.core.publisher.Mono;

/** Knows which jobs have been erased, so that a request that comes again does not bring one back. */
interface Erasures {

    /** @return a {@link dev.rushes.runtime.stage.StageFailure} if nobody can be asked now */
    Mono<Boolean> isErased(String tenant, UUID job);
}
