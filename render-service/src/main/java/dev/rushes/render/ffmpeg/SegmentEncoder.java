package dev.rushes.render.ffmpeg;

import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.MediaFailure;
import dev.rushes.media.ffmpeg.ToolLimits;
import dev.rushes.media.ffmpeg.ToolReport;
import dev.rushes.media.ffmpeg.ToolRun;
import dev.rushes.render.domain.Segment;
import dev.rushes.runtime.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Encodes one segment. Where the footage shows nothing that decodes, the film is black and goes on. */
final class SegmentEncoder {
    private final Ffmpeg ffmpeg;
    private final SegmentCommand command;
    private final ToolLimits limits;

    SegmentEncoder(Ffmpeg ffmpeg, EncoderSettings settings, ToolLimits limits) {
        this.ffmpeg = ffmpeg;
        this.command = new SegmentCommand(ffmpeg, settings);
        this.limits = limits;
    }

    /**
     * What an encoded segment shows.
     *
     * @param segment what was encoded
     * @param loss why it is black; empty if it shows what was planned
     */
    record Encoded(Segment segment, Optional<StageFailure> loss) {}

    /** Encodes the segment, or takes what an earlier try has encoded. Black is not kept: another try may see more. */
    Mono<Encoded> encode(FilmWork work, Segment segment, SegmentShelf shelf, FilmProgress progress) {
        List<String> parts = FilmWork.parts(work.plan(), segment);
        return shelf.take(parts, work.folder())
                .flatMap(taken -> taken
                        ? Mono.just(taken(segment, progress))
                        : planned(work, segment, progress).flatMap(encoded -> shelf.keep(parts, work.folder())
                                .thenReturn(encoded)))
                .onErrorResume(SegmentEncoder::isAboutThePictures, failure -> black(work, segment, progress)
                        .thenReturn(new Encoded(segment, Optional.of((StageFailure) failure))))
                .flatMap(encoded -> appendSound(work, encoded));
    }

    private static Encoded taken(Segment segment, FilmProgress progress) {
        progress.taken(segment);
        return new Encoded(segment, Optional.empty());
    }

    private Mono<Encoded> planned(FilmWork work, Segment segment, FilmProgress progress) {
        return run(work, command.planned(work, segment), segment, progress)
                .then(Mono.fromCallable(() -> {
                            requirePictures(work.path(FilmWork.pictures(segment)), segment);
                            return new Encoded(segment, Optional.empty());
                        })
                        .subscribeOn(Schedulers.boundedElastic()));
    }

    private Mono<ToolReport> black(FilmWork work, Segment segment, FilmProgress progress) {
        return run(work, command.black(work, segment), segment, progress);
    }

    private Mono<ToolReport> run(FilmWork work, List<String> arguments, Segment segment, FilmProgress progress) {
        return ffmpeg.run(
                new ToolRun("encode a clip", arguments, work.folder(), limits),
                report -> progress.encoding(segment, report));
    }

    private static Mono<Encoded> appendSound(FilmWork work, Encoded encoded) {
        if (work.plan().sound().isEmpty()) {
            return Mono.just(encoded);
        }
        return Mono.fromCallable(() -> {
                    Path sound = work.path(FilmWork.sound(encoded.segment()));
                    SoundTrack.append(work.path(FilmWork.SOUND), sound, encoded.segment());
                    return encoded;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    /** Time-outs and kills come and go with the machine; these two do not. */
    private static boolean isAboutThePictures(Throwable error) {
        return error instanceof StageFailure failure
                && (failure.failure().code() == MediaFailure.TOOL_FAILED
                        || failure.failure().code() == MediaFailure.MEDIA_NOT_DECODABLE);
    }

    /** ffmpeg ends well even where it found nothing to write. */
    private static void requirePictures(Path file, Segment segment) throws IOException {
        if (!Mp4Boxes.of(file).hasMedia()) {
            throw new StageFailure(
                    MediaFailure.MEDIA_NOT_DECODABLE,
                    "Expected pictures between %.2f s and %.2f s of the footage, but none there can be decoded"
                            .formatted(
                                    segment.source().start().toDouble(),
                                    segment.source().end().toDouble()));
        }
    }
}
