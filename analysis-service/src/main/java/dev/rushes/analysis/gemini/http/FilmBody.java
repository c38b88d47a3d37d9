package dev.rushes.analysis.gemini.http;

import dev.rushes.analysis.gemini.wire.Film;
import dev.rushes.analysis.gemini.wire.Question;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The body of a request. The film's bytes become Base64 while they are sent, so that no more than a piece of them is ever in memory.
 *
 * @param length bytes
 * @param bytes each subscriber reads the film anew
 */
record FilmBody(long length, Flux<DataBuffer> bytes) {
    /** A multiple of three: pieces of Base64 can be joined. */
    private static final int PIECE = 3 * 256 * 1024;

    static Mono<FilmBody> of(Question question, Film film) {
        return switch (film) {
            case Film.Brought(String uri, String type) -> {
                byte[] body = question.brought(uri, type).before();
                yield Mono.just(new FilmBody(body.length, Flux.defer(() -> Flux.just(wrap(body)))));
            }
            case Film.Inline(Path file, String type) ->
                Mono.fromCallable(() -> inline(question.inline(type), file)).subscribeOn(Schedulers.boundedElastic());
        };
    }

    private static FilmBody inline(Question.Body body, Path file) throws IOException {
        long size = Files.size(file);
        long encoded = (size + 2) / 3 * 4;
        return new FilmBody(
                body.before().length + encoded + body.after().length,
                Flux.defer(() -> Flux.just(wrap(body.before())))
                        .concatWith(film(file, size))
                        .concatWith(Flux.defer(() -> Flux.just(wrap(body.after())))));
    }

    /** Each piece opens and closes the file by itself: whoever leaves in the middle has nothing to close on a thread that must not wait. */
    private static Flux<DataBuffer> film(Path file, long size) {
        int pieces = Math.toIntExact((size + PIECE - 1) / PIECE);
        return Flux.range(0, pieces)
                .concatMap(
                        number -> Mono.fromCallable(() -> wrap(encoded(file, (long) number * PIECE)))
                                .subscribeOn(Schedulers.boundedElastic()),
                        1);
    }

    private static byte[] encoded(Path file, long offset) throws IOException {
        try (InputStream film = Files.newInputStream(file)) {
            film.skipNBytes(offset);
            return Base64.getEncoder().encode(film.readNBytes(PIECE));
        }
    }

    private static DataBuffer wrap(byte[] bytes) {
        return DefaultDataBufferFactory.sharedInstance.wrap(bytes);
    }
}
