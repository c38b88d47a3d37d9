package dev.rushes.media.ffmpeg;

import dev.rushes.media.value.MediaInfo;
import java.nio.file.Path;
import reactor.core.publisher.Mono;

/** Looks at media under limits: which tracks there are and what is odd about them. */
public final class Probe {

    /**
     * What is in a file.
     *
     * @return errors with {@link MediaFailure} of kind input if the file is empty, is not media, holds no track that decodes, is encrypted or is over
     *     a limit; the message is for the person who sent it
     */
    public Mono<MediaInfo> probe(Path file) {
        throw new UnsupportedOperationException("not implemented: " + file);
    }
}
