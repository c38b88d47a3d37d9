package dev.rushes.analysis.local;

import dev.rushes.analysis.analyzer.Examination;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.domain.picture.FaceDetector;
import dev.rushes.analysis.domain.picture.FaceModel;
import dev.rushes.analysis.domain.picture.PictureAnalysis;
import dev.rushes.analysis.domain.picture.SmallPicture;
import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.Ffmpeg.Reading;
import dev.rushes.media.ffmpeg.MediaFailure;
import dev.rushes.media.ffmpeg.ToolRun;
import dev.rushes.media.value.MediaInfo.VideoInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.runtime.stage.StageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** Looks at a video chunk. */
final class PictureExamination {
    private final Ffmpeg ffmpeg;
    private final LocalLimits limits;
    private final Optional<FaceModel> model;

    PictureExamination(Ffmpeg ffmpeg, LocalLimits limits, Optional<FaceModel> model) {
        this.ffmpeg = ffmpeg;
        this.limits = limits;
        this.model = model;
    }

    Mono<Examination> examine(ChunkToAnalyze chunk, Path file, Path folder, Consumer<Rational> analyzed) {
        return Mono.defer(() -> {
            PictureDecode decode = PictureDecode.of(chunk, videoOf(chunk), limits);
            List<String> arguments = new ArrayList<>(ffmpeg.input(file, decode.inputOptions()));
            arguments.addAll(decode.outputs());
            ToolRun run = new ToolRun("look at " + chunk.unit(), arguments, folder, limits.tool());
            return ffmpeg.readMeasured(run, pictures -> look(chunk, decode, pictures, analyzed))
                    .map(reading -> examination(chunk, decode, reading, folder));
        });
    }

    private Look look(ChunkToAnalyze chunk, PictureDecode decode, InputStream pictures, Consumer<Rational> analyzed)
            throws IOException {
        PictureStream stream = new PictureStream(pictures, decode.size(), chunk.start());
        PictureAnalysis analysis = new PictureAnalysis(
                chunk.span(),
                new PictureAnalysis.Stills(decode.stillEvery(), limits.stillsPerChunk()),
                model.map(its -> new FaceDetector(chunk.span(), videoOf(chunk), its)),
                Processor.meter());
        List<Rational> tiles = new ArrayList<>();
        Optional<SmallPicture> next;
        while ((next = stream.next()).isPresent()) {
            Rational at = next.get().at();
            if (analysis.seen() % decode.board().every() == 0) {
                tiles.add(at);
            }
            analysis.see(next.get());
            analyzed.accept(at.minus(chunk.start()));
        }
        return new Look(analysis, tiles);
    }

    /**
     * What came out of the decode.
     *
     * @param tiles times of the pictures that are on the storyboard
     */
    private record Look(PictureAnalysis analysis, List<Rational> tiles) {}

    /** Only once ffmpeg has ended well: what no picture means depends on how it ended. */
    private static Examination examination(
            ChunkToAnalyze chunk, PictureDecode decode, Reading<Look> reading, Path folder) {
        PictureAnalysis analysis = reading.value().analysis();
        Optional<String> problem = problem(chunk, analysis.seen());
        PictureAnalysis.Result result = analysis.finish();
        return new Examination(
                result.seen(),
                problem,
                stills(result, folder),
                decode.board().drawn(reading.value().tiles(), folder),
                Processor.withDecode(reading.report(), result.costs()),
                Optional.empty());
    }

    private static List<Examination.Still> stills(PictureAnalysis.Result result, Path folder) {
        return result.stills().stream()
                .map(still ->
                        new Examination.Still(still.at(), folder.resolve(PictureDecode.stillName(still.number()))))
                .filter(still -> Files.isRegularFile(still.file()))
                .toList();
    }

    private static Optional<String> problem(ChunkToAnalyze chunk, int seen) {
        if (seen == 0) {
            throw new StageFailure(
                    MediaFailure.MEDIA_NOT_DECODABLE,
                    "Expected " + chunk.frames() + " pictures in " + chunk.unit()
                            + ", but none of them can be decoded");
        }
        return seen < chunk.frames()
                ? Optional.of("Expected " + chunk.frames() + " pictures in " + chunk.unit() + ", but only " + seen
                        + " could be decoded; the findings cover those")
                : Optional.empty();
    }

    private static VideoInfo videoOf(ChunkToAnalyze chunk) {
        return chunk.info()
                .video()
                .orElseThrow(() -> new IllegalArgumentException("Expected the video track of " + chunk.unit()
                        + " to be described, but the source's description has none"));
    }
}
