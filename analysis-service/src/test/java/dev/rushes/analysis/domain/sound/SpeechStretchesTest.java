package dev.rushes.analysis.domain.sound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.analysis.domain.Finding;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpeechStretchesTest {
    private static final Rational TENTH = Rational.of(1, 10);
    private static final Span CHUNK = new Span(Rational.of(20, 1), Rational.of(30, 1));

    @Test
    void aShortPauseDoesNotEndAStretchAndALongOneDoes() {
        assertThat(spans(".####..###......#####.")).containsExactly(span(201, 210), span(216, 221));
    }

    @Test
    void aMomentIsNoSpeechAndWhatIsUnsureOnlyGoesOn() {
        assertThat(spans("..#.......ooooo..#oo...")).containsExactly(span(217, 220));
    }

    @Test
    void stretchesAreInOrderApartInsideTheChunkAndLongEnough() {
        Random random = new Random(5);
        for (int trial = 0; trial < 200; trial++) {
            SpeechStretches stretches = new SpeechStretches(CHUNK, TENTH);
            int frames = random.nextInt(130);
            for (int i = 0; i < frames; i++) {
                stretches.add(random.nextDouble());
            }
            List<Finding> found = stretches.finish("test/1");
            Rational before = CHUNK.start();
            for (Finding finding : found) {
                assertThat(finding.start()).as("trial %s", trial).isGreaterThanOrEqualTo(before);
                assertThat(finding.span().duration().isPositive()).isTrue();
                assertThat(finding.score()).isBetween(0.0, 1.0);
                before = finding.span().end();
            }
            assertThat(before).isLessThanOrEqualTo(CHUNK.end());
        }
    }

    /** A letter a frame: # a voice, o maybe, . none. */
    private static List<Span> spans(String frames) {
        SpeechStretches stretches = new SpeechStretches(CHUNK, TENTH);
        frames.chars().forEach(frame -> stretches.add(frame == '#' ? 0.9 : frame == 'o' ? 0.4 : 0.1));
        return stretches.finish("test/1").stream().map(Finding::span).toList();
    }

    private static Span span(int startTenths, int endTenths) {
        return new Span(Rational.of(startTenths, 10), Rational.of(endTenths, 10));
    }
}
