package dev.rushes.analysis.silero;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rushes.analysis.domain.sound.VoiceModel;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SileroVoicesTest {
    private static final long SEED = 3;

    private VoiceModel voices;

    @BeforeEach
    void open() throws IOException {
        assumeThat(SileroVoices.MODEL.isPacked())
                .as("Skipped: this build was packed without Silero's model, because npm could not fetch it")
                .isTrue();
        voices = SileroVoices.open().orElseThrow();
    }

    @Test
    void silenceNoiseAndTonesAreNoVoices() {
        Random random = new Random(SEED);
        assertThat(likelihood(i -> 0)).isLessThan(0.2);
        assertThat(likelihood(i -> 0.1 * random.nextGaussian())).isLessThan(0.5);
        assertThat(likelihood(i -> 0.3 * Math.sin(2 * Math.PI * 440 * i / VoiceModel.RATE)))
                .isLessThan(0.5);
    }

    @Test
    void tracksThatAreHeardAtTheSameTimeDoNotDisturbEachOther() {
        Random random = new Random(SEED);
        VoiceModel.Listening alone = voices.begin();
        VoiceModel.Listening beside = voices.begin();
        VoiceModel.Listening other = voices.begin();
        for (int i = 0; i < 30; i++) {
            float[] frame = noise(random);
            double expected = alone.voice(frame);
            double unused = other.voice(noise(random));
            assertThat(beside.voice(frame)).isEqualTo(expected);
        }
    }

    private interface Signal {
        double at(long sample);
    }

    /** Mean over two seconds. */
    private double likelihood(Signal signal) {
        VoiceModel.Listening listening = voices.begin();
        double sum = 0;
        int frames = 2 * VoiceModel.RATE / VoiceModel.FRAME;
        long sample = 0;
        for (int frame = 0; frame < frames; frame++) {
            float[] samples = new float[VoiceModel.FRAME];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (float) signal.at(sample++);
            }
            sum += listening.voice(samples);
        }
        return sum / frames;
    }

    private static float[] noise(Random random) {
        float[] frame = new float[VoiceModel.FRAME];
        for (int i = 0; i < frame.length; i++) {
            frame[i] = (float) (0.1 * random.nextGaussian());
        }
        return frame;
    }
}
