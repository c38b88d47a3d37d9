package dev.rushes.render.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.MediaInfo.AudioInfo;
import dev.rushes.media.value.MediaInfo.VideoInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RenderPlannerTest {
    private static final Rational FIFTY = Rational.of(50, 1);
    private static final FilmLimits LIMITS = new FilmLimits(Duration.ofMinutes(10), Duration.ofSeconds(30), 480, 12);
    private static final FilmOptions MP4_720 = new FilmOptions(FilmFormat.MP4, 720);

    private final RenderPlanner planner = new RenderPlanner(LIMITS);

    @Test
    void aSegmentHasAWholeNumberOfPicturesAndItsSoundLastsExactlyAsLong() {
        // given clips of 1.02 s and 0.77 s of footage with 25 pictures a second
        Cut cut = cut(span(0, 102, 100), span(500, 577, 100));

        // when
        RenderPlan plan = planned(cut, footage(1280, 720, 25, 1), MP4_720);

        // then each is rounded by itself: 25.5 pictures to 26, 19.25 to 19
        assertThat(plan.segments()).extracting(Segment::frames).containsExactly(26L, 19L);
        assertThat(plan.segments()).extracting(Segment::samples).containsExactly(26 * 1920L, 19 * 1920L);
        assertThat(plan.segments()).extracting(Segment::firstFrame).containsExactly(0L, 26L);
        assertThat(plan.length()).isEqualTo(Rational.of(45, 25));
    }

    @Test
    void neitherSoundNorPictureDriftsHoweverManyClipsThereAre() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            // given a random cut of footage with an odd rate
            Rational rate = List.of(Rational.of(24000, 1001), Rational.of(30000, 1001), Rational.of(25, 1))
                    .get(random.nextInt(3));
            List<Span> clips = new ArrayList<>();
            long at = 0;
            for (int clip = 0; clip < 1 + random.nextInt(40); clip++) {
                long start = at + 1 + random.nextInt(50_000);
                at = start + 9_000 + random.nextInt(900_000);
                clips.add(span(start, at, 90_000));
            }
            MediaInfo info = footage(640, 360, rate.value(), rate.scale());
            Cut cut = new Cut(clips, new Span(Rational.ZERO, Rational.of(100_000, 1)), true, true);

            // when
            RenderPlan plan = planned(cut, info, MP4_720);

            // then sound and picture agree to the sample, and the film to half a picture a clip
            long samples = plan.segments().stream().mapToLong(Segment::samples).sum();
            assertThat(samples / (double) RenderPlan.SAMPLE_RATE)
                    .isCloseTo(plan.length().toDouble(), org.assertj.core.data.Offset.offset(1.0 / 48_000));
            double wanted = clips.stream()
                    .mapToDouble(clip -> clip.duration().toDouble())
                    .sum();
            assertThat(Math.abs(plan.length().toDouble() - wanted))
                    .isLessThanOrEqualTo(clips.size() * 0.5 / rate.toDouble() + 1e-9);
        }
    }

    @Test
    void clipsThatTouchBecomeOneSegment() {
        RenderPlan plan = planned(cut(span(0, 2, 1), span(2, 3, 1), span(5, 6, 1)), footage(640, 360, 25, 1), MP4_720);

        assertThat(plan.segments()).extracting(Segment::source).containsExactly(span(0, 3, 1), span(5, 6, 1));
    }

    @Test
    void aClipEndsWhereTheFootageEnds() {
        Cut cut = new Cut(List.of(span(8, 12, 1), span(20, 30, 1)), span(0, 10, 1), true, true);

        RenderPlan plan = planned(cut, footage(640, 360, 25, 1), MP4_720);

        assertThat(plan.segments()).extracting(Segment::source).containsExactly(span(8, 10, 1));
    }

    @Test
    void footageIsNeverScaledUpAndKeepsItsShape() {
        assertThat(sizeOf(footage(640, 360, 25, 1), 1080)).isEqualTo(new FrameSize(640, 360));
        assertThat(sizeOf(footage(1920, 1080, 25, 1), 720)).isEqualTo(new FrameSize(1280, 720));
        assertThat(sizeOf(footage(1920, 1080, 25, 1), 480)).isEqualTo(new FrameSize(854, 480));
        assertThat(sizeOf(footage(1280, 534, 25, 1), 480)).isEqualTo(new FrameSize(1150, 480));
    }

    @Test
    void oddSizesBecomeEvenWithoutGrowing() {
        assertThat(sizeOf(footage(321, 241, 25, 1), 720)).isEqualTo(new FrameSize(320, 240));
        assertThat(sizeOf(footage(1, 1, 25, 1), 720)).isEqualTo(new FrameSize(2, 2));
    }

    @Test
    void rotatedFootageIsMeasuredUpright() {
        assertThat(sizeOf(footage(video(1920, 1080, 90, Rational.of(1, 1), FIFTY)), 720))
                .isEqualTo(new FrameSize(406, 720));
    }

    @Test
    void pixelsBecomeSquare() {
        assertThat(sizeOf(footage(video(720, 576, 0, Rational.of(64, 45), FIFTY)), 720))
                .isEqualTo(new FrameSize(1024, 576));
    }

    @Test
    void aGifIsSmallSlowShortAndSilent() {
        // given 40 s of full HD at 50 pictures a second with sound
        RenderPlan plan = ((Planning.Planned) planner.plan(
                        cut(span(0, 25, 1), span(30, 45, 1)),
                        footage(1920, 1080, 50, 1),
                        new FilmOptions(FilmFormat.GIF, 1080)))
                .plan();

        assertThat(plan.size()).isEqualTo(new FrameSize(480, 270));
        assertThat(plan.frameRate()).isEqualTo(Rational.of(12, 1));
        assertThat(plan.length()).isEqualTo(Rational.of(30, 1));
        assertThat(plan.segments()).extracting(Segment::source).containsExactly(span(0, 25, 1), span(30, 35, 1));
        assertThat(plan.audible()).isFalse();
        assertThat(plan.sound()).isEmpty();
    }

    @Test
    void aGifThatHadToBeShortenedSaysSo() {
        Planning planning =
                planner.plan(cut(span(0, 40, 1)), footage(640, 360, 25, 1), new FilmOptions(FilmFormat.GIF, 480));

        assertThat(((Planning.Planned) planning).notes())
                .singleElement()
                .asString()
                .contains("40.0 s", "30 s");
    }

    @Test
    void soundAloneIsDrawn() {
        MediaInfo info = new MediaInfo(
                "flac",
                Optional.empty(),
                Optional.empty(),
                Optional.of(new AudioInfo(0, "flac", 1, 44_100)),
                List.of());

        RenderPlan plan = planned(new Cut(List.of(span(0, 2, 1)), span(0, 9, 1), false, true), info, MP4_720);

        assertThat(plan.picture()).isEqualTo(new Picture.Waveform());
        assertThat(plan.size()).isEqualTo(new FrameSize(1280, 720));
        assertThat(plan.sound()).contains(new Sound(0, true));
        assertThat(plan.frameRate()).isEqualTo(Rational.of(25, 1));
    }

    @Test
    void aTimelineWithoutSoundMakesASilentFilm() {
        Cut cut = new Cut(List.of(span(0, 2, 1)), span(0, 9, 1), true, false);

        assertThat(planned(cut, footage(640, 360, 25, 1), MP4_720).audible()).isFalse();
    }

    @Test
    void whatCanNotBeMadeIsNamed() {
        MediaInfo info = footage(640, 360, 25, 1);

        assertThat(planner.plan(cut(span(0, 900, 1)), info, MP4_720)).isInstanceOf(Planning.TooLong.class);
        assertThat(planner.plan(cut(), info, MP4_720)).isInstanceOf(Planning.Empty.class);
        assertThat(planner.plan(cut(span(0, 1, 1000)), info, MP4_720)).isInstanceOf(Planning.Empty.class);
        assertThat(planner.plan(cut(span(0, 1, 1)), info, new FilmOptions(FilmFormat.MP4, 0)))
                .isInstanceOf(Planning.Unfit.class);
        assertThat(planner.plan(new Cut(List.of(span(0, 1, 1)), span(0, 9, 1), false, false), info, MP4_720))
                .isInstanceOf(Planning.Empty.class);
    }

    private RenderPlan planned(Cut cut, MediaInfo info, FilmOptions options) {
        return ((Planning.Planned) planner.plan(cut, info, options)).plan();
    }

    private FrameSize sizeOf(MediaInfo info, int maxHeight) {
        return planned(cut(span(0, 1, 1)), info, new FilmOptions(FilmFormat.MP4, maxHeight))
                .size();
    }

    private static Cut cut(Span... clips) {
        return new Cut(List.of(clips), span(0, 1000, 1), true, true);
    }

    private static Span span(long start, long end, long scale) {
        return new Span(Rational.of(start, scale), Rational.of(end, scale));
    }

    private static MediaInfo footage(int width, int height, long rate, long scale) {
        return footage(video(width, height, 0, Rational.of(1, 1), Rational.of(rate, scale)));
    }

    private static MediaInfo footage(VideoInfo video) {
        return new MediaInfo(
                "mov,mp4,m4a,3gp,3g2,mj2",
                Optional.of(Rational.of(1000, 1)),
                Optional.of(video),
                Optional.of(new AudioInfo(1, "aac", 2, 48_000)),
                List.of());
    }

    private static VideoInfo video(int width, int height, int rotation, Rational pixelAspect, Rational rate) {
        return new VideoInfo(0, "h264", width, height, rotation, rate, pixelAspect, "yuv420p");
    }
}
