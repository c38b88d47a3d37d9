package dev.rushes.benchmarks.quality;

import dev.rushes.analysis.domain.Finding;
import dev.rushes.analysis.domain.Finding.Kind;
import dev.rushes.analysis.domain.Observations.Boundary;
import dev.rushes.analysis.domain.Observations.Heard;
import dev.rushes.analysis.domain.Observations.Seen;
import dev.rushes.analysis.domain.Observations.Shot;
import dev.rushes.media.value.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Holds what was seen and heard against a reference. */
final class Judgement {
    /** Seconds that a cut may be off: one picture of 25 a second. */
    static final double TOLERANCE = 0.041;

    private static final Set<Kind> TRANSITIONS = Set.of(Kind.FADE_OUT, Kind.FADE_IN, Kind.DISSOLVE);

    private Judgement() {}

    static Map<String, Score> ofPictures(Reference reference, Seen seen) {
        Map<String, Score> scores = new LinkedHashMap<>();
        reference
                .knownCuts()
                .ifPresent(truth -> scores.put(
                        "hard cuts",
                        Score.ofPoints(
                                truth,
                                seen.shots().stream()
                                        .filter(shot -> shot.boundary() == Boundary.CUT)
                                        .map(Shot::at)
                                        .map(at -> at.toDouble())
                                        .filter(at -> !reference.ignored(at))
                                        .toList(),
                                TOLERANCE)));
        reference.knownTransitions().ifPresent(truth -> {
            List<Stretch> found = stretches(seen.findings(), TRANSITIONS, reference);
            scores.put("fades and dissolves", Score.ofEvents(truth, found));
            for (Kind kind : List.of(Kind.FADE_OUT, Kind.FADE_IN, Kind.DISSOLVE)) {
                scores.put("  " + label(kind), Score.ofEvents(of(truth, label(kind)), of(found, label(kind))));
            }
        });
        reference
                .knownFaces()
                .ifPresent(truth -> scores.put(
                        "faces",
                        Score.ofSeconds(
                                truth,
                                seen.faces().stream()
                                        .map(faces -> stretch(faces.span(), "faces"))
                                        .filter(stretch -> judged(stretch, reference))
                                        .toList())));
        return scores;
    }

    static Map<String, Score> ofSound(Reference reference, Heard heard) {
        Map<String, Score> scores = new LinkedHashMap<>();
        reference
                .knownSilence()
                .ifPresent(truth -> scores.put(
                        "silence",
                        Score.ofSeconds(truth, stretches(heard.findings(), Set.of(Kind.SILENCE), reference))));
        reference.knownSpeech().ifPresent(truth -> {
            List<Finding> speech = heard.speech();
            scores.put("speech", Score.ofSeconds(truth, stretches(speech, Set.of(Kind.SPEECH), reference)));
        });
        return scores;
    }

    private static List<Stretch> stretches(List<Finding> findings, Set<Kind> kinds, Reference reference) {
        return findings.stream()
                .filter(finding -> kinds.contains(finding.kind()))
                .filter(finding -> finding.span().duration().isPositive())
                .map(finding -> stretch(finding.span(), label(finding.kind())))
                .filter(stretch -> judged(stretch, reference))
                .toList();
    }

    private static Stretch stretch(Span span, String kind) {
        return new Stretch(span.start().toDouble(), span.end().toDouble(), kind);
    }

    private static boolean judged(Stretch stretch, Reference reference) {
        return !reference.ignored((stretch.start() + stretch.end()) / 2);
    }

    private static List<Stretch> of(List<Stretch> all, String kind) {
        return all.stream().filter(stretch -> stretch.kind().equals(kind)).toList();
    }

    private static String label(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
