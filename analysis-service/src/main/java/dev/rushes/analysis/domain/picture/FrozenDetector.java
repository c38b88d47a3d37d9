package dev.rushes.analysis.domain.picture;

import dev.rushes.analysis.domain.Finding;
import dev.rushes.analysis.domain.Finding.Kind;
import dev.rushes.analysis.domain.SpanCollector;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds stretches in which the picture does not move. Each picture is compared with the <em>first</em> of the stretch, as ffmpeg's
 * {@code freezedetect} does, so that a slow zoom is movement; and tile by tile, so that a small thing that moves in a still scene is
 * movement, too.
 */
final class FrozenDetector {
    static final String NAME = "frozen/1";

    /** Mean difference of brightness, 0..255, that compression alone makes. */
    static final double MEAN_LIMIT = 0.5;

    /** The same for the worst tile. */
    static final double TILE_LIMIT = 2.5;

    /** Side of a tile in pixels. */
    static final int TILE = 16;

    /** Seconds that it must last. */
    static final Rational SHORTEST = Rational.of(1, 2);

    /** Seconds that it must last where it touches the edge of a chunk. */
    static final Rational SHORTEST_AT_EDGE = Rational.of(1, 10);

    private final SpanCollector spans;
    private @Nullable SmallPicture reference;

    FrozenDetector(Span chunk) {
        this.spans = new SpanCollector(chunk, SHORTEST, SHORTEST_AT_EDGE);
    }

    void see(SmallPicture picture) {
        SmallPicture first = reference;
        if (first != null && isSame(first, picture)) {
            spans.at(first.at(), true);
            return;
        }
        spans.at(picture.at(), false);
        reference = picture;
    }

    List<Finding> finish() {
        return spans.finish().stream()
                .map(span -> Finding.measured(span, Kind.FROZEN, NAME))
                .toList();
    }

    private static boolean isSame(SmallPicture left, SmallPicture right) {
        int width = left.size().width();
        int height = left.size().height();
        long total = 0;
        for (int top = 0; top < height; top += TILE) {
            for (int x = 0; x < width; x += TILE) {
                int bottom = Math.min(height, top + TILE);
                int end = Math.min(width, x + TILE);
                int tile = tile(left, right, top * width + x, end - x, bottom - top);
                if (tile > TILE_LIMIT * (bottom - top) * (end - x)) {
                    return false;
                }
                total += tile;
            }
        }
        return total <= MEAN_LIMIT * left.pixels();
    }

    private static int tile(SmallPicture left, SmallPicture right, int corner, int columns, int rows) {
        int sum = 0;
        for (int y = 0; y < rows; y++) {
            int row = corner + y * left.size().width();
            for (int i = row; i < row + columns; i++) {
                sum += Math.abs(left.brightness(i) - right.brightness(i));
            }
        }
        return sum;
    }
}
