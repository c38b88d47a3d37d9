package dev.rushes.runtime.kafka;

import dev.rushes.flow.Flow;
import dev.rushes.flow.FlowStage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Asks brokers and registry on threads that may block, with clients of its own. */
final class KafkaLogReach implements LogReach, AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;
    private static final int FIRST_ERROR = 400;
    private static final Set<Integer> WANTS_CREDENTIALS = Set.of(401, 403);

    private final Clients clients;
    private final KafkaSettings settings;
    private final Scheduler workers;
    private @Nullable Admin admin;
    private @Nullable HttpClient http;

    KafkaLogReach(Clients clients, KafkaSettings settings, Scheduler workers) {
        this.clients = clients;
        this.settings = settings;
        this.workers = workers;
    }

    @Override
    public Mono<Brokers> brokers() {
        return Mono.fromCallable(this::ask).subscribeOn(workers);
    }

    private Brokers ask() throws InterruptedException, IOException {
        Admin its = admin();
        try {
            int count = its.describeCluster()
                    .nodes()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .size();
            Set<String> there = its.listTopics().names().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new Brokers(
                    count, wanted().filter(topic -> !there.contains(topic)).toList());
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException("Expected Kafka to answer, but: " + cause.getMessage(), e);
        }
    }

    private static Stream<String> wanted() {
        return Stream.concat(
                Arrays.stream(FlowStage.values())
                        .flatMap(stage -> Stream.of(stage.topic(), stage.retryTopic(), stage.deadLetterTopic())),
                List.of(Flow.EVENTS, Flow.CONTROL, Flow.ORDERS, Flow.WORKERS, Flow.LEASES, Flow.AUDIT).stream());
    }

    @Override
    public Mono<String> registry() {
        return Mono.fromCallable(() -> {
                    URI address = registryAddress();
                    HttpRequest question = HttpRequest.newBuilder(address)
                            .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
                            .build();
                    int status = http().send(question, HttpResponse.BodyHandlers.discarding())
                            .statusCode();
                    // Whoever wants credentials is there; those that the serializers have are theirs alone.
                    if (status >= FIRST_ERROR && !WANTS_CREDENTIALS.contains(status)) {
                        throw new IOException(
                                "Expected an answer from " + address.getHost() + ", but got status " + status);
                    }
                    return address.getScheme() + "://" + address.getHost() + ":" + address.getPort();
                })
                .subscribeOn(workers);
    }

    /** Something that each kind of registry answers at once. */
    private URI registryAddress() {
        String confluent = settings.serde().get("schema.registry.url");
        String address = confluent == null ? settings.registryUrl() + "/system/info" : confluent + "/subjects";
        return URI.create(address.split(",", 2)[0]);
    }

    private synchronized Admin admin() {
        Admin its = admin;
        if (its == null) {
            its = clients.admin();
            admin = its;
        }
        return its;
    }

    private synchronized HttpClient http() {
        HttpClient its = http;
        if (its == null) {
            its = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(PATIENCE_SECONDS))
                    .build();
            http = its;
        }
        return its;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
        if (http != null) {
            http.shutdownNow();
        }
    }
}
