package dev.rushes.analysis.local;

import dev.rushes.analysis.domain.picture.PictureSize;
import dev.rushes.analysis.domain.picture.SmallPicture;
import dev.rushes.media.value.Rational;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pictures of {@link PictureDecode} one by one out of a fragmented mov:
 *
 * <pre>
 *   moov/trak/mdia/mdhd   ticks a second, once
 *   moof/traf/tfdt        time of the next picture, in ticks
 *   mdat                  its bytes
 * </pre>
 *
 * <p>The chunk begins with its first picture. Containers may still show that one a moment late (a frame of delay, an edit list), so its time is what
 * the others are counted from; only if it comes later than {@link #LATEST_START}, pictures before it must have been lost, and the container's own
 * clock counts.
 */
final class PictureStream {
    /** Largest index box that is read into memory, in bytes. Ours have some hundred. */
    private static final int LARGEST_INDEX = 1 << 20;

    /** Seconds after the container's start at which the first picture of a whole chunk may come. */
    static final Rational LATEST_START = Rational.of(1, 4);

    private final InputStream input;
    private final PictureSize size;
    private final Rational start;
    private long ticksPerSecond;
    private long ticks;
    private @Nullable Rational zero;

    /**
     * @param start where the chunk begins on the source's clock
     */
    PictureStream(InputStream input, PictureSize size, Rational start) {
        this.input = input;
        this.size = size;
        this.start = start;
    }

    /**
     * The next picture; empty at the end.
     *
     * @throws EOFException if the stream ends inside a picture
     */
    Optional<SmallPicture> next() throws IOException {
        Box box;
        while ((box = nextBox()) != null) {
            switch (box.type()) {
                case "moov" -> ticksPerSecond = Boxes.timescale(index(box));
                case "moof" -> ticks = Boxes.decodeTime(index(box));
                case "mdat" -> {
                    return Optional.of(picture(box));
                }
                default -> input.skipNBytes(box.length());
            }
        }
        return Optional.empty();
    }

    private SmallPicture picture(Box box) throws IOException {
        if (box.length() != size.bytes() || ticksPerSecond == 0) {
            throw new IOException("Expected a picture of " + size.bytes() + " bytes with a time, but got "
                    + box.length() + " bytes at " + ticks + "/" + ticksPerSecond);
        }
        return new SmallPicture(start.plus(sinceStart()), size, exactly(size.bytes()));
    }

    private Rational sinceStart() {
        Rational time = Rational.of(ticks, ticksPerSecond);
        if (zero == null) {
            zero = LATEST_START.isLessThan(time) ? Rational.ZERO : time;
        }
        return time.minus(zero);
    }

    private byte[] index(Box box) throws IOException {
        if (box.length() > LARGEST_INDEX) {
            throw new IOException("Expected an index of at most " + LARGEST_INDEX + " bytes, but got " + box.length());
        }
        return exactly((int) box.length());
    }

    private @Nullable Box nextBox() throws IOException {
        byte[] header = input.readNBytes(Boxes.HEADER);
        if (header.length == 0) {
            return null;
        }
        if (header.length < Boxes.HEADER) {
            throw new EOFException("Expected a box, but the stream ended after " + header.length + " bytes of it");
        }
        long length = Boxes.unsigned(header, 0, 4);
        String type = Boxes.type(header, 4);
        return length == 1
                ? new Box(type, Boxes.unsigned(exactly(8), 0, 8) - Boxes.HEADER - 8)
                : new Box(type, length - Boxes.HEADER);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("Expected " + length + " bytes, but the stream ended after " + bytes.length);
        }
        return bytes;
    }

    /** A box's type and the length of its content in bytes. */
    private record Box(String type, long length) {
        Box {
            if (length < 0) {
                throw new IllegalArgumentException(
                        "Expected a box of a known length, but got " + type + " of " + length);
            }
        }
    }
}
