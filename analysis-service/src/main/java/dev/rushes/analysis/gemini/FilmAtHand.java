package dev.rushes.analysis.gemini;

import dev.rushes.analysis.analyzer.Errand;
import dev.rushes.analysis.gemini.domain.Piece;
import dev.rushes.analysis.gemini.wire.Film;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The small film of one piece: made once, sent along if it is small enough, brought as a file otherwise, and taken away at the end. */
final class FilmAtHand {
    private final Tools tools;
    private final String mimeType;
    private final String name;
    private final Mono<Path> made;
    private final AtomicInteger brought = new AtomicInteger();
    private final AtomicReference<Optional<String>> ready = new AtomicReference<>(Optional.empty());

    FilmAtHand(Tools tools, Errand errand, Piece piece) {
        this.tools = tools;
        this.mimeType = Proxy.mimeType(errand.chunk().track());
        this.made = errand.file()
                .flatMap(file -> tools.proxy().make(errand.chunk(), piece, file, errand.folder()))
                .cache();
        // Follows from the work, so that whoever repeats it finds the file instead of bringing another.
        String digest = AnswerStore.digest(
                errand.job().ticket().jobId().toString(),
                errand.chunk().unit(),
                errand.chunk().chunk().sha256(),
                tools.proxy().recipe(errand.chunk(), piece));
        this.name = "rushes-" + digest.substring(0, 28);
    }

    /**
     * The film, ready to be used.
     *
     * @param fresh whether the file that was brought is of no use
     */
    Mono<Film> film(boolean fresh) {
        return made.flatMap(file -> {
            if (file.toFile().length() <= tools.settings().inlineLimit().toBytes()) {
                return Mono.just(new Film.Inline(file, mimeType));
            }
            Optional<String> known = fresh ? Optional.empty() : ready.get();
            return known.<Mono<Film>>map(
                            its -> tools.files().await(its, mimeType).cast(Film.class))
                    .orElseGet(() -> bring(file));
        });
    }

    private Mono<Film> bring(Path file) {
        String its = name + "-" + brought.incrementAndGet();
        return tools.files()
                .bring(file, mimeType, its)
                .doOnNext(_ -> ready.set(Optional.of(its)))
                .cast(Film.class);
    }

    /** Takes away what was brought. Never an error: the service does it by itself after two days. */
    Mono<Void> remove() {
        return Flux.range(1, brought.get())
                .concatMap(number -> tools.files().remove(name + "-" + number))
                .then();
    }
}
