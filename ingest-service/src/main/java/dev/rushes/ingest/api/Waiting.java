package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.generation.GenerationFailure;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.domain.FactType;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.Section;
import dev.rushes.ingest.ledger.domain.StageStanding;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a job that is not over does not go on, in one sentence. A job that is being worked on does not wait.
 *
 * @param reason for programs
 * @param stage that it waits at
 * @param message for people
 * @param until when it goes on, if that is known
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Waiting(Reason reason, String stage, String message, Optional<Instant> until) {
    /** How the analysis calls the end of a try that is not the last one; its service is no dependency of this one. */
    private static final String UNFINISHED_CODE = "GEMINI_UNFINISHED";

    enum Reason {
        /** An operator has stopped the stage. */
        STAGE_PAUSED,
        /** No instance that has the stage is alive. */
        NO_WORKER,
        /** A try failed; the next is due. */
        RETRY,
        /** A model makes the footage. */
        GENERATING,
        /** What is long is done in several tries, and the next one is due. */
        UNFINISHED,
        /** Somebody outside asked to slow down. */
        THROTTLED,
        /** Something that the stage needs is away. */
        OUTAGE,
        /** Others are ahead. */
        QUEUED
    }

    /**
     * What is known beside the job.
     *
     * @param ahead older jobs of the same owner and urgency at the same stage
     * @param stage the stage on all instances
     * @param heard whether all instances have been heard of
     * @param trouble what went wrong last at the stage
     */
    record Surroundings(long ahead, StageView stage, boolean heard, Optional<Ledger.Entry> trouble) {}

    static Optional<Waiting> of(Job job, Surroundings around, Instant now) {
        return job.stage().flatMap(stage -> job.progress().stages().stream()
                .filter(standing -> standing.stage() == stage)
                .findFirst()
                .flatMap(standing -> of(job, standing, around, now)));
    }

    private static Optional<Waiting> of(Job job, StageStanding standing, Surroundings around, Instant now) {
        boolean works = standing.state() == StageStanding.State.ACTIVE;
        if (works && around.stage().running() > 0) {
            return Optional.empty();
        }
        FlowStage stage = standing.stage();
        if (around.stage().ordered().paused()) {
            return Optional.of(new Waiting(
                    Reason.STAGE_PAUSED,
                    stage.label(),
                    "An operator has paused the " + stage.label() + " stage; the job goes on when it is resumed.",
                    Optional.empty()));
        }
        if (around.heard() && around.stage().instances() == 0) {
            return Optional.of(new Waiting(
                    Reason.NO_WORKER,
                    stage.label(),
                    "No instance that does the " + stage.label() + " stage is running.",
                    Optional.empty()));
        }
        if (standing.state() == StageStanding.State.RETRYING) {
            return around.trouble()
                    .map(entry -> troubled(stage, entry, now))
                    .or(() -> Optional.of(queued(job, stage, around)));
        }
        if (around.stage().state().equals("OUTAGE")) {
            return Optional.of(new Waiting(
                    Reason.OUTAGE,
                    stage.label(),
                    "Something that the " + stage.label()
                            + " stage needs is away, such as the object store; the job goes on when it is back.",
                    Optional.empty()));
        }
        return works ? Optional.empty() : Optional.of(queued(job, stage, around));
    }

    private static Waiting troubled(FlowStage stage, Ledger.Entry entry, Instant now) {
        Optional<Section.Trouble> trouble = entry.trouble();
        Optional<Instant> due = trouble.flatMap(Section.Trouble::dueAt);
        String kind = trouble.map(Section.Trouble::kind).orElse("");
        String when =
                due.filter(at -> at.isAfter(now)).map(at -> "is due at " + at).orElse("is due and waits for a worker");
        String why =
                trouble.map(Section.Trouble::message).map(text -> ": " + text).orElse(".");
        if (trouble.filter(its -> its.code().equals(GenerationFailure.GENERATION_RUNNING.name()))
                .isPresent()) {
            return new Waiting(
                    Reason.GENERATING,
                    stage.label(),
                    "A model makes the footage; the next look at it " + when + why,
                    due);
        }
        if (trouble.filter(its -> its.code().equals(UNFINISHED_CODE)).isPresent()) {
            return new Waiting(
                    Reason.UNFINISHED,
                    stage.label(),
                    "A long chunk is done in several tries; the next one " + when + why,
                    due);
        }
        return switch (kind) {
            case "THROTTLED" ->
                new Waiting(
                        Reason.THROTTLED,
                        stage.label(),
                        "The " + stage.label() + " stage was asked to slow down; its next try " + when + why,
                        due);
            case "OUTAGE" ->
                new Waiting(
                        Reason.OUTAGE,
                        stage.label(),
                        "Something that the " + stage.label() + " stage needs is away; its next try " + when + why,
                        due);
            default ->
                new Waiting(
                        entry.type() == FactType.STAGE_POSTPONED ? Reason.THROTTLED : Reason.RETRY,
                        stage.label(),
                        "Try " + (entry.attempt() + 1) + " of the " + stage.label() + " stage " + when + why,
                        due);
        };
    }

    private static Waiting queued(Job job, FlowStage stage, Surroundings around) {
        String urgency =
                job.request().map(Section.Request::priority).orElse("NORMAL").toLowerCase(Locale.ROOT);
        String own =
                switch ((int) Math.min(around.ahead(), 2)) {
                    case 0 -> "no older job";
                    case 1 -> "1 older job";
                    default -> around.ahead() + " older jobs";
                };
        long records = around.stage().lag().map(StageView.Lag::records).orElse(0L);
        return new Waiting(
                Reason.QUEUED,
                stage.label(),
                "Queued at the " + stage.label() + " stage behind " + own + " of your own of " + urgency
                        + " priority; the stage has " + records + " pieces of work before it.",
                Optional.empty());
    }
}
