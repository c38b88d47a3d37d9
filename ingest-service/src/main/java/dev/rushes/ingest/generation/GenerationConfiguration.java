package dev.rushes.ingest.generation;

import dev.rushes.flow.FlowStage;
import dev.rushes.gemini.GeminiAddress;
import dev.rushes.gemini.GeminiKey;
import dev.rushes.gemini.http.GeminiWeb;
import dev.rushes.ingest.generation.GenerationSettings.Generator;
import dev.rushes.ingest.generation.domain.DownloadRule;
import dev.rushes.ingest.generation.domain.FilmPrices;
import dev.rushes.ingest.generation.domain.Offer;
import dev.rushes.ingest.generation.http.FilmDownload;
import dev.rushes.ingest.generation.http.OmniGenerator;
import dev.rushes.ingest.generation.http.ServiceCalls;
import dev.rushes.ingest.generation.http.VeoGenerator;
import dev.rushes.ingest.generation.store.Purchases;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.runtime.database.DatabaseSettings;
import dev.rushes.runtime.database.Migrations;
import dev.rushes.runtime.database.RowAccess;
import dev.rushes.runtime.engine.DefaultLanes;
import dev.rushes.runtime.engine.LaneDefinition;
import dev.rushes.runtime.rules.LaneLimits;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.reactive.function.client.WebClient;

/** Wires the making of films from words. Needs {@code DatabaseConfiguration}: what was bought must outlive every process. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GenerationSettings.class)
public class GenerationConfiguration {

    /**
     * Where the service is, and what opens it: the settings of films, else those that the analysis has.
     *
     * @param key empty if there is none
     */
    record Access(URI service, Optional<GeminiKey> key) {}

    /** What films take of this machine. */
    record Machine(Purchases purchases, ObjectStore store, GenerationMeters meters, Clock clock) {}

    @Bean
    Purchases generationPurchases(
            DatabaseClient database, RowAccess access, DatabaseSettings settings, Migrations migrations) {
        migrations.migrate("generation");
        return new Purchases(database, access, settings.answerTimeout());
    }

    @Bean
    Studio generationStudio(GenerationSettings settings, Environment environment) {
        return studio(settings, access(settings, environment).key().isPresent(), Clock.systemUTC());
    }

    @Bean
    PromptFootage generationFootage(
            GenerationSettings settings,
            Environment environment,
            Purchases generationPurchases,
            ObjectStore store,
            MeterRegistry registry) {
        return footage(
                settings,
                access(settings, environment),
                new Machine(generationPurchases, store, new GenerationMeters(registry), Clock.systemUTC()));
    }

    /** Without limits of their own, until somebody sets some: the service's pauses hold everywhere all the same. */
    @Bean
    DefaultLanes generationLanes(GenerationSettings settings) {
        String model = settings.modelOf(settings.generator());
        return new DefaultLanes(List.of(LaneDefinition.of(Checkout.lane(model), FlowStage.UPLOAD, LaneLimits.NONE)));
    }

    private static Access access(GenerationSettings settings, Environment environment) {
        Binder analysis = Binder.get(environment);
        URI service = Optional.ofNullable(settings.baseUrl())
                .or(() -> Optional.ofNullable(
                        analysis.bind("rushes.gemini.base-url", URI.class).orElse(null)))
                .orElse(GenerationSettings.SERVICE);
        Path file = settings.keyFile() != null
                ? settings.keyFile()
                : analysis.bind("rushes.gemini.key-file", Path.class).orElse(null);
        Optional<GeminiKey> key = settings.enabled() ? GeminiKey.find(file, System.getenv()) : Optional.empty();
        return new Access(GeminiAddress.checked(service, "rushes.gemini.base-url"), key);
    }

    static Studio studio(GenerationSettings settings, boolean open, Clock clock) {
        String model = settings.modelOf(settings.generator());
        Offer offer =
                switch (settings.generator()) {
                    case OMNI -> OmniGenerator.offer(model);
                    case VEO -> VeoGenerator.offer(model);
                };
        return new Studio(open, offer, prices(), clock);
    }

    /** Footage from words; without a key there is none. */
    static PromptFootage footage(GenerationSettings settings, Access access, Machine machine) {
        return new PromptFootage(access.key().map(key -> tools(settings, access.service(), key, machine)));
    }

    private static Tools tools(GenerationSettings settings, URI service, GeminiKey key, Machine machine) {
        WebClient client = GeminiWeb.client("generation", service);
        ServiceCalls calls = new ServiceCalls(client, key, service, settings.orderTime(), settings.lookTime());
        return new Tools(
                studio(settings, true, machine.clock()),
                Map.of(
                        OmniGenerator.NAME, new OmniGenerator(calls, settings.modelOf(Generator.OMNI)),
                        VeoGenerator.NAME, new VeoGenerator(calls, settings.modelOf(Generator.VEO))),
                machine.purchases(),
                settings.purchaseRule(),
                settings.lookRule(),
                new FilmDownload(client, key, new DownloadRule(service), machine.store(), settings.download()),
                machine.store(),
                settings.busyPatience(),
                settings.forget(),
                machine.meters(),
                machine.clock());
    }

    /** The price list that this version came with. */
    static FilmPrices prices() {
        try (InputStream list = Objects.requireNonNull(
                GenerationConfiguration.class.getResourceAsStream("/dev/rushes/ingest/generation/prices.csv"))) {
            return FilmPrices.parse(new String(list.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
