package dev.rushes.ingest.quota;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/**
 * Whether tenants have limits at all, as it was a moment ago: most have none, and a rush of their jobs need not ask for each. Of many that want to know at
 * once, one asks for all, and nobody waits for it if the answer before is only just too old. While nobody can be asked, an older answer serves: a rush is
 * what keeps the database busy, and must not be refused for that. Bounded: the tenant that was asked about first is forgotten. Thread-safe.
 */
final class RememberedLimits {
    /** For so long an answer is believed. */
    static final Duration FRESH = Duration.ofSeconds(1);

    /** How long an instance may not know of limits that another one has set: as long as it believes an answer while it asks again. */
    static final Duration GOOD = Duration.ofSeconds(2);

    /** The same while the database does not answer. */
    static final Duration LAST_RESORT = Duration.ofMinutes(1);

    private static final int MOST = 10_000;

    private final Clock clock;
    private final Map<String, Memory> memories = new LinkedHashMap<>();
    private final Map<String, Question> questions = new ConcurrentHashMap<>();

    private record Memory(boolean limited, Instant asked) {}

    RememberedLimits(Clock clock) {
        this.clock = clock;
    }

    /**
     * Whether a tenant has limits.
     *
     * @param question finds out; is asked if nobody knows, and not more than once at a time
     */
    Mono<Boolean> areThere(String tenant, Mono<Boolean> question) {
        return Mono.defer(() -> {
            Optional<Boolean> fresh = recall(tenant, FRESH);
            if (fresh.isPresent()) {
                return Mono.just(fresh.get());
            }
            Mono<Boolean> answer = ask(tenant, question)
                    .onErrorResume(
                            error -> recall(tenant, LAST_RESORT).map(Mono::just).orElseGet(() -> Mono.error(error)));
            Optional<Boolean> good = recall(tenant, GOOD);
            if (good.isPresent()) {
                var asking = answer.subscribe(_ -> {}, _ -> {});
                return Mono.just(good.get());
            }
            return answer;
        });
    }

    private Mono<Boolean> ask(String tenant, Mono<Boolean> question) {
        return questions.computeIfAbsent(tenant, _ -> new Question(tenant, question)).answer;
    }

    /** One that is under way. Who goes away before the answer comes does not take it from the others. */
    private final class Question {
        private final Mono<Boolean> answer;

        Question(String tenant, Mono<Boolean> question) {
            this.answer = Mono.defer(() -> {
                        Instant asked = clock.instant();
                        return question.doOnNext(limited -> remember(tenant, this, new Memory(limited, asked)));
                    })
                    .doFinally(_ -> questions.remove(tenant, this))
                    .cache();
        }
    }

    private synchronized Optional<Boolean> recall(String tenant, Duration young) {
        Instant now = clock.instant();
        return Optional.ofNullable(memories.get(tenant))
                .filter(memory -> !now.isBefore(memory.asked())
                        && now.isBefore(memory.asked().plus(young)))
                .map(Memory::limited);
    }

    /** What was asked before the limits were set says nothing any more. */
    private synchronized void remember(String tenant, Question question, Memory memory) {
        if (questions.get(tenant) != question) {
            return;
        }
        Memory unused = memories.remove(tenant);
        if (memories.size() >= MOST) {
            unused = memories.remove(memories.keySet().iterator().next());
        }
        unused = memories.put(tenant, memory);
    }

    /** They have just been set. */
    synchronized void forget(String tenant) {
        Memory unused = memories.remove(tenant);
        Question alsoUnused = questions.remove(tenant);
    }
}
