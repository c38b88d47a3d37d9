package dev.rushes.ingest;

import dev.rushes.ingest.ledger.Tombstones;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.StageFailure;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Asks the ledger. */
record LedgerErasures(Tombstones tombstones) implements Erasures {

    @Override
    public Mono<Boolean> isErased(String tenant, UUID job) {
        return tombstones
                .find(tenant, job)
                .hasElement()
                .onErrorMap(error -> new StageFailure(
                        CommonFailure.DATABASE_UNAVAILABLE,
                        "Expected the ledger to tell whether the job has been erased, but it answered with "
                                + error.getClass().getSimpleName(),
                        error));
    }
}
