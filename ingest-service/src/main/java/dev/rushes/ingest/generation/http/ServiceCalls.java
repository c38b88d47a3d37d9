package dev.rushes.ingest.generation.http;

import dev.rushes.gemini.GeminiKey;
import dev.rushes.gemini.domain.Trouble;
import dev.rushes.gemini.http.Outside;
import dev.rushes.ingest.generation.domain.Look;
import dev.rushes.ingest.generation.domain.OrderEnd;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Requests to the service, with the key in their header, and what the network does to them. */
public final class ServiceCalls {
    private static final String KEY = "x-goog-api-key";

    private final WebClient client;
    private final GeminiKey key;
    private final URI service;
    private final Duration orderTime;
    private final Duration lookTime;

    /**
     * @param orderTime longest wait for the answer to an order
     * @param lookTime longest wait for any other answer
     */
    public ServiceCalls(WebClient client, GeminiKey key, URI service, Duration orderTime, Duration lookTime) {
        this.client = client;
        this.key = key;
        this.service = service;
        this.orderTime = orderTime;
        this.lookTime = lookTime;
    }

    /** Sends an order, once. */
    Mono<OrderEnd> order(String path, String body, BiFunction<Integer, String, OrderEnd> reader) {
        return client.post()
                .uri(service.resolve(path))
                .header(KEY, key.reveal())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchangeToMono(response -> read(response, reader))
                .timeout(orderTime)
                .onErrorResume(ServiceCalls::isOutside, error -> Mono.just(orderEnd(error)));
    }

    Mono<Look> look(String path, BiFunction<Integer, String, Look> reader) {
        return client.get()
                .uri(service.resolve(path))
                .header(KEY, key.reveal())
                .exchangeToMono(response -> read(response, reader))
                .timeout(lookTime)
                .onErrorResume(
                        ServiceCalls::isOutside, error -> Mono.just(new Look.Away(sentence(error), Optional.empty())));
    }

    Mono<Void> delete(String path) {
        return client.delete()
                .uri(service.resolve(path))
                .header(KEY, key.reveal())
                .exchangeToMono(ClientResponse::releaseBody)
                .timeout(lookTime);
    }

    private static <T> Mono<T> read(ClientResponse response, BiFunction<Integer, String, T> reader) {
        return response.bodyToMono(String.class)
                .defaultIfEmpty("")
                .map(body -> reader.apply(response.statusCode().value(), body));
    }

    /** Whether it is the service's or the network's fault, or an answer larger than any can be; a fault of ours goes on as it is. */
    private static boolean isOutside(Throwable error) {
        return error instanceof TimeoutException || error instanceof IllegalStateException || Outside.isFault(error);
    }

    /** What was never sent was never bought: nobody was there to read it. */
    private static OrderEnd orderEnd(Throwable error) {
        return isUnsent(error)
                ? new OrderEnd.NotTaken(Trouble.of(Trouble.Kind.UNAVAILABLE, "no connection could be made"))
                : new OrderEnd.Lost(sentence(error));
    }

    private static boolean isUnsent(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }

    private static String sentence(Throwable error) {
        if (error instanceof TimeoutException) {
            return "it did not answer in time";
        }
        return isUnsent(error) ? "no connection could be made" : "the connection broke";
    }
}
