package dev.rushes.render.ffmpeg;

import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.value.Rational;
import dev.rushes.render.domain.RenderPlan;
import dev.rushes.render.domain.Segment;
import java.util.ArrayList;
import java.util.List;

/** The command line that joins the segments: pictures are copied, sound is encoded once over all joins. */
final class JoinCommand {
    private static final String PALETTE = "[0:v]split[a][b];[a]palettegen=stats_mode=diff[p];"
            + "[b][p]paletteuse=dither=bayer:bayer_scale=4:diff_mode=rectangle[v]";

    private JoinCommand() {}

    static List<String> of(FilmWork work, Ffmpeg ffmpeg) {
        RenderPlan plan = work.plan();
        List<String> command = new ArrayList<>();
        command.addAll(ffmpeg.concatInput(work.path(FilmWork.PICTURE_LIST)));
        if (plan.audible()) {
            command.addAll(List.of("-protocol_whitelist", "file", "-f", "s16le"));
            command.addAll(List.of("-ar", Integer.toString(RenderPlan.SAMPLE_RATE), "-ch_layout", "stereo"));
            command.addAll(List.of("-i", "file:" + FilmWork.SOUND));
        }
        command.addAll(
                switch (plan.format()) {
                    case MP4, WEBM -> List.of("-map", "0:v:0", "-c:v", "copy");
                    case GIF -> List.of("-filter_complex", PALETTE, "-map", "[v]", "-c:v", "gif");
                });
        if (plan.audible()) {
            command.addAll(List.of("-map", "1:a:0"));
        }
        command.addAll(
                switch (plan.format()) {
                    case MP4 -> List.of("-c:a", "aac", "-b:a", "160k", "-movflags", "+faststart", "-f", "mp4");
                    case WEBM -> List.of("-c:a", "libopus", "-b:a", "128k", "-cues_to_front", "1", "-f", "webm");
                    case GIF -> List.of("-f", "gif");
                });
        command.addAll(List.of("-map_metadata", "-1", "file:" + work.film()));
        return command;
    }

    /**
     * The list that ffmpeg's concat reads. Left to itself it guesses each duration and drifts. It counts in microseconds, so each duration is the
     * distance between the rounded ends: the error never adds up.
     */
    static String pictureList(RenderPlan plan) {
        StringBuilder list = new StringBuilder("ffconcat version 1.0\n");
        for (Segment segment : plan.segments()) {
            long start = micros(plan.lengthOf(segment.firstFrame()));
            long end = micros(plan.lengthOf(segment.firstFrame() + segment.frames()));
            list.append("file %s\nduration %dus\n".formatted(FilmWork.pictures(segment), end - start));
        }
        return list.toString();
    }

    private static long micros(Rational seconds) {
        return Math.round(seconds.toDouble() * 1e6);
    }
}
