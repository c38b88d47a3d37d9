package dev.rushes.analysis.domain.picture;

import dev.rushes.analysis.domain.Finding;
import dev.rushes.analysis.domain.Finding.Kind;
import dev.rushes.analysis.domain.Series;
import dev.rushes.analysis.domain.SeriesBuilder;
import dev.rushes.analysis.domain.SpanCollector;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Measures brightness, and finds pictures that are too dark or blown out to see much in them. */
final class ExposureDetector {
    static final String NAME = "exposure/1";

    /** Brightness, 0..255, up to which a pixel is dark, and from which on it is white. */
    static final int DARK_PIXEL = 32;

    static final int WHITE_PIXEL = 250;

    /** Part of the pixels that make a picture too dark, or too bright. */
    static final double DARK_PART = 0.85;

    static final double WHITE_PART = 0.4;

    /** Seconds that it must last. */
    static final Rational SHORTEST = Rational.of(1, 2);

    private static final Rational SHORTEST_AT_EDGE = Rational.of(1, 10);

    private final SpanCollector dark;
    private final SpanCollector bright;
    private final SeriesBuilder brightness;

    ExposureDetector(Span chunk) {
        this.dark = new SpanCollector(chunk, SHORTEST, SHORTEST_AT_EDGE);
        this.bright = new SpanCollector(chunk, SHORTEST, SHORTEST_AT_EDGE);
        this.brightness = new SeriesBuilder(chunk, SeriesBuilder.HALF_A_SECOND);
    }

    /**
     * @param black whether it is black: that is a finding of its own
     */
    void see(SmallPicture picture, boolean black) {
        int darkPixels = 0;
        int whitePixels = 0;
        long sum = 0;
        int pixels = picture.pixels();
        for (int i = 0; i < pixels; i++) {
            int value = picture.brightness(i);
            sum += value;
            darkPixels += value <= DARK_PIXEL ? 1 : 0;
            whitePixels += value >= WHITE_PIXEL ? 1 : 0;
        }
        brightness.add(picture.at(), sum / (255.0 * pixels));
        dark.at(picture.at(), !black && darkPixels >= DARK_PART * pixels);
        bright.at(picture.at(), whitePixels >= WHITE_PART * pixels);
    }

    /** Mean brightness, 0..1. */
    Series brightness() {
        return brightness.build();
    }

    List<Finding> finish() {
        List<Finding> findings = new ArrayList<>();
        dark.finish().forEach(span -> findings.add(Finding.measured(span, Kind.UNDEREXPOSED, NAME)));
        bright.finish().forEach(span -> findings.add(Finding.measured(span, Kind.OVEREXPOSED, NAME)));
        findings.sort(Comparator.comparing(Finding::start));
        return findings;
    }
}
