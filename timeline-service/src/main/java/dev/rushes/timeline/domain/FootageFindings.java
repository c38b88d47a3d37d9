package dev.rushes.timeline.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known about the whole footage.
 *
 * @param footage from 0 to its measured end
 * @param cuts times at which a new shot begins, inside the footage, in order, each once
 * @param black black stretches
 * @param frozen stretches without movement
 * @param silence silent stretches
 * @param speech stretches that sound like speech; they do not overlap
 * @param motion how much the picture moves
 * @param sharpness how much detail it has
 * @param loudness loudness in LUFS
 * @param seen what a model understood of the pictures, in order of time
 * @param heard what a model understood of the sound, in order of time
 * @param gaps chunks that nothing is known about
 */
public record FootageFindings(
        Span footage,
        List<Rational> cuts,
        SpanSet black,
        SpanSet frozen,
        SpanSet silence,
        List<Speech> speech,
        Curve motion,
        Curve sharpness,
        Curve loudness,
        List<Moment> seen,
        List<Moment> heard,
        List<AnalyzedChunk> gaps) {

    public FootageFindings {
        cuts = List.copyOf(cuts);
        speech = List.copyOf(speech);
        seen = List.copyOf(seen);
        heard = List.copyOf(heard);
        gaps = List.copyOf(gaps);
    }

    /** The shots of the footage: they partition it. */
    public List<Span> shots() {
        List<Span> shots = new ArrayList<>();
        Rational start = footage.start();
        for (Rational cut : cuts) {
            shots.add(new Span(start, cut));
            start = cut;
        }
        shots.add(new Span(start, footage.end()));
        return shots;
    }

    /** What a model understood of either track, in order of time. */
    public List<Moment> moments() {
        return Moments.ofBoth(seen, heard);
    }

    /** The stretches that sound like speech. */
    public List<Span> speechSpans() {
        return speech.stream().map(Speech::span).toList();
    }
}
