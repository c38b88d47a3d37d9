package dev.rushes.ingest.webhooks.wire;

import dev.rushes.events.WebhookDue;
import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.webhooks.domain.Due;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.JobTicket.Priority;
import dev.rushes.runtime.wire.StageWire;
import dev.rushes.runtime.wire.Stamp;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * WebhookDue ⇄ what is due. To the runtime each delivery is a job of its own: so it waits, is retried and is fair among tenants by itself, and the end of the job
 * that it tells of does not stop it.
 */
public final class DueWire implements StageWire<Due, Void> {

    @Override
    public JobTicket ticket(SpecificRecord record) {
        WebhookDue due = (WebhookDue) record;
        return new JobTicket(
                due.getEventId(),
                due.getTenant(),
                Math.max(1, due.getRound()),
                "",
                List.of(FlowStage.WEBHOOKS),
                JobOptions.DEFAULTS,
                Priority.NORMAL,
                due.getOccurredAt());
    }

    @Override
    public Due read(SpecificRecord record) {
        WebhookDue due = (WebhookDue) record;
        return new Due(
                due.getEventId(),
                due.getTenant(),
                due.getEndpointId(),
                due.getType(),
                Optional.ofNullable(due.getJobId()),
                due.getOccurredAt(),
                Math.max(1, due.getRound()),
                due.getBody());
    }

    /** Nothing follows from a delivery. */
    @Override
    public SpecificRecord write(Void fact, Stamp stamp) {
        throw new IllegalStateException("Expected no facts of webhooks, but got one");
    }

    static WebhookDue write(Due due) {
        return WebhookDue.newBuilder()
                .setEventId(due.id())
                .setOccurredAt(due.eventAt())
                .setTenant(due.tenant())
                .setEndpointId(due.endpointId())
                .setType(due.type())
                .setJobId(due.jobId().orElse(null))
                .setRound(due.round())
                .setBody(due.body())
                .build();
    }
}
