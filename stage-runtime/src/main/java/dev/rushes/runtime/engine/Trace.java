package dev.rushes.runtime.engine;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * W3C trace context: one trace for a job across all stages, one span per hop.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero
 * @param spanId 16 lower-case hexadecimal digits, not all zero
 * @param flags two hexadecimal digits; 01 means sampled
 */
public record Trace(String traceId, String spanId, String flags) {
    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?");

    /** The trace that a {@code traceparent} header names, if it is well-formed. */
    public static Optional<Trace> parse(String traceparent) {
        Matcher matcher = TRACEPARENT.matcher(traceparent);
        return matcher.matches()
                ? Optional.of(new Trace(matcher.group(1), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }

    /** A new sampled trace. */
    public static Trace begin(RandomGenerator random) {
        return new Trace(hex(random, 16), hex(random, 8), "01");
    }

    /** The next hop of the same trace. */
    public Trace child(RandomGenerator random) {
        return new Trace(traceId, hex(random, 8), flags);
    }

    /** The header. */
    public String traceparent() {
        return "00-" + traceId + "-" + spanId + "-" + flags;
    }

    private static String hex(RandomGenerator random, int bytes) {
        byte[] id = new byte[bytes];
        do {
            random.nextBytes(id);
        } while (allZero(id));
        return HexFormat.of().formatHex(id);
    }

    private static boolean allZero(byte[] id) {
        for (byte one : id) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }
}
