package dev.rushes.ingest.wire;

import dev.rushes.ingest.Announcements;
import dev.rushes.ingest.domain.Request;
import dev.rushes.runtime.kafka.JobEvents;
import dev.rushes.runtime.stage.JobTicket;
import reactor.core.publisher.Mono;

/** Tells of requests on the log of job events. */
public final class JobAnnouncements implements Announcements {
    private final JobEvents events;

    public JobAnnouncements(JobEvents events) {
        this.events = events;
    }

    @Override
    public Mono<Void> requested(Request request, JobTicket ticket) {
        return Mono.defer(() -> events.tell(RequestedEvent.of(request, ticket)));
    }
}
