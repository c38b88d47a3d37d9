package dev.rushes.analysis.domain.sound;

import dev.rushes.analysis.domain.AnalyzerCost;
import dev.rushes.analysis.domain.CostMeter;
import dev.rushes.analysis.domain.Finding;
import dev.rushes.analysis.domain.Observations.Heard;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Plays the sound of a chunk to all detectors, block by block, and gathers what they heard. */
public final class SoundAnalysis {
    /** Largest sample that a detector hears; a broken decoder's infinities would stay in the filters for ever. */
    private static final float LOUDEST = 16;

    private final int channels;
    private final CostMeter meter;
    private final SilenceDetector silence;
    private final LoudnessMeter loudness;
    private final SpeechListener speech;
    private long samples;

    /**
     * @param chunk where the chunk lies on the source's clock
     * @param channels 1 or 2
     * @param model what tells speech; without one, rules do
     * @param meter told which detector took its turn
     */
    public SoundAnalysis(Span chunk, int channels, Optional<VoiceModel> model, CostMeter meter) {
        if (channels < 1 || channels > Sound.MOST_CHANNELS) {
            throw new IllegalArgumentException("Expected 1 or 2 channels, but got " + channels);
        }
        this.channels = channels;
        this.meter = meter;
        this.silence = new SilenceDetector(chunk, channels);
        this.loudness = new LoudnessMeter(chunk, channels);
        this.speech = model.<SpeechListener>map(its -> new ModelSpeech(chunk, channels, its))
                .orElseGet(() -> new SpeechDetector(chunk, channels));
    }

    /**
     * Hears the next block.
     *
     * @param block samples at {@link Sound#RATE}, channels interleaved, full scale being 1; broken ones are mended in place
     * @param length numbers in the block that count; a multiple of the channels
     */
    public void hear(float[] block, int length) {
        for (int i = 0; i < length; i++) {
            block[i] = Float.isFinite(block[i]) ? Math.clamp(block[i], -LOUDEST, LOUDEST) : 0;
        }
        meter.start();
        for (int offset = 0; offset + channels <= length; offset += channels) {
            silence.hear(block, offset);
        }
        meter.lap(SilenceDetector.NAME);
        for (int offset = 0; offset + channels <= length; offset += channels) {
            loudness.hear(block, offset);
        }
        meter.lap(LoudnessMeter.NAME);
        speech.hear(block, length);
        meter.lap(speech.name());
        samples += length / channels;
    }

    /** Seconds that were heard. */
    public Rational heard() {
        return Rational.of(samples, Sound.RATE);
    }

    /** What was heard. Call once, after the last block. */
    public Heard finish() {
        List<Finding> findings = Stream.concat(silence.finish().stream(), speech.finish().stream())
                .toList();
        return new Heard(findings, loudness.momentary(), loudness.integrated());
    }

    /** What each detector cost. */
    public List<AnalyzerCost> costs() {
        return meter.costs();
    }
}
