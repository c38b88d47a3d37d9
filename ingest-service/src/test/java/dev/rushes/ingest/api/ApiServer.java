package dev.rushes.ingest.api;

import dev.rushes.ingest.ledger.LedgerProjector;
import dev.rushes.ingest.ledger.TestDatabase;
import dev.rushes.ingest.ledger.domain.JobFact;
import dev.rushes.media.store.FileObjectStore;
import dev.rushes.media.store.FilePartStore;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.store.PartStore;
import dev.rushes.media.store.StoreSettings;
import dev.rushes.media.store.UnfinishedUploads;
import dev.rushes.media.store.s3.S3Connection;
import dev.rushes.media.testkit.S3Server;
import dev.rushes.runtime.database.DatabaseConfiguration;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API on a real port, with a real Postgres and real files or a bucket of a real S3 server; only Kafka is in memory. */
final class ApiServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final ConfigurableApplicationContext context;
    final Path folder;
    final MemoryLog log;
    final MemoryCluster cluster;
    final MemoryDeadLetters deadLetters;
    final MemoryAudit audit;
    final ObjectStore store;
    private final int port;

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({DatabaseConfiguration.class, ApiConfiguration.class})
    static class Application {
        /** Threads of its own: the shared ones end with the first of several servers. */
        @Bean
        ReactorResourceFactory reactorResourceFactory() {
            ReactorResourceFactory resources = new ReactorResourceFactory();
            resources.setUseGlobalResources(false);
            // Nobody is left to wait for when a test is over; the default of two seconds is for those who serve.
            resources.setShutdownQuietPeriod(Duration.ZERO);
            return resources;
        }

        @Bean
        MemoryLog memoryLog() {
            return new MemoryLog();
        }

        @Bean
        MemoryAudit memoryAudit() {
            return new MemoryAudit();
        }

        @Bean
        MemoryCluster memoryCluster() {
            return new MemoryCluster();
        }

        @Bean
        MemoryDeadLetters memoryDeadLetters() {
            return new MemoryDeadLetters();
        }

        @Bean
        @ConditionalOnProperty("rushes.store.s3.bucket")
        S3Connection bucket(Environment environment) {
            return S3Connection.open(Binder.get(environment).bindOrCreate("rushes.store.s3", StoreSettings.S3.class));
        }

        @Bean
        ObjectStore objectStore(Environment environment, ObjectProvider<S3Connection> bucket) {
            S3Connection s3 = bucket.getIfAvailable();
            return s3 == null
                    ? new FileObjectStore(Path.of(environment.getRequiredProperty("test.store")))
                    : s3.objects();
        }

        @Bean
        @ConditionalOnProperty("rushes.store.s3.bucket")
        UnfinishedUploads unfinishedUploads(S3Connection bucket) {
            return bucket.unfinishedUploads();
        }

        @Bean
        PartStore partStore(Environment environment, ObjectProvider<S3Connection> bucket) {
            S3Connection s3 = bucket.getIfAvailable();
            return s3 == null ? new FilePartStore(Path.of(environment.getRequiredProperty("test.store"))) : s3.parts();
        }
    }

    private ApiServer(ConfigurableApplicationContext context, Path folder) {
        this.context = context;
        this.folder = folder;
        this.log = context.getBean(MemoryLog.class);
        this.cluster = context.getBean(MemoryCluster.class);
        this.deadLetters = context.getBean(MemoryDeadLetters.class);
        this.audit = context.getBean(MemoryAudit.class);
        this.store = context.getBean(ObjectStore.class);
        this.port = Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    static ApiServer start(Path folder, String... settings) {
        return start(folder, TestDatabase.create(), settings);
    }

    /** Settings of a new, empty bucket, for who does not want files. */
    static String[] inABucket() {
        S3Server s3 = S3Server.get();
        return new String[] {
            "rushes.store.s3.bucket=" + s3.newBucket(),
            "rushes.store.s3.endpoint=" + s3.endpoint(),
            "rushes.store.s3.path-style=true",
            "rushes.store.s3.credentials-file=" + s3.credentialsFile()
        };
    }

    /** One whose program has more beans than usual. */
    static ApiServer start(Path folder, List<Class<?>> more, List<String> database, String... settings) {
        return new ApiServer(run(folder, database, more, settings), folder);
    }

    /** One more instance beside others that use the same database and files. */
    static ApiServer start(Path folder, List<String> database, String... settings) {
        return new ApiServer(run(folder, database, settings), folder);
    }

    static ConfigurableApplicationContext run(Path folder, List<String> database, String... settings) {
        return run(folder, database, List.of(), settings);
    }

    /** @param more configurations beside the API's own */
    static ConfigurableApplicationContext run(
            Path folder, List<String> database, List<Class<?>> more, String... settings) {
        Map<String, String> arguments = new LinkedHashMap<>();
        Stream.concat(
                        Stream.of(
                                "server.port=0",
                                "server.address=127.0.0.1",
                                "spring.main.banner-mode=off",
                                "spring.lifecycle.timeout-per-shutdown-phase=1s",
                                "test.store=" + folder.resolve("store"),
                                "rushes.links.secret-file=" + folder.resolve("link-secret"),
                                "springdoc.api-docs.enabled=false",
                                "rushes.webhooks.key-file=" + folder.resolve("webhook-key"),
                                "rushes.ingest.max-bytes=1MB",
                                "rushes.api.streams.pause=50ms",
                                // Facts of tests are old: nothing is to go by itself.
                                "rushes.retention.tick=24h",
                                "rushes.database.answer-timeout=2s",
                                "rushes.api.streams.patience=1s"),
                        Stream.concat(database.stream(), Stream.of(settings)))
                .map(setting -> setting.split("=", 2))
                .forEach(setting -> arguments.put(setting[0], setting[1]));
        return new SpringApplicationBuilder(Application.class)
                .sources(more.toArray(Class<?>[]::new))
                .run(arguments.entrySet().stream()
                        .map(argument -> "--" + argument.getKey() + "=" + argument.getValue())
                        .toArray(String[]::new));
    }

    /** Nobody reads or writes this table until it is closed: a database that does not answer. */
    AutoCloseable locked(String table) throws SQLException {
        Connection holder = connection();
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement()) {
            boolean unused = statement.execute("lock table " + table + " in access exclusive mode");
        }
        return holder;
    }

    /** As a projector does, of a job of the tenant "default". */
    void tellOfAChange(UUID job) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            boolean unused = statement.execute("notify rushes_ledger_jobs, '" + job + " default'");
        }
    }

    /** All instances lose the connections on which they hear of changes. */
    void loseSignals() throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            boolean unused = statement.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'rushes-signals'"
                            + " and datname = current_database()");
        }
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:%s/%s?user=%s"
                .formatted(
                        setting("rushes.database.port"),
                        setting("rushes.database.name"),
                        setting("rushes.database.user")));
    }

    private String setting(String name) {
        return context.getEnvironment().getRequiredProperty(name);
    }

    /** Lets facts happen, as the stages would tell them. */
    void happen(List<JobFact> facts) {
        context.getBean(LedgerProjector.class).apply(facts).block();
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address(path)).timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A request of whoever has this key. */
    HttpRequest.Builder as(String key, String path) {
        return request(path).header("Authorization", "Bearer " + key);
    }

    /** What has been seen of an answer. */
    record Answer(int statusCode, HttpHeaders headers, String body) {}

    /** The whole answer, or, of a stream, which would not end, its beginning to the first snapshot. */
    Answer beginning(HttpRequest.Builder request) {
        try {
            HttpResponse<InputStream> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            return new Answer(answer.statusCode(), answer.headers(), toTheFirstSnapshot(answer.body()));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String toTheFirstSnapshot(InputStream body) throws IOException {
        StringBuilder seen = new StringBuilder();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            boolean snapshot = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                seen.append(line).append('\n');
                snapshot = snapshot || line.equals("event:snapshot");
                if (snapshot && line.isEmpty()) {
                    break;
                }
            }
            return seen.toString();
        }
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    HttpResponse<String> post(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    HttpResponse<String> upload(String query, byte[] body) {
        return send(request("/api/v1/uploads" + query).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    /** Names of all files of the store, finished or not. */
    List<String> files() {
        String bucket = context.getEnvironment().getProperty("rushes.store.s3.bucket", "");
        Path root = bucket.isEmpty() ? folder.resolve("store") : S3Server.get().file(bucket, "");
        while (true) {
            try (Stream<Path> files = Files.walk(root)) {
                return files.filter(Files::isRegularFile).map(Path::toString).toList();
            } catch (UncheckedIOException removed) {
                // The server removes files meanwhile: look again.
                if (!(removed.getCause() instanceof NoSuchFileException)) {
                    throw removed;
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        http.close();
        context.close();
    }
}
