package dev.rushes.benchmarks.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreTest {
    @TempDir
    Path folder;

    @Test
    void aPointCountsOnceAndOnlyNearItsTruth() {
        Score score = Score.ofPoints(List.of(1.0, 2.0, 3.0), List.of(1.02, 1.03, 2.5, 3.0), 0.041);

        assertThat(score.right()).isEqualTo(2);
        assertThat(score.precision()).isEqualTo(0.5);
        assertThat(score.recall()).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(score.error()).isCloseTo(0.01, within(1e-9));
    }

    @Test
    void anEventMustBeOfItsKindAndCoverHalfOfItsTruthAndBeHalfCovered() {
        List<Stretch> truth = List.of(new Stretch(1, 2, "dissolve"), new Stretch(5, 6, "fade-in"));

        assertThat(Score.ofEvents(truth, List.of(new Stretch(1.4, 2.1, "dissolve")))
                        .right())
                .isEqualTo(1);
        assertThat(Score.ofEvents(truth, List.of(new Stretch(0, 3, "dissolve"), new Stretch(5, 6, "dissolve")))
                        .right())
                .isZero();
    }

    @Test
    void stretchesAreComparedSecondBySecond() {
        Score score = Score.ofSeconds(List.of(new Stretch(0, 10, "speech")), List.of(new Stretch(5, 15, "speech")));

        assertThat(score.precision()).isEqualTo(0.5);
        assertThat(score.recall()).isEqualTo(0.5);
        assertThat(score.f1()).isEqualTo(0.5);
    }

    @Test
    void whatIsNotThereAndNotFoundIsRight() {
        assertThat(Score.NONE.f1()).isEqualTo(1);
    }

    @Test
    void aReferenceKnowsWhatItDoesNotJudgeAndRefusesWhatItDoesNotKnow() throws IOException {
        Path file = folder.resolve("a.json");
        Files.writeString(file, """
                {"version": 1, "media": "${media}/jfk.flac", "about": "by ear", "cuts": null, "transitions": null, "silence": [],
                 "speech": [{"start": 1, "end": 2, "kind": "speech"}], "ignore": [{"start": 3, "end": 4, "kind": "ignore"}]}""");
        Reference reference = Reference.read(file);

        assertThat(reference.knownCuts()).isEmpty();
        assertThat(reference.knownSilence()).contains(List.of());
        assertThat(reference.ignored(3.5)).isTrue();
        assertThat(reference.footage(file, Path.of("clips"))).isEqualTo(Path.of("clips", "jfk.flac"));
        Files.writeString(file, "{\"version\": 1, \"cutz\": []}");
        assertThatThrownBy(() -> Reference.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Expected");
    }
}
