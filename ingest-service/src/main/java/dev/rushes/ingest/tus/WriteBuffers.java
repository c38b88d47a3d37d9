package dev.rushes.ingest.tus;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * Buffers for bytes on their way from a socket into a store. There are a few large ones outside the heap, which go from request to request: a file takes
 * their bytes without another copy. While all are taken, there are smaller ones of the heap.
 */
final class WriteBuffers {
    /** Those of the process: 32 MiB at most. */
    static final WriteBuffers SHARED = new WriteBuffers(128);

    private static final int LARGE = 256 * 1024;
    private static final int SMALL = 64 * 1024;

    private final Semaphore left;
    private final Queue<ByteBuffer> free = new ConcurrentLinkedQueue<>();

    /** @param most large buffers at once */
    WriteBuffers(int most) {
        this.left = new Semaphore(most);
    }

    /**
     * An empty buffer. One that is {@linkplain ByteBuffer#isDirect() direct} is to be given back, or forgotten, once.
     *
     * @param least bytes that it must have room for
     */
    ByteBuffer take(int least) {
        if (least > LARGE || !left.tryAcquire()) {
            return ByteBuffer.allocate(Math.max(SMALL, least));
        }
        ByteBuffer used = free.poll();
        return used != null ? used : ByteBuffer.allocateDirect(LARGE);
    }

    /** Nobody reads or writes this one any more. */
    void giveBack(ByteBuffer buffer) {
        free.add(buffer.clear());
        left.release();
    }

    /** So many may still be read or written by somebody: they are left to the collector, and others may be made for them. */
    void forget(int buffers) {
        left.release(buffers);
    }
}
