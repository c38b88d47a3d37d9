package dev.rushes.ingest.api.wire;

import dev.rushes.events.Amendment;
import dev.rushes.events.ControlAction;
import dev.rushes.events.ControlCommand;
import dev.rushes.events.Erasure;
import dev.rushes.events.Failure;
import dev.rushes.events.FailureKind;
import dev.rushes.events.JobEvent;
import dev.rushes.events.JobEventType;
import dev.rushes.events.JobPriority;
import dev.rushes.events.JobRequested;
import dev.rushes.events.NoteLevel;
import dev.rushes.events.Source;
import dev.rushes.events.SourceKind;
import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.api.JobAmendment;
import dev.rushes.ingest.api.JobOrder;
import dev.rushes.ingest.api.JobPublisher;
import dev.rushes.ingest.domain.Footage;
import dev.rushes.ingest.wire.RequestedEvent;
import dev.rushes.runtime.kafka.Control;
import dev.rushes.runtime.kafka.FactPublisher;
import dev.rushes.runtime.kafka.JobEvents;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.wire.EventIds;
import dev.rushes.runtime.wire.JobWire;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Publishes the API's wishes on the log, as any upstream service would. */
public final class LogJobPublisher implements JobPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(LogJobPublisher.class);

    private final FactPublisher facts;
    private final JobEvents events;
    private final Control control;
    private final Clock clock;
    private final UnaryOperator<Mono<Void>> first;

    /** @param first lets what asks for a job go before the work in the background: it waits for nothing but this process and its log */
    public LogJobPublisher(
            FactPublisher facts, JobEvents events, Control control, Clock clock, UnaryOperator<Mono<Void>> first) {
        this.facts = facts;
        this.events = events;
        this.control = control;
        this.clock = clock;
        this.first = first;
        loadSchemas();
    }

    /** A record's class parses its schema when it is first used, which reads files: now, and not later on an event loop. */
    private static void loadSchemas() {
        List.of(JobRequested.getClassSchema(), JobEvent.getClassSchema(), ControlCommand.getClassSchema())
                .forEach(Objects::requireNonNull);
    }

    /** The request is what counts; telling the ledger at once only spares people the wait until the upload stage does it. */
    @Override
    public Mono<Void> request(JobOrder order) {
        JobRequested record = requested(order);
        Map<String, String> headers =
                order.traceparent().map(trace -> Map.of("traceparent", trace)).orElse(Map.of());
        return first.apply(facts.publish(FlowStage.UPLOAD.topic(), order.jobId().toString(), record, headers)
                .then(Mono.defer(() -> events.tell(RequestedEvent.of(record))).onErrorResume(e -> {
                    LOG.warn(
                            "The request of job {} is stored, but could not be told yet: {}",
                            order.jobId(),
                            e.toString());
                    return Mono.empty();
                })));
    }

    @Override
    public Mono<Void> cancel(String tenant, UUID jobId, int run) {
        UUID id = EventIds.of(jobId, run, FlowStage.UPLOAD, "cancelled");
        JobEvent event = event(id, tenant, jobId, run, JobEventType.CANCELLED).build();
        return control.command(stop(id, jobId, run, "asked for by the HTTP API"))
                .then(Mono.defer(() -> events.tell(event)));
    }

    @Override
    public Mono<Void> fail(String tenant, UUID jobId, int run, CommonFailure code, String message) {
        UUID id = EventIds.of(jobId, run, FlowStage.UPLOAD, "failed/" + code.name());
        JobEvent event = event(id, tenant, jobId, run, JobEventType.FAILED)
                .setLevel(NoteLevel.ERROR)
                .setMessage(message)
                .setFailure(Failure.newBuilder()
                        .setCode(code.name())
                        .setKind(FailureKind.valueOf(code.kind().name()))
                        .setMessage(message)
                        .build())
                .build();
        return control.command(stop(id, jobId, run, code.name())).then(Mono.defer(() -> events.tell(event)));
    }

    @Override
    public Mono<Void> erase(String tenant, UUID jobId, int run, String by) {
        UUID id = EventIds.of(jobId, run, FlowStage.UPLOAD, "erased");
        return Mono.defer(() -> events.tell(event(id, tenant, jobId, run, JobEventType.ERASED)
                .setErasure(Erasure.newBuilder().setBy(by).build())
                .build()));
    }

    /** The fact first: if the command is lost, the job's later runs have the new urgency all the same. */
    @Override
    public Mono<Void> amend(JobAmendment amendment) {
        JobAmendment.Patch patch = amendment.patch();
        Optional<JobPriority> priority = patch.priority().map(wanted -> JobPriority.valueOf(wanted.name()));
        JobEvent event = event(
                        amendment.eventId(),
                        amendment.tenant(),
                        amendment.jobId(),
                        amendment.run(),
                        JobEventType.AMENDED)
                .setAmendment(Amendment.newBuilder()
                        .setOnlyAtRevision(amendment.onlyAt().orElse(null))
                        .setTitled(patch.titled())
                        .setTitle(patch.title().orElse(null))
                        .setLabels(patch.labels())
                        .setLabelsRemoved(patch.labelsRemoved())
                        .setPriority(priority.orElse(null))
                        .build())
                .build();
        return events.tell(event)
                .then(Mono.defer(() -> priority.map(wanted -> control.command(ControlCommand.newBuilder()
                                .setCommandId(amendment.eventId())
                                .setIssuedAt(clock.instant())
                                .setAction(ControlAction.SET_PRIORITY)
                                .setJobId(amendment.jobId())
                                .setPriority(wanted)
                                .setReason("asked for by the HTTP API")
                                .build()))
                        .orElseGet(Mono::empty)));
    }

    private JobEvent.Builder event(UUID id, String tenant, UUID jobId, int run, JobEventType type) {
        return JobEvent.newBuilder()
                .setEventId(id)
                .setOccurredAt(clock.instant())
                .setJobId(jobId)
                .setTenant(tenant)
                .setRun(run)
                .setType(type);
    }

    private ControlCommand stop(UUID id, UUID jobId, int run, String reason) {
        return ControlCommand.newBuilder()
                .setCommandId(id)
                .setIssuedAt(clock.instant())
                .setAction(ControlAction.CANCEL)
                .setJobId(jobId)
                .setRun(run)
                .setReason(reason)
                .build();
    }

    static JobRequested requested(JobOrder order) {
        JobOrder.Wish wish = order.wish();
        return JobRequested.newBuilder()
                .setEventId(EventIds.of(order.jobId(), order.run(), FlowStage.UPLOAD, "job-requested"))
                .setJobId(order.jobId())
                .setTenant(order.tenant())
                .setRun(order.run())
                .setRequestedAt(order.requestedAt())
                .setRecipe(wish.recipe())
                .setSource(source(wish.footage()))
                .setOptions(JobWire.options(wish.options()))
                .setPriority(JobPriority.valueOf(wish.priority().name()))
                .setTitle(wish.title().orElse(null))
                .setLabels(wish.labels())
                .setFingerprint(wish.fingerprint())
                .setWebhook(wish.webhook().map(RequestedEvent::webhook).orElse(null))
                .build();
    }

    private static Source source(Footage footage) {
        Source.Builder source =
                Source.newBuilder().setFilename(footage.filename().orElse(null));
        return switch (footage) {
            case Footage.Upload upload ->
                source.setKind(SourceKind.UPLOAD).setUploadKey(upload.key()).build();
            case Footage.Url url ->
                source.setKind(SourceKind.URL).setUrl(url.address()).build();
            case Footage.Prompt prompt ->
                source.setKind(SourceKind.PROMPT)
                        .setPrompt(RequestedEvent.prompt(prompt.wish()))
                        .build();
            case Footage.Missing _ -> source.build();
        };
    }
}
