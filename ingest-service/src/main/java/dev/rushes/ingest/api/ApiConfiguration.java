package dev.rushes.ingest.api;

import dev.rushes.ingest.IngestSettings;
import dev.rushes.ingest.access.AccessSettings;
import dev.rushes.ingest.access.keys.KeyStore;
import dev.rushes.ingest.api.wire.LogJobPublisher;
import dev.rushes.ingest.check.CheckConfiguration;
import dev.rushes.ingest.cost.CostSettings;
import dev.rushes.ingest.erasure.ErasureConfiguration;
import dev.rushes.ingest.generation.GenerationConfiguration;
import dev.rushes.ingest.generation.Studio;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.LedgerConfiguration;
import dev.rushes.ingest.ledger.OverdrawnRuns;
import dev.rushes.ingest.ledger.Tombstone;
import dev.rushes.ingest.ledger.Tombstones;
import dev.rushes.ingest.links.LinkSettings;
import dev.rushes.ingest.links.LinkSigner;
import dev.rushes.ingest.links.LinksConfiguration;
import dev.rushes.ingest.quota.QuotaSettings;
import dev.rushes.ingest.quota.Quotas;
import dev.rushes.ingest.retention.Expiries;
import dev.rushes.ingest.retention.Forgetting;
import dev.rushes.ingest.retention.RetentionConfiguration;
import dev.rushes.ingest.retention.RetentionSettings;
import dev.rushes.ingest.retention.domain.TermsBook;
import dev.rushes.ingest.rounds.Rounds;
import dev.rushes.ingest.tus.UploadedJobs;
import dev.rushes.ingest.tus.UploadsConfiguration;
import dev.rushes.ingest.webhooks.JobWebhooks;
import dev.rushes.ingest.webhooks.WebhookDesk;
import dev.rushes.ingest.webhooks.WebhooksConfiguration;
import dev.rushes.media.store.DirectLinks;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.runtime.database.DatabaseSettings;
import dev.rushes.runtime.database.RowAccess;
import dev.rushes.runtime.engine.GiveWay;
import dev.rushes.runtime.kafka.Control;
import dev.rushes.runtime.kafka.FactPublisher;
import dev.rushes.runtime.kafka.JobEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Wires the HTTP API with the ledger, the links and the progress streams behind it; imported by whoever serves HTTP. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ApiSettings.class, IngestSettings.class, QuotaSettings.class, CostSettings.class})
@Import({
    HttpConfiguration.class,
    StreamsConfiguration.class,
    OperatorsConfiguration.class,
    CheckConfiguration.class,
    LedgerConfiguration.class,
    LinksConfiguration.class,
    DoorConfiguration.class,
    ErasureConfiguration.class,
    GenerationConfiguration.class,
    RetentionConfiguration.class,
    UploadsConfiguration.class,
    WebhooksConfiguration.class
})
public class ApiConfiguration {
    private static final Clock CLOCK = Clock.systemUTC();

    @Bean
    AccessController apiAccess(AccessSettings settings) {
        return new AccessController(settings);
    }

    @Bean
    JobPublisher apiJobPublisher(
            FactPublisher facts, JobEvents events, Control control, ObjectProvider<GiveWay> giveWay) {
        Optional<GiveWay> works = Optional.ofNullable(giveWay.getIfAvailable());
        return new LogJobPublisher(facts, events, control, CLOCK, asked -> works.map(its -> its.to(asked))
                .orElse(asked));
    }

    @Bean
    JobDesk apiJobDesk(
            Ledger ledger,
            JobPublisher apiJobPublisher,
            Quotas quotas,
            Keeping keeping,
            ApiSettings settings,
            @Qualifier("rushesWorkers") ObjectProvider<Scheduler> workers) {
        return new JobDesk(
                ledger,
                apiJobPublisher,
                quotas,
                keeping,
                settings,
                CLOCK,
                workers.getIfAvailable(Schedulers::boundedElastic));
    }

