package dev.rushes.render.ffmpeg;

import dev.rushes.media.value.Rational;
import dev.rushes.render.domain.FilmFormat;
import dev.rushes.render.domain.Picture;
import dev.rushes.render.domain.RenderPlan;
import dev.rushes.render.domain.Segment;

/** Filter chains that end in {@code [v]} with exactly the segment's number of pictures at the film's rate and size. */
final class PictureFilters {
    private static final String WAVE_COLOUR = "0x7fb2e5";

    private PictureFilters() {}

    /**
     * The footage from the segment's start on. {@code fps} puts each picture at the nearest place of the film's grid, so that a time stamp rounded
     * by its container (by half a picture at most) still means the same picture. Where a picture stays for long, the one shown at the start is
     * the last before it. ffmpeg has turned the picture upright by then.
     */
    static String footage(Picture.Footage footage, Seek seek, RenderPlan plan, Segment segment) {
        return "[0:%d]scale=%d:%d:flags=%s:out_range=tv,format=yuv420p,setsar=1,setpts=PTS-(%s)/TB,%s"
                .formatted(
                        footage.stream(),
                        plan.size().width(),
                        plan.size().height(),
                        plan.format() == FilmFormat.GIF ? "fast_bilinear" : "bicubic",
                        seek.leadText(),
                        exactly(plan.frameRate(), segment));
    }

    /** A drawing of the sound that comes in as {@code [w]}. */
    static String waveform(RenderPlan plan, Segment segment) {
        return "[w]showwaves=s=%dx%d:r=%s:mode=cline:colors=%s,format=yuv420p,setsar=1,%s"
                .formatted(
                        plan.size().width(),
                        plan.size().height(),
                        plan.frameRate(),
                        WAVE_COLOUR,
                        exactly(plan.frameRate(), segment));
    }

    static String black(RenderPlan plan, Segment segment) {
        return "color=c=black:s=%dx%d:r=%s,format=yuv420p,setsar=1,%s"
                .formatted(
                        plan.size().width(),
                        plan.size().height(),
                        plan.frameRate(),
                        exactly(plan.frameRate(), segment));
    }

    /** Repeats the last picture where the footage ends early, and ends after the last that is wanted. */
    private static String exactly(Rational frameRate, Segment segment) {
        return "fps=%s:start_time=0:round=near,tpad=stop=-1:stop_mode=clone,trim=end_frame=%d[v]"
                .formatted(frameRate, segment.frames());
    }
}
