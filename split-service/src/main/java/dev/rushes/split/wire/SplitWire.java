package dev.rushes.split.wire;

import dev.rushes.events.ChunkNote;
import dev.rushes.events.ChunkStored;
import dev.rushes.events.JobEvent;
import dev.rushes.events.MediaStored;
import dev.rushes.events.SplitFinished;
import dev.rushes.events.SplitNote;
import dev.rushes.media.wire.MediaWire;
import dev.rushes.runtime.wire.StageWire;
import dev.rushes.runtime.wire.Stamp;
import dev.rushes.split.domain.Chunk;
import dev.rushes.split.domain.Footage;
import dev.rushes.split.domain.SplitFact;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** MediaStored in, ChunkStored and SplitFinished out. */
public final class SplitWire implements StageWire<Footage, SplitFact> {

    @Override
    public Footage read(SpecificRecord record) {
        if (!(record instanceof MediaStored media)) {
            throw new IllegalArgumentException(
                    "Expected MediaStored, but got " + record.getSchema().getFullName());
        }
        return new Footage(
                MediaWire.object(media.getMedia()),
                MediaWire.info(media.getInfo()),
                Optional.ofNullable(media.getFilename()));
    }

    @Override
    public SpecificRecord write(SplitFact fact, Stamp stamp) {
        return switch (fact) {
            case SplitFact.ChunkReady ready -> stored(ready, stamp);
            case SplitFact.Finished finished -> finished(finished, stamp);
        };
    }

    @Override
    public Optional<String> announcedUnit(SplitFact fact) {
        return switch (fact) {
            case SplitFact.ChunkReady ready -> Optional.of(ready.chunk().unit());
            case SplitFact.Finished finished -> Optional.empty();
        };
    }

    @Override
    public void describe(SplitFact fact, JobEvent.Builder event) {
        JobEvent.Builder unused =
                switch (fact) {
                    case SplitFact.ChunkReady ready -> event.setChunk(note(ready.chunk()));
                    case SplitFact.Finished finished -> event.setSplit(note(finished));
                };
    }

    private static ChunkStored stored(SplitFact.ChunkReady ready, Stamp stamp) {
        Chunk chunk = ready.chunk();
        return ChunkStored.newBuilder()
                .setEventId(stamp.eventId("chunk-" + chunk.unit()))
                .setOccurredAt(stamp.occurredAt())
                .setJob(stamp.job())
                .setTrack(MediaWire.track(chunk.track()))
                .setIndex(chunk.index())
                .setChunk(MediaWire.object(chunk.object()))
                .setStart(MediaWire.rational(chunk.span().start()))
                .setDuration(MediaWire.rational(chunk.span().duration()))
                .setFrames(chunk.frames())
                .setInfo(MediaWire.info(ready.info()))
                .setFootage(MediaWire.rational(ready.footage()))
                .build();
    }

    private static SplitFinished finished(SplitFact.Finished finished, Stamp stamp) {
        return SplitFinished.newBuilder()
                .setEventId(stamp.eventId("split-finished"))
                .setOccurredAt(stamp.occurredAt())
                .setJob(stamp.job())
                .setMedia(MediaWire.object(finished.footage().media()))
                .setInfo(MediaWire.info(finished.footage().info()))
                .setVideoChunks(finished.videoChunks())
                .setAudioChunks(finished.audioChunks())
                .setDuration(MediaWire.rational(finished.duration()))
                .setFilename(finished.footage().filename().orElse(null))
                .build();
    }

    private static ChunkNote note(Chunk chunk) {
        return ChunkNote.newBuilder()
                .setTrack(MediaWire.track(chunk.track()))
                .setIndex(chunk.index())
                .setStart(MediaWire.rational(chunk.span().start()))
                .setDuration(MediaWire.rational(chunk.span().duration()))
                .setObject(MediaWire.object(chunk.object()))
                .build();
    }

    private static SplitNote note(SplitFact.Finished finished) {
        return SplitNote.newBuilder()
                .setVideoChunks(finished.videoChunks())
                .setAudioChunks(finished.audioChunks())
                .setDuration(MediaWire.rational(finished.duration()))
                .build();
    }
}