    @Bean
    Keeping apiKeeping(
            Expiries expiries,
            Tombstones tombstones,
            TermsBook retentionTerms,
            RetentionSettings retention,
            ApiSettings settings,
            ObjectProvider<Clock> clocks) {
        return new Keeping(
                expiries,
                tombstones,
                retentionTerms,
                retention.hold(),
                settings.retryAfter(),
                clocks.getIfAvailable(() -> CLOCK));
    }

    /** What is over needs no command to stop. */
    @Bean
    Forgetting apiForgetting(JobPublisher apiJobPublisher) {
        return (tenant, job, run) -> apiJobPublisher.erase(tenant, job, run, Tombstone.RETENTION);
    }

    @Bean
    WishReader apiWishReader(IngestSettings settings, JobWebhooks webhooks, Studio studio) {
        return new WishReader(
                settings.maxFilmLength(),
                settings.url().urlRule(),
                settings.url().addressRule(),
                webhooks,
                studio,
                CLOCK);
    }

    @Bean
    JobDetails apiJobDetails(
            Ledger ledger, StageDesk stages, CostSettings cost, Studio studio, TermsBook retentionTerms) {
        return new JobDetails(ledger, stages, cost.rates().with(studio::cost), retentionTerms, CLOCK);
    }

    @Bean
    Rounds apiTermsRounds(OverdrawnRuns runs, JobPublisher apiJobPublisher, CostSettings cost) {
        TermsWatch watch = new TermsWatch(runs, apiJobPublisher, cost.watchBatch(), CLOCK);
        return new Rounds("deadlines and budgets", cost.watchInterval(), cost.watchInterval(), watch::look);
    }

    @Bean
    JobsController apiJobs(JobDesk desk, Ledger ledger, WishReader wishes, ApiSettings settings, JobDetails details) {
        return new JobsController(desk, ledger, wishes, settings, details);
    }

    @Bean
    EstimatesController apiEstimates(IngestSettings settings, CostSettings cost, Studio studio, ApiSettings api) {
        return new EstimatesController(
                new EstimateReader(
                        settings.maxFilmLength(), cost.footageBytesPerSecond().toBytes(), studio::cost),
                cost.rates(),
                api.maxDocument());
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
    UploadedJobs apiUploadedJobs(JobDesk desk, WishReader wishes) {
        return new DeskUploads(desk, wishes);
    }

    @Bean
    SignedLinks apiSignedLinks(LinkSigner signer) {
        return new SignedLinks(signer);
    }

    @Bean
    DetailsController apiDetails(
            JobDesk desk, Keeping keeping, Ledger ledger, ObjectStore store, SignedLinks links, ApiSettings settings) {
        ChunkRetry chunks = new ChunkRetry(desk, ledger, store, settings.maxTimeline());
        return new DetailsController(desk, keeping, ledger, chunks, links, settings);
    }

    @Bean
    Quotas apiQuotaBook(
            DatabaseClient database,
            RowAccess access,
            QuotaSettings settings,
            DatabaseSettings databaseSettings,
            KeyStore migratedFirst,
            Ledger ledger) {
        return new Quotas(database, access, settings, ledger::spentSince, databaseSettings.answerTimeout(), CLOCK);
    }

    @Bean
    WebhooksController apiWebhooks(WebhookDesk desk, ApiSettings settings) {
        return new WebhooksController(desk, settings);
    }

    @Bean
    ResultsController apiResults(
            JobDesk desk, Keeping keeping, Ledger ledger, ObjectStore store, SignedLinks links, ApiSettings settings) {
        return new ResultsController(desk, keeping, ledger, store, links, settings);
    }

    @Bean
    FilesController apiFiles(
            LinkSigner signer,
            ObjectStore store,
            Keeping keeping,
            LinkSettings settings,
            ObjectProvider<DirectLinks> direct) {
        return new FilesController(
                signer,
                store,
                keeping,
                settings.redirect() ? Optional.ofNullable(direct.getIfAvailable()) : Optional.empty());
    }
}
