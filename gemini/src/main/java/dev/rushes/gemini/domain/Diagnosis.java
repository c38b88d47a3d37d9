package dev.rushes.gemini.domain;

import dev.rushes.gemini.domain.Trouble.Kind;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides what an error means. The HTTP status decides first; the body tells apart what shares one. */
public final class Diagnosis {
    private static final Pattern DELAY =
            Pattern.compile("(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})(?:\\.(\\d+))?s)?");
    private static final Pattern IN_MESSAGE = Pattern.compile("retry in ([0-9hms.]+?s)\\b");
    private static final int LONGEST_QUOTE = 200;

    /** A lane is held for as long on all instances, so nobody may ask for more: all quotas of the service are over with the day. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private Diagnosis() {}

    public static Trouble of(ErrorReport error) {
        Kind kind = kind(error);
        return new Trouble(kind, "HTTP " + error.http() + " " + quote(error), wait(error));
    }

    private static Kind kind(ErrorReport error) {
        String message = error.message().toLowerCase(Locale.ROOT);
        return switch (error.http()) {
            case 400 -> badRequest(error, message);
            case 401 -> Kind.KEY;
            case 403 -> message.contains("the file ") ? Kind.FILE_GONE : Kind.KEY;
            case 404 -> message.contains("model") ? Kind.MODEL_GONE : Kind.REFUSED;
            case 413 -> Kind.REFUSED;
            case 429 -> tooMany(error, message);
            case 500 -> Kind.BROKEN;
            case 504 -> Kind.TOO_LONG;
            default ->
                error.http() == 408 || error.http() == 499 || error.http() > 500 ? Kind.UNAVAILABLE : Kind.REFUSED;
        };
    }

    private static Kind badRequest(ErrorReport error, String message) {
        if (error.reason().startsWith("API_KEY") || message.contains("api key")) {
            return Kind.KEY;
        }
        return error.status().equals("FAILED_PRECONDITION") && message.contains("not in an active state")
                ? Kind.FILE_NOT_READY
                : Kind.REFUSED;
    }

    private static Kind tooMany(ErrorReport error, String message) {
        if (error.reason().equals("MODEL_CAPACITY_EXHAUSTED") || message.contains("no capacity available")) {
            return Kind.UNAVAILABLE;
        }
        if (message.contains("limit: 0,")
                || error.quotas().stream().anyMatch(quota -> quota.value().equals("0"))) {
            return Kind.MODEL_GONE;
        }
        if (error.quotas().stream().anyMatch(quota -> quota.id().contains("PerDay"))) {
            return Kind.DAY_SPENT;
        }
        return error.quotas().stream().anyMatch(quota -> quota.id().contains("PerMinute"))
                        || error.retryDelay().isPresent()
                ? Kind.MINUTE_SPENT
                : Kind.SLOW_DOWN;
    }

    /** The longer of both places: the detail is cut to whole seconds. A second more, for clocks differ. */
    private static Optional<Duration> wait(ErrorReport error) {
        Optional<Duration> told = error.retryDelay().flatMap(Diagnosis::delay);
        Matcher words = IN_MESSAGE.matcher(error.message());
        Optional<Duration> written = words.find() ? delay(words.group(1)) : Optional.empty();
        Optional<Duration> longer = told.isPresent() && written.isPresent()
                ? Optional.of(told.get().compareTo(written.get()) > 0 ? told.get() : written.get())
                : told.or(() -> written);
        return longer.map(its -> its.plusSeconds(1)).map(its -> its.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : its);
    }

    /** {@code 45s}, {@code 45.8s}, {@code 22h47m29s}; empty if it is none of these. */
    static Optional<Duration> delay(String written) {
        Matcher parts = DELAY.matcher(written.strip());
        if (written.isBlank() || written.length() > 20 || !parts.matches()) {
            return Optional.empty();
        }
        String fraction = parts.group(4) == null ? "" : parts.group(4);
        return Optional.of(Duration.ofHours(number(parts.group(1)))
                .plusMinutes(number(parts.group(2)))
                .plusSeconds(number(parts.group(3)))
                .plusMillis(number((fraction + "000").substring(0, 3))));
    }

    private static long number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /** The service's own words, without addresses. */
    private static String quote(ErrorReport error) {
        String words = error.message().isBlank() ? "without a word" : error.message();
        String plain = words.lines().findFirst().orElse("").replaceAll("https?://\\S+", "(a page)");
        String status = error.status().isEmpty() ? "" : error.status() + ": ";
        return status + plain.substring(0, Math.min(plain.length(), LONGEST_QUOTE));
    }
}
