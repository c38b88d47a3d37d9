package dev.rushes.benchmarks.quality;

import dev.rushes.analysis.analyzer.Examination;
import dev.rushes.analysis.blaze.BlazeFaces;
import dev.rushes.analysis.domain.AnalyzerCost;
import dev.rushes.analysis.domain.Observations.Heard;
import dev.rushes.analysis.domain.Observations.Seen;
import dev.rushes.analysis.domain.sound.VoiceModel;
import dev.rushes.analysis.local.LocalModels;
import dev.rushes.analysis.silero.SileroVoices;
import dev.rushes.benchmarks.report.Report;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.Track;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Scores the local analyzers on made-up films and on reference files, and measures what each costs. */
public final class QualityBenchmark {
    private static final String SHARED_CLIP = "sintel_trailer-720p.mp4";
    private static final double COST_MINUTES = 10;

    private final MediaTools tools;
    private final Path sharedMedia;
    private final Sizes sizes;
    private final Report report = new Report("quality");
    private final Map<String, Map<String, Score>> sets = new LinkedHashMap<>();

    /**
     * How much is made and measured.
     *
     * @param cutFilms films of hard cuts
     * @param fadeFilms films of all kinds of joins
     * @param tracks tracks of sound
     * @param costs whether the cost of a clip of ten minutes is measured
     */
    public record Sizes(int cutFilms, int fadeFilms, int tracks, boolean costs) {}

    /**
     * @param folder for what is made
     * @param sharedMedia folder of real clips, whose MANIFEST.tsv says what they are
     */
    public QualityBenchmark(Path folder, Path sharedMedia, Sizes sizes) {
        this.tools = new MediaTools(folder);
        this.sharedMedia = sharedMedia;
        this.sizes = sizes;
    }

    /** @param references folders of reference files */
    public Report run(List<Path> references) {
        LocalModels models = new LocalModels(SileroVoices.open(), BlazeFaces.open());
        report.gate("the model of voices is there", models.voices().isPresent());
        report.gate("the model of faces is there", models.faces().isPresent());
        FilmMaker films = new FilmMaker(tools, sharedMedia);
        SoundMaker sounds = new SoundMaker(tools, sharedMedia);
        for (int i = 0; i < sizes.cutFilms(); i++) {
            judge("made: cuts", films.cuts(1000 + i), models);
        }
        for (int i = 0; i < sizes.fadeFilms(); i++) {
            judge("made: fades", films.fades(2000 + i), models);
        }
        for (int i = 0; i < sizes.tracks(); i++) {
            judge("made: sound", sounds.track(3000 + i), models);
        }
        references.forEach(folder -> files(folder).forEach(file -> judge("references", file, models)));
        sets.forEach(this::rows);
        targets();
        if (sizes.costs()) {
            costs(models);
        }
        return report;
    }

    private void judge(String set, Path file, LocalModels models) {
        try {
            Reference reference = Reference.read(file);
            Path footage = reference.footage(file, sharedMedia);
            MediaInfo info = tools.info(footage);
            if (info.video().isPresent() && reference.seen()) {
                Seen seen =
                        (Seen) tools.examine(footage, info, Track.VIDEO, models).observations();
                count(set, file, Judgement.ofPictures(reference, seen));
            }
            if (info.audio().isPresent() && (reference.silence() != null || reference.speech() != null)) {
                for (Optional<VoiceModel> listener : List.of(models.voices(), Optional.<VoiceModel>empty())) {
                    Heard heard = (Heard)
                            tools.examine(footage, info, Track.AUDIO, new LocalModels(listener, Optional.empty()))
                                    .observations();
                    Map<String, Score> scores = Judgement.ofSound(reference, heard);
                    Map<String, Score> named = new LinkedHashMap<>();
                    String by = listener.map(VoiceModel::name).orElse("speech-rules");
                    scores.forEach((what, score) -> {
                        if (what.equals("speech")) {
                            named.put(by, score);
                        } else if (listener.isPresent() || models.voices().isEmpty()) {
                            named.put(what, score);
                        }
                    });
                    count(set, file, named);
                }
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private void count(String set, Path file, Map<String, Score> scores) {
        Map<String, Score> known = sets.computeIfAbsent(set, none -> new LinkedHashMap<>());
        scores.forEach((what, score) -> {
            var unused = known.merge(what, score, Score::plus);
            if (score.f1() < 1 && Boolean.getBoolean("rushes.bench.details")) {
                report.note(file.getFileName() + " " + what + ": " + score.right() + " of " + score.truth() + " found, "
                        + score.found() + " told");
            }
        });
    }

    private void rows(String set, Map<String, Score> scores) {
        scores.forEach((what, score) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("what", what);
            row.put("truth", score.truth());
            row.put("found", score.found());
            row.put("right", score.right());
            row.put("precision", rounded(score.precision()));
            row.put("recall", rounded(score.recall()));
            row.put("F1", rounded(score.f1()));
            row.put("time error s", rounded(score.error()));
            report.row(set, row);
        });
    }

    private void targets() {
        score("made: cuts", "hard cuts").ifPresent(score -> report.target("F1 of hard cuts", score.f1(), ">=", 0.98));
        score("made: fades", "fades and dissolves")
                .ifPresent(score -> report.target("F1 of fades and dissolves", score.f1(), ">=", 0.9));
    }

    private Optional<Score> score(String set, String what) {
        return Optional.ofNullable(sets.getOrDefault(set, Map.of()).get(what));
    }

    /** A real clip of 720p, repeated until it lasts ten minutes. */
    private void costs(LocalModels models) {
        Path source = sharedMedia.resolve(SHARED_CLIP);
        double length = tools.info(source).claimedDuration().orElseThrow().toDouble();
        int repeats = (int) Math.ceil(COST_MINUTES * 60 / length);
        List<String> arguments = new ArrayList<>(tools.input(source, "-stream_loop", Integer.toString(repeats - 1)));
        arguments.addAll(List.of("-map", "0:v:0", "-map", "0:a:0", "-c", "copy", "-t", "600", "long.mp4"));
        tools.run("make ten minutes", arguments);
        Path clip = tools.folder().resolve("long.mp4");
        MediaInfo info = tools.info(clip);
        double minutes = info.claimedDuration().orElseThrow().toDouble() / 60;
        for (Track track : Track.values()) {
            long before = System.nanoTime();
            Examination examination = tools.examine(clip, info, track, models);
            double wall = (System.nanoTime() - before) / 1e9;
            examination.costs().forEach(cost -> row(track, cost, minutes));
            report.note(track + ": " + rounded(wall) + " s on the clock for " + rounded(minutes) + " minutes");
        }
    }

    private void row(Track track, AnalyzerCost cost, double minutes) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("analyzer", cost.analyzer());
        row.put("track", track.name());
        row.put("CPU s", rounded(cost.processor().toNanos() / 1e9));
        row.put("CPU s per minute", rounded(cost.processor().toNanos() / 1e9 / minutes));
        report.row("cost of " + SHARED_CLIP + " repeated for ten minutes", row);
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException error) {
            throw new UncheckedIOException("Expected a folder of references, but: " + error.getMessage(), error);
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
