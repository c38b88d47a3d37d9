package dev.rushes.split.ffmpeg;

import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.ToolLimits;
import dev.rushes.media.ffmpeg.ToolRun;
import dev.rushes.media.value.MediaInfo.AudioInfo;
import dev.rushes.runtime.stage.StageFailure;
import dev.rushes.split.domain.AudioContainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** Takes the audio track out of footage, in one piece. */
public final class AudioExtractor {
    /** FLAC holds no more. */
    private static final int MOST_CHANNELS = 8;

    private final Ffmpeg ffmpeg;
    private final ToolLimits limits;
    private final TrackInspector inspector;

    public AudioExtractor(Ffmpeg ffmpeg, ToolLimits limits, TrackInspector inspector) {
        this.ffmpeg = ffmpeg;
        this.limits = limits;
        this.inspector = inspector;
    }

    /**
     * Writes the track to a file of its own.
     *
     * @return the file; errors with {@link SplitFailure#CHUNK_UNREADABLE} if what was written can not be read back
     */
    public Mono<Path> extract(Path source, AudioInfo audio, AudioContainer.Choice choice, Path folder) {
        Path file = folder.resolve("audio-" + (choice.copied() ? "copied." : "recoded.")
                + choice.container().extension());
        ToolRun run = new ToolRun("take audio out", arguments(source, audio, choice, file), folder, limits);
        return ffmpeg.run(run, progress -> {})
                .then(Mono.defer(() -> inspector.inspect(file)))
                .flatMap(content -> check(content, audio, choice, file));
    }

    private List<String> arguments(Path source, AudioInfo audio, AudioContainer.Choice choice, Path file) {
        List<String> arguments = new ArrayList<>(ffmpeg.input(source));
        arguments.addAll(List.of("-map", "0:" + audio.stream(), "-map_metadata", "-1"));
        if (choice.copied()) {
            // The encoder's run-up stays before 0, where players skip it.
            arguments.addAll(List.of("-c", "copy", "-avoid_negative_ts", "disabled"));
        } else {
            arguments.addAll(List.of("-af", "aresample=async=1", "-c:a", "flac"));
            if (audio.channels() > MOST_CHANNELS) {
                arguments.addAll(List.of("-ac", "2"));
            }
        }
        arguments.addAll(
                List.of("-f", choice.container().muxer(), file.getFileName().toString()));
        return arguments;
    }

    private static Mono<Path> check(
            TrackInspector.Content content, AudioInfo audio, AudioContainer.Choice choice, Path file) {
        String codec = choice.copied() ? audio.codec() : "flac";
        if (content.packets() > 0 && content.codec().equals(codec)) {
            return Mono.just(file);
        }
        return Mono.error(new StageFailure(
                SplitFailure.CHUNK_UNREADABLE,
                "Expected the audio track to read back as " + codec + ", but got "
                        + (content.codec().isEmpty() ? "nothing" : content.codec()) + " with " + content.packets()
                        + " packets"));
    }
}
