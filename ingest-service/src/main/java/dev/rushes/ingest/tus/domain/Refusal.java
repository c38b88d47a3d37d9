package dev.rushes.ingest.tus.domain;

import java.util.OptionalLong;

/**
 * Why a request is not served.
 *
 * @param status HTTP status. Clients resume after 409, 423 and 5xx, and give up, or begin anew, after the rest
 * @param code stable code for programs
 * @param detail "Expected …, but …"
 */
public record Refusal(int status, String code, String detail) {

    static Refusal malformed(String detail) {
        return new Refusal(400, "UPLOAD_REQUEST_INVALID", detail);
    }

    /** An upload that is not there, belongs to somebody else, or was removed. */
    public static Refusal missing() {
        return new Refusal(
                404, "UPLOAD_NOT_FOUND", "Expected an upload with the id in the address, but there is none.");
    }

    public static Refusal expired() {
        return new Refusal(410, "UPLOAD_EXPIRED", "Expected an upload that still waits for bytes, but it has expired.");
    }

    static Refusal tooLarge(long limit) {
        return new Refusal(
                413,
                "UPLOAD_TOO_LARGE",
                "Expected at most " + limit / 1_000_000
                        + " MB, but the upload is larger than this installation accepts.");
    }

    /** More bytes came than an upload has room for, whether it has told its length or not. */
    public static Refusal pastTheEnd(OptionalLong length) {
        return length.isPresent()
                ? pastTheEnd(length.getAsLong())
                : new Refusal(
                        413,
                        "UPLOAD_TOO_LARGE",
                        "Expected no more bytes than this installation accepts, but there are.");
    }

    static Refusal pastTheEnd(long length) {
        return new Refusal(
                413,
                "UPLOAD_PAST_END",
                "Expected no bytes behind the announced length of " + length + ", but there are more.");
    }

    /** Somebody else writes, and does not stop. */
    public static Refusal locked() {
        return new Refusal(
                423, "UPLOAD_LOCKED", "Expected the upload to be free, but another request works on it. Try again.");
    }

    /** Somebody else has asked for the upload while this request wrote to it. */
    public static Refusal takenOver() {
        return new Refusal(
                423,
                "UPLOAD_TAKEN_OVER",
                "Expected to receive all bytes, but another request has taken the upload over. Ask for the offset and"
                        + " go on.");
    }

    /** The connection brings too little. */
    public static Refusal stalled() {
        return new Refusal(
                503, "UPLOAD_STALLED", "Expected bytes, but too few came for too long. Ask for the offset and go on.");
    }

    /** The instance stops. */
    public static Refusal stopping() {
        return new Refusal(
                503,
                "STOPPING",
                "Expected to receive all bytes, but this instance stops. Ask for the offset and go on.");
    }

    /** The client or the instance has too many uploads at once. */
    public static Refusal tooMany(int limit) {
        return new Refusal(
                503,
                "UPLOADS_TOO_MANY",
                "Expected at most " + limit + " uploads at once, but there are more. Try again later.");
    }

    /** The bytes of the request are not those of its checksum. */
    public static Refusal checksumDiffers() {
        return new Refusal(
                460,
                "CHECKSUM_MISMATCH",
                "Expected the bytes of Upload-Checksum, but others came. They were dropped; send them again.");
    }

    /** The bytes are asked for before they are all there. */
    public static Refusal incomplete() {
        return new Refusal(
                409, "UPLOAD_INCOMPLETE", "Expected an upload that is complete, but bytes are still missing.");
    }
}
