package dev.rushes.analysis.gemini.http;

import dev.rushes.gemini.GeminiKey;
import dev.rushes.gemini.domain.Diagnosis;
import dev.rushes.gemini.http.Outside;
import dev.rushes.gemini.wire.ErrorReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A resumable upload: start, parts, and the question how much has arrived. */
final class Upload {
    /** Every part but the last is a multiple of that. */
    private static final int PART = 8 << 20;

    private static final int TRIES = 4;
    private static final int TAKEN = 409;

    private final WebClient client;
    private final GeminiKey key;
    private final Times times;

    /** What is sent, and where to. */
    private record Sending(Path file, long size, URI session) {}

    Upload(WebClient client, GeminiKey key, Times times) {
        this.client = client;
        this.key = key;
        this.times = times;
    }

    /** What the service says of the file; empty if it is there, but its last word was lost, or it was there before. */
    Mono<JsonNode> send(Path file, Digest digest, String mimeType, String name) {
        return start(digest, mimeType, name, 1)
                .flatMap(session -> part(new Sending(file, digest.size(), session), 0, 1));
    }

    private Mono<URI> start(Digest digest, String mimeType, String name, int attempt) {
        String wish = JsonMapper.shared()
                .createObjectNode()
                .set("file", JsonMapper.shared().createObjectNode().put("name", "files/" + name))
                .toString();
        return client.post()
                .uri("/upload/v1beta/files")
                .header("x-goog-api-key", key.reveal())
                .header("X-Goog-Upload-Protocol", "resumable")
                .header("X-Goog-Upload-Command", "start")
                .header("X-Goog-Upload-Header-Content-Length", Long.toString(digest.size()))
                .header("X-Goog-Upload-Header-Content-Type", mimeType)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(wish)
                .exchangeToMono(response -> response.toEntity(String.class))
                .timeout(times.request())
                .flatMap(answer -> {
                    if (answer.getStatusCode().value() == TAKEN) {
                        return Mono.empty();
                    }
                    String address = answer.getHeaders().getFirst("X-Goog-Upload-URL");
                    if (answer.getStatusCode().value() == 200 && address != null) {
                        return session(address);
                    }
                    if (attempt < TRIES
                            && (answer.getStatusCode().value() == 200
                                    || answer.getStatusCode().is5xxServerError())) {
                        return Mono.delay(times.poll()).then(start(digest, mimeType, name, attempt + 1));
                    }
                    return Mono.error(trouble(answer));
                });
    }

    /** An address that is none is not repeated in words: whoever has it may use it. */
    static Mono<URI> session(String address) {
        try {
            return Mono.just(new URI(address));
        } catch (URISyntaxException secret) {
            return Mono.error(FileTrouble.failed("the upload was begun at an address that is none"));
        }
    }

    private Mono<JsonNode> part(Sending sending, long offset, int attempt) {
        int length = (int) Math.min(PART, sending.size() - offset);
        boolean last = offset + length == sending.size();
        return Mono.fromCallable(() -> read(sending.file(), offset, length))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(bytes -> client.post()
                        .uri(sending.session())
                        .header("X-Goog-Upload-Offset", Long.toString(offset))
                        .header("X-Goog-Upload-Command", last ? "upload, finalize" : "upload")
                        .bodyValue(bytes)
                        .exchangeToMono(response -> response.toEntity(String.class))
                        .timeout(times.call()))
                .flatMap(answer -> {
                    if (answer.getStatusCode().value() != 200) {
                        return resume(sending, attempt, trouble(answer));
                    }
                    return last ? Mono.just(FileClient.file(answer)) : part(sending, offset + length, attempt);
                })
                .onErrorResume(
                        error -> error instanceof TimeoutException || Outside.isFault(error),
                        _ -> resume(sending, attempt, FileTrouble.failed("the upload broke off")));
    }

    /** Asks how much has arrived, and goes on from there. */
    private Mono<JsonNode> resume(Sending sending, int attempt, RuntimeException why) {
        if (attempt >= TRIES) {
            return Mono.error(why);
        }
        return Mono.delay(times.poll())
                .then(client.post()
                        .uri(sending.session())
                        .header("X-Goog-Upload-Command", "query")
                        .exchangeToMono(response -> response.toBodilessEntity())
                        .timeout(times.request()))
                .flatMap(answer -> {
                    HttpHeaders headers = answer.getHeaders();
                    String status = String.valueOf(headers.getFirst("X-Goog-Upload-Status"));
                    String received = String.valueOf(headers.getFirst("X-Goog-Upload-Size-Received"));
                    if (status.equals("final")) {
                        return Mono.empty();
                    }
                    return status.equals("active") && received.matches("\\d{1,15}")
                            ? part(sending, Long.parseLong(received), attempt + 1)
                            : Mono.<JsonNode>error(why);
                });
    }

    private static FileTrouble trouble(ResponseEntity<String> answer) {
        int status = answer.getStatusCode().value();
        String body = answer.getBody() == null ? "" : answer.getBody();
        return status == 200
                ? FileTrouble.failed("the upload was begun without an address")
                : new FileTrouble(Diagnosis.of(ErrorReader.read(status, body)));
    }

    private static byte[] read(Path file, long offset, int length) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            bytes.skipNBytes(offset);
            return bytes.readNBytes(length);
        }
    }
}
