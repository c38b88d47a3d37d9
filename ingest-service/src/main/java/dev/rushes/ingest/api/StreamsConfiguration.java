package dev.rushes.ingest.api;

import dev.rushes.ingest.access.AccessSettings;
import dev.rushes.ingest.access.Callers;
import dev.rushes.ingest.access.StreamTokens;
import dev.rushes.ingest.ledger.JobChanges;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.TenantNews;
import dev.rushes.ingest.progress.ProgressStreams;
import dev.rushes.ingest.progress.Seats;
import dev.rushes.ingest.progress.StreamCounts;
import dev.rushes.ingest.progress.TenantStreams;
import dev.rushes.ingest.retention.domain.TermsBook;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Wires the streams of progress, of a job and of a tenant. */
@Configuration(proxyBeanMethods = false)
class StreamsConfiguration {
    private static final Clock CLOCK = Clock.systemUTC();

    @Bean
    StreamCounts apiStreamCounts(MeterRegistry registry) {
        return new StreamMeters(registry);
    }

    @Bean
    ProgressStreams apiProgressStreams(
            Ledger ledger,
            JobChanges changes,
            JsonMapper json,
            TermsBook retentionTerms,
            ApiSettings settings,
            StreamCounts counts) {
        return new ProgressStreams(
                ledger, changes, new FrameJson(oneLine(json), retentionTerms, CLOCK), settings.streams(), counts);
    }

    @Bean
    Seats apiSeats(ApiSettings settings, MeterRegistry registry) {
        Seats seats = new Seats(settings.streams());
        Gauge _ = Gauge.builder(ApiMeter.STREAMS.meterName(), seats, Seats::count)
                .description(ApiMeter.STREAMS.description())
                .register(registry);
        return seats;
    }

    @Bean
    StreamAnswers apiStreamAnswers(
            Seats seats, Callers callers, AccessSettings access, ApiSettings settings, MeterRegistry registry) {
        return new StreamAnswers(seats, callers, access.recheck(), settings.retryAfter(), registry);
    }

    @Bean
    TenantStreams apiTenantStreams(
            TenantNews news, JobChanges changes, JsonMapper json, ApiSettings settings, StreamCounts counts) {
        return new TenantStreams(news, changes, new NewsJson(oneLine(json), CLOCK), settings.streams(), counts, CLOCK);
    }

    @Bean
    TenantEventsController apiTenantEvents(TenantStreams streams, StreamTokens tokens, StreamAnswers answers) {
        return new TenantEventsController(streams, tokens, answers);
    }

    @Bean
    EventsController apiEvents(ProgressStreams streams, JobDesk desk, StreamTokens tokens, StreamAnswers answers) {
        return new EventsController(streams, desk, tokens, answers);
    }

    /** Indented JSON would break the one line that an event has. */
    private static JsonMapper oneLine(JsonMapper json) {
        return json.rebuild().disable(SerializationFeature.INDENT_OUTPUT).build();
    }
}
