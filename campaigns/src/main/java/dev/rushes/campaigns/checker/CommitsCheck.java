package dev.rushes.campaigns.checker;

import dev.rushes.campaigns.dump.Dump.Sample;
import dev.rushes.campaigns.dump.Dumper;
import dev.rushes.campaigns.dump.LogRecord;
import dev.rushes.campaigns.dump.Place.Partition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every offset below a committed one has ended, at the end and at every moment at which the commits were looked at. */
final class CommitsCheck {
    private final Index index;
    private final Map<Partition, List<Ended>> partitions = new HashMap<>();

    /** A record and when it had ended; {@link Long#MAX_VALUE} if nothing shows that it has. */
    private record Ended(LogRecord record, long at) {}

    CommitsCheck(Index index) {
        this.index = index;
        Set<String> read = new HashSet<>(Dumper.groups());
        Evidence evidence = new Evidence(index);
        for (LogRecord record : index.dump.records()) {
            if (read.contains(record.place().topic())) {
                partitions
                        .computeIfAbsent(record.place().of(), none -> new ArrayList<>())
                        .add(new Ended(record, evidence.ended(record).orElse(Long.MAX_VALUE)));
            }
        }
        partitions
                .values()
                .forEach(records ->
                        records.sort(Comparator.comparing(each -> each.record().place())));
    }

    Finding conservation() {
        List<String> breaches = new ArrayList<>();
        long offsets = 0;
        for (Map.Entry<Partition, List<Ended>> partition : partitions.entrySet()) {
            long committed = index.dump.committed().getOrDefault(partition.getKey(), 0L);
            for (Ended each : partition.getValue()) {
                if (each.record().place().offset() < committed) {
                    offsets++;
                    if (each.at() == Long.MAX_VALUE) {
                        breaches.add(each.record().place() + " is below the commit " + committed
                                + ", and nothing shows that it has ended: "
                                + each.record().content());
                    }
                }
            }
        }
        return new Finding("I7", "every committed offset has ended", Finding.count(offsets, "offsets"), "", breaches);
    }

    Finding neverPast() {
        List<String> breaches = new ArrayList<>();
        Set<Partition> told = new HashSet<>();
        long looks = 0;
        for (Sample sample : index.dump.samples()) {
            for (Map.Entry<Partition, Long> committed : sample.committed().entrySet()) {
                looks++;
                open(committed.getKey(), committed.getValue(), sample.at()).ifPresent(ended -> {
                    if (told.add(committed.getKey())) {
                        breaches.add(ended.record().place() + " was open at " + sample.at() + " (it ended at "
                                + (ended.at() == Long.MAX_VALUE ? "no time" : Long.toString(ended.at()))
                                + "), but the commit was " + committed.getValue());
                    }
                });
            }
        }
        return new Finding(
                "I7",
                "no commit was ever past an open record",
                Finding.count(looks, "commits seen"),
                Finding.count(index.dump.samples().size(), "looks"),
                breaches);
    }

    /** The latest to end of the records below an offset, if it had not ended by then. */
    private Optional<Ended> open(Partition partition, long committed, long at) {
        List<Ended> records = partitions.getOrDefault(partition, List.of());
        Latest latest = latests.computeIfAbsent(partition, none -> new Latest(records));
        return latest.below(committed).filter(ended -> ended.at() > at);
    }

    private final Map<Partition, Latest> latests = new HashMap<>();

    /** For each record the latest end of it and those before it. */
    private static final class Latest {
        private final List<Ended> records;
        private final List<Ended> latest = new ArrayList<>();

        Latest(List<Ended> records) {
            this.records = records;
            for (Ended each : records) {
                Ended before = latest.isEmpty() ? each : latest.getLast();
                latest.add(before.at() >= each.at() ? before : each);
            }
        }

        Optional<Ended> below(long offset) {
            int low = 0;
            int high = records.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (records.get(middle).record().place().offset() < offset) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low == 0 ? Optional.empty() : Optional.of(latest.get(low - 1));
        }
    }

    Finding lag() {
        List<String> breaches = new ArrayList<>();
        index.dump.ends().forEach((partition, end) -> {
            long committed = index.dump.committed().getOrDefault(partition, 0L);
            if (committed < end) {
                breaches.add(partition + " is committed up to " + committed + " of " + end);
            }
        });
        return new Finding(
                "I14", "the lag went back to 0", Finding.count(index.dump.ends().size(), "partitions"), "", breaches);
    }
}
