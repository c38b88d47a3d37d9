package dev.rushes.split;

import dev.rushes.media.value.MediaInfo.AudioInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.media.value.Track;
import dev.rushes.runtime.stage.StageContext.NoteLevel;
import dev.rushes.split.domain.AudioContainer;
import dev.rushes.split.domain.Chunk;
import dev.rushes.split.domain.Sound;
import dev.rushes.split.ffmpeg.AudioExtractor;
import java.nio.file.Path;
import reactor.core.publisher.Mono;

/** Publishes the audio track as one continuous chunk: as it is where possible, else without loss. */
final class AudioSplitter {
    private final AudioExtractor extractor;
    private final ChunkPublisher publisher;

    AudioSplitter(AudioExtractor extractor, ChunkPublisher publisher) {
        this.extractor = extractor;
        this.publisher = publisher;
    }

    /**
     * Extracts, stores and announces.
     *
     * @param origin the track's own time at which the source's clock begins
     */
    Mono<Chunk> split(SplitTask task, AudioInfo audio, Sound sound, Rational origin) {
        Span span = new Span(sound.start().minus(origin), sound.end().minus(origin));
        AudioContainer.Choice choice =
                AudioContainer.of(audio.codec(), task.footage().info().container(), sound.gaps());
        return publish(task, audio, span, choice)
                .onErrorResume(error -> choice.copied() && NotCopyable.is(error), error -> recode(task, audio, span));
    }

    private Mono<Chunk> recode(SplitTask task, AudioInfo audio, Span span) {
        task.job()
                .note(
                        NoteLevel.INFO,
                        "The audio (" + audio.codec()
                                + ") can not be copied as it is. It is decoded and stored without loss.");
        return publish(task, audio, span, AudioContainer.recoded());
    }

    private Mono<Chunk> publish(SplitTask task, AudioInfo audio, Span span, AudioContainer.Choice choice) {
        return extractor
                .extract(task.source(), audio, choice, task.folder())
                .flatMap(file -> publisher.publish(task, closed(file, span, choice.container())));
    }

    private static ChunkPublisher.Closed closed(Path file, Span span, AudioContainer container) {
        return new ChunkPublisher.Closed(Track.AUDIO, 0, file, container.extension(), container.contentType(), span, 0);
    }
}
