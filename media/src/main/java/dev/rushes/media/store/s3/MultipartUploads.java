package dev.rushes.media.store.s3;

import dev.rushes.media.store.UnfinishedUploads;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;

/** The multipart uploads of a bucket that were begun and not completed. */
final class MultipartUploads implements UnfinishedUploads {
    private final Bucket bucket;

    MultipartUploads(Bucket bucket) {
        this.bucket = bucket;
    }

    @Override
    public Flux<UnfinishedUpload> list() {
        return Flux.defer(() -> bucket.uploads(Optional.empty()))
                .expand(page ->
                        Boolean.TRUE.equals(page.isTruncated()) ? bucket.uploads(Optional.of(page)) : Mono.empty())
                .concatMapIterable(ListMultipartUploadsResponse::uploads, 1)
                .map(found -> new UnfinishedUpload(bucket.ours(found.key()), found.uploadId(), found.initiated()));
    }

    @Override
    public Mono<Void> abort(UnfinishedUpload upload) {
        return bucket.abort(upload.key(), upload.token());
    }
}
