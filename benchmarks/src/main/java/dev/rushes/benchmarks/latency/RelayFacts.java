package dev.rushes.benchmarks.latency;

import dev.rushes.events.AnalysisStatus;
import dev.rushes.events.ChunkAnalyzed;
import dev.rushes.events.ChunkStored;
import dev.rushes.events.Job;
import dev.rushes.events.MediaInfo;
import dev.rushes.events.MediaStored;
import dev.rushes.events.Rational;
import dev.rushes.events.RenderFinished;
import dev.rushes.events.StoredObject;
import dev.rushes.events.TimelineAssembled;
import dev.rushes.events.TrackKind;
import dev.rushes.flow.FlowStage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;

/** The fact that each stage gives when there is nothing to say. */
final class RelayFacts {
    private static final StoredObject OBJECT =
            StoredObject.newBuilder().setKey("source/original").build();
    private static final MediaInfo INFO = MediaInfo.newBuilder().build();
    private static final Rational TIME = new Rational(1L, 1L);

    private RelayFacts() {}

    static SpecificRecord of(FlowStage stage, UUID id, Instant now, Job job) {
        return switch (stage) {
            case UPLOAD ->
                MediaStored.newBuilder()
                        .setEventId(id)
                        .setOccurredAt(now)
                        .setJob(job)
                        .setMedia(OBJECT)
                        .setInfo(INFO)
                        .build();
            case SPLIT ->
                ChunkStored.newBuilder()
                        .setEventId(id)
                        .setOccurredAt(now)
                        .setJob(job)
                        .setTrack(TrackKind.VIDEO)
                        .setIndex(0)
                        .setChunk(OBJECT)
                        .setStart(TIME)
                        .setDuration(TIME)
                        .setInfo(INFO)
                        .build();
            case ANALYSIS ->
                ChunkAnalyzed.newBuilder()
                        .setEventId(id)
                        .setOccurredAt(now)
                        .setJob(job)
                        .setTrack(TrackKind.VIDEO)
                        .setIndex(0)
                        .setStatus(AnalysisStatus.OK)
                        .setStart(TIME)
                        .setDuration(TIME)
                        .build();
            case TIMELINE ->
                TimelineAssembled.newBuilder()
                        .setEventId(id)
                        .setOccurredAt(now)
                        .setJob(job)
                        .setTimeline(OBJECT)
                        .setMedia(OBJECT)
                        .setInfo(INFO)
                        .setDuration(TIME)
                        .build();
            case RENDER ->
                RenderFinished.newBuilder()
                        .setEventId(id)
                        .setOccurredAt(now)
                        .setJob(job)
                        .setFilms(List.of())
                        .build();
            case WEBHOOKS -> throw new IllegalArgumentException("Expected a stage of the flow, but got " + stage);
        };
    }
}
