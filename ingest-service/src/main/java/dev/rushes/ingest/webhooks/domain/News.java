package dev.rushes.ingest.webhooks.domain;

import dev.rushes.ingest.domain.Webhook;
import dev.rushes.ingest.ledger.domain.FactType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that happened to a job, as far as receivers are told.
 *
 * @param eventId identifier of the event
 * @param at when it happened
 * @param tenant owner of the job
 * @param jobId the job
 * @param run its run
 * @param fact what happened, in the words of the ledger
 * @param type what receivers are told of it; empty if nothing
 * @param place where in the job
 * @param trouble why something failed, if it did
 * @param films names of the films, at the end
 * @param webhook whom the request names, if this is the request
 */
public record News(
        UUID eventId,
        Instant at,
        String tenant,
        UUID jobId,
        int run,
        FactType fact,
        Optional<HookType> type,
        Place place,
        Optional<Trouble> trouble,
        List<String> films,
        Optional<Webhook> webhook) {
    public News {
        films = List.copyOf(films);
    }

    /**
     * Where.
     *
     * @param stage label of the stage
     * @param unit unit of work inside it
     * @param attempt which try, from 1
     */
    public record Place(Optional<String> stage, Optional<String> unit, int attempt) {}

    /** Why something failed. */
    public record Trouble(String code, String message) {}
}
