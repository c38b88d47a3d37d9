package dev.rushes.render.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.MediaInfo.AudioInfo;
import dev.rushes.media.value.MediaInfo.VideoInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FilmCheckTest {
    private static final VideoInfo VIDEO =
            new VideoInfo(0, "h264", 640, 360, 0, Rational.of(25, 1), Rational.of(1, 1), "yuv420p");
    private static final AudioInfo AUDIO = new AudioInfo(1, "aac", 2, 48_000);

    private final RenderPlan plan = new RenderPlan(
            FilmFormat.MP4,
            List.of(new Segment(0, new Span(Rational.ZERO, Rational.of(2, 1)), 0, 50, 96_000)),
            new FrameSize(640, 360),
            Rational.of(25, 1),
            new Picture.Footage(0),
            Optional.of(new Sound(1, false)),
            "mpegts");

    @Test
    void aFilmAsPlannedHasNoProblems() {
        assertThat(FilmCheck.problems(plan, film("mov,mp4,m4a,3gp,3g2,mj2", VIDEO, Optional.of(AUDIO), 2.02)))
                .isEmpty();
    }

    @Test
    void everyDifferenceIsNamed() {
        VideoInfo other = new VideoInfo(0, "vp9", 360, 640, 90, Rational.of(25, 1), Rational.of(1, 1), "yuv420p");

        assertThat(FilmCheck.problems(plan, film("matroska,webm", other, Optional.empty(), 0.5)))
                .hasSize(5);
    }

    @Test
    void aFilmThatIsLyingOnItsSideIsWrongEvenIfItsSizeIsRight() {
        VideoInfo turned = new VideoInfo(0, "h264", 360, 640, 90, Rational.of(25, 1), Rational.of(1, 1), "yuv420p");

        assertThat(FilmCheck.problems(plan, film("mov,mp4", turned, Optional.of(AUDIO), 2)))
                .singleElement()
                .asString()
                .contains("90°");
    }

    @Test
    void aFilmWithoutALengthOrAPictureIsWrong() {
        MediaInfo nothing = new MediaInfo("mov,mp4", Optional.empty(), Optional.empty(), Optional.of(AUDIO), List.of());

        assertThat(FilmCheck.problems(plan, nothing)).hasSize(2);
    }

    private static MediaInfo film(String container, VideoInfo video, Optional<AudioInfo> audio, double seconds) {
        return new MediaInfo(
                container,
                Optional.of(Rational.of(Math.round(seconds * 1000), 1000)),
                Optional.of(video),
                audio,
                List.of());
    }
}
