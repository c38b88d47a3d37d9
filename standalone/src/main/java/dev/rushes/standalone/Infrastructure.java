package dev.rushes.standalone;

import dev.rushes.embedded.EmbeddedKafka;
import dev.rushes.embedded.EmbeddedPostgres;
import dev.rushes.embedded.EmbeddedRegistry;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What the services need around them, started in an order that costs the least time and ended in the reverse one. */
final class Infrastructure implements AutoCloseable {
    private static final String DATABASE = "rushes";

    private final EmbeddedPostgres postgres;
    private final EmbeddedKafka kafka;
    private final EmbeddedRegistry registry;

    private Infrastructure(EmbeddedPostgres postgres, EmbeddedKafka kafka, EmbeddedRegistry registry) {
        this.postgres = postgres;
        this.kafka = kafka;
        this.registry = registry;
    }

    /** Starts everything; the registry is still getting ready when this returns. */
    static Infrastructure start(DataFolder data) {
        CompletableFuture<EmbeddedKafka> kafka =
                CompletableFuture.supplyAsync(() -> EmbeddedKafka.start(data.resolve("kafka")));
        EmbeddedPostgres postgres = EmbeddedPostgres.start(data.resolve("postgres"));
        try {
            postgres.createDatabase(DATABASE);
            EmbeddedRegistry registry = EmbeddedRegistry.start(data.resolve("registry"), postgres);
            try {
                return new Infrastructure(postgres, kafka.join(), registry);
            } catch (CompletionException e) {
                registry.close();
                throw e;
            }
        } catch (RuntimeException e) {
            postgres.close();
            throw e;
        }
    }

    void awaitReady() {
        registry.awaitReady();
    }

    /** The settings that point the services at it. */
    Map<String, Object> settings() {
        return Map.of(
                "rushes.kafka.bootstrap-servers", kafka.bootstrapServers(),
                "rushes.kafka.registry-url", registry.url(),
                "rushes.database.host", "127.0.0.1",
                "rushes.database.port", postgres.port(),
                "rushes.database.name", DATABASE,
                "rushes.database.user", postgres.user());
    }

    /** Addresses for a person who wants to look inside with tools of their own. */
    Map<String, String> addresses() {
        return Map.of(
                "Kafka", kafka.bootstrapServers(),
                "Registry", registry.confluentUrl(),
                "Postgres", postgres.url(DATABASE) + "?user=" + postgres.user());
    }

    @Override
    public void close() {
        kafka.close();
        registry.close();
        postgres.close();
    }
}
