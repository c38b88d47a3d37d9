package dev.rushes.split.ffmpeg;

import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.FfmpegProgress;
import dev.rushes.media.ffmpeg.ToolLimits;
import dev.rushes.media.ffmpeg.ToolRun;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.MediaInfo.VideoInfo;
import dev.rushes.media.value.Rational;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/**
 * The last resort for a track that can not be cut as it is: the same pictures at the same times as H.264, with closed groups of pictures, for
 * the analysis only. It is then cut like any other footage.
 */
public final class CuttableCopy {
    private static final int STREAM = 0;

    private final Ffmpeg ffmpeg;
    private final ToolLimits limits;

    public CuttableCopy(Ffmpeg ffmpeg, ToolLimits limits) {
        this.ffmpeg = ffmpeg;
        this.limits = limits;
    }

    /**
     * The copy and what is in it.
     *
     * @param file local file
     * @param info its single track
     */
    public record Made(Path file, MediaInfo info) {}

    public Mono<Made> make(Path source, VideoInfo video, Path folder, Consumer<FfmpegProgress> progress) {
        Path file = folder.resolve("cuttable.mp4");
        List<String> arguments = new ArrayList<>(ffmpeg.input(source, "-fflags", "+genpts"));
        arguments.addAll(List.of("-map", "0:" + video.stream(), "-fps_mode", "passthrough", "-enc_time_base", "demux"));
        arguments.addAll(List.of("-vf", "scale=trunc(iw/2)*2:trunc(ih/2)*2", "-pix_fmt", "yuv420p"));
        arguments.addAll(List.of("-c:v", "libx264", "-preset", "veryfast", "-crf", "18"));
        arguments.addAll(List.of("-bf", "0", "-g", "60", "-x264-params", "open-gop=0"));
        arguments.addAll(
                List.of("-map_metadata", "-1", "-f", "mp4", file.getFileName().toString()));
        return ffmpeg.run(new ToolRun("make video cuttable", arguments, folder, limits), progress)
                .map(report -> new Made(file, info(video)));
    }

    private static MediaInfo info(VideoInfo video) {
        VideoInfo copy = new VideoInfo(
                STREAM, "h264", video.width(), video.height(), 0, video.frameRate(), Rational.of(1, 1), "yuv420p");
        return new MediaInfo("mp4", Optional.empty(), Optional.of(copy), Optional.empty(), List.of());
    }
}
