package dev.rushes.gemini.fake.files;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * How long a film or recording is and what is in it, as its MP4 header or its AAC frames say. Other containers are taken for one second for each 64 KiB: a fake
 * needs a number, not the truth.
 *
 * @param seconds length
 * @param hasVideo whether there is a track of pictures
 * @param hasSound whether there is a track of sound
 */
public record MediaLength(double seconds, boolean hasVideo, boolean hasSound) {
    private static final int BYTES_A_SECOND = 64 * 1024;
    private static final int[] RATES = {
        96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000
    };

    public static MediaLength of(byte[] bytes, String mimeType) {
        if (mimeType.equals("audio/aac")) {
            return new MediaLength(adts(bytes), false, true);
        }
        int header = indexOf(bytes, "mvhd");
        boolean video = mimeType.startsWith("video/");
        if (header < 0) {
            return new MediaLength(Math.max(1, bytes.length / (double) BYTES_A_SECOND), video, !video);
        }
        boolean sound = indexOf(bytes, "soun") >= 0;
        return new MediaLength(seconds(bytes, header + 4), video && indexOf(bytes, "vide") >= 0, sound);
    }

    /** @param at where the box's own bytes begin: version, flags, two times, ticks a second, length in ticks */
    private static double seconds(byte[] bytes, int at) {
        boolean wide = at < bytes.length && bytes[at] == 1;
        int scaleAt = at + (wide ? 20 : 12);
        if (scaleAt + 12 > bytes.length) {
            return 1;
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        long scale = Integer.toUnsignedLong(header.getInt(scaleAt));
        long length = wide ? header.getLong(scaleAt + 4) : Integer.toUnsignedLong(header.getInt(scaleAt + 4));
        return scale == 0 || length <= 0 ? 1 : length / (double) scale;
    }

    /** Frames of 1024 samples, each with a head of its own. */
    private static double adts(byte[] bytes) {
        double seconds = 0;
        int at = 0;
        while (at + 6 < bytes.length && (bytes[at] & 0xff) == 0xff && (bytes[at + 1] & 0xf0) == 0xf0) {
            int rate = (bytes[at + 2] >> 2) & 0xf;
            int length = (bytes[at + 3] & 3) << 11 | (bytes[at + 4] & 0xff) << 3 | (bytes[at + 5] & 0xe0) >> 5;
            if (rate >= RATES.length || length == 0) {
                break;
            }
            seconds += 1024.0 / RATES[rate];
            at += length;
        }
        return seconds;
    }

    private static int indexOf(byte[] bytes, String word) {
        byte[] wanted = word.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i + 4 <= bytes.length; i++) {
            if (bytes[i] == wanted[0]
                    && bytes[i + 1] == wanted[1]
                    && bytes[i + 2] == wanted[2]
                    && bytes[i + 3] == wanted[3]) {
                return i;
            }
        }
        return -1;
    }
}
