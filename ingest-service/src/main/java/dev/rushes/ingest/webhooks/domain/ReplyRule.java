package dev.rushes.ingest.webhooks.domain;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the head of an answer; nobody reads the rest. Standard Webhooks 1.0: only 2xx is success, a redirect is a failure, 410 ends it, and whoever asks for
 * time gets it.
 *
 * @param longestWait longest wait that a receiver may impose; longer ones are cut to it
 */
public record ReplyRule(Duration longestWait) {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    /**
     * @param status status code
     * @param retryAfter header Retry-After: seconds or an HTTP date
     * @param now the time that an HTTP date is compared with
     */
    public Reply read(int status, Optional<String> retryAfter, Instant now) {
        if (status >= 200 && status < 300) {
            return new Reply.Taken();
        }
        if (status == 410) {
            return new Reply.Gone();
        }
        String moved = status >= 300 && status < 400
                ? "; redirects are not followed, so name the address that it leads to"
                : "";
        return new Reply.Refused(
                "Expected the endpoint to answer with a status from 200 to 299, but it answered with " + status + moved
                        + ".",
                retryAfter.flatMap(text -> wait(text.strip(), now)));
    }

    private Optional<Duration> wait(String text, Instant now) {
        return SECONDS.matcher(text).matches()
                ? Optional.of(bounded(Duration.ofSeconds(Long.parseLong(text))))
                : date(text).map(date -> bounded(Duration.between(now, date)));
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
        return wait.compareTo(longestWait) > 0 ? longestWait : wait;
    }
}
