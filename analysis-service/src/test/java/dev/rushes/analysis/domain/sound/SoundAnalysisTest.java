package dev.rushes.analysis.domain.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.analysis.domain.CostMeter;
import dev.rushes.analysis.domain.Finding;
import dev.rushes.analysis.domain.Observations.Heard;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class SoundAnalysisTest {
    private static final long SEED = 11;

    @Test
    void aStereoSineOfMinus23DecibelsHasMinus23Lufs() {
        Heard heard = hear(2, 20, sine(1000, -23));

        assertThat(heard.integratedLoudness().orElseThrow()).isCloseTo(-23, within(0.1));
        assertThat(heard.loudness().values().get(10)).isCloseTo(-23, within(0.1));
    }

    @Test
    void quietStretchesDoNotCountForTheIntegratedLoudness() {
        DoubleUnaryOperator quiet = sine(1000, -36);
        DoubleUnaryOperator loud = sine(1000, -23);

        Heard heard = hear(2, 80, t -> (t < 10 || t >= 70 ? quiet : loud).applyAsDouble(t));

        assertThat(heard.integratedLoudness().orElseThrow()).isCloseTo(-23, within(0.1));
    }

    @Test
    void silenceHasNoIntegratedLoudnessAndIsMinus70AllAlong() {
        Heard heard = hear(1, 3, t -> 0);

        assertThat(heard.integratedLoudness()).isEmpty();
        assertThat(heard.loudness().values()).hasSize(6).containsOnly(-70.0);
        assertThat(heard.silence()).containsExactly(span(0, 3));
    }

    @Test
    void silenceIsFoundWithinATenthOfASecond() {
        DoubleUnaryOperator tone = sine(300, -20);
        DoubleUnaryOperator faint = sine(300, -54);

        Heard heard = hear(1, 10, t -> (t >= 3 && t < 4.5 ? faint : tone).applyAsDouble(t));

        assertThat(heard.silence()).hasSize(1);
        assertThat(heard.silence().getFirst().start().toDouble()).isCloseTo(3, within(0.1));
        assertThat(heard.silence().getFirst().end().toDouble()).isCloseTo(4.5, within(0.1));
    }

    @Test
    void aSoundJustAboveTheLimitIsNotSilentAndAShortPauseIsNoSilence() {
        assertThat(hear(1, 2, sine(300, -49)).silence()).isEmpty();
        assertThat(hear(1, 2, t -> t >= 1 && t < 1.25 ? 0 : sine(300, -20).applyAsDouble(t))
                        .silence())
                .isEmpty();
    }

    @Test
    void aVoiceLikeBuzzInSyllablesSoundsLikeSpeechWhereItIs() {
        DoubleUnaryOperator voice = t -> syllable(t) * buzz(t);

        Heard heard = hear(1, 12, t -> t >= 4 && t < 9 ? voice.applyAsDouble(t) : 0);

        assertThat(heard.speech()).hasSize(1);
        Finding speech = heard.speech().getFirst();
        assertThat(speech.span().start().toDouble()).isCloseTo(4, within(0.6));
        assertThat(speech.span().end().toDouble()).isCloseTo(9, within(0.6));
        assertThat(speech.score()).isGreaterThan(0.6);
    }

    @Test
    void noiseInSyllablesSoundsLikeSpeechToo() {
        Random random = new Random(SEED);

        Heard heard = hear(1, 8, t -> syllable(t) * 0.2 * random.nextGaussian());

        assertThat(heard.speech()).as("seed %s", SEED).hasSize(1);
        assertThat(heard.speech().getFirst().span().duration().toDouble()).isGreaterThan(7);
    }

    @Test
    void steadySoundsAndTicksAreNoSpeech() {
        Random random = new Random(SEED);

        assertThat(hear(1, 8, sine(200, -12)).speech()).isEmpty();
        assertThat(hear(1, 8, t -> 0.2 * random.nextGaussian()).speech())
                .as("seed %s", SEED)
                .isEmpty();
        assertThat(hear(1, 8, t -> t % 1 < 0.03 ? sine(1000, -6).applyAsDouble(t) : 0)
                        .speech())
                .isEmpty();
        assertThat(hear(1, 8, t -> buzz(t) * (0.9 + 0.1 * Math.sin(2 * Math.PI * 4 * t)))
                        .speech())
                .isEmpty();
    }

    @Test
    void brokenSamplesDoNotSpoilWhatFollows() {
        Heard heard = hear(1, 10, t -> t < 0.01 ? Double.NaN : sine(1000, -20).applyAsDouble(t));

        assertThat(heard.integratedLoudness().orElseThrow()).isCloseTo(-23, within(0.2));
    }

    @Test
    void aMomentOfSoundHasFindings() {
        Heard heard = hear(2, 0.05, sine(1000, -20));

        assertThat(heard.loudness().values()).hasSize(1);
        assertThat(heard.speech()).isEmpty();
    }

    /** Four syllables a second with a gap after each. */
    private static double syllable(double time) {
        return Math.max(0, Math.sin(2 * Math.PI * 4 * time));
    }

    /** A 120 Hz voice with its overtones. */
    private static double buzz(double time) {
        double sum = 0;
        for (int harmonic = 1; harmonic <= 12; harmonic++) {
            sum += Math.sin(2 * Math.PI * 120 * harmonic * time) / harmonic;
        }
        return 0.2 * sum;
    }

    private static DoubleUnaryOperator sine(double frequency, double decibels) {
        double amplitude = Math.pow(10, decibels / 20);
        return time -> amplitude * Math.sin(2 * Math.PI * frequency * time);
    }

    /** Plays the same signal on all channels, in blocks of an odd size. */
    private static Heard hear(int channels, double seconds, DoubleUnaryOperator signal) {
        SoundAnalysis analysis = new SoundAnalysis(span(0, seconds), channels, Optional.empty(), CostMeter.none());
        float[] block = new float[channels * 1777];
        int filled = 0;
        long samples = Math.round(seconds * Sound.RATE);
        for (long i = 0; i < samples; i++) {
            float value = (float) signal.applyAsDouble((double) i / Sound.RATE);
            for (int channel = 0; channel < channels; channel++) {
                block[filled++] = value;
            }
            if (filled == block.length) {
                analysis.hear(block, filled);
                filled = 0;
            }
        }
        analysis.hear(block, filled);
        assertThat(analysis.heard()).isEqualTo(Rational.of(samples, Sound.RATE));
        return analysis.finish();
    }

    private static Span span(double start, double end) {
        return new Span(Rational.of(Math.round(start * 1000), 1000), Rational.of(Math.round(end * 1000), 1000));
    }
}
