package dev.rushes.analysis.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.analysis.Chunks;
import dev.rushes.analysis.domain.picture.PictureSize;
import dev.rushes.media.ffmpeg.ToolLimits;
import dev.rushes.media.value.MediaInfo.VideoInfo;
import dev.rushes.media.value.Rational;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class PictureDecodeTest {
    private static final LocalLimits LIMITS = new LocalLimits(
            256,
            640,
            3,
            1,
            new ToolLimits(
                    Duration.ofMinutes(1), Duration.ofMinutes(1), DataSize.ofGigabytes(4), DataSize.ofMegabytes(16)));

    @Test
    void smallPicturesKeepTheShapeOfTheVideo() {
        assertThat(PictureSize.within(256, video(1920, 1080, 0))).isEqualTo(new PictureSize(256, 144));
        assertThat(PictureSize.within(256, video(1080, 1920, 0))).isEqualTo(new PictureSize(144, 256));
        assertThat(PictureSize.within(256, video(4000, 16, 0))).isEqualTo(new PictureSize(256, 32));
    }

    @Test
    void aStillIsScaledBeforeItIsTurnedUpright() {
        assertThat(decode(video(1920, 1080, 90), 144).stillFilter())
                .startsWith("scale=640:360:")
                .contains("transpose=clock");
        assertThat(decode(video(320, 240, 0), 144).stillFilter()).startsWith("scale=320:240:");
    }

    @Test
    void aChunkLeavesABoundedNumberOfCandidatesHoweverLongItIs() {
        assertThat(decode(video(640, 360, 0), 144).stillEvery()).isEqualTo(12);
        assertThat(decode(video(640, 360, 0), 240_000).stillEvery()).isEqualTo(10_000);
    }

    private static PictureDecode decode(VideoInfo video, long frames) {
        return PictureDecode.of(Chunks.video(video, Rational.ZERO, Rational.of(6, 1), frames), video, LIMITS);
    }

    private static VideoInfo video(int width, int height, int rotation) {
        return new VideoInfo(0, "h264", width, height, rotation, Rational.of(24, 1), Rational.of(1, 1), "yuv420p");
    }
}
