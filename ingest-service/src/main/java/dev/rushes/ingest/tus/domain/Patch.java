package dev.rushes.ingest.tus.domain;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Bytes for an upload, as a request brings them.
 *
 * @param offset where they begin
 * @param length bytes of the whole upload, if the request tells
 * @param contentLength bytes of this request, if it tells
 * @param checksum what they must come to
 */
public record Patch(long offset, OptionalLong length, OptionalLong contentLength, Optional<Checksum> checksum) {
    private static final String TYPE = "application/offset+octet-stream";

    /**
     * What is to be done about it.
     *
     * @param length bytes of the whole upload, which become known with this request
     * @param atMost bytes to take; one more is refused
     */
    public record Append(OptionalLong length, long atMost) {}

    static boolean isOfItsType(Headers headers) {
        return headers.text("Content-Type")
                .map(type -> type.split(";", 2)[0].strip())
                .filter(TYPE::equalsIgnoreCase)
                .isPresent();
    }

    /** Reads a request. */
    public static Reading<Patch> read(Headers headers) {
        if (!isOfItsType(headers)) {
            return new Reading.Bad<>(new Refusal(
                    415, "MEDIA_TYPE_UNSUPPORTED", "Expected bytes of the media type " + TYPE + ", but got another."));
        }
        return headers.bytes("Upload-Offset").then(offset -> {
            if (offset.isEmpty()) {
                return Reading.malformed("Expected Upload-Offset, but it is missing.");
            }
            return headers.bytes("Upload-Length").then(length -> headers.bytes("Content-Length")
                    .then(contentLength -> Checksum.read(headers.text("Upload-Checksum"))
                            .then(checksum -> new Reading.Good<>(
                                    new Patch(offset.getAsLong(), length, contentLength, checksum)))));
        });
    }

    /**
     * Decides about the request for an upload in its present state.
     *
     * @param mostBytes most bytes of an upload
     */
    public Reading<Append> decide(Upload upload, long mostBytes) {
        if (upload.kind() == Upload.Kind.FINAL) {
            return new Reading.Bad<>(new Refusal(
                    403, "UPLOAD_IS_FINAL", "Expected no bytes for an upload that is made of others, but got some."));
        }
        if (upload.expired() && upload.isReceiving()) {
            return new Reading.Bad<>(Refusal.expired());
        }
        if (offset != upload.offset()) {
            return new Reading.Bad<>(new Refusal(
                    409,
                    "OFFSET_MISMATCH",
                    "Expected bytes from " + upload.offset() + " on, but they begin at " + offset + "."));
        }
        return wholeLength(upload, mostBytes).then(whole -> {
            long end = whole.orElse(mostBytes);
            if (contentLength.isPresent() && contentLength.getAsLong() > end - offset) {
                return new Reading.Bad<>(whole.isPresent() ? Refusal.pastTheEnd(end) : Refusal.tooLarge(mostBytes));
            }
            return new Reading.Good<>(new Append(whole, end - offset));
        });
    }

    private Reading<OptionalLong> wholeLength(Upload upload, long mostBytes) {
        if (length.isEmpty()) {
            return new Reading.Good<>(upload.length());
        }
        long told = length.getAsLong();
        if (upload.length().isPresent()) {
            return upload.length().getAsLong() == told
                    ? new Reading.Good<>(upload.length())
                    : Reading.malformed("Expected the length that was told before, but got another.");
        }
        if (told > mostBytes) {
            return new Reading.Bad<>(Refusal.tooLarge(mostBytes));
        }
        return told < offset
                ? Reading.malformed("Expected a length of at least the bytes that are there, but it is shorter.")
                : new Reading.Good<>(length);
    }
}
