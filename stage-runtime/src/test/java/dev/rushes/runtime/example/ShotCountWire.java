package dev.rushes.runtime.example;

import dev.rushes.events.MediaInfo;
import dev.rushes.events.MediaStored;
import dev.rushes.events.Rational;
import dev.rushes.events.SplitFinished;
import dev.rushes.events.StoredObject;
import dev.rushes.runtime.wire.StageWire;
import dev.rushes.runtime.wire.Stamp;
import org.apache.avro.specific.SpecificRecord;

/** Avro ⇄ domain. */
final class ShotCountWire implements StageWire<Footage, ShotCount> {

    @Override
    public Footage read(SpecificRecord record) {
        StoredObject media = ((MediaStored) record).getMedia();
        if (media.getKey().isEmpty()) {
            throw new IllegalArgumentException("Expected footage with a key, but it has none");
        }
        return new Footage(media.getKey(), media.getSha256());
    }

    @Override
    public SpecificRecord write(ShotCount count, Stamp stamp) {
        return SplitFinished.newBuilder()
                .setEventId(stamp.eventId("shots-counted"))
                .setOccurredAt(stamp.occurredAt())
                .setJob(stamp.job())
                .setMedia(
                        StoredObject.newBuilder().setKey(count.footage().key()).build())
                .setInfo(MediaInfo.newBuilder().build())
                .setVideoChunks(count.shots())
                .setAudioChunks(0)
                .setDuration(Rational.newBuilder().build())
                .build();
    }
}
