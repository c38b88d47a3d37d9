package dev.rushes.benchmarks.contenders;

import dev.rushes.events.MediaStored;
import dev.rushes.flow.Flow;
import dev.rushes.runtime.engine.Trace;
import dev.rushes.runtime.kafka.FixedRegistry;
import dev.rushes.runtime.wire.JobWire;
import dev.rushes.runtime.wire.Moment;
import dev.rushes.runtime.wire.StageEvents;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What our stage writes beside its decision: eleven headers for a fact, nine for an event, and that second record, the end of the work on {@code rushes.events}. */
final class Telling {
    private final FixedRegistry.Encoder encoder = new FixedRegistry.Encoder();
    private final StageEvents events = new StageEvents(Decision.STAGE, "plain-loop");
    private final SplitWire wire = new SplitWire();

    ProducerRecord<byte[], byte[]> withHeaders(ProducerRecord<byte[], byte[]> decided, MediaStored fact) {
        return new ProducerRecord<>(decided.topic(), null, decided.key(), decided.value(), ofFact(fact));
    }

    ProducerRecord<byte[], byte[]> end(ProducerRecord<byte[], byte[]> decided, MediaStored fact) {
        Trace trace = Trace.begin(ThreadLocalRandom.current());
        Moment moment = Moment.of(JobWire.ticket(fact.getJob()), Optional.empty(), 1, trace.traceId(), Instant.now());
        SpecificRecord end = events.stageFinished(moment, wire, List.of(fact));
        return new ProducerRecord<>(
                Flow.EVENTS,
                null,
                decided.key(),
                encoder.serialize(Flow.EVENTS, end),
                headers(fact, "dev.rushes.events.JobEvent"));
    }

    private static Headers ofFact(MediaStored fact) {
        Headers headers = headers(fact, "dev.rushes.events.SplitFinished");
        put(headers, "rushes-run", Integer.toString(fact.getJob().getRun()));
        put(headers, "rushes-priority", fact.getJob().getPriority().name());
        return headers;
    }

    private static Headers headers(MediaStored fact, String type) {
        Headers headers = new RecordHeaders();
        put(headers, "rushes-tenant", fact.getJob().getTenant());
        put(headers, "ce_specversion", "1.0");
        put(headers, "ce_id", fact.getEventId().toString());
        put(headers, "ce_source", "/rushes");
        put(headers, "ce_type", type);
        put(headers, "ce_time", Instant.now().toString());
        put(headers, "ce_subject", fact.getJob().getId().toString());
        put(headers, "content-type", "application/avro");
        put(headers, "traceparent", Trace.begin(ThreadLocalRandom.current()).traceparent());
        return headers;
    }

    private static void put(Headers headers, String name, String value) {
        Headers unused = headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
