package dev.rushes.render.ffmpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The top-level boxes of an MP4 file (ISO/IEC 14496-12, section 4.2).
 *
 * @param boxes in the order of the file
 */
record Mp4Boxes(List<Box> boxes) {
    private static final int MOST = 10_000;
    private static final int SHORT_HEADER = 8;
    private static final int LONG_HEADER = 16;

    /**
     * One box.
     *
     * @param type four characters
     * @param payload bytes after its header
     */
    record Box(String type, long payload) {}

    /**
     * @throws IOException if the file can not be read or is not made of boxes
     */
    static Mp4Boxes of(Path file) throws IOException {
        List<Box> boxes = new ArrayList<>();
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long position = 0;
            while (position < channel.size()) {
                ByteBuffer header = header(channel, position);
                long size = Integer.toUnsignedLong(header.getInt());
                byte[] type = new byte[4];
                header.get(type);
                int headerSize = SHORT_HEADER;
                if (size == 1 && header.remaining() >= Long.BYTES) {
                    size = header.getLong();
                    headerSize = LONG_HEADER;
                } else if (size == 0) {
                    size = channel.size() - position;
                }
                if (size < headerSize || size > channel.size() - position || boxes.size() == MOST) {
                    throw new IOException("Expected a box of at most %d bytes at byte %d, but got one of %d"
                            .formatted(channel.size() - position, position, size));
                }
                boxes.add(new Box(new String(type, StandardCharsets.ISO_8859_1), size - headerSize));
                position += size;
            }
        }
        return new Mp4Boxes(List.copyOf(boxes));
    }

    private static ByteBuffer header(SeekableByteChannel channel, long position) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(LONG_HEADER);
        channel.position(position);
        while (header.hasRemaining() && channel.read(header) >= 0) {
            // reads on until the header is full or the file ends
        }
        header.flip();
        if (header.remaining() < SHORT_HEADER) {
            throw new IOException("Expected a box at byte %d, but the file ends".formatted(position));
        }
        return header;
    }

    /** Whether a player can begin before it has the whole file: the index stands before the media. */
    boolean indexComesFirst() {
        List<String> types = boxes.stream().map(Box::type).toList();
        return types.contains("moov") && types.indexOf("moov") < types.indexOf("mdat");
    }

    /** Whether there is any media at all. */
    boolean hasMedia() {
        return boxes.stream().anyMatch(box -> box.type().equals("mdat") && box.payload() > 0);
    }
}
