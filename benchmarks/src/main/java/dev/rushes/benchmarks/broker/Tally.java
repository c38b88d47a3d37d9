package dev.rushes.benchmarks.broker;

import dev.rushes.events.SplitFinished;
import dev.rushes.runtime.kafka.FixedRegistry;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What came out: every record must be a fact about the job that is its key.
 *
 * @param jobs different jobs
 * @param records all records, repeats included
 * @param lost jobs that were asked for and are not there
 * @param strange records that are no such fact, or about a job that nobody asked for
 */
public record Tally(long jobs, long records, long lost, long strange) {

    public static Tally of(Bus bus, String topic, Map<TopicPartition, Long> from, Set<String> wanted) {
        Counting counting = new Counting(wanted);
        bus.read(topic, from, counting::look);
        return counting.tally();
    }

    /** Records beyond the first of each job. */
    public long duplicates() {
        return records - strange - jobs;
    }

    public boolean complete() {
        return lost == 0 && strange == 0;
    }

    private static final class Counting {
        private final FixedRegistry.Decoder decoder = new FixedRegistry.Decoder();
        private final Map<String, Integer> seen = new HashMap<>();
        private final Set<String> wanted;
        private long records;
        private long strange;

        Counting(Set<String> wanted) {
            this.wanted = wanted;
        }

        void look(ConsumerRecord<byte[], byte[]> record) {
            records++;
            String key = new String(record.key(), StandardCharsets.UTF_8);
            boolean right = decoder.deserialize(record.topic(), record.value()) instanceof SplitFinished fact
                    && fact.getJob().getId().toString().equals(key)
                    && wanted.contains(key);
            if (right) {
                int unused = seen.merge(key, 1, Integer::sum);
            } else {
                strange++;
            }
        }

        Tally tally() {
            return new Tally(seen.size(), records, wanted.size() - (long) seen.size(), strange);
        }
    }
}
