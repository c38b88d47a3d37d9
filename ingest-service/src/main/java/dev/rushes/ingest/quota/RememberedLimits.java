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
 * once, one asks for all. Bounded: the tenant that was asked about first is forgotten. Thread-safe.
 */
final class RememberedLimits {
    /** How long an instance may not know of limits that another one has set. */
    static final Duration FRESH = Duration.ofSeconds(1);

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
        return Mono.defer(() -> recall(tenant).map(Mono::just).orElseGet(() -> ask(tenant, question)));
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

    private synchronized Optional<Boolean> recall(String tenant) {
        Instant now = clock.instant();
        return Optional.ofNullable(memories.get(tenant))
                .filter(memory -> !now.isBefore(memory.asked())
                        && now.isBefore(memory.asked().plus(FRESH)))
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
