package dev.rushes.ingest.tus;

import dev.rushes.ingest.tus.domain.Reading;
import dev.rushes.ingest.tus.domain.Refusal;
import reactor.core.publisher.Mono;

/** A refusal on its way to the answer. */
final class UploadRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    UploadRefused(Refusal refusal) {
        super(refusal.detail(), null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }

    /** What was read, or the refusal as an error. */
    static <T> Mono<T> unless(Reading<T> reading) {
        return switch (reading) {
            case Reading.Good<T>(T value) -> Mono.just(value);
            case Reading.Bad<T>(Refusal refusal) -> Mono.error(new UploadRefused(refusal));
        };
    }
}
