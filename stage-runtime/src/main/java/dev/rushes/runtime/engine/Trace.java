package dev.rushes.runtime.engine;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * W3C trace context: one trace for a job across all stages, one span per hop.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero
 * @param spanId 16 lower-case hexadecimal digits, not all zero
 * @param flags two hexadecimal digits; 01 means sampled
 */
public record Trace(String traceId, String spanId, String flags) {
    private static final HexFormat HEX = HexFormat.of();
    /** A version, the two ids and the flags, with a hyphen between two of them. */
    private static final int LENGTH = 55;

    private static final String ZEROS = "0".repeat(32);

    /**
     * The trace that a {@code traceparent} header names, if it is well-formed. A later version may say more, behind one more hyphen; there will be none
     * {@code ff}.
     */
    public static Optional<Trace> parse(String traceparent) {
        boolean wellFormed = traceparent.length() >= LENGTH
                && isHex(traceparent, 0, 2)
                && isHyphen(traceparent, 2)
                && isId(traceparent, 3, 35)
                && isHyphen(traceparent, 35)
                && isId(traceparent, 36, 52)
                && isHyphen(traceparent, 52)
                && isHex(traceparent, 53, LENGTH)
                && (traceparent.length() == LENGTH || isLater(traceparent) && isHyphen(traceparent, LENGTH))
                && !traceparent.startsWith("ff");
        return wellFormed
                ? Optional.of(new Trace(
                        traceparent.substring(3, 35), traceparent.substring(36, 52), traceparent.substring(53, LENGTH)))
                : Optional.empty();
    }

    private static boolean isLater(String traceparent) {
        return !traceparent.startsWith("00");
    }

    private static boolean isHyphen(String text, int place) {
        return text.charAt(place) == '-';
    }

    private static boolean isHex(String text, int from, int to) {
        for (int place = from; place < to; place++) {
            char digit = text.charAt(place);
            if (!(digit >= '0' && digit <= '9') && !(digit >= 'a' && digit <= 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isId(String text, int from, int to) {
        return isHex(text, from, to) && !text.regionMatches(from, ZEROS, 0, to - from);
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
        return HEX.formatHex(id);
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
