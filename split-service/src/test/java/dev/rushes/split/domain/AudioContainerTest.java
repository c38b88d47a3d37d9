package dev.rushes.split.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AudioContainerTest {

    @Test
    void keepsATrackAsItIsWhereAContainerTakesIt() {
        assertThat(AudioContainer.of("aac", "mov,mp4,m4a,3gp,3g2,mj2", false))
                .isEqualTo(new AudioContainer.Choice(AudioContainer.M4A, true));
        assertThat(AudioContainer.of("mp3", "mp3", false))
                .isEqualTo(new AudioContainer.Choice(AudioContainer.MP3, true));
        assertThat(AudioContainer.of("mp3", "avi", false))
                .isEqualTo(new AudioContainer.Choice(AudioContainer.M4A, true));
    }

    @Test
    void doesNotLetAContainerWithoutAClockCloseGaps() {
        assertThat(AudioContainer.of("pcm_s16le", "mov,mp4,m4a,3gp,3g2,mj2", true))
                .isEqualTo(AudioContainer.recoded());
        assertThat(AudioContainer.of("opus", "matroska,webm", true).copied()).isTrue();
    }

    @Test
    void storesEverythingElseWithoutLoss() {
        assertThat(AudioContainer.of("wmav2", "asf", false))
                .isEqualTo(new AudioContainer.Choice(AudioContainer.FLAC, false));
    }
}
