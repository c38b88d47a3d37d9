package dev.rushes.runtime.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.ContextView;

/** News of one try on their way: one after the other, in the order of their telling. Most tries tell none, and cost nothing here. Thread-safe. */
final class NewsLine {
    private static final Logger LOG = LoggerFactory.getLogger(NewsLine.class);
    private static final int MOST_UNSENT = 256;
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final Mail mail;
    private final Timer timer;
    private final Sinks.Empty<Void> told = Sinks.empty();
    private Sinks.@Nullable Many<Letter> line;

    NewsLine(Mail mail, Timer timer) {
        this.mail = mail;
        this.timer = timer;
    }

    /** @param logging what log lines carry */
    synchronized void tell(Letter letter, ContextView logging) {
        Sinks.Many<Letter> open = line;
        if (open == null) {
            open = open(logging);
            line = open;
        }
        if (open.tryEmitNext(letter) != Sinks.EmitResult.OK) {
            LOG.warn("Expected to tell what happens, but {} news wait to be sent already; one is lost", MOST_UNSENT);
        }
    }

    private Sinks.Many<Letter> open(ContextView logging) {
        Sinks.Many<Letter> opened = Sinks.many().unicast().onBackpressureBuffer(new LinkedBlockingQueue<>(MOST_UNSENT));
        Disposable unused = opened.asFlux()
                .concatMap(mail::attempt)
                .contextWrite(logging)
                .subscribe(sent -> {}, error -> allTold(), this::allTold);
        return opened;
    }

    private void allTold() {
        Sinks.EmitResult unused = told.tryEmitEmpty();
    }

    /**
     * No more news.
     *
     * @return completes when all are out, at the latest after a few seconds; empty if none was told
     */
    synchronized Optional<Mono<Void>> close() {
        if (line == null) {
            return Optional.empty();
        }
        Sinks.EmitResult unused = line.tryEmitComplete();
        return Optional.of(told.asMono().timeout(timer.after(LAST_WORDS), Mono.empty()));
    }
}
