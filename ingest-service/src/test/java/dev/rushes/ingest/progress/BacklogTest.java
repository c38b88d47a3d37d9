package dev.rushes.ingest.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.ingest.progress.Backlog.Frame;
import dev.rushes.ingest.progress.Backlog.Missed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final int CAPACITY = 16;
    private static final int ALL = Integer.MAX_VALUE;
    private static final UUID ONE = UUID.randomUUID();
    private static final UUID OTHER = UUID.randomUUID();

    private final Backlog backlog = new Backlog(CAPACITY);

    @Test
    void aReaderGetsEachFrameOnceAndIsThenWhereTheyEnd() {
        NewsReader reader = reader(Set.of(), 0);
        tell(ONE, 1, 5);

        assertThat(texts(backlog.after(reader, ALL))).containsExactly("1", "2", "3", "4", "5");
        assertThat(texts(backlog.after(reader, ALL))).isEmpty();
        assertThat(reader.place()).contains(place(5));
    }

    @Test
    void aLineThatTheReaderHasSeenElsewhereIsNotToldAgain() {
        NewsReader reader = reader(Set.of(), 3);
        tell(ONE, 1, 5);

        assertThat(texts(backlog.after(reader, ALL))).containsExactly("4", "5");
    }

    @Test
    void whoWantsOneJobMovesPastTheOthers() {
        NewsReader reader = reader(Set.of(ONE), 0);
        tell(OTHER, 1, 3);
        tell(ONE, 4, 4);

        assertThat(texts(backlog.after(reader, ALL))).containsExactly("4");
        tell(OTHER, 5, 9);
        assertThat(texts(backlog.after(reader, ALL))).isEmpty();
        assertThat(reader.place()).contains(place(9));
    }

    @Test
    void whoIsOvertakenStaysWhereItWasSoThatTheLedgerCanTellTheRest() {
        NewsReader reader = reader(Set.of(), 0);
        tell(ONE, 1, 3);
        assertThat(texts(backlog.after(reader, ALL))).hasSize(3);
        tell(ONE, 4, 4 + CAPACITY);

        assertThat(backlog.after(reader, ALL).overtaken()).isTrue();
        assertThat(reader.place()).contains(place(3));
    }

    @Test
    void whatIsTooMuchForOneWriteComesInPieces() {
        NewsReader reader = reader(Set.of(), 0);
        tell(ONE, 1, 5);

        Missed first = backlog.after(reader, 2);
        assertThat(texts(first)).containsExactly("1", "2");
        assertThat(first.more()).isTrue();
        Missed rest = backlog.after(reader, 3);
        assertThat(texts(rest)).containsExactly("3", "4", "5");
        assertThat(rest.more()).isFalse();
    }

    @Test
    void whoIsToldFromTheLedgerIsNotInTheBacklog() {
        NewsReader reader = reader(Set.of(), 0);
        tell(ONE, 1, 5);
        reader.toldUpTo(place(2));

        assertThat(backlog.after(reader, ALL).overtaken()).isTrue();
        assertThat(reader.place()).contains(place(2));
    }

    @Test
    void aSignOfLifeIsForEverybodyButMovesNobodyBack() {
        NewsReader ahead = reader(Set.of(), 5);
        NewsReader other = reader(Set.of(), 0);
        tell(ONE, 1, 3);
        var _ = backlog.say("alive".getBytes(StandardCharsets.UTF_8), place -> Long.toString(place.position())
                .getBytes(StandardCharsets.UTF_8));

        assertThat(texts(backlog.after(ahead, ALL))).containsExactly("alive");
        assertThat(texts(backlog.after(other, ALL))).containsExactly("1", "2", "3", "alive", "3");
    }

    @Test
    void aJumpOvertakesEverybodyAlsoWhoHadSeenAll() {
        NewsReader reader = reader(Set.of(), 0);
        tell(ONE, 1, 3);
        assertThat(texts(backlog.after(reader, ALL))).hasSize(3);
        var _ = backlog.jump(place(100));

        assertThat(backlog.after(reader, ALL).overtaken()).isTrue();
        assertThat(backlog.keeps(0)).isFalse();
    }

    /** The rule of the whole thing: one writes as fast as it can, one reads, and what is read is without gap and repeat up to where it was overtaken. */
    @Test
    void whileOneWritesAReaderSeesNoGapAndNoRepeat() throws InterruptedException {
        int lines = 200_000;
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int line = 1; line <= lines; line++) {
                tell(ONE, line, line);
            }
        });
        NewsReader reader = reader(Set.of(), 0);
        List<Long> seen = new ArrayList<>();
        long skippedTo = 0;
        long overtaken = 0;
        while (seen.isEmpty() || seen.getLast() < lines) {
            Missed missed = backlog.after(reader, ALL);
            if (missed.overtaken()) {
                overtaken++;
                long last = seen.isEmpty() ? skippedTo : Math.max(skippedTo, seen.getLast());
                assertThat(reader.place()).contains(place(last));
                Backlog.Mark mark = backlog.mark();
                skippedTo = mark.place().position();
                LongStream.rangeClosed(last + 1, skippedTo).forEach(seen::add);
                reader.begin(mark.place(), mark.index());
            }
            texts(missed).stream().map(Long::parseLong).forEach(seen::add);
        }
        writer.join();

        assertThat(seen)
                .as("overtaken %d times", overtaken)
                .hasSize(lines)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    private void tell(UUID job, int from, int to) {
        List<Frame> frames = LongStream.rangeClosed(from, to)
                .mapToObj(line -> new Frame(job, line, Long.toString(line).getBytes(StandardCharsets.UTF_8)))
                .toList();
        var _ = backlog.append(frames, place(to));
    }

    private static NewsReader reader(Set<UUID> wanted, long position) {
        NewsReader reader = new NewsReader(wanted, Optional.empty());
        reader.begin(place(position), 0);
        return reader;
    }

    private static NewsPlace place(long position) {
        return new NewsPlace("e", position);
    }

    private static List<String> texts(Missed missed) {
        return missed.frames().stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }
}
