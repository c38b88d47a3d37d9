package dev.rushes.analysis.local;

import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.domain.picture.PictureSize;
import dev.rushes.media.value.MediaInfo.VideoInfo;
import java.util.List;

/**
 * The one decode of a video chunk. Its pictures leave it three times: all of them small on standard output, a few larger ones as JPEG files, of
 * which the best are kept, and a few tiny ones in one JPEG file, the storyboard. That costs less than a second ffmpeg, which would have to decode up to a still again.
 *
 * <p>Why raw pictures in a fragmented mov: it is the one simple container that says of each picture exactly when it is shown, in ticks of the
 * source's own clock. Pictures are not equally spaced (variable frame rate, lost pictures), and a raw stream or y4m would drop their times. Two
 * flags matter: {@code frag_every_frame} gives each picture a time of its own, and {@code delay_moov+frag_discont} keeps the time of the first one
 * if it isn't 0. A damaged chunk is decoded as far as it goes ({@code max_error_rate 1}): how much is missing is counted, not guessed from an
 * exit code.
 */
record PictureDecode(PictureSize size, String stillFilter, int stillEvery, StoryboardPlan board, int threads) {
    /** Candidates for stills that a chunk may leave on the disk. */
    static final int MOST_CANDIDATES = 24;

    /** Candidates a second. */
    private static final int CANDIDATES_PER_SECOND = 2;

    /** JPEG quality as ffmpeg counts it: 2 is best, 31 is worst. */
    private static final String JPEG_QUALITY = "4";

    static PictureDecode of(ChunkToAnalyze chunk, VideoInfo video, LocalLimits limits) {
        return new PictureDecode(
                PictureSize.within(limits.pictureSide(), video),
                stillFilter(video, limits.stillSide()),
                stillEvery(chunk, video),
                StoryboardPlan.of(chunk, video),
                limits.threads());
    }

    /** Options of the input. Rotation is left to the still's filter, which turns a small picture instead of a large one. */
    String[] inputOptions() {
        return new String[] {"-threads", Integer.toString(threads), "-noautorotate"};
    }

    List<String> outputs() {
        String filters = "[0:v:0]split=3[all][some][few];[all]scale=" + size.width() + ":" + size.height()
                + ":flags=area:out_range=full,format=yuv420p[small];[some]select=not(mod(n\\," + stillEvery + ")),"
                + stillFilter
                + "[still];[few]select=not(mod(n\\," + board.every() + "))," + board.filter() + "[board]";
        return List.of(
                "-max_error_rate",
                "1",
                "-filter_complex_threads",
                "1",
                "-filter_complex",
                filters,
                "-map",
                "[small]",
                "-fps_mode",
                "passthrough",
                "-enc_time_base",
                "demux",
                "-c:v",
                "rawvideo",
                "-map_metadata",
                "-1",
                "-f",
                "mov",
                "-movflags",
                "+frag_every_frame+delay_moov+default_base_moof+frag_discont",
                "pipe:1",
                "-map",
                "[still]",
                "-fps_mode",
                "passthrough",
                "-frames:v",
                Integer.toString(MOST_CANDIDATES),
                "-c:v",
                "mjpeg",
                "-q:v",
                JPEG_QUALITY,
                "-map_metadata",
                "-1",
                "-f",
                "image2",
                "-start_number",
                "0",
                "still-%d.jpg",
                "-map",
                "[board]",
                "-fps_mode",
                "passthrough",
                "-frames:v",
                "1",
                "-c:v",
                "mjpeg",
                "-q:v",
                JPEG_QUALITY,
                "-map_metadata",
                "-1",
                "-f",
                "image2",
                "-update",
                "1",
                StoryboardPlan.FILE);
    }

    /** File of a candidate. */
    static String stillName(int number) {
        return "still-" + number + ".jpg";
    }

    private static int stillEvery(ChunkToAnalyze chunk, VideoInfo video) {
        double rate = video.frameRate().toDouble();
        long byRate = rate > 0 ? Math.round(rate / CANDIDATES_PER_SECOND) : 1;
        long byCount = Math.ceilDiv(chunk.frames(), (long) MOST_CANDIDATES);
        return Math.toIntExact(Math.clamp(Math.max(byRate, byCount), 1, Integer.MAX_VALUE));
    }

    /** Scales (with square pixels) first and turns then: a small picture is turned faster. */
    private static String stillFilter(VideoInfo video, int side) {
        double width = Math.max(1, video.displayWidth());
        double height = Math.max(1, video.displayHeight());
        double factor = Math.min(1, side / Math.max(width, height));
        boolean sideways = video.rotation() == 90 || video.rotation() == 270;
        int across = pixels((sideways ? height : width) * factor);
        int down = pixels((sideways ? width : height) * factor);
        return "scale=" + across + ":" + down + ":flags=area:out_range=full,format=yuv420p" + turn(video) + ",setsar=1";
    }

    /** Filters, each after a comma, that turn a picture upright. */
    static String turn(VideoInfo video) {
        return switch (video.rotation()) {
            case 90 -> ",transpose=clock";
            case 180 -> ",hflip,vflip";
            case 270 -> ",transpose=cclock";
            default -> "";
        };
    }

    static int pixels(double side) {
        return Math.max(2, Math.toIntExact(Math.round(side / 2)) * 2);
    }
}
