package dev.rushes.ingest.generation;

import dev.rushes.flow.FlowStage;
import dev.rushes.gemini.GeminiKey;
import dev.rushes.gemini.fake.FakeGemini;
import dev.rushes.gemini.fake.FakeSettings;
import dev.rushes.gemini.fake.JournalEntry;
import dev.rushes.gemini.fake.scenario.Route;
import dev.rushes.ingest.generation.domain.Bill;
import dev.rushes.ingest.generation.domain.Purchase;
import dev.rushes.ingest.generation.http.OmniGenerator;
import dev.rushes.ingest.generation.store.Purchases;
import dev.rushes.ingest.ledger.TestDatabase;
import dev.rushes.media.testkit.MediaFixture;
import dev.rushes.runtime.database.DatabaseConfiguration;
import dev.rushes.runtime.database.Migrations;
import dev.rushes.runtime.database.RowAccess;
import dev.rushes.runtime.wire.EventIds;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;

/** Films from words through their real doors: the fake over HTTP, Postgres, files, ffmpeg. Time is what a test says. */
public final class GenerationLab implements AutoCloseable {
    /** A day on which the shipped prices hold. */
    public static final Instant BEGIN = Instant.parse("2026-11-24T12:00:00Z");

    public static final Duration PATIENCE = Duration.ofSeconds(60);

    public final MediaFixture media;
    public final FakeGemini fake;
    public final Purchases purchases;
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ConfigurableApplicationContext context;
    private Supplier<Instant> now = () -> BEGIN;

    public GenerationLab(Path folder) {
        media = new MediaFixture(folder);
        fake = FakeGemini.start(FakeSettings.with(clock()).withFilm(film()), 0);
        context = new SpringApplicationBuilder(DatabaseConfiguration.class)
                .web(WebApplicationType.NONE)
                .properties(TestDatabase.create().toArray(String[]::new))
                .run();
        context.getBean(Migrations.class).migrate("generation");
        purchases = new Purchases(
                context.getBean(DatabaseClient.class), context.getBean(RowAccess.class), Duration.ofSeconds(20));
    }

    private byte[] film() {
        try {
            return Files.readAllBytes(media.footage().shotsIndexFirst().file());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The one clock of fake, rules and prices. */
    public Clock clock() {
        InstantSource source = () -> now.get();
        return source.withZone(ZoneOffset.UTC);
    }

    public void time(Supplier<Instant> its) {
        now = its;
    }

    public void time(Instant its) {
        now = () -> its;
    }

    public Instant now() {
        return now.get();
    }

    /** Forgets what the fake was asked, and begins the time anew. */
    public void reset() {
        fake.reset();
        time(BEGIN);
    }

    /** One instance that makes films. */
    public PromptFootage footage(Map<String, String> settings) {
        return footage(settings, fake.address());
    }

    /** One instance with a service at some address. */
    public PromptFootage footage(Map<String, String> settings, String address) {
        return footage(settings, address, FakeSettings.KEY);
    }

    /** One instance with a key that the service does not know. */
    PromptFootage footageWithKey(String key) {
        return footage(Map.of(), fake.address(), key);
    }

    private PromptFootage footage(Map<String, String> settings, String address, String key) {
        return GenerationConfiguration.footage(
                settings(settings),
                new GenerationConfiguration.Access(URI.create(address), Optional.of(new GeminiKey(key))),
                new GenerationConfiguration.Machine(purchases, media.store(), new GenerationMeters(meters), clock()));
    }

    static GenerationSettings settings(Map<String, String> settings) {
        Map<String, String> prefixed = new LinkedHashMap<>();
        settings.forEach((name, value) -> prefixed.put("rushes.generation." + name, value));
        return new Binder(new MapConfigurationPropertySource(prefixed))
                .bindOrCreate("rushes.generation", GenerationSettings.class);
    }

    /** What was bought for a job of the tenant "default". */
    public List<Purchase> bought(UUID job) {
        return purchases.of("default", job).blockOptional(PATIENCE).orElseThrow();
    }

    /** Requests that the fake was sent for that purpose. */
    public long count(Route route) {
        return fake.journal().stream()
                .filter(entry -> entry.route().filter(route::equals).isPresent())
                .count();
    }

    /** Requests by method and path. */
    public List<String> asked() {
        return fake.journal().stream().map(JournalEntry::what).toList();
    }

    /** Orders that the fake was sent, of either kind. */
    public long orders() {
        return count(Route.INTERACTION_CREATE) + count(Route.OPERATION_CREATE);
    }

    public double meter(String name, String... tags) {
        var found = meters.find(name).tags(tags).counter();
        return found == null ? 0 : found.count();
    }

    /** A process has written down that it is about to buy a film of 8 s, and has not been heard of since. */
    public void intend(UUID job, int run) {
        Purchase purchase = Purchase.intended(
                EventIds.of(job, run, FlowStage.UPLOAD, "film-bought"),
                new Purchase.Owner("default", job, run),
                OmniGenerator.offer("gemini-omni-1.1-flash"),
                Bill.open(812_411, LocalDate.of(2026, 11, 22)),
                now());
        if (!purchases.intend(purchase).blockOptional(PATIENCE).orElseThrow()) {
            throw new AssertionError("Expected nobody else to buy it");
        }
    }

    @Override
    public void close() {
        fake.close();
        context.close();
    }
}
