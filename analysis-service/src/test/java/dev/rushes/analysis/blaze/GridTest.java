package dev.rushes.analysis.blaze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rushes.analysis.domain.picture.FaceModel.Face;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class GridTest {

    @Test
    void aGuessLiesWhereItsCellIsAndALittleBesideIt() {
        Grid grid = new Grid(8, 6);
        FloatBuffer scores = FloatBuffer.allocate(8 * 8 * 6);
        FloatBuffer boxes = FloatBuffer.allocate(8 * 8 * 6 * Grid.NUMBERS);
        int guess = (3 * 8 + 5) * 6 + 2;
        scores.put(guess, 3);
        boxes.put(guess * Grid.NUMBERS, 16).put(guess * Grid.NUMBERS + 1, -16);
        boxes.put(guess * Grid.NUMBERS + 2, 64).put(guess * Grid.NUMBERS + 3, 32);

        List<Face> likely = grid.likely(scores, boxes);

        assertThat(likely).hasSize(1);
        Face face = likely.getFirst();
        assertThat(face.left() + face.width() / 2).isEqualTo(5.5 / 8 + 1 / 16.0);
        assertThat(face.top() + face.height() / 2).isEqualTo(3.5 / 8 - 1 / 16.0);
        assertThat(face.width()).isEqualTo(0.25);
        assertThat(face.height()).isEqualTo(0.125);
        assertThat(face.score()).isCloseTo(0.953, within(0.001));
    }

    @Test
    void guessesThatOverlapAreOneFaceAsSureAsTheSurest() {
        Face left = new Face(0.1, 0.1, 0.2, 0.2, 0.9);
        Face almost = new Face(0.12, 0.1, 0.2, 0.2, 0.8);
        Face right = new Face(0.6, 0.1, 0.2, 0.2, 0.95);

        List<Face> faces = Overlaps.joined(List.of(left, almost, right));

        assertThat(faces).hasSize(2);
        assertThat(faces.getFirst()).isEqualTo(right);
        assertThat(faces.getLast().score()).isEqualTo(0.9);
        assertThat(faces.getLast().left()).isBetween(0.1, 0.12);
    }
}
