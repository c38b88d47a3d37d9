package dev.rushes.ingest.webhooks;

import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.gate.AddressGate;
import dev.rushes.ingest.gate.SystemHostResolver;
import dev.rushes.ingest.links.KeptSecret;
import dev.rushes.ingest.webhooks.domain.Due;
import dev.rushes.ingest.webhooks.domain.HealthRule;
import dev.rushes.ingest.webhooks.signing.SecretSeal;
import dev.rushes.ingest.webhooks.store.Deliveries;
import dev.rushes.ingest.webhooks.store.Endpoints;
import dev.rushes.ingest.webhooks.store.ErasedJobs;
import dev.rushes.ingest.webhooks.store.JobStandings;
import dev.rushes.ingest.webhooks.wire.DueWire;
import dev.rushes.ingest.webhooks.wire.LogPostbox;
import dev.rushes.runtime.database.Migrations;
import dev.rushes.runtime.database.RowAccess;
import dev.rushes.runtime.kafka.Audit;
import dev.rushes.runtime.kafka.EventLog;
import dev.rushes.runtime.kafka.FactPublisher;
import dev.rushes.runtime.kafka.LogFeed;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.Revoked;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.wire.StageDefinition;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** Wires webhooks: their tables, the feed of events, and the stage that sends. Needs {@code DatabaseConfiguration} and the runtime. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookSettings.class)
public class WebhooksConfiguration {
    private static final Clock CLOCK = Clock.systemUTC();

    /** Tries at 0, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h after the first: what lies between them. */
    static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5).minusSeconds(5),
            Duration.ofMinutes(25),
            Duration.ofMinutes(90),
            Duration.ofHours(3),
            Duration.ofHours(5),
            Duration.ofHours(4),
            Duration.ofHours(6),
            Duration.ofHours(4));

    static final StagePolicy POLICY = new StagePolicy(
            32,
            JobOrder.ANY,
            WAITS.size() + 1,
            WAITS.getFirst(),
            WAITS.getLast(),
            Duration.ofMinutes(1),
            // Time for the jitter and for receivers that ask for some.
            Duration.ofHours(72),
            Revoked.CANCEL,
            WAITS);

    @Bean
    HookDispatch.Tables webhookTables(DatabaseClient database, RowAccess access, Migrations migrations) {
        migrations.migrate("webhooks");
        return new HookDispatch.Tables(
                new Endpoints(database, access), new Deliveries(database, access), new JobStandings(database, access));
    }

    @Bean
    ErasedJobs webhookErasedJobs(HookDispatch.Tables webhookTables, DatabaseClient database, RowAccess access) {
        return new ErasedJobs(database, access);
    }

    @Bean
    WebhookMeters webhookMeters(MeterRegistry registry) {
        return new WebhookMeters(registry);
    }

    @Bean
    SecretSeal webhookSeal(WebhookSettings settings) {
        SecureRandom random = new SecureRandom();
        KeptSecret key = new KeptSecret("webhook key", "rushes.webhooks.key", "rushes.webhooks.key-file");
        return new SecretSeal(key.of(settings.key(), Path.of(settings.keyFile()), random), random);
    }

    @Bean
    Postbox webhookPostbox(FactPublisher facts) {
        return new LogPostbox(facts);
    }

    @Bean
    GivingUp webhookGivingUp(
            HookDispatch.Tables webhookTables, Postbox webhookPostbox, Audit audit, WebhookMeters meters) {
        return new GivingUp(webhookTables.endpoints(), webhookPostbox, audit, meters);
    }

    @Bean
    LogFeed webhookFeed(
            EventLog log,
            HookDispatch.Tables webhookTables,
            Postbox webhookPostbox,
            WebhookMeters meters,
            WebhookSettings settings) {
        HookFeed reader = new HookFeed(new HookDispatch(webhookTables, webhookPostbox, meters, settings, CLOCK));
        LogFeed feed = new LogFeed(() -> log.read(HookFeed.GROUP, reader::project));
        meters.watchBacklog(feed::lag);
        return feed;
    }

    @Bean
    StageDefinition<Due, Void> webhookStage(
            HookDispatch.Tables webhookTables,
            SecretSeal webhookSeal,
            GivingUp webhookGivingUp,
            WebhookMeters meters,
            WebhookSettings settings)
            throws SSLException {
        AddressGate gate = new AddressGate(
                settings.url().urlRule(),
                settings.url().addressRule(),
                new SystemHostResolver(settings.connectTimeout()));
        WebhookStage stage = new WebhookStage(
                webhookTables,
                new HookSecrets(webhookTables.endpoints(), webhookSeal, new SecureRandom()),
                new Sender(gate, SslContextBuilder.forClient().build(), settings, CLOCK),
                webhookGivingUp,
                new HealthRule(settings.patience()),
                meters,
                CLOCK);
        return new StageDefinition<>(FlowStage.WEBHOOKS, stage, new DueWire(), POLICY);
    }

    @Bean
    JobWebhooks jobWebhooks(SecretSeal webhookSeal, WebhookSettings settings) {
        return new JobWebhooks(new HookAddresses(settings), webhookSeal);
    }

    @Bean
    WebhookDesk webhookDesk(
            HookDispatch.Tables webhookTables,
            SecretSeal webhookSeal,
            Postbox webhookPostbox,
            WebhookSettings settings) {
        return new WebhookDesk(webhookTables, webhookSeal, webhookPostbox, settings, CLOCK);
    }
}
