package dev.rushes.ingest.check;

import dev.rushes.ingest.domain.CleanText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looks at everything again and again, all things at once, each for a bounded time, and keeps what it found last. */
public final class Checkup {
    private static final int AT_A_TIME = 16;
    private static final int LONGEST_MESSAGE = 400;

    private final List<Check> checks;
    private final CheckSettings settings;
    private final Clock clock;
    private volatile Optional<Report> latest = Optional.empty();

    Checkup(List<Check> checks, CheckSettings settings, Clock clock) {
        this.checks = List.copyOf(checks);
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * What one look at everything found.
     *
     * @param at when it ended
     * @param results in the order of the checks
     */
    public record Report(Instant at, List<Result> results) {
        public Report {
            results = List.copyOf(results);
        }

        /** The worst of all. */
        public Finding.State state() {
            return results.stream()
                    .map(result -> result.finding().state())
                    .max(java.util.Comparator.naturalOrder())
                    .orElse(Finding.State.OK);
        }
    }

    /** @param took how long the look took */
    public record Result(String name, Finding finding, Duration took) {}

    /** What was found last; empty until the first look is over. */
    public Optional<Report> latest() {
        return latest;
    }

    /** Looks once. Never fails. */
    Mono<Report> look() {
        return Flux.fromIterable(checks)
                .flatMapSequential(this::look, AT_A_TIME)
                .collectList()
                .map(results -> new Report(clock.instant(), results))
                .doOnNext(report -> latest = Optional.of(report));
    }

    private Mono<Result> look(Check check) {
        return Mono.defer(() -> {
            long begun = System.nanoTime();
            return check.look()
                    .timeout(settings.limit())
                    .onErrorResume(error -> Mono.just(broken(check, error)))
                    .map(finding -> new Result(check.name(), finding, Duration.ofNanos(System.nanoTime() - begun)));
        });
    }

    private Finding broken(Check check, Throwable error) {
        String message = error instanceof TimeoutException
                ? "Expected an answer within " + settings.limit().toMillis() + " ms, but there was none."
                : sentence(check.name(), error);
        return Finding.broken(message, check.advice());
    }

    /** Our own errors say what was expected; those of libraries do not. */
    private static String sentence(String name, Throwable error) {
        String said = Optional.ofNullable(error.getMessage())
                .map(text -> CleanText.line(text, LONGEST_MESSAGE))
                .filter(text -> !text.isEmpty())
                .orElse(error.getClass().getSimpleName());
        return said.startsWith("Expected ") ? said : "Expected to reach " + name + ", but: " + said;
    }
}
