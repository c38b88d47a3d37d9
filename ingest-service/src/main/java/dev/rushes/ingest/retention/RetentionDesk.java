package dev.rushes.ingest.retention;

import dev.rushes.ingest.retention.domain.Expiring;
import dev.rushes.ingest.retention.domain.OrphanRule;
import dev.rushes.ingest.retention.domain.TermsBook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** For operators: what would go now, what came of the last rounds, and a round at once. */
public final class RetentionDesk {
    private final Expiries expiries;
    private final Orphans orphans;
    private final Sweeps sweeps;
    private final TermsBook terms;
    private final OrphanRule rule;
    private final Clock clock;

    RetentionDesk(Expiries expiries, Orphans orphans, Sweeps sweeps, TermsBook terms, OrphanRule rule, Clock clock) {
        this.expiries = expiries;
        this.orphans = orphans;
        this.sweeps = sweeps;
        this.terms = terms;
        this.rule = rule;
        this.clock = clock;
    }

    /**
     * How it stands.
     *
     * @param due jobs that the next round takes up; one of which more is due counts with each
     * @param next the longest waiting of them
     * @param removing jobs that are being looked at
     * @param margin least age of orphans that go
     * @param orphans folders that belong to nobody and are old enough, as the last sweep found them
     */
    public record Look(
            TermsBook terms,
            Map<Expiring, Long> due,
            List<Expiries.Due> next,
            long removing,
            Duration margin,
            long orphans,
            List<Orphans.Orphan> firstOrphans,
            List<Sweeps.Standing> sweeps) {}

    /**
     * Changes nothing.
     *
     * @param most jobs and orphans that are named
     */
    public Mono<Look> look(int most) {
        Instant now = clock.instant();
        Instant storedBefore = rule.storedBefore(now);
        return Mono.zip(
                        counts(now),
                        next(now, most),
                        expiries.claimed(),
                        orphans.count(storedBefore),
                        orphans.list(storedBefore, "", most).collectList(),
                        sweeps.all().collectList())
                .map(all -> new Look(
                        terms,
                        all.getT1(),
                        all.getT2(),
                        all.getT3(),
                        rule.margin(),
                        all.getT4(),
                        all.getT5(),
                        all.getT6()));
    }

    /**
     * Has both rounds made as soon as an instance has time.
     *
     * @param approved whether the next sweep removes all that belongs to nobody, however much it is
     */
    public Mono<Void> run(boolean approved) {
        return sweeps.ask(Sweeps.Name.JOBS, false).then(Mono.defer(() -> sweeps.ask(Sweeps.Name.ORPHANS, approved)));
    }

    private Mono<Map<Expiring, Long>> counts(Instant now) {
        return Flux.fromArray(Expiring.values())
                .concatMap(what -> groups().concatMap(group -> expiries.count(group, what, now))
                        .reduce(0L, Long::sum)
                        .map(count -> Map.entry(what, count)))
                .collect(
                        () -> new EnumMap<>(Expiring.class),
                        (counts, each) -> counts.put(each.getKey(), each.getValue()));
    }

    private Mono<List<Expiries.Due>> next(Instant now, int most) {
        return Flux.fromStream(Arrays.stream(Expiring.values()))
                .concatMap(what -> groups().concatMap(group -> expiries.due(group, what, now, most)))
                .collectSortedList(Comparator.comparing(Expiries.Due::endedAt))
                .map(all -> all.subList(0, Math.min(most, all.size())));
    }

    private Flux<TermsBook.Group> groups() {
        return Flux.fromIterable(terms.groups());
    }
}
