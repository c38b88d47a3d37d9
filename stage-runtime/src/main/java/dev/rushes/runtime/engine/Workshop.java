package dev.rushes.runtime.engine;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Stage;
import dev.rushes.runtime.stage.StageFailure;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.wire.StageDefinition;
import dev.rushes.runtime.wire.StageEvents;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all tries of a stage have in common.
 *
 * @param stage which it is
 * @param handler what it does
 * @param policy its limits after the overrides of this instance
 * @param limit how long a try may take
 * @param reader reads its records
 * @param events writes what people are told
 * @param planner decides what follows from a try
 * @param failedReads decides what follows when a record could not be read
 * @param mail sends it
 * @param crew works on it
 * @param tools the rest
 */
record Workshop<I, O>(
        FlowStage stage,
        Stage<I, O> handler,
        StagePolicy policy,
        TimeLimit limit,
        RecordReader<I, O> reader,
        StageEvents events,
        Planner<I, O> planner,
        FailedReads<I> failedReads,
        Mail mail,
        Crew crew,
        Tools tools) {
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    /** @param amend puts into a ticket what has changed since its record was written */
    static <I, O> Workshop<I, O> of(
            StageDefinition<I, O> definition, StagePolicy policy, Tools tools, UnaryOperator<JobTicket> amend) {
        StageEvents events = new StageEvents(definition.stage(), tools.worker());
        Planner<I, O> planner = new Planner<>(definition, policy, events);
        return new Workshop<>(
                definition.stage(),
                definition.handler(),
                policy,
                new TimeLimit(definition.stage(), policy.timeout()),
                new RecordReader<>(definition, amend),
                events,
                planner,
                new FailedReads<>(definition, policy, events, planner),
                new Mail(definition.stage(), tools),
                tools.crew(),
                tools);
    }

    /** What an error of the stage says; one without a name is logged, because somebody has to look into it. */
    Failure failure(JobTicket job, Throwable error) {
        return switch (error) {
            case StageFailure known -> known.failure();
            case TimeoutException _ -> limit.reached(job, tools.timer().now());
            default -> {
                LOG.error("The {} stage failed in a way that it has no name for", stage.label(), error);
                yield Failure.of(
                        CommonFailure.UNEXPECTED,
                        "Expected the " + stage.label() + " stage to work, but it failed with "
                                + error.getClass().getSimpleName());
            }
        };
    }
}
