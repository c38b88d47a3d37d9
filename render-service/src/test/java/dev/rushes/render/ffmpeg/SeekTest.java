package dev.rushes.render.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.value.Rational;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class SeekTest {
    private static final String MP4 = "mov,mp4,m4a,3gp,3g2,mj2";

    @Test
    void aSeekAimsEarlyAndTheRestIsExact() {
        Seek seek = Seek.to(Rational.of(1_001_000, 30_000), MP4);

        assertThat(seek.options()).containsExactly("-noaccurate_seek", "-ss", "33.116666");
        assertThat(seek.target().add(seek.lead())).isEqualByComparingTo(new BigDecimal("33.366666667"));
    }

    @Test
    void aContainerWithoutAnIndexIsReadFromMuchEarlier() {
        assertThat(Seek.to(Rational.of(60, 1), "mpegts").target()).isEqualByComparingTo("50");
        assertThat(Seek.to(Rational.of(60, 1), "matroska,webm").target()).isEqualByComparingTo("59.75");
    }

    @Test
    void nearTheBeginningNothingIsSought() {
        Seek seek = Seek.to(Rational.of(3, 2), MP4);

        assertThat(seek.options()).isEmpty();
        assertThat(seek.leadText()).isEqualTo("1.500000000");
    }
}
