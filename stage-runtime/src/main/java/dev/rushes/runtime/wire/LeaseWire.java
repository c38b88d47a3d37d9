package dev.rushes.runtime.wire;

import dev.rushes.events.WorkLease;
import dev.rushes.runtime.rules.LeaseBook.Holder;
import dev.rushes.runtime.rules.LeaseBook.Lease;
import dev.rushes.runtime.rules.LeaseSign;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Leases as they travel. */
public final class LeaseWire {
    private LeaseWire() {}

    public static SpecificRecord write(Lease lease, LeaseSign sign, Duration length, Instant now) {
        return WorkLease.newBuilder()
                .setOccurredAt(now)
                .setWork(lease.key())
                .setWorker(lease.holder().worker())
                .setLife(lease.holder().life())
                .setEpoch(lease.epoch())
                .setStarts(lease.starts())
                .setSign(dev.rushes.events.LeaseSign.valueOf(sign.name()))
                .setLengthMillis(length.toMillis())
                .setSequence(lease.sequence().orElse(null))
                .build();
    }

    public static Lease lease(WorkLease told) {
        return new Lease(
                told.getWork(),
                Optional.ofNullable(told.getSequence()),
                new Holder(told.getWorker(), told.getLife()),
                told.getEpoch(),
                told.getStarts());
    }

    /** Empty if a later version says something that this one does not know. */
    public static Optional<LeaseSign> sign(WorkLease told) {
        return switch (told.getSign()) {
            case HELD -> Optional.of(LeaseSign.HELD);
            case LEFT -> Optional.of(LeaseSign.LEFT);
            case ENDED -> Optional.of(LeaseSign.ENDED);
            case UNKNOWN -> Optional.empty();
        };
    }
}
