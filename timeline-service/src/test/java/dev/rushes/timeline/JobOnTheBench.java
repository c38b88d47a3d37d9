package dev.rushes.timeline;

import dev.rushes.flow.FlowStage;
import dev.rushes.flow.Recipe;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.MediaInfo.AudioInfo;
import dev.rushes.media.value.MediaInfo.VideoInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.testkit.RecordingContext;
import dev.rushes.runtime.wire.EventIds;
import dev.rushes.timeline.domain.AnalyzedChunk;
import dev.rushes.timeline.domain.Footage;
import dev.rushes.timeline.domain.TimelineInput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** A job of 10 s chunks with made-up findings, as the stage's inputs. The same seed makes the same findings. */
final class JobOnTheBench {
    static final int CHUNK_SECONDS = 10;

    final JobTicket ticket;
    final int videoChunks;
    final int audioChunks;
    private final MemoryStore store;
    private final long seed;

    JobOnTheBench(MemoryStore store, long seed, int videoChunks, int audioChunks) {
        this(store, seed, videoChunks, audioChunks, RecordingContext.ticket(Recipe.HIGHLIGHTS, JobOptions.DEFAULTS));
    }

    private JobOnTheBench(MemoryStore store, long seed, int videoChunks, int audioChunks, JobTicket ticket) {
        this.store = store;
        this.seed = seed;
        this.videoChunks = videoChunks;
        this.audioChunks = audioChunks;
        this.ticket = ticket;
    }

    JobOnTheBench nextRun() {
        return with(ticket.run() + 1, ticket.options());
    }

    JobOnTheBench with(JobOptions options) {
        return with(ticket.run(), options);
    }

    private JobOnTheBench with(int run, JobOptions options) {
        return new JobOnTheBench(
                store,
                seed,
                videoChunks,
                audioChunks,
                new JobTicket(
                        ticket.jobId(),
                        ticket.tenant(),
                        run,
                        ticket.recipe(),
                        ticket.route(),
                        options,
                        ticket.priority(),
                        ticket.requestedAt()));
    }

    JobKeys keys() {
        return new JobKeys(ticket.tenant(), ticket.jobId());
    }

    /** All inputs in the usual order. */
    List<TimelineInput> inputs() {
        List<TimelineInput> inputs = new ArrayList<>();
        for (int i = 0; i < videoChunks; i++) {
            inputs.add(analyzed(Track.VIDEO, i));
        }
        for (int i = 0; i < audioChunks; i++) {
            inputs.add(analyzed(Track.AUDIO, i));
        }
        inputs.add(split());
        return inputs;
    }

    TimelineInput split() {
        return new TimelineInput.Expectation(
                EventIds.of(ticket.jobId(), ticket.run(), FlowStage.SPLIT, "split-finished"),
                footage(),
                videoChunks,
                audioChunks);
    }

    Footage footage() {
        return new Footage(
                new StoredObject(keys().source(), 12_345_678, "ab".repeat(32), "video/mp4"),
                info(),
                Rational.of((long) CHUNK_SECONDS * Math.max(videoChunks, audioChunks), 1),
                Optional.of("Wedding \u0000 \"1\".mp4"));
    }

    static MediaInfo info() {
        return new MediaInfo(
                "mov,mp4,m4a,3gp,3g2,mj2",
                Optional.of(Rational.of(60, 1)),
                Optional.of(
                        new VideoInfo(0, "h264", 1280, 720, 0, Rational.of(30000, 1001), Rational.of(1, 1), "yuv420p")),
                Optional.of(new AudioInfo(1, "aac", 2, 48_000)),
                List.of());
    }

    TimelineInput.Chunk analyzed(Track track, int index) {
        StoredObject findings = store.store(keys().analysis(track, index), findings(track, index));
        return chunk(track, index, Optional.of(findings), Optional.empty());
    }

    /** Findings in which a model left something out; the same otherwise. */
    TimelineInput.Chunk misunderstood(Track track, int index) {
        String findings = new String(findings(track, index), StandardCharsets.UTF_8)
                .replaceFirst(
                        "[{]",
                        "{\"insight\": {\"source\": \"gemini/1\", \"status\": \"failed\", \"code\": \"MODEL_UNAVAILABLE\","
                                + " \"problem\": \"Nobody was there.\", \"lacking\": true, \"segments\": []}, ");
        StoredObject stored = store.store(keys().analysis(track, index), findings.getBytes(StandardCharsets.UTF_8));
        return chunk(track, index, Optional.of(stored), Optional.of("Nobody was there."));
    }

    TimelineInput.Chunk gap(Track track, int index) {
        return chunk(track, index, Optional.empty(), Optional.of("the picture is broken"));
    }

    private TimelineInput.Chunk chunk(
            Track track, int index, Optional<StoredObject> findings, Optional<String> problem) {
        return new TimelineInput.Chunk(
                EventIds.of(ticket.jobId(), ticket.run(), FlowStage.ANALYSIS, track.unit(index)),
                new AnalyzedChunk(track, index, span(index), findings, "local/1", problem));
    }

    private static Span span(int index) {
        return Span.ofDuration(Rational.of((long) index * CHUNK_SECONDS, 1), Rational.of(CHUNK_SECONDS, 1));
    }

    private byte[] findings(Track track, int index) {
        Random random = new Random(seed * 1_000_003 + index * 31L + track.ordinal());
        int start = index * CHUNK_SECONDS;
        String body = track == Track.VIDEO
                ? "\"shots\": [{\"at\": \"%d/2\", \"score\": 0.9}], \"motion\": %s, \"sharpness\": %s"
                        .formatted(start * 2 + 1 + random.nextInt(18), series(start, random), series(start, random))
                : "\"speech\": [{\"start\": \"%d/10\", \"end\": \"%d/10\", \"score\": 0.8}], \"loudness\": %s"
                        .formatted(start * 10 + 5, start * 10 + 15 + random.nextInt(60), series(start, random));
        return ("{\"version\": 1, \"somethingNew\": {\"a\": [1]}, \"track\": \""
                        + track.name().toLowerCase(Locale.ROOT) + "\", \"index\": " + index + ", " + body + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String series(int start, Random random) {
        List<String> values = random.doubles(2L * CHUNK_SECONDS)
                .mapToObj(value -> String.format(Locale.ROOT, "%.3f", value))
                .toList();
        return "{\"start\": \"%d/1\", \"step\": \"1/2\", \"values\": [%s]}".formatted(start, String.join(",", values));
    }
}
