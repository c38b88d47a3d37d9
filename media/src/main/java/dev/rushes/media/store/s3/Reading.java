package dev.rushes.media.store.s3;

import dev.rushes.media.store.StoreErrors;
import dev.rushes.media.value.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.util.retry.Retry;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * A stretch of an object on its way out, window by window, all of one version of the object. The next window is fetched while the last is being
 * read, so a reader takes two windows of memory and may be as slow as it likes: no connection waits for it.
 *
 * <p>One long answer would do with fewer requests. But Amazon's client does not always tell when such an answer breaks off (aws-sdk-java-v2
 * 6949), and its timeouts end with the first byte of it: the reader would wait for ever. A window is fetched whole or tried again.
 */
final class Reading {
    static final int WINDOW = 4 << 20;

    private static final int AHEAD = 2;

    /** How many answers in a row may break off so that Amazon's client doesn't notice. */
    private static final int BROKEN_ANSWERS = 3;

    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18})");

    private final Bucket bucket;
    private final StoredObject object;
    private final long from;
    private final long length;

    /**
     * @param from first byte
     * @param length number of bytes, above 0
     */
    Reading(Bucket bucket, StoredObject object, long from, long length) {
        this.bucket = bucket;
        this.object = object;
        this.from = from;
        this.length = length;
    }

    Flux<ByteBuffer> bytes() {
        int windows = Math.toIntExact((length + WINDOW - 1) / WINDOW);
        return fetch(0, Optional.empty()).flatMapMany(first -> {
            Optional<String> version = Optional.ofNullable(first.response().eTag());
            Flux<ByteBuffer> others = Flux.range(1, windows - 1)
                    .flatMapSequential(window -> fetch(window, version), AHEAD, 1)
                    .map(Reading::buffer);
            return Flux.concat(Mono.just(buffer(first)), others);
        });
    }

    private Mono<ResponseBytes<GetObjectResponse>> fetch(int window, Optional<String> version) {
        long begin = from + (long) window * WINDOW;
        long count = Math.min(WINDOW, from + length - begin);
        return bucket.get(object.key(), Optional.of("bytes=" + begin + "-" + (begin + count - 1)), version)
                .<ResponseBytes<GetObjectResponse>>handle((answer, sink) -> check(answer, begin, count, sink))
                .retryWhen(Retry.backoff(BROKEN_ANSWERS, FIRST_WAIT)
                        .filter(IOException.class::isInstance)
                        .onRetryExhaustedThrow((_, signal) -> signal.failure()))
                .onErrorMap(error -> S3Errors.translate(object.key(), error));
    }

    /** An answer that broke off within its headers passes for a whole one without a body. */
    private void check(
            ResponseBytes<GetObjectResponse> answer,
            long begin,
            long count,
            SynchronousSink<ResponseBytes<GetObjectResponse>> sink) {
        Matcher range = CONTENT_RANGE.matcher(String.valueOf(answer.response().contentRange()));
        if (!range.matches()) {
            sink.error(new IOException("Expected a range of bytes, but the answer doesn't say which it is"));
        } else if (Long.parseLong(range.group(2)) != object.size()) {
            sink.error(StoreErrors.differs(object.key(), object.size() + " bytes", range.group(2) + " bytes"));
        } else if (Long.parseLong(range.group(1)) != begin || answer.asByteArrayUnsafe().length != count) {
            sink.error(new IOException("Expected the range that was asked for, but another came"));
        } else {
            sink.next(answer);
        }
    }

    private static ByteBuffer buffer(ResponseBytes<GetObjectResponse> answer) {
        return ByteBuffer.wrap(answer.asByteArrayUnsafe());
    }
}
