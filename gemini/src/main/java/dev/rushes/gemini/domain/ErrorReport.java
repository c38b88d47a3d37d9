package dev.rushes.gemini.domain;

import java.util.List;
import java.util.Optional;

/**
 * What an answer other than 200 says, as far as it could be read.
 *
 * @param http HTTP status
 * @param status Google's word for it, such as RESOURCE_EXHAUSTED; empty if the body was no envelope
 * @param message what it says
 * @param reason ErrorInfo's reason; empty if there is none
 * @param retryDelay RetryInfo's delay as it was written
 * @param quotas quotas that were exceeded
 */
public record ErrorReport(
        int http, String status, String message, String reason, Optional<String> retryDelay, List<Quota> quotas) {

    public ErrorReport {
        quotas = List.copyOf(quotas);
    }

    /** A body that is no envelope. */
    public static ErrorReport bare(int http) {
        return new ErrorReport(http, "", "", "", Optional.empty(), List.of());
    }

    /** A limit that was exceeded. */
    public record Quota(String id, String value) {}
}
