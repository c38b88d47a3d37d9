package dev.rushes.ingest.wire;

import dev.rushes.events.JobEvent;
import dev.rushes.events.JobEventType;
import dev.rushes.events.JobPriority;
import dev.rushes.events.JobRequested;
import dev.rushes.events.Prompt;
import dev.rushes.events.RequestNote;
import dev.rushes.events.Source;
import dev.rushes.events.SourceKind;
import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.domain.CleanText;
import dev.rushes.ingest.domain.FilmWish;
import dev.rushes.ingest.domain.Footage;
import dev.rushes.ingest.domain.Request;
import dev.rushes.ingest.domain.Webhook;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.wire.EventIds;
import dev.rushes.runtime.wire.JobWire;
import java.util.UUID;

/**
 * The first event of every job: what was asked for. The HTTP API and the upload stage may both tell it; it has the same identifier and the
 * same content, so that the second is dropped as a repeat.
 */
public final class RequestedEvent {
    /** Longer ones, and those with control characters, are refused anyway; here they only must not harm the ledger. */
    private static final int ADDRESS_LIMIT = 2048;

    private static final int MOST_TYPES = 32;
    private static final int TYPE_LIMIT = 100;

    private RequestedEvent() {}

    /** Identifier of the event: one for each job and run. */
    public static UUID id(UUID jobId, int run) {
        return EventIds.of(jobId, run, FlowStage.UPLOAD, "requested");
    }

    /** The event of a request. The note holds the source's address in full, for a later run; who shows it must leave out its query. */
    public static JobEvent of(JobRequested record) {
        return of(RequestWire.request(record), RequestWire.ticket(record));
    }

    static JobEvent of(Request request, JobTicket ticket) {
        return JobEvent.newBuilder()
                .setEventId(id(ticket.jobId(), ticket.run()))
                .setOccurredAt(ticket.requestedAt())
                .setJobId(ticket.jobId())
                .setTenant(ticket.tenant())
                .setRun(ticket.run())
                .setType(JobEventType.REQUESTED)
                .setRequest(note(request, ticket))
                .build();
    }

    private static RequestNote note(Request request, JobTicket ticket) {
        return RequestNote.newBuilder()
                .setRecipe(ticket.recipe())
                .setRoute(JobWire.routeNames(ticket.route()))
                .setSource(source(request.footage()))
                .setOptions(JobWire.options(ticket.options()))
                .setPriority(JobPriority.valueOf(ticket.priority().name()))
                .setTitle(request.caption().title().orElse(null))
                .setLabels(request.caption().labels())
                .setRequestedAt(ticket.requestedAt())
                .setFingerprint(request.caption().fingerprint())
                .setWebhook(request.webhook().map(RequestedEvent::webhook).orElse(null))
                .build();
    }

    /** The webhook as it travels, cut to its limits. */
    public static dev.rushes.events.Webhook webhook(Webhook webhook) {
        return dev.rushes.events.Webhook.newBuilder()
                .setUrl(CleanText.line(webhook.url(), ADDRESS_LIMIT))
                .setEvents(webhook.events().stream()
                        .limit(MOST_TYPES)
                        .map(type -> CleanText.line(type, TYPE_LIMIT))
                        .toList())
                .setSealedSecret(webhook.sealedSecret()
                        .filter(secret -> secret.length() <= TYPE_LIMIT * MOST_TYPES)
                        .orElse(null))
                .build();
    }

    private static Source source(Footage footage) {
        Source.Builder source =
                Source.newBuilder().setFilename(footage.filename().orElse(null));
        return switch (footage) {
            case Footage.Upload upload ->
                source.setKind(SourceKind.UPLOAD)
                        .setUploadKey(CleanText.line(upload.key(), ADDRESS_LIMIT))
                        .build();
            case Footage.Url url ->
                source.setKind(SourceKind.URL)
                        .setUrl(CleanText.line(url.address(), ADDRESS_LIMIT))
                        .build();
            case Footage.Prompt prompt ->
                source.setKind(SourceKind.PROMPT)
                        .setPrompt(prompt(prompt.wish()))
                        .build();
            case Footage.Missing _ -> source.build();
        };
    }

    /** The wish as it travels. A text that is too long is refused anyway; here it only must not harm the ledger. */
    public static Prompt prompt(FilmWish wish) {
        return Prompt.newBuilder()
                .setText(wish.text().substring(0, Math.min(wish.text().length(), FilmWish.LONGEST_TEXT)))
                .setSeconds(wish.seconds())
                .setResolution(CleanText.line(wish.resolution(), TYPE_LIMIT))
                .setAspectRatio(CleanText.line(wish.aspectRatio(), TYPE_LIMIT))
                .build();
    }
}
