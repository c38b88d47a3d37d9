package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.domain.FilmWish;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.JobState;
import dev.rushes.ingest.ledger.domain.Section;
import dev.rushes.ingest.ledger.domain.StageStanding;
import dev.rushes.ingest.retention.domain.Expiry;
import dev.rushes.ingest.retention.domain.TermsBook;
import dev.rushes.media.value.Rational;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A job as the API shows it. Durations are seconds, times ISO 8601. The address of a source is never shown: its query may hold credentials.
 *
 * @param prompt what a model is to make, if the footage comes from words
 * @param priority LOW, NORMAL or HIGH
 * @param revision how often it has been changed; its ETag
 * @param stage that it is at
 * @param traceId trace that its spans and log lines belong to; absent if it is not traced
 * @param deadline it fails if it has not ended by then
 * @param expires when what of it is removed; absent while it is not over
 * @param waiting why it does not go on; only where one job is asked for
 * @param cost what it has used and should use
 * @param progress overall is 100 exactly when the state is COMPLETED
 * @param links what can be asked or done next
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record JobView(
        UUID id,
        JobState state,
        String recipe,
        Optional<String> filename,
        Optional<Prompt> prompt,
        Optional<String> title,
        Map<String, String> labels,
        String priority,
        long revision,
        int run,
        Optional<String> stage,
        Optional<String> traceId,
        Optional<Waiting> waiting,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Optional<Instant> deadline,
        Optional<Expires> expires,
        Progress progress,
        Optional<Failure> failure,
        List<String> warnings,
        Optional<Options> options,
        Optional<Media> media,
        Optional<Cut> timeline,
        CostView cost,
        Map<String, String> links) {
    private static final Duration EARLIEST_GUESS = Duration.ofSeconds(3);
    private static final Duration FURTHEST_GUESS = Duration.ofDays(1);

    record Prompt(String text, int durationSeconds, String resolution, String aspectRatio) {
        static Prompt of(FilmWish wish) {
            return new Prompt(wish.text(), wish.seconds(), wish.resolution(), wish.aspectRatio());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Progress(double overall, OptionalLong etaSeconds, List<Stage> stages) {}

    /**
     * @param percent 0 to 100
     * @param unitsTotal 0 as long as nobody knows
     */
    record Stage(
            String name,
            StageStanding.State state,
            double percent,
            int unitsDone,
            int unitsTotal,
            int attempt,
            String message) {}

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Failure(String code, String kind, String message, Optional<String> stage, String hint) {}

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Options(
            Optional<Double> durationSeconds,
            Optional<Double> chunkSeconds,
            String format,
            int maxHeight,
            String onChunkFailure,
            String analyzer) {}

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Media(
            String container,
            long size,
            Optional<Double> duration,
            Optional<Integer> width,
            Optional<Integer> height,
            Optional<Double> frameRate,
            Optional<String> videoCodec,
            Optional<String> audioCodec) {}

    /** The cut in a few numbers; the whole is behind the link. */
    record Cut(int clips, double duration, int gaps) {}

    /** The tag of what can be changed about a job: it stays the same while the job goes on. */
    static String tag(Job job) {
        return '"' + Long.toString(job.revision()) + '"';
    }

    /** The revision in a job's own tag. */
    static long revision(String tag) {
        return Long.parseLong(tag.substring(1, tag.length() - 1));
    }

    /**
     * When things are removed, at the earliest; a further run counts anew.
     *
     * @param workFiles chunks and findings; another run makes them anew
     * @param outputs films, timeline and footage: from then on the job can't be run again
     * @param job the job itself
     */
    record Expires(Instant workFiles, Instant outputs, Instant job) {
        static Expires of(Expiry expiry) {
            return new Expires(expiry.workFiles(), expiry.outputs(), expiry.job());
        }
    }

    /** @param now for the guess of how long it will take */
    static JobView of(Job job, Instant now, TermsBook terms) {
        return of(job, now, terms, Optional.empty(), CostView.of(job, Optional.empty(), Optional.empty()));
    }

    static JobView of(Job job, Instant now, TermsBook terms, Optional<Waiting> waiting, CostView cost) {
        Optional<Section.Request> request = job.request();
        return new JobView(
                job.id(),
                job.state(),
                request.map(Section.Request::recipe).orElse(""),
                request.flatMap(asked -> asked.source().filename()),
                request.flatMap(asked -> asked.source().prompt()).map(Prompt::of),
                request.flatMap(Section.Request::title),
                request.map(Section.Request::labels).orElse(Map.of()),
                request.map(Section.Request::priority).orElse("NORMAL"),
                job.revision(),
                job.run(),
                job.stage().map(FlowStage::label),
                Optional.of(job.traceId()).filter(trace -> !trace.isEmpty()),
                waiting,
                job.times().created(),
                job.times().started(),
                job.times().finished(),
                request.flatMap(asked -> asked.wishes().terms().deadline()),
                terms.expiry(job).map(Expires::of),
                progress(job, now),
                job.failure().map(JobView::failure),
                job.warnings(),
                request.map(asked -> options(asked.wishes())),
                job.media().map(media -> media(media, job.split())),
                job.timeline().map(cut -> new Cut(cut.clips(), seconds(cut.duration()), cut.gaps())),
                cost,
                links(job));
    }

    static Progress progress(Job job, Instant now) {
        return new Progress(
                job.progress().overall(),
                eta(job, now),
                job.progress().stages().stream().map(JobView::stage).toList());
    }

    /** What is left if it goes on as it did; nothing is guessed from the first moments. */
    private static OptionalLong eta(Job job, Instant now) {
        double done = job.progress().overall();
        if (job.state() != JobState.RUNNING || done < 5 || job.times().started().isEmpty()) {
            return OptionalLong.empty();
        }
        Duration elapsed = Duration.between(job.times().started().get(), now);
        long left = Math.max(1, Math.round(elapsed.toMillis() / 1000.0 * (100 - done) / done));
        return elapsed.compareTo(EARLIEST_GUESS) < 0 || left > FURTHEST_GUESS.toSeconds()
                ? OptionalLong.empty()
                : OptionalLong.of(left);
    }

    private static Stage stage(StageStanding standing) {
        return new Stage(
                standing.stage().label(),
                standing.state(),
                Math.floor(standing.fraction() * 1000) / 10,
                standing.unitsDone(),
                standing.unitsTotal(),
                standing.attempt(),
                standing.message());
    }

    private static Failure failure(Job.Failing failing) {
        Section.Trouble trouble = failing.trouble();
        return new Failure(
                trouble.code(),
                trouble.kind(),
                trouble.message(),
                failing.stage().map(FlowStage::label),
                Hints.of(trouble));
    }

    private static Options options(Section.Wishes wishes) {
        return new Options(
                wishes.filmLength().map(length -> length.toMillis() / 1000.0),
                wishes.chunkLength().map(length -> length.toMillis() / 1000.0),
                wishes.format().toLowerCase(java.util.Locale.ROOT),
                wishes.maxHeight(),
                wishes.onChunkFailure().toLowerCase(java.util.Locale.ROOT),
                wishes.analyzer());
    }

    private static Media media(Section.Media media, Optional<Section.Split> split) {
        return new Media(
                media.info().container(),
                media.object().size(),
                split.map(Section.Split::duration)
                        .filter(Rational::isPositive)
                        .or(media.info()::claimedDuration)
                        .map(JobView::seconds),
                media.info().video().map(video -> video.displayWidth()),
                media.info().video().map(video -> video.displayHeight()),
                media.info().video().map(video -> seconds(video.frameRate())),
                media.info().video().map(video -> video.codec()),
                media.info().audio().map(audio -> audio.codec()));
    }

    /** Rounded to milliseconds: a figure for people. */
    static double seconds(Rational value) {
        return Math.round(value.toDouble() * 1000) / 1000.0;
    }

    private static Map<String, String> links(Job job) {
        String self = Addresses.job(job.id());
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", self);
        links.put("events", self + "/events");
        links.put("logs", self + "/logs");
        links.put("chunks", self + "/chunks");
        if (job.timeline().isPresent()) {
            links.put("timeline", self + "/timeline");
            links.put("storyboard", self + "/storyboard");
        }
        if (job.state() == JobState.COMPLETED) {
            links.put("outputs", self + "/outputs");
        }
        if (!job.state().isTerminal()) {
            links.put("cancel", self);
        } else if (job.state() != JobState.COMPLETED) {
            links.put("retry", self + "/retry");
        }
        return links;
    }
}
