package dev.rushes.runtime.kafka;

import dev.rushes.runtime.rules.CommitFrontier;
import dev.rushes.runtime.rules.FinishedAhead;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What one member of a group knows of its partitions: which records it has seen, which are finished, what may be committed. A partition
 * that comes back after it was taken away begins a new epoch, and whatever was started before can no longer be committed.
 *
 * <p>Thread-safe: the poll thread registers and commits, workers finish without a lock.
 */
final class PartitionBook {
    /** The broker takes 4,096 bytes unless told otherwise. */
    private static final int MAX_NOTE = 3_000;

    private static final Duration CAREFUL = Duration.ofMinutes(2);

    private final Map<TopicPartition, Page> pages = new HashMap<>();
    /** What workers have finished since the last look. */
    private final Queue<Finished> finished = new ConcurrentLinkedQueue<>();

    private final LongSupplier nanoTime;
    private long lastEpoch;
    private boolean member;

    /** @param nanoTime a clock that only goes forward, in nanoseconds */
    PartitionBook(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * The partition is ours from now on.
     *
     * @param before what its last owner committed; null if it had none, because an owner commits before it takes up anything
     */
    synchronized void assigned(TopicPartition partition, @Nullable OffsetAndMetadata before) {
        CommitFrontier frontier = new CommitFrontier(++lastEpoch);
        Page page = new Page(frontier, nanoTime.getAsLong());
        page.careful = before != null && !FinishedAhead.leftInOrder(before.metadata());
        if (before != null) {
            frontier.assumeFinished(FinishedAhead.decode(before.offset(), before.metadata()));
        }
        pages().put(partition, page);
    }

    /** We have committed that the partitions are ours, without a word about records: whoever comes after us must be told if we leave in good order. */
    synchronized void possessed(Map<TopicPartition, OffsetAndMetadata> positions) {
        positions.forEach((partition, at) -> {
            Page page = pages().get(partition);
            if (page != null) {
                page.possessed = at;
            }
        });
    }

    /** Nobody may learn from the partition's commits that its owner is gone, should we die: from now on one of its records may be what kills us. */
    synchronized void beCareful(TopicPartition partition) {
        Page page = pages().get(partition);
        if (page != null) {
            page.careful = true;
        }
    }

    /**
     * Whether the last owner of the partition vanished lately, as far as anybody knows, so that one of the records may have killed it. A record
     * that kills is then among the first ones, because what is finished is committed.
     */
    synchronized boolean careful(TopicPartition partition) {
        Page page = pages().get(partition);
        return page != null && isCareful(page);
    }

    private boolean isCareful(Page page) {
        return page.careful && nanoTime.getAsLong() - page.assigned < CAREFUL.toNanos();
    }

    /** The partitions are not ours any more. */
    synchronized void gone(Collection<TopicPartition> partitions) {
        partitions.forEach(pages()::remove);
    }

    /** None is ours any more: the consumer is gone. */
    synchronized Set<TopicPartition> clear() {
        Set<TopicPartition> all = Set.copyOf(pages().keySet());
        pages().clear();
        member = false;
        return all;
    }

    /** Whether the consumer belongs to its group now. */
    synchronized void member(boolean belongs) {
        member = belongs;
    }

    synchronized boolean isMember() {
        return member;
    }

    /**
     * A record has been polled. If its partition is not ours, it is passed over and can't be claimed: with the newer protocol the very poll that
     * tells of a loss still gives out what was fetched before. To begin a page with it would be to begin in the middle, and a commit
     * from there would pass over what came before.
     *
     * @param timestamp when it was written, in milliseconds since 1970
     * @return false if offsets went backwards: the log was cut, and the partition must begin a new epoch before this record
     */
    synchronized boolean register(TopicPartition partition, long offset, long timestamp) {
        Page page = pages().get(partition);
        if (page == null) {
            return true;
        }
        if (offset <= page.lastPolled) {
            return false;
        }
        page.lastPolled = offset;
        if (offset <= page.lastSeen) {
            if (page.isBack(offset)) {
                page.open.put(offset, new Open(nanoTime.getAsLong(), timestamp));
            }
            return true;
        }
        page.lastSeen = offset;
        if (page.frontier.register(offset)) {
            page.open.put(offset, new Open(nanoTime.getAsLong(), timestamp));
        } else {
            page.changed = true;
        }
        return true;
    }

    /**
     * Hands out a registered record, once.
     *
     * @return the epoch that its completion must name; empty if it needs no work, was handed out before, lies on the shelf, or the partition is gone
     */
    synchronized OptionalLong claim(TopicPartition partition, long offset) {
        Page page = pages().get(partition);
        Open record = page == null ? null : page.open.get(offset);
        if (page == null || record == null || record.handedOut) {
            return OptionalLong.empty();
        }
        record.handedOut = true;
        return OptionalLong.of(page.frontier.epoch());
    }

    /**
     * Puts a record on the shelf that was handed out: it is forgotten there, and handed out again when its rest is over.
     *
     * @return false if it can't lie there: it is not ours, or has to make way
     */
    synchronized boolean shelve(TopicPartition partition, long epoch, long offset, Duration rest) {
        Page page = pages().get(partition);
        Open record = page == null || page.frontier.epoch() != epoch ? null : page.open.get(offset);
        if (page == null || record == null || offset <= page.makesWay) {
            return false;
        }
        page.open.remove(offset);
        page.shelf.put(offset, nanoTime.getAsLong() + rest.toNanos(), record.written);
        return true;
    }

    /** From where the partition must be read again now, because something on the shelf is needed; empty if nothing is. */
    synchronized OptionalLong readAgain(TopicPartition partition) {
        Page page = pages().get(partition);
        return page == null ? OptionalLong.empty() : page.goBack(page.shelf.takeDown(nanoTime.getAsLong()));
    }

    /** The same, because too much is finished behind what lies on the shelf up to that offset: nothing may lie there any more. */
    synchronized OptionalLong makeWay(TopicPartition partition, long last) {
        Page page = pages().get(partition);
        if (page == null) {
            return OptionalLong.empty();
        }
        page.makesWay = Math.max(page.makesWay, last);
        return page.goBack(page.shelf.takeDownUpTo(last));
    }

    /** A record is finished: whoever looks into the book from now on knows. Never waits for anybody, because each worker does it for each record. */
    void finish(TopicPartition partition, long epoch, long offset) {
        boolean unused = finished.add(new Finished(partition, epoch, offset));
    }

    /** The pages, with all that is finished by now. */
    private Map<TopicPartition, Page> pages() {
        for (Finished its = finished.poll(); its != null; its = finished.poll()) {
            Page page = pages.get(its.partition());
            if (page != null && page.frontier.finish(its.epoch(), its.offset())) {
                page.open.remove(its.offset());
                page.changed = true;
            }
        }
        return pages;
    }

    /** What has changed since the last commit that worked. */
    synchronized Map<TopicPartition, OffsetAndMetadata> toCommit(Set<TopicPartition> owned) {
        return offsets(owned, page -> page.changed, (page, note) -> note);
    }

    /** The last word about partitions that are left in good order. Who has reason to be careful says nothing of the kind, for the next one has it too. */
    synchronized Map<TopicPartition, OffsetAndMetadata> toLeave(Set<TopicPartition> owned) {
        Map<TopicPartition, OffsetAndMetadata> offsets =
                offsets(owned, page -> true, (page, note) -> isCareful(page) ? note : FinishedAhead.leaving(note));
        pages().forEach((partition, page) -> {
            OffsetAndMetadata at = page.possessed;
            if (at != null && page.frontier.position().isEmpty() && owned.contains(partition)) {
                offsets.put(partition, new OffsetAndMetadata(at.offset(), FinishedAhead.leaving(at.metadata())));
            }
        });
        return offsets;
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(
            Set<TopicPartition> owned, Predicate<Page> which, BiFunction<Page, String, String> sign) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        pages().forEach((partition, page) -> {
            OptionalLong position = page.frontier.position();
            if (which.test(page) && position.isPresent() && owned.contains(partition)) {
                String note = FinishedAhead.encode(position.getAsLong(), page.frontier.finishedAhead(), MAX_NOTE);
                offsets.put(partition, new OffsetAndMetadata(position.getAsLong(), sign.apply(page, note)));
                page.changed = false;
            }
        });
        return offsets;
    }

    /**
     * What has held back the commits of a partition for too long: the records up to that offset. With too many behind it, it is what stands before
     * half of those that are finished.
     *
     * @param patience how long is too long
     * @param maxSpan how many records behind it are too many
     */
    synchronized OptionalLong stuck(TopicPartition partition, Duration patience, int maxSpan) {
        Page page = pages().get(partition);
        if (page == null) {
            return OptionalLong.empty();
        }
        if (page.span() > maxSpan) {
            OptionalLong middle = page.frontier.middleFinished();
            return middle.isPresent() ? middle : page.frontier.oldestOpen();
        }
        OptionalLong oldest = page.frontier.oldestOpen();
        Open record = oldest.isPresent() ? page.open.get(oldest.getAsLong()) : null;
        boolean tooOld = record != null && nanoTime.getAsLong() - record.polled > patience.toNanos();
        return tooOld ? oldest : OptionalLong.empty();
    }

    /** A commit failed: what it said must be said again. */
    synchronized void notCommitted(Set<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Page page = pages().get(partition);
            if (page != null) {
                page.changed = true;
            }
        }
    }

