package dev.rushes.media.value;

import java.util.List;
import java.util.Optional;

/**
 * What probing found in footage. Headers lie: a claimed duration is a hint for people, never a limit of a loop.
 *
 * @param container container as ffmpeg names it
 * @param claimedDuration seconds that the header claims
 * @param video the video track that the pipeline works on
 * @param audio the audio track that the pipeline works on
 * @param warnings what is odd, in sentences for people
 */
public record MediaInfo(
        String container,
        Optional<Rational> claimedDuration,
        Optional<VideoInfo> video,
        Optional<AudioInfo> audio,
        List<String> warnings) {

    public MediaInfo {
        warnings = List.copyOf(warnings);
    }

    /**
     * The video track.
     *
     * @param stream index of the stream in the container
     * @param codec name as ffmpeg says it
     * @param width coded pixels, before rotation
     * @param height coded pixels, before rotation
     * @param rotation clockwise degrees for display: 0, 90, 180 or 270
     * @param frameRate average frames a second; 0 if unknown
     * @param pixelAspect width of a pixel over its height
     * @param pixelFormat name as ffmpeg says it
     */
    public record VideoInfo(
            int stream,
            String codec,
            int width,
            int height,
            int rotation,
            Rational frameRate,
            Rational pixelAspect,
            String pixelFormat) {

        /** Width as displayed: after rotation, with square pixels. */
        public int displayWidth() {
            return sideways() ? height : squareWidth();
        }

        /** Height as displayed: after rotation, with square pixels. */
        public int displayHeight() {
            return sideways() ? squareWidth() : height;
        }

        private boolean sideways() {
            return rotation == 90 || rotation == 270;
        }

        private int squareWidth() {
            return pixelAspect.isPositive() ? Math.toIntExact(Math.round(width * pixelAspect.toDouble())) : width;
        }
    }

    /**
     * The audio track.
     *
     * @param stream index of the stream in the container
     * @param codec name as ffmpeg says it
     * @param channels at least 1
     * @param sampleRate samples a second
     */
    public record AudioInfo(int stream, String codec, int channels, int sampleRate) {}
}
