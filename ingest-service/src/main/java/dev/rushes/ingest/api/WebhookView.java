package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.rushes.ingest.webhooks.WebhookDesk;
import dev.rushes.ingest.webhooks.domain.Endpoint;
import dev.rushes.ingest.webhooks.domain.Logged;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * An endpoint as its owner sees it. Its secret is not part of it.
 *
 * @param reason for one that is disabled: why
 * @param failingSince since when nothing has arrived there
 * @param jobId for the webhook of a job: the job
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record WebhookView(
        UUID id,
        String url,
        List<String> events,
        String description,
        boolean enabled,
        Optional<String> reason,
        Optional<Instant> failingSince,
        Optional<UUID> jobId,
        Instant createdAt,
        Instant updatedAt) {

    static WebhookView of(Endpoint endpoint) {
        return new WebhookView(
                endpoint.id(),
                endpoint.url(),
                endpoint.filter().patterns(),
                endpoint.description(),
                endpoint.isEnabled(),
                Optional.of(endpoint.standing().why()).filter(why -> !why.isEmpty()),
                endpoint.standing().failingSince(),
                endpoint.jobId(),
                endpoint.createdAt(),
                endpoint.updatedAt());
    }

    /**
     * An endpoint with its new secret: the only answer that has one.
     *
     * @param previousUntil how long the secret before signs too
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record WithSecret(@JsonUnwrapped WebhookView webhook, String secret, Optional<Instant> previousUntil) {
        static WithSecret of(WebhookDesk.WithSecret made) {
            return new WithSecret(WebhookView.of(made.endpoint()), made.secret().reveal(), made.previousUntil());
        }

        /** Everything but the secret. */
        @Override
        public String toString() {
            return "WithSecret[" + webhook.id() + "]";
        }
    }

    /** A delivery. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Delivery(
            UUID id,
            String type,
            Optional<UUID> jobId,
            String state,
            int round,
            int attempts,
            Optional<Attempt> lastAttempt,
            Instant eventAt,
            Instant createdAt) {
        static Delivery of(Logged logged) {
            return new Delivery(
                    logged.due().id(),
                    logged.due().type(),
                    logged.due().jobId(),
                    logged.state().name().toLowerCase(Locale.ROOT),
                    logged.due().round(),
                    logged.attempts(),
                    logged.last().map(Attempt::of),
                    logged.due().eventAt(),
                    logged.createdAt());
        }
    }

    /** One try. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Attempt(
            int round,
            int attempt,
            Instant at,
            long durationMillis,
            Optional<Integer> status,
            Optional<String> problem) {
        static Attempt of(Logged.Try attempt) {
            return new Attempt(
                    attempt.round(),
                    attempt.attempt(),
                    attempt.at(),
                    attempt.took().toMillis(),
                    attempt.status(),
                    Optional.of(attempt.problem()).filter(problem -> !problem.isEmpty()));
        }
    }

    /** A delivery with its tries and the text that is sent. */
    record Traced(@JsonUnwrapped Delivery delivery, List<Attempt> tries, String body) {
        static Traced of(WebhookDesk.Traced traced) {
            return new Traced(
                    Delivery.of(traced.delivery()),
                    traced.tries().stream().map(Attempt::of).toList(),
                    traced.delivery().due().body());
        }
    }
}
