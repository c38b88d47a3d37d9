package dev.rushes.render.domain;

import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.MediaInfo.AudioInfo;
import dev.rushes.media.value.MediaInfo.VideoInfo;
import dev.rushes.media.value.Rational;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whether a film is what was planned. A tool that ends well may still have written something else. */
public final class FilmCheck {
    private static final double SLACK_SECONDS = 0.1;

    private FilmCheck() {}

    /**
     * Everything that is wrong with a film.
     *
     * @param film what a probe found in it
     * @return what was expected and what came, for each difference; empty if the film may be shown to people
     */
    public static List<String> problems(RenderPlan plan, MediaInfo film) {
        List<String> problems = new ArrayList<>();
        if (!Arrays.asList(film.container().split(",")).contains(plan.format().extension())) {
            problems.add("container %s, not %s".formatted(plan.format().extension(), film.container()));
        }
        checkPicture(plan, film.video(), problems);
        checkSound(plan, film.audio(), problems);
        checkLength(plan, film.claimedDuration(), problems);
        return List.copyOf(problems);
    }

    private static void checkPicture(RenderPlan plan, Optional<VideoInfo> found, List<String> problems) {
        if (found.isEmpty()) {
            problems.add("a video track, not none");
            return;
        }
        VideoInfo video = found.get();
        if (!video.codec().equals(plan.format().videoCodec())) {
            problems.add("codec %s, not %s".formatted(plan.format().videoCodec(), video.codec()));
        }
        FrameSize shown = new FrameSize(video.displayWidth(), video.displayHeight());
        if (!shown.equals(plan.size()) || video.rotation() != 0) {
            problems.add("%d × %d pixels, not %d × %d turned by %d°"
                    .formatted(
                            plan.size().width(),
                            plan.size().height(),
                            video.width(),
                            video.height(),
                            video.rotation()));
        }
    }

    private static void checkSound(RenderPlan plan, Optional<AudioInfo> found, List<String> problems) {
        String expected = plan.audible() ? plan.format().audioCodec() : "none";
        String came = found.map(AudioInfo::codec).orElse("none");
        if (!expected.equals(came)) {
            problems.add("sound %s, not %s".formatted(expected, came));
        }
    }

    /** Players and containers round to their own ticks: one picture a segment and a tenth of a second are forgiven. */
    private static void checkLength(RenderPlan plan, Optional<Rational> found, List<String> problems) {
        double expected = plan.length().toDouble();
        double tolerance = plan.segments().size() / plan.frameRate().toDouble() + SLACK_SECONDS;
        double came = found.map(Rational::toDouble).orElse(0.0);
        if (Math.abs(came - expected) > tolerance) {
            problems.add("%.3f s, not %.3f s".formatted(expected, came));
        }
    }
}
