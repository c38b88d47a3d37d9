package dev.rushes.ingest.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads the head of an HTTP answer. Only a full 200 is footage: a part (206) or nothing (204) is not what was asked for.
 *
 * @param longestWait longest wait that a server may impose; longer ones are cut to it
 */
public record AnswerRule(Duration longestWait) {
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
        Optional<Duration> wait = new RetryAfter(longestWait).read(retryAfter, now);
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
}
