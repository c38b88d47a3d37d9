package dev.rushes.runtime.rules;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.zip.CRC32;

/**
 * Writes the offsets that are finished ahead of a commit position into the metadata of the commit, so that whoever takes the partition
 * over does not repeat them. Losing the note is harmless: the work is then done again and recognized as a repeat.
 *
 * <p>Form: {@code rushes1:} and Base64 of a CRC-32 (4 bytes) and pairs of variable-length numbers: distance from the end of the previous
 * run (the first: from the position), length of the run. An owner that leaves in good order adds {@code ;left}.
 *
 * <pre>
 * position 12, finished ahead 14 15 18   ->   (2,2) (2,1)
 * </pre>
 */
public final class FinishedAhead {
    private static final String PREFIX = "rushes1:";
    private static final String LEFT = ";left";
    private static final int MAX_OFFSETS = 100_000;

    private FinishedAhead() {}

    /**
     * The note.
     *
     * @param position commit position
     * @param offsets finished offsets, none below the position
     * @param maxLength most characters of the note; what does not fit is left out, the highest offsets first
     */
    public static String encode(long position, SortedSet<Long> offsets, int maxLength) {
        if (offsets.isEmpty()) {
            return "";
        }
        int maxBytes = (maxLength - PREFIX.length()) / 4 * 3 - Integer.BYTES;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        long end = position;
        for (Run run : runs(offsets)) {
            byte[] pair = pair(run.first() - end, run.length());
            if (body.size() + pair.length > maxBytes) {
                break;
            }
            body.writeBytes(pair);
            end = run.first() + run.length();
        }
        byte[] bytes = body.toByteArray();
        ByteBuffer note = ByteBuffer.allocate(Integer.BYTES + bytes.length);
        note.putInt(checksum(position, bytes)).put(bytes);
        return PREFIX + Base64.getEncoder().withoutPadding().encodeToString(note.array());
    }

    /** The same note from an owner that leaves the partition in good order. */
    public static String leaving(String note) {
        return note + LEFT;
    }

    /** Whether the owner that wrote the note has left in good order. One that vanished has not said so. */
    public static boolean leftInOrder(String note) {
        return note.endsWith(LEFT);
    }

    /** The note of an owner that stays. */
    public static String unsigned(String note) {
        return leftInOrder(note) ? note.substring(0, note.length() - LEFT.length()) : note;
    }

    /** The offsets in a note; empty if it is not ours, was written for another position or is damaged. */
    public static Set<Long> decode(long position, String signed) {
        String note = unsigned(signed);
        if (!note.startsWith(PREFIX)) {
            return Set.of();
        }
        try {
            ByteBuffer buffer = ByteBuffer.wrap(
                    Base64.getDecoder().decode(note.substring(PREFIX.length()).getBytes(StandardCharsets.US_ASCII)));
            int checksum = buffer.getInt();
            byte[] body = new byte[buffer.remaining()];
            buffer.get(body);
            return checksum == checksum(position, body) ? offsets(position, ByteBuffer.wrap(body)) : Set.of();
        } catch (IllegalArgumentException | java.nio.BufferUnderflowException foreign) {
            return Set.of();
        }
    }

    private static Set<Long> offsets(long position, ByteBuffer body) {
        Set<Long> offsets = new HashSet<>();
        long end = position;
        while (body.hasRemaining()) {
            long first = end + varint(body);
            long length = varint(body);
            if (first < end || length < 1 || offsets.size() + length > MAX_OFFSETS) {
                return Set.of();
            }
            for (long offset = first; offset < first + length; offset++) {
                offsets.add(offset);
            }
            end = first + length;
        }
        return offsets;
    }

    private static List<Run> runs(SortedSet<Long> offsets) {
        List<Run> runs = new ArrayList<>();
        for (long offset : offsets) {
            Run last = runs.isEmpty() ? null : runs.getLast();
            if (last != null && last.first() + last.length() == offset) {
                runs.set(runs.size() - 1, new Run(last.first(), last.length() + 1));
            } else {
                runs.add(new Run(offset, 1));
            }
        }
        return runs;
    }

    private static byte[] pair(long distance, long length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        putVarint(out, distance);
        putVarint(out, length);
        return out.toByteArray();
    }

    private static void putVarint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (rest > 0x7F) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static long varint(ByteBuffer buffer) {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            byte part = buffer.get();
            value |= (long) (part & 0x7F) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("Expected a number of at most 63 bits, but it goes on");
    }

    private static int checksum(long position, byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(position).array());
        crc.update(body);
        return (int) crc.getValue();
    }

    private record Run(long first, long length) {}
}
