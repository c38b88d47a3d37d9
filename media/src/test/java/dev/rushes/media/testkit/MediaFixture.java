package dev.rushes.media.testkit;

import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.FfmpegSettings;
import dev.rushes.media.ffmpeg.FfmpegTools;
import dev.rushes.media.ffmpeg.Probe;
import dev.rushes.media.ffmpeg.ToolLimits;
import dev.rushes.media.store.FileObjectStore;
import dev.rushes.media.work.WorkFolders;
import dev.rushes.runtime.process.BoundedProcess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * Everything that a stage's test needs about media, in a temporary folder: {@code new MediaFixture(tempDir)}. The unpacked ffmpeg is shared
 * between tests and builds.
 */
public final class MediaFixture {
    public static final ToolLimits LIMITS = new ToolLimits(
            Duration.ofSeconds(60), Duration.ofSeconds(60), DataSize.ofGigabytes(2), DataSize.ofMegabytes(200));

    private final Path root;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final BoundedProcess processes = new BoundedProcess(meters);
    private final FfmpegSettings settings = settings();
    private final FfmpegTools tools = new FfmpegTools(settings, processes);
    private final Ffmpeg ffmpeg = new Ffmpeg(tools, processes, settings);
    private final Probe probe = new Probe(ffmpeg, settings);
    private final FileObjectStore store;
    private final WorkFolders workFolders;

    public MediaFixture(Path root) {
        this.root = root;
        this.store = new FileObjectStore(root.resolve("objects"));
        this.workFolders = new WorkFolders(root.resolve("work"));
    }

    /** Settings as an installation without any configuration has them. */
    public static FfmpegSettings settings() {
        return new FfmpegSettings(
                null,
                "~/.cache/rushes/ffmpeg",
                1,
                33554432,
                32,
                DataSize.ofMegabytes(512),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                DataSize.ofGigabytes(2),
                DataSize.ofGigabytes(1),
                Duration.ofSeconds(60));
    }

    public FfmpegTools tools() {
        return tools;
    }

    public BoundedProcess processes() {
        return processes;
    }

    public Ffmpeg ffmpeg() {
        return ffmpeg;
    }

    public Probe probe() {
        return probe;
    }

    public FileObjectStore store() {
        return store;
    }

    public Path storeRoot() {
        return root.resolve("objects");
    }

    public WorkFolders workFolders() {
        return workFolders;
    }

    public Path workRoot() {
        return root.resolve("work");
    }

    /** A maker of footage that writes into a folder of this fixture. */
    public Footage footage() {
        return new Footage(ffmpeg, root.resolve("footage"));
    }

    /** How often ffmpeg was started for work: not counting ffprobe, nor the look at its version. */
    public long ffmpegStarts() {
        return (long) meters.counter(BoundedProcess.STARTS, "tool", "ffmpeg").count();
    }

    /** How often ffprobe was started. */
    public long ffprobeStarts() {
        return (long) meters.counter(BoundedProcess.STARTS, "tool", "ffprobe").count();
    }
}
