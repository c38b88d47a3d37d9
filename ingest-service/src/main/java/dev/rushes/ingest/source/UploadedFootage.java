package dev.rushes.ingest.source;

import dev.rushes.ingest.domain.Footage;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.StageFailure;
import java.util.Optional;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

/** Footage that the HTTP API has stored already: usually under the job's own key, else it is copied there. */
public final class UploadedFootage implements FootageSource<Footage.Upload> {
    private final ObjectStore store;
    private final DataSize limit;

    /**
     * @param limit most bytes of footage
     */
    public UploadedFootage(ObjectStore store, DataSize limit) {
        this.store = store;
        this.limit = limit;
    }

    @Override
    public Mono<StoredObject> bring(Footage.Upload footage, Delivery delivery) {
        return store.find(footage.key())
                .map(this::checked)
                .flatMap(object -> own(object, delivery.keys().source()));
    }

    private StoredObject checked(Optional<StoredObject> found) {
        StoredObject object = found.orElseThrow(
                () -> new StageFailure(
                        SourceFailure.SOURCE_MISSING,
                        "Expected the uploaded footage in the object store, but nothing is stored under its key. Upload it again."));
        if (object.size() > limit.toBytes()) {
            throw SizeLimit.exceeded(limit);
        }
        return object;
    }

    private Mono<StoredObject> own(StoredObject object, String key) {
        return object.key().equals(key)
                ? Mono.just(object)
                : store.put(key, store.read(object, 0, object.size()), object.contentType(), object.size());
    }
}
