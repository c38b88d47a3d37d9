package dev.rushes.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimelineStageTest {

    @Test
    void aFilmThatIsClearlyShorterThanItCouldBeSaysWhy() {
        assertThat(TimelineStage.shorter(60, 120))
                .contains(
                        "The film lasts 60.0 s instead of 120.0 s: the rest of the footage is black, frozen or a still picture.");
        assertThat(TimelineStage.shorter(18.2, 20)).isEmpty();
        assertThat(TimelineStage.shorter(21, 20)).isEmpty();
    }
}
