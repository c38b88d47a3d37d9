package dev.rushes.ingest.tus.domain;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A new upload, as a request asks for it.
 *
 * @param kind how it belongs to others
 * @param pieces what a final one is made of
 * @param length bytes that it will have, if the client knows
 * @param metadata what the client tells
 * @param concatenation {@code Upload-Concat} as it was sent; may be empty
 * @param checksum of the bytes that come with the request
 * @param withBytes whether the body holds the first bytes
 */
public record Creation(
        Upload.Kind kind,
        List<UUID> pieces,
        OptionalLong length,
        Metadata metadata,
        String concatenation,
        Optional<Checksum> checksum,
        boolean withBytes) {

    /** A key of the metadata: an upload that has it starts a job when it is complete. */
    public static final String RECIPE = "recipe";

    public Creation {
        pieces = List.copyOf(pieces);
    }

    /**
     * Reads a request.
     *
     * @param path path of all uploads, without a slash at its end
     * @param mostBytes most bytes of an upload
     */
    public static Reading<Creation> read(Headers headers, String path, long mostBytes) {
        return Metadata.read(headers.text("Upload-Metadata")).then(metadata -> Concatenation.read(
                        headers.text("Upload-Concat"), path)
                .then(concatenation -> Checksum.read(headers.text("Upload-Checksum"))
                        .then(checksum -> length(headers, concatenation, mostBytes)
                                .then(length -> creation(headers, metadata, concatenation, checksum, length)))));
    }

    /** Whether it starts a job when it is complete. A piece never does. */
    public boolean wantsJob() {
        return kind != Upload.Kind.PARTIAL && metadata.value(RECIPE).isPresent();
    }

    private static Reading<Creation> creation(
            Headers headers,
            Metadata metadata,
            Concatenation concatenation,
            Optional<Checksum> checksum,
            OptionalLong length) {
        boolean withBytes = Patch.isOfItsType(headers);
        Creation creation =
                switch (concatenation) {
                    case Concatenation.Whole _ ->
                        new Creation(Upload.Kind.WHOLE, List.of(), length, metadata, "", checksum, withBytes);
                    case Concatenation.Partial _ ->
                        new Creation(Upload.Kind.PARTIAL, List.of(), length, metadata, "partial", checksum, withBytes);
                    case Concatenation.Final(List<UUID> pieces) ->
                        new Creation(
                                Upload.Kind.FINAL,
                                pieces,
                                length,
                                metadata,
                                headers.text("Upload-Concat").orElse(""),
                                checksum,
                                false);
                };
        boolean empty = length.isPresent() && length.getAsLong() == 0;
        return empty && creation.wantsJob()
                ? new Reading.Bad<>(
                        new Refusal(400, "UPLOAD_EMPTY", "Expected footage for the job, but the upload is empty."))
                : new Reading.Good<>(creation);
    }

    private static Reading<OptionalLong> length(Headers headers, Concatenation concatenation, long mostBytes) {
        Optional<String> deferred = headers.text("Upload-Defer-Length");
        return headers.bytes("Upload-Length").then(length -> {
            if (concatenation instanceof Concatenation.Final) {
                return length.isPresent() || deferred.isPresent()
                        ? Reading.malformed(
                                "Expected no length of a final upload, which is as long as its pieces, but got one.")
                        : new Reading.Good<>(length);
            }
            if (deferred.isPresent() && !deferred.get().equals("1")) {
                return Reading.malformed("Expected 1 in Upload-Defer-Length, but got something else.");
            }
            if (length.isPresent() == deferred.isPresent()) {
                return Reading.malformed("Expected either Upload-Length or Upload-Defer-Length, but got "
                        + (length.isPresent() ? "both." : "none."));
            }
            return length.isPresent() && length.getAsLong() > mostBytes
                    ? new Reading.Bad<>(Refusal.tooLarge(mostBytes))
                    : new Reading.Good<>(length);
        });
    }

    /**
     * How long a final upload is.
     *
     * @param found the pieces, in order, as far as they exist
     * @param mostBytes most bytes of an upload
     */
    public Reading<Long> lengthOf(List<Upload> found, long mostBytes) {
        if (found.size() < pieces.size() || found.stream().anyMatch(piece -> piece.kind() != Upload.Kind.PARTIAL)) {
            return Reading.malformed("Expected addresses of partial uploads in Upload-Concat, but one is none.");
        }
        if (!found.stream().allMatch(Upload::isStored)) {
            return Reading.malformed("Expected partial uploads that are complete, but one is not.");
        }
        long length = 0;
        for (Upload piece : found) {
            length += piece.offset();
            if (length > mostBytes || length < 0) {
                return new Reading.Bad<>(Refusal.tooLarge(mostBytes));
            }
        }
        return length == 0 && wantsJob()
                ? new Reading.Bad<>(
                        new Refusal(400, "UPLOAD_EMPTY", "Expected footage for the job, but the upload is empty."))
                : new Reading.Good<>(length);
    }
}
