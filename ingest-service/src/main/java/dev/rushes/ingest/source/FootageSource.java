package dev.rushes.ingest.source;

import dev.rushes.ingest.domain.Footage;
import dev.rushes.media.value.StoredObject;
import reactor.core.publisher.Mono;

/**
 * One kind of source.
 *
 * @param <F> how a request names footage of this kind
 */
public interface FootageSource<F extends Footage> {

    /**
     * Brings footage into the object store, under the job's own key. What an earlier try has brought is used again.
     *
     * @return the stored bytes, not looked at yet; errors with a {@link dev.rushes.runtime.stage.StageFailure} of a {@link SourceFailure}
     */
    Mono<StoredObject> bring(F footage, Delivery delivery);
}
