package dev.rushes.media.store.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;

/** The bytes of a local file. */
final class FileBytes {
    private static final int BUFFER = 512 * 1024;

    private FileBytes() {}

    /** In one buffer, which is used again for every stretch. */
    static Flux<ByteBuffer> of(Path file) {
        return Flux.using(
                        () -> FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS),
                        channel -> {
                            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
                            return Flux.<ByteBuffer>generate(sink -> next(channel, buffer, sink));
                        },
                        FileBytes::close)
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static void next(FileChannel channel, ByteBuffer buffer, SynchronousSink<ByteBuffer> sink) {
        try {
            if (channel.read(buffer.clear()) < 0) {
                sink.complete();
            } else {
                sink.next(buffer.flip());
            }
        } catch (IOException failure) {
            sink.error(failure);
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
