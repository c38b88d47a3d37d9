package dev.rushes.ingest.api;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.rushes.ingest.access.Caller;
import dev.rushes.runtime.kafka.Audit;
import dev.rushes.runtime.kafka.AuditEntry;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Does what operators ask for, and tells the audit: before, or nothing is done; and after, what came of it. If the second can't be told, the
 * first stands, and says that nobody knows how it ended.
 */
final class Deeds {
    private static final Logger LOG = LoggerFactory.getLogger(Deeds.class);

    private final Audit audit;
    private final Duration patience;
    private final Duration retryAfter;
    private final Clock clock;

    /**
     * @param patience longest wait for the audit
     * @param retryAfter what a client is told to wait if the audit is away
     */
    Deeds(Audit audit, Duration patience, Duration retryAfter, Clock clock) {
        this.audit = audit;
        this.patience = patience;
        this.retryAfter = retryAfter;
        this.clock = clock;
    }

    /**
     * What an operator asks for.
     *
     * @param action such as "keys.create"
     * @param subject what it is done to
     * @param tenant whose that is; empty if nobody's
     * @param reason in the operator's words
     * @param arguments the rest, by name; no secrets
     */
    record Deed(String action, String subject, String tenant, String reason, Map<String, String> arguments) {
        Deed {
            arguments = Map.copyOf(arguments);
        }

        Deed with(String name, String value) {
            Map<String, String> more = new TreeMap<>(arguments);
            more.put(name, value);
            return new Deed(action, subject, tenant, reason, more);
        }
    }

    /** @param outcome what the audit is told came of it, by name; no secrets */
    <T> Mono<T> audited(Caller caller, Deed deed, Mono<T> work, Function<T, Map<String, String>> outcome) {
        return Mono.fromSupplier(UuidCreator::getTimeOrderedEpoch)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(id -> told(entry(id, "begun", caller, deed, AuditEntry.Result.BEGUN, Map.of()))
                        .onErrorMap(this::away)
                        .then(work)
                        .onErrorResume(error -> note(entry(
                                        id, "ended", caller, deed, result(error), Map.of("problem", problem(error))))
                                .then(Mono.error(error)))
                        .delayUntil(done ->
                                note(entry(id, "ended", caller, deed, AuditEntry.Result.DONE, outcome.apply(done)))));
    }

    private Mono<Void> told(AuditEntry entry) {
        return audit.write(entry).timeout(patience);
    }

    private Mono<Void> note(AuditEntry entry) {
        return told(entry).onErrorResume(error -> {
            LOG.warn(
                    "Expected to tell the audit how {} ({}) ended, but: {}",
                    entry.deed().action(),
                    entry.deed().id(),
                    error.toString());
            return Mono.empty();
        });
    }

    private AuditEntry entry(
            UUID id, String step, Caller caller, Deed deed, AuditEntry.Result result, Map<String, String> outcome) {
        Map<String, String> arguments = new TreeMap<>(deed.arguments());
        arguments.put("from", caller.from());
        return new AuditEntry(
                UuidCreator.getNameBasedSha1(id, step),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                new AuditEntry.Deed(id, caller.name(), deed.action(), deed.reason(), arguments, false),
                new AuditEntry.Subject(deed.subject(), deed.tenant(), Optional.empty(), Optional.empty()),
                result,
                outcome,
                Optional.empty());
    }

    private ApiProblem away(Throwable error) {
        LOG.warn("Expected the audit to be told, but: {}", error.toString());
        return ApiProblem.unavailable(
                "LOG_UNAVAILABLE",
                "Expected Kafka to acknowledge the audit's entry, but it did not, so nothing was done. Send the same request again in a moment.",
                retryAfter);
    }

    private static AuditEntry.Result result(Throwable error) {
        return error instanceof ApiProblem problem && problem.status().is4xxClientError()
                ? AuditEntry.Result.REFUSED
                : AuditEntry.Result.FAILED;
    }

    private static String problem(Throwable error) {
        return error instanceof ApiProblem problem
                ? String.valueOf(problem.getMessage())
                : error.getClass().getSimpleName();
    }
}
