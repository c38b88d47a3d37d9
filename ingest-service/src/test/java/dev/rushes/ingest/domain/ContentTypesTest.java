package dev.rushes.ingest.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.MediaInfo.AudioInfo;
import dev.rushes.media.value.MediaInfo.VideoInfo;
import dev.rushes.media.value.Rational;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentTypesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mov,mp4,m4a,3gp,3g2,mj2 | h264 | aac  | video/mp4
            mov,mp4,m4a,3gp,3g2,mj2 |      | aac  | audio/mp4
            matroska,webm           | vp9  | opus | video/webm
            matroska,webm           | vp8  |      | video/webm
            matroska,webm           | h264 | aac  | video/x-matroska
            matroska,webm           | vp9  | ac3  | video/x-matroska
            matroska,webm           |      | opus | audio/webm
            mpegts                  | h264 |      | video/mp2t
            avi                     | mpeg4|      | video/x-msvideo
            flv                     | flv1 |      | video/x-flv
            ogg                     |      | opus | audio/ogg
            flac                    |      | flac | audio/flac
            something               | h264 |      | application/octet-stream
            ''                      | h264 |      | application/octet-stream
            """)
    void theTypeFollowsFromWhatIsInTheFile(
            String container, @Nullable String video, @Nullable String audio, String expected) {
        MediaInfo info = new MediaInfo(
                container,
                Optional.empty(),
                Optional.ofNullable(video)
                        .map(codec -> new VideoInfo(0, codec, 16, 16, 0, Rational.ZERO, Rational.of(1, 1), "yuv420p")),
                Optional.ofNullable(audio).map(codec -> new AudioInfo(1, codec, 2, 48000)),
                List.of());

        assertThat(ContentTypes.of(info)).isEqualTo(expected);
    }
}
