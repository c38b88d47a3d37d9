package dev.rushes.runtime.wire;

import dev.rushes.events.Job;
import dev.rushes.events.JobPriority;
import dev.rushes.events.StageName;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobOptions.ChunkFailurePolicy;
import dev.rushes.runtime.stage.JobOptions.FilmFormat;
import dev.rushes.runtime.stage.JobTerms;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.JobTicket.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** Job ⇄ ticket. Symbols that this version does not know fall back to the documented defaults. */
public final class JobWire {
    private JobWire() {}

    /**
     * The ticket in the {@code job} section of a fact.
     *
     * @throws IllegalArgumentException if the record has no such section
     */
    public static JobTicket ticketOf(SpecificRecord record) {
        Schema.Field field = record.getSchema().getField("job");
        if (field == null || !(record.get(field.pos()) instanceof Job job)) {
            throw new IllegalArgumentException("Expected a record with a job section, but got "
                    + record.getSchema().getFullName());
        }
        return ticket(job);
    }

    public static JobTicket ticket(Job job) {
        return new JobTicket(
                job.getId(),
                job.getTenant(),
                job.getRun(),
                job.getRecipe(),
                route(job.getRoute()),
                options(job.getOptions()),
                priority(job.getPriority()),
                job.getRequestedAt());
    }

    /** Every fact has one, and a ticket lacks nothing: so without the builder, which looks for what is missing. */
    public static Job job(JobTicket ticket) {
        return new Job(
                ticket.jobId(),
                ticket.tenant(),
                ticket.run(),
                ticket.recipe(),
                routeNames(ticket.route()),
                options(ticket.options()),
                JobPriority.valueOf(ticket.priority().name()),
                ticket.requestedAt());
    }

    public static List<StageName> routeNames(List<FlowStage> route) {
        List<StageName> names = new ArrayList<>(route.size());
        route.forEach(stage -> names.add(stageName(stage)));
        return names;
    }

    public static StageName stageName(FlowStage stage) {
        return StageName.valueOf(stage.name());
    }

    /** The stages of a route; those that this version does not know are left out, see {@link #checkRoute}. */
    public static List<FlowStage> route(List<StageName> names) {
        List<FlowStage> route = new ArrayList<>(names.size());
        for (StageName name : names) {
            if (name != StageName.UNKNOWN) {
                route.add(FlowStage.valueOf(name.name()));
            }
        }
        return route;
    }

    /**
     * Whoever works on a job must know where it goes from here: on a route with a gap, facts would go past the work that they are for.
     *
     * @throws IllegalArgumentException if the record's job is to visit a stage that this version does not know
     */
    public static void checkRoute(SpecificRecord record) {
        Schema.Field field = record.getSchema().getField("job");
        if (field != null
                && record.get(field.pos()) instanceof Job job
                && job.getRoute().contains(StageName.UNKNOWN)) {
            throw new IllegalArgumentException("Expected a route of the stages " + Arrays.toString(FlowStage.values())
                    + ", but it has one that this version does not know: bring this service to the version of whoever asked"
                    + " for the job, then replay the record");
        }
    }

    public static Priority priority(JobPriority priority) {
        return switch (priority) {
            case LOW -> Priority.LOW;
            case HIGH -> Priority.HIGH;
            case NORMAL, UNKNOWN -> Priority.NORMAL;
        };
    }

    public static JobOptions options(dev.rushes.events.JobOptions options) {
        return new JobOptions(
                Optional.ofNullable(options.getDurationMillis()).map(Duration::ofMillis),
                Optional.ofNullable(options.getChunkMillis()).map(Duration::ofMillis),
                switch (options.getFormat()) {
                    case WEBM -> FilmFormat.WEBM;
                    case GIF -> FilmFormat.GIF;
                    case MP4, UNKNOWN -> FilmFormat.MP4;
                },
                options.getMaxHeight(),
                switch (options.getOnChunkFailure()) {
                    case FAIL -> ChunkFailurePolicy.FAIL;
                    case SKIP, UNKNOWN -> ChunkFailurePolicy.SKIP;
                },
                options.getAnalyzer(),
                options.getExtra(),
                new JobTerms(
                        Optional.ofNullable(options.getDeadlineAt()),
                        Optional.ofNullable(options.getBudgetMicroDollars()),
                        Optional.ofNullable(options.getBudgetCpuMillis())));
    }

    public static dev.rushes.events.JobOptions options(JobOptions options) {
        return new dev.rushes.events.JobOptions(
                options.filmLength().map(Duration::toMillis).orElse(null),
                options.chunkLength().map(Duration::toMillis).orElse(null),
                dev.rushes.events.FilmFormat.valueOf(options.format().name()),
                options.maxHeight(),
                dev.rushes.events.ChunkFailurePolicy.valueOf(
                        options.onChunkFailure().name()),
                options.analyzer(),
                options.extra(),
                options.terms().deadline().orElse(null),
                options.terms().budgetMicroDollars().orElse(null),
                options.terms().budgetCpuMillis().orElse(null));
    }
}
