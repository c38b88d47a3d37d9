package dev.rushes.media.ffmpeg;

import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.FailureKind;

/** Failure codes of reading and writing media. */
public enum MediaFailure implements FailureCode {
    /** The bytes are not media that this program reads. */
    MEDIA_NOT_RECOGNIZED(FailureKind.INPUT),
    /** The file is empty. */
    MEDIA_EMPTY(FailureKind.INPUT),
    /** Nothing in the file can be decoded. */
    MEDIA_NOT_DECODABLE(FailureKind.INPUT),
    /** The media is encrypted. */
    MEDIA_ENCRYPTED(FailureKind.INPUT),
    /** The media is larger, longer or more complicated than this installation accepts. */
    MEDIA_OVER_LIMIT(FailureKind.INPUT),
    /** ffmpeg ended with an error that is not the footage's fault. */
    TOOL_FAILED(FailureKind.OURS),
    /** ffmpeg did not end within its time. */
    TOOL_TIMEOUT(FailureKind.TRANSIENT),
    /** ffmpeg was killed from outside or ran out of memory. */
    TOOL_KILLED(FailureKind.TRANSIENT),
    /** No usable ffmpeg on this machine. */
    TOOL_MISSING(FailureKind.OURS);

    private final FailureKind kind;

    MediaFailure(FailureKind kind) {
        this.kind = kind;
    }

    @Override
    public FailureKind kind() {
        return kind;
    }
}
