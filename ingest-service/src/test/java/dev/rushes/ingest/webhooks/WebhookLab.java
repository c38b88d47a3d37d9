package dev.rushes.ingest.webhooks;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.domain.AddressRule;
import dev.rushes.ingest.domain.UrlRule;
import dev.rushes.ingest.gate.AddressGate;
import dev.rushes.ingest.gate.TestNames;
import dev.rushes.ingest.ledger.TestDatabase;
import dev.rushes.ingest.webhooks.domain.Due;
import dev.rushes.ingest.webhooks.domain.EventFilter;
import dev.rushes.ingest.webhooks.domain.HealthRule;
import dev.rushes.ingest.webhooks.domain.Logged;
import dev.rushes.ingest.webhooks.signing.SecretSeal;
import dev.rushes.ingest.webhooks.signing.SigningSecret;
import dev.rushes.ingest.webhooks.store.Deliveries;
import dev.rushes.ingest.webhooks.store.Endpoints;
import dev.rushes.ingest.webhooks.store.JobStandings;
import dev.rushes.ingest.webhooks.wire.DueWire;
import dev.rushes.ingest.webhooks.wire.LogPostbox;
import dev.rushes.runtime.database.DatabaseConfiguration;
import dev.rushes.runtime.database.Migrations;
import dev.rushes.runtime.database.RowAccess;
import dev.rushes.runtime.kafka.AuditEntry;
import dev.rushes.runtime.testkit.StageHarness;
import dev.rushes.runtime.wire.StageDefinition;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.apache.avro.specific.SpecificRecord;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * Webhooks through their real doors: the runtime's engine, Postgres, and sockets. 127.0.0.2 plays a public address, 127.0.0.1 stays what it is, and names
 * lead where a test says.
 */
final class WebhookLab implements AutoCloseable {
    static final String TENANT = "acme";

    final List<SpecificRecord> posted = new CopyOnWriteArrayList<>();
    final List<AuditEntry> audit = new CopyOnWriteArrayList<>();
    final HookDispatch.Tables tables;
    final DatabaseClient database;
    final RowAccess access;
    final WebhookDesk desk;
    final WebhookSettings settings;
    final HookDispatch dispatch;
    final SecretSeal seal;
    final StageHarness<Due, Void> harness;
    private final TestNames names = new TestNames();
    final AtomicInteger lookups = names.lookups();
    private final ConfigurableApplicationContext context;
    private volatile boolean brokerAway;

    WebhookLab() throws SSLException {
        this(Duration.ofDays(5), Duration.ofSeconds(5));
    }

    /**
     * @param patience how long an endpoint may take nothing
     * @param timeout of one try
     */
    WebhookLab(Duration patience, Duration timeout) throws SSLException {
        context = new SpringApplicationBuilder(DatabaseConfiguration.class)
                .web(WebApplicationType.NONE)
                .properties(TestDatabase.create().toArray(String[]::new))
                .run();
        database = context.getBean(DatabaseClient.class);
        context.getBean(Migrations.class).migrate("webhooks");
        access = context.getBean(RowAccess.class);
        tables = new HookDispatch.Tables(
                new Endpoints(database, access), new Deliveries(database, access), new JobStandings(database, access));
        SecureRandom random = new SecureRandom();
        seal = new SecretSeal("k".repeat(32).getBytes(StandardCharsets.UTF_8), random);
        settings = settings(patience, timeout);
        WebhookMeters meters = new WebhookMeters(new SimpleMeterRegistry());
        Postbox postbox = new LogPostbox((_, _, fact, _) -> Mono.fromRunnable(() -> post(fact)));
        Clock clock = Clock.systemUTC();
        AddressGate gate = new AddressGate(
                new UrlRule(true, Set.of(UrlRule.ANY_PORT), false),
                new AddressRule(false, Set.of(InetAddress.ofLiteral("127.0.0.2"))),
                names);
        WebhookStage stage = new WebhookStage(
                tables,
                new HookSecrets(tables.endpoints(), seal, random),
                new Sender(gate, SslContextBuilder.forClient().build(), settings, clock),
                new GivingUp(tables.endpoints(), postbox, entry -> Mono.fromRunnable(() -> audit.add(entry)), meters),
                new HealthRule(patience),
                meters,
                clock);
        dispatch = new HookDispatch(tables, postbox, meters, settings, clock);
        desk = new WebhookDesk(tables, seal, postbox, settings, clock);
        harness = StageHarness.of(
                new StageDefinition<>(FlowStage.WEBHOOKS, stage, new DueWire(), WebhooksConfiguration.POLICY));
    }

    /** Changes rows behind the program's back. */
    void change(String sql) {
        access.ofAll(database.sql(sql).then()).block();
    }

    private static WebhookSettings settings(Duration patience, Duration timeout) {
        return new WebhookSettings(
                "",
                "unused",
                Duration.ofSeconds(5),
                timeout,
                Duration.ofHours(24),
                patience,
                Duration.ofHours(24),
                Duration.ofDays(7),
                Duration.ofDays(30),
                Duration.ofHours(1),
                5,
                new WebhookSettings.Url(true, false, List.of("127.0.0.2"), Set.of(UrlRule.ANY_PORT)));
    }

    /** The answers to the first, second … question for a name; the last one is given from then on. */
    void name(String host, String... answers) {
        names.put(host, answers);
    }

    void brokerIsAway(boolean away) {
        brokerAway = away;
    }

    /** An endpoint that wants everything. */
    WebhookDesk.WithSecret endpoint(String url) {
        return endpoint(url, "*");
    }

    WebhookDesk.WithSecret endpoint(String url, String... events) {
        WebhookDesk.Wish wish = new WebhookDesk.Wish(
                Optional.of(url), Optional.of(new EventFilter(List.of(events))), Optional.empty(), Optional.empty());
        return desk.create(TENANT, wish, Optional.empty()).blockOptional().orElseThrow();
    }

    /** Puts what has been posted on the stage's topic, and waits until all of it has been tried once. */
    void deliver() {
        List<SpecificRecord> due = List.copyOf(posted);
        posted.removeAll(due);
        due.forEach(harness::deliver);
        harness.settle();
    }

    /** Tests an endpoint, and waits for the first try. */
    UUID test(WebhookDesk.WithSecret made) {
        UUID delivery = desk.test(TENANT, made.endpoint().id())
                .blockOptional()
                .orElseThrow()
                .id();
        deliver();
        return delivery;
    }

    WebhookDesk.Traced log(WebhookDesk.WithSecret made, UUID delivery) {
        return desk.delivery(TENANT, made.endpoint().id(), delivery)
                .blockOptional()
                .orElseThrow();
    }

    Logged.State state(WebhookDesk.WithSecret made, UUID delivery) {
        return log(made, delivery).delivery().state();
    }

    /** Fails unless the reference library takes it. */
    static void verify(SigningSecret secret, Receiver.Got got) {
        try {
            new Webhook(secret.reveal()).verify(got.body(), got.headers());
        } catch (WebhookVerificationException | EmptyWebhookSecretException e) {
            throw new AssertionError(e);
        }
    }

    private void post(SpecificRecord fact) {
        if (brokerAway) {
            throw new IllegalStateException("Expected the broker, but it is away");
        }
        posted.add(fact);
    }

    @Override
    public void close() {
        harness.close();
        context.close();
    }
}
