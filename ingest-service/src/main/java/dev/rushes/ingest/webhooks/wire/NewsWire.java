package dev.rushes.ingest.webhooks.wire;

import dev.rushes.events.Film;
import dev.rushes.events.JobEvent;
import dev.rushes.events.StageName;
import dev.rushes.ingest.domain.CleanText;
import dev.rushes.ingest.domain.Webhook;
import dev.rushes.ingest.ledger.domain.FactType;
import dev.rushes.ingest.ledger.wire.FactWire;
import dev.rushes.ingest.webhooks.domain.HookType;
import dev.rushes.ingest.webhooks.domain.News;
import dev.rushes.runtime.kafka.EventRecord;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JobEvent → news. */
public final class NewsWire {
    private static final int MESSAGE = 1_000;
    private static final int NAME = 100;
    private static final int MOST_FILMS = 20;

    private NewsWire() {}

    /** The news in a record; empty if it is no event, or of a type that this version does not know. */
    public static Optional<News> news(EventRecord record) {
        return switch (record.content()) {
            case EventRecord.Content.Readable readable -> news(readable.event());
            case EventRecord.Content.Unreadable _ -> Optional.empty();
        };
    }

    private static Optional<News> news(JobEvent event) {
        // What was changed about a job, and what a try cost, is not told.
        return FactWire.type(event)
                .filter(kind -> !kind.isAboutTheJob())
                .map(kind -> new News(
                        event.getEventId(),
                        event.getOccurredAt(),
                        event.getTenant(),
                        event.getJobId(),
                        Math.max(1, event.getRun()),
                        kind,
                        type(kind),
                        new News.Place(
                                stage(event.getStage()),
                                Optional.ofNullable(event.getUnit()).map(unit -> CleanText.line(unit, NAME)),
                                Math.max(1, event.getAttempt())),
                        Optional.ofNullable(event.getFailure())
                                .map(failure -> new News.Trouble(
                                        CleanText.line(failure.getCode(), NAME),
                                        CleanText.line(failure.getMessage(), MESSAGE))),
                        event.getFilms().stream()
                                .limit(MOST_FILMS)
                                .map(Film::getName)
                                .map(name -> CleanText.line(name, NAME))
                                .toList(),
                        Optional.ofNullable(event.getRequest())
                                .flatMap(request -> Optional.ofNullable(request.getWebhook()))
                                .map(NewsWire::webhook)));
    }

    private static Optional<HookType> type(FactType kind) {
        return switch (kind) {
            case REQUESTED -> Optional.of(HookType.JOB_REQUESTED);
            case STAGE_STARTED -> Optional.of(HookType.STAGE_STARTED);
            case STAGE_RETRYING -> Optional.of(HookType.STAGE_RETRYING);
            case STAGE_POSTPONED -> Optional.of(HookType.STAGE_POSTPONED);
            case STAGE_FINISHED -> Optional.of(HookType.STAGE_COMPLETED);
            case UNIT_FINISHED -> Optional.of(HookType.UNIT_COMPLETED);
            case DEAD_LETTERED -> Optional.of(HookType.JOB_DEAD_LETTERED);
            case COMPLETED -> Optional.of(HookType.JOB_COMPLETED);
            case FAILED -> Optional.of(HookType.JOB_FAILED);
            case CANCELLED -> Optional.of(HookType.JOB_CANCELLED);
            case STAGE_PROGRESSED, STAGE_NOTED, AMENDED, SPENT, ERASED -> Optional.empty();
        };
    }

    private static Optional<String> stage(@Nullable StageName stage) {
        return Optional.ofNullable(stage)
                .filter(known -> known != StageName.UNKNOWN)
                .map(known -> known.name().toLowerCase(Locale.ROOT));
    }

    private static Webhook webhook(dev.rushes.events.Webhook webhook) {
        return new Webhook(webhook.getUrl(), webhook.getEvents(), Optional.ofNullable(webhook.getSealedSecret()));
    }
}
