package dev.rushes.media.testkit;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Synthesized footage and the truth about it.
 *
 * @param file where it is
 * @param contentType media type
 * @param truth what is really in it
 */
public record Clip(Path file, String contentType, Truth truth) {

    /**
     * What is really in a clip.
     *
     * @param duration seconds of the longest track
     * @param frames pictures; 0 without video
     * @param frameRate pictures a second; 0 where there is none or it varies
     * @param width coded pixels; 0 without video
     * @param height coded pixels; 0 without video
     * @param rotation clockwise degrees for display
     * @param video whether there is a picture
     * @param audio whether there is sound
     * @param cuts times of the first picture of each new shot
     * @param black spans of black pictures
     * @param frozen spans in which the picture does not move
     * @param silence spans without sound
     * @param keyframeEvery pictures from one keyframe to the next; empty where the encoder chose
     */
    public record Truth(
            Rational duration,
            int frames,
            Rational frameRate,
            int width,
            int height,
            int rotation,
            boolean video,
            boolean audio,
            List<Rational> cuts,
            List<Span> black,
            List<Span> frozen,
            List<Span> silence,
            Optional<Integer> keyframeEvery) {}
}
