package dev.rushes.analysis.domain.picture;

import java.util.List;

/** A model that finds faces in a picture. Safe for many threads. */
public interface FaceModel {
    /** Pixels of a side of the square that it looks at. */
    int SIDE = 256;

    /** Name and version, such as "faces-blaze/1". */
    String name();

    /**
     * The faces in a picture, each once, the surest first.
     *
     * @param square {@link #SIDE} rows of as many pixels, each red, green and blue, −1 to 1; not kept
     */
    List<Face> faces(float[] square);

    /**
     * A face.
     *
     * @param left of its box, in sides of the square; it may reach beyond
     * @param top of its box
     * @param width of its box
     * @param height of its box
     * @param score how sure the model is, 0..1
     */
    record Face(double left, double top, double width, double height, double score) {

        /** Area in squares. */
        public double area() {
            return width * height;
        }
    }
}
