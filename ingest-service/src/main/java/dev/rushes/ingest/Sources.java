package dev.rushes.ingest;

import dev.rushes.ingest.domain.Footage;
import dev.rushes.ingest.source.Delivery;
import dev.rushes.ingest.source.FootageSource;
import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.StageFailure;
import reactor.core.publisher.Mono;

/** All kinds of sources. A new kind does not compile until it has its class here. */
record Sources(FootageSource<Footage.Upload> uploads, FootageSource<Footage.Url> urls) {

    Mono<StoredObject> bring(Footage footage, Delivery delivery) {
        return switch (footage) {
            case Footage.Upload upload -> uploads.bring(upload, delivery);
            case Footage.Url url -> urls.bring(url, delivery);
            case Footage.Missing missing ->
                Mono.error(new StageFailure(IngestFailure.REQUEST_INVALID, missing.problem()));
        };
    }
}
