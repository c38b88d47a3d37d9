package dev.rushes.split.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.value.Rational;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GopTableTest {

    @Test
    void cutsAtAKeyframeThatEverythingAfterItFollows() {
        assertThat(firsts("mpeg2video", "I0 P3 B1 B2 I4 P7 B5 B6")).containsExactly(0, 4);
    }

    @Test
    void doesNotCutAtAKeyframeWhosePicturesAreShownBeforeIt() {
        // given an open group of pictures: B4 and B5 need the previous group
        assertThat(firsts("hevc", "I0 P3 B1 B2 I6 B4 B5 P7")).containsExactly(0);
    }

    @Test
    void doesNotCutAnH264TrackAtAKeyframeThatIsNoDecoderRefresh() {
        // given rolling intra refresh: keyframes separate, but only the first packet is a refresh
        PacketTable packets = Packets.table("I0 P1 P2 I3 P4 P5 I6 P7");
        BitSet refreshes = new BitSet();
        refreshes.set(0);
        refreshes.set(6);

        assertThat(firsts(GopTable.of(packets, "h264", refreshes))).containsExactly(0, 6);
    }

    @Test
    void doesNotCutWhereTheOrderOfDisplayIsAGuess() {
        // given packets that do not say when they are shown
        PacketTableBuilder builder = new PacketTableBuilder(Packets.TICK, false);
        for (int i = 0; i < 6; i++) {
            builder.add(new Packet(Packet.UNKNOWN, i, 1, i % 3 == 0, true));
        }
        PacketTable packets = builder.build().orElseThrow();

        // then a codec that reorders is left whole, and one that never does is cut
        assertThat(firsts(GopTable.of(packets, "mpeg4", new BitSet()))).containsExactly(0);
        assertThat(firsts(GopTable.of(packets, "vp8", new BitSet()))).containsExactly(0, 3);
    }

    @Test
    void leavesPicturesThatAreHiddenByAnEditListOutOfTimeAndCount() {
        // given an edit list that begins in the middle of a group
        PacketTable packets = Packets.table("i0 p3 b1 b2 P4 I5 P6");

        assertThat(packets.frames(0, packets.size())).isEqualTo(3);
        assertThat(packets.span().start()).isEqualTo(Rational.of(4, 25));
        assertThat(packets.hidesPicturesInside()).isFalse();
        assertThat(Packets.table("i0 P1 p2 I3").hidesPicturesInside()).isTrue();
    }

    private static int[] firsts(String codec, String order) {
        return firsts(GopTable.of(Packets.table(order), codec, new BitSet()));
    }

    private static int[] firsts(GopTable groups) {
        return IntStream.range(0, groups.size()).map(groups::first).toArray();
    }
}
