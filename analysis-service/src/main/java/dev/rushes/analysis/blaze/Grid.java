package dev.rushes.analysis.blaze;

import dev.rushes.analysis.domain.picture.FaceModel;
import dev.rushes.analysis.domain.picture.FaceModel.Face;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the grids in whose cells BlazeFace looks for faces. Of each guess it says a score (before the logistic function) and {@link #NUMBERS} numbers, in pixels: how far the
 * face's middle lies from the cell's, right and down, its width and height, and six points of the face, which nobody needs here.
 *
 * @param cells cells of a row, and rows
 * @param guesses guesses in each cell
 */
record Grid(int cells, int guesses) {
    /** Numbers of a guess. */
    static final int NUMBERS = 16;

    /** How sure the model must be, as those who published it have it. */
    static final double LIKELY = 0.75;

    /** The guesses that are likely to be faces, many for each face. */
    List<Face> likely(FloatBuffer scores, FloatBuffer boxes) {
        List<Face> likely = new ArrayList<>();
        for (int guess = 0; guess < cells * cells * guesses; guess++) {
            double score = 1 / (1 + Math.exp(-scores.get(guess)));
            if (score >= LIKELY) {
                likely.add(face(guess, score, boxes));
            }
        }
        return likely;
    }

    private Face face(int guess, double score, FloatBuffer boxes) {
        int cell = guess / guesses;
        double x = (cell % cells + 0.5) / cells + number(boxes, guess, 0);
        double y = (cell / cells + 0.5) / cells + number(boxes, guess, 1);
        double width = number(boxes, guess, 2);
        double height = number(boxes, guess, 3);
        return new Face(x - width / 2, y - height / 2, width, height, score);
    }

    private static double number(FloatBuffer boxes, int guess, int which) {
        return (double) boxes.get(guess * NUMBERS + which) / FaceModel.SIDE;
    }
}
