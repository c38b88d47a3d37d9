package dev.rushes.analysis.domain.picture;

import dev.rushes.analysis.domain.Finding;
import dev.rushes.analysis.domain.Finding.Kind;
import dev.rushes.analysis.domain.SpanCollector;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.List;

/** Finds (nearly) black pictures. The two thresholds are those of ffmpeg's {@code blackdetect}; a title on black is not black. */
final class BlackDetector {
    static final String NAME = "black/1";

    /** Brightest pixel that counts as black, 0..255: a tenth of the range. */
    static final int BLACK_PIXEL = 25;

    /** Part of the pixels that must be black. */
    static final double BLACK_PART = 0.98;

    /** Seconds that it must last. */
    static final Rational SHORTEST = Rational.of(1, 10);

    private final SpanCollector spans;

    BlackDetector(Span chunk) {
        this.spans = new SpanCollector(chunk, SHORTEST, Rational.ZERO);
    }

    /** Looks at the next picture, and says whether it is black. */
    boolean see(SmallPicture picture) {
        int black = 0;
        int pixels = picture.pixels();
        for (int i = 0; i < pixels; i++) {
            black += picture.brightness(i) <= BLACK_PIXEL ? 1 : 0;
        }
        boolean isBlack = black >= BLACK_PART * pixels;
        spans.at(picture.at(), isBlack);
        return isBlack;
    }

    List<Finding> finish() {
        return spans.finish().stream()
                .map(span -> Finding.measured(span, Kind.BLACK, NAME))
                .toList();
    }
}
