package dev.rushes.media.ffmpeg;

import dev.rushes.media.value.MediaInfo.AudioInfo;
import dev.rushes.media.value.MediaInfo.VideoInfo;
import dev.rushes.media.value.Rational;
import tools.jackson.databind.JsonNode;

/**
 * One stream as ffprobe describes it. Every field may be missing or nonsense.
 *
 * @param index position in the container
 * @param kind "video", "audio", "subtitle", …
 * @param codec name, or "unknown"
 * @param isDefault whether the container marks it as the one to play
 * @param isPicture whether it is cover art or a thumbnail
 * @param json all fields
 */
record ProbedStream(int index, String kind, String codec, boolean isDefault, boolean isPicture, JsonNode json) {
    private static final long HIGHEST_RATE = 480;

    static ProbedStream of(JsonNode json) {
        JsonNode disposition = json.path("disposition");
        return new ProbedStream(
                json.path("index").asInt(-1),
                json.path("codec_type").asString("unknown"),
                json.path("codec_name").asString("unknown"),
                disposition.path("default").asInt(0) == 1,
                disposition.path("attached_pic").asInt(0) == 1
                        || disposition.path("timed_thumbnails").asInt(0) == 1
                        || disposition.path("still_image").asInt(0) == 1,
                json);
    }

    boolean isVideo() {
        return kind.equals("video") && !isPicture;
    }

    boolean isAudio() {
        return kind.equals("audio");
    }

    /** Whether the header describes it well enough to try decoding. */
    boolean isDescribed() {
        boolean sized = !isVideo() || width() > 0 && height() > 0;
        boolean sounding = !isAudio() || channels() > 0;
        return index >= 0 && !codec.equals("unknown") && !codec.equals("none") && sized && sounding;
    }

    long pixels() {
        return (long) width() * height();
    }

    VideoInfo video() {
        return new VideoInfo(
                index,
                codec,
                width(),
                height(),
                rotation(),
                frameRate(),
                positiveOr(rational("sample_aspect_ratio"), Rational.of(1, 1)),
                json.path("pix_fmt").asString("unknown"));
    }

    AudioInfo audio() {
        return new AudioInfo(index, codec, channels(), json.path("sample_rate").asInt(0));
    }

    private int width() {
        return json.path("width").asInt(0);
    }

    private int height() {
        return json.path("height").asInt(0);
    }

    private int channels() {
        return json.path("channels").asInt(0);
    }

    /** ffprobe counts against the clock; people and players count with it. */
    private int rotation() {
        for (JsonNode side : json.path("side_data_list")) {
            if (side.has("rotation")) {
                int clockwise = -side.path("rotation").asInt(0);
                return Math.floorMod(Math.round(clockwise / 90f) * 90, 360);
            }
        }
        return 0;
    }

    /** The average; where that is nonsense (Matroska's clock of milliseconds), the rate of the codec. */
    private Rational frameRate() {
        Rational average = rational("avg_frame_rate");
        Rational nominal = rational("r_frame_rate");
        if (isPlausible(average)) {
            return average;
        }
        return isPlausible(nominal) ? nominal : Rational.ZERO;
    }

    private static boolean isPlausible(Rational rate) {
        return rate.isPositive() && rate.compareTo(Rational.of(HIGHEST_RATE, 1)) <= 0;
    }

    private static Rational positiveOr(Rational rational, Rational otherwise) {
        return rational.isPositive() ? rational : otherwise;
    }

    private Rational rational(String field) {
        try {
            return Rational.parse(json.path(field).asString("0/1"));
        } catch (NumberFormatException | ArithmeticException notOne) {
            return Rational.ZERO;
        }
    }
}
