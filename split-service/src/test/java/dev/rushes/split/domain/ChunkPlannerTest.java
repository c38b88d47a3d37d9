package dev.rushes.split.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkPlannerTest {

    @Test
    void takesTheCutPointThatLiesNearestToTheWantedEnd() {
        // given groups that begin at 0, 4, 7, 12, 20 and a track that ends at 25
        GopTable groups =
                gops("I0 P1 P2 P3 I4 P5 P6 I7 P8 P9 P10 P11 I12 P13 P14 P15 P16 P17 P18 P19 I20 P21 P22 P23 P24");

        // when chunks of 8 ticks are wanted
        ChunkPlan plan = ChunkPlanner.plan(groups, ticks(8), 100);

        // then the cuts are at 7 (nearest to 8) and 12 (nearest to 15) and 20
        assertThat(plan.cuts()).containsExactly(7, 12, 20);
    }

    @Test
    void keepsASourceWithoutCutPointsWhole() {
        assertThat(ChunkPlanner.plan(gops("I0 P1 P2 P3 P4"), ticks(1), 100).cuts())
                .isEmpty();
    }

    @Test
    void leavesNoCrumbAtTheEnd() {
        // given a cut point one tick before the end
        GopTable groups = gops("I0 P1 P2 P3 P4 P5 P6 P7 I8");

        // then the last picture stays with the chunk before it
        assertThat(ChunkPlanner.plan(groups, ticks(8), 100).cuts()).isEmpty();
    }

    @Test
    void plansTheTrackToThePictureWhateverItLooksLike() {
        for (long seed = 1; seed <= 400; seed++) {
            // given any track, any wanted length and any bound
            Random random = new Random(seed);
            PacketTable packets = Packets.random(random, 1 + random.nextInt(60));
            GopTable groups = GopTable.of(packets, "hevc", new BitSet());
            int mostChunks = 1 + random.nextInt(20);
            Rational wanted = Rational.of(1 + random.nextInt(200), 25);

            // when it is planned and walked
            ChunkPlan plan = ChunkPlanner.plan(groups, wanted, mostChunks);
            List<ChunkCursor.Stretch> stretches = walk(packets, plan);

            // then the stretches partition it
            String what = "seed " + seed;
            assertThat(plan.size()).as(what).isLessThanOrEqualTo(mostChunks);
            assertThat(stretches.getFirst().span().start()).as(what).isEqualTo(Rational.ZERO);
            assertThat(stretches.stream().mapToLong(ChunkCursor.Stretch::frames).sum())
                    .as(what)
                    .isEqualTo(packets.frames(0, packets.size()));
            assertThat(sum(stretches)).as(what).isEqualTo(packets.span().duration());
            for (int i = 1; i < stretches.size(); i++) {
                Span before = stretches.get(i - 1).span();
                assertThat(stretches.get(i).span().start()).as(what).isEqualTo(before.end());
                assertThat(before.duration().isPositive()).as(what).isTrue();
            }
            assertShowsOnlyItsOwn(packets, plan, what);
        }
    }

    /** No packet of a chunk is shown before the chunk or after it. */
    private static void assertShowsOnlyItsOwn(PacketTable packets, ChunkPlan plan, String what) {
        List<Integer> bounds = bounds(packets, plan);
        for (int chunk = 0; chunk + 1 < bounds.size(); chunk++) {
            for (int packet = bounds.get(chunk); packet < bounds.get(chunk + 1); packet++) {
                assertThat(packets.time(packet))
                        .as(what)
                        .isGreaterThanOrEqualTo(packets.earliestFrom(bounds.get(chunk)))
                        .isLessThan(packets.earliestFrom(bounds.get(chunk + 1)));
            }
        }
    }

    private static List<ChunkCursor.Stretch> walk(PacketTable packets, ChunkPlan plan) {
        ChunkCursor cursor = new ChunkCursor(packets, packets.span().start());
        List<Integer> bounds = bounds(packets, plan);
        List<ChunkCursor.Stretch> stretches = new ArrayList<>();
        for (int i = 0; i + 1 < bounds.size(); i++) {
            stretches.add(cursor.advance(bounds.get(i + 1) - bounds.get(i)));
        }
        assertThat(cursor.left()).isZero();
        return stretches;
    }

    private static List<Integer> bounds(PacketTable packets, ChunkPlan plan) {
        List<Integer> bounds = new ArrayList<>(List.of(0));
        bounds.addAll(plan.cuts());
        bounds.add(packets.size());
        return bounds;
    }

    private static Rational sum(List<ChunkCursor.Stretch> stretches) {
        return stretches.stream().map(stretch -> stretch.span().duration()).reduce(Rational.ZERO, Rational::plus);
    }

    private static Rational ticks(int ticks) {
        return Packets.TICK.times(Rational.of(ticks, 1));
    }

    private static GopTable gops(String order) {
        return GopTable.of(Packets.table(order), "hevc", new BitSet());
    }
}
