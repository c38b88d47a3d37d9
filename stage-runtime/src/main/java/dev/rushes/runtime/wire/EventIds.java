package dev.rushes.runtime.wire;

import dev.rushes.flow.FlowStage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Identifiers that follow from what they identify, so that a repeat has the same one. */
public final class EventIds {
    private static final long VERSION_5 = 5L << 12;
    private static final long VERSION_BITS = 0xF000L;
    private static final long VARIANT = 1L << 63;
    private static final long VARIANT_BITS = 3L << 62;
    private static final MessageDigest SHA_1 = sha1();

    private EventIds() {}

    /** Identifier of a fact or event of one job, run and stage. The job's own id is the name space. */
    public static UUID of(UUID jobId, int run, FlowStage stage, String name) {
        return nameBased(jobId, run + "/" + stage.label() + "/" + name);
    }

    /**
     * A UUID of version 5 (RFC 9562, section 5.5). Libraries look up the algorithm for each one, which costs more than to use it, and every record has
     * two: here it is looked up once and copied.
     */
    private static UUID nameBased(UUID space, String name) {
        MessageDigest digest = copy();
        digest.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(space.getMostSignificantBits())
                .putLong(space.getLeastSignificantBits())
                .flip());
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8)));
        return new UUID((hash.getLong() & ~VERSION_BITS) | VERSION_5, (hash.getLong() & ~VARIANT_BITS) | VARIANT);
    }

    private static MessageDigest copy() {
        try {
            return (MessageDigest) SHA_1.clone();
        } catch (CloneNotSupportedException e) {
            return sha1();
        }
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Expected SHA-1, which every Java platform has", e);
        }
    }
}
