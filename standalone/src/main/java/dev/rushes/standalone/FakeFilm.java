package dev.rushes.standalone;

import dev.rushes.gemini.fake.generation.FilmOrder;
import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.FfmpegSettings;
import dev.rushes.media.ffmpeg.FfmpegTools;
import dev.rushes.media.ffmpeg.ToolReport;
import dev.rushes.media.ffmpeg.ToolRun;
import dev.rushes.runtime.process.BoundedProcess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;

/** What the fake sends when it is asked for a film: colours and a tone, as long and as large as was asked for, made by ffmpeg on the spot. Safe for threads. */
final class FakeFilm implements Function<FilmOrder, byte[]> {
    private final Ffmpeg ffmpeg = ffmpeg();
    private final Map<FilmOrder, byte[]> made = new ConcurrentHashMap<>();

    /** A whole film, as a file holds it. */
    @Override
    public byte[] apply(FilmOrder order) {
        return made.computeIfAbsent(order, this::make);
    }

    private byte[] make(FilmOrder order) {
        try {
            return encoded(order);
        } catch (IOException error) {
            throw new UncheckedIOException("Expected a folder for a film, but: " + error.getMessage(), error);
        }
    }

    private byte[] encoded(FilmOrder order) throws IOException {
        Path folder = Files.createTempDirectory("rushes-fake");
        Path film = folder.resolve("film.mp4");
        try {
            ToolRun run = new ToolRun("make a film for the fake", arguments(order, film), folder, ffmpeg.limits());
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

    private List<String> arguments(FilmOrder order, Path film) {
        String picture = "testsrc2=s=" + order.width() + "x" + order.height() + ":r=24,hue=h=30*t";
        String seconds = Integer.toString(order.seconds());
        List<String> arguments = new ArrayList<>();
        arguments.addAll(ffmpeg.generatedInput(picture, "-t", seconds));
        arguments.addAll(
                ffmpeg.generatedInput("sine=frequency=330:sample_rate=48000,tremolo=f=2:d=0.5", "-t", seconds));
        arguments.addAll(List.of("-map", "0:v", "-map", "1:a", "-c:v", "libx264", "-preset", "ultrafast"));
        arguments.addAll(List.of("-pix_fmt", "yuv420p", "-c:a", "aac", "-movflags", "+faststart", "file:" + film));
        return arguments;
    }
}
