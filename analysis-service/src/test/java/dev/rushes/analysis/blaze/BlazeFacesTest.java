package dev.rushes.analysis.blaze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rushes.analysis.domain.picture.FaceModel;
import dev.rushes.analysis.domain.picture.FaceModel.Face;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlazeFacesTest {
    private static final long SEED = 3;

    private FaceModel model;

    @BeforeEach
    void open() throws IOException {
        assumeThat(BlazeFaces.MODEL.isPacked())
                .as("Skipped: this build was packed without BlazeFace's model, because npm could not fetch it")
                .isTrue();
        model = BlazeFaces.open().orElseThrow();
    }

    @Test
    void aFaceIsFoundWhereItIsLargeOrSmallAndOnce() {
        for (double[] drawn : new double[][] {{128, 120, 90}, {80, 90, 60}, {190, 150, 30}}) {
            List<Face> faces = look(DrawnFace.of(FaceModel.SIDE, FaceModel.SIDE, drawn[0], drawn[1], drawn[2]));

            assertThat(faces).as("a face of %s pixels", drawn[2]).hasSize(1);
            Face face = faces.getFirst();
            double near = drawn[2] / 4 / FaceModel.SIDE;
            assertThat(face.left() + face.width() / 2).isCloseTo(drawn[0] / FaceModel.SIDE, within(near));
            assertThat(face.top() + face.height() / 2).isCloseTo(drawn[1] / FaceModel.SIDE, within(near));
            assertThat(face.height() * FaceModel.SIDE).isBetween(drawn[2] / 2, drawn[2] * 1.3);
        }
    }

    @Test
    void shapesAndNoiseAreNoFaces() {
        Random random = new Random(SEED);
        BufferedImage shapes = new BufferedImage(FaceModel.SIDE, FaceModel.SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = shapes.createGraphics();
        for (int i = 0; i < 40; i++) {
            pen.setColor(new Color(random.nextInt(1 << 24)));
            int side = 10 + random.nextInt(90);
            if (random.nextBoolean()) {
                pen.fillOval(random.nextInt(200), random.nextInt(200), side, side);
            } else {
                pen.fillRect(random.nextInt(200), random.nextInt(200), side, side);
            }
        }
        pen.dispose();
        BufferedImage noise = new BufferedImage(FaceModel.SIDE, FaceModel.SIDE, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < FaceModel.SIDE * FaceModel.SIDE; i++) {
            noise.setRGB(i % FaceModel.SIDE, i / FaceModel.SIDE, random.nextInt(1 << 24));
        }

        assertThat(look(shapes)).isEmpty();
        assertThat(look(noise)).isEmpty();
        assertThat(look(new BufferedImage(FaceModel.SIDE, FaceModel.SIDE, BufferedImage.TYPE_INT_RGB)))
                .isEmpty();
    }

    private List<Face> look(BufferedImage picture) {
        float[] square = new float[FaceModel.SIDE * FaceModel.SIDE * 3];
        for (int i = 0; i < FaceModel.SIDE * FaceModel.SIDE; i++) {
            int colour = picture.getRGB(i % FaceModel.SIDE, i / FaceModel.SIDE);
            for (int part = 0; part < 3; part++) {
                square[i * 3 + part] = (colour >> 16 - 8 * part & 0xff) / 127.5f - 1;
            }
        }
        return model.faces(square);
    }
}
