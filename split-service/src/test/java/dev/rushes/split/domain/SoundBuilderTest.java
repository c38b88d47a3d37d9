package dev.rushes.split.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import org.junit.jupiter.api.Test;

class SoundBuilderTest {
    private static final Rational SAMPLE = Rational.of(1, 48_000);

    @Test
    void beginsWithTheFirstSoundThatIsHeard() {
        SoundBuilder builder = new SoundBuilder();
        builder.add(new Packet(-1024, -1024, 1024, true, false));
        builder.add(new Packet(0, 0, 1024, true, true));
        builder.add(new Packet(1024, 1024, 1024, true, true));

        assertThat(builder.build(SAMPLE))
                .contains(new Sound(new Span(Rational.ZERO, Rational.of(2048, 48_000)), false));
    }

    @Test
    void noticesAGap() {
        SoundBuilder builder = new SoundBuilder();
        builder.add(new Packet(0, 0, 1024, true, true));
        builder.add(new Packet(48_000, 48_000, 1024, true, true));

        assertThat(builder.build(SAMPLE).orElseThrow().gaps()).isTrue();
    }

    @Test
    void carriesOnWhereTheClockStepsBack() {
        SoundBuilder builder = new SoundBuilder();
        for (int part = 0; part < 2; part++) {
            builder.add(new Packet(9000, 9000, 24_000, true, true));
            builder.add(new Packet(33_000, 33_000, 24_000, true, true));
        }

        assertThat(builder.build(SAMPLE).orElseThrow().span().duration()).isEqualTo(Rational.of(2, 1));
    }

    @Test
    void isSilentWithoutPackets() {
        assertThat(new SoundBuilder().build(SAMPLE)).isEmpty();
    }
}
