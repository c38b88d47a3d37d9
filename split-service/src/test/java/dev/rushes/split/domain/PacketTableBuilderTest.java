package dev.rushes.split.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.value.Rational;
import org.junit.jupiter.api.Test;

class PacketTableBuilderTest {
    private static final Rational MPEG_TICK = Rational.of(1, 90_000);

    @Test
    void carriesOnWhereTheClockOfATransportStreamStepsBack() {
        // given two recordings of one second each, joined, both beginning at 1.4 s
        PacketTableBuilder builder = new PacketTableBuilder(MPEG_TICK, true);
        for (int part = 0; part < 2; part++) {
            for (int picture = 0; picture < 25; picture++) {
                long dts = 126_000 + picture * 3600L;
                builder.add(new Packet(dts + 3600, dts, 3600, picture == 0, true));
            }
        }

        PacketTable packets = builder.build().orElseThrow();
        assertThat(packets.span().duration()).isEqualTo(Rational.of(2, 1));
        assertThat(packets.time(25)).isEqualTo(packets.time(24) + 3600);
    }

    @Test
    void believesALongStillInAContainerWhoseClockDoesNotJump() {
        PacketTableBuilder builder = new PacketTableBuilder(Rational.of(1, 1000), false);
        builder.add(new Packet(0, 0, 0, true, true));
        builder.add(new Packet(60_000, 60_000, 40, false, true));

        assertThat(builder.build().orElseThrow().span().duration()).isEqualTo(Rational.of(60_040, 1000));
    }

    @Test
    void givesTheLastPictureTheAverageDurationWhereTheContainerTellsNone() {
        PacketTableBuilder builder = new PacketTableBuilder(Rational.of(1, 1000), false);
        for (int picture = 0; picture < 5; picture++) {
            builder.add(new Packet(picture * 67L, picture * 67L, 0, picture == 0, true));
        }

        assertThat(builder.build().orElseThrow().span().duration()).isEqualTo(Rational.of(5 * 67, 1000));
    }

    @Test
    void doesNotBelieveDurationsThatCanNotBeTrue() {
        // given thirty pictures a second in a container that says of each that it lasts a millisecond
        PacketTableBuilder builder = new PacketTableBuilder(Rational.of(1, 1000), false);
        for (int picture = 0; picture < 30; picture++) {
            builder.add(new Packet(picture * 33L, picture * 33L, 1, picture == 0, true));
        }

        assertThat(builder.build().orElseThrow().span().duration()).isEqualTo(Rational.of(30 * 33, 1000));
    }

    @Test
    void measuresWhatIsThereAndNotWhatAHeaderClaims() {
        // given thirty pictures of a clip whose header claims 143165 s
        PacketTableBuilder builder = new PacketTableBuilder(Rational.of(1, 30_000), false);
        for (int picture = 0; picture < 30; picture++) {
            builder.add(new Packet(2002 + picture * 1001L, picture * 1001L, 1001, picture == 0, true));
        }

        assertThat(builder.build().orElseThrow().span().duration()).isEqualTo(Rational.of(1001, 1000));
    }

    @Test
    void makesNoTableOfATrackThatShowsNothing() {
        PacketTableBuilder builder = new PacketTableBuilder(Packets.TICK, false);
        builder.add(new Packet(0, 0, 1, true, false));

        assertThat(builder.build()).isEmpty();
    }
}
