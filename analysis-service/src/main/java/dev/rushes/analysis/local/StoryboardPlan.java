package dev.rushes.analysis.local;

import dev.rushes.analysis.analyzer.Examination.Storyboard;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.media.value.MediaInfo.VideoInfo;
import dev.rushes.media.value.Rational;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The storyboard of a chunk: tiny upright pictures, row by row in one JPEG file. Pictures beyond the last tile, of which there are some only where the
 * chunk has more pictures than was announced, are left out.
 *
 * @param every every how many pictures one is on it, beginning with the first
 * @param columns tiles of a row
 * @param rows rows
 * @param across width of a tile before it is turned upright, in pixels
 * @param down height before that
 * @param sideways whether it is turned by a quarter
 * @param turn filters that turn it, each after a comma
 */
record StoryboardPlan(int every, int columns, int rows, int across, int down, boolean sideways, String turn) {
    static final String FILE = "storyboard.jpg";

    /** Seconds between two tiles. */
    static final int SECONDS = 2;

    /** Longer side of a tile in pixels. */
    static final int TILE_SIDE = 160;

    private static final int MOST_COLUMNS = 10;
    private static final int MOST_TILES = 100;

    static StoryboardPlan of(ChunkToAnalyze chunk, VideoInfo video) {
        double rate = video.frameRate().toDouble();
        long byRate = rate > 0 ? Math.round(rate * SECONDS) : 1;
        long byCount = Math.ceilDiv(chunk.frames(), (long) MOST_TILES);
        int every = Math.toIntExact(Math.clamp(Math.max(byRate, byCount), 1, Integer.MAX_VALUE));
        int tiles = Math.toIntExact(Math.clamp(Math.ceilDiv(chunk.frames(), (long) every), 1, MOST_TILES));
        int columns = Math.min(MOST_COLUMNS, tiles);
        double width = Math.max(1, video.displayWidth());
        double height = Math.max(1, video.displayHeight());
        double factor = TILE_SIDE / Math.max(width, height);
        boolean sideways = video.rotation() == 90 || video.rotation() == 270;
        return new StoryboardPlan(
                every,
                columns,
                Math.ceilDiv(tiles, columns),
                PictureDecode.pixels((sideways ? height : width) * factor),
                PictureDecode.pixels((sideways ? width : height) * factor),
                sideways,
                PictureDecode.turn(video));
    }

    String filter() {
        return "scale=" + across + ":" + down + ":flags=area:out_range=full,format=yuvj420p" + turn + ",setsar=1,tile="
                + columns + "x" + rows;
    }

    /** The storyboard, if ffmpeg left one. */
    Optional<Storyboard> drawn(List<Rational> tiles, Path folder) {
        Path file = folder.resolve(FILE);
        List<Rational> shown = tiles.subList(0, Math.min(tiles.size(), columns * rows));
        return Files.isRegularFile(file) && !shown.isEmpty()
                ? Optional.of(new Storyboard(shown, columns, sideways ? down : across, sideways ? across : down, file))
                : Optional.empty();
    }
}
