package dev.rushes.ingest.retention;

import dev.rushes.ingest.retention.JobObjects.Taken;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes the rounds: every instance asks in turn whether one is due, and one of them makes it. None begins while the ledger does not know what the
 * log knows: a job that has gone on would look like one that is over, and a new one like none.
 */
final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final Sweeps sweeps;
    private final Expirer expirer;
    private final OrphanSweep orphans;
    private final LedgerReach ledger;
    private final RetentionMeters meters;
    private final RetentionSettings settings;
    private final Clock clock;
    private final UUID me;

    /** Whether the ledger knows everything that was told so long ago. */
    interface LedgerReach {
        Mono<Boolean> knowsAllBut(Duration latest);
    }

    /** @param me name of this instance */
    Retention(
            Sweeps sweeps,
            Expirer expirer,
            OrphanSweep orphans,
            LedgerReach ledger,
            RetentionMeters meters,
            RetentionSettings settings,
            Clock clock,
            UUID me) {
        this.sweeps = sweeps;
        this.expirer = expirer;
        this.orphans = orphans;
        this.ledger = ledger;
        this.meters = meters;
        this.settings = settings;
        this.clock = clock;
        this.me = me;
    }

    /** Makes the rounds that are due. Never fails. */
    Mono<Void> look() {
        return sweeps.all()
                .collectList()
                .flatMapMany(Flux::fromIterable)
                .doOnNext(this::count)
                .filter(Sweeps.Standing::due)
                .concatMap(due -> switch (due.name()) {
                    case JOBS -> make(due.name(), this::overJobs);
                    case ORPHANS -> make(due.name(), this::overTheStore);
                })
                .then()
                .onErrorResume(error -> {
                    LOG.warn("Could not look after what is over; will try again: {}", error.toString());
                    return Mono.empty();
                });
    }

    /** Whichever instance it was that swept. */
    private void count(Sweeps.Standing standing) {
        if (standing.name() == Sweeps.Name.ORPHANS) {
            meters.orphans(standing.outcome().found(), standing.outcome().asks());
        }
    }

    /** Somebody else may be faster: then there is nothing to do. */
    private Mono<Void> make(Sweeps.Name name, Function<Sweeps.Turn, Mono<Ended>> round) {
        return sweeps.take(name, me, settings.lease(), clock.instant())
                .flatMap(turn -> ledger.knowsAllBut(settings.lag())
                        .flatMap(known -> known
                                ? round.apply(turn)
                                : Mono.just(new Ended(Sweeps.Outcome.problem("LEDGER_BEHIND"), settings.interval())))
                        .onErrorResume(error -> failed(name, error))
                        .flatMap(ended -> sweeps.end(turn, ended.outcome(), ended.next(), clock.instant())));
    }

    /** @param next when the next round is due, from now */
    private record Ended(Sweeps.Outcome outcome, Duration next) {}

    private Mono<Ended> overJobs(Sweeps.Turn turn) {
        return expirer.round()
                .map(round -> new Ended(outcome(round), round.more() ? Duration.ZERO : settings.interval()));
    }

    private static Sweeps.Outcome outcome(Expirer.Round round) {
        Taken taken = round.taken();
        return new Sweeps.Outcome(round.jobs(), round.expired(), taken.objects(), taken.bytes(), "");
    }

    private Mono<Ended> overTheStore(Sweeps.Turn turn) {
        return orphans.round(turn)
                .map(outcome -> new Ended(outcome, settings.orphans().interval()));
    }

    private Mono<Ended> failed(Sweeps.Name name, Throwable error) {
        LOG.warn("A round over {} was broken off; the next begins anew: {}", name, error.toString());
        return Mono.just(new Ended(Sweeps.Outcome.problem(error.getClass().getSimpleName()), settings.interval()));
    }
}
