package dev.rushes.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An Apicurio Registry as a child of this process, on a free port of loopback. Its schemas live in Postgres, so that their numbers survive a
 * restart and old records stay readable.
 */
public final class EmbeddedRegistry implements AutoCloseable {
    private static final String DATABASE = "registry";
    private static final Duration START_WAIT = Duration.ofSeconds(60);
    /** The first one of an installation writes down its classes when it ends, which takes some seconds. */
    private static final Duration END_WAIT = Duration.ofSeconds(20);

    private static final Duration POLL = Duration.ofMillis(100);

    private final LeashedProcess process;
    private final int port;

    private EmbeddedRegistry(LeashedProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a registry and returns while it is still getting ready: see {@link #awaitReady()}.
     *
     * @param folder where its log is kept; created if it does not exist
     * @param postgres where it keeps its schemas
     */
    public static EmbeddedRegistry start(Path folder, EmbeddedPostgres postgres) {
        Path home = home();
        int port = FreePort.find();
        int managementPort = FreePort.find();
        postgres.createDatabase(DATABASE);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + classArchive(home, folder),
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=" + managementPort,
                "-Dapicurio.storage.kind=sql",
                "-Dapicurio.storage.sql.kind=postgresql",
                "-Dapicurio.datasource.url=" + postgres.url(DATABASE),
                "-Dapicurio.datasource.username=" + postgres.user(),
                "-Dapicurio.datasource.password=",
                "-jar",
                home.resolve("quarkus-run.jar").toString());
        try {
            Files.createDirectories(folder);
            return new EmbeddedRegistry(
                    LeashedProcess.start(command, environment(), folder, folder.resolve("registry.log"), END_WAIT),
                    port);
        } catch (IOException e) {
            throw new EmbeddedFailure(
                    "Expected the schema registry to start in " + folder + ", but: " + e.getMessage(), e);
        }
    }

    /** Waits until the registry answers; at most a minute. */
    public void awaitReady() {
        long deadline = System.nanoTime() + START_WAIT.toNanos();
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(POLL).build()) {
            while (System.nanoTime() < deadline && process.isAlive()) {
                if (answers(client)) {
                    return;
                }
                Thread.sleep(POLL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
        throw new EmbeddedFailure(
                "Expected the schema registry to answer within " + START_WAIT.toSeconds()
                        + " s, but it did not (its log is registry.log in the data folder)",
                null);
    }

    /** Address of the registry's own API. */
    public String url() {
        return "http://127.0.0.1:" + port + "/apis/registry/v3";
    }

    /** Address of the API that Confluent's clients speak. */
    public String confluentUrl() {
        return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    }

    @Override
    public void close() {
        process.close();
    }

    private boolean answers(HttpClient client) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/system/info"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Where the classes of the first start are kept for all later ones, which then cost a third less: beside the program, so that every data
     * folder has them, or in the data folder if the program may not be written to.
     */
    private static Path classArchive(Path home, Path folder) {
        return (Files.isWritable(home) ? home : folder.toAbsolutePath()).resolve("registry.jsa");
    }

    /** Only what a Java program needs; no secrets of this process. */
    private static Map<String, String> environment() {
        return Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C.UTF-8");
    }

    /** The unpacked registry: where {@code -Drushes.registry.home} says, or where the build puts it. */
    private static Path home() {
        Stream<Path> places = Stream.concat(
                Optional.ofNullable(System.getProperty("rushes.registry.home")).map(Path::of).stream(),
                Stream.of(Path.of("embedded/target/registry"), Path.of("../embedded/target/registry")));
        return places.map(Path::toAbsolutePath)
                .filter(place -> Files.exists(place.resolve("quarkus-run.jar")))
                .findFirst()
                .orElseThrow(() -> new EmbeddedFailure(
                        "Expected the schema registry in embedded/target/registry, but it is not there: build Rushes"
                                + " (mvn -DskipTests package), or set -Drushes.registry.home",
                        null));
    }
}
