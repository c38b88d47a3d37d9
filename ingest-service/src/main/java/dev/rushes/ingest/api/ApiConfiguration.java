package dev.rushes.ingest.api;

import dev.rushes.ingest.IngestSettings;
import dev.rushes.ingest.access.AccessSettings;
import dev.rushes.ingest.access.Callers;
import dev.rushes.ingest.access.StreamTokens;
import dev.rushes.ingest.access.audit.AuditTrail;
import dev.rushes.ingest.access.keys.KeyStore;
import dev.rushes.ingest.access.keys.NewKeys;
import dev.rushes.ingest.api.wire.LogJobPublisher;
import dev.rushes.ingest.check.CheckConfiguration;
import dev.rushes.ingest.check.Checkup;
import dev.rushes.ingest.cost.CostSettings;
import dev.rushes.ingest.erasure.ErasureConfiguration;
import dev.rushes.ingest.generation.GenerationConfiguration;
import dev.rushes.ingest.generation.Studio;
import dev.rushes.ingest.ledger.JobChanges;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.LedgerConfiguration;
import dev.rushes.ingest.ledger.OverdrawnRuns;
import dev.rushes.ingest.ledger.TenantNews;
import dev.rushes.ingest.ledger.Tombstone;
import dev.rushes.ingest.ledger.Tombstones;
import dev.rushes.ingest.links.LinkSettings;
import dev.rushes.ingest.links.LinkSigner;
import dev.rushes.ingest.links.LinksConfiguration;
import dev.rushes.ingest.progress.ProgressStreams;
import dev.rushes.ingest.progress.Seats;
import dev.rushes.ingest.progress.StreamCounts;
import dev.rushes.ingest.progress.TenantStreams;
import dev.rushes.ingest.quota.QuotaSettings;
import dev.rushes.ingest.quota.Quotas;
import dev.rushes.ingest.retention.Expiries;
import dev.rushes.ingest.retention.Forgetting;
import dev.rushes.ingest.retention.RetentionConfiguration;
import dev.rushes.ingest.retention.RetentionDesk;
import dev.rushes.ingest.retention.RetentionSettings;
import dev.rushes.ingest.retention.domain.TermsBook;
import dev.rushes.ingest.rounds.Rounds;
import dev.rushes.ingest.trace.RequestTraces;
import dev.rushes.ingest.tus.UploadedJobs;
import dev.rushes.ingest.tus.UploadsConfiguration;
import dev.rushes.ingest.webhooks.JobWebhooks;
import dev.rushes.ingest.webhooks.WebhookDesk;
import dev.rushes.ingest.webhooks.WebhooksConfiguration;
import dev.rushes.media.store.DirectLinks;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.runtime.database.DatabaseSettings;
import dev.rushes.runtime.database.RowAccess;
import dev.rushes.runtime.deadletters.DeadLetters;
import dev.rushes.runtime.deadletters.Reopening;
import dev.rushes.runtime.engine.GiveWay;
import dev.rushes.runtime.kafka.Audit;
import dev.rushes.runtime.kafka.Control;
import dev.rushes.runtime.kafka.FactPublisher;
import dev.rushes.runtime.kafka.JobEvents;
import dev.rushes.runtime.kafka.Queues;
import dev.rushes.runtime.kafka.StageOrders;
import dev.rushes.runtime.kafka.Workers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import java.time.Clock;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Wires the HTTP API with the ledger, the links and the progress streams behind it; imported by whoever serves HTTP. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ApiSettings.class, IngestSettings.class, QuotaSettings.class, CostSettings.class})
@Import({
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
    /** As much as is read from a socket at once, if there is so much, and handed on in one piece: in smaller ones, uploads cost a quarter more. */
    private static final int PIECE_OF_BODY = 256 * 1024;

    /** Reads of a socket in one go, as is usual with pieces of a quarter of the size for four times as many. */
    private static final int PIECES_AT_ONCE = 4;

    private static final int SMALL_PIECE = 2 * 1024;
    private static final int SMALLEST_PIECE = 64;

    @Bean
    ProblemAnswers apiProblemAnswers(JsonMapper json) {
        return new ProblemAnswers(json);
    }

    @Bean
    CallerArgument apiCallerArgument() {
        return new CallerArgument();
    }

    @Bean
    AccessController apiAccess(AccessSettings settings) {
        return new AccessController(settings);
    }

    @Bean
    UnreadBodies apiUnreadBodies() {
        return new UnreadBodies();
    }

    @Bean
    RequestTraces apiRequestTraces() {
        return new RequestTraces();
    }

    @Bean
    HurriedRequests apiHurriedRequests() {
        return new HurriedRequests();
    }

    @Bean
    NettyServerCustomizer apiConnections(JsonMapper json, MeterRegistry registry) {
        return server -> UnreadableRequests.on(server, json, registry)
                // The other allocator gives buffers of this size back to the system one by one, and Java then stops
                // every thread for a moment.
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(SMALLEST_PIECE, SMALL_PIECE, PIECE_OF_BODY)
                                .maxMessagesPerRead(PIECES_AT_ONCE))
                .httpRequestDecoder(decoder -> decoder.maxChunkSize(PIECE_OF_BODY));
    }

    @Bean
    PlainAddresses apiPlainAddresses() {
        return new PlainAddresses();
    }

    @Bean
    SafeHeaders apiSafeHeaders(UploadsConfiguration.Invitation invitation) {
        return new SafeHeaders(invitation);
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
    RetentionController apiRetention(RetentionDesk desk, Deeds deeds, ApiSettings settings) {
        return new RetentionController(desk, deeds, settings);
    }

    @Bean
    ErasureController apiErasure(
            Ledger ledger, Tombstones tombstones, JobPublisher apiJobPublisher, Deeds deeds, ApiSettings settings) {
        return new ErasureController(new ErasureDesk(ledger, tombstones, apiJobPublisher, deeds, settings));
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
    Reopening apiReopening(Ledger ledger, JobDesk desk, Keeping keeping) {
        return new DeskReopening(ledger, desk, keeping);
    }

    @Bean
    DeadLettersController apiDeadLetters(DeadLetters letters, ApiSettings settings) {
        return new DeadLettersController(letters, settings);
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
    StageDesk apiStageDesk(StageOrders orders, Workers workers, ApiSettings settings) {
        return new StageDesk(orders, workers, settings, CLOCK);
    }

    @Bean
    StagesController apiStages(StageDesk desk, Deeds deeds, ApiSettings settings) {
        return new StagesController(desk, deeds, settings.maxDocument());
    }

    @Bean
    Deeds apiDeeds(Audit audit, ApiSettings settings) {
        return new Deeds(audit, settings.publishTimeout(), settings.retryAfter(), CLOCK);
    }

    @Bean
    KeysController apiKeys(KeyStore store, NewKeys keys, Deeds deeds, AccessSettings access, ApiSettings settings) {
        return new KeysController(store, keys, deeds, access, settings, CLOCK);
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
    QuotasController apiQuotas(Quotas quotas, Deeds deeds, ApiSettings settings) {
        return new QuotasController(quotas, deeds, settings);
    }

    @Bean
    AuditController apiAudit(AuditTrail trail, ApiSettings settings) {
        return new AuditController(trail, settings);
    }

    @Bean
    WorkersController apiWorkers(Workers workers) {
        return new WorkersController(workers);
    }

    @Bean
    ProblemsController apiProblems() {
        return new ProblemsController();
    }

    @Bean
    SystemController apiSystem(Checkup checkup) {
        return new SystemController(checkup, CLOCK);
    }

    @Bean
    QueuesController apiQueues(Queues queues, Workers workers) {
        return new QueuesController(queues, workers, CLOCK);
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

    @Bean
    EventsController apiEvents(ProgressStreams streams, JobDesk desk, StreamTokens tokens, StreamAnswers answers) {
        return new EventsController(streams, desk, tokens, answers);
    }

    /** Indented JSON would break the one line that an event has. */
    private static JsonMapper oneLine(JsonMapper json) {
        return json.rebuild().disable(SerializationFeature.INDENT_OUTPUT).build();
    }
}
