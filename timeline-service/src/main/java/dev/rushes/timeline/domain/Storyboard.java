package dev.rushes.timeline.domain;

import dev.rushes.media.value.Rational;
import java.util.List;

/**
 * Small pictures of a chunk, row by row in one file of the object store.
 *
 * @param key the file
 * @param columns tiles of a row, at least 1
 * @param tiles when each is shown
 */
public record Storyboard(String key, int columns, int tileWidth, int tileHeight, List<Rational> tiles) {
    public Storyboard {
        if (columns < 1) {
            throw new IllegalArgumentException("Expected a storyboard of at least 1 column, but got " + columns);
        }
        tiles = List.copyOf(tiles);
    }
}
