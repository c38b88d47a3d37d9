package dev.rushes.ingest.ledger.domain;

import dev.rushes.flow.FlowStage;
import dev.rushes.flow.Recipe;
import dev.rushes.ingest.ledger.domain.JobFact.Level;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Facts about one job, as the stages would tell them. Every call makes a new one, a second later than the last. */
public final class Facts {
    private static final Instant DAY = Instant.parse("2026-03-01T10:00:00Z");

    private final UUID job;
    private final String tenant;
    private final String filename;
    private int run = 1;
    private int count;

    public Facts(UUID job) {
        this(job, "default");
    }

    public Facts(UUID job, String tenant) {
        this(job, tenant, "birthday.mov");
    }

    public Facts(UUID job, String tenant, String filename) {
        this.job = job;
        this.tenant = tenant;
        this.filename = filename;
    }

    public Facts run(int next) {
        run = next;
        return this;
    }

    public JobFact requested() {
        Section.Request request = new Section.Request(
                "highlights",
                Recipe.HIGHLIGHTS.route(),
                new Section.Source(
                        Optional.of("tenants/" + tenant + "/jobs/" + job + "/source/original"),
                        Optional.empty(),
                        Optional.of(filename)),
                new Section.Wishes(Optional.empty(), Optional.empty(), "MP4", 720, "SKIP", "local", Map.of()),
                "NORMAL",
                Optional.empty(),
                Map.of("album", "2026"),
                at());
        return fact(FactType.REQUESTED, Optional.empty(), Optional.empty(), 1, List.of(request));
    }

    public JobFact started(FlowStage stage) {
        return started(stage, 1);
    }

    public JobFact started(FlowStage stage, int attempt) {
        return fact(FactType.STAGE_STARTED, Optional.of(stage), Optional.empty(), attempt, List.of());
    }

    public JobFact progressed(FlowStage stage, int attempt, double fraction) {
        return fact(
                FactType.STAGE_PROGRESSED,
                Optional.of(stage),
                Optional.empty(),
                attempt,
                List.of(new Section.Reported(fraction, "at it")));
    }

    public JobFact retrying(FlowStage stage, int attempt) {
        return fact(
                FactType.STAGE_RETRYING, Optional.of(stage), Optional.empty(), attempt, List.of(trouble("TRANSIENT")));
    }

    /** A try that was none; the next one is due at once. */
    public JobFact postponed(FlowStage stage, String code) {
        Section.Trouble trouble = new Section.Trouble(
                code, "THROTTLED", "Expected to be through, but there is more to do.", Optional.empty());
        return fact(FactType.STAGE_POSTPONED, Optional.of(stage), Optional.empty(), 1, List.of(trouble));
    }

    public JobFact finished(FlowStage stage, Section... sections) {
        return fact(FactType.STAGE_FINISHED, Optional.of(stage), Optional.empty(), 1, List.of(sections));
    }

    public JobFact unit(FlowStage stage, Track track, int index) {
        boolean split = stage == FlowStage.SPLIT;
        Section.Chunk chunk = new Section.Chunk(
                track,
                index,
                Rational.of(index * 10L, 1),
                Rational.of(10, 1),
                split ? Optional.of(object("chunks/" + track.unit(index) + ".mp4")) : Optional.empty(),
                split ? Optional.empty() : Optional.of(object("analysis/" + track.unit(index) + ".json")),
                split ? Optional.empty() : Optional.of("OK"),
                Optional.empty());
        return fact(FactType.UNIT_FINISHED, Optional.of(stage), Optional.of(track.unit(index)), 1, List.of(chunk));
    }

    /** Nothing could be found out about a chunk. */
    public JobFact gap(Track track, int index) {
        Section.Chunk chunk = new Section.Chunk(
                track,
                index,
                Rational.of(index * 10L, 1),
                Rational.of(10, 1),
                Optional.empty(),
                Optional.empty(),
                Optional.of("FAILED"),
                Optional.of("Expected a picture, but there is none."));
        return fact(
                FactType.UNIT_FINISHED,
                Optional.of(FlowStage.ANALYSIS),
                Optional.of(track.unit(index)),
                1,
                List.of(chunk));
    }

    /** A chunk of which not all could be found out. */
    public JobFact partial(Track track, int index, StoredObject findings) {
        Section.Chunk chunk = new Section.Chunk(
                track,
                index,
                Rational.of(index * 10L, 1),
                Rational.of(10, 1),
                Optional.empty(),
                Optional.of(findings),
                Optional.of("PARTIAL"),
                Optional.of("Expected a model to understand the chunk, but it did not."));
        return fact(
                FactType.UNIT_FINISHED,
                Optional.of(FlowStage.ANALYSIS),
                Optional.of(track.unit(index)),
                1,
                List.of(chunk));
    }

    public JobFact noted(Level level, String sentence) {
        JobFact plain = fact(FactType.STAGE_NOTED, Optional.of(FlowStage.SPLIT), Optional.empty(), 1, List.of());
        return new JobFact(
                plain.eventId(),
                plain.occurredAt(),
                plain.subject(),
                plain.type(),
                plain.place(),
                new JobFact.Note(level, sentence),
                List.of());
    }

