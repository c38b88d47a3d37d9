package dev.rushes.media.store.s3;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * The requests that are made of one bucket: lazy, cancelled with their subscriber, and with errors in the program's own terms. Keys are ours;
 * the prefix is put before them here and nowhere else. Every body bears its MD5, which all stores check.
 *
 * <p>Thread-safe.
 */
final class Bucket {
    private final S3AsyncClient client;
    private final String name;
    private final String prefix;

    /**
     * @param prefix what every key in the bucket begins with; may be empty
     */
    Bucket(S3AsyncClient client, String name, String prefix) {
        this.client = client;
        this.name = name;
        this.prefix = prefix;
    }

    /** What is known about an object; fails with {@code STORED_OBJECT_MISSING} if there is none. */
    Mono<HeadObjectResponse> head(String key) {
        return call(key, () -> client.headObject(head -> head.bucket(name).key(at(key))));
    }

    /**
     * Bytes of an object, all in memory.
     *
     * @param range value of the header {@code Range}; empty for all
     * @param eTag the version that must be there; empty for any
     */
    Mono<ResponseBytes<GetObjectResponse>> get(String key, Optional<String> range, Optional<String> eTag) {
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(name)
                .key(at(key))
                .range(range.orElse(null))
                .ifMatch(eTag.orElse(null))
                .build();
        return call(key, () -> client.getObject(request, AsyncResponseTransformer.toBytes()));
    }

    /** Stores a few bytes in one request. */
    Mono<Void> put(String key, Piece piece, String contentType, Map<String, String> metadata) {
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(name)
                .key(at(key))
                .contentType(contentType)
                .contentMD5(piece.md5())
                .metadata(metadata)
                .build();
        return call(key, () -> client.putObject(request, body(piece.bytes()))).then();
    }

    /** Begins a multipart upload and tells its id. */
    Mono<String> begin(String key, String contentType, Map<String, String> metadata) {
        return call(
                        key,
                        () -> client.createMultipartUpload(create -> create.bucket(name)
                                .key(at(key))
                                .contentType(contentType)
                                .metadata(metadata)))
                .map(answer -> answer.uploadId());
    }

    Mono<CompletedPart> putPart(String key, String upload, Piece piece) {
        UploadPartRequest request = UploadPartRequest.builder()
                .bucket(name)
                .key(at(key))
                .uploadId(upload)
                .partNumber(piece.number())
                .contentMD5(piece.md5())
                .build();
        return call(key, () -> client.uploadPart(request, body(piece.bytes())))
                .map(answer -> part(piece.number(), answer.eTag()));
    }

    /** Makes the object visible under its key. */
    Mono<Void> complete(String key, String upload, List<CompletedPart> parts) {
        return call(
                        key,
                        () -> client.completeMultipartUpload(complete -> complete.bucket(name)
                                .key(at(key))
                                .uploadId(upload)
                                .multipartUpload(all -> all.parts(parts))))
                .then();
    }

    /** Forgets a multipart upload and its parts; nothing happens if there is none. */
    Mono<Void> abort(String key, String upload) {
        return call(
                        key,
                        () -> client.abortMultipartUpload(
                                abort -> abort.bucket(name).key(at(key)).uploadId(upload)))
                .then()
                .onErrorResume(S3Errors::isMissing, _ -> Mono.empty());
    }

    /**
     * A page of the parts of a multipart upload.
     *
     * @param after number of the last part that is known
     */
    Mono<ListPartsResponse> parts(String key, String upload, int after) {
        return call(
                key,
                () -> client.listParts(
                        list -> list.bucket(name).key(at(key)).uploadId(upload).partNumberMarker(after)));
    }

    /** A page of the multipart uploads that were begun and not finished. */
    Mono<ListMultipartUploadsResponse> uploads(Optional<ListMultipartUploadsResponse> last) {
        return call(
                "unfinished uploads",
                () -> client.listMultipartUploads(list -> list.bucket(name)
                        .prefix(prefix)
                        .keyMarker(last.map(page -> page.nextKeyMarker()).orElse(null))
                        .uploadIdMarker(
                                last.map(page -> page.nextUploadIdMarker()).orElse(null))));
    }

    Mono<Void> delete(String key) {
        return call(key, () -> client.deleteObject(delete -> delete.bucket(name).key(at(key))))
                .then();
    }

    /**
     * A page of what is below a folder.
     *
     * @param next where the last page ended; empty for the first
     */
    Mono<ListObjectsV2Response> list(String folder, Optional<String> next) {
        return call(
                folder,
                () -> client.listObjectsV2(
                        list -> list.bucket(name).prefix(at(folder) + "/").continuationToken(next.orElse(null))));
    }

    /** The key of ours that stands for a key in the bucket. */
    String ours(String key) {
        return key.substring(prefix.length());
    }

    private String at(String key) {
        return prefix + key;
    }

    /** The bytes stay as they are until the request is over, so a repeat needs no copy. */
    private static AsyncRequestBody body(ByteBuffer bytes) {
        return AsyncRequestBody.fromRemainingByteBufferUnsafe(bytes.duplicate());
    }

    private static CompletedPart part(int number, String eTag) {
        return CompletedPart.builder().partNumber(number).eTag(eTag).build();
    }

    private static <T> Mono<T> call(String key, Supplier<CompletableFuture<T>> request) {
        return Mono.fromFuture(request).onErrorMap(error -> S3Errors.translate(key, error));
    }
}
