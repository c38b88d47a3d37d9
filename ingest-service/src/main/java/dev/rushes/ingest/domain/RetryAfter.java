package dev.rushes.ingest.domain;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the header Retry-After (RFC 9110, 10.2.3): seconds or an HTTP date. What is neither counts as not sent.
 *
 * @param longest longest wait that the other side may impose; longer ones are cut to it
 */
public record RetryAfter(Duration longest) {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    /** @param now the time that an HTTP date is compared with */
    public Optional<Duration> read(Optional<String> header, Instant now) {
        return header.map(String::strip).flatMap(text -> wait(text, now)).map(this::bounded);
    }

    private static Optional<Duration> wait(String text, Instant now) {
        return SECONDS.matcher(text).matches()
                ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
                : date(text).map(date -> Duration.between(now, date));
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    private Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(longest) > 0 ? longest : wait;
    }
}
