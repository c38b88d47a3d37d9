package dev.rushes.analysis.gemini;

import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.gemini.domain.Piece;
import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.MediaFailure;
import dev.rushes.media.ffmpeg.ToolLimits;
import dev.rushes.media.ffmpeg.ToolRun;
import dev.rushes.media.value.Track;
import dev.rushes.runtime.stage.StageFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import reactor.core.publisher.Mono;

/**
 * Makes the small film that is sent instead of a chunk: the model looks at one picture a second whatever it is sent. It is cut by ffmpeg, for the
 * service does not keep to the offsets that it takes.
 */
final class Proxy {
    /** A change of the recipe must raise it, or answers about other films would be taken for answers about these. */
    static final int VERSION = 1;

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

    /** Makes it in the folder. */
    Mono<Path> make(ChunkToAnalyze chunk, Piece piece, Path file, Path folder) {
        return Mono.defer(() -> {
            boolean video = chunk.track() == Track.VIDEO;
            String name = "proxy-" + piece.startMillis() + "-" + piece.lengthMillis() + (video ? ".mp4" : ".aac");
            List<String> arguments = new ArrayList<>(
                    ffmpeg.input(file, "-ss", seconds(piece.startMillis()), "-t", seconds(piece.lengthMillis())));
            arguments.addAll(video ? pictures() : sound());
            arguments.add("file:" + name);
            ToolRun run = new ToolRun("make a proxy of " + chunk.unit(), arguments, folder, limits);
            return ffmpeg.run(run, _ -> {}).map(_ -> made(folder.resolve(name), chunk));
        });
    }

    private static Path made(Path film, ChunkToAnalyze chunk) {
        if (!Files.isRegularFile(film) || film.toFile().length() == 0) {
            throw new StageFailure(
                    MediaFailure.MEDIA_NOT_DECODABLE,
                    "Expected a small film of " + chunk.unit() + ", but nothing of it can be decoded");
        }
        return film;
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
