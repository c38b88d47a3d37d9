package dev.rushes.ingest.api;

import dev.rushes.ingest.IngestSettings;
import dev.rushes.ingest.api.wire.LogJobPublisher;
import dev.rushes.ingest.cost.CostSettings;
import dev.rushes.ingest.ledger.JobChanges;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.LedgerConfiguration;
import dev.rushes.ingest.ledger.OverdrawnRuns;
import dev.rushes.ingest.links.LinkSigner;
import dev.rushes.ingest.links.LinksConfiguration;
import dev.rushes.ingest.progress.ProgressStreams;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.runtime.deadletters.DeadLetters;
import dev.rushes.runtime.deadletters.Reopening;
import dev.rushes.runtime.kafka.Control;
import dev.rushes.runtime.kafka.FactPublisher;
import dev.rushes.runtime.kafka.JobEvents;
import dev.rushes.runtime.kafka.StageOrders;
import dev.rushes.runtime.kafka.Workers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Wires the HTTP API with the ledger, the links and the progress streams behind it; imported by whoever serves HTTP. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ApiSettings.class, IngestSettings.class, CostSettings.class})
@Import({LedgerConfiguration.class, LinksConfiguration.class})
public class ApiConfiguration {
    private static final Clock CLOCK = Clock.systemUTC();

    @Bean
    ProblemAnswers apiProblemAnswers(JsonMapper json) {
        return new ProblemAnswers(json);
    }

    @Bean
    CallerArgument apiCallerArgument() {
        return new CallerArgument();
    }

    @Bean
    UnreadBodies apiUnreadBodies() {
        return new UnreadBodies();
    }

    @Bean
    SafeHeaders apiSafeHeaders() {
        return new SafeHeaders();
    }

    @Bean
    JobPublisher apiJobPublisher(FactPublisher facts, JobEvents events, Control control) {
        return new LogJobPublisher(facts, events, control, CLOCK);
    }

    @Bean
    JobDesk apiJobDesk(Ledger ledger, JobPublisher apiJobPublisher, ApiSettings settings) {
        return new JobDesk(ledger, apiJobPublisher, settings, CLOCK);
    }

    @Bean
    WishReader apiWishReader(IngestSettings settings) {
        return new WishReader(
                settings.maxFilmLength(),
                settings.url().urlRule(),
                settings.url().addressRule(),
                CLOCK);
    }

    @Bean
    ProgressStreams apiProgressStreams(
            Ledger ledger, JobChanges changes, ApiSettings settings, MeterRegistry registry) {
        ProgressStreams streams = new ProgressStreams(ledger, changes, settings.streams());
        Gauge _ = Gauge.builder(ApiMeter.STREAMS.meterName(), streams, ProgressStreams::count)
                .description(ApiMeter.STREAMS.description())
                .register(registry);
        return streams;
    }

    @Bean
    JobDetails apiJobDetails(Ledger ledger, StageDesk stages, CostSettings cost) {
        return new JobDetails(ledger, stages, cost.rates(), CLOCK);
    }

    @Bean
    TermsWatch apiTermsWatch(OverdrawnRuns runs, JobPublisher apiJobPublisher, CostSettings cost) {
        return new TermsWatch(runs, apiJobPublisher, cost.watchInterval(), cost.watchBatch(), CLOCK);
    }

    @Bean
    JobsController apiJobs(JobDesk desk, Ledger ledger, WishReader wishes, ApiSettings settings, JobDetails details) {
        return new JobsController(desk, ledger, wishes, settings, details);
    }

    @Bean
    UploadsController apiUploads(
            JobDesk desk,
            Ledger ledger,
            WishReader wishes,
            ObjectStore store,
            IngestSettings settings,
            MeterRegistry registry) {
        Counter bytes = Counter.builder(ApiMeter.UPLOAD_BYTES.meterName())
                .description(ApiMeter.UPLOAD_BYTES.description())
                .baseUnit("bytes")
                .register(registry);
        return new UploadsController(desk, ledger, wishes, store, settings.maxBytes(), bytes);
    }

    @Bean
    Reopening apiReopening(Ledger ledger, JobDesk desk) {
        return new DeskReopening(ledger, desk);
    }

    @Bean
    DeadLettersController apiDeadLetters(DeadLetters letters, ApiSettings settings) {
        return new DeadLettersController(letters, settings);
    }

    @Bean
    DetailsController apiDetails(JobDesk desk, Ledger ledger, ApiSettings settings) {
        return new DetailsController(desk, ledger, settings);
    }

    @Bean
    StageDesk apiStageDesk(StageOrders orders, Workers workers, ApiSettings settings) {
        return new StageDesk(orders, workers, settings, CLOCK);
    }

    @Bean
    StagesController apiStages(StageDesk desk, ApiSettings settings) {
        return new StagesController(desk, settings.maxDocument());
    }

    @Bean
    WorkersController apiWorkers(Workers workers) {
        return new WorkersController(workers);
    }

    @Bean
    ResultsController apiResults(
            JobDesk desk, Ledger ledger, ObjectStore store, LinkSigner signer, ApiSettings settings) {
        return new ResultsController(desk, ledger, store, signer, settings);
    }

    @Bean
    FilesController apiFiles(LinkSigner signer, ObjectStore store) {
        return new FilesController(signer, store);
    }

    @Bean
    EventsController apiEvents(ProgressStreams streams, JsonMapper json, ApiSettings settings) {
        // Indented JSON would break the one line that an event has.
        return new EventsController(
                streams,
                json.rebuild().disable(SerializationFeature.INDENT_OUTPUT).build(),
                settings,
                CLOCK);
    }
}
