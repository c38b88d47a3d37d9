package dev.rushes.media.ffmpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Sees two things in an MP4 file that ffprobe does not tell: whether a track is encrypted (ISO 23001-7, and the older FairPlay), of which
 * decoders make noise, and whether the file ends before its last box does. Only the heads of boxes are read: those at the top, and
 * {@code moov/trak/mdia/minf/stbl/stsd} with the kinds of its entries.
 */
final class Mp4Boxes {
    private static final Set<String> ON_THE_WAY = Set.of("moov", "trak", "mdia", "minf", "stbl", "stsd");
    private static final Set<String> ENCRYPTED = Set.of("encv", "enca", "enct", "drms", "drmi");

    /** Boxes looked at before giving up; a real file has a few hundred at these levels, a hostile one can have millions. */
    private static final int MOST_BOXES = 10_000;

    private final FileChannel file;
    private int boxes;
    private boolean cutOff;

    private Mp4Boxes(FileChannel file) {
        this.file = file;
    }

    static Findings look(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            Mp4Boxes walk = new Mp4Boxes(file);
            boolean encrypted = walk.search(0, file.size());
            return new Findings(encrypted, walk.cutOff);
        }
    }

    /**
     * What was found.
     *
     * @param encrypted whether a track is encrypted
     * @param cutOff whether the file ends too early
     */
    record Findings(boolean encrypted, boolean cutOff) {
        static final Findings NONE = new Findings(false, false);
    }

    private boolean search(long from, long to) throws IOException {
        long at = from;
        while (at + 8 <= to && boxes++ < MOST_BOXES) {
            Box box = boxAt(at, to);
            if (ENCRYPTED.contains(box.kind())) {
                return true;
            }
            // The description of samples begins with a version and a count before its entries.
            long inside = box.kind().equals("stsd") ? box.start() + 8 : box.start();
            if (ON_THE_WAY.contains(box.kind()) && search(inside, box.end())) {
                return true;
            }
            at = box.end();
        }
        return false;
    }

    private Box boxAt(long at, long limit) throws IOException {
        ByteBuffer head = read(at, (int) Math.min(16, limit - at));
        long size = Integer.toUnsignedLong(head.getInt());
        byte[] kind = new byte[4];
        head.get(kind);
        long start = at + 8;
        if (size == 1 && head.remaining() >= 8) {
            size = head.getLong();
            start += 8;
        }
        cutOff |= at + size > file.size();
        boolean toTheEnd = size == 0 || size < start - at || size > limit - at;
        return new Box(new String(kind, StandardCharsets.ISO_8859_1), start, toTheEnd ? limit : at + size);
    }

    private ByteBuffer read(long at, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) >= 0) {}
        // Padded with zeros where the file ends early.
        return buffer.position(0).limit(count);
    }

    private record Box(String kind, long start, long end) {}
}
