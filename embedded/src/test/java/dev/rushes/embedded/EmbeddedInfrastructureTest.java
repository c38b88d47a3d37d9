package dev.rushes.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedInfrastructureTest {

    @Test
    void aBrokerKeepsItsTopicsWhenItIsStartedAgainOnTheSameFolder(@TempDir Path folder) throws Exception {
        try (EmbeddedKafka first = EmbeddedKafka.start(folder);
                Admin admin = admin(first)) {
            admin.createTopics(List.of(new NewTopic("kept", 2, (short) 1)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }

        try (EmbeddedKafka second = EmbeddedKafka.start(folder);
                Admin admin = admin(second)) {
            Set<String> topics = admin.listTopics().names().get(20, TimeUnit.SECONDS);
            assertThat(topics).contains("kept");
        }
    }

    @Test
    void aDatabaseKeepsItsRowsAndTheRegistryItsSchemasOverARestart(@TempDir Path folder) throws Exception {
        long id;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
                EmbeddedRegistry registry = EmbeddedRegistry.start(folder.resolve("registry"), postgres)) {
            registry.awaitReady();
            id = register(registry);
            assertThat(register(registry))
                    .as("the same schema has the same number")
                    .isEqualTo(id);
        }

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
                EmbeddedRegistry registry = EmbeddedRegistry.start(folder.resolve("registry"), postgres)) {
            registry.awaitReady();
            assertThat(register(registry)).isEqualTo(id);
        }
    }

    @Test
    void aPostgresWhoseOwnerWasKilledIsStoppedAndItsDataUsed(@TempDir Path folder) throws Exception {
        Process owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PostgresOwner.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        // The program's own log goes the same way.
        assertThat(owner.inputReader().lines().anyMatch("up"::equals)).isTrue();
        owner.destroyForcibly().waitFor();

        try (EmbeddedPostgres next = EmbeddedPostgres.start(folder);
                var connection = DriverManager.getConnection(next.url("kept"), next.user(), "")) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    /** A process of its own that starts a Postgres and waits to be killed. */
    static final class PostgresOwner {
        public static void main(String[] args) throws InterruptedException {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(args[0]));
            postgres.createDatabase("kept");
            System.out.println("up");
            Thread.sleep(Duration.ofMinutes(10));
        }
    }

    @Test
    void aLeashedProcessEndsWhenItsPipeEnds(@TempDir Path folder) throws Exception {
        LeashedProcess process = LeashedProcess.start(
                List.of("/bin/sh", "-c", "sleep 600"), Map.of("PATH", "/usr/bin:/bin"), folder, folder.resolve("log"));
        assertThat(process.isAlive()).isTrue();

        process.close();

        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void aLeashedProcessThatDoesNotEndWhenAskedIsEndedByForce(@TempDir Path folder) throws Exception {
        LeashedProcess process = LeashedProcess.start(
                List.of("/bin/sh", "-c", "trap '' TERM; while true; do sleep 1; done"),
                Map.of("PATH", "/usr/bin:/bin"),
                folder,
                folder.resolve("log"),
                Duration.ofMillis(300));

        process.close();

        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void aFolderThatCanNotHoldABrokerIsRefusedWithAReason(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");

        assertThatThrownBy(() -> EmbeddedKafka.start(file))
                .isInstanceOf(EmbeddedFailure.class)
                .hasMessageContaining("Expected the embedded Kafka to start in");
    }

    private static Admin admin(EmbeddedKafka kafka) {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    private static long register(EmbeddedRegistry registry) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(registry.confluentUrl() + "/subjects/trial-value/versions"))
                    .header("Content-Type", "application/json")
                    .timeout(Duration.ofSeconds(20))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"schema\": \"\\\"string\\\"\"}"))
                    .build();
            String body =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return Long.parseLong(body.replaceAll("\\D+", ""));
        }
    }
}
