package dev.rushes.ingest.wire;

import dev.rushes.events.JobEvent;
import dev.rushes.events.JobRequested;
import dev.rushes.events.MediaNote;
import dev.rushes.events.MediaStored;
import dev.rushes.ingest.domain.Request;
import dev.rushes.ingest.domain.StoredMedia;
import dev.rushes.media.wire.MediaWire;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.wire.StageWire;
import dev.rushes.runtime.wire.Stamp;
import org.apache.avro.specific.SpecificRecord;

/** JobRequested → {@link Request}, {@link StoredMedia} → MediaStored. */
public final class IngestWire implements StageWire<Request, StoredMedia> {

    @Override
    public JobTicket ticket(SpecificRecord record) {
        return RequestWire.ticket(requested(record));
    }

    @Override
    public Request read(SpecificRecord record) {
        return RequestWire.request(requested(record));
    }

    @Override
    public SpecificRecord write(StoredMedia fact, Stamp stamp) {
        return MediaStored.newBuilder()
                .setEventId(stamp.eventId("media-stored"))
                .setOccurredAt(stamp.occurredAt())
                .setJob(stamp.job())
                .setMedia(MediaWire.object(fact.media()))
                .setInfo(MediaWire.info(fact.info()))
                .setFilename(fact.filename().orElse(null))
                .build();
    }

    @Override
    public void describe(StoredMedia fact, JobEvent.Builder event) {
        JobEvent.Builder _ = event.setMedia(MediaNote.newBuilder()
                .setMedia(MediaWire.object(fact.media()))
                .setInfo(MediaWire.info(fact.info()))
                .build());
    }

    private static JobRequested requested(SpecificRecord record) {
        if (record instanceof JobRequested requested) {
            return requested;
        }
        throw new IllegalArgumentException(
                "Expected a JobRequested, but got " + record.getSchema().getFullName());
    }
}
