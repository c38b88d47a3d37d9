package dev.rushes.analysis.domain.sound;

import dev.rushes.analysis.domain.Finding;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.Arrays;
import java.util.List;

/** Lets a model hear the sound, mixed to one channel at 16 kHz, and makes stretches of its answers. */
final class ModelSpeech implements SpeechListener {
    /** Largest sample after mixing; what is louder is clipped, as the model expects. */
    private static final float FULL_SCALE = 1;

    private final int channels;
    private final String name;
    private final VoiceModel.Listening listening;
    private final ThirdOfTheRate resampler = new ThirdOfTheRate();
    private final float[] frame = new float[VoiceModel.FRAME];
    private final SpeechStretches stretches;
    private int filled;

    ModelSpeech(Span chunk, int channels, VoiceModel model) {
        this.channels = channels;
        this.name = model.name();
        this.listening = model.begin();
        this.stretches = new SpeechStretches(chunk, Rational.of(VoiceModel.FRAME, VoiceModel.RATE));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void hear(float[] block, int length) {
        for (int offset = 0; offset + channels <= length; offset += channels) {
            float mixed = 0;
            for (int channel = 0; channel < channels; channel++) {
                mixed += block[offset + channel];
            }
            if (resampler.hear(mixed / channels)) {
                frame[filled++] = Math.clamp(resampler.sample(), -FULL_SCALE, FULL_SCALE);
                if (filled == frame.length) {
                    endFrame();
                }
            }
        }
    }

    @Override
    public List<Finding> finish() {
        if (filled > 0) {
            Arrays.fill(frame, filled, frame.length, 0);
            endFrame();
        }
        return stretches.finish(name);
    }

    private void endFrame() {
        filled = 0;
        stretches.add(listening.voice(frame));
    }
}
