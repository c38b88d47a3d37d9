package dev.rushes.analysis.domain.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.analysis.domain.Observations.Faces;
import dev.rushes.media.value.MediaInfo.VideoInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FaceDetectorTest {
    private static final PictureSize SIZE = new PictureSize(64, 32);
    private static final FaceModel.Face SMALL = new FaceModel.Face(0.5, 0.5, 0.125, 0.125, 0.8);
    private static final FaceModel.Face LARGE = new FaceModel.Face(0.25, 0.25, 0.25, 0.5, 0.9);

    /** Sees at each look what it is told to, and remembers at what it looked. */
    private static final class MadeUpModel implements FaceModel {
        private final List<List<Face>> looks;
        private final List<float[]> seen = new ArrayList<>();

        @SafeVarargs
        MadeUpModel(List<Face>... looks) {
            this.looks = new ArrayList<>(List.of(looks));
        }

        @Override
        public String name() {
            return "made-up/1";
        }

        @Override
        public List<Face> faces(float[] square) {
            seen.add(square.clone());
            return looks.isEmpty() ? List.of() : looks.removeFirst();
        }
    }

    @Test
    void aPictureASecondIsLookedAtHoweverManyThereAre() {
        MadeUpModel model = new MadeUpModel();

        var unused = look(model, 25, 100);

        assertThat(model.seen).hasSize(4);
    }

    @Test
    void whatALookShowsHoldsUntilTheNextAndNeighboursAreOneStretch() {
        MadeUpModel model =
                new MadeUpModel(List.of(), List.of(SMALL), List.of(SMALL, LARGE), List.of(), List.of(SMALL));

        List<Faces> faces = look(model, 25, 125);

        // The picture fills half of the square.
        assertThat(faces)
                .containsExactly(
                        new Faces(span(61, 63), 2, 0.25, 0.9, "made-up/1"),
                        new Faces(span(64, 65), 1, 0.03125, 0.8, "made-up/1"));
    }

    @Test
    void whereNoPicturesAreNobodyLooks() {
        MadeUpModel model = new MadeUpModel(List.of(SMALL), List.of());
        FaceDetector detector = new FaceDetector(span(60, 90), video(0, 64, 32), model);
        detector.see(picture(Rational.of(60, 1)));
        detector.see(picture(Rational.of(70, 1)));

        assertThat(detector.finish()).extracting(Faces::span).containsExactly(span(60, 70));
    }

    /** Damaged footage has pictures at any time. Going there second by second took for ever. */
    @Test
    @Timeout(10)
    void aPictureAtATimeThatCanNotBeIsOneLookLikeAnyOther() {
        MadeUpModel model = new MadeUpModel();
        FaceDetector detector = new FaceDetector(span(60, 90), video(0, 64, 32), model);

        detector.see(picture(Rational.of(60, 1)));
        detector.see(picture(Rational.of(1L << 50, 3)));

        assertThat(model.seen).hasSize(2);
    }

    @Test
    void picturesAreLookedAtUprightInTheMiddleOfASquare() {
        for (int rotation : new int[] {0, 90, 180, 270}) {
            MadeUpModel model = new MadeUpModel();
            FaceDetector detector = new FaceDetector(span(0, 1), video(rotation, 64, 32), model);

            detector.see(picture(Rational.ZERO));

            float[] square = model.seen.getFirst();
            boolean sideways = rotation % 180 != 0;
            assertThat(sideways ? red(square, 30, 128) : red(square, 128, 30))
                    .as("beside a picture turned by %d", rotation)
                    .isEqualTo(-1);
            // Only the first quarter of the coded rows is white.
            double[] white =
                    switch (rotation) {
                        case 90 -> new double[] {180, 128};
                        case 180 -> new double[] {128, 180};
                        case 270 -> new double[] {76, 128};
                        default -> new double[] {128, 76};
                    };
            double[] black = {255 - white[0], 255 - white[1]};
            assertThat(red(square, white[0], white[1]))
                    .as("turned by %d", rotation)
                    .isGreaterThan(0.9f);
            assertThat(red(square, black[0], black[1]))
                    .as("turned by %d", rotation)
                    .isEqualTo(-1);
        }
    }

    @Test
    void coloursAreThoseThatWereFilmed() {
        MadeUpModel model = new MadeUpModel();
        byte[] planes = new byte[SIZE.bytes()];
        int pixels = SIZE.width() * SIZE.height();
        Arrays.fill(planes, 0, pixels, (byte) 76);
        Arrays.fill(planes, pixels, pixels + pixels / 4, (byte) 85);
        Arrays.fill(planes, pixels + pixels / 4, planes.length, (byte) 255);

        new FaceDetector(span(0, 1), video(0, 64, 32), model).see(new SmallPicture(Rational.ZERO, SIZE, planes));

        float[] square = model.seen.getFirst();
        int middle = (128 * FaceModel.SIDE + 128) * 3;
        assertThat(square[middle]).isGreaterThan(0.98f);
        assertThat(square[middle + 1]).isLessThan(-0.98f);
        assertThat(square[middle + 2]).isLessThan(-0.98f);
    }

    private static float red(float[] square, double column, double row) {
        return square[((int) row * FaceModel.SIDE + (int) column) * 3];
    }

    /** From the sixtieth second on. */
    private static List<Faces> look(FaceModel model, int rate, int pictures) {
        Span chunk = new Span(Rational.of(60, 1), Rational.of(60, 1).plus(Rational.of(pictures, rate)));
        FaceDetector detector = new FaceDetector(chunk, video(0, 64, 32), model);
        for (int i = 0; i < pictures; i++) {
            detector.see(picture(Rational.of(60, 1).plus(Rational.of(i, rate))));
        }
        return detector.finish();
    }

    /** White in its first quarter of rows, black below. */
    private static SmallPicture picture(Rational at) {
        byte[] planes = new byte[SIZE.bytes()];
        Arrays.fill(planes, (byte) 128);
        Arrays.fill(planes, 0, SIZE.width() * SIZE.height(), (byte) 0);
        Arrays.fill(planes, 0, SIZE.width() * SIZE.height() / 4, (byte) 255);
        return new SmallPicture(at, SIZE, planes);
    }

    private static VideoInfo video(int rotation, int width, int height) {
        return new VideoInfo(0, "h264", width, height, rotation, Rational.of(25, 1), Rational.of(1, 1), "yuv420p");
    }

    private static Span span(int start, int end) {
        return new Span(Rational.of(start, 1), Rational.of(end, 1));
    }
}
