package dev.rushes.benchmarks.contenders;

import dev.rushes.events.MediaStored;
import dev.rushes.runtime.wire.StageWire;
import dev.rushes.runtime.wire.Stamp;
import org.apache.avro.specific.SpecificRecord;

/** Footage in, the fact that {@link Decision} makes of it out. */
public final class SplitWire implements StageWire<MediaStored, MediaStored> {
    @Override
    public MediaStored read(SpecificRecord record) {
        return (MediaStored) record;
    }

    @Override
    public SpecificRecord write(MediaStored footage, Stamp stamp) {
        return Decision.decide(footage, stamp.eventId("split"), stamp.job(), stamp.occurredAt());
    }
}
