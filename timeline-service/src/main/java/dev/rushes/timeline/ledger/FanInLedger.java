package dev.rushes.timeline.ledger;

import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.StageFailure;
import dev.rushes.timeline.domain.AnalyzedChunk;
import dev.rushes.timeline.domain.AssembledTimeline;
import dev.rushes.timeline.domain.FanIn;
import dev.rushes.timeline.domain.FanInDecision;
import dev.rushes.timeline.domain.FanInState;
import dev.rushes.timeline.domain.FanInState.Assembly;
import dev.rushes.timeline.domain.TimelineInput;
import io.r2dbc.spi.R2dbcException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Remembers which chunks have come, across crashes and for any number of instances.
 *
 * <p>Three steps, each of which may be the last before a crash:
 *
 * <pre>
 *   1 record   one transaction: lock the run, write the input, decide; who completes the set is written down as the trigger
 *   2 (the stage assembles; the set of chunks does not change any more)
 *   3 finish   the result is written down, once; whoever comes second announces the first one's
 * </pre>
 *
 * Findings for a gap that come after 1 are written beside it, in the transaction that decides on them. After 1 or 2 the trigger's redelivery starts again from the same set; after 3 it announces the stored result. Signals
 * {@code DATABASE_UNAVAILABLE} if Postgres does not do its part.
 */
public final class FanInLedger {
    private final FanInTables tables;
    private final TransactionalOperator transaction;

    public FanInLedger(FanInTables tables, TransactionalOperator transaction) {
        this.tables = tables;
        this.transaction = transaction;
    }

    /** Writes an input down and says what it means. */
    public Mono<FanInDecision> record(JobRun run, TimelineInput input) {
        return tables.lock(run)
                .then(Mono.defer(() -> tables.assembly(run)))
                .flatMap(assembly -> assembly.isPresent() ? after(run, assembly, input) : before(run, input))
                .as(transaction::transactional)
                .onErrorMap(FanInLedger::isDatabase, FanInLedger::unavailable);
    }

    private Mono<FanInDecision> before(JobRun run, TimelineInput input) {
        return write(run, input)
                .then(Mono.defer(() -> tables.state(run)))
                .map(state -> FanIn.decide(input.eventId(), state))
                .flatMap(decision -> decision instanceof FanInDecision.Assemble
                        ? tables.claim(run, input.eventId()).thenReturn(decision)
                        : Mono.just(decision));
    }

    private Mono<Void> write(JobRun run, TimelineInput input) {
        return switch (input) {
            case TimelineInput.Chunk chunk -> tables.arrive(run, chunk.chunk());
            case TimelineInput.Expectation expectation -> tables.expect(run, expectation);
        };
    }

    private Mono<FanInDecision> after(JobRun run, Optional<Assembly> assembly, TimelineInput input) {
        Mono<Boolean> fillsGap =
                input instanceof TimelineInput.Chunk arrived && !arrived.chunk().gap()
                        ? tables.fill(run, arrived.chunk())
                        : Mono.just(false);
        return fillsGap.map(
                fills -> FanIn.decide(input.eventId(), new FanInState(Optional.empty(), assembly, false, fills)));
    }

    /** What the assembly of a run works on. */
    public Mono<FrozenSet> frozenSet(JobRun run) {
        return set(run, tables.chunks(run));
    }

    /** What is known by now: the same with the gaps that were filled since. */
    public Mono<FrozenSet> knownSet(JobRun run) {
        return set(run, tables.knownChunks(run));
    }

    private Mono<FrozenSet> set(JobRun run, Mono<List<AnalyzedChunk>> chunks) {
        return tables.footage(run)
                .zipWith(chunks, FrozenSet::new)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("Expected the chunks of " + run
                        + " in the fan-in ledger, but they have been forgotten meanwhile")))
                .onErrorMap(FanInLedger::isDatabase, FanInLedger::unavailable);
    }

    /**
     * Writes the result of an assembly down.
     *
     * @return whether it was the first; if not, another instance was faster, and the set being the same, so is its result
     */
    public Mono<Boolean> finish(JobRun run, AssembledTimeline result) {
        return tables.finish(run, result).onErrorMap(FanInLedger::isDatabase, FanInLedger::unavailable);
    }

    /** Forgets a job that is erased, with all its runs up to this one. Repeatable. */
    public Mono<Void> forget(JobRun last) {
        return tables.forget(last).onErrorMap(FanInLedger::isDatabase, FanInLedger::unavailable);
    }

    /**
     * Forgets runs that nothing has happened to for that long.
     *
     * @param atMost runs to forget in one go
     * @return how many it were
     */
    public Mono<Long> forget(Duration untouchedFor, int atMost) {
        return tables.forget(untouchedFor, atMost).onErrorMap(FanInLedger::isDatabase, FanInLedger::unavailable);
    }

    /** What Postgres refuses (bad data, bad SQL) is a fault of ours; everything else says that it is not there. */
    private static boolean isDatabase(Throwable error) {
        boolean refused = error instanceof DataIntegrityViolationException
                || error instanceof InvalidDataAccessResourceUsageException
                || error instanceof InvalidDataAccessApiUsageException;
        return !refused
                && (error instanceof DataAccessException
                        || error instanceof TransactionException
                        || error instanceof R2dbcException);
    }

    private static StageFailure unavailable(Throwable error) {
        return new StageFailure(
                CommonFailure.DATABASE_UNAVAILABLE,
                "Expected Postgres to keep the fan-in ledger, but it answered with "
                        + error.getClass().getSimpleName(),
                error);
    }
}
