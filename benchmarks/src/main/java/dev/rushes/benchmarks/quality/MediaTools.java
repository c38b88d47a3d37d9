package dev.rushes.benchmarks.quality;

import dev.rushes.analysis.analyzer.Examination;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.local.LocalAnalyzer;
import dev.rushes.analysis.local.LocalLimits;
import dev.rushes.analysis.local.LocalModels;
import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.FfmpegSettings;
import dev.rushes.media.ffmpeg.FfmpegTools;
import dev.rushes.media.ffmpeg.Probe;
import dev.rushes.media.ffmpeg.ToolLimits;
import dev.rushes.media.ffmpeg.ToolRun;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import dev.rushes.runtime.process.BoundedProcess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.util.unit.DataSize;

/** ffmpeg, the probe and the local analyzer as an installation without any configuration has them. Everything blocks. */
final class MediaTools {
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final ToolLimits LIMITS =
            new ToolLimits(PATIENCE, PATIENCE, DataSize.ofGigabytes(4), DataSize.ofGigabytes(2));

    private final Path folder;
    private final Ffmpeg ffmpeg;
    private final Probe probe;

    MediaTools(Path folder) {
        this.folder = folder;
        FfmpegSettings settings = new FfmpegSettings(
                null,
                "~/.cache/rushes/ffmpeg",
                1,
                33554432,
                32,
                DataSize.ofMegabytes(512),
                PATIENCE,
                PATIENCE,
                DataSize.ofGigabytes(4),
                DataSize.ofGigabytes(2),
                Duration.ofSeconds(60));
        BoundedProcess processes = new BoundedProcess(new SimpleMeterRegistry());
        this.ffmpeg = new Ffmpeg(new FfmpegTools(settings, processes), processes, settings);
        this.probe = new Probe(ffmpeg, settings);
    }

    Path folder() {
        return folder;
    }

    /** The arguments that open a file. */
    List<String> input(Path file, String... options) {
        return ffmpeg.input(file, options);
    }

    void run(String purpose, List<String> arguments) {
        var unused = ffmpeg.run(new ToolRun(purpose, arguments, folder, LIMITS), progress -> {})
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    MediaInfo info(Path file) {
        return probe.probe(file).blockOptional(PATIENCE).orElseThrow();
    }

    /** One track of a file, as one chunk. */
    Examination examine(Path file, MediaInfo info, Track track, LocalModels models) {
        Rational duration = info.claimedDuration().orElse(Rational.of(1, 1));
        Rational rate = info.video().map(video -> video.frameRate()).orElse(Rational.ZERO);
        ChunkToAnalyze chunk = new ChunkToAnalyze(
                track,
                0,
                new StoredObject("reference", 1, "ab".repeat(32), "video/mp4"),
                Rational.ZERO,
                duration,
                track == Track.VIDEO ? Math.round(duration.times(rate).toDouble()) : 0,
                info);
        try {
            Path scratch = Files.createTempDirectory(folder, "scratch");
            return new LocalAnalyzer(ffmpeg, new LocalLimits(256, 640, 3, 1, LIMITS), models)
                    .analyze(chunk, file, scratch, done -> {})
                    .blockOptional(PATIENCE)
                    .orElseThrow();
        } catch (IOException error) {
            throw new UncheckedIOException("Expected a folder for " + file + ", but: " + error.getMessage(), error);
        }
    }
}
