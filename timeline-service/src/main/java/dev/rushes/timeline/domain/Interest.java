package dev.rushes.timeline.domain;

import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Says how interesting a stretch of the footage is, and why. Each signal is ranked among the whole footage, since "lively" means something
 * else in a lecture than in a football match. Signals that are unknown there (no such track, a gap) do not count, neither for nor against.
 */
final class Interest {
    private static final double MOTION = 0.40;
    private static final double LOUDNESS = 0.20;
    private static final double SPEECH = 0.20;
    private static final double SHARPNESS = 0.15;
    private static final double NEW_SCENE = 0.05;

    /** What a model recommends counts for more than everything that is measured. */
    private static final double PRAISE = 1.5;

    /** LUFS below which there is nothing to hear. */
    private static final double INAUDIBLE = -60;

    /** Share of the stretch, or rank in the footage, from which on a signal is worth telling. */
    private static final double MUCH_SPEECH = 0.3;

    /** How sure the analyzer must be of speech. */
    private static final double LIKELY = 0.5;

    private static final double LIVELY = 0.6;
    private static final double LOUD = 0.7;
    private static final double SHARP = 0.75;

    private final FootageFindings findings;
    private final FrameClock clock;
    private final Set<Long> cuts;
    private final List<Frames> frozen;
    private final List<Frames> speech;
    private final Praise praise;

    Interest(FootageFindings findings, FrameClock clock) {
        this.findings = findings;
        this.clock = clock;
        this.cuts = findings.cuts().stream().map(clock::nearest).collect(Collectors.toSet());
        this.frozen = findings.frozen().spans().stream().map(clock::touching).toList();
        this.speech = findings.speech().stream()
                .filter(words -> words.score() >= LIKELY)
                .map(words -> clock.touching(words.span()))
                .toList();
        this.praise = new Praise(findings.moments(), clock);
    }

    /**
     * @param score 0 to 1
     * @param reasons in words for people, at least one
     */
    record Rating(double score, List<String> reasons) {}

    double score(Frames stretch) {
        return rate(stretch).score();
    }

    Rating rate(Frames stretch) {
        Tally tally = new Tally();
        Span span = clock.span(stretch);
        tally.add(PRAISE, praise.of(stretch), Highlights.RECOMMENDED, recommended(stretch));
        tally.add(MOTION, rank(findings.motion(), span), LIVELY, "lively picture");
        tally.add(SPEECH, spoken(stretch), MUCH_SPEECH, "somebody speaks");
        tally.add(LOUDNESS, loudness(span), LOUD, "much to hear");
        tally.add(SHARPNESS, rank(findings.sharpness(), span), SHARP, "sharp picture");
        if (findings.motion().known()) {
            tally.add(NEW_SCENE, OptionalDouble.of(cuts.contains(stretch.start()) ? 1 : 0), 1, "new scene");
        }
        return tally.rating(1 - 0.5 * share(stretch, frozen));
    }

    private String recommended(Frames stretch) {
        return praise.of(stretch, Highlights.RECOMMENDED)
                .map(moment -> moment.label().isBlank() ? moment.description() : moment.label())
                .map(String::strip)
                .filter(label -> !label.isEmpty())
                .map(label -> "recommended: " + label)
                .orElse("recommended");
    }

    private static OptionalDouble rank(Curve curve, Span span) {
        OptionalDouble mean = mean(curve, span);
        return mean.isPresent() ? OptionalDouble.of(curve.rank(mean.getAsDouble())) : mean;
    }

    private OptionalDouble loudness(Span span) {
        OptionalDouble mean = mean(findings.loudness(), span);
        return mean.isPresent() && mean.getAsDouble() <= INAUDIBLE
                ? OptionalDouble.of(0)
                : rank(findings.loudness(), span);
    }

    private static OptionalDouble mean(Curve curve, Span span) {
        return curve.mean(span.start().toDouble(), span.end().toDouble());
    }

    private OptionalDouble spoken(Frames stretch) {
        boolean heard = findings.loudness().known() || !speech.isEmpty();
        return heard ? OptionalDouble.of(share(stretch, speech)) : OptionalDouble.empty();
    }

    /** Which share of a stretch the given ones cover; they do not overlap each other and are in order of time. */
    private static double share(Frames stretch, List<Frames> covering) {
        if (stretch.length() == 0) {
            return 0;
        }
        long covered = 0;
        for (int i = Frames.firstEndingAfter(covering, Function.identity(), stretch.start());
                i < covering.size();
                i++) {
            if (covering.get(i).start() >= stretch.end()) {
                break;
            }
            covered += stretch.common(covering.get(i));
        }
        return Math.min(1, (double) covered / stretch.length());
    }

    /** Adds signals up, weighted. */
    private static final class Tally {
        private final List<String> reasons = new ArrayList<>();
        private double sum;
        private double weights;

        void add(double weight, OptionalDouble signal, double worthTelling, String reason) {
            if (signal.isEmpty()) {
                return;
            }
            sum += weight * signal.getAsDouble();
            weights += weight;
            if (signal.getAsDouble() >= worthTelling) {
                reasons.add(reason);
            }
        }

        Rating rating(double factor) {
            double score = weights > 0 ? sum / weights * factor : 0.5 * factor;
            return new Rating(
                    Math.round(score * 1000) / 1000.0,
                    reasons.isEmpty() ? List.of("shows this part of the footage") : List.copyOf(reasons));
        }
    }
}
