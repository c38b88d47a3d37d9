package dev.rushes.runtime.kafka;

import dev.rushes.runtime.deadletters.DeadLetter;
import dev.rushes.runtime.deadletters.FailureGroups;
import dev.rushes.runtime.deadletters.LetterFilter;
import dev.rushes.runtime.deadletters.LetterPlace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** Counts letters by the failure behind them. For one question, on one thread. */
final class LetterGrouping {
    private static final int TENANTS = 20;

    private final TopicSpans spans;
    private final LetterReader reader;
    private final LetterFilter filter;
    private final DeadLetterSettings settings;
    private final Map<String, Tally> tallies = new HashMap<>();
    private long looked;
    private long others;

    LetterGrouping(TopicSpans spans, LetterReader reader, LetterFilter filter, DeadLetterSettings settings) {
        this.spans = spans;
        this.reader = reader;
        this.filter = filter;
        this.settings = settings;
    }

    /** Looks at the newest letters of each partition, as many as its share of the budget allows. */
    FailureGroups of(SortedMap<TopicPartition, TopicSpans.Span> all, ScanBudget budget) {
        long share = Math.max(1, settings.scanRecords() / Math.max(1, all.size()));
        boolean complete = true;
        for (Map.Entry<TopicPartition, TopicSpans.Span> each : all.entrySet()) {
            TopicSpans.Span span = each.getValue();
            TopicSpans.Span newest = span.from(span.until() - share);
            complete &= newest.equals(span);
            complete &= spans.read(each.getKey(), newest, record -> {
                budget.take();
                looked++;
                count(reader.read(record));
                return !budget.isSpent();
            });
        }
        List<FailureGroups.Group> groups = new ArrayList<>();
        tallies.values().forEach(tally -> groups.add(tally.group()));
        groups.sort(Comparator.comparingLong(FailureGroups.Group::count)
                .thenComparing(FailureGroups.Group::last)
                .reversed());
        return new FailureGroups(groups, looked, others, complete);
    }

    private void count(DeadLetter letter) {
        if (!filter.matches(letter)) {
            return;
        }
        String id = letter.cause().fingerprint().id();
        if (!tallies.containsKey(id) && tallies.size() >= settings.groups()) {
            others++;
            return;
        }
        tallies.computeIfAbsent(id, its -> new Tally(letter)).add(letter);
    }

    private static final class Tally {
        private final Set<String> tenants = new TreeSet<>();
        private DeadLetter last;
        private Instant first;
        private long count;
        private long unreplayed;

        Tally(DeadLetter letter) {
            this.last = letter;
            this.first = letter.deadAt();
        }

        void add(DeadLetter letter) {
            count++;
            unreplayed += letter.replays() == 0 ? 1 : 0;
            first = first.isAfter(letter.deadAt()) ? letter.deadAt() : first;
            last = last.deadAt().isAfter(letter.deadAt()) ? last : letter;
            if (tenants.size() < TENANTS) {
                letter.subject().tenant().ifPresent(tenants::add);
            }
        }

        FailureGroups.Group group() {
            LetterPlace sample = last.place();
            return new FailureGroups.Group(
                    last.cause().fingerprint(),
                    sample.stage(),
                    last.cause().code(),
                    count,
                    unreplayed,
                    first,
                    last.deadAt(),
                    tenants,
                    sample);
        }
    }
}
