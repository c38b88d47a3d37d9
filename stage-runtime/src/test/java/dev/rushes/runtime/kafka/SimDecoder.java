package dev.rushes.runtime.kafka;

import dev.rushes.events.MediaStored;
import dev.rushes.runtime.testkit.MemoryRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.serialization.Deserializer;

/** A deserializer of the simulation: it asks the registry each time, and at some footage it fails for a reason that nobody has a name for. */
final class SimDecoder implements Deserializer<Object> {
    private final MemoryRegistry.Decoder good = new MemoryRegistry.Decoder();
    private final SimProcess.SimFaults faults;

    SimDecoder(SimProcess.SimFaults faults) {
        this.faults = faults;
    }

    @Override
    public Object deserialize(String topic, byte[] data) {
        if (faults.registryIsAway()) {
            throw new UncheckedIOException(new IOException("Expected the registry to answer, but it is away"));
        }
        Object record = good.deserialize(topic, data);
        if (record instanceof MediaStored media && media.getFilename().startsWith(SimJobs.ODD)) {
            throw new IllegalStateException("Expected luck, but the seed has none");
        }
        return record;
    }
}
