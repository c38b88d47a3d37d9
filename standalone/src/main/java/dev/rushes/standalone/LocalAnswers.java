package dev.rushes.standalone;

import dev.rushes.analysis.analyzer.Examination;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.local.LocalAnalyzer;
import dev.rushes.analysis.local.LocalLimits;
import dev.rushes.analysis.local.LocalModels;
import dev.rushes.analysis.silero.SileroVoices;
import dev.rushes.gemini.fake.answer.Answers;
import dev.rushes.gemini.fake.answer.Logged;
import dev.rushes.gemini.fake.answer.PlausibleAnswers;
import dev.rushes.gemini.fake.answer.Question;
import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.FfmpegSettings;
import dev.rushes.media.ffmpeg.FfmpegTools;
import dev.rushes.media.ffmpeg.Probe;
import dev.rushes.media.ffmpeg.ToolLimits;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import dev.rushes.runtime.process.BoundedProcess;
import dev.rushes.runtime.stage.StageFailure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.unit.DataSize;

/** Lets the fake of Gemini say about a film what the local analyzers find in it, so that a job makes sense offline. What can't be decoded gets something plausible. */
final class LocalAnswers implements Answers {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final DataSize MEMORY = DataSize.ofGigabytes(2);
    private static final DataSize FILE = DataSize.ofMegabytes(64);
    private static final ToolLimits LIMITS = new ToolLimits(PATIENCE, PATIENCE, MEMORY, FILE);

    private final Probe probe;
    private final LocalAnalyzer local;
    private final Answers otherwise = new PlausibleAnswers(1);

    LocalAnswers() {
        FfmpegSettings settings = new FfmpegSettings(
                null,
                "~/.cache/rushes/ffmpeg",
                1,
                33554432,
                32,
                DataSize.ofMegabytes(512),
                PATIENCE,
                PATIENCE,
                MEMORY,
                FILE,
                Duration.ofSeconds(60));
        BoundedProcess processes = new BoundedProcess(new SimpleMeterRegistry());
        Ffmpeg ffmpeg = new Ffmpeg(new FfmpegTools(settings, processes), processes, settings);
        this.probe = new Probe(ffmpeg, settings);
        this.local = new LocalAnalyzer(
                ffmpeg,
                new LocalLimits(256, 320, 0, 1, LIMITS),
                new LocalModels(SileroVoices.open(), Optional.empty()));
    }

    @Override
    public Logged answer(Question question) {
        return question.film().map(film -> inFolder(question, film)).orElseGet(() -> otherwise.answer(question));
    }

    private Logged inFolder(Question question, Question.Film film) {
        try {
            Path folder = Files.createTempDirectory("rushes-fake");
            try {
                Path file = Files.write(folder.resolve(question.hasVideo() ? "film.mp4" : "film.aac"), film.bytes());
                return found(question, file, folder);
            } catch (StageFailure undecodable) {
                return otherwise.answer(question);
            } finally {
                FileSystemUtils.deleteRecursively(folder);
            }
        } catch (IOException error) {
            throw new UncheckedIOException("Expected a folder for a film, but: " + error.getMessage(), error);
        }
    }

    private Logged found(Question question, Path file, Path folder) {
        MediaInfo info = Objects.requireNonNull(probe.probe(file).block(PATIENCE));
        Track track = question.hasVideo() ? Track.VIDEO : Track.AUDIO;
        Rational duration = info.claimedDuration().orElse(Rational.of(Math.round(question.seconds() * 1000), 1000));
        Rational rate = info.video().map(video -> video.frameRate()).orElse(Rational.ZERO);
        ChunkToAnalyze chunk = new ChunkToAnalyze(
                track,
                0,
                new StoredObject("film", 1, question.sha256(), "video/mp4"),
                Rational.ZERO,
                duration,
                track == Track.VIDEO ? Math.round(duration.times(rate).toDouble()) : 0,
                info);
        Examination seen = Objects.requireNonNull(
                local.analyze(chunk, file, folder, _ -> {}).block(PATIENCE));
        return LocalLog.of(seen.observations(), question.seconds());
    }
}
