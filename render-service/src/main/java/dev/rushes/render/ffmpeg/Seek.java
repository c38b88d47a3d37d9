package dev.rushes.render.ffmpeg;

import dev.rushes.media.value.Rational;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Where to begin reading so that the first wanted picture is surely decoded.
 *
 * <p>Seeking lands on the last key frame at or before the target, but only where the container has an index. Without one (transport streams,
 * Ogg) it lands anywhere near it, and the pictures up to the next key frame are lost. So a seek aims early, and everything before the start is
 * thrown away by its time:
 *
 * <pre>
 *        key     target        start
 *   ------|--------|-------------|---------
 *         decoded  |&lt;--- lead --&gt;| shown
 * </pre>
 *
 * @param target what {@code -ss} gets: seconds with six digits, as many as ffmpeg reads
 * @param lead exact seconds from the target to the start
 */
record Seek(BigDecimal target, BigDecimal lead) {
    /** Enough for the decoders of sound, which need up to 80 ms before they are right, and for rounded time stamps. */
    private static final Rational WITH_INDEX = Rational.of(1, 4);
    /** More than the distance of key frames in nearly all such footage. */
    private static final Rational WITHOUT_INDEX = Rational.of(10, 1);

    /** Near the beginning some containers (FLV, AVI) seek to the second key frame where the first would be right. */
    private static final Rational NOT_WORTH_IT = Rational.of(2, 1);

    private static final Set<String> INDEXED = Set.of("mov", "mp4", "matroska", "webm", "avi", "flv", "wav", "flac");
    private static final int TARGET_DIGITS = 6;
    private static final int LEAD_DIGITS = 9;

    /**
     * @param start first wanted instant on ffmpeg's clock for the file
     * @param container names of the container, separated by commas
     */
    static Seek to(Rational start, String container) {
        boolean indexed = Arrays.stream(container.split(",")).anyMatch(INDEXED::contains);
        Rational early = start.minus(indexed ? WITH_INDEX : WITHOUT_INDEX);
        BigDecimal target =
                early.isLessThan(NOT_WORTH_IT) ? BigDecimal.ZERO : decimal(early, TARGET_DIGITS, RoundingMode.FLOOR);
        return new Seek(
                target, decimal(start, LEAD_DIGITS, RoundingMode.HALF_EVEN).subtract(target));
    }

    /** The options before an input; none for the beginning of the file, which every container finds. */
    List<String> options() {
        return target.signum() == 0 ? List.of() : List.of("-noaccurate_seek", "-ss", target.toPlainString());
    }

    /** For an expression in a filter. */
    String leadText() {
        return lead.toPlainString();
    }

    private static BigDecimal decimal(Rational seconds, int digits, RoundingMode rounding) {
        return BigDecimal.valueOf(seconds.value()).divide(BigDecimal.valueOf(seconds.scale()), digits, rounding);
    }
}
