package dev.rushes.ingest.webhooks.domain;

import dev.rushes.ingest.domain.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads the head of an answer; nobody reads the rest. Standard Webhooks 1.0: only 2xx is success, a redirect is a failure, 410 ends it, and whoever asks for
 * time gets it.
 *
 * @param longestWait longest wait that a receiver may impose; longer ones are cut to it
 */
public record ReplyRule(Duration longestWait) {
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
                new RetryAfter(longestWait).read(retryAfter, now));
    }
}
