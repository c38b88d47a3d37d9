package dev.rushes.runtime.kafka;

import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.FencedMemberEpochException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member that its group has given up for dead. With the newer protocol the consumer joins again by itself, but polls may fail meanwhile, which is
 * no reason to replace it, unless it goes on like that:
 *
 * <ul>
 *   <li>A question that was on its way (where its partitions begin) is answered with "no such member".
 *   <li>In the poll that tells of the loss, records that were fetched before are collected while another thread takes their partitions away
 *       ({@code FetchCollector} of kafka-clients 4.2.1). Such a poll may have passed over records, so that it is
 *       forgiven only while no partition is ours.
 * </ul>
 *
 * <p>Used on the poll thread only.
 */
final class Absence {
    private static final Logger LOG = LoggerFactory.getLogger(Absence.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<Class<?>> NO_MEMBER =
            Set.of(UnknownMemberIdException.class, StaleMemberEpochException.class, FencedMemberEpochException.class);

    private final BooleanSupplier nothingIsOurs;
    private final LongSupplier nanoTime;
    private @Nullable Long since;

    /**
     * @param nothingIsOurs whether every partition has been revoked or lost
     * @param nanoTime a clock that only goes forward, in nanoseconds
     */
    Absence(BooleanSupplier nothingIsOurs, LongSupplier nanoTime) {
        this.nothingIsOurs = nothingIsOurs;
        this.nanoTime = nanoTime;
    }

    /** One poll. */
    interface Poll {
        ConsumerRecords<byte[], byte[]> records();
    }

    /**
     * Polls; without records if the member is out of its group for now.
     *
     * @throws RuntimeException what ended the poll otherwise, or if it has been out for longer than 30 s
     */
    ConsumerRecords<byte[], byte[]> during(Poll poll) {
        try {
            ConsumerRecords<byte[], byte[]> records = poll.records();
            since = null;
            return records;
        } catch (RuntimeException failure) {
            if (!isForgiven(failure) || lastsTooLong()) {
                throw failure;
            }
            LOG.info("Not in the group for now, and joining again: {}", failure.toString());
            return ConsumerRecords.empty();
        }
    }

    private boolean isForgiven(RuntimeException failure) {
        return NO_MEMBER.contains(failure.getClass())
                || failure instanceof IllegalStateException && nothingIsOurs.getAsBoolean();
    }

    private boolean lastsTooLong() {
        long now = nanoTime.getAsLong();
        Long begin = since;
        if (begin == null) {
            since = now;
            return false;
        }
        return now - begin > PATIENCE.toNanos();
    }
}
