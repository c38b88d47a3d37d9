package dev.rushes.analysis.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds two numbers in the index boxes of a mov file (ISO/IEC 14496-12): the ticks a second and the time of a fragment. */
final class Boxes {
    /** Bytes of a box's length and type. */
    static final int HEADER = 8;

    /** Bytes of version and flags in front of a full box's fields. */
    private static final int FLAGS = 4;

    private Boxes() {}

    /** Ticks a second of the only track in the content of a {@code moov} box. */
    static long timescale(byte[] moov) throws IOException {
        byte[] header = find(moov, List.of("trak", "mdia", "mdhd"));
        int times = header[0] == 1 ? 16 : 8;
        return unsigned(header, FLAGS + times, 4);
    }

    /** Time of the first picture of the fragment in the content of a {@code moof} box, in ticks. */
    static long decodeTime(byte[] moof) throws IOException {
        byte[] time = find(moof, List.of("traf", "tfdt"));
        return unsigned(time, FLAGS, time[0] == 1 ? 8 : 4);
    }

    /** A big-endian number. */
    static long unsigned(byte[] bytes, int offset, int length) {
        long number = 0;
        for (int i = offset; i < offset + length; i++) {
            number = number << 8 | bytes[i] & 0xff;
        }
        return number;
    }

    static String type(byte[] bytes, int offset) {
        return new String(bytes, offset, 4, StandardCharsets.ISO_8859_1);
    }

    private static byte[] find(byte[] content, List<String> path) throws IOException {
        byte[] found = content;
        for (String type : path) {
            found = child(found, type)
                    .orElseThrow(() -> new IOException("Expected the boxes " + path + ", but there is no " + type));
        }
        return found;
    }

    private static Optional<byte[]> child(byte[] content, String type) {
        int offset = 0;
        while (offset + HEADER <= content.length) {
            int length = (int) Math.clamp(unsigned(content, offset, 4), HEADER, content.length - offset);
            if (type(content, offset + 4).equals(type)) {
                return Optional.of(Arrays.copyOfRange(content, offset + HEADER, offset + length));
            }
            offset += length;
        }
        return Optional.empty();
    }
}
