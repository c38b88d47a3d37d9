package dev.rushes.split.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;

/**
 * Walks along a track as its chunks are closed and tells what each one covers, from the number of packets that it really holds. As long as every
 * packet is in a chunk, in order, the spans partition the track, even if a chunk was closed elsewhere than planned. Not thread-safe.
 */
public final class ChunkCursor {
    private final PacketTable packets;
    private final Rational origin;
    private int position;

    /**
     * @param origin the track's own time in seconds at which the source's clock begins
     */
    public ChunkCursor(PacketTable packets, Rational origin) {
        this.packets = packets;
        this.origin = origin;
    }

    /**
     * What a chunk covers.
     *
     * @param span on the source's clock
     * @param frames pictures that it shows
     */
    public record Stretch(Span span, long frames) {}

    /** The stretch of the next chunk, which holds this many packets. */
    public Stretch advance(long count) {
        int from = position;
        position = (int) Math.min(packets.size(), position + count);
        Span span = packets.span(from, position);
        return new Stretch(
                new Span(span.start().minus(origin), span.end().minus(origin)), packets.frames(from, position));
    }

    /** Packets that no chunk holds yet. */
    public int left() {
        return packets.size() - position;
    }
}
