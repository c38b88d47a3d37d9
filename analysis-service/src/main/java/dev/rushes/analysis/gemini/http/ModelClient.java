package dev.rushes.analysis.gemini.http;

import dev.rushes.analysis.gemini.domain.CallEnd;
import dev.rushes.analysis.gemini.wire.Film;
import dev.rushes.analysis.gemini.wire.Question;
import dev.rushes.gemini.GeminiKey;
import dev.rushes.gemini.domain.Diagnosis;
import dev.rushes.gemini.domain.ErrorReport;
import dev.rushes.gemini.domain.Trouble;
import dev.rushes.gemini.http.Outside;
import dev.rushes.gemini.wire.ErrorReader;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Asks a model, and reads the answer as it comes. */
public final class ModelClient {
    private static final int LARGEST_ANSWER = 8 << 20;
    private static final int LARGEST_ERROR = 64 << 10;

    private final WebClient client;
    private final GeminiKey key;
    private final Times times;

    public ModelClient(WebClient client, GeminiKey key, Times times) {
        this.client = client;
        this.key = key;
        this.times = times;
    }

    /**
     * Asks. Cancelling closes the connection.
     *
     * @param seconds length of the film
     * @return how it ended; never an error of the service or the network
     */
    public Mono<CallEnd> ask(Question question, Film film, double seconds) {
        Duration limit =
                times.call().plusMillis((long) (seconds * times.callPerSecond().toMillis()));
        return FilmBody.of(question, film)
                .flatMap(body -> client.post()
                        .uri("/v1beta/models/{model}:streamGenerateContent?alt=sse", question.model())
                        .header("x-goog-api-key", key.reveal())
                        .contentType(MediaType.APPLICATION_JSON)
                        .contentLength(body.length())
                        .body(BodyInserters.fromDataBuffers(body.bytes()))
                        .exchangeToMono(this::read))
                .timeout(limit)
                .onErrorResume(ModelClient::isOutside, error -> Mono.just(lost(error, limit)));
    }

    private Mono<CallEnd> read(ClientResponse response) {
        int status = response.statusCode().value();
        if (status != 200) {
            return response.bodyToFlux(DataBuffer.class)
                    .transform(buffers -> DataBufferUtils.takeUntilByteCount(buffers, LARGEST_ERROR))
                    .as(DataBufferUtils::join)
                    .map(ModelClient::bytes)
                    .map(body -> new String(body, java.nio.charset.StandardCharsets.UTF_8))
                    .defaultIfEmpty("")
                    .map(body -> failed(ErrorReader.read(status, body)));
        }
        AnswerStream answer = new AnswerStream(LARGEST_ANSWER);
        return response.bodyToFlux(DataBuffer.class)
                .timeout(times.silence())
                .map(ModelClient::bytes)
                .takeUntil(answer::take)
                .then(Mono.fromSupplier(answer::end));
    }

    static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    static CallEnd failed(ErrorReport error) {
        return new CallEnd.Failed(Diagnosis.of(error), false);
    }

    /** Whether it is the service's or the network's fault; a fault of ours goes on as it is. */
    private static boolean isOutside(Throwable error) {
        return error instanceof TimeoutException || Outside.isFault(error) || error instanceof IllegalStateException;
    }

    private static CallEnd lost(Throwable error, Duration limit) {
        String what = error instanceof TimeoutException
                ? "it did not answer within " + limit.toSeconds() + " s, or fell silent"
                : error instanceof IllegalStateException
                        ? "its answer was larger than any can be"
                        : "the connection broke";
        return new CallEnd.Failed(Trouble.of(Trouble.Kind.UNAVAILABLE, what), true);
    }
}
