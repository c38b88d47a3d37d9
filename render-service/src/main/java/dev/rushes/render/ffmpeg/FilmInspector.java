package dev.rushes.render.ffmpeg;

import dev.rushes.media.ffmpeg.MediaFailure;
import dev.rushes.media.ffmpeg.Probe;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.render.domain.FilmCheck;
import dev.rushes.render.domain.FilmFormat;
import dev.rushes.render.domain.RenderPlan;
import dev.rushes.runtime.stage.FailureKind;
import dev.rushes.runtime.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Looks at a finished film before anybody is told of it. What is wrong with it is this program's fault, never the footage's. */
final class FilmInspector {
    private final Probe probe;

    FilmInspector(Probe probe) {
        this.probe = probe;
    }

    Mono<CheckedFilm> inspect(Path film, RenderPlan plan) {
        return probe.probe(film)
                .onErrorMap(FilmInspector::blamesTheFile, FilmInspector::ours)
                .flatMap(info ->
                        Mono.fromCallable(() -> check(film, plan, info)).subscribeOn(Schedulers.boundedElastic()));
    }

    private static CheckedFilm check(Path film, RenderPlan plan, MediaInfo info) throws IOException {
        List<String> problems = new ArrayList<>(FilmCheck.problems(plan, info));
        if (problems.isEmpty()
                && plan.format() == FilmFormat.MP4
                && !Mp4Boxes.of(film).indexComesFirst()) {
            problems.add("the index in front of the media, not behind it");
        }
        if (!problems.isEmpty()) {
            throw new StageFailure(
                    MediaFailure.TOOL_FAILED,
                    "Expected a film with " + String.join("; ", problems) + ": nothing was published");
        }
        return new CheckedFilm(film, info.claimedDuration().orElse(plan.length()));
    }

    private static boolean blamesTheFile(Throwable error) {
        return error instanceof StageFailure failure && failure.failure().code().kind() == FailureKind.INPUT;
    }

    private static StageFailure ours(Throwable error) {
        return new StageFailure(
                MediaFailure.TOOL_FAILED, "Expected ffmpeg to write a film, but: " + error.getMessage(), error);
    }
}
