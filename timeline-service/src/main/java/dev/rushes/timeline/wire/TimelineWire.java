package dev.rushes.timeline.wire;

import dev.rushes.events.ChunkAnalyzed;
import dev.rushes.events.JobEvent;
import dev.rushes.events.MediaStored;
import dev.rushes.events.SplitFinished;
import dev.rushes.events.TimelineAssembled;
import dev.rushes.events.TimelineNote;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.wire.MediaWire;
import dev.rushes.runtime.wire.StageWire;
import dev.rushes.runtime.wire.Stamp;
import dev.rushes.timeline.domain.AnalyzedChunk;
import dev.rushes.timeline.domain.AssembledTimeline;
import dev.rushes.timeline.domain.Footage;
import dev.rushes.timeline.domain.TimelineInput;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** ChunkAnalyzed, SplitFinished and MediaStored in, TimelineAssembled out. */
public final class TimelineWire implements StageWire<TimelineInput, AssembledTimeline> {

    @Override
    public TimelineInput read(SpecificRecord record) {
        return switch (record) {
            case ChunkAnalyzed analyzed -> new TimelineInput.Chunk(analyzed.getEventId(), chunk(analyzed));
            case SplitFinished split ->
                new TimelineInput.Expectation(
                        split.getEventId(), footage(split), split.getVideoChunks(), split.getAudioChunks());
            case MediaStored stored -> withoutSplit(stored);
            default ->
                throw new IllegalArgumentException("Expected ChunkAnalyzed, SplitFinished or MediaStored, but got "
                        + record.getSchema().getFullName());
        };
    }

    /** Comes here only on a route without a split: there is nothing to wait for, and nothing but the header to tell the length. */
    private static TimelineInput withoutSplit(MediaStored stored) {
        Footage footage = new Footage(
                MediaWire.object(stored.getMedia()),
                MediaWire.info(stored.getInfo()),
                MediaWire.info(stored.getInfo()).claimedDuration().orElse(Rational.ZERO),
                Optional.ofNullable(stored.getFilename()));
        return new TimelineInput.Expectation(stored.getEventId(), footage, 0, 0);
    }

    private static Footage footage(SplitFinished split) {
        return new Footage(
                MediaWire.object(split.getMedia()),
                MediaWire.info(split.getInfo()),
                MediaWire.rational(split.getDuration()),
                Optional.ofNullable(split.getFilename()));
    }

    /** Findings count only with a status that vouches for them; the chunk is a gap otherwise. */
    private static AnalyzedChunk chunk(ChunkAnalyzed analyzed) {
        Optional<StoredObject> findings =
                Optional.ofNullable(analyzed.getFindings()).map(MediaWire::object);
        return new AnalyzedChunk(
                MediaWire.track(analyzed.getTrack()),
                analyzed.getIndex(),
                Span.ofDuration(MediaWire.rational(analyzed.getStart()), MediaWire.rational(analyzed.getDuration())),
                switch (analyzed.getStatus()) {
                    case OK, PARTIAL -> findings;
                    case BLOCKED, FAILED, UNKNOWN -> Optional.empty();
                },
                analyzed.getAnalyzer(),
                Optional.ofNullable(analyzed.getProblem()));
    }

    @Override
    public SpecificRecord write(AssembledTimeline fact, Stamp stamp) {
        return TimelineAssembled.newBuilder()
                .setEventId(stamp.eventId("timeline-assembled"))
                .setOccurredAt(stamp.occurredAt())
                .setJob(stamp.job())
                .setTimeline(MediaWire.object(fact.timeline()))
                .setOtio(MediaWire.object(fact.otio()))
                .setMedia(MediaWire.object(fact.footage().media()))
                .setInfo(MediaWire.info(fact.footage().info()))
                .setClips(fact.clips())
                .setDuration(MediaWire.rational(fact.duration()))
                .setGaps(fact.gaps())
                .setFilename(fact.footage().filename().orElse(null))
                .build();
    }

    @Override
    public void describe(AssembledTimeline fact, JobEvent.Builder event) {
        var unused = event.setTimeline(TimelineNote.newBuilder()
                .setTimeline(MediaWire.object(fact.timeline()))
                .setOtio(MediaWire.object(fact.otio()))
                .setClips(fact.clips())
                .setDuration(MediaWire.rational(fact.duration()))
                .setGaps(fact.gaps())
                .build());
    }
}
