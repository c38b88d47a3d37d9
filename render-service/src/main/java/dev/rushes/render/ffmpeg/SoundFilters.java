package dev.rushes.render.ffmpeg;

import dev.rushes.render.domain.RenderPlan;
import dev.rushes.render.domain.Segment;
import dev.rushes.render.domain.Sound;

/** The filter chain of sound: exactly the segment's samples, stereo, 16 bit, silent where the footage has none. */
final class SoundFilters {
    /** 12 ms: long enough that a join does not click, too short to be heard as a fade. */
    private static final long FADE_SAMPLES = RenderPlan.SAMPLE_RATE * 12 / 1000;

    private SoundFilters() {}

    static String chain(Sound sound, Seek seek, Segment segment) {
        long fade = Math.min(FADE_SAMPLES, segment.samples() / 2);
        return ("[0:%d]asetpts=PTS-(%s)/TB,atrim=start=0,aresample=%d:async=1:first_pts=0,%saformat=sample_fmts=s16:channel_layouts=stereo"
                        + ",apad,atrim=end_sample=%d,afade=t=in:ns=%d,afade=t=out:ss=%d:ns=%d")
                .formatted(
                        sound.stream(),
                        seek.leadText(),
                        RenderPlan.SAMPLE_RATE,
                        // Left to itself, ffmpeg makes stereo from mono 3 dB quieter.
                        sound.mono() ? "pan=stereo|c0=c0|c1=c0," : "",
                        segment.samples(),
                        fade,
                        segment.samples() - fade,
                        fade);
    }
}
