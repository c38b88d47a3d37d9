package dev.rushes.split.ffmpeg;

import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.FailureKind;

/** Failure codes of the split. */
public enum SplitFailure implements FailureCode {
    /** A chunk that ffmpeg wrote can not be read back. */
    CHUNK_UNREADABLE(FailureKind.OURS),
    /** The chunks do not hold all of the video track. */
    CHUNKS_INCOMPLETE(FailureKind.OURS);

    private final FailureKind kind;

    SplitFailure(FailureKind kind) {
        this.kind = kind;
    }

    @Override
    public FailureKind kind() {
        return kind;
    }
}
