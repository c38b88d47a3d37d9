package dev.rushes.render.ffmpeg;

import dev.rushes.media.ffmpeg.FfmpegProgress;
import dev.rushes.render.domain.RenderPlan;
import dev.rushes.render.domain.Segment;
import dev.rushes.runtime.stage.StageProgress;
import java.util.function.Consumer;

/** Turns the progress of single runs into that of the film, in seconds of the film. It never steps back. */
final class FilmProgress {
    private final RenderPlan plan;
    private final Consumer<StageProgress> listener;
    private final double total;

    private double done;

    FilmProgress(RenderPlan plan, Consumer<StageProgress> listener) {
        this.plan = plan;
        this.listener = listener;
        this.total = plan.length().toDouble();
    }

    void encoding(Segment segment, FfmpegProgress report) {
        long frames = segment.firstFrame() + Math.clamp(report.frame(), 0, segment.frames());
        String message = plan.segments().size() == 1
                ? "Encoding"
                : "Encoding clip %d of %d"
                        .formatted(segment.index() + 1, plan.segments().size());
        tell(plan.lengthOf(frames).toDouble(), report.speed(), message);
    }

    void taken(Segment segment) {
        tell(plan.lengthOf(segment.firstFrame() + segment.frames()).toDouble(), 0, "Taking up what is encoded already");
    }

    void joining(FfmpegProgress report) {
        tell(total, report.speed(), "Joining the clips");
    }

    private synchronized void tell(double seconds, double speed, String message) {
        done = Math.max(done, seconds);
        listener.accept(new StageProgress(done, total, "seconds", speed, message));
    }
}