    public JobFact failed(FlowStage stage) {
        return fact(FactType.FAILED, Optional.of(stage), Optional.empty(), 3, List.of(trouble("OURS")));
    }

    public JobFact deadLettered(FlowStage stage) {
        return fact(FactType.DEAD_LETTERED, Optional.of(stage), Optional.empty(), 3, List.of(trouble("OURS")));
    }

    public JobFact cancelled() {
        return fact(FactType.CANCELLED, Optional.empty(), Optional.empty(), 1, List.of());
    }

    public JobFact erased() {
        return fact(
                FactType.ERASED,
                Optional.empty(),
                Optional.empty(),
                1,
                List.of(new Section.Erasure("key of somebody")));
    }

    /** The time of the run is over. */
    public JobFact expired() {
        return fact(
                FactType.ERASED,
                Optional.empty(),
                Optional.empty(),
                1,
                List.of(new Section.Erasure(Section.Erasure.RETENTION)));
    }

    public JobFact completed() {
        return fact(FactType.COMPLETED, Optional.of(FlowStage.RENDER), Optional.empty(), 1, List.of(film()));
    }

    public JobFact amended(Optional<Long> onlyAt, String title) {
        return fact(
                FactType.AMENDED,
                Optional.empty(),
                Optional.empty(),
                1,
                List.of(new Section.Amendment(
                        onlyAt, true, Optional.of(title), Map.of("album", "other"), List.of(), Optional.of("HIGH"))));
    }

    public JobFact spent(FlowStage stage, int attempt, long cpuMillis, long microDollars) {
        return fact(
                FactType.SPENT,
                Optional.of(stage),
                Optional.empty(),
                attempt,
                List.of(new Section.Spent(new Spend(cpuMillis, cpuMillis * 2, 10, 1, microDollars))));
    }

    public Section.Media media() {
        return new Section.Media(
                object("source/original"),
                new MediaInfo(
                        "mov,mp4",
                        Optional.of(Rational.of(30, 1)),
                        Optional.of(new MediaInfo.VideoInfo(
                                0, "h264", 1920, 1080, 90, Rational.of(30000, 1001), Rational.of(1, 1), "yuv420p")),
                        Optional.empty(),
                        List.of("The footage is silent.")));
    }

    public Section.Split split(int video, int audio) {
        return new Section.Split(video, audio, Rational.of(30, 1));
    }

    public Section.Timeline timeline() {
        return new Section.Timeline(object("timeline/timeline.json"), Optional.empty(), 4, Rational.of(20, 1), 0);
    }

    public Section.Film film() {
        return new Section.Film("film", object("renders/film.mp4"), "MP4", 1280, 720, Rational.of(20, 1), true);
    }

    /** A whole successful run over chunks of one track. */
    public List<JobFact> life(int chunks) {
        List<JobFact> facts = new ArrayList<>();
        facts.add(requested());
        facts.add(started(FlowStage.UPLOAD));
        facts.add(finished(FlowStage.UPLOAD, media()));
        facts.add(started(FlowStage.SPLIT));
        for (int index = 0; index < chunks; index++) {
            facts.add(unit(FlowStage.SPLIT, Track.VIDEO, index));
            facts.add(progressed(FlowStage.SPLIT, 1, (index + 1.0) / chunks));
        }
        facts.add(finished(FlowStage.SPLIT, split(chunks, 0)));
        for (int index = 0; index < chunks; index++) {
            facts.add(unit(FlowStage.ANALYSIS, Track.VIDEO, index));
            facts.add(spent(FlowStage.ANALYSIS, 1, 1500, 7));
        }
        facts.add(started(FlowStage.TIMELINE));
        facts.add(finished(FlowStage.TIMELINE, timeline()));
        facts.add(started(FlowStage.RENDER));
        facts.add(progressed(FlowStage.RENDER, 1, 0.5));
        facts.add(finished(FlowStage.RENDER, film()));
        facts.add(completed());
        return facts;
    }

    public JobFact fact(
            FactType type, Optional<FlowStage> stage, Optional<String> unit, int attempt, List<Section> sections) {
        count++;
        return new JobFact(
                new UUID(job.getMostSignificantBits() ^ run, (job.getLeastSignificantBits() & ~0xFFFFL) | count),
                at(),
                new JobFact.Subject(job, tenant, run, "0af7651916cd43dd8448eb211c80319c"),
                type,
                new JobFact.Place(stage, unit, attempt, "worker-1"),
                new JobFact.Note(Level.INFO, ""),
                sections);
    }

    private Instant at() {
        return DAY.plusSeconds(count);
    }

    private StoredObject object(String path) {
        return new StoredObject("tenants/" + tenant + "/jobs/" + job + "/" + path, 1234, "ab".repeat(32), "video/mp4");
    }

    private static Section.Trouble trouble(String kind) {
        return new Section.Trouble(
                "STAGE_TIMEOUT", kind, "Expected an end within a minute, but it took longer.", Optional.empty());
    }
}