    /** Records between the commit position and the newest record, but for those that lie on the shelf. */
    synchronized int span(TopicPartition partition) {
        Page page = pages().get(partition);
        return page == null ? 0 : page.span();
    }

    /** Whether it is being read again, so that nothing of it may wait. */
    synchronized boolean isReadAgain(TopicPartition partition) {
        Page page = pages().get(partition);
        return page != null && page.lastPolled < page.lastSeen;
    }

    synchronized int largestSpan() {
        return pages().values().stream().mapToInt(Page::span).max().orElse(0);
    }

    /** How long ago the oldest unfinished record was polled, of those that do not lie on the shelf. */
    synchronized Duration age() {
        long now = nanoTime.getAsLong();
        return pages().values().stream()
                .flatMap(page -> page.oldest().stream())
                .map(record -> Duration.ofNanos(now - record.polled))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** So many records of the log are still to be polled. */
    synchronized void ahead(TopicPartition partition, long records) {
        Page page = pages().get(partition);
        if (page != null) {
            page.ahead = records;
        }
    }

    /** Records that are not finished, polled or not: what the broker calls the lag, but for what is finished out of order. */
    synchronized long lag() {
        return pages().values().stream()
                .mapToLong(page -> page.ahead + page.open.size() + page.shelf.size())
                .sum();
    }

    /**
     * How long ago the oldest unfinished record was written.
     *
     * @param now milliseconds since 1970
     */
    synchronized Duration lag(long now) {
        return pages().values().stream()
                .flatMapToLong(page -> LongStream.concat(
                        page.oldest().stream().mapToLong(record -> record.written), page.shelf.written().stream()))
                .mapToObj(written -> Duration.ofMillis(Math.max(0, now - written)))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    synchronized Set<TopicPartition> partitions() {
        return new HashSet<>(pages().keySet());
    }

    private record Finished(TopicPartition partition, long epoch, long offset) {}

    /** A record that is not finished. */
    private static final class Open {
        private final long polled;
        private final long written;
        private boolean handedOut;

        /**
         * @param polled by the clock that only goes forward
         * @param written milliseconds since 1970
         */
        Open(long polled, long written) {
            this.polled = polled;
            this.written = written;
        }
    }

    private static final class Page {
        private final CommitFrontier frontier;
        /** What does not lie on the shelf. */
        private final NavigableMap<Long, Open> open = new TreeMap<>();

        private final Shelf shelf;
        /** Up to that offset nothing may lie on the shelf. */
        private long makesWay = -1;

        private long lastSeen = -1;
        /** Less than what was seen while the log is read again. */
        private long lastPolled = -1;

        private long ahead;
        private final long assigned;
        private @Nullable OffsetAndMetadata possessed;
        private boolean careful;
        private boolean changed;

        Page(CommitFrontier frontier, long assigned) {
            this.frontier = frontier;
            this.assigned = assigned;
            this.shelf = new Shelf(assigned);
        }

        /** Whether a record that is read again has been taken down from the shelf. */
        private boolean isBack(long offset) {
            return frontier.isOpen(offset) && !open.containsKey(offset) && !shelf.holds(offset);
        }

        private int span() {
            return frontier.span() - shelf.size();
        }

        /** Whoever reads the log again already, and stands before that place, comes by. */
        private OptionalLong goBack(OptionalLong where) {
            if (where.isEmpty() || where.getAsLong() > lastPolled) {
                return OptionalLong.empty();
            }
            lastPolled = where.getAsLong() - 1;
            return where;
        }

        private Optional<Open> oldest() {
            return Optional.ofNullable(open.firstEntry()).map(Map.Entry::getValue);
        }
    }
}
