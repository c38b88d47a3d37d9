package dev.rushes.campaigns.stub;

import dev.rushes.campaigns.plan.PlanNote;
import dev.rushes.campaigns.plan.PlannedJob;
import dev.rushes.events.AnalysisStatus;
import dev.rushes.events.ChunkAnalyzed;
import dev.rushes.events.ChunkStored;
import dev.rushes.events.Film;
import dev.rushes.events.FilmFormat;
import dev.rushes.events.JobEvent;
import dev.rushes.events.JobRequested;
import dev.rushes.events.MediaInfo;
import dev.rushes.events.MediaStored;
import dev.rushes.events.Rational;
import dev.rushes.events.RenderFinished;
import dev.rushes.events.SplitFinished;
import dev.rushes.events.StoredObject;
import dev.rushes.events.TimelineAssembled;
import dev.rushes.events.TrackKind;
import dev.rushes.flow.FlowStage;
import dev.rushes.flow.Recipe;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.wire.JobWire;
import dev.rushes.runtime.wire.StageWire;
import dev.rushes.runtime.wire.Stamp;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** The real facts of a stage ⇄ what a stub knows. The identifier of the effect travels as the key of the stored object. */
final class StubWire implements StageWire<StubTask, StubFact> {
    private static final MediaInfo INFO = MediaInfo.newBuilder().build();
    private static final Rational SECOND =
            Rational.newBuilder().setValue(1).setScale(1).build();

    private final FlowStage stage;

    StubWire(FlowStage stage) {
        this.stage = stage;
    }

    @Override
    public JobTicket ticket(SpecificRecord record) {
        return record instanceof JobRequested requested ? ticket(requested) : JobWire.ticketOf(record);
    }

    private static JobTicket ticket(JobRequested requested) {
        return new JobTicket(
                requested.getJobId(),
                requested.getTenant(),
                requested.getRun(),
                Recipe.HIGHLIGHTS.label(),
                Recipe.HIGHLIGHTS.route(),
                JobWire.options(requested.getOptions()),
                JobWire.priority(requested.getPriority()),
                requested.getRequestedAt());
    }

    @Override
    public StubTask read(SpecificRecord record) {
        PlanNote plan = PlanNote.read(ticket(record).options().extra());
        String unit =
                switch (record) {
                    case JobRequested requested -> "";
                    case MediaStored stored -> "";
                    case ChunkStored chunk -> PlannedJob.chunkName(chunk.getIndex());
                    case ChunkAnalyzed analyzed -> PlannedJob.chunkName(analyzed.getIndex());
                    case SplitFinished split -> StubTask.SPLIT;
                    case TimelineAssembled assembled -> "";
                    default ->
                        throw new IllegalArgumentException("Expected a fact of the flow, but got "
                                + record.getSchema().getFullName());
                };
        return new StubTask(unit, plan);
    }

    @Override
    public Optional<String> unit(StubTask input) {
        return stage == FlowStage.ANALYSIS ? Optional.of(input.unit()) : Optional.empty();
    }

    @Override
    public Optional<String> announcedUnit(StubFact fact) {
        return stage == FlowStage.SPLIT && !fact.unit().isEmpty() ? Optional.of(fact.unit()) : Optional.empty();
    }

    @Override
    public SpecificRecord write(StubFact fact, Stamp stamp) {
        return switch (stage) {
            case UPLOAD ->
                MediaStored.newBuilder()
                        .setEventId(stamp.eventId("media-stored"))
                        .setOccurredAt(stamp.occurredAt())
                        .setJob(stamp.job())
                        .setMedia(object(fact))
                        .setInfo(INFO)
                        .build();
            case SPLIT -> fact.unit().isEmpty() ? finished(fact, stamp) : chunk(fact, stamp);
            case ANALYSIS -> analyzed(fact, stamp);
            case TIMELINE ->
                TimelineAssembled.newBuilder()
                        .setEventId(stamp.eventId("timeline-assembled"))
                        .setOccurredAt(stamp.occurredAt())
                        .setJob(stamp.job())
                        .setTimeline(object(fact))
                        .setMedia(object(fact))
                        .setInfo(INFO)
                        .setDuration(SECOND)
                        .build();
            case RENDER ->
                RenderFinished.newBuilder()
                        .setEventId(stamp.eventId("render-finished"))
                        .setOccurredAt(stamp.occurredAt())
                        .setJob(stamp.job())
                        .build();
            case WEBHOOKS -> throw new IllegalArgumentException("Expected a stage of the flow, but got " + stage);
        };
    }

    private static SpecificRecord finished(StubFact fact, Stamp stamp) {
        return SplitFinished.newBuilder()
                .setEventId(stamp.eventId("split-finished"))
                .setOccurredAt(stamp.occurredAt())
                .setJob(stamp.job())
                .setMedia(object(fact))
                .setInfo(INFO)
                .setVideoChunks(fact.chunks())
                .setAudioChunks(0)
                .setDuration(SECOND)
                .build();
    }

    private static SpecificRecord chunk(StubFact fact, Stamp stamp) {
        return ChunkStored.newBuilder()
                .setEventId(stamp.eventId("chunk-" + fact.unit()))
                .setOccurredAt(stamp.occurredAt())
                .setJob(stamp.job())
                .setTrack(TrackKind.VIDEO)
                .setIndex(index(fact))
                .setChunk(object(fact))
                .setStart(SECOND)
                .setDuration(SECOND)
                .setInfo(INFO)
                .build();
    }

    private static SpecificRecord analyzed(StubFact fact, Stamp stamp) {
        return ChunkAnalyzed.newBuilder()
                .setEventId(stamp.eventId("chunk-analyzed-" + fact.unit()))
                .setOccurredAt(stamp.occurredAt())
                .setJob(stamp.job())
                .setTrack(TrackKind.VIDEO)
                .setIndex(index(fact))
                .setStatus(AnalysisStatus.OK)
                .setFindings(object(fact))
                .setStart(SECOND)
                .setDuration(SECOND)
                .build();
    }

    private static int index(StubFact fact) {
        return Integer.parseInt(fact.unit().substring(fact.unit().indexOf('-') + 1));
    }

    private static StoredObject object(StubFact fact) {
        return StoredObject.newBuilder().setKey(fact.effect()).build();
    }

    /** The end of the route is told by an event only, so the effect goes into its films. */
    @Override
    public void describe(StubFact fact, JobEvent.Builder event) {
        if (stage == FlowStage.RENDER) {
            var unused = event.setFilms(List.of(Film.newBuilder()
                    .setName("film")
                    .setObject(object(fact))
                    .setFormat(FilmFormat.MP4)
                    .setDuration(SECOND)
                    .build()));
        }
    }
}
