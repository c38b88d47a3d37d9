package dev.rushes.media.ffmpeg;

import dev.rushes.media.value.MediaInfo;
import dev.rushes.runtime.process.ProcessEnd;
import dev.rushes.runtime.stage.StageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Looks at media under limits: which tracks there are and what is odd about them. */
public final class Probe {
    private final Ffmpeg ffmpeg;
    private final FfmpegSettings settings;
    private final DecodeTest decodeTest;

    public Probe(Ffmpeg ffmpeg, FfmpegSettings settings) {
        this.ffmpeg = ffmpeg;
        this.settings = settings;
        this.decodeTest = new DecodeTest(ffmpeg, settings);
    }

    /**
     * What is in a file.
     *
     * @return errors with {@link MediaFailure} of kind input if the file is empty, is not media, holds no track that decodes, is encrypted or is over
     *     a limit; the message is for the person who sent it
     */
    public Mono<MediaInfo> probe(Path file) {
        return Mono.fromCallable(() -> lookAtFirstBytes(file))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(size -> describe(file).flatMap(probed -> boxes(file, probed)
                        .flatMap(boxes -> choose(file, TrackChoice.among(probed, size), boxes))));
    }

    private static long lookAtFirstBytes(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException("Expected a plain file to probe, but it is missing or something else");
        }
        long size = Files.size(file);
        if (size == 0) {
            throw new StageFailure(
                    MediaFailure.MEDIA_EMPTY, "Expected a video or audio file, but the file is empty. Send it again.");
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            Optional<String> foreign = FirstBytes.foreign(in.readNBytes(FirstBytes.COUNT));
            if (foreign.isPresent()) {
                throw new StageFailure(
                        MediaFailure.MEDIA_NOT_RECOGNIZED,
                        "Expected a video or audio file, but this is " + foreign.get() + ".");
            }
        }
        return size;
    }

    private Mono<ProbedFile> describe(Path file) {
        return ffmpeg.inspectEnd(file, ProbedFile.ARGUMENTS, settings.probeLimits(), ProbedFile::read)
                .map(Probe::described);
    }

    /** ffprobe does nothing but read, so where it gives up without a reason of its own, the file is the reason. */
    private static ProbedFile described(ProcessEnd<Optional<ProbedFile>> end) {
        Optional<ProbedFile> probed = Optional.empty();
        if (end instanceof ProcessEnd.Finished<Optional<ProbedFile>>(var output, var usage)) {
            probed = output;
            boolean unsized = output.stream()
                    .flatMap(file -> file.streams().stream())
                    .anyMatch(stream -> stream.isVideo() && !stream.isDescribed());
            if (unsized && ToolErrors.tellsOfTooManyPixels(usage.complaints())) {
                throw ToolErrors.exited("ffprobe", 0, usage.complaints());
            }
        } else {
            StageFailure failure = ToolErrors.failureOf("ffprobe", end);
            if (failure.failure().code() != MediaFailure.TOOL_FAILED) {
                throw failure;
            }
        }
        return probed.orElseThrow(() -> new StageFailure(
                MediaFailure.MEDIA_NOT_RECOGNIZED,
                "Expected a video or audio file, but nothing in it could be made out."));
    }

    private static Mono<Mp4Boxes.Findings> boxes(Path file, ProbedFile probed) {
        return Mono.fromCallable(() -> probed.isMp4() ? Mp4Boxes.look(file) : Mp4Boxes.Findings.NONE)
                .subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<MediaInfo> choose(Path file, TrackChoice choice, Mp4Boxes.Findings boxes) {
        if (boxes.encrypted()) {
            return Mono.error(new StageFailure(
                    MediaFailure.MEDIA_ENCRYPTED,
                    "Expected media that can be played, but it is encrypted (DRM). Send a copy without protection."));
        }
        List<String> warnings = new ArrayList<>(choice.warnings());
        if (boxes.cutOff()) {
            warnings.add("The file ends before its data does: it was probably cut off while being copied.");
        }
        Mono<Optional<ProbedStream>> video = tried(file, choice.video(), warnings);
        Mono<Optional<ProbedStream>> audio = tried(file, choice.audio(), warnings);
        return video.flatMap(picture -> audio.map(sound -> info(choice, picture, sound, warnings)));
    }

    private Mono<Optional<ProbedStream>> tried(Path file, Optional<ProbedStream> stream, List<String> warnings) {
        return stream.map(candidate -> decodeTest.tryOut(file, candidate).map(verdict -> {
                    String track =
                            "The " + candidate.kind() + " track " + candidate.index() + " (" + candidate.codec() + ") ";
                    return switch (verdict) {
                        case GOOD -> stream;
                        case DAMAGED -> {
                            warnings.add(track + "is damaged in places.");
                            yield stream;
                        }
                        case NOTHING -> {
                            warnings.add(track + "holds nothing that decodes and was left out.");
                            yield Optional.<ProbedStream>empty();
                        }
                    };
                }))
                .orElseGet(() -> Mono.just(Optional.empty()));
    }

    private static MediaInfo info(
            TrackChoice choice, Optional<ProbedStream> video, Optional<ProbedStream> audio, List<String> warnings) {
        if (video.isEmpty() && audio.isEmpty()) {
            throw new StageFailure(
                    MediaFailure.MEDIA_NOT_DECODABLE,
                    "Expected a video or audio track that can be decoded, but there is none. "
                            + String.join(" ", warnings));
        }
        return new MediaInfo(
                choice.container(),
                choice.duration(),
                video.map(ProbedStream::video),
                audio.map(ProbedStream::audio),
                warnings);
    }
}
