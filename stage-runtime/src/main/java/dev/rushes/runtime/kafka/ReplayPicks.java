package dev.rushes.runtime.kafka;

import dev.rushes.runtime.deadletters.DeadLetter;
import dev.rushes.runtime.deadletters.LetterFilter;
import dev.rushes.runtime.deadletters.LetterPlace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The letters that one call replays, and how to go on behind any of them.
 *
 * @param letters what was found at each place, in order
 * @param behind further letters of the selection that were counted, but not picked
 * @param counted whether all of them were counted
 * @param way where the call was sent; empty if it named places
 */
record ReplayPicks(List<Pick> letters, long behind, boolean counted, Optional<Way> way) {
    ReplayPicks {
        letters = List.copyOf(letters);
    }

    /** One place of the selection. */
    sealed interface Pick {
        LetterPlace place();

        /** A letter. */
        record Found(DeadLetter letter, ConsumerRecord<byte[], byte[]> record) implements Pick {
            @Override
            public LetterPlace place() {
                return letter.place();
            }
        }

        /** Nothing is there (any more). */
        record Gone(LetterPlace place) implements Pick {}
    }

    /**
     * The stretches that a replay of all matching letters goes through, partition by partition.
     *
     * @param spans what was left of each partition when the call began; the ends are those of the replay's beginning
     * @param resume first letter that was not picked, or where the counting stopped; empty if all was read
     */
    record Way(SortedMap<TopicPartition, TopicSpans.Span> spans, Optional<LetterPlace> resume) {
        private static final String BETWEEN = ".";

        /** The cursor that goes on with the letter at a place. */
        String from(LetterPlace place) {
            TopicPartition its = LetterReader.partition(place);
            Map<TopicPartition, Long> starts = new HashMap<>();
            Map<TopicPartition, Long> ends = new HashMap<>();
            spans.forEach((partition, span) -> {
                int order = TopicSpans.ORDER.compare(partition, its);
                starts.put(partition, order < 0 ? span.until() : order > 0 ? span.from() : place.offset());
                ends.put(partition, span.until());
            });
            return new LetterPositions(starts).word() + BETWEEN + new LetterPositions(ends).word();
        }

        /** What a cursor leaves of what there is now. */
        static SortedMap<TopicPartition, TopicSpans.Span> read(
                String cursor, SortedMap<TopicPartition, TopicSpans.Span> now) {
            String[] halves = cursor.split("\\.", 2);
            Map<TopicPartition, Long> starts = LetterPositions.read(halves[0]).offsets();
            Map<TopicPartition, Long> ends =
                    LetterPositions.read(halves.length < 2 ? "" : halves[1]).offsets();
            SortedMap<TopicPartition, TopicSpans.Span> left = new java.util.TreeMap<>(TopicSpans.ORDER);
            now.forEach((partition, span) -> left.put(
                    partition,
                    new TopicSpans.Span(
                            Math.max(span.from(), starts.getOrDefault(partition, span.until())),
                            Math.min(span.until(), ends.getOrDefault(partition, 0L)))));
            return left;
        }
    }

    /** Letters that are left when the first few are dealt with. */
    long leftAfter(int done) {
        return letters.size() - done + behind;
    }

    /** The cursor to go on with when the first few are dealt with; empty if nothing is left, or if the selection named places. */
    Optional<String> nextAfter(int done) {
        return way.flatMap(
                its -> (done < letters.size() ? Optional.of(letters.get(done).place()) : its.resume()).map(its::from));
    }

    /** Picks letters that match, oldest first in each partition, until a limit is met; counts the rest. For one call, on one thread. */
    static final class Picker implements TopicSpans.Visitor {
        private final LetterReader reader;
        private final LetterFilter filter;
        private final ScanBudget budget;
        private final int limit;
        private final long mostBytes;
        private final List<Pick> letters = new ArrayList<>();
        private boolean looked;
        private long bytes;
        private long behind;
        private Optional<LetterPlace> resume = Optional.empty();

        Picker(LetterReader reader, LetterFilter filter, ScanBudget budget, int limit, long mostBytes) {
            this.reader = reader;
            this.filter = filter;
            this.budget = budget;
            this.limit = limit;
            this.mostBytes = mostBytes;
        }

        ReplayPicks pick(TopicSpans spans, SortedMap<TopicPartition, TopicSpans.Span> way) {
            boolean complete = true;
            for (Map.Entry<TopicPartition, TopicSpans.Span> each : way.entrySet()) {
                complete = complete && spans.read(each.getKey(), each.getValue(), this);
            }
            return new ReplayPicks(letters, behind, complete, Optional.of(new Way(way, resume)));
        }

        @Override
        public boolean visit(ConsumerRecord<byte[], byte[]> record) {
            // The first record counts whatever the budget, so that each call gets on.
            if (looked && budget.isSpent()) {
                resume = resume.or(() -> Optional.of(LetterReader.place(record)));
                return false;
            }
            looked = true;
            budget.take();
            DeadLetter letter = reader.read(record);
            if (!filter.matches(letter)) {
                return true;
            }
            if (resume.isEmpty()
                    && letters.size() < limit
                    && (letters.isEmpty() || bytes + letter.bytes() <= mostBytes)) {
                letters.add(new Pick.Found(letter, record));
                bytes += letter.bytes();
            } else {
                resume = resume.or(() -> Optional.of(letter.place()));
                behind++;
            }
            return true;
        }
    }
}
