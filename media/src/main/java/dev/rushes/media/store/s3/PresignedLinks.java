package dev.rushes.media.store.s3;

import dev.rushes.media.store.DirectLinks;
import dev.rushes.media.store.ObjectKeys;
import dev.rushes.media.value.StoredObject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Links in S3's own way: signed with our credentials for one object, one method, one set of headers and a time. */
final class PresignedLinks implements DirectLinks {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final S3Presigner presigner;
    private final String bucket;
    private final String prefix;
    private final Clock clock;

    PresignedLinks(S3Presigner presigner, String bucket, String prefix, Clock clock) {
        this.presigner = presigner;
        this.bucket = bucket;
        this.prefix = prefix;
        this.clock = clock;
    }

    @Override
    public URI to(StoredObject object, Download download) {
        Duration left = Duration.between(clock.instant(), download.expires());
        String key = prefix + ObjectKeys.checked(object.key());
        String address = presigner
                .presignGetObject(link -> link.signatureDuration(left.compareTo(SHORTEST) < 0 ? SHORTEST : left)
                        .getObjectRequest(get -> get.bucket(bucket)
                                .key(key)
                                .responseContentType(download.contentType())
                                .responseContentDisposition(download.disposition())
                                .responseCacheControl("private, max-age=600")))
                .url()
                .toString();
        return URI.create(address);
    }
}
