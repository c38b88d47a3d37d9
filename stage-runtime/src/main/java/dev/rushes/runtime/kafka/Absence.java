package dev.rushes.runtime.kafka;

import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.FencedMemberEpochException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member that its group has given up for dead. With the newer protocol the consumer joins again by itself, but a question that was on its way
 * (where its partitions begin) is answered with "no such member", and that answer ends a poll. Such a poll has found nothing and
 * is no reason to replace the consumer, unless it goes on like that.
 *
 * <p>Used on the poll thread only.
 */
final class Absence {
    private static final Logger LOG = LoggerFactory.getLogger(Absence.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<Class<?>> NO_MEMBER =
            Set.of(UnknownMemberIdException.class, StaleMemberEpochException.class, FencedMemberEpochException.class);

    private final LongSupplier nanoTime;
    private @Nullable Long since;

    /** @param nanoTime a clock that only goes forward, in nanoseconds */
    Absence(LongSupplier nanoTime) {
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
            if (!NO_MEMBER.contains(failure.getClass()) || lastsTooLong()) {
                throw failure;
            }
            LOG.info("Not in the group for now, and joining again: {}", failure.toString());
            return ConsumerRecords.empty();
        }
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
