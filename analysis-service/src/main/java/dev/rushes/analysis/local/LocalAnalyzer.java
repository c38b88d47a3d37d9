package dev.rushes.analysis.local;

import dev.rushes.analysis.analyzer.Analyzer;
import dev.rushes.analysis.analyzer.Errand;
import dev.rushes.analysis.analyzer.Examination;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.value.Rational;
import java.nio.file.Path;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** Analyzes on this machine: ffmpeg decodes a chunk once, the detectors of the domain look at what comes out of the pipe. */
public final class LocalAnalyzer implements Analyzer {
    private final PictureExamination pictures;
    private final SoundExamination sound;

    public LocalAnalyzer(Ffmpeg ffmpeg, LocalLimits limits, LocalModels models) {
        this.pictures = new PictureExamination(ffmpeg, limits, models.faces());
        this.sound = new SoundExamination(ffmpeg, limits, models.voices());
    }

    @Override
    public String name() {
        return "local";
    }

    @Override
    public int version() {
        return 3;
    }

    @Override
    public Mono<Examination> analyze(Errand errand) {
        return errand.file().flatMap(file -> analyze(errand.chunk(), file, errand.folder(), errand.analyzed()));
    }

    /** Looks at a chunk whose bytes are there. */
    public Mono<Examination> analyze(ChunkToAnalyze chunk, Path file, Path folder, Consumer<Rational> analyzed) {
        return switch (chunk.track()) {
            case VIDEO -> pictures.examine(chunk, file, folder, analyzed);
            case AUDIO -> sound.examine(chunk, file, folder, analyzed);
        };
    }
}
