package dev.rushes.runtime.kafka;

import dev.rushes.runtime.deadletters.DeadLetter;
import dev.rushes.runtime.deadletters.LetterFilter;
import dev.rushes.runtime.deadletters.LetterPage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads letters backwards, newest first over all partitions. A log can only be read forwards, so each partition is read in stretches from its end
 * to its beginning, and the newest letter of all stretches is next:
 *
 * <pre>
 *   partition 0   [ … … … | stretch: a  d  g ]      next is h, then g, then f
 *   partition 1   [ … … | stretch: b  f  h ]
 * </pre>
 *
 * For one question, on one thread.
 */
final class LetterListing {
    private final TopicSpans spans;
    private final LetterReader reader;
    private final LetterFilter filter;
    private final ScanBudget budget;
    private final int longestStretch;
    private boolean begun;

    /** @param longestStretch most records of a partition at a time */
    LetterListing(TopicSpans spans, LetterReader reader, LetterFilter filter, ScanBudget budget, int longestStretch) {
        this.longestStretch = longestStretch;
        this.spans = spans;
        this.reader = reader;
        this.filter = filter;
        this.budget = budget;
    }

    /** @param all what there is, from the earliest letter of interest on */
    LetterPage page(SortedMap<TopicPartition, TopicSpans.Span> all, Optional<LetterPositions> from, int limit) {
        List<Backlog> backlogs = new ArrayList<>();
        all.forEach((partition, span) -> {
            long until = from.map(positions -> positions.offsets().getOrDefault(partition, 0L))
                    .orElse(span.until());
            backlogs.add(new Backlog(partition, span.from(), Math.min(until, span.until())));
        });
        List<DeadLetter> letters = new ArrayList<>();
        while (letters.size() < limit && load(backlogs)) {
            Optional<Backlog> newest = backlogs.stream()
                    .filter(backlog -> !backlog.loaded.isEmpty())
                    .max(Comparator.comparing(
                            backlog -> backlog.loaded.getFirst().deadAt()));
            if (newest.isEmpty()) {
                return new LetterPage(letters, Optional.empty());
            }
            letters.add(newest.get().loaded.removeFirst());
        }
        return new LetterPage(letters, rest(backlogs));
    }

    /**
     * Makes sure that every partition shows its newest letter, if it has one; false if the budget does not suffice. The first round takes place
     * whatever the budget, so that each question gets on, and a reader who follows the cursors arrives.
     */
    private boolean load(List<Backlog> backlogs) {
        while (backlogs.stream().anyMatch(Backlog::isHidden)) {
            if (begun && budget.isSpent()) {
                return false;
            }
            begun = true;
            backlogs.stream().filter(Backlog::isHidden).forEach(Backlog::load);
        }
        return true;
    }

    private static Optional<String> rest(List<Backlog> backlogs) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        boolean more = false;
        for (Backlog backlog : backlogs) {
            long position = backlog.position();
            positions.put(backlog.partition, position);
            more |= position > backlog.start;
        }
        return more ? Optional.of(new LetterPositions(positions).word()) : Optional.empty();
    }

    /** What is left of one partition. */
    private final class Backlog {
        private final TopicPartition partition;
        private final long start;
        /** Below this offset nothing has been read yet. */
        private long end;

        private final Deque<DeadLetter> loaded = new ArrayDeque<>();

        Backlog(TopicPartition partition, long start, long end) {
            this.partition = partition;
            this.start = start;
            this.end = end;
        }

        /** There may be letters, but none is loaded. */
        boolean isHidden() {
            return loaded.isEmpty() && end > start;
        }

        void load() {
            TopicSpans.Span stretch = new TopicSpans.Span(Math.max(start, end - longestStretch), end);
            var unused = spans.read(partition, stretch, record -> {
                budget.take();
                DeadLetter letter = reader.read(record);
                if (filter.matches(letter)) {
                    loaded.addFirst(letter);
                }
                return true;
            });
            end = stretch.from();
        }

        long position() {
            return loaded.isEmpty() ? end : loaded.getFirst().place().offset() + 1;
        }
    }
}
