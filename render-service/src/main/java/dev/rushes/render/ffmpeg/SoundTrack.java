package dev.rushes.render.ffmpeg;

import dev.rushes.render.domain.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The film's sound, segment after segment, as bare samples: each gets exactly the bytes that its pictures last. */
final class SoundTrack {
    private static final int BYTES_PER_SAMPLE = 4;
    private static final int SILENCE = 1 << 16;

    private SoundTrack() {}

    /** Appends a segment's sound, cut or filled with silence to its exact length, and removes its file. */
    static void append(Path track, Path segmentSound, Segment segment) throws IOException {
        long wanted = segment.samples() * BYTES_PER_SAMPLE;
        try (FileChannel to = FileChannel.open(track, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            long copied = copy(segmentSound, to, wanted);
            while (copied < wanted) {
                copied += to.write(ByteBuffer.allocate((int) Math.min(SILENCE, wanted - copied)));
            }
        }
        Files.deleteIfExists(segmentSound);
    }

    private static long copy(Path from, FileChannel to, long most) throws IOException {
        if (!Files.exists(from)) {
            return 0;
        }
        try (FileChannel channel = FileChannel.open(from)) {
            long length = Math.min(most, channel.size());
            long copied = 0;
            while (copied < length) {
                copied += channel.transferTo(copied, length - copied, to);
            }
            return copied;
        }
    }
}
