package dev.rushes.ingest.api;

import dev.rushes.ingest.ledger.OverdrawnRuns;
import dev.rushes.runtime.stage.CommonFailure;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Ends the runs whose deadline has passed or whose budget is spent, also those that wait in a queue where no stage looks at them. Every instance
 * watches: the end of a run has the same identifier whoever tells it, so it is told once. Finished parts are kept.
 */
final class TermsWatch {
    private static final Logger LOG = LoggerFactory.getLogger(TermsWatch.class);
    private static final int AT_A_TIME = 8;

    private final OverdrawnRuns runs;
    private final JobPublisher publisher;
    private final int batch;
    private final Clock clock;

    TermsWatch(OverdrawnRuns runs, JobPublisher publisher, int batch, Clock clock) {
        this.runs = runs;
        this.publisher = publisher;
        this.batch = batch;
        this.clock = clock;
    }

    /** Looks once. A run that can't be ended now is found again by the next look. */
    Mono<Void> look() {
        return Flux.defer(() -> runs.find(clock.instant(), batch))
                .flatMap(this::end, AT_A_TIME)
                .then()
                .onErrorResume(error -> {
                    LOG.warn("Expected to look after deadlines and budgets, but: {}", error.toString());
                    return Mono.empty();
                });
    }

    private Mono<Void> end(OverdrawnRuns.Overdrawn run) {
        CommonFailure code = run.passed().isPresent() ? CommonFailure.DEADLINE_PASSED : CommonFailure.BUDGET_EXCEEDED;
        LOG.info("Run {} of job {} ends: {}", run.run(), run.jobId(), code);
        return publisher.fail(run.tenant(), run.jobId(), run.run(), code, sentence(run));
    }

    private static String sentence(OverdrawnRuns.Overdrawn run) {
        if (run.passed().isPresent()) {
            return "Expected the job to end by " + run.passed().get() + ", but it has not.";
        }
        boolean money = run.budgetMicroDollars()
                .filter(most -> run.spent().microDollars() > most)
                .isPresent();
        return money
                ? "Expected the job to cost at most %.6f dollars, but it has cost %.6f. What is finished is kept."
                        .formatted(
                                run.budgetMicroDollars().orElse(0L) / 1e6,
                                run.spent().microDollars() / 1e6)
                : "Expected the job to use at most %.1f seconds of processor time, but it has used %.1f. What is finished is kept."
                        .formatted(
                                run.budgetCpuMillis().orElse(0L) / 1e3,
                                run.spent().cpuMillis() / 1e3);
    }
}
