package dev.rushes.runtime.wire;

import dev.rushes.events.WorkLease;
import dev.rushes.runtime.rules.LeaseBook.Holder;
import dev.rushes.runtime.rules.LeaseBook.Lease;
import java.time.Duration;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;

/** Leases as they travel. */
public final class LeaseWire {
    private LeaseWire() {}

    /** @param held whether the work goes on; false tells its end */
    public static SpecificRecord write(Lease lease, boolean held, Duration length, Instant now) {
        return WorkLease.newBuilder()
                .setOccurredAt(now)
                .setWork(lease.key())
                .setWorker(lease.holder().worker())
                .setLife(lease.holder().life())
                .setEpoch(lease.epoch())
                .setStarts(lease.starts())
                .setHeld(held)
                .setLengthMillis(length.toMillis())
                .build();
    }

    public static Lease read(WorkLease told) {
        return new Lease(
                told.getWork(), new Holder(told.getWorker(), told.getLife()), told.getEpoch(), told.getStarts());
    }
}
