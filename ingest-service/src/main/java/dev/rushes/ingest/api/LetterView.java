package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.rushes.runtime.deadletters.DeadLetter;
import dev.rushes.runtime.deadletters.FailureGroups;
import dev.rushes.runtime.deadletters.LetterContent;
import dev.rushes.runtime.deadletters.LetterPlace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A dead letter, as the API shows it.
 *
 * @param place topic, partition and offset; names the letter in a replay
 * @param original where the record was when it failed first
 * @param fingerprint what it has in common with others of the same failure
 * @param replays how often it has been replayed
 * @param cycle how often the record had been replayed when it became this letter
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record LetterView(
        String place,
        String stage,
        Instant deadAt,
        Optional<Original> original,
        Optional<UUID> job,
        Optional<Integer> run,
        Optional<String> tenant,
        String code,
        Optional<String> kind,
        Optional<Boolean> retryable,
        String message,
        int attempts,
        int bytes,
        Fingerprint fingerprint,
        int replays,
        int cycle,
        String self) {

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Original(String topic, int partition, Optional<Long> offset, Optional<Instant> timestamp) {}

    record Fingerprint(String id, String pattern) {}

    static LetterView of(DeadLetter letter) {
        DeadLetter.Cause cause = letter.cause();
        return new LetterView(
                letter.place().toString(),
                letter.place().stage().label(),
                letter.deadAt(),
                letter.origin()
                        .map(origin ->
                                new Original(origin.topic(), origin.partition(), origin.offset(), origin.timestamp())),
                letter.subject().job(),
                letter.subject().run(),
                letter.subject().tenant(),
                cause.code(),
                cause.kind(),
                cause.retryable(),
                cause.message(),
                cause.attempts(),
                letter.bytes(),
                new Fingerprint(cause.fingerprint().id(), cause.fingerprint().pattern()),
                letter.replays(),
                letter.cycle(),
                address(letter.place()));
    }

    static String address(LetterPlace place) {
        return Addresses.DEAD_LETTERS + "/" + place.stage().label() + "/" + place.partition() + "/" + place.offset();
    }

    /**
     * Letters of one failure.
     *
     * @param sample the last of them
     */
    record Group(
            Fingerprint fingerprint,
            String stage,
            String code,
            long count,
            long unreplayed,
            Instant first,
            Instant last,
            Set<String> tenants,
            String sample) {

        static Group of(FailureGroups.Group group) {
            return new Group(
                    new Fingerprint(
                            group.fingerprint().id(), group.fingerprint().pattern()),
                    group.stage().label(),
                    group.code(),
                    group.count(),
                    group.unreplayed(),
                    group.first(),
                    group.last(),
                    new TreeSet<>(group.tenants()),
                    address(group.sample()));
        }
    }

    /**
     * Everything about one letter.
     *
     * @param moreHeaders headers that are left out
     * @param error class of the error
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Content(
            LetterView letter,
            LetterContent.Shown key,
            List<Header> headers,
            int moreHeaders,
            Value value,
            Optional<String> error,
            Optional<String> stackTrace) {

        static Content of(LetterContent content) {
            return new Content(
                    LetterView.of(content.letter()),
                    content.key(),
                    content.headers().stream()
                            .map(header -> new Header(header.name(), header.value()))
                            .toList(),
                    content.moreHeaders(),
                    Value.of(content.value()),
                    content.error(),
                    content.stackTrace());
        }
    }

    record Header(String name, LetterContent.Shown value) {}

    /** What is in it: a record as Avro JSON, or bytes and why they are shown as they are. */
    sealed interface Value {

        record Decoded(String type, int bytes, @JsonRawValue String json) implements Value {}

        record Opaque(String why, LetterContent.Shown preview) implements Value {}

        static Value of(LetterContent.Value value) {
            return switch (value) {
                case LetterContent.Value.Decoded decoded ->
                    new Decoded(decoded.type(), decoded.bytes(), decoded.avroJson());
                case LetterContent.Value.Opaque opaque -> new Opaque(opaque.why(), opaque.preview());
            };
        }
    }
}
