package dev.rushes.ingest.domain;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the head of an HTTP answer. Only a full 200 is footage: a part (206) or nothing (204) is not what was asked for.
 *
 * @param longestWait longest wait that a server may impose; longer ones are cut to it
 */
public record AnswerRule(Duration longestWait) {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    /**
     * What the answer means.
     *
     * @param origin who answered, for messages
     * @param status status code
     * @param location header Location
     * @param retryAfter header Retry-After: seconds or an HTTP date
     * @param now the time that an HTTP date is compared with
     */
    public Answer read(String origin, int status, Optional<String> location, Optional<String> retryAfter, Instant now) {
        String answered = "Expected " + origin + " to send the footage, but it answered with status " + status;
        Optional<Duration> wait = retryAfter.flatMap(text -> wait(text.strip(), now));
        return switch (status) {
            case 200 -> new Answer.Footage();
            case 301, 302, 303, 307, 308 ->
                location.<Answer>map(Answer.Moved::new)
                        .orElseGet(() -> new Answer.Refused(answered + " and no address to go to."));
            case 429 ->
                wait.<Answer>map(time -> new Answer.Throttled(answered + " (too many requests).", time))
                        .orElseGet(() -> new Answer.Unavailable(answered + " (too many requests).", Optional.empty()));
            case 408, 425 -> new Answer.Unavailable(answered + ".", wait);
            default ->
                status >= 500 && status < 600
                        ? new Answer.Unavailable(answered + ".", wait)
                        : new Answer.Refused(answered + ". Check the address and whether it needs a login.");
        };
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
