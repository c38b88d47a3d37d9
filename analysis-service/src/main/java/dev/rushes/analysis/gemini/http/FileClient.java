package dev.rushes.analysis.gemini.http;

import dev.rushes.analysis.gemini.wire.Film;
import dev.rushes.gemini.GeminiKey;
import dev.rushes.gemini.domain.Diagnosis;
import dev.rushes.gemini.domain.Trouble;
import dev.rushes.gemini.http.Outside;
import dev.rushes.gemini.wire.ErrorReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Brings films to the service, waits until they are ready, and takes them away again. */
public final class FileClient {
    private static final Duration LONGEST_POLL = Duration.ofSeconds(10);

    private final WebClient client;
    private final GeminiKey key;
    private final Times times;
    private final Upload upload;

    public FileClient(WebClient client, GeminiKey key, Times times) {
        this.client = client;
        this.key = key;
        this.times = times;
        this.upload = new Upload(client, key, times);
    }

    /**
     * Brings a film and waits until it can be used. Whoever calls this again with the same name after a crash finds the film that is there.
     *
     * @param name up to 40 lower-case letters, digits and dashes
     * @return errors with {@link FileTrouble}
     */
    public Mono<Film.Brought> bring(Path file, String mimeType, String name) {
        return Digest.of(file)
                .flatMap(digest -> upload.send(file, digest, mimeType, name)
                        .switchIfEmpty(Mono.defer(() -> look(name)))
                        .flatMap(shown -> check(shown, digest, name))
                        .flatMap(shown -> ready(shown, name, times.poll())))
                .map(shown -> new Film.Brought(shown.path("uri").asString(""), mimeType))
                .timeout(times.ready().plus(times.call()))
                .onErrorMap(TimeoutException.class, _ -> FileTrouble.failed("the film could not be brought in time"))
                .onErrorMap(
                        Outside::isFault, _ -> FileTrouble.failed("the connection broke while the film was brought"));
    }

    /** Waits until a film that was brought can be used. */
    public Mono<Film.Brought> await(String name, String mimeType) {
        return look(name)
                .flatMap(shown -> ready(shown, name, times.poll()))
                .map(shown -> new Film.Brought(shown.path("uri").asString(""), mimeType))
                .onErrorMap(
                        error -> error instanceof TimeoutException || Outside.isFault(error),
                        _ -> new FileTrouble(
                                Trouble.of(Trouble.Kind.UNAVAILABLE, "it did not say whether the film is ready")));
    }

    /** Takes a film away; it goes by itself after two days, so nothing of this is an error. */
    public Mono<Void> remove(String name) {
        return client.delete()
                .uri("/v1beta/files/{name}", name)
                .header("x-goog-api-key", key.reveal())
                .exchangeToMono(ClientResponse::releaseBody)
                .timeout(times.request())
                .onErrorComplete();
    }

    private Mono<JsonNode> check(JsonNode shown, Digest digest, String name) {
        return digest.isOf(shown)
                ? Mono.just(shown)
                : remove(name).then(Mono.error(FileTrouble.failed("the film arrived with other bytes than were sent")));
    }

    /** Only the word ACTIVE says that it is ready. */
    private Mono<JsonNode> ready(JsonNode shown, String name, Duration pause) {
        String state = shown.path("state").asString("");
        if (state.equals("ACTIVE")) {
            return Mono.just(shown);
        }
        if (state.equals("FAILED")) {
            return remove(name)
                    .then(Mono.error(FileTrouble.failed("the service could not read the film: "
                            + shown.path("error").path("message").asString("no reason given"))));
        }
        Duration next = pause.multipliedBy(3).dividedBy(2);
        Mono<JsonNode> again = Mono.delay(pause)
                .then(Mono.defer(() -> look(name)))
                .flatMap(later -> ready(later, name, next.compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : next));
        return pause.equals(times.poll())
                ? again.timeout(
                        times.ready(),
                        remove(name)
                                .then(Mono.error(FileTrouble.failed("the film was not ready within "
                                        + times.ready().toSeconds() + " s"))))
                : again;
    }

    private Mono<JsonNode> look(String name) {
        return client.get()
                .uri("/v1beta/files/{name}", name)
                .header("x-goog-api-key", key.reveal())
                .exchangeToMono(response -> response.toEntity(String.class))
                .timeout(times.request())
                .map(FileClient::file);
    }

    static JsonNode file(ResponseEntity<String> entity) {
        String body = entity.getBody() == null ? "" : entity.getBody();
        int status = entity.getStatusCode().value();
        if (status != 200) {
            Trouble trouble = Diagnosis.of(ErrorReader.read(status, body));
            // A file that is not there is said to be forbidden (403); should it ever be not found, it is no more there.
            throw new FileTrouble(
                    status == 404 ? new Trouble(Trouble.Kind.FILE_GONE, trouble.message(), trouble.pause()) : trouble);
        }
        try {
            JsonNode root = JsonMapper.shared().readTree(body);
            return root.has("file") ? root.path("file") : root;
        } catch (JacksonException notJson) {
            throw FileTrouble.failed("what is said of the film can't be read");
        }
    }
}
