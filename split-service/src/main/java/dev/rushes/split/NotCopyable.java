package dev.rushes.split;

import dev.rushes.media.ffmpeg.MediaFailure;
import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.StageFailure;
import dev.rushes.split.ffmpeg.SplitFailure;
import java.util.Set;

/** Tells failures that mean "this track can not be copied into this container" from those that another way would meet just the same. */
final class NotCopyable {
    private static final Set<FailureCode> CODES = Set.of(
            SplitFailure.CHUNK_UNREADABLE,
            MediaFailure.TOOL_FAILED,
            MediaFailure.MEDIA_NOT_RECOGNIZED,
            MediaFailure.MEDIA_NOT_DECODABLE,
            MediaFailure.MEDIA_EMPTY);

    private NotCopyable() {}

    static boolean is(Throwable error) {
        return error instanceof StageFailure failure
                && CODES.contains(failure.failure().code());
    }
}
