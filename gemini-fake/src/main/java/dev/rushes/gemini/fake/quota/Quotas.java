package dev.rushes.gemini.fake.quota;

import dev.rushes.gemini.fake.http.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts what each model was asked. Not safe for threads. */
public final class Quotas {
    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Quota quota;
    private final Clock clock;
    private final Map<String, Deque<Call>> calls = new HashMap<>();
    private final Map<String, Long> today = new HashMap<>();
    private LocalDate day;

    private record Call(Instant at, long tokens) {}

    public Quotas(Quota quota, Clock clock) {
        this.quota = quota;
        this.clock = clock;
        this.day = LocalDate.ofInstant(clock.instant(), PACIFIC);
    }

    /** Counts a call, or refuses it. */
    public Optional<Reply> admit(String model, long tokens) {
        Instant now = clock.instant();
        LocalDate date = LocalDate.ofInstant(now, PACIFIC);
        if (!date.equals(day)) {
            day = date;
            today.clear();
        }
        Deque<Call> last = calls.computeIfAbsent(model, _ -> new ArrayDeque<>());
        while (!last.isEmpty() && !now.isBefore(last.peekFirst().at().plus(MINUTE))) {
            Call unused = last.removeFirst();
        }
        if (quota.requestsPerDay() > 0 && today.getOrDefault(model, 0L) >= quota.requestsPerDay()) {
            return Optional.of(QuotaError.perDay(model, quota.requestsPerDay()));
        }
        Duration free = last.isEmpty()
                ? MINUTE
                : Duration.between(now, last.peekFirst().at().plus(MINUTE));
        if (quota.requestsPerMinute() > 0 && last.size() >= quota.requestsPerMinute()) {
            return Optional.of(QuotaError.requests(model, quota.requestsPerMinute(), free));
        }
        long spent = last.stream().mapToLong(Call::tokens).sum();
        if (quota.tokensPerMinute() > 0 && spent + tokens > quota.tokensPerMinute()) {
            return Optional.of(QuotaError.tokens(model, quota.tokensPerMinute(), free));
        }
        last.addLast(new Call(now, tokens));
        var unused = today.merge(model, 1L, Long::sum);
        return Optional.empty();
    }

    public void clear() {
        calls.clear();
        today.clear();
    }
}
