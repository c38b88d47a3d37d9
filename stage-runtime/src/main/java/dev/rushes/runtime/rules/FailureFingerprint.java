package dev.rushes.runtime.rules;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What failures have in common that are one failure happening often: stage, code, the message without whatever differs from record to
 * record, and the place in the program that raised the error. Line numbers are left out, so that a new version keeps its groups.
 *
 * @param id 16 lower-case hexadecimal digits; the same for the same failure, on every instance and in every version
 * @param pattern the message with {@code <url>}, {@code <id>}, {@code <path>}, {@code <hex>} and {@code <n>} for what differs, at most
 *     {@value #LONGEST_PATTERN} characters
 */
public record FailureFingerprint(String id, String pattern) {
    private static final int LONGEST_MESSAGE = 2_000;
    private static final int LONGEST_PATTERN = 300;
    private static final int ID_BYTES = 8;

    /** In this order: an address holds paths, a path holds ids, an id holds numbers. All of them run in one pass over the text. */
    private static final List<Replacement> REPLACEMENTS = List.of(
            replace("\\b[a-zA-Z][a-zA-Z0-9+.-]{0,30}://[^\\s\"'<>)\\]]++", "<url>"),
            replace("\\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\\b", "<id>"),
            replace("(?<![\\w<>./-])(?:[A-Za-z]:)?[/\\\\][^\\s\"'<>:,;()\\[\\]]++", "<path>"),
            replace("(?<![\\w<>./-])[\\w.%-]++(?:/[\\w.%<>-]++){2,}+/?", "<path>"),
            replace("\\b0x[0-9a-fA-F]++\\b", "<hex>"),
            replace("(?<=@)[0-9a-f]{4,16}\\b", "<hex>"),
            replace("\\b(?=[0-9a-fA-F]*[a-fA-F])(?=[0-9a-fA-F]*[0-9])[0-9a-fA-F]{8,}+\\b", "<hex>"),
            replace("\\d++(?:[.,:]\\d++)*+", "<n>"),
            replace("\\s++", " "));

    private static final Pattern FRAME = Pattern.compile("(?m)^\\s*+at ([^\\s(]{1,300})\\(");
    private static final Pattern GENERATED = Pattern.compile("(?<=\\$)\\d++\\b|(?<=\\$\\$Lambda)/0x[0-9a-f]++");

    private record Replacement(Pattern what, String by) {}

    private static Replacement replace(String regex, String by) {
        return new Replacement(Pattern.compile(regex), Matcher.quoteReplacement(by));
    }

    /**
     * The fingerprint of a failure.
     *
     * @param stage label of the stage that gave up
     * @param code stable code of the failure
     * @param message sentence of the failure; what is behind the first {@value #LONGEST_MESSAGE} characters does not count
     * @param frame where the error was raised, as {@link #topFrame} finds it; empty if there was no error
     */
    public static FailureFingerprint of(String stage, String code, String message, Optional<String> frame) {
        String pattern = pattern(message);
        String all = String.join("\n", stage, code, pattern, frame.orElse(""));
        String id = HexFormat.of().formatHex(sha256().digest(all.getBytes(StandardCharsets.UTF_8)), 0, ID_BYTES);
        return new FailureFingerprint(id, cut(pattern, LONGEST_PATTERN));
    }

    /** Class and method of the first frame of a printed stack trace, without module, line and the numbers that compilers make up. */
    public static Optional<String> topFrame(String stackTrace) {
        Matcher frame = FRAME.matcher(stackTrace);
        if (!frame.find()) {
            return Optional.empty();
        }
        String place = GENERATED.matcher(frame.group(1)).replaceAll("");
        return Optional.of(place.substring(place.lastIndexOf('/') + 1));
    }

    private static String pattern(String message) {
        String text = cut(message, LONGEST_MESSAGE);
        for (Replacement each : REPLACEMENTS) {
            text = each.what().matcher(text).replaceAll(each.by());
        }
        return text.strip();
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Expected every Java to know SHA-256, but this one does not", e);
        }
    }
}
