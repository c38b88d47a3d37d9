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
 * Sees whether a track of an MP4 file is encrypted (ISO 23001-7, and the older FairPlay): ffprobe does not tell, and the decoders make noise
 * of it. Only the heads of boxes are read: {@code moov/trak/mdia/minf/stbl/stsd} and the kinds of its entries.
 */
final class Mp4Encryption {
    private static final Set<String> ON_THE_WAY = Set.of("moov", "trak", "mdia", "minf", "stbl");
    private static final Set<String> ENCRYPTED = Set.of("encv", "enca", "enct", "drms", "drmi");

    /** Boxes looked at before giving up; a real file has a few hundred at these levels, a hostile one can have millions. */
    private static final int MOST_BOXES = 10_000;

    private final FileChannel file;
    private int boxes;

    private Mp4Encryption(FileChannel file) {
        this.file = file;
    }

    static boolean isEncrypted(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return new Mp4Encryption(file).search(0, file.size());
        }
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
            boolean open = ON_THE_WAY.contains(box.kind()) || box.kind().equals("stsd");
            if (open && search(inside, box.end())) {
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
