package dev.rushes.analysis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.analysis.domain.picture.PictureSize;
import dev.rushes.media.value.Rational;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PictureStreamTest {
    private static final PictureSize SIZE = new PictureSize(32, 32);

    @Test
    void givesEachPictureItsExactTimeOnTheSourcesClock() throws IOException {
        PictureStream stream = stream(movie(30000), fragment(0), picture(), fragment(1001), picture());

        assertThat(stream.next().orElseThrow().at()).isEqualTo(Rational.of(5, 2));
        assertThat(stream.next().orElseThrow().at()).isEqualTo(Rational.of(5, 2).plus(Rational.of(1001, 30000)));
        assertThat(stream.next()).isEmpty();
    }

    @Test
    void aChunkBeginsWithItsFirstPictureEvenIfTheContainerShowsItAMomentLate() throws IOException {
        PictureStream stream = stream(movie(1000), fragment(80), picture(), fragment(120), picture());

        assertThat(stream.next().orElseThrow().at()).isEqualTo(Rational.of(5, 2));
        assertThat(stream.next().orElseThrow().at()).isEqualTo(Rational.of(254, 100));
    }

    @Test
    void picturesKeepTheirTimeWhenThoseBeforeThemAreLost() throws IOException {
        PictureStream stream = stream(movie(1000), fragment(1000), picture());

        assertThat(stream.next().orElseThrow().at()).isEqualTo(Rational.of(7, 2));
    }

    @Test
    void skipsBoxesThatItDoesNotKnow() throws IOException {
        PictureStream stream =
                stream(box("ftyp", new byte[12]), movie(1000), fragment(0), picture(), box("mfra", new byte[99]));

        assertThat(stream.next()).isPresent();
        assertThat(stream.next()).isEmpty();
    }

    @Test
    void anEmptyStreamHasNoPicture() throws IOException {
        assertThat(stream().next()).isEmpty();
    }

    @Test
    void aStreamThatEndsInsideAPictureIsAnError() {
        byte[] cut = Arrays.copyOf(picture(), 500);
        PictureStream stream = stream(movie(1000), fragment(0), cut);

        assertThatThrownBy(stream::next).isInstanceOf(EOFException.class).hasMessageContaining("the stream ended");
    }

    @Test
    void aPictureOfAnotherSizeIsAnError() {
        PictureStream stream = stream(movie(1000), fragment(0), box("mdat", new byte[7]));

        assertThatThrownBy(stream::next).isInstanceOf(IOException.class).hasMessageContaining("7 bytes");
    }

    @Test
    void anIndexThatClaimsToBeHugeIsRefused() {
        byte[] huge = ByteBuffer.allocate(8)
                .putInt(Integer.MAX_VALUE)
                .put(ascii("moof"))
                .array();

        assertThatThrownBy(stream(huge)::next).isInstanceOf(IOException.class).hasMessageContaining("at most");
    }

    private static PictureStream stream(byte[]... boxes) {
        return new PictureStream(new ByteArrayInputStream(joined(boxes)), SIZE, Rational.of(5, 2));
    }

    private static byte[] movie(int ticksPerSecond) {
        byte[] header = ByteBuffer.allocate(24).putInt(12, ticksPerSecond).array();
        return box("moov", box("mvhd", new byte[20]), box("trak", box("mdia", box("mdhd", header))));
    }

    private static byte[] fragment(long ticks) {
        byte[] time = ByteBuffer.allocate(12).put((byte) 1).putLong(4, ticks).array();
        return box("moof", box("mfhd", new byte[8]), box("traf", box("tfhd", new byte[8]), box("tfdt", time)));
    }

    private static byte[] picture() {
        return box("mdat", new byte[SIZE.bytes()]);
    }

    private static byte[] box(String type, byte[]... contents) {
        byte[] content = joined(contents);
        return ByteBuffer.allocate(8 + content.length)
                .putInt(8 + content.length)
                .put(ascii(type))
                .put(content)
                .array();
    }

    private static byte[] ascii(String type) {
        return type.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
