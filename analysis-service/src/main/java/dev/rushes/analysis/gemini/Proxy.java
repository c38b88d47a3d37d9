package dev.rushes.analysis.gemini;

import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.gemini.domain.Piece;
import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.FfmpegProgress;
import dev.rushes.media.ffmpeg.MediaFailure;
import dev.rushes.media.ffmpeg.ToolLimits;
import dev.rushes.media.ffmpeg.ToolRun;
import dev.rushes.media.value.Track;
import dev.rushes.runtime.stage.StageFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Mono;

/**
 * Makes the small film that is sent instead of a chunk: the model looks at one picture a second whatever it is sent. It is cut by ffmpeg, for the
 * service does not keep to the offsets that it takes.
 */
final class Proxy {
    /** A change of the recipe must raise it, or answers about other films would be taken for answers about these. */
    static final int VERSION = 1;

    /** Sound that is worth asking about, where there should be more. */
    private static final long LEAST_MILLIS = 500;

    private final Ffmpeg ffmpeg;
    private final ToolLimits limits;
    private final int side;
    private final int rate;

    Proxy(Ffmpeg ffmpeg, ToolLimits limits, int side, int rate) {
        this.ffmpeg = ffmpeg;
        this.limits = limits;
        this.side = side;
        this.rate = rate;
    }

    static String mimeType(Track track) {
        return track == Track.VIDEO ? "video/mp4" : "audio/aac";
    }

    /** What the film follows from, beside the chunk's bytes. */
    String recipe(ChunkToAnalyze chunk, Piece piece) {
        return "proxy " + VERSION + " " + chunk.track() + " " + side + " " + rate + " " + piece.startMillis() + " "
                + piece.lengthMillis();
    }

    /**
     * Makes it in the folder.
     *
     * @return errors with {@code MEDIA_NOT_DECODABLE} if there is nothing to be seen or heard in it
     */
    Mono<Path> make(ChunkToAnalyze chunk, Piece piece, Path file, Path folder) {
        return Mono.defer(() -> {
            boolean video = chunk.track() == Track.VIDEO;
            String name = "proxy-" + piece.startMillis() + "-" + piece.lengthMillis() + (video ? ".mp4" : ".aac");
            List<String> arguments = new ArrayList<>(
                    ffmpeg.input(file, "-ss", seconds(piece.startMillis()), "-t", seconds(piece.lengthMillis())));
            arguments.addAll(video ? pictures() : sound());
            arguments.add("file:" + name);
            ToolRun run = new ToolRun("make a proxy of " + chunk.unit(), arguments, folder, limits);
            AtomicReference<FfmpegProgress> made = new AtomicReference<>(new FfmpegProgress(0, Duration.ZERO, 0));
            return ffmpeg.run(run, made::set).map(_ -> {
                if (video
                        ? made.get().frame() == 0
                        : isHardlyAnything(made.get().time(), piece)) {
                    throw nothing(chunk, piece);
                }
                return folder.resolve(name);
            });
        });
    }

    /** Of so little a model invents what it says. Codecs leave some hundredths of a second behind the end. */
    private static boolean isHardlyAnything(Duration sound, Piece piece) {
        return sound.toMillis() < Math.min(LEAST_MILLIS, piece.lengthMillis() / 2);
    }

    private static StageFailure nothing(ChunkToAnalyze chunk, Piece piece) {
        return new StageFailure(
                MediaFailure.MEDIA_NOT_DECODABLE,
                "Expected a small film of " + chunk.unit() + " from " + seconds(piece.startMillis()) + " s to "
                        + seconds(piece.endMillis()) + " s, but next to nothing of that can be decoded");
    }

    private List<String> pictures() {
        String scale = "scale=w='if(gte(iw,ih),trunc(min(%d,iw)/2)*2,-2)':h='if(gte(iw,ih),-2,trunc(min(%d,ih)/2)*2)'"
                .formatted(side, side);
        return List.of(
                "-max_error_rate",
                "1",
                "-map",
                "0:v:0",
                "-an",
                "-vf",
                "fps=" + rate + "," + scale + ",format=yuv420p",
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-crf",
                "30",
                "-threads",
                "1",
                "-map_metadata",
                "-1",
                "-movflags",
                "+faststart",
                "-f",
                "mp4");
    }

    private static List<String> sound() {
        return List.of(
                "-max_error_rate",
                "1",
                "-map",
                "0:a:0",
                "-vn",
                "-ac",
                "1",
                "-ar",
                "16000",
                "-c:a",
                "aac",
                "-b:a",
                "32k",
                "-map_metadata",
                "-1",
                "-f",
                "adts");
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%d.%03d", millis / 1000, millis % 1000);
    }
}
