package dev.rushes.standalone;

import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.FfmpegSettings;
import dev.rushes.media.ffmpeg.FfmpegTools;
import dev.rushes.media.ffmpeg.ToolReport;
import dev.rushes.media.ffmpeg.ToolRun;
import dev.rushes.runtime.process.BoundedProcess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;

/** What the fake sends when it is asked for a film: eight seconds of colours and a tone, made by ffmpeg on the spot. */
final class FakeFilm {
    private static final String SECONDS = "8";

    private FakeFilm() {}

    /** A whole film, as a file holds it. */
    static byte[] make() throws IOException {
        Ffmpeg ffmpeg = ffmpeg();
        Path folder = Files.createTempDirectory("rushes-fake");
        Path film = folder.resolve("film.mp4");
        try {
            ToolRun run = new ToolRun("make a film for the fake", arguments(ffmpeg, film), folder, ffmpeg.limits());
            ToolReport unused =
                    Objects.requireNonNull(ffmpeg.run(run, progress -> {}).block());
            return Files.readAllBytes(film);
        } finally {
            Files.deleteIfExists(film);
            Files.deleteIfExists(folder);
        }
    }

    private static Ffmpeg ffmpeg() {
        StandardEnvironment environment = new StandardEnvironment();
        ConfigurationPropertySources.attach(environment);
        FfmpegSettings settings = Binder.get(environment).bindOrCreate("rushes.ffmpeg", FfmpegSettings.class);
        BoundedProcess processes = new BoundedProcess(new SimpleMeterRegistry());
        return new Ffmpeg(new FfmpegTools(settings, processes), processes, settings);
    }

    private static List<String> arguments(Ffmpeg ffmpeg, Path film) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(ffmpeg.generatedInput("testsrc2=s=1280x720:r=24,hue=h=30*t", "-t", SECONDS));
        arguments.addAll(
                ffmpeg.generatedInput("sine=frequency=330:sample_rate=48000,tremolo=f=2:d=0.5", "-t", SECONDS));
        arguments.addAll(List.of("-map", "0:v", "-map", "1:a", "-c:v", "libx264", "-preset", "ultrafast"));
        arguments.addAll(List.of("-pix_fmt", "yuv420p", "-c:a", "aac", "-movflags", "+faststart", "file:" + film));
        return arguments;
    }
}
